"""A refused command changes nothing but is kept with every reason; a bad one leaves no trace at all."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from states.canonical import is_canonical, loads
from states.lifecycle import Refusal
from states.roles import LEAD, SYSTEM, Actor
from tests.toy import CALL
from tests.world import ADMIN_1, AGENCY_1, CALL_ID, DAEGU, JANGSU, JEONBUK, JINAN, World, real_rules
from workflow.messages import Problem

RECORD = ("event", "stream", "deadline", "timer", "claim", "balance", "outbox", "event_private")


def test_every_reason_is_given_at_once(world: World) -> None:
    id = world.project(JANGSU)
    late = real_rules().reception.closes_at + timedelta(microseconds=1)
    outcome = world.one(id, "submit", JEONBUK, received_at=late, expect=7)
    assert outcome.refusals == (
        Refusal("version.stale", "", {"expected": 7, "version": 1}),
        Refusal("plan.missing", "공고 §6", {"part": "plan"}),
        Refusal("money.missing", "공고 §7", {"money": 0}),
        Refusal("reception.closed", "공고 §6", {"closed_at": "2024-12-20T09:00:00+00:00"}),
    )
    assert (outcome.accepted, outcome.state, outcome.problems) == (False, "draft", ())


def test_a_stranger_hears_only_that_it_may_not(world: World) -> None:
    id = world.project(JANGSU)
    facts = {"role": "lead", "org": "tp-daegu", "allowed": ["lead"]}
    assert world.one(id, "submit", DAEGU, expect=7).refusals == (Refusal("role.not_allowed", "공고 §6", facts),)


def test_a_command_in_the_last_microsecond_is_in_time(world: World) -> None:
    id = world.project(JANGSU)
    world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 1})
    assert world.one(id, "submit", JEONBUK, received_at=real_rules().reception.closes_at).state == "submitted"


def test_a_refusal_is_kept_and_sealed_and_changes_nothing_else(world: World) -> None:
    id = world.project(JANGSU)
    before = world.dump()
    outcome = world.one(id, "submit", JEONBUK, "k")
    after = world.dump()
    assert {name: after[name] for name in RECORD} == {name: before[name] for name in RECORD}
    ((stream, hash, body),) = after["refusal"]
    assert loads(body.encode()) == {
        "format": 1,
        "stream": id,
        "state": "draft",
        "judged_at": 1,
        "trigger": "submit",
        "actor": {"id": "lead-jeonbuk", "role": "lead", "org": "tp-jeonbuk"},
        "key": "k",
        "command": sha256(b"submit\nlead\ntp-jeonbuk\n\n{}").hexdigest(),
        "received_at": "2024-12-10T01:00:00.000000Z",
        "recorded_at": "2024-12-10T01:00:00.000000Z",
        "refusals": [
            {"code": "plan.missing", "clause": "공고 §6", "facts": {"part": "plan"}},
            {"code": "money.missing", "clause": "공고 §7", "facts": {"money": 0}},
        ],
    }
    assert (stream, hash, is_canonical(body.encode())) == (id, sha256(body.encode()).hexdigest(), True)
    assert set(after["unsealed"]) - set(before["unsealed"]) == {(id, 0, hash)}
    assert outcome.receipt is not None
    assert (outcome.receipt.event, outcome.receipt.version, outcome.receipt.hash) == (f"{id}!{hash[:12]}", 1, hash)


def test_a_trigger_of_another_state_is_refused(world: World) -> None:
    id = world.project(JANGSU)
    outcome = world.one(id, "review", AGENCY_1, data={"opinion": "좋음", "score": 1})
    assert outcome.refusals == (Refusal("trigger.not_here", "", {"state": "draft", "trigger": "review"}),)


def test_a_way_back_nobody_came_from_is_refused(world: World) -> None:
    id = world.project(JANGSU)
    world.done(id, "pause", AGENCY_1)
    world.clock.set(world.due(id)["filing@1"])
    assert world.drained() == [1, 0]
    assert world.one(id, "resume", AGENCY_1).refusals[0].code == "trigger.not_here"


def test_the_version_the_caller_saw(world: World) -> None:
    id = world.project(JANGSU)
    data = {"plan": "계획"}
    assert world.one(id, "save", JEONBUK, data=data, expect=1).state == "draft"
    assert world.one(id, "save", JEONBUK, data=data, expect=1).refusals == (
        Refusal("version.stale", "", {"expected": 1, "version": 2}),
    )
    assert world.one(CALL_ID, "register", JEONBUK, data={"area": JINAN, "title": "t"}, expect=0).accepted


def test_a_deadline_whose_length_nobody_decided_is_refused_until_it_is(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    facts = {"deadline": "asking", "setting": "explanation_days"}
    assert world.one(id, "ask", AGENCY_1).refusals == (Refusal("setting.undecided", "공고 §5", facts),)
    world.done(CALL_ID, "settle", AGENCY_1, data={"settings": {"explanation_days": 3}})
    opened = world.done(id, "ask", AGENCY_1).event["deadlines"]["open"]
    assert [(each["kind"], each["length"], each["due_date"]) for each in opened] == [("asking", "3d", "2024-12-13")]


def test_only_a_timer_acts_as_the_system(world: World) -> None:
    id = world.project(JANGSU)
    outcome = world.one(id, "wake", Actor("system", SYSTEM, "yeongo"))
    facts = {"role": "system", "org": "yeongo", "allowed": ["system"]}
    assert outcome.refusals == (Refusal("role.not_allowed", "공고 §6", facts),)


BAD: list[tuple[str, str, str, Actor, dict[str, Any], Problem]] = [
    ("stream", "project-none", "save", JEONBUK, {}, Problem("stream.unknown", {"stream": "project-none"})),
    ("parent", "call-none", "register", JEONBUK, {}, Problem("stream.unknown", {"stream": "call-none"})),
    ("kind", "ghost-1", "save", JEONBUK, {}, Problem("stream.unknown", {"stream": "ghost-1"})),
    ("no stream", "", "save", JEONBUK, {}, Problem("stream.unknown", {"stream": ""})),
    ("trigger", "", "fly", JEONBUK, {}, Problem("trigger.unknown", {"trigger": "fly", "kind": "project"})),
    ("role", "", "save", Actor("x", "king", "y"), {}, Problem("role.unknown", {"role": "king"})),
    (
        "missing",
        "",
        "save",
        JEONBUK,
        {},
        Problem("payload.invalid", {"field": "plan", "reason": "Field required"}),
    ),
    (
        "extra",
        "",
        "save",
        JEONBUK,
        {"plan": "a", "more": 1},
        Problem("payload.invalid", {"field": "more", "reason": "Extra inputs are not permitted"}),
    ),
    (
        "float",
        "",
        "save",
        JEONBUK,
        {"plan": "a", "money": 1.5},
        Problem("payload.invalid", {"field": "money", "reason": "float is not allowed"}),
    ),
    (
        "bool for won",
        "",
        "save",
        JEONBUK,
        {"plan": "a", "money": True},
        Problem("payload.invalid", {"field": "money", "reason": "Input should be a valid integer"}),
    ),
    (
        "negative",
        "",
        "save",
        JEONBUK,
        {"plan": "a", "money": -1},
        Problem("payload.invalid", {"field": "money", "reason": "Input should be greater than or equal to 0"}),
    ),
    (
        "huge",
        "",
        "save",
        JEONBUK,
        {"plan": "a", "money": 2**53},
        Problem("payload.invalid", {"field": "money", "reason": "integer of 2^53 or more"}),
    ),
]


@pytest.mark.parametrize(
    ("stream", "trigger", "actor", "data", "problem"), [b[1:] for b in BAD], ids=[b[0] for b in BAD]
)
def test_a_bad_command_names_its_problem_and_leaves_no_trace(
    world: World, stream: str, trigger: str, actor: Actor, data: dict[str, Any], problem: Problem
) -> None:
    id = world.project(JANGSU)
    before = world.dump()
    target = stream or (id if trigger != "save" or problem.code != "stream.unknown" else "")
    outcome = world.one(target, trigger, actor, data=data)
    assert (outcome.problems, outcome.refusals, outcome.receipt) == ((problem,), (), None)
    assert world.dump() == before


def test_every_problem_of_a_payload_is_named(world: World) -> None:
    outcome = world.one(CALL_ID, "register", JEONBUK, data={"area": "x", "name": 1})
    assert [problem.facts["field"] for problem in outcome.problems] == ["area", "title", "name"]


def test_a_paper_arrives_before_it_is_entered_and_only_where_papers_are_taken(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    before = world.dump()
    now = world.clock.now()
    for trigger, data, arrived in (("revise", {"plan": "가"}, now + timedelta(microseconds=1)), ("withdraw", {}, now)):
        outcome = world.one(id, trigger, JEONBUK, data=data, occurred_at=arrived)
        assert outcome.problems == (Problem("paper.not_here", {"trigger": trigger}),)
    assert world.dump() == before
    assert world.one(id, "revise", JEONBUK, data={"plan": "가"}, occurred_at=now).accepted


def test_nobody_else_is_called_as_the_clock_is(world: World) -> None:
    outcome = world.one(world.project(JANGSU), "save", Actor("system", LEAD, "tp-jeonbuk"), data={"plan": "가"})
    assert outcome.problems == (Problem("actor.reserved", {"actor": "system"}),)


@pytest.mark.parametrize("part", ["key", "actor"])
def test_a_name_too_long_to_be_indexed_is_a_problem(world: World, part: str) -> None:
    id = world.project(JANGSU)
    for length, accepted in ((200, True), (201, False)):
        actor = Actor("a" * length, LEAD, "tp-jeonbuk") if part == "actor" else JEONBUK
        outcome = world.one(id, "save", actor, "k" * length if part == "key" else "", data={"plan": "가"})
        assert (outcome.accepted, [p.facts["field"] for p in outcome.problems]) == (
            accepted,
            [] if accepted else [part],
        )


@pytest.mark.parametrize("rules", ["1" * 64, CALL.fingerprint])
def test_a_call_is_only_put_under_rules_that_are_stored(world: World, rules: str) -> None:
    before = world.dump()
    for stream, trigger, actor in ((CALL_ID, "amend", AGENCY_1), ("call-2026-1", "load", ADMIN_1)):
        outcome = world.one(stream, trigger, actor, data={"rules": rules})
        reason = f"no call is stored with the rules {rules[:12]}: load its folder first"
        assert outcome.problems == (Problem("payload.invalid", {"field": "rules", "reason": reason}),)
    assert world.dump() == before
    assert world.one(CALL_ID, "amend", AGENCY_1, data={"rules": real_rules().fingerprint}).accepted


def test_a_part_taken_back_is_no_part(world: World) -> None:
    id = world.project(JANGSU)
    world.done(id, "save", JEONBUK, data={"plan": "가", "title": None, "ministries": None})
    assert (id, "", "tp-jeonbuk") in world.rows("stream", "id", "ministries", "search")
    world.done(id, "save", JEONBUK, data={"plan": "가", "title": "나", "ministries": ["MSS", "MOJ"]})
    assert (id, "MOJ MSS", "나 tp-jeonbuk") in world.rows("stream", "id", "ministries", "search")


@pytest.mark.parametrize("text", ["a\x00b", "가\u202e나", " ", "\u3164"])
def test_text_that_does_not_show_what_it_holds_is_a_problem(world: World, text: str) -> None:
    before = world.dump()
    outcome = world.one(CALL_ID, "register", JEONBUK, data={"area": JANGSU, "title": text})
    assert [(problem.code, problem.facts["field"]) for problem in outcome.problems] == [("payload.invalid", "title")]
    assert world.dump() == before


def test_a_backslash_before_u0000_is_only_text(world: World) -> None:
    outcome = world.one(CALL_ID, "register", JEONBUK, data={"area": JANGSU, "title": "a\\u0000b"})
    assert outcome.event["changes"]["title"] == "a\\u0000b"


@pytest.mark.parametrize("part", ["stream", "key", "actor"])
@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_a_name_no_database_can_hold_is_a_problem_of_its_command_alone(world: World, part: str, text: str) -> None:
    id = world.project(JANGSU)
    stream = f"project-{text}" if part == "stream" else id
    actor = Actor(text, LEAD, "tp-jeonbuk") if part == "actor" else JEONBUK
    bad = world.command(stream, "save", actor, text if part == "key" else "", data={"plan": "a"})
    good = world.command(id, "save", JEONBUK, data={"plan": "b"})
    outcomes = world.run(bad, good)
    assert [(outcome.accepted, [p.code for p in outcome.problems]) for outcome in outcomes] == [
        (False, ["payload.invalid"]),
        (True, []),
    ]
