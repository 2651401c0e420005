"""A dry run answers as the command would, and writes nothing."""

from typing import Any

import pytest

from states.roles import Actor
from tests.world import CALL_ID, DAEGU, EVALUATOR_1, GUNWI, JANGSU, JEONBUK, World

TRIED: list[tuple[str, Actor, dict[str, Any]]] = [
    ("save", JEONBUK, {"plan": "가"}),
    ("submit", JEONBUK, {}),
    ("submit", DAEGU, {}),
    ("fly", JEONBUK, {}),
    ("save", JEONBUK, {"plan": 1}),
    ("draw", JEONBUK, {"amount": 100}),
    ("draw", JEONBUK, {"amount": 101}),
    ("draw", JEONBUK, {"amount": 81}),
    ("note", EVALUATOR_1, {"note": "숨김"}),
]


@pytest.mark.parametrize(("trigger", "actor", "data"), TRIED)
def test_a_dry_run_answers_as_the_command_would_and_writes_nothing(
    world: World, trigger: str, actor: Actor, data: dict[str, Any]
) -> None:
    id, other = world.project(JANGSU), world.project(GUNWI)
    world.done(other, "draw", DAEGU, data={"amount": 20})
    command = world.command(id, trigger, actor, data=data)
    before = world.dump()
    tried = world.engine.dry_run(command)
    assert world.dump() == before
    (real,) = world.run(command)
    assert (tried.accepted, tried.state, tried.refusals, tried.problems) == (
        real.accepted,
        real.state,
        real.refusals,
        real.problems,
    )
    if trigger != "note" and real.accepted:
        assert (tried.receipt, tried.event) == (real.receipt, real.event)


def test_a_birth_is_tried_without_beginning_a_stream(world: World) -> None:
    command = world.register(JANGSU)
    before = world.dump()
    tried = world.engine.dry_run(command)
    assert world.dump() == before
    assert tried == world.run(command)[0]
    again = world.engine.dry_run(command)
    assert (again.repeated, again.receipt) == (True, tried.receipt)


def test_a_taken_area_is_seen(world: World) -> None:
    world.project(JANGSU)
    (refusal,) = world.engine.dry_run(world.register(JANGSU)).refusals
    assert (refusal.code, refusal.facts["key"]) == ("area.taken", f"{CALL_ID}/{JANGSU}")
