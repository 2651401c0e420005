"""The feed: read back by another parser, a moved deadline updated and not doubled, tokens that can be revoked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from entrypoints.bootstrap import FAMILY
from states.instants import read
from storage.book import BookRow
from storage.feeds import grant, granted, revoke, scope_of
from tests.world import CALL_ID, GUNWI, JANGSU, JEONBUK, Entropy, world_on
from workflow.calendar_feed import feed, subscribed
from workflow.people import People

NOW = datetime(2025, 1, 20, 1, 0, tzinfo=UTC)
PROJECT = "project-abc"
TOKEN = "k7-a-token-nobody-guesses"


def row(kind: str, version: int, due_date: str, expires: str, status: str = "open", rule: str = "civil") -> BookRow:
    return BookRow(
        PROJECT, f"{kind}@{version}", kind, "lead", rule, "2025-01-17", "10d", due_date, read(expires), status
    )


def parsed(text: bytes) -> list[Event]:
    """The events of a feed by another library than the one that wrote it."""
    return list(IcsCalendarStream.calendar_from_ics(text.decode()).events)


def synced(*feeds: bytes) -> dict[str | None, Event]:
    """A subscriber's calendar after these downloads: of each UID the highest SEQUENCE (RFC 5545 §3.8.7.4)."""
    kept: dict[str | None, Event] = {}
    for event in (each for text in feeds for each in parsed(text)):
        if event.uid not in kept or (event.sequence or 0) >= (kept[event.uid].sequence or 0):
            kept[event.uid] = event
    return kept


def test_a_last_day_is_a_whole_day_and_an_instant_is_a_moment() -> None:
    rows = [
        row("objection", 3, "2025-01-31", "2025-01-31T15:00:00Z"),
        row("reception_close", 1, "2024-12-20", "2024-12-20T09:00:00.000001Z", rule="fixed"),
    ]
    day, moment = parsed(feed(rows, FAMILY, "ko", NOW, {PROJECT: "장수 오미자\n산업"}))
    assert day.uid == f"{PROJECT}.objection@yeongo"
    assert (day.dtstart, day.dtend, day.transparency) == (date(2025, 1, 31), date(2025, 2, 1), "TRANSPARENT")
    assert (day.summary, day.dtstamp) == ("이의신청 – 장수 오미자 산업", NOW)
    assert day.description == PROJECT
    assert [alarm.trigger for alarm in day.alarm] == [timedelta(days=-1)]
    assert (moment.dtstart, moment.dtend) == (read("2024-12-20T09:00:00Z"), read("2024-12-20T09:00:00Z"))


def test_the_other_parser_writes_back_what_it_read() -> None:
    """Nothing is lost or read differently on the way through it: long Korean titles, folded lines, both languages."""
    rows = [
        replace(row("objection", 3, "2025-01-31", "2025-01-31T15:00:00Z"), stream=f"project-{'연고산업, 육성; ' * 20}"),
        row("reception_close", 1, "2024-12-20", "2024-12-20T09:00:00.000001Z", rule="fixed"),
        row("acceptance", 5, "2025-02-03", "2025-02-03T15:00:00Z", "cancelled"),
    ]
    for language in ("ko", "en"):
        before = IcsCalendarStream.calendar_from_ics(feed(rows, FAMILY, language, NOW).decode())
        after = IcsCalendarStream.calendar_from_ics(IcsCalendarStream.calendar_to_ics(before))
        assert len(before.events) == len(rows)
        assert after == before


def test_a_moved_deadline_is_the_same_entry_with_a_higher_sequence() -> None:
    before = feed([row("objection", 3, "2025-01-27", "2025-01-27T15:00:00Z")], FAMILY, "en", NOW)
    moved = [
        row("objection", 3, "2025-01-27", "2025-01-27T15:00:00Z", "extended"),
        row("objection", 12, "2025-02-28", "2025-02-28T15:00:00Z"),
    ]
    after = feed(moved, FAMILY, "en", NOW)
    ((uid, kept),) = synced(before, after).items()
    assert (uid, kept.sequence, kept.dtstart) == (f"{PROJECT}.objection@yeongo", 1, date(2025, 2, 28))
    assert synced(after, before) == {uid: kept}, "an old copy that arrives late"


