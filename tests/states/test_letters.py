"""Every letter a party may send: its arrival counts, what would lapse waits for it, what lapsed is opened again."""

from typing import Any

import pytest
from msgspec.structs import replace

from states.context import Stream
from states.project import PROJECT
from states.roles import AGENCY as AGENCY_ROLE
from states.roles import CLOCK
from states.roles import LEAD as LEAD_ROLE
from tests.states.scene import AGENCY, MINISTRY, SHA, Scene, claimed, reactions
from tests.states.test_paper import SECOND, number_of
from tests.states.test_project import CALL, JANGSU, LEAD, NEXT, PLEDGE, due, standing

IN_TIME, LATE, PASSED, NOW = "2025-01-31 17:00", "2025-02-01 00:00", "2025-02-01 00:01", "2025-02-05 10:00"
SUPPLEMENT = {"documents": [{"kind": "seal", "sha256": SHA}]}
REQUEST = {"document": SHA}
SPOKEN = {"lead_opinion": "사유를 소명합니다", "letter": SHA}
WITHDRAWN = {"letter": SHA, "municipality_consents": True}


@pytest.fixture
def scene() -> Scene:
    return Scene(PROJECT, replace(CALL, facts={**CALL.facts, "awards": {"project-1": 900_000_000}}))


def running(state: str, kind: str, **facts: Any) -> Stream:
    """A project over which a deadline of this kind stands until the end of January."""
    fires = PROJECT.deadlines[kind].fires
    deadline = {
        "id": f"{kind}@1", "kind": kind, "fires": fires, "owner": "lead", "rule": "civil", "start": "2025-01-21",
        "length": "10d", "calendar": "", "due_date": "2025-01-31", "expires": "2025-01-31T15:00:00.000000Z",
        "fires_at": "2025-01-31T15:00:30.000000Z",
    }  # fmt: skip
    return replace(standing(state, **facts), deadlines={kind: deadline})


def entered(
    scene: Scene, before: Stream, trigger: str, content: Any, arrived: str = IN_TIME, number: str = "1"
) -> Stream:
    letter = {"trigger": trigger, "book_no": number, "document": SHA, "delivery": "hand", "content": content}
    when = NOW if before.deadlines.keys().isdisjoint(HELD) else "2025-02-01 00:00"
    return scene.take(before, "enter_paper", letter, AGENCY, when, arrived=arrived)[0]


HELD: dict[str, tuple[str, str, dict[str, Any], str, str]] = {
    "supplement_screening": ("supplement_requested", "supply_supplement", SUPPLEMENT, "screening", "screening"),
    "acceptance": ("selection_notified", "accept", PLEDGE, "accepted", "withdrawn"),
    "sanction_reexamination": (
        "sanction_notified", "request_reexamination", REQUEST, "sanction_reexamination", "settlement",
    ),
}  # fmt: skip
"""By deadline: where it stands, the letter that meets it, where the letter leads, where the lapse leads."""
FACTS: dict[str, Any] = {"was": "settlement", "ordered": 1_000, "sanction_amount": 0}
each_held = pytest.mark.parametrize("kind", list(HELD))


@each_held
def test_an_expiry_waits_while_a_letter_is_undecided(scene: Scene, kind: str) -> None:
    state, trigger, content, dest, _ = HELD[kind]
    waiting = entered(scene, running(state, kind, **FACTS), trigger, content)
    held, _ = scene.fire(waiting, kind, PASSED)
    assert (held.state, held.facts["held"]["deadline"], due(held)) == (state, f"{kind}@1", {})
    after, _ = scene.take(held, trigger, content, SECOND, NOW, arrived=IN_TIME)
    assert (after.state, after.facts["held"], after.facts["paper"]) == (dest, {}, "")


@each_held
def test_a_letter_that_came_late_lets_the_expiry_happen(scene: Scene, kind: str) -> None:
    state, trigger, content, _, lapsed_to = HELD[kind]
    waiting = entered(scene, running(state, kind, **FACTS), trigger, content, LATE)
    held, _ = scene.fire(waiting, kind, PASSED)
    assert len(scene.refused(held, trigger, content, SECOND, NOW, arrived=LATE)) == 1
    refusal = {"proposal": number_of(held), "reason": "기간 경과 후 도달"}
    free, step = scene.take(held, "decline_proposal", refusal, SECOND, NOW)
    ((_, expiry, data),) = reactions(step)
    after, _ = scene.take(free, expiry, data, CLOCK, NOW, timer="x")
    assert (after.state, after.facts["held"]) == (lapsed_to, {})


@each_held
def test_what_lapsed_is_opened_again_by_a_letter_that_had_come_in_time(scene: Scene, kind: str) -> None:
    state, trigger, content, dest, lapsed_to = HELD[kind]
    lapsed, _ = scene.fire(running(state, kind, **FACTS), kind, PASSED)
    assert lapsed.state == lapsed_to
    waiting = entered(scene, lapsed, trigger, content)
    after, step = scene.take(waiting, trigger, content, SECOND, NOW, arrived=IN_TIME)
    assert after.state == dest
    assert f"{kind}@1" not in after.facts.get("overdue", ())
    if kind == "acceptance":
        assert claimed(step)["area", f"call-2025-2/{JANGSU}"] == (1, 1)
    late = entered(scene, lapsed, trigger, content, LATE)
    assert len(scene.refused(late, trigger, content, SECOND, NOW, arrived=LATE)) == 1


