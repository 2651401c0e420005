"""Rights over HTTP: they end in time, pass to a deputy and back, are handed over in one act; sessions are one's own."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from entrypoints.console.door import pages
from states.rules.periods import KST
from storage.exports import events, flat
from storage.ledger.journal import PEOPLE
from storage.people import NEVER, Duty, add_duty
from tests.entrypoints.api.conftest import PASSWORD, House, opened
from workflow.audit.search import Wanted, search
from workflow.audit.verify import verify
from workflow.replay import Replayer, stream_at

HERE = {"Sec-Fetch-Site": "same-origin"}
NEW_YEAR = datetime(2025, 1, 2, tzinfo=KST)


def given(house: House, path: str, **body: str) -> dict[str, object]:
    answer = house.ask("POST", f"/api/v1/{path}", "admin-1", json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


def status(house: House, who: str, role: str = "") -> int:
    """Whether somebody sees the project of technopark Jeonbuk now."""
    headers = {"Yeongo-As": f"{role}:tp-jeonbuk"} if role else {}
    return house.ask("GET", f"/api/v1/projects/{house.project}", who, headers=headers).status_code


def test_a_duty_ends_at_its_time(house: House) -> None:
    now = house.clock.now()
    until = (now + timedelta(days=1)).isoformat()
    given(house, "people/helpdesk-1/duties", role="lead", org="tp-jeonbuk", since=now.isoformat(), until=until)
    assert status(house, "helpdesk-1", "lead") == 200
    house.clock.set(now + timedelta(days=1))
    answer = house.ask("GET", "/api/v1/projects", "helpdesk-1", headers={"Yeongo-As": "lead:tp-jeonbuk"})
    assert (answer.status_code, answer.json()["code"]) == (403, "duty.not_yours")


def test_a_deputy_acts_for_the_absent_only_meanwhile(house: House) -> None:
    now = house.clock.now()
    assert status(house, "lead-2") == 404
    away = {"since": now.isoformat(), "until": (now + timedelta(days=3)).isoformat()}
    given(house, "people/lead-1/absences", deputy="lead-2", **away)
    duties = house.ask("GET", "/api/v1/me", "lead-2").json()["duties"]
    assert [(each["org"], each["behalf"]) for each in duties if each["behalf"]] == [("tp-jeonbuk", "lead-1")]
    assert status(house, "lead-2", "lead") == 200
    house.clock.set(now + timedelta(days=3))
    assert status(house, "lead-2") == 404


def test_what_a_deputy_does_says_for_whom_wherever_it_is_told(house: House) -> None:
    now = house.clock.now()
    away = {"since": now.isoformat(), "until": (now + timedelta(days=3)).isoformat()}
    given(house, "people/lead-1/absences", deputy="lead-2", **away)
    act: dict[str, Any] = {"headers": {"Yeongo-As": "lead:tp-jeonbuk"}}
    assert house.act("lead-2", f"projects/{house.project}/start_draft", **act).status_code == 200
    assert house.act("lead-2", f"projects/{house.project}/decide", {}, **act).status_code == 404
    answer = house.act("lead-2", f"projects/{house.project}/submit", {}, **act)
    assert answer.status_code == 409, answer.text
    told = house.ask("GET", f"/api/v1/projects/{house.project}/events", "lead-1").json()["events"]
    assert [(each["trigger"], each["actor"].get("behalf")) for each in told if each["actor"]["role"] == "lead"] == [
        ("register", None),
        ("start_draft", "lead-1"),
        ("submit", "lead-1"),
    ]
    with house.parts.store.snapshot() as reader:
        wanted = Wanted(actor="lead-1", stream=house.project)
        found = [each["trigger"] for each in search(reader, wanted, 9)]
        exported = next(flat(line) for line in events(reader) if line[:2] == (house.project, 2))
        replayed = stream_at(reader, Replayer(house.parts.definitions), house.project)
    assert sorted(found) == ["register", "start_draft", "submit"]
    assert (exported["actor"], exported["behalf"]) == ("lead-2", "lead-1")
    assert (replayed.state, replayed.version) == ("draft", 2)
    assert verify(house.parts.store).findings == ()


def test_an_act_on_behalf_of_somebody_present_is_found(house: House) -> None:
    """The duty itself is invented: no recorded absence gave it."""
    with house.parts.store.transaction() as transaction:
        add_duty(transaction, Duty("d-invented", "lead-2", "lead", "tp-jeonbuk", 0, NEVER, "lead-1"))
    act: dict[str, Any] = {"headers": {"Yeongo-As": "lead:tp-jeonbuk"}}
    assert house.act("lead-2", f"projects/{house.project}/start_draft", **act).status_code == 200
    found = verify(house.parts.store).findings
    assert [(each.code, each.stream, each.version) for each in found] == [
        ("people.duty", PEOPLE, 0), ("event.behalf", house.project, 2),
    ]  # fmt: skip


def test_january_hands_everything_over_in_one_act(house: House) -> None:
    given(house, "people", login="new", name="신임", id="new-lead")
    house.api.people.restore("admin-1", "new-lead")
    _, house.tokens["new-lead"] = house.api.people.new_token("new-lead", "t", ["read", "act"], timedelta(days=1))
    made = given(house, "handovers", source="lead-1", target="new-lead", at=NEW_YEAR.isoformat())
    assert len(made["duties"]) == 1  # type: ignore[arg-type]
    assert (status(house, "lead-1"), status(house, "new-lead")) == (200, 403)
    house.clock.set(NEW_YEAR)
    assert (status(house, "lead-1"), status(house, "new-lead")) == (403, 200)


def test_sessions_are_listed_and_ended_by_their_owner_alone(house: House) -> None:
    links = {who: given(house, "people", login=who, name=who, id=who)["link"] for who in ("kim", "lee")}
    cookies = {}
    for who, link in links.items():
        answer = house.ask("POST", "/api/v1/links", json={"link": link, "password": f"{PASSWORD} {who}"})
        cookies[who] = answer.headers["set-cookie"].partition(";")[0]
        house.client.cookies.clear()
    own = house.ask("GET", "/api/v1/me/sessions", headers={"Cookie": cookies["kim"]}).json()["sessions"]
    assert [each["this"] for each in own] == [True]
    path = f"/api/v1/me/sessions/{own[0]['id']}"
    assert house.ask("DELETE", path, headers=HERE | {"Cookie": cookies["lee"]}).status_code == 404
    assert house.ask("GET", "/api/v1/me", headers={"Cookie": cookies["kim"]}).status_code == 200
    assert house.ask("DELETE", path, headers=HERE | {"Cookie": cookies["kim"]}).status_code == 204
    assert house.ask("GET", "/api/v1/me", headers={"Cookie": cookies["kim"]}).status_code == 401


def test_another_session_is_ended_only_soon_after_signing_in(house: House) -> None:
    """Who finds an open page, or has a token, signs nobody out; who signs in once more ends all of theirs."""
    link = given(house, "people", login="kim", name="김", id="kim")["link"]
    cookies = []
    for path, body in (("links", {"link": link}), ("session", {"login": "kim"})):
        answer = house.ask("POST", f"/api/v1/{path}", json=body | {"password": PASSWORD})
        cookies.append(answer.headers["set-cookie"].partition(";")[0])
        house.client.cookies.clear()
    own = house.ask("GET", "/api/v1/me/sessions", headers={"Cookie": cookies[1]}).json()["sessions"]
    (other,) = [each["id"] for each in own if not each["this"]]
    with house.parts.store.transaction() as transaction:
        earlier = "UPDATE credential SET created = created - 960000000 WHERE person = 'kim'"  # 16 min
        transaction.cursor.execute(earlier)
    house.api.gate.forget()
    for path in (f"/api/v1/me/sessions/{other}", "/api/v1/me/sessions"):
        late = house.ask("DELETE", path, headers=HERE | {"Cookie": cookies[1]})
        assert (late.status_code, late.json()["code"]) == (401, "login.again")
    assert house.ask("DELETE", "/api/v1/me/sessions", "lead-1").json()["code"] == "login.again"
    again = house.ask("POST", "/api/v1/session", json={"login": "kim", "password": PASSWORD})
    fresh = HERE | {"Cookie": again.headers["set-cookie"].partition(";")[0]}
    house.client.cookies.clear()
    assert house.ask("DELETE", f"/api/v1/me/sessions/{other}", headers=fresh).status_code == 204
    assert house.ask("DELETE", "/api/v1/me/sessions", headers=fresh).status_code == 204
    assert house.ask("GET", "/api/v1/me", headers=fresh).status_code == 401


def test_where_no_passwords_are_let_in_nobody_comes_by_one(furnished: Path, tmp_path: Path) -> None:
    provider = {"oidc_issuer": "https://login.example", "passwords": False}
    with opened(furnished, tmp_path, pages=pages(), **provider) as house:
        page = house.ask("GET", "/login").text
        link = given(house, "people", login="kim", name="김", id="kim")["link"]
        tries = [
            house.ask("POST", "/api/v1/links", json={"link": link, "password": PASSWORD}),
            house.ask("POST", "/api/v1/session", json={"login": "kim", "password": PASSWORD}),
        ]
    assert [(each.status_code, each.json()["code"]) for each in tries] == [(403, "login.provider")] * 2
    assert ('href="/api/v1/oidc"' in page, 'type="password"' in page) == (True, False)


def test_recovery_opens_once_and_ends_what_was_open(house: House) -> None:
    link = given(house, "people", login="kim", name="김", id="kim")["link"]
    first = house.ask("POST", "/api/v1/links", json={"link": link, "password": PASSWORD})
    cookie = first.headers["set-cookie"].partition(";")[0]
    house.client.cookies.clear()
    again = given(house, "people/kim/recovery")["link"]
    new = {"link": again, "password": "quite another word 9"}
    assert [house.ask("POST", "/api/v1/links", json=new).status_code for _ in range(2)] == [201, 410]
    house.client.cookies.clear()
    assert house.ask("GET", "/api/v1/me", headers={"Cookie": cookie}).status_code == 401
    tries = [house.ask("POST", "/api/v1/session", json={"login": "kim", "password": word}).status_code
             for word in (PASSWORD, "quite another word 9")]  # fmt: skip
    assert tries == [401, 201]
