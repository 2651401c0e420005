"""The one door: a number that identifies a person is refused in any field of any trigger, and nothing is kept."""

import pytest

from states.roles import LEAD, Actor
from tests.world import CALL_ID, JANGSU, JEONBUK, World
from workflow.messages import Problem

RESIDENT = "900101-1234567"


@pytest.mark.parametrize(
    ("trigger", "data", "field"),
    [
        ("save", {"plan": f"담당자 {RESIDENT}"}, "plan"),
        ("save", {"unheard_of": [{"deep": RESIDENT}]}, "unheard_of.0.deep"),
        ("pause", {"key": RESIDENT}, "key"),
        ("fly", {"actor": RESIDENT}, "actor"),
    ],
)
def test_a_payload_that_holds_one_is_not_taken_in(world: World, trigger: str, data: object, field: str) -> None:
    id = world.project(JANGSU)
    before = world.dump()
    outcome = world.one(id, trigger, JEONBUK, data=data)
    assert outcome.problems == (Problem("payload.personal_number", {"field": field, "kind": "resident"}),)
    assert world.dump() == before
    assert not any(RESIDENT in str(row) for table in world.dump().values() for row in table)


def test_neither_is_a_key_or_an_actor_that_is_one(world: World) -> None:
    register = {"area": JANGSU, "title": "한우"}
    for actor, key, field in (
        (JEONBUK, RESIDENT, "key"),
        (Actor("M12345678", LEAD, "tp-jeonbuk"), "k", "actor"),
        (Actor("lead-jeonbuk", LEAD, RESIDENT), "k", "org"),
    ):
        outcome = world.one(CALL_ID, "register", actor, key, data=register)
        assert [(each.code, each.facts["field"]) for each in outcome.problems] == [("payload.personal_number", field)]


def test_what_only_looks_like_one_is_taken_in(world: World) -> None:
    plan = "사업자 123-45-67891, 전화 010-1234-5678, 2025-04-07, S3412345"
    assert world.one(world.project(JANGSU), "save", JEONBUK, data={"plan": plan}).accepted