def test_a_final_sanction_is_owed_no_more_once_its_re_examination_had_been_asked_for(scene: Scene) -> None:
    lapsed, step = scene.fire(
        running("sanction_notified", "sanction_reexamination", **FACTS), "sanction_reexamination", PASSED
    )
    assert (lapsed.facts["sanction_amount"], reactions(step)) == (1_000, [("project-1", "await_sanction_payment", {})])
    owing, _ = scene.take(lapsed, "await_sanction_payment", {}, CLOCK, PASSED)
    after, _ = scene.take(
        entered(scene, owing, "request_reexamination", REQUEST), "request_reexamination", REQUEST, SECOND, NOW,
        arrived=IN_TIME,
    )  # fmt: skip
    assert (after.facts["sanction_amount"], after.facts["was"]) == (0, "settlement")
    assert list(due(after)) == ["sanction_decision"]
    lead = scene.refused(owing, "request_reexamination", REQUEST, LEAD, NOW)
    assert list(lead) == ["sanction.too_late"]


def test_an_acceptance_is_not_opened_again_where_the_award_went_to_another() -> None:
    scene = Scene(PROJECT, CALL)
    lapsed, _ = scene.fire(running("selection_notified", "acceptance"), "acceptance", PASSED)
    refused = scene.refused(entered(scene, lapsed, "accept", PLEDGE), "accept", PLEDGE, SECOND, NOW, arrived=IN_TIME)
    assert refused["acceptance.too_late"]["awarded"] is False


BROUGHT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "withdraw": ("submitted", "withdrawn", WITHDRAWN),
    "give_up": ("selected", "withdrawn", WITHDRAWN),
    "explain": ("special_evaluation", "special_evaluation", {"explanation": "소명", "document": SHA}),
    "submit_annual_report": (
        "supporting", "annual_evaluation", {"annual_report": SHA, "next_plan": SHA, "next_budget": NEXT},
    ),
    "submit_final_report": ("final_report_due", "final_evaluation", {"final_report": SHA}),
    "submit_usage_report": ("settlement", "settlement", {"usage_report": SHA}),
    "submit_results_report": ("results_followup", "results_followup", {"results_report": SHA, "year": 2027}),
}  # fmt: skip
SETTLED = {"settled_on": "2024-06-01", "results_years": []}


@pytest.mark.parametrize("trigger", list(BROUGHT))
def test_whatever_a_lead_may_send_comes_by_letter_too(scene: Scene, trigger: str) -> None:
    state, dest, content = BROUGHT[trigger]
    waiting = entered(scene, standing(state, **SETTLED), trigger, content)
    assert waiting.state == state
    alone = scene.refused(waiting, trigger, content, AGENCY, NOW, arrived=IN_TIME)
    assert alone == {"approval.same_person": {"approved_by": AGENCY.id}}
    after, _ = scene.take(waiting, trigger, content, SECOND, NOW, arrived=IN_TIME)
    assert (after.state, after.facts["paper"], after.facts["receipts"]) == (dest, "", ["1"])


def test_every_row_a_lead_may_send_by_letter_is_tried_here() -> None:
    brought = {row.trigger for row in PROJECT.rows if row.paper and row.trigger != "enter_paper"}
    objections = {trigger for trigger in brought if trigger.startswith("object_")}
    tried = {*BROUGHT, *(trigger for _, trigger, *_ in HELD.values()), "submit_opinion"}
    assert brought - objections == tried
    assert all({LEAD_ROLE, AGENCY_ROLE} == set(row.by) for row in PROJECT.rows if row.trigger in brought)


@pytest.mark.parametrize(
    ("kind", "state", "trigger"),
    [
        ("usage_report", "settlement", "submit_usage_report"),
        ("results_report", "results_followup", "submit_results_report"),
        ("final_report", "final_report_due", "submit_final_report"),
        ("annual_report", "supporting", "submit_annual_report"),
        ("explanation", "special_evaluation", "explain"),
    ],
)
def test_a_report_that_had_come_in_time_was_never_overdue(scene: Scene, kind: str, state: str, trigger: str) -> None:
    missed, _ = scene.fire(running(state, kind, overdue=[f"{kind}@0"], **SETTLED), kind, PASSED)
    assert missed.facts["overdue"] == [f"{kind}@0", f"{kind}@1"]
    content = BROUGHT[trigger][2]
    for arrived, overdue in ((IN_TIME, [f"{kind}@0"]), (LATE, [f"{kind}@0", f"{kind}@1"])):
        waiting = entered(scene, missed, trigger, content, arrived)
        after, _ = scene.take(waiting, trigger, content, SECOND, NOW, arrived=arrived)
        assert after.facts["overdue"] == overdue


