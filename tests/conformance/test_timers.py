"""Deadlines end by the clock, reactions follow their cause: each timer fires once, or says why not."""

from datetime import timedelta

import pytest

from states.canonical import loads
from states.instants import from_micros
from states.rules.calendar import Calendar
from states.rules.periods import compute
from states.step import GRACE
from storage.timers import Backlog, backlog, incidents, retry
from tests.world import AGENCY_1, CALL_ID, EVALUATOR_1, GUNWI, JANGSU, JEONBUK, JINAN, START, World, real_rules
from workflow.replay import rebuild

TICK = timedelta(microseconds=1)


def timers(world: World, stream: str) -> dict[str, str]:
    return {id: status for of, id, status in world.rows("timer", "stream", "id", "status") if of == stream}


def deadlines(world: World, stream: str) -> dict[str, str]:
    return {id: status for of, id, status in world.rows("deadline", "stream", "id", "status") if of == stream}


def test_a_deadline_fires_after_its_end_and_the_grace_never_before(world: World) -> None:
    id = world.project(JANGSU)
    due = real_rules().reception.closes_at + TICK + GRACE
    assert world.due(id) == {"filing@1": due}
    world.clock.set(due - TICK)
    assert world.drained() == [0]
    world.clock.set(due)
    assert world.drained() == [1, 0]
    event = loads(world.events(id)[-1][2].encode())
    assert (event["trigger"], event["timer"], event["key"], event["actor"]["role"]) == (
        "expire",
        "filing@1",
        "filing@1",
        "system",
    )
    assert (event["changes"], event["deadlines"]) == ({"deadline": "filing"}, {"close": {"filing@1": "expired"}})
    assert (world.stream(id).state, world.stream(id).deadlines) == ("expired", {})
    assert (timers(world, id), deadlines(world, id)) == ({"filing@1": "fired"}, {"filing@1": "expired"})


def test_a_late_timer_says_so(world: World) -> None:
    id = world.project(JANGSU)
    late = world.due(id)["filing@1"] + timedelta(days=3)
    world.clock.set(late)
    world.drained()
    event = loads(world.events(id)[-1][2].encode())
    assert event["received_at"] == event["recorded_at"] == "2024-12-23T09:00:32.000001Z"


