"""What two persons decide, as the record is held to it: each such step stood proposed by somebody else."""

from typing import Any

import pytest

from entrypoints.bootstrap import FAMILY
from states.call import CALL
from states.lifecycle import Transition
from states.migration import NO_LETTER
from states.pinned import pinned
from states.project import PROJECT
from states.proposals import DECLINE, ENTER, PROPOSE
from states.roles import CLOCK
from states.step import private_fields
from tests.states.scene import Scene, moved
from tests.states.test_project import CALL as PROJECTS_CALL
from tests.states.test_project import standing

PINNED = pinned(CALL.definition, CALL.fingerprint)
WAITS = {"proposals": {"3": {"trigger": "decide_setting", "by": "kim"}}}
BY_DEPUTY = {"proposals": {"3": {"trigger": "decide_setting", "by": "lee", "behalf": "kim"}}}


def taken(actor: str, **approves: str) -> dict[str, Any]:
    changes = {"approves": approves} if approves else {}
    return {
        "row": "decide_setting", "trigger": "decide_setting", "from": "open", "to": "open", "changes": changes,
        "actor": {"id": actor, "role": "ministry"},
    }  # fmt: skip


def for_kim(event: dict[str, Any]) -> dict[str, Any]:
    return event | {"actor": event["actor"] | {"behalf": "kim"}}


@pytest.mark.parametrize(
    ("event", "facts", "code"),
    [
        (taken("lee", proposal="3", trigger="decide_setting", by="kim"), WAITS, ""),
        (taken("kim", proposal="3", trigger="decide_setting", by="kim"), WAITS, "event.alone"),
        (taken("lee", proposal="3", trigger="decide_setting", by="park"), WAITS, "event.alone"),
        (taken("lee", proposal="4", trigger="decide_setting", by="kim"), WAITS, "event.alone"),
        (taken("lee", proposal="3", trigger="decide_setting", by="kim"), {}, "event.alone"),
        (taken("lee"), WAITS, "event.alone"),
        (for_kim(taken("lee", proposal="3", trigger="decide_setting", by="kim")), WAITS, "event.alone"),
        (taken("kim", proposal="3", trigger="decide_setting", by="lee"), BY_DEPUTY, "event.alone"),
        (taken("choi", proposal="3", trigger="decide_setting", by="lee"), BY_DEPUTY, ""),
    ],
    ids=[
        "two",
        "oneself",
        "in another's name",
        "what does not wait",
        "nothing waits",
        "unsaid",
        "through a deputy",
        "what a deputy proposed",
        "what another's deputy proposed",
    ],
)
def test_a_step_of_two_that_one_took_is_found(event: dict[str, Any], facts: dict[str, Any], code: str) -> None:
    assert PINNED.fault(event, facts) == code


def rows(kind: str) -> list[Transition]:
    return [row for row in FAMILY[kind].rows if row.two_person or (row.paper and row.trigger != ENTER)]


@pytest.mark.parametrize("kind", list(FAMILY))
def test_whoever_may_take_it_may_propose_and_decline_it(kind: str) -> None:
    by = {role for row in rows(kind) if row.two_person for role in row.by}
    assert set(FAMILY[kind].by_name[PROPOSE].by) == by
    assert by <= set(FAMILY[kind].by_name[DECLINE].by)


@pytest.mark.parametrize("kind", list(FAMILY))
def test_nothing_private_is_proposed_or_brought_by_letter(kind: str) -> None:
    """The proposal's content is compared with what is taken: both are whole."""
    assert [row.name for row in rows(kind) if private_fields(row.payload)] == []


def test_the_decisions_of_a_call_that_two_persons_take() -> None:
    moving = {"extend_deadline", "suspend_deadline", "recompute_deadline"}
    assert {row.trigger for row in CALL.rows if row.two_person} - moving == {
        "award", "revise_ranking", "cut_awards", "confirm_results", "relieve_outage", "decide_setting",
        "migrate_streams",
    }  # fmt: skip
    for lifecycle in FAMILY.values():
        assert moving <= {row.trigger for row in lifecycle.rows if row.two_person}


def test_nothing_moves_to_another_generation_while_a_letter_is_undecided() -> None:
    scene, before = Scene(PROJECT, PROJECTS_CALL), standing("reserve")
    for paper, codes in (("", None), ("waiting", "paper.undecided")):
        context = scene.context(moved(before, "reserve", paper=paper), "migrate", {}, CLOCK, "2025-02-05 10:00")
        refusal = NO_LETTER(context)
        assert (refusal and refusal.code) == codes