def test_an_opinion_answers_a_hearing_and_holds_the_decision_while_it_lies_on_the_desk(scene: Scene) -> None:
    assert list(scene.refused(standing("reserve"), "submit_opinion", SPOKEN, LEAD, NOW)) == ["hearing.none"]
    over, _ = scene.fire(running("reserve", "opinion", intended="disqualify"), "opinion", PASSED)
    waiting = entered(scene, over, "submit_opinion", SPOKEN)
    data = {"ground": "false_fact", "reason": "허위 기재", "document": SHA}
    assert list(scene.refused(waiting, "disqualify", data, MINISTRY, NOW)) == ["paper.undecided"]
    heard, _ = scene.take(waiting, "submit_opinion", SPOKEN, SECOND, NOW, arrived=IN_TIME)
    assert scene.take(heard, "disqualify", data, MINISTRY, NOW)[0].state == "disqualified"


def test_several_letters_wait_beside_each_other(scene: Scene) -> None:
    """A report is confirmed; the period to ask for a re-examination lapses only once the last letter is decided."""
    first = running("sanction_notified", "sanction_reexamination", **FACTS, **SETTLED)
    report = {"results_report": SHA, "year": 2027}
    two = entered(
        scene, entered(scene, first, "submit_results_report", report), "request_reexamination", REQUEST, LATE, "2"
    )
    held, _ = scene.fire(two, "sanction_reexamination", PASSED)
    one, step = scene.take(held, "submit_results_report", report, SECOND, NOW, arrived=IN_TIME)
    assert (one.facts["paper"], [trigger for _, trigger, _ in reactions(step)]) == ("waiting", ["await_results_report"])
    refusal = {"proposal": number_of(one), "reason": "기간 경과 후 도달"}
    _, step = scene.take(one, "decline_proposal", refusal, SECOND, NOW)
    assert [trigger for _, trigger, _ in reactions(step)] == ["reexamination_lapsed"]


def test_the_last_confirmed_letter_lets_another_expiry_happen(scene: Scene) -> None:
    first = running("sanction_notified", "sanction_reexamination", **FACTS, **SETTLED)
    waiting = entered(scene, first, "submit_usage_report", {"usage_report": SHA})
    held, _ = scene.fire(waiting, "sanction_reexamination", PASSED)
    _, step = scene.take(held, "submit_usage_report", {"usage_report": SHA}, SECOND, NOW, arrived=IN_TIME)
    assert [trigger for _, trigger, _ in reactions(step)] == ["reexamination_lapsed"]


def test_a_party_that_acts_itself_needs_its_letter_no_more(scene: Scene) -> None:
    other = entered(
        scene, running("supplement_requested", "supplement_screening"), "withdraw", WITHDRAWN, "2025-01-20 10:00"
    )
    both = entered(scene, other, "supply_supplement", SUPPLEMENT, "2025-01-20 10:00", "2")
    after, _ = scene.take(both, "supply_supplement", SUPPLEMENT, LEAD, "2025-01-21 10:00")
    (left,) = after.facts["proposals"].values()
    assert (left["trigger"], after.facts["paper"]) == ("withdraw", "waiting")


def test_a_book_number_is_given_once(scene: Scene) -> None:
    waiting = entered(scene, standing("submitted"), "withdraw", WITHDRAWN)
    letter = {"trigger": "withdraw", "book_no": "1", "document": SHA, "delivery": "post", "content": WITHDRAWN}
    assert scene.refused(waiting, "enter_paper", letter, AGENCY, NOW, arrived=IN_TIME) == {
        "paper.number_taken": {"key": "1"}
    }


@pytest.mark.parametrize("state", ["sanction_review", "sanction_notified", "sanction_reexamination"])
def test_results_are_reported_while_a_sanction_is_under_way(scene: Scene, state: str) -> None:
    """The two years run on (운영요령 78①): what falls due meanwhile can be met."""
    report = {"results_report": SHA, "year": 2027}
    due_report = running(state, "results_report", was="results_followup", **SETTLED)
    after, step = scene.take(due_report, "submit_results_report", report, LEAD, "2025-01-30 10:00")
    assert (after.state, due(after), after.facts["results_years"]) == (state, {}, [2027])
    assert [trigger for _, trigger, _ in reactions(step)] == ["await_results_report"]
    again, _ = scene.take(after, "await_results_report", {}, CLOCK, "2025-01-30 10:00")
    assert list(due(again)) == ["results_report"]
    assert list(scene.refused(standing(state), "submit_results_report", report, LEAD, NOW)) == ["results.not_due"]


def test_an_application_never_comes_by_letter_or_hand() -> None:
    """공고 §6: neither by post or parcel nor over the counter."""
    online = {"register", "start_draft", "save", "submit", "revise", "change_people"}
    assert {row.trigger for row in PROJECT.rows if row.trigger in online} == online
    assert [row.name for row in PROJECT.rows if row.trigger in online and row.paper] == []
