"""The feed: read back by another parser, a moved deadline updated and not doubled, tokens that can be revoked."""

from datetime import UTC, datetime

import pytest

from entrypoints.bootstrap import FAMILY
from states.instants import read
from storage.feeds import grant, revoke, scope_of
from storage.queries import BookRow
from tests.world import GUNWI, JANGSU, world_on
from workflow.calendar_feed import feed, subscribed

NOW = datetime(2025, 1, 20, 1, 0, tzinfo=UTC)
PROJECT = "project-abc"
TOKEN = "k7-a-token-nobody-guesses"


def row(kind: str, version: int, due_date: str, expires: str, status: str = "open", rule: str = "civil") -> BookRow:
    return BookRow(
        PROJECT, f"{kind}@{version}", kind, "lead", rule, "2025-01-17", "10d", due_date, read(expires), status
    )


def parsed(text: bytes) -> list[dict[str, list[str]]]:
    """The events of a feed by a parser of our own for the tests: unfolded lines, properties by name."""
    lines = text.decode().replace("\r\n ", "").split("\r\n")
    events: list[dict[str, list[str]]] = []
    inside: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1:] == ["VEVENT"]:
            events[-1].setdefault(name, []).append(value)
        elif inside[-1:] == ["VALARM"]:
            events[-1].setdefault(f"alarm {name}", []).append(value)
    assert inside == []
    return events


def test_a_last_day_is_a_whole_day_and_an_instant_is_a_moment() -> None:
    rows = [
        row("objection", 3, "2025-01-31", "2025-01-31T15:00:00Z"),
        row("reception_close", 1, "2024-12-20", "2024-12-20T09:00:00.000001Z", rule="fixed"),
    ]
    day, moment = parsed(feed(rows, FAMILY, "ko", NOW))
    assert day["UID"] == [f"{PROJECT}.objection@yeongo"]
    assert (day["DTSTART;VALUE=DATE"], day["DTEND;VALUE=DATE"]) == (["20250131"], ["20250201"])
    assert day["SUMMARY"] == [f"이의신청 – {PROJECT}"]
    assert day["alarm TRIGGER"] == ["-P1D"]
    assert moment["DTSTART"] == ["20241220T090000Z"]


def test_a_moved_deadline_is_the_same_entry_with_a_higher_sequence() -> None:
    before = [row("objection", 3, "2025-01-27", "2025-01-27T15:00:00Z")]
    after = [
        row("objection", 3, "2025-01-27", "2025-01-27T15:00:00Z", "extended"),
        row("objection", 12, "2025-02-28", "2025-02-28T15:00:00Z"),
    ]
    (old,), (new,) = parsed(feed(before, FAMILY, "en", NOW)), parsed(feed(after, FAMILY, "en", NOW))
    assert old["UID"] == new["UID"]
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (["0"], ["1"])
    assert new["DTSTART;VALUE=DATE"] == ["20250228"]


@pytest.mark.parametrize(("status", "shown"), [("open", "CONFIRMED"), ("met", "CONFIRMED"), ("cancelled", "CANCELLED")])
def test_a_cancelled_deadline_says_so(status: str, shown: str) -> None:
    (event,) = parsed(feed([row("objection", 3, "2025-01-31", "2025-01-31T15:00:00Z", status)], FAMILY, "ko", NOW))
    assert event["STATUS"] == [shown]
    assert ("alarm TRIGGER" in event) == (status == "open")


def test_a_token_shows_its_stream_until_it_is_revoked(database_url: str) -> None:
    with world_on(database_url) as world:
        with world.store.transaction() as transaction:
            grant(transaction, TOKEN, PROJECT, "kim", NOW)
        with world.store.transaction() as transaction:
            assert scope_of(transaction, TOKEN) == (PROJECT, "kim")
            assert scope_of(transaction, "guess") is None
            revoke(transaction, TOKEN)
            assert scope_of(transaction, TOKEN) is None
        assert TOKEN not in repr(world.dump())


def test_the_feed_of_a_token_is_the_book_of_its_stream(database_url: str) -> None:
    with world_on(database_url) as world:
        world.opened()
        shown, _hidden = world.project(JANGSU), world.project(GUNWI)
        with world.store.transaction() as transaction:
            grant(transaction, TOKEN, shown, "kim", NOW)
            text = subscribed(transaction, TOKEN, world.definitions.family, "ko", NOW)
            assert subscribed(transaction, "guess", world.definitions.family, "ko", NOW) is None
        assert text is not None
        assert [event["UID"] for event in parsed(text)] == [[f"{shown}.filing@yeongo"]]
