"""Signing in over HTTP: cookies, links, tokens, duties chosen, foreign sites refused, revocation at once."""

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from entrypoints.api.server import people_of
from states.instants import from_micros
from states.roles import Actor
from storage.ledger.erasure import hold
from tests.entrypoints.api.conftest import PASSWORD, House
from workflow.audit.verify import verify

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def kim(house: House) -> str:
    """Someone who has accepted an invitation and leads at two technoparks."""
    people = house.api.people
    _, link = people.invite("admin-1", "kim@tp.example", {"name": "김"}, "kim")
    answer = house.ask("POST", "/api/v1/links", json={"link": link, "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (201, {"person": "kim"})
    house.client.cookies.clear()
    for org in ("tp-jeonbuk", "tp-daegu"):
        people.assign("admin-1", "kim", "lead", org, from_micros(0))
    return "kim"


def sign_in(house: House, password: str = PASSWORD, **headers: str) -> int:
    body = {"login": "kim@tp.example", "password": password}
    return house.ask("POST", "/api/v1/session", json=body, headers=headers).status_code


def test_a_session_is_a_cookie_scripts_cannot_read(house: House, kim: str) -> None:
    answer = house.ask("POST", "/api/v1/session", json={"login": "KIM@tp.example", "password": PASSWORD})
    assert (answer.status_code, answer.json()) == (201, {"person": kim})
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/"))
    me = house.ask("GET", "/api/v1/me").json()
    assert (me["person"], me["profile"]["name"]) == (kim, "김")
    assert sorted(duty["org"] for duty in me["duties"]) == ["tp-daegu", "tp-jeonbuk"]


def test_over_tls_no_other_host_can_set_the_session(house: House, kim: str) -> None:
    tls = {"X-Forwarded-Proto": "https"}
    body = {"login": "kim@tp.example", "password": PASSWORD}
    cookie = house.ask("POST", "/api/v1/session", json=body, headers=tls).headers["set-cookie"]
    assert cookie.startswith("__Host-yeongo_session=")
    assert all(word in cookie.lower() for word in ("; secure", "; path=/", "httponly"))
    assert "domain" not in cookie.lower()
    secret = cookie.partition("=")[2].partition(";")[0]
    house.client.cookies.clear()
    for name, status in (("__Host-yeongo_session", 200), ("yeongo_session", 401)):
        assert house.ask("GET", "/api/v1/me", headers=tls | {"Cookie": f"{name}={secret}"}).status_code == status


def test_a_new_session_ends_the_one_before_and_is_a_line_of_the_log(house: House, kim: str) -> None:
    with capture_logs() as lines:
        assert sign_in(house) == 201
    assert [(line["person"], line["by"]) for line in lines if line["event"] == "signed in"] == [("kim", "password")]
    first = house.client.cookies["yeongo_session"]
    assert sign_in(house) == 201
    assert house.client.cookies["yeongo_session"] != first
    assert house.ask("GET", "/api/v1/me").status_code == 200
    house.client.cookies.clear()
    assert house.ask("GET", "/api/v1/me", headers={"Cookie": f"yeongo_session={first}"}).status_code == 401


def test_who_is_behind_the_proxy_is_told_apart(house: House) -> None:
    def tried(address: str) -> int:
        body, headers = {"login": "nobody", "password": "x"}, {"X-Forwarded-For": address}
        return house.ask("POST", "/api/v1/session", json=body, headers=headers).status_code

    assert 429 in [tried("192.0.2.1") for _ in range(25)]
    assert tried("192.0.2.2") == 401


def test_a_wrong_password_and_a_wrong_name_are_told_alike(house: House, kim: str) -> None:
    wrong = house.ask("POST", "/api/v1/session", json={"login": "kim@tp.example", "password": "x"})
    nobody = house.ask("POST", "/api/v1/session", json={"login": "nobody", "password": "x"})
    assert {**wrong.json(), "instance": ""} == {**nobody.json(), "instance": ""}
    assert wrong.status_code == 401


def test_tries_of_one_address_are_limited(house: House, kim: str) -> None:
    assert 429 in [sign_in(house, "wrong") for _ in range(25)]


def test_another_site_cannot_use_the_cookie(house: House, kim: str) -> None:
    assert sign_in(house) == 201
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        answer = house.ask("DELETE", "/api/v1/session", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "origin.foreign"), headers
    assert sign_in(house, Origin="https://evil.example") == 403
    assert house.ask("DELETE", "/api/v1/session", headers=HERE).status_code == 204
    assert house.ask("GET", "/api/v1/me").status_code == 401


def test_a_duty_is_chosen_and_only_one_s_own(house: House, kim: str) -> None:
    assert sign_in(house) == 201
    answers = {
        chosen: house.ask("GET", "/api/v1/projects", headers={"Yeongo-As": chosen} if chosen else {})
        for chosen in ("", "lead:tp-jeonbuk", "lead:tp-daegu", "admin:yeongo")
    }
    told = {chosen: answer.json().get("code") or len(answer.json()["rows"]) for chosen, answer in answers.items()}
    assert told == {"": "duty.choose", "lead:tp-jeonbuk": 1, "lead:tp-daegu": 0, "admin:yeongo": "duty.not_yours"}


def test_a_token_is_made_once_shown_once_and_keeps_to_its_scope(house: House, kim: str) -> None:
    assert sign_in(house) == 201
    given = {"name": "bridge", "scope": ["read"], "days": 30}
    made = house.ask("POST", "/api/v1/me/tokens", json=given, headers=HERE).json()
    (listed,) = house.ask("GET", "/api/v1/me/tokens").json()["tokens"]
    assert (listed["id"], listed["scope"], "secret" in listed) == (made["id"], ["read"], False)
    house.client.cookies.clear()
    house.tokens["bridge"] = made["secret"]
    chosen = {"Yeongo-As": "lead:tp-jeonbuk"}
    assert house.ask("GET", f"/api/v1/projects/{house.project}", "bridge", headers=chosen).status_code == 200
    acted = house.act("bridge", f"projects/{house.project}/start_draft", headers=chosen)
    assert (acted.status_code, acted.json()["code"]) == (403, "scope.missing")
    assert house.ask("POST", "/api/v1/me/tokens", "bridge", json=given).status_code == 403


def test_a_secret_that_is_none_of_ours_is_not_remembered(house: House) -> None:
    house.tokens["long"] = "yeongo_" + "x" * 5000
    assert house.ask("GET", "/api/v1/me", "long").json()["code"] == "login.needed"
    assert all(len(secret) < 200 for secret in house.api.gate._known)
    house.tokens["short"] = "yeongo_x"
    assert house.ask("GET", "/api/v1/me", "short").json()["code"] == "login.needed"


def test_revoking_works_at_once(house: House, kim: str) -> None:
    assert sign_in(house) == 201
    sessions = house.ask("GET", "/api/v1/me/sessions").json()["sessions"]
    (this,) = [each["id"] for each in sessions if each["this"]]
    assert house.ask("DELETE", f"/api/v1/me/sessions/{this}", headers=HERE).status_code == 204
    assert house.ask("GET", "/api/v1/me").status_code == 401


def test_administrators_keep_the_people(house: House) -> None:
    made = house.ask("POST", "/api/v1/people", "admin-1", json={"login": "lee", "name": "이", "id": "lee"})
    assert made.status_code == 201
    duty = {"role": "lead", "org": "tp-jeonbuk", "since": "2024-01-01T00:00:00+09:00"}
    assert house.ask("POST", "/api/v1/people/lee/duties", "admin-1", json=duty).status_code == 201
    absence = {"deputy": "lead-2", "since": "2024-12-01T00:00:00+09:00", "until": "2025-12-01T00:00:00+09:00"}
    assert house.ask("POST", "/api/v1/people/lead-1/absences", "admin-1", json=absence).status_code == 201
    deputy = {"Yeongo-As": "lead:tp-jeonbuk"}
    assert house.act("lead-2", f"projects/{house.project}/start_draft", headers=deputy).status_code == 200
    passed = {"source": "lead-1", "target": "lee", "at": "2025-01-02T00:00:00+09:00"}
    assert len(house.ask("POST", "/api/v1/handovers", "admin-1", json=passed).json()["duties"]) == 1
    assert house.ask("PUT", "/api/v1/people/lead-2/status", "admin-1", json={"status": "suspended"}).status_code == 204
    assert house.ask("GET", "/api/v1/me", "lead-2").status_code == 401
    changes = house.ask("GET", "/api/v1/people/changes?after=60", "auditor-1").json()["changes"]
    assert [each["change"]["what"] for each in changes][-3:] == [
        "person.absent", "duties.handed_over", "person.suspended",
    ]  # fmt: skip
    assert {each["change"]["actor"]["id"] for each in changes[-3:]} == {"admin-1"}


def test_two_administrators_forget_a_person_unless_a_hold_stands(house: House) -> None:
    people = people_of(house.parts)
    people.invite("admin-1", "admin-2", {"name": "둘"}, "admin-2")
    people.assign("admin-1", "admin-2", "admin", "yeongo", from_micros(0))
    people.restore("admin-1", "admin-2")
    _, house.tokens["admin-2"] = people.new_token("admin-2", "test", ["read", "act"], timedelta(days=1))

    def asked(who: str) -> tuple[int, Any]:
        answer = house.ask("POST", "/api/v1/people/lead-2/forgetting", who, json={"reason": "요청"})
        return answer.status_code, answer.json().get("forgotten", answer.json().get("code"))

    held(house, "lead-2", holds=True)
    assert asked("admin-1") == (409, "person.held")
    held(house, "lead-2", holds=False)
    assert asked("lead-1") == (403, "access.denied")
    assert asked("admin-1") == (200, False)
    assert asked("admin-1") == (409, "forgetting.same_person")
    held(house, "lead-2", holds=True)
    assert asked("admin-2") == (409, "person.held")
    held(house, "lead-2", holds=False)
    assert asked("admin-2") == (200, True)
    shown = house.ask("GET", "/api/v1/people/lead-2", "admin-1").json()
    assert (shown["status"], shown["profile"]) == ("forgotten", {})
    assert house.ask("GET", "/api/v1/me", "lead-2").status_code == 401
    assert verify(house.parts.store).findings == ()


def held(house: House, on: str, *, holds: bool) -> None:
    with house.parts.store.transaction() as transaction:
        hold(transaction, on, "감사", house.clock.now(), Actor("admin-1", "admin", "yeongo"), holds=holds)