def test_an_escalation_keeps_the_state(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    due = compute("objection", START, "10d", Calendar.as_known(None)).expires + GRACE
    assert world.due(id) == {"reviewing@3": due}
    world.clock.set(due)
    assert world.drained() == [1, 0]
    assert (world.stream(id).state, deadlines(world, id)["reviewing@3"]) == ("submitted", "expired")
    assert world.rows("outbox")[-1] == (id, 4, 0, "escalation", "agency", "tipa", "waiting")
    world.done(id, "review", EVALUATOR_1, data={"opinion": "늦음", "score": 1})
    assert deadlines(world, id)["reviewing@3"] == "expired"


def test_a_deadline_met_or_cancelled_never_fires(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    world.done(id, "review", EVALUATOR_1, data={"opinion": "좋음", "score": 1})
    assert deadlines(world, id) == {"filing@1": "cancelled", "reviewing@3": "met"}
    assert timers(world, id) == {"filing@1": "cancelled", "reviewing@3": "cancelled"}
    world.clock.set(START + timedelta(days=90))
    assert world.drained() == [0]


def test_a_deadline_opened_again_is_moved(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    world.clock.set(START + timedelta(days=2))
    world.done(id, "revise", JEONBUK, data={"plan": "다시"})
    assert deadlines(world, id) == {"filing@1": "cancelled", "reviewing@3": "moved", "reviewing@4": "open"}
    due = compute("objection", START + timedelta(days=2), "10d", Calendar.as_known(None)).expires + GRACE
    assert world.due(id) == {"reviewing@4": due}
    assert world.stream(id).deadlines["reviewing"]["id"] == "reviewing@4"


def test_what_is_open_at_the_end_is_cancelled(world: World) -> None:
    id = world.project(JANGSU)
    world.done(id, "withdraw", JEONBUK)
    assert (deadlines(world, id), timers(world, id)) == ({"filing@1": "cancelled"}, {"filing@1": "cancelled"})


def test_reactions_are_timers_due_now_and_fire_once(world: World) -> None:
    one, other, sent = world.project(JANGSU), world.project(GUNWI), world.project(JINAN, upto="submitted")
    world.done(CALL_ID, "close", AGENCY_1)
    rows = {(stream, id, due) for stream, id, trigger, due in world.rows("timer", "stream", "id", "trigger", "due_at")}
    ids = {id: from_micros(due) for stream, id, due in rows if id.startswith(CALL_ID)}
    assert ids == {f"{CALL_ID}@3#0": START, f"{CALL_ID}@3#1": START}
    assert world.stream(one).state == "draft"
    assert world.drained() == [2, 0]
    assert [world.stream(id).state for id in (one, other, sent)] == ["expired", "expired", "submitted"]
    assert [len(world.events(id)) for id in (one, other, sent)] == [2, 2, 3]
    assert sorted(timers(world, one).values()) == ["cancelled", "fired"]


def test_a_reaction_that_is_refused_is_kept_and_not_tried_again(world: World) -> None:
    id = world.project(JANGSU)
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
    world.done(id, "withdraw", JEONBUK)
    assert world.drained() == [1, 0]
    ((stream, _, body),) = world.rows("refusal")
    refusal = loads(body.encode())
    assert (stream, refusal["timer"], refusal["refusals"][0]["code"]) == (id, f"{CALL_ID}@3#0", "trigger.not_here")
    assert timers(world, id) == {"filing@1": "cancelled", f"{CALL_ID}@3#0": "refused"}


@pytest.mark.parametrize("stream", ["project-none", "ghost"])
def test_a_reaction_nobody_can_take_ends(world: World, stream: str) -> None:
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": stream})
    world.drained()
    assert timers(world, stream) == {f"{CALL_ID}@3#0": "refused"}


@pytest.mark.parametrize("limit", [1, 2, 128])
def test_a_deadline_ended_by_another_in_the_same_moment_does_not_fire(world: World, limit: int) -> None:
    id = world.project(JANGSU)
    at = world.due(id)["filing@1"]
    world.clock.set(at)
    world.done(CALL_ID, "close", AGENCY_1)
    world.sql(f"UPDATE timer SET due_at = due_at - 1 WHERE stream = '{id}' AND id = '{CALL_ID}@3#0'")
    turns = 0
    while world.engine.drain(world.clock.now(), limit):
        turns += 1
        assert turns < 9
    assert timers(world, id) == {"filing@1": "cancelled", f"{CALL_ID}@3#0": "fired"}
    assert world.rows("refusal") == []
    assert (world.stream(id).state, world.stream(id).version) == ("expired", 2)


def test_two_reactions_on_one_stream_in_one_moment(world: World) -> None:
    id = world.project(JANGSU)
    world.done(CALL_ID, "award", AGENCY_1, data={"grants": {id: 5}})
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
    assert world.drained() == [2, 0]
    assert (world.stream(id).state, world.stream(id).facts["amount"]) == ("granted", 5)
    assert timers(world, id) == {"filing@1": "cancelled", f"{CALL_ID}@3#0": "fired", f"{CALL_ID}@4#0": "refused"}


def test_the_earliest_due_fires_first(world: World) -> None:
    id = world.project(JANGSU)
    for _ in range(3):
        world.clock.set(world.clock.now() + TICK)
        world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
    assert [world.engine.drain(world.clock.now(), 2) for _ in range(3)] == [2, 1, 0]
    fired = [loads(body.encode())["timer"] for _, _, body in world.events(id)[1:]]
    assert fired == [f"{CALL_ID}@{n}#0" for n in (3, 4, 5)]


POISON = '{"project": "a timer that cannot be read'


def spoil(world: World, stream: str, n: int = 0) -> str:
    """A timer due before all others whose data no program can read."""
    id = f"poison-{n}"
    due = "(SELECT min(due_at) - 1 FROM timer)"
    world.sql(f"INSERT INTO timer SELECT '{stream}', '{id}', 'wake', '{POISON}', {due}, 'pending'")
    return id


def test_a_timer_that_cannot_be_fired_is_set_aside_and_the_others_fire(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    poison = spoil(world, one)
    world.clock.set(world.due(other)["filing@1"])
    world.drained()
    assert [world.stream(id).state for id in (one, other)] == ["expired", "expired"]
    assert timers(world, one) == {"filing@1": "fired", poison: "pending"}
    with world.store.snapshot() as reader:
        (found,) = incidents(reader)
        seen = backlog(reader, world.clock.now())
    assert (found.stream, found.timer, found.trigger, found.attempts) == (one, poison, "wake", 1)
    assert found.reason.startswith("CanonicalError")
    assert seen == Backlog(pending=1, due=0, earliest_due=None, set_aside=1)


def test_several_poison_timers_leave_none_of_the_rest_behind(world: World) -> None:
    ids = [world.project(area) for area in (JANGSU, GUNWI, JINAN)]
    for n, id in enumerate(ids):
        spoil(world, id, n)
    world.clock.set(world.due(ids[0])["filing@1"])
    world.drained()
    assert [world.stream(id).state for id in ids] == ["expired"] * 3
    with world.store.snapshot() as reader:
        assert sorted(each.timer for each in incidents(reader)) == ["poison-0", "poison-1", "poison-2"]


def test_what_was_set_aside_fires_when_a_person_has_it_tried_again(world: World) -> None:
    id = world.project(JANGSU)
    poison = spoil(world, id)
    world.clock.set(START + timedelta(hours=1))
    world.sql("UPDATE timer SET due_at = 0 WHERE id = 'poison-0'")
    world.drained()
    world.sql("UPDATE timer SET data = '{}' WHERE id = 'poison-0'")
    assert world.drained() == [0]
    with world.store.transaction() as transaction:
        retry(transaction, incidents(transaction))
    assert world.drained() == [1, 0]
    assert timers(world, id)[poison] == "fired"
    assert world.stream(id).facts["saves"] == 1


def test_failing_again_is_counted(world: World) -> None:
    spoil(world, world.project(JANGSU))
    for attempts in (1, 2):
        world.clock.set(world.clock.now() + timedelta(days=90))
        world.drained()
        with world.store.transaction() as transaction:
            found = incidents(transaction)
            assert [each.attempts for each in found] == [attempts]
            retry(transaction, found)


def test_an_incident_is_no_difference_between_record_and_projection(world: World) -> None:
    id = world.project(JANGSU)
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
    world.sql(f"INSERT INTO incident VALUES ('{id}', '{CALL_ID}@3#0', 'wake', 1, 'x', 0, 'open')")
    assert world.drained() == [0]
    assert rebuild(world.store, world.definitions)[1] == []
