"""Rights over HTTP: they end in time, pass to a deputy and back, are handed over in one act; sessions are one's own."""

from datetime import datetime, timedelta

from states.rules.periods import KST
from tests.entrypoints.api.conftest import PASSWORD, House

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
