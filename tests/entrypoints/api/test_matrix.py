"""Every role × every kind and state × every route of streams, related and foreign: nobody sees or does too much."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from entrypoints.api.access import API, ROLES, UNSERVED, V1
from entrypoints.api.commands import PLURAL
from entrypoints.bootstrap import FAMILY
from states.context import Stream
from states.instants import from_micros
from states.lifecycle import UNBORN
from states.parties import PARTIES
from states.roles import ROLES as EVERY_ROLE
from states.roles import SYSTEM
from states.views import ANY, VIEWS
from storage.projections import Rows, stream_row
from storage.store import Store
from tests.entrypoints.api.conftest import AREA, ORGS, House, serving
from tests.world import CALL_ID, World, real_rules
from workflow.definitions import BORN_OF
from workflow.people import People

PEOPLE = [role for role in EVERY_ROLE if role != SYSTEM]
BOUND = [role for role in PEOPLE if PARTIES[role].source != "anyone"]
"""The roles that are held for one organisation."""
STRANGE = {"municipality": "11110", "province": "11", "company": "9999999999"}
PARENT = "project-parent"
FACTS: Mapping[str, Mapping[str, Any]] = {
    "call": {"rules": real_rules().fingerprint},
    "project": {
        "area": AREA, "lead": ORGS["lead"], "ministries": ["MSS", "MOIS"],
        "participants": [{"org": ORGS["participant"], "kind": "university"}],
        "panel": ["evaluator-1"],
    },
    "support": {"order": 1},
    "company": {"brn": ORGS["company"]},
    "survey": {"lead": ORGS["lead"]},
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One stream standing in one state."""

    kind: str
    state: str
    phase: str

    @property
    def id(self) -> str:
        return CALL_ID if self.kind == "call" and not self.state else f"{self.kind}-{self.state.replace('_', '')}"


PLACES = [Place(kind, state.id, state.phase) for kind, each in FAMILY.items() for state in each.states]


