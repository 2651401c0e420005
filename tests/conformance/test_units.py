"""Units: all or nothing within, independent of each other, and one batch's decisions see each other."""

import pytest

from states.lifecycle import Refusal
from tests.toy import FUND
from tests.world import AGENCY_1, CALL_ID, DAEGU, GUNWI, JANGSU, JEONBUK, JINAN, LEADS, World
from workflow.batch import derived_id
from workflow.messages import Problem

KEPT = ("event", "stream", "deadline", "timer", "claim", "balance", "outbox", "event_private")


def test_a_unit_stands_as_a_whole(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    save = [world.command(id, "save", lead, data={"plan": "가"}) for id, lead in ((one, JEONBUK), (other, DAEGU))]
    outcomes = world.engine.execute([tuple(save)])
    assert [(o.accepted, o.receipt and o.receipt.event) for o in outcomes] == [(True, f"{one}@2"), (True, f"{other}@2")]


def test_a_unit_falls_as_a_whole_and_the_refusal_is_kept(world: World) -> None:
    id = world.project(JANGSU)
    before = world.dump()
    unit = (
        world.command(id, "save", JEONBUK, data={"plan": "가", "money": 1}),
        world.command(id, "review", AGENCY_1, "falls"),
        world.command(id, "submit", JEONBUK),
    )
    outcomes = world.engine.execute([unit])
    after = world.dump()
    refusal = Refusal("trigger.not_here", "", {"state": "draft", "trigger": "review"})
    assert [o.refusals for o in outcomes] == [(refusal,)] * 3
    assert [o.receipt is not None for o in outcomes] == [False, True, False]
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert [stream for stream, _, _ in after["refusal"]] == [id]
    assert len(after["unsealed"]) == len(before["unsealed"]) + 1


def test_a_bad_command_fells_its_unit_without_a_trace(world: World) -> None:
    id = world.project(JANGSU)
    before = world.dump()
    good, bad = world.command(id, "save", JEONBUK, data={"plan": "가"}), world.command(id, "fly", JEONBUK)
    outcomes = world.engine.execute([(good, bad)])
    assert [o.problems for o in outcomes] == [(Problem("trigger.unknown", {"trigger": "fly", "kind": "project"}),)] * 2
    assert world.dump() == before


def test_a_fallen_unit_consumes_no_key_and_holds_no_claim(world: World) -> None:
    id = world.project(GUNWI)
    register = world.register(JANGSU, "again")
    fallen = world.engine.execute([(register, world.command(id, "submit", DAEGU))])
    assert [o.accepted for o in fallen] == [False, False]
    (outcome,) = world.run(register)
    assert (outcome.accepted, outcome.repeated, outcome.state) == (True, False, "draft")


def test_units_do_not_touch_each_other(world: World) -> None:
    id = world.project(JANGSU)
    save = world.command(id, "save", JEONBUK, data={"plan": "가", "money": 1})
    falls = (world.command(id, "withdraw", JEONBUK), world.command(id, "save", JEONBUK, data={"plan": "나"}))
    stands = (world.command(id, "submit", JEONBUK), world.command(id, "pause", AGENCY_1))
    outcomes = world.engine.execute([(save,), falls, stands])
    assert [o.accepted for o in outcomes] == [True, False, False, True, True]
    assert (world.stream(id).state, world.stream(id).version) == ("paused", 4)
    assert world.stream(id).facts["was"] == "submitted"


def test_a_unit_sees_what_it_began(world: World) -> None:
    register = world.register(JANGSU)
    id = derived_id("project", CALL_ID, register)
    save = world.command(id, "save", JEONBUK, data={"plan": "가", "money": 1})
    outcomes = world.engine.execute([(register, save, world.command(id, "submit", JEONBUK))])
    assert [o.state for o in outcomes] == ["draft", "draft", "submitted"]
    assert [o.receipt and o.receipt.version for o in outcomes] == [1, 2, 3]


def test_commands_of_different_units_on_one_stream_see_each_other(world: World) -> None:
    id = world.project(JANGSU)
    outcomes = world.run(
        world.command(id, "save", JEONBUK, data={"plan": "가", "money": 1}),
        world.command(id, "submit", JEONBUK, expect=2),
        world.command(id, "save", JEONBUK, data={"plan": "나"}),
        world.command(id, "revise", JEONBUK, data={"plan": "다"}, expect=3),
    )
    assert [(o.accepted, o.receipt and o.receipt.version) for o in outcomes] == [
        (True, 2),
        (True, 3),
        (False, 3),
        (True, 4),
    ]
    assert world.stream(id).facts["plan"] == "다"


@pytest.mark.parametrize("size", [1, 2])
def test_a_parent_sees_the_children_begun_in_the_same_batch(world: World, size: int) -> None:
    register, close = world.register(JANGSU), world.command(CALL_ID, "close", AGENCY_1)
    outcomes = world.engine.execute([(register,), (close,)] if size == 1 else [(register, close)])
    assert [o.accepted for o in outcomes] == [True, True]
    assert outcomes[0].receipt is not None
    id = outcomes[0].receipt.stream
    assert outcomes[1].event["reactions"] == [{"stream": id, "trigger": "expire", "data": {}}]
    assert world.drained() == [1, 0]
    assert world.stream(id).state == "expired"


def test_a_unit_asked_again_gives_its_receipts_again(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    unit = tuple(world.command(id, "save", lead, data={"plan": "가"}) for id, lead in ((one, JEONBUK), (other, DAEGU)))
    first = world.engine.execute([unit])
    before = world.dump()
    again = world.engine.execute([unit])
    assert [o.receipt for o in again] == [o.receipt for o in first]
    assert [(o.accepted, o.repeated) for o in again] == [(True, True)] * 2
    assert world.dump() == before


def test_a_unit_half_done_before_is_finished(world: World) -> None:
    id = world.project(JANGSU)
    save = world.command(id, "save", JEONBUK, data={"plan": "가", "money": 1})
    (first,) = world.run(save)
    outcomes = world.engine.execute([(save, world.command(id, "submit", JEONBUK))])
    assert [(o.accepted, o.repeated, o.state) for o in outcomes] == [(True, True, "draft"), (True, False, "submitted")]
    assert outcomes[0].receipt == first.receipt


def drawn(world: World, *amounts: tuple[str, int]) -> list[bool]:
    commands = [
        world.command(id, "draw", JEONBUK if world.stream(id).facts["area"] != GUNWI else DAEGU, data={"amount": won})
        for id, won in amounts
    ]
    return [o.accepted for o in world.run(*commands)]


def fund(world: World) -> tuple[int, dict[str, int]]:
    totals = {scope: total for scope, _, total in world.rows("balance", "scope", "key", "total")}
    held = {stream: won for scope, stream, won in world.rows("claim", "scope", "stream", "amount") if scope == "fund"}
    return totals.get("fund", 0), held


def test_a_sum_runs_on_inside_a_batch(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    assert drawn(world, (one, 60), (other, 41), (other, 40), (one, 61), (one, 10), (other, 90)) == [
        True,
        False,
        True,
        False,
        True,
        True,
    ]
    assert fund(world) == (FUND, {one: 10, other: 90})


def test_a_ceiling_exceeded_says_what_is_taken(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    assert drawn(world, (one, 60)) == [True]
    outcome = world.one(other, "draw", DAEGU, data={"amount": 41})
    facts = {"key": CALL_ID, "taken": 60, "asked": 41, "ceiling": FUND}
    assert outcome.refusals == (Refusal("fund.exhausted", "공고 §7", facts),)


def test_units_of_several_commands_share_the_running_sum(world: World) -> None:
    ids = [world.project(area) for area in (JANGSU, JINAN, GUNWI)]
    leads = [LEADS[area] for area in (JANGSU, JINAN, GUNWI)]
    units = [
        (world.command(id, "save", lead, data={"plan": "가"}), world.command(id, "draw", lead, data={"amount": 40}))
        for id, lead in zip(ids, leads, strict=True)
    ]
    assert [o.accepted for o in world.engine.execute(units)] == [True, True, True, True, False, False]
    assert fund(world) == (80, {ids[0]: 40, ids[1]: 40})


def test_one_project_an_area_until_it_is_released(world: World) -> None:
    first, second = world.run(world.register(JANGSU), world.register(JANGSU))
    assert (first.accepted, [r.code for r in second.refusals]) == (True, ["area.taken"])
    assert first.receipt is not None
    assert [r.code for r in world.run(world.register(JANGSU))[0].refusals] == ["area.taken"]
    world.done(first.receipt.stream, "withdraw", JEONBUK)
    assert world.run(world.register(JANGSU))[0].accepted
    claims = {stream: won for _, stream, won in world.rows("claim", "scope", "stream", "amount")}
    assert sorted(claims.values()) == [0, 1]
    assert world.rows("balance") == [("area", f"{CALL_ID}/{JANGSU}", 1)]


def test_release_and_take_in_one_batch(world: World) -> None:
    id = world.project(JANGSU)
    outcomes = world.run(
        world.register(JANGSU), world.command(id, "withdraw", JEONBUK), world.register(JANGSU), world.register(JANGSU)
    )
    assert [o.accepted for o in outcomes] == [False, True, True, False]


def test_an_empty_batch_is_nothing(world: World) -> None:
    before = world.dump()
    assert world.engine.execute([]) == []
    assert world.dump() == before
