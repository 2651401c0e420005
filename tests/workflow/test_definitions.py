"""Which definition decides: a stream keeps the one it began under, a call the rules that are stored."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from states.canonical import loads
from states.lifecycle import Lifecycle
from states.rules.call_faults import CallFaults
from tests.toy import FAMILY, PROJECT, Note, OpenNote
from tests.world import (
    ADMIN_1,
    AGENCY_1,
    CALL_ID,
    JANGSU,
    JEONBUK,
    JINAN,
    World,
    call_files,
    real_rules,
    world_on,
)
from workflow.definitions import Definitions, store_call
from workflow.errors import UnknownDefinition
from workflow.replay import rebuild


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    with world_on(sqlite_url) as world:
        yield world.opened()


def test_births_are_known_by_parent_and_trigger() -> None:
    definitions = Definitions(FAMILY)
    asked = [("call", "register"), ("project", "plan"), ("project", "enlist"), ("call", "plan"), ("project", "save")]
    assert [definitions.births(*each) for each in asked] == ["project", "support", "company", "", ""]


def test_every_lifecycle_is_stored_whole(world: World) -> None:
    with world.store.snapshot() as reader:
        found = {kind: reader.definition(each.fingerprint) for kind, each in FAMILY.items()}
    assert {kind: (row[0], loads(row[1].encode())) for kind, row in found.items() if row} == {
        kind: ("lifecycle", each.definition) for kind, each in FAMILY.items()
    }


def test_rules_are_read_back_from_the_database(world: World) -> None:
    with world.store.snapshot() as reader:
        fresh = Definitions(FAMILY)
        assert fresh.rules(real_rules().fingerprint, reader) == real_rules()
        with pytest.raises(UnknownDefinition, match="no call is stored with the rules 000000000000"):
            fresh.rules("0" * 64, reader)
        with pytest.raises(UnknownDefinition, match="no call is stored with the rules"):
            fresh.rules(PROJECT.fingerprint, reader)


def test_an_unsound_call_is_not_stored(world: World) -> None:
    broken: Mapping[str, str] = {**call_files(), "call.toml": "nothing = 1"}
    before = world.rows("definition")
    with pytest.raises(CallFaults), world.store.transaction() as transaction:
        store_call(broken, transaction)
    assert world.rows("definition") == before


def without(trigger: str) -> Mapping[str, Lifecycle]:
    """A later family whose projects lack this trigger, and the code only it named."""
    return {**FAMILY, "project": replace(PROJECT, rows=tuple(row for row in PROJECT.rows if row.trigger != trigger))}


def test_each_stream_is_served_under_the_generation_it_began_under(world: World) -> None:
    old = world.project(JANGSU)
    newer = World(world.store, without("wake")).continued(world)
    newer.define()
    new = newer.project(JINAN)
    assert [newer.stream(id).lifecycle for id in (old, new)] == [
        PROJECT.fingerprint,
        without("wake")["project"].fingerprint,
    ]
    assert newer.done(old, "save", JEONBUK, data={"plan": "가"}).event["lifecycle"] == PROJECT.fingerprint
    newer.done(CALL_ID, "rouse", AGENCY_1, data={"project": old})
    newer.drained()
    assert newer.stream(old).facts["saves"] == 2
    assert newer.one(new, "wake", JEONBUK).problems[0].code == "trigger.unknown"
    assert rebuild(newer.store, newer.definitions)[1] == []


def test_code_that_only_an_earlier_generation_names_is_kept_for_it(world: World) -> None:
    id = world.project(JANGSU)
    newer = World(world.store, without("note"), kept=(Note, OpenNote)).continued(world)
    assert newer.done(id, "note", JEONBUK, data={"note": "비공개"}).state == "draft"


def test_a_generation_that_cannot_be_served_is_refused_at_start_by_what_it_lacks(world: World) -> None:
    id = world.project(JANGSU)
    newer = World(world.store, without("note")).continued(world)
    lacking = f"the project lifecycle {PROJECT.fingerprint[:12]} needs what this program no longer has: payload Note"
    with world.store.snapshot() as reader, pytest.raises(UnknownDefinition, match=lacking):
        newer.definitions.require_served(reader)
    with pytest.raises(UnknownDefinition, match=lacking):
        newer.one(id, "save", JEONBUK, data={"plan": "가"})
    assert world.stream(id).version == 1
    world.done(id, "withdraw", JEONBUK)
    with world.store.snapshot() as reader:
        newer.definitions.require_served(reader)
    assert newer.definitions.state("project", PROJECT.fingerprint, "withdrawn").ko == "withdrawn 상태"
    assert rebuild(newer.store, newer.definitions) == (4, [])


def test_a_definition_nobody_stored_is_unknown(world: World) -> None:
    with pytest.raises(UnknownDefinition, match="the project lifecycle 000000000000 is not known"):
        world.definitions.lifecycle("project", "0" * 64)
    with pytest.raises(UnknownDefinition, match="the project lifecycle 000000000000 is not known"):
        world.definitions.outline("project", "0" * 64)


def test_what_begins_below_a_call_begins_under_the_generation_the_call_names(sqlite_url: str) -> None:
    with world_on(sqlite_url) as world:
        newer = World(world.store, without("wake"))
        newer.define()
        loading = {"rules": real_rules().fingerprint, "lifecycles": {"project": PROJECT.fingerprint}}
        newer.done(CALL_ID, "load", ADMIN_1, data=loading)
        newer.done(CALL_ID, "open", AGENCY_1)
        assert newer.stream(newer.project(JANGSU)).lifecycle == PROJECT.fingerprint
        assert {"wake"} <= {row.trigger for row in newer.definitions.lifecycle("project", PROJECT.fingerprint).rows}


def test_a_call_cannot_name_a_generation_nobody_knows(sqlite_url: str) -> None:
    with world_on(sqlite_url) as world:
        loading = {"rules": real_rules().fingerprint, "lifecycles": {"project": "0" * 64}}
        (problem,) = world.one(CALL_ID, "load", ADMIN_1, data=loading).problems
        assert (problem.code, problem.facts["field"]) == ("payload.invalid", "rules")
