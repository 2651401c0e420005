"""Pages that are told what has moved; sessions that end, with a warning, and stay while somebody is there."""

import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from urllib.parse import urlencode

import httpx
import pytest

from states.instants import MICROSECOND
from tests.entrypoints.api.conftest import PASSWORD, House
from tests.entrypoints.console.test_pages import get, post

DEADLINE = 20.0


def listening(house: House, at: str, who: str) -> "Future[httpx.Response]":
    """The answer to a page that listens, once it ends; asked for before this returns."""
    house.api.live.every = 0.02
    pool = ThreadPoolExecutor(1)
    answer = pool.submit(get, house, f"/live?at={at}", who)
    end = time.monotonic() + DEADLINE
    while not house.api.live.listeners and not answer.done() and time.monotonic() < end:
        time.sleep(0.01)
    return answer


def told(house: House, answer: "Future[httpx.Response]", enough: int) -> list[str]:
    """What was told by the time so much was, and then the end."""
    end = time.monotonic() + DEADLINE
    while house.api.live.told < enough and time.monotonic() < end:
        time.sleep(0.01)
    house.api.live.stop()
    found = answer.result(DEADLINE)
    assert found.headers["content-type"].startswith("text/event-stream")
    return re.findall(r"data: (\S+)", found.text)


def test_a_page_is_told_that_what_it_shows_has_moved(house: House) -> None:
    answer = listening(house, f"{house.project}.1,call-2025-2.999", "lead-1")
    assert house.act("lead-1", f"projects/{house.project}/start_draft").status_code == 200
    assert told(house, answer, 1) == [f"{house.project}.2"]


def test_what_moved_before_the_page_listens_is_told_at_once(house: House) -> None:
    assert told(house, listening(house, f"{house.project}.0", "lead-1"), 1) == [f"{house.project}.1"]


def test_nobody_is_told_of_what_they_may_not_see(house: House) -> None:
    answer = listening(house, f"{house.project}.0,nonsense.1,call-2025-2.0", "lead-2")
    assert told(house, answer, 1)[0].startswith("call-2025-2.")


def test_too_many_listeners_are_sent_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrypoints.api.live.MOST_LISTENING", 0)
    assert "event:" not in get(house, f"/live?at={house.project}.0", "lead-1").text


def test_a_page_says_what_it_watches_and_when_its_session_ends(house: House) -> None:
    cookie = session(house)
    shown = house.ask("GET", f"/projects/{house.project}", headers={"Cookie": cookie})
    assert f'data-live="/live?at={house.project}.1"' in shown.text
    (left,) = re.findall(r'data-session="(\d+)"', shown.text)
    assert 7190 <= int(left) <= 7200
    assert "data-session" not in get(house, "/", "lead-1").text


def test_listening_is_not_being_at_work_and_staying_is(house: House) -> None:
    cookie = session(house)
    half_an_hour_ago = "UPDATE credential SET seen = seen - ? WHERE kind = 'session'"
    for path, moved in (("/live?at=", False), ("/session/stay", True)):
        with house.parts.store.transaction() as transaction:
            transaction.cursor.execute(half_an_hour_ago, (1_800_000_000,))
            (before,) = transaction.query("SELECT seen FROM credential WHERE kind = 'session'")[0]
        house.api.gate.forget()
        house.api.live.stop()
        method = "POST" if moved else "GET"
        answer = house.ask(method, path, headers={"Cookie": cookie, "Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in {200, 204}
        house.run(house.api.gate.remember())
        with house.parts.store.snapshot() as reader:
            (after,) = reader.query("SELECT seen FROM credential WHERE kind = 'session'")[0]
        assert (after > before) == moved
        assert (after - before) * MICROSECOND.total_seconds() >= (1700 if moved else 0)


def session(house: House) -> str:
    """The cookie of a lead of the project who has signed in."""
    _, link = house.api.people.invite("test", "newcomer", {"name": "김"}, "newcomer")
    answer = post(house, f"/links/{link}", urlencode({"password": PASSWORD, "again": PASSWORD}))
    with house.parts.store.snapshot() as reader:
        lead = reader.streams([house.project])[house.project].facts["lead"]
    house.api.people.assign("test", "newcomer", "lead", str(lead), house.clock.now())
    house.api.gate.forget()
    return answer.headers["set-cookie"].partition(";")[0]
