"""Two calls side by side, each under its own dates, sums, areas and generation of the lifecycle."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from states.rules.call_rules import CallRules
from states.rules.next_call import renewed
from tests.states.rules.test_next_call import decided
from tests.toy import FAMILY, PROJECT
from tests.world import ADMIN_1, AGENCY_1, CALL_ID, JEONBUK, World, call_files, real_rules, world_on
from workflow.definitions import store_call
from workflow.replay import rebuild

NEXT = "call-2026-1"
NEWER = replace(PROJECT, rows=tuple(row for row in PROJECT.rows if row.trigger != "wake"))
ONLY_THEN = "52740"


def next_files() -> dict[str, str]:
    """The call of the year after: a year later, a higher cap, one area less."""
    files = decided(renewed(call_files(), "2026-1"))
    areas = files["areas.csv"].replace(",2026,", ",2027,").splitlines()
    toml = files["call.toml"].replace("900000000", "1000000000")
    return files | {"areas.csv": "\n".join(areas) + "\n", "call.toml": toml}


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as older:
        older.done(CALL_ID, "load", ADMIN_1, data=older.definitions.loading(real_rules()))
        older.done(CALL_ID, "open", AGENCY_1)
        world = World(older.store, {**FAMILY, "project": NEWER}).continued(older)
        world.define()
        with world.store.transaction() as transaction:
            rules = store_call(next_files(), transaction)
        world.done(NEXT, "load", ADMIN_1, data=world.definitions.loading(rules))
        world.done(NEXT, "open", AGENCY_1)
        yield world


def began(world: World, call: str, title: str) -> str:
    outcome = world.done(call, "register", JEONBUK, data={"area": ONLY_THEN, "title": title})
    assert outcome.receipt is not None
    return outcome.receipt.stream


def test_each_project_lives_under_its_own_call(world: World) -> None:
    now, then = began(world, CALL_ID, "올해"), began(world, NEXT, "내년")
    events = [world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 7}).event for id in (now, then)]
    assert [each["rules"] for each in events] == [real_rules().fingerprint, rules_of(world, NEXT).fingerprint]
    assert [each["lifecycle"] for each in events] == [PROJECT.fingerprint, NEWER.fingerprint]
    world.clock.set(real_rules().reception.closes_at.replace(hour=10))
    assert codes(world, now) == ["reception.closed"]
    assert codes(world, then) == []
    assert rebuild(world.store, world.definitions)[1] == []


def codes(world: World, project: str) -> list[str]:
    return [each.code for each in world.one(project, "submit", JEONBUK).refusals]


def rules_of(world: World, call: str) -> CallRules:
    with world.store.snapshot() as reader:
        return world.definitions.rules(str(world.stream(call).facts["rules"]), reader)
