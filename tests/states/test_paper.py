"""A letter counts by its arrival: entered by one, confirmed by another, and the expiry waits for both."""

from typing import Any

import pytest

from states.context import Stream
from states.project import PROJECT
from states.roles import CLOCK, Actor
from tests.states.scene import AGENCY, SHA, Scene, claimed, moved, reactions
from tests.states.test_project import CALL, JANGSU, JUDGED, LEAD, OBJECTION, RESULT, due, standing

SECOND = Actor("second", "agency", "tipa")
IN_TIME, LATE = "2025-01-31 17:00", "2025-02-01 00:00"
LAPSE = "2025-02-01 00:01"
"""When the period of what was notified on 17 January has passed: it ends with 31 January."""
FROM: dict[str, tuple[str, str, str]] = {
    "object_screening": ("screened_out", "objection", "objection_screening"),
    "object_rejection": ("rejected_notified", "objection", "objection_rejection"),
    "object_termination": ("termination_notified", "objection_termination", "objection_termination"),
    "object_grade": ("grade_notified", "objection_grade", "objection_grade"),
}
RESUMED = {"await_annual_report": "annual_report", "await_term_end": "agreement_end"}
AFTER = {"object_termination": "terminated", "object_grade": "settlement"}
NOTIFYING: dict[str, tuple[str, str, dict[str, Any], Actor]] = {
    "object_screening": (
        "screening", "screen_out", {"ground": "duplicate", "reason": "중복", "notice": SHA}, AGENCY,
    ),
    "object_rejection": ("scored", "notify_rejected", {"rank": 7}, CLOCK),
    "object_termination": ("special_evaluation", "special_stop", RESULT, AGENCY),
    "object_grade": (
        "final_evaluation", "notify_grade", {"grade": "poor", "opinion": "미흡", "evaluators": ["e1"]}, AGENCY,
    ),
}  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    return Scene(PROJECT, CALL)


def notified(scene: Scene, trigger: str = "object_rejection", **facts: Any) -> Stream:
    """A project told of an adverse decision on 17 January."""
    state, by, data, actor = NOTIFYING[trigger]
    before = standing(state, panel=["e1", "e2"], was="supporting", opinion_on=by, **facts)
    return scene.take(before, by, data, actor, "2025-01-17 10:00")[0]


def letter(trigger: str, number: str = "2025-17") -> dict[str, Any]:
    return {"trigger": trigger, "book_no": number, "document": SHA, "delivery": "post", "content": OBJECTION}


def number_of(waiting: Stream) -> str:
    """The version that entered the one letter that waits."""
    (number,) = waiting.facts["proposals"]
    return str(number)


def entered(
    scene: Scene, before: Stream, trigger: str, arrived: str = IN_TIME, when: str = "2025-02-05 10:00"
) -> Stream:
    return scene.take(before, "enter_paper", letter(trigger), AGENCY, when, arrived=arrived)[0]


def confirmed(scene: Scene, before: Stream, trigger: str, arrived: str = IN_TIME) -> Stream:
    return scene.take(before, trigger, OBJECTION, SECOND, "2025-02-05 11:00", arrived=arrived)[0]


@pytest.mark.parametrize("trigger", list(FROM))
def test_a_letter_waits_and_the_expiry_waits_for_it(scene: Scene, trigger: str) -> None:
    state, kind, dest = FROM[trigger]
    waiting = entered(scene, notified(scene, trigger), trigger, when="2025-01-31 18:00")
    (entry,) = waiting.facts["proposals"].values()
    assert (waiting.state, waiting.facts["paper"], entry["by"]) == (state, "waiting", AGENCY.id)
    held, _ = scene.fire(waiting, kind, LAPSE)
    assert (held.state, held.facts["held"]["trigger"]) == (state, PROJECT.deadlines[kind].fires)
    after = confirmed(scene, held, trigger)
    assert (after.state, after.facts["paper"], "objection_decision" in due(after)) == (dest, "", True)
    assert (after.facts["proposals"], after.facts["approves"]["by"], after.facts["held"]) == ({}, AGENCY.id, {})


@pytest.mark.parametrize("trigger", list(FROM))
def test_what_lapsed_is_reopened_by_what_came_in_time(scene: Scene, trigger: str) -> None:
    _, kind, dest = FROM[trigger]
    lapsed, step = scene.fire(notified(scene, trigger), kind, LAPSE)
    assert lapsed.state == AFTER.get(trigger, "rejected")
    if lapsed.state == "rejected":
        assert claimed(step)["area", f"call-2025-2/{JANGSU}"] == (0, 1)
    waiting = entered(scene, lapsed, trigger)
    after, step = scene.take(waiting, trigger, OBJECTION, SECOND, "2025-02-05 11:00", arrived=IN_TIME)
    assert after.state == dest
    if lapsed.state == "rejected":
        assert claimed(step)["area", f"call-2025-2/{JANGSU}"] == (1, 1)


def test_what_came_late_is_refused_and_the_lapse_stands(scene: Scene) -> None:
    waiting = entered(scene, notified(scene), "object_rejection", LATE, "2025-02-01 00:00")
    held, _ = scene.fire(waiting, "objection", LAPSE)
    assert set(scene.refused(held, "object_rejection", OBJECTION, SECOND, "2025-02-05 11:00", arrived=LATE)) == {
        "objection.too_late"
    }
    reason = {"proposal": number_of(held), "reason": "기간 경과 후 도달"}
    assert scene.refused(held, "decline_proposal", reason, AGENCY, "2025-02-05 11:00") == {
        "approval.same_person": {"approved_by": AGENCY.id}
    }
    free, step = scene.take(held, "decline_proposal", reason, SECOND, "2025-02-05 11:00")
    (lapse,) = reactions(step)
    assert (free.state, free.facts["paper"], lapse[1]) == ("rejected_notified", "", "objection_lapsed")
    after, _ = scene.take(free, "objection_lapsed", lapse[2], CLOCK, "2025-02-05 11:00", timer="x")
    assert (after.state, after.facts["objection_expired_at"]) == ("rejected", "2025-01-31T15:00:00.000000Z")


