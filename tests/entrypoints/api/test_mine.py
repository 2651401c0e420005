"""Calendar feeds and letters as a person sets them: shown once, seen by right, revoked at once; one click is enough."""

import pytest

from jobs.letter import letters
from states.instants import from_micros
from storage.deliveries import Notice, Posted, deliveries, post, refused, route
from tests.entrypoints.api.conftest import PASSWORD, House
from tests.world import CALL_ID

LETTER = "deadline_reminder"


@pytest.fixture
def kim(house: House) -> str:
    """Someone of the technopark, signed in."""
    people = house.api.people
    _, link = people.invite("admin-1", "kim@tp.example", {"name": "김"}, "kim")
    people.assign("admin-1", "kim", "lead", "tp-jeonbuk", from_micros(0))
    house.ask("POST", "/api/v1/links", json={"link": link, "password": PASSWORD})
    house.headers["Sec-Fetch-Site"] = "same-origin"
    return "kim"


def test_a_feed_is_read_by_its_address_until_it_is_revoked(house: House, kim: str) -> None:
    made = house.ask("POST", "/api/v1/me/feeds", json={"stream": house.project})
    assert made.status_code == 201, made.text
    path = made.json()["url"].removeprefix(house.api.settings.public_url)
    (listed,) = house.ask("GET", "/api/v1/me/feeds").json()["feeds"]
    assert (listed["id"], listed["stream"]) == (made.json()["id"], house.project)
    house.client.cookies.clear()
    feed = house.ask("GET", path)
    assert (feed.status_code, feed.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert f"UID:{house.project}.reception_close@yeongo" in feed.text
    assert house.ask("GET", "/calendar/guess.ics").status_code == 404
    house.ask("POST", "/api/v1/session", json={"login": "kim@tp.example", "password": PASSWORD})
    assert house.ask("DELETE", f"/api/v1/me/feeds/{listed['id']}").status_code == 204
    assert house.ask("DELETE", f"/api/v1/me/feeds/{listed['id']}").status_code == 404
    assert house.ask("GET", path).status_code == 404


def test_who_is_suspended_reads_no_feed(house: House, kim: str) -> None:
    url = house.ask("POST", "/api/v1/me/feeds", json={"stream": CALL_ID}).json()["url"]
    path = url.removeprefix(house.api.settings.public_url)
    assert house.ask("GET", path).status_code == 200
    house.api.people.suspend("admin-1", kim)
    assert house.ask("GET", path).status_code == 404


def test_a_feed_of_what_one_may_not_see_is_not_made_nor_one_by_a_token(house: House, kim: str) -> None:
    assert house.ask("POST", "/api/v1/me/feeds", json={"stream": "project-other"}).status_code == 404
    house.client.cookies.clear()
    assert house.ask("POST", "/api/v1/me/feeds", "lead-1", json={"stream": CALL_ID}).status_code == 403


def test_the_digest_is_for_those_who_ask_and_one_click_ends_it(house: House) -> None:
    def wanted() -> bool:
        found = house.ask("GET", "/api/v1/me/letters", "lead-1").json()["letters"]
        return next(bool(each["wanted"]) for each in found if each["letter"] == "digest")

    assert not wanted()
    assert house.ask("PUT", "/api/v1/me/letters/digest", "lead-1", json={"wanted": True}).status_code == 204
    assert wanted()
    with house.parts.store.transaction() as transaction:
        post(transaction, [Posted("digest-1", Notice("", 0, 0, "digest", "", ""), "lead-1", from_micros(0))])
    proof = house.api.people.proof("digest-1")
    assert house.ask("POST", f"/unsubscribe/digest-1/{proof}").status_code == 200
    assert not wanted()


def test_a_letter_the_law_does_not_ask_for_can_be_refused_and_wanted_again(house: House) -> None:
    def wanted() -> dict[str, bool]:
        found = house.ask("GET", "/api/v1/me/letters", "lead-1").json()["letters"]
        assert {each["letter"]: each["statutory"] for each in found} == {k: v.statutory for k, v in letters().items()}
        return {each["letter"]: each["wanted"] for each in found}

    assert wanted()[LETTER]
    path = f"/api/v1/me/letters/{LETTER}"
    assert house.ask("PUT", path, "lead-1", json={"wanted": False}).status_code == 204
    assert not wanted()[LETTER]
    assert house.ask("PUT", path, "lead-1", json={"wanted": True}).status_code == 204
    assert wanted()[LETTER]
    law = next(id for id, each in letters().items() if each.statutory)
    answer = house.ask("PUT", f"/api/v1/me/letters/{law}", "lead-1", json={"wanted": False})
    assert (answer.status_code, answer.json()["code"]) == (422, "letter.statutory")
    assert house.ask("PUT", "/api/v1/me/letters/none", "lead-1", json={"wanted": False}).status_code == 404


def test_one_click_in_a_letter_stops_it_and_a_look_does_not(house: House) -> None:
    law = next(id for id, each in letters().items() if each.statutory)
    with house.parts.store.transaction() as transaction:
        for n, (key, letter) in enumerate((("k1", LETTER), ("k2", law))):
            notice = Notice(house.project, 1, 90 + n, letter, "lead", "tp")
            route(transaction, notice, [Posted(key, notice, "lead-1", from_micros(0))])
        assert len(deliveries(transaction, "waiting")) == 2

    def stopped() -> frozenset[str]:
        with house.parts.store.snapshot() as reader:
            return refused(reader, "lead-1")

    proof = house.api.people.proof("k1")
    assert "<form" in house.ask("GET", f"/unsubscribe/k1/{proof}").text
    assert house.ask("POST", "/unsubscribe/k1/guess").status_code == 404
    assert house.ask("POST", f"/unsubscribe/k2/{house.api.people.proof('k2')}").status_code == 404
    assert stopped() == frozenset()
    assert house.ask("POST", f"/unsubscribe/k1/{proof}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert stopped() == {LETTER}


def test_ones_hours_for_letters_are_at_least_one_a_day(house: House) -> None:
    def told(**given: str) -> tuple[int, str]:
        answer = house.ask("PUT", "/api/v1/me/hours", "lead-1", json=given)
        return answer.status_code, answer.json()["code"] if answer.content else ""

    assert house.ask("GET", "/api/v1/me/hours", "lead-1").json() == {"earliest": "08:00", "latest": "21:00"}
    assert told(earliest="09:30", latest="10:30") == (204, "")
    assert told(earliest="09:30", latest="10:29") == (422, "letter.hours")
    assert told(earliest="18:00", latest="09:00") == (422, "letter.hours")
    assert told(earliest="9", latest="24:00") == (422, "request.invalid")
    assert house.ask("GET", "/api/v1/me/hours", "lead-1").json() == {"earliest": "09:30", "latest": "10:30"}
    assert house.ask("GET", "/api/v1/me/hours", "lead-2").json() == {"earliest": "08:00", "latest": "21:00"}
