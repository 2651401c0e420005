"""A step as plain data, and folding it back: pure functions, no engine."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from states.context import Context, Stream
from states.folding import fold
from states.instants import written
from states.lifecycle import Claim, Nothing, Refusal
from states.roles import Actor
from states.rules.calendar import Calendar
from states.rules.periods import compute
from states.step import FORMAT, GRACE, Step, body, consequences, private_fields
from tests.toy import FAMILY, FUND, PROJECT, Money, Note, Plan, Review
from tests.world import CALL_ID, EVALUATOR_1, JANGSU, JEONBUK, START, real_rules

CALL_STREAM = Stream(CALL_ID, "call", "open", 2, "c" * 64)
DRAFT = Stream(
    "project-a",
    "project",
    "draft",
    3,
    "a" * 64,
    {"area": JANGSU, "lead": "tp-jeonbuk"},
    {"filing": {"id": "filing@1", "kind": "filing"}},
    {"call": CALL_ID},
    PROJECT.fingerprint,
    written(START),
)


def context(stream: Stream, trigger: str, data: Any, actor: Actor = JEONBUK, **rest: Any) -> Context:
    return Context(
        stream=stream,
        trigger=trigger,
        data=data,
        actor=actor,
        received_at=START,
        recorded_at=START + timedelta(seconds=1),
        rules=real_rules(),
        calendar=Calendar.as_known(None),
        family={"call": CALL_STREAM},
        **rest,
    )


def step(stream: Stream, name: str, data: Any, actor: Actor = JEONBUK, **rest: Any) -> tuple[Step, Context]:
    row = PROJECT.by_name[name]
    ctx = context(stream, row.trigger, data, actor, **rest)
    to = stream.state if row.dest == "=" else row.dest
    found = consequences(row, to, ctx, PROJECT.by_id[to].terminal)
    assert isinstance(found, Step)
    return found, ctx


def test_private_fields_are_marked_by_class_or_instance() -> None:
    assert private_fields(Review) == {"score", "remarks"}
    assert private_fields(Note) == {"note"}
    assert private_fields(Plan) == frozenset()


def test_private_parts_are_kept_out_of_the_changes() -> None:
    stream = replace(DRAFT, state="submitted", deadlines={})
    found, _ = step(stream, "review", Review(opinion="좋음", score=5), EVALUATOR_1)
    assert (found.changes, found.private) == ({"opinion": "좋음"}, {"score": 5})


def test_only_what_was_given_is_a_change() -> None:
    assert step(DRAFT, "save", Plan(plan="가"))[0].changes == {"plan": "가", "saves": 1}
    assert step(DRAFT, "save", Plan(plan="가", money=0, title=None))[0].changes == {
        "plan": "가",
        "money": 0,
        "title": None,
        "saves": 1,
    }


def test_a_mode_takes_the_state_it_came_from() -> None:
    assert step(DRAFT, "pause", Nothing())[0].changes == {"was": "draft", "round": 2}


@pytest.mark.parametrize(
    ("name", "timer", "closed"),
    [
        ("save", "", {}),
        ("submit", "", {"filing@1": "cancelled"}),
        ("withdraw", "", {"filing@1": "cancelled"}),
        ("expire", "filing@1", {"filing@1": "expired"}),
        ("expire", "call-2025-2@3#0", {"filing@1": "cancelled"}),
    ],
)
def test_how_open_deadlines_are_closed(name: str, timer: str, closed: dict[str, str]) -> None:
    row = PROJECT.by_name[name]
    data = row.payload.model_validate({"plan": "가"} if name == "save" else {})
    assert step(DRAFT, name, data, timer=timer)[0].closed == closed


def test_a_deadline_met_and_one_opened_again() -> None:
    open_review = {"reviewing": {"id": "reviewing@2", "kind": "reviewing"}}
    stream = replace(DRAFT, state="submitted", deadlines=open_review)
    found, _ = step(stream, "review", Review(opinion="좋음", score=5), EVALUATOR_1)
    assert found.closed == {"reviewing@2": "met"}
    again, _ = step(stream, "revise", Plan(plan="나"))
    assert again.closed == {"reviewing@2": "moved"}
    due = compute("objection", START, "10d", Calendar.as_known(None))
    assert [dict(each) for each in again.opened] == [
        {
            "id": "reviewing@4",
            "kind": "reviewing",
            "fires": "overdue",
            "owner": "agency",
            "period": "objection",
            "rule": "objection",
            "start": written(START),
            "length": "10d",
            "calendar": due.calendar_version,
            "due_date": "2024-12-20",
            "expires": "2024-12-20T15:00:00.000000Z",
            "fires_at": "2024-12-20T15:00:32.000000Z",
        }
    ]
    assert timedelta(seconds=32) == GRACE


def test_a_paper_counts_from_its_arrival() -> None:
    arrived = START - timedelta(days=3)
    stream = replace(DRAFT, state="submitted", deadlines={})
    found, ctx = step(stream, "revise", Plan(plan="나"), occurred_at=arrived)
    assert found.opened[0]["start"] == written(arrived)
    assert body(found, ctx, "k", "f", {})["occurred_at"] == written(arrived)


def test_a_length_nobody_decided_is_a_refusal() -> None:
    stream = replace(DRAFT, state="submitted")
    ctx = context(stream, "ask", Nothing())
    facts = {"deadline": "asking", "setting": "explanation_days"}
    assert consequences(PROJECT.by_name["ask"], "submitted", ctx, False) == (
        Refusal("setting.undecided", "공고 §5", facts),
    )


def test_the_smallest_body() -> None:
    found, ctx = step(replace(DRAFT, deadlines={}), "draw", Money(amount=4))
    assert found.claims == (Claim("fund", CALL_ID, 4, FUND),)
    assert body(found, ctx, "k", "f", {}) == {
        "format": FORMAT,
        "stream": "project-a",
        "version": 4,
        "prev": "a" * 64,
        "trigger": "draw",
        "row": "draw",
        "from": "draft",
        "to": "draft",
        "actor": {"id": "lead-jeonbuk", "role": "lead", "org": "tp-jeonbuk"},
        "key": "k",
        "received_at": "2024-12-10T01:00:00.000000Z",
        "recorded_at": "2024-12-10T01:00:01.000000Z",
        "lifecycle": "f",
        "rules": real_rules().fingerprint,
        "changes": {"amount": 4},
        "claims": [{"scope": "fund", "key": CALL_ID, "amount": 4, "ceiling": 100}],
    }


def test_parents_are_told_once() -> None:
    found, ctx = step(replace(DRAFT, parents={}), "draw", Money(amount=4))
    assert body(found, ctx, "k", "f", {})["parents"] == {"call": CALL_ID}


def test_folding_takes_over_what_was_decided() -> None:
    found, ctx = step(DRAFT, "submit", Nothing())
    event = body(found, ctx, "k", PROJECT.fingerprint, {})
    after = fold(DRAFT, event, "b" * 64)
    assert (after.state, after.version, after.head) == ("submitted", 4, "b" * 64)
    assert {kind: each["id"] for kind, each in after.deadlines.items()} == {"reviewing": "reviewing@4"}
    assert (after.facts, after.parents, after.updated_at) == (DRAFT.facts, DRAFT.parents, "2024-12-10T01:00:01.000000Z")


@given(
    facts=st.dictionaries(st.sampled_from("abc"), st.integers()),
    changes=st.dictionaries(st.sampled_from("abc"), st.integers()),
)
def test_a_fold_merges_changes_and_leaves_the_stream_before_alone(
    facts: dict[str, int], changes: dict[str, int]
) -> None:
    before = replace(DRAFT, facts=dict(facts))
    found, ctx = step(DRAFT, "submit", Nothing())
    event = body(found, ctx, "k", PROJECT.fingerprint, {}) | {"changes": changes}
    assert fold(before, event, "h").facts == {**facts, **changes}
    assert before.facts == facts


def test_the_toy_family_has_one_of_everything() -> None:
    rows = [row for lifecycle in FAMILY.values() for row in lifecycle.rows]
    used = {
        name
        for row in rows
        for name in ("guards", "opens", "meets", "cancels", "notify", "claims")
        if getattr(row, name)
    }
    assert used == {"guards", "opens", "meets", "cancels", "notify", "claims"}
    assert all(
        any(getattr(row, name) for row in rows) for name in ("records", "reacts", "reads", "joins", "when", "sets")
    )


def test_reaching_an_end_closes_what_stands_and_a_step_at_an_end_leaves_it() -> None:
    ctx = context(DRAFT, "save", Plan(plan="가"), JEONBUK)
    reached, at_it = (consequences(PROJECT.by_name["save"], to, ctx, True) for to in ("closed", "draft"))
    assert isinstance(reached, Step)
    assert isinstance(at_it, Step)
    assert reached.closed == {each["id"]: "cancelled" for each in DRAFT.deadlines.values()}
    assert reached.closed
    assert at_it.closed == {}