def test_a_letter_refused_while_the_period_runs_leaves_it_running(scene: Scene) -> None:
    waiting = entered(scene, notified(scene), "object_rejection", "2025-01-20 10:00", "2025-01-20 11:00")
    data = {"proposal": number_of(waiting), "reason": "이의신청이 아님"}
    free, step = scene.take(waiting, "decline_proposal", data, SECOND, "2025-01-20 12:00")
    assert (reactions(step), due(free)) == ([], {"objection": "2025-01-31"})
    assert scene.fire(free, "objection", LAPSE)[0].state == "rejected"


def test_a_letter_is_confirmed_as_it_was_entered_and_by_another(scene: Scene) -> None:
    waiting = entered(scene, notified(scene), "object_rejection", when="2025-01-31 18:00")
    refused = scene.refused(waiting, "object_rejection", OBJECTION, AGENCY, "2025-01-31 18:30", arrived=IN_TIME)
    assert refused == {"approval.same_person": {"approved_by": AGENCY.id}}
    other = OBJECTION | {"ground": "method"}
    for data, arrived in ((other, IN_TIME), (OBJECTION, "2025-01-31 16:59")):
        assert list(scene.refused(waiting, "object_rejection", data, SECOND, "2025-01-31 18:30", arrived=arrived)) == [
            "paper.not_as_entered"
        ]


def test_a_lead_acts_now_and_the_desk_on_arrivals(scene: Scene) -> None:
    project = notified(scene)
    refused = scene.refused(project, "object_rejection", OBJECTION, LEAD, "2025-02-05 10:00", arrived=IN_TIME)
    assert set(refused) == {"paper.only_by_desk"}
    assert set(scene.refused(project, "object_rejection", OBJECTION, SECOND, "2025-01-20 10:00")) == {
        "paper.only_by_desk", "paper.not_as_entered",
    }  # fmt: skip
    assert set(scene.refused(project, "enter_paper", letter("object_rejection"), AGENCY, "2025-01-20 10:00")) == {
        "paper.no_arrival"
    }


def test_a_lead_may_still_object_itself_while_its_letter_waits(scene: Scene) -> None:
    waiting = entered(scene, notified(scene), "object_rejection", "2025-01-20 10:00", "2025-01-20 11:00")
    after, _ = scene.take(waiting, "object_rejection", OBJECTION, LEAD, "2025-01-21 09:00")
    assert (after.state, after.facts["paper"]) == ("objection_rejection", "")


def test_every_letter_has_a_number_of_its_own(scene: Scene) -> None:
    _, step = scene.take(
        notified(scene), "enter_paper", letter("object_rejection"), AGENCY, "2025-01-31 18:00", arrived=IN_TIME
    )
    assert claimed(step) == {("paper", "call-2025-2/2025-17"): (1, 1)}


@pytest.mark.parametrize(
    ("trigger", "other"), [("object_screening", "object_rejection"), ("object_rejection", "object_screening")]
)
def test_a_late_record_reopens_the_decision_that_lapsed(scene: Scene, trigger: str, other: str) -> None:
    lapsed, _ = scene.fire(notified(scene, trigger), "objection", LAPSE)
    waiting = entered(scene, lapsed, other)
    refused = scene.refused(waiting, other, OBJECTION, SECOND, "2025-02-05 11:00", arrived=IN_TIME)
    assert refused == {"objection.other_decision": {"lapsed_in": FROM[trigger][0], "trigger": other}}


@pytest.mark.parametrize(
    ("facts", "awaited"),
    [
        ({"by": "special", "round": 1}, ["await_annual_report"]),
        ({"by": "special", "round": 2}, ["await_term_end"]),
        ({"by": "special", "round": 1, "was": "agreed"}, []),
        ({"by": "special", "round": 2, "term": "over"}, []),
        ({"by": "annual", "round": 1}, []),
    ],
)
def test_a_reopened_termination_lets_the_term_run_on(scene: Scene, facts: dict[str, Any], awaited: list[str]) -> None:
    lapsed, _ = scene.fire(notified(scene, "object_termination"), "objection_termination", LAPSE)
    waiting = moved(entered(scene, lapsed, "object_termination"), "terminated", **facts)
    after, step = scene.take(waiting, "object_termination", OBJECTION, SECOND, "2025-02-05 11:00", arrived=IN_TIME)
    assert [trigger for _, trigger, _ in reactions(step)] == awaited
    assert "usage_report" not in due(after)
    for trigger in awaited:
        resumed, _ = scene.take(after, trigger, {}, CLOCK, "2025-02-05 11:00")
        assert set(due(resumed)) == {"objection_decision", RESUMED[trigger]}


def test_a_dismissed_letter_leads_back_to_the_rejection(scene: Scene) -> None:
    lapsed, _ = scene.fire(notified(scene), "objection", LAPSE)
    objecting = confirmed(scene, entered(scene, lapsed, "object_rejection"), "object_rejection")
    after, _ = scene.take(objecting, "dismiss_rejection", JUDGED, AGENCY, "2025-02-20 09:00")
    assert (after.state, after.facts["objected"]) == ("rejected", ["rejected"])
