"""Auditors look at what they are appointed for, until their duty ends, and what they look for is remembered."""

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from structlog.testing import capture_logs

from entrypoints.api.server import people_of
from states.instants import from_micros
from states.roles import AUDITOR
from storage.ledger.accesses import stays
from storage.ledger.journal import ACCESSES, READINGS, entries
from storage.store import Store
from tests.entrypoints.api.conftest import House
from tests.entrypoints.api.test_jobs import content, ended
from tests.world import CALL_ID


def appointed(house: House, org: str) -> None:
    """One more auditor, of this organisation."""
    people = people_of(house.parts)
    people.organise("admin-1", org, org, org)
    people.invite("admin-1", "auditor-2", {"name": "감사"}, "auditor-2")
    people.assign("admin-1", "auditor-2", AUDITOR, org, from_micros(0))
    people.restore("admin-1", "auditor-2")
    _, house.tokens["auditor-2"] = people.new_token("auditor-2", "test", ["read", "act"], timedelta(days=1))


def projects(house: House) -> list[str]:
    return [row["stream"] for row in house.ask("GET", "/api/v1/projects", "auditor-2").json()["rows"]]


def asked(house: House, what: str, **given: object) -> int:
    return house.ask("POST", f"/api/v1/audit/{what}", "auditor-2", json=given).status_code


def taken(house: House, what: str, **given: object) -> set[str]:
    """The projects in what was taken away."""
    made = house.ask("POST", f"/api/v1/audit/{what}", "auditor-2", json=given).json()
    job = ended(house, made["id"], "auditor-2")
    assert job["status"] == "done", job
    lines = map(json.loads, content(house, job, "auditor-2").splitlines())
    return {str(each["stream"]) for each in lines if each["stream"].startswith("project-")}


def test_an_auditor_of_another_province_sees_nothing_of_this_one(house: House) -> None:
    appointed(house, "11")
    assert projects(house) == []
    assert taken(house, "exports", format="jsonl") == set()
    assert asked(house, "bundles", projects=[house.project]) == 404


def test_an_auditor_of_the_province_sees_its_projects(house: House) -> None:
    appointed(house, house.ask("GET", f"/api/v1/projects/{house.project}", "auditor-1").json()["facts"]["area"][:2])
    assert projects(house) == [house.project]
    assert asked(house, "bundles", projects=[house.project]) == 202
    assert house.project in taken(house, "exports", format="jsonl")


def test_an_auditor_of_a_call_sees_it_whole(house: House) -> None:
    appointed(house, CALL_ID)
    assert projects(house) == [house.project]


def test_an_auditor_of_everything_takes_everything(house: House) -> None:
    appointed(house, "bai")
    assert projects(house) == [house.project]
    assert asked(house, "exports", format="csv") == 202


def test_it_is_remembered_from_where_people_come(house: House) -> None:
    house.ask("GET", "/api/v1/me", "auditor-1")
    house.ask("GET", "/api/v1/me", "lead-1")
    house.ask("GET", "/api/v1/me", "lead-1")
    remembered(house)
    remembered(house)
    with house.parts.store.snapshot() as reader:
        came = [(each.body["actor"]["id"], each.body["kind"]) for each in entries(reader, ACCESSES)]
        there = {each.person for each in stays(reader, "127.0.0.1")}
    assert sorted(came[-2:]) == [("auditor-1", "token"), ("lead-1", "token")]
    assert {"auditor-1", "lead-1"} <= there


def remembered(house: House) -> None:
    house.run(house.api.gate.remember())


def test_behind_a_proxy_a_command_comes_from_where_its_caller_is(house: House) -> None:
    """And so one credential is not seen to go to and fro between the proxy and its caller."""
    from_home = {"X-Forwarded-For": "203.0.113.7"}
    for _ in range(2):
        house.ask("GET", "/api/v1/me", "lead-1", headers=from_home)
        house.act("lead-1", f"projects/{house.project}/start_draft", headers=from_home)
    remembered(house)
    with house.parts.store.snapshot() as reader:
        came = [each for each in entries(reader, ACCESSES) if each.body["actor"]["id"] == "lead-1"]
        assert {each.person for each in stays(reader, "203.0.113.7")} == {"lead-1"}
    assert len(came) == 1
    assert found_from(house, "203.0.113.7") == ["register", "start_draft"]  # the clock stands still
    assert found_from(house, "203.0.113.8") == []
    assert house.ask("GET", "/api/v1/audit/acts", "lead-1").status_code == 403
    with house.parts.store.snapshot() as reader:
        looks = [each.body["scope"] for each in entries(reader, READINGS) if each.body["what"] == "search"]
    assert looks[-2:] == [{"address": "***"}] * 2


def found_from(house: House, address: str) -> list[str]:
    """What was done from an address, a page of one at a time."""
    found, cursor = list[str](), ""
    while True:
        query = f"address={address}&limit=1&cursor={quote(cursor)}"
        page = house.ask("GET", f"/api/v1/audit/acts?{query}", "auditor-1").json()
        found += [each["trigger"] for each in page["acts"] if each["accepted"]]
        cursor = page["cursor"]
        if not cursor:
            return found


def test_where_people_came_from_is_not_lost_while_the_database_is_away(house: House, tmp_path: Path) -> None:
    house.ask("GET", "/api/v1/me", "lead-1")
    store = house.api.people.store
    house.api.people.store = Store(f"sqlite:///{tmp_path}/another.db")
    try:
        with capture_logs() as lines:
            remembered(house)
    finally:
        house.api.people.store = store
    assert [line["event"] for line in lines] == ["not recorded yet from where people came"]
    remembered(house)
    with house.parts.store.snapshot() as reader:
        assert "lead-1" in {each.person for each in stays(reader, "127.0.0.1")}
