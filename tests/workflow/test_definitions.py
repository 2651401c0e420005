"""Which definition decides: a stream keeps the one it began under, a call the rules that are stored."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from states.canonical import loads
from states.rules.call_faults import CallFaults
from tests.toy import FAMILY, PROJECT
from tests.world import JANGSU, JEONBUK, World, call_files, real_rules, world_on
from workflow.definitions import Definitions, store_call
from workflow.errors import UnknownDefinition


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


def test_a_stream_under_a_definition_this_program_lacks_is_not_touched(world: World) -> None:
    id = world.project(JANGSU)
    other = replace(PROJECT, rows=tuple(row for row in PROJECT.rows if row.trigger != "note"))
    newer = World(world.store, {**FAMILY, "project": other})
    with pytest.raises(UnknownDefinition, match=f"the project lifecycle {PROJECT.fingerprint[:12]} is not known"):
        newer.one(id, "save", JEONBUK, "k", data={"plan": "가"})
    assert world.stream(id).version == 1