def test_a_deadline_moved_and_then_cancelled_is_one_cancelled_entry() -> None:
    first = row("objection", 3, "2025-01-27", "2025-01-27T15:00:00Z")
    gone = row("objection", 12, "2025-02-28", "2025-02-28T15:00:00Z", "cancelled")
    feeds = [
        feed(rows, FAMILY, "ko", NOW)
        for rows in (
            [first],
            [replace(first, status="extended"), replace(gone, status="open")],
            [replace(first, status="extended"), gone],
        )
    ]
    (kept,) = synced(*feeds).values()
    assert (kept.status, kept.sequence, kept.alarm) == ("CANCELLED", 2, [])
    reopened = row("objection", 20, "2025-03-31", "2025-03-31T15:00:00Z")
    again = feed([replace(first, status="extended"), gone, reopened], FAMILY, "ko", NOW)
    assert [(each.status, each.sequence) for each in synced(*feeds, again).values()] == [("CONFIRMED", 3)]
    assert [each.status for each in synced(feeds[2], feeds[1]).values()] == ["CANCELLED"], (
        "an old copy that arrives late"
    )


@pytest.mark.parametrize(("status", "shown"), [("open", "CONFIRMED"), ("met", "CONFIRMED"), ("cancelled", "CANCELLED")])
def test_a_cancelled_deadline_says_so(status: str, shown: str) -> None:
    (event,) = parsed(feed([row("objection", 3, "2025-01-31", "2025-01-31T15:00:00Z", status)], FAMILY, "ko", NOW))
    assert event.status == shown
    assert bool(event.alarm) == (status == "open")


def test_a_token_shows_its_stream_until_it_is_revoked(database_url: str) -> None:
    with world_on(database_url) as world:
        with world.store.transaction() as transaction:
            grant(transaction, TOKEN, PROJECT, "kim", NOW)
        with world.store.transaction() as transaction:
            assert scope_of(transaction, TOKEN) == (PROJECT, "kim")
            assert scope_of(transaction, "guess") is None
            assert [each.scope for each in granted(transaction, "kim")] == [PROJECT]
            assert not revoke(transaction, "lee", granted(transaction, "kim")[0].id)
            assert revoke(transaction, "kim", granted(transaction, "kim")[0].id)
            assert scope_of(transaction, TOKEN) is None
        assert TOKEN not in repr(world.dump())


def test_the_feed_of_a_token_is_what_its_person_may_see_of_its_stream(database_url: str) -> None:
    with world_on(database_url) as world:
        world.opened()
        shown, other = world.project(JANGSU), world.project(GUNWI)
        people, now = People(world.store, world.clock, Entropy()), world.clock.now()
        people.organise("admin", JEONBUK.org, "전북", "Jeonbuk")
        people.invite("admin", "kim", {}, "kim")
        people.restore("admin", "kim")
        duty = people.assign("admin", "kim", "lead", JEONBUK.org, now)

        def uids(scope: str) -> list[str] | None:
            with world.store.transaction() as transaction:
                grant(transaction, scope, scope, "kim", NOW)
                text = subscribed(transaction, scope, world.definitions, "ko", now)
            return text if text is None else [str(event.uid) for event in parsed(text)]

        with world.store.snapshot() as reader:
            assert subscribed(reader, "guess", world.definitions, "ko", now) is None
        assert uids("") == [f"{shown}.filing@yeongo"], "a person's own: what their duties see to"
        assert uids(shown) == [f"{shown}.filing@yeongo"]
        assert uids(other) is None
        assert f"{other}.filing@yeongo" not in (uids(CALL_ID) or [])
        people.end("admin", duty, now)
        with world.store.snapshot() as reader:
            assert subscribed(reader, shown, world.definitions, "ko", now) is None
            assert subscribed(reader, "", world.definitions, "ko", now) is None