@pytest.fixture(scope="module")
def house(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A stream in every state of every lifecycle; beside everyone somebody of the same role elsewhere."""
    file = tmp_path_factory.mktemp("matrix") / "yeongo.db"
    shutil.copyfile(furnished / "yeongo.db", file)
    tokens = orjson.loads((furnished / "known.json").read_bytes())["tokens"]
    store = Store(f"sqlite:///{file}")
    world = World(store, FAMILY)
    with serving(world, "", tokens) as house:
        _furnish(house)
        yield house
        for process in house.api.working.processes:
            process.kill()
            process.wait()
    store.close()


def _furnish(house: House) -> None:
    rows = Rows()
    for place in [*PLACES, Place("project", "parent", "")]:
        facts = FACTS[place.kind]
        state = place.state if place.state != "parent" else "supporting"
        above = {"call": CALL_ID, "project": PARENT} if place.kind in {"support", "company"} else {"call": CALL_ID}
        parents = {} if place.kind == "call" else above
        fingerprint = FAMILY[place.kind].fingerprint
        stream = Stream(
            place.id, place.kind, state, 1, "0" * 64, facts, {}, parents, fingerprint, "2024-12-10T01:00:00.000000Z"
        )
        rows.born[place.id] = stream_row(stream, FAMILY[place.kind].by_id[state].phase)
    with house.parts.store.transaction() as transaction:
        transaction.write(rows)
    people: People = house.api.people
    for role in PEOPLE:
        id, org = f"{role}-foreign", STRANGE.get(role, "elsewhere")
        people.organise("test", org, org, org)
        people.invite("test", id, {}, id)
        people.restore("test", id)
        people.assign("test", id, role, org, from_micros(0))
        _, house.tokens[id] = people.new_token(id, "test", ["read", "act"], timedelta(days=1))


def visible(role: str, place: Place, *, related: bool) -> bool:
    """What the table of views says, read without the queries."""
    lines = [see for see in VIEWS[role] if see.kind == place.kind]
    reached = [see for see in lines if see.relation == ANY or related]
    return any(not see.phases or place.phase in see.phases for see in reached)


@pytest.mark.parametrize("related", [True, False], ids=["related", "foreign"])
@pytest.mark.parametrize("role", PEOPLE)
def test_reads(house: House, role: str, related: bool) -> None:
    who = f"{role}-1" if related else f"{role}-foreign"
    for place in PLACES:
        expected = 200 if visible(role, place, related=related) else 404
        for rest in [
            rest for rest in ("", "/events", "/actions") if (PLURAL[place.kind], f"/{{stream}}{rest}") not in UNSERVED
        ]:
            answer = house.ask("GET", f"/api/v1/{PLURAL[place.kind]}/{place.id}{rest}", who)
            assert answer.status_code == expected, (role, place, rest)
    for kind, plural in PLURAL.items():
        found = house.ask("GET", f"/api/v1/{plural}?limit=500&fields=stream", who).json()["rows"]
        ours = {place.id for place in PLACES if place.kind == kind}
        seen = {row["stream"] for row in found} & ours
        assert seen == {p.id for p in PLACES if p.kind == kind and visible(role, p, related=related)}, (role, kind)


@pytest.mark.parametrize("related", [True, False], ids=["related", "foreign"])
@pytest.mark.parametrize("role", PEOPLE)
def test_steps_that_are_not_theirs(house: House, role: str, related: bool) -> None:
    """Whoever a row is not for never takes it: what they may not see is not there, the rest is refused."""
    who = f"{role}-1" if related else f"{role}-foreign"
    for place in PLACES:
        for row in FAMILY[place.kind].rows:
            if place.state in row.sources and UNBORN not in row.sources and role not in row.by:
                answer = house.act(who, f"{PLURAL[place.kind]}/{place.id}/{row.trigger}", {})
                allowed = {403, 409, 422} if visible(role, place, related=related) else {404}
                assert answer.status_code in allowed, (role, place, row.name, answer.text)
    assert versions(house) == {1}


@pytest.mark.parametrize("role", BOUND)
def test_steps_of_their_role_elsewhere(house: House, role: str) -> None:
    """Whoever has the role a row is for, but for another organisation, takes it no more than anyone else."""
    for place in PLACES:
        for row in FAMILY[place.kind].rows:
            if role not in row.by or place.state not in row.sources or UNBORN in row.sources:
                continue
            answer = house.act(f"{role}-foreign", f"{PLURAL[place.kind]}/{place.id}/{row.trigger}", {})
            allowed = {403, 409, 422} if visible(role, place, related=False) else {404}
            assert answer.status_code in allowed, (role, place, row.name, answer.text)
    assert versions(house) == {1}


@pytest.mark.parametrize("related", [True, False], ids=["related", "foreign"])
@pytest.mark.parametrize("role", PEOPLE)
def test_births_that_are_not_theirs(house: House, role: str, related: bool) -> None:
    who = f"{role}-1" if related else f"{role}-foreign"
    for kind, lifecycle in FAMILY.items():
        above = BORN_OF.get(kind)
        for row in lifecycle.rows:
            if UNBORN not in row.sources or role in row.by or above is None:
                continue
            for place in (each for each in PLACES if each.kind == above):
                answer = house.act(who, f"{PLURAL[above]}/{place.id}/{row.trigger}", {})
                allowed = {403, 409, 422} if visible(role, place, related=related) else {404}
                assert answer.status_code in allowed, (role, place, row.name, answer.text)


def versions(house: House) -> set[int]:
    with house.parts.store.snapshot() as reader:
        return {stream.version for stream in reader.streams(place.id for place in PLACES).values()}


GUESSED: Mapping[str, str] = {"paper": "ranking", "subject": "call-none",
    "stream": "project-zzzz", "person": "p-zzzz", "id": "zzzz", "duty": "d-zzzz", "org": "zzzz", "letter": "zzzz",
    "key": "zzzz", "collection": "projects", "trigger": "save", "kind": "project", "name": "zzzz",
    "token": "x", "proof": "x",
}  # fmt: skip
SIGNS_OUT = f"DELETE {V1}/session"


@pytest.mark.parametrize("role", PEOPLE)
def test_every_route_lets_pass_whom_the_policy_names(house: House, role: str) -> None:
    """Every line of the policy × every role; behind the door a guessed id is not there, whoever asks."""
    passed = set()
    for route, access in API.items():
        if route == SIGNS_OUT:
            continue
        method, path = route.split()
        answer = house.ask(method, path.format_map(GUESSED), f"{role}-1",
                           headers={"Idempotency-Key": f"{role} {route}"}, json={})  # fmt: skip
        turned_away = (
            (answer.status_code, answer.json().get("code")) == (403, "access.denied") if is_json(answer) else False
        )
        named = access.who != ROLES or role in access.roles
        session_only = route in {f"POST {V1}/me/tokens", f"POST {V1}/me/feeds"}
        assert answer.status_code < 500 or route.startswith("GET /readyz"), (route, answer.text)
        assert turned_away == (not named) or session_only, (route, role, answer.text)
        if method != "PUT" and not turned_away and {"{stream}", "{id}", "{person}", "{duty}"} & set(path.split("/")):
            assert answer.status_code in {404, 422}, (route, answer.text)
        passed.add(route)
    assert passed | {SIGNS_OUT} == API.keys()


def is_json(answer: httpx.Response) -> bool:
    return "json" in answer.headers.get("content-type", "")


@pytest.mark.parametrize("role", PEOPLE)
def test_what_is_another_s_is_like_what_is_not_there(house: House, role: str) -> None:
    """Whatever one may not see is answered to the letter like a guessed id, on every route of streams."""
    hidden = [place for place in PLACES if not visible(role, place, related=False)]
    for place in hidden:
        for rest in ("", "/events", "/actions", "/diff"):
            if (PLURAL[place.kind], f"/{{stream}}{rest}") in UNSERVED:
                continue
            path = f"/api/v1/{PLURAL[place.kind]}"
            told = [house.ask("GET", f"{path}/{id}{rest}", f"{role}-foreign").json()
                    for id in (place.id, f"{place.id}zz")]  # fmt: skip
            assert {**told[0], "instance": ""} == {**told[1], "instance": ""}, (role, place, rest)
            assert told[0]["status"] == 404
