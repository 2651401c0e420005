"""What a stream's page derives: the way so far, which steps lead on, what whoever must act next can do."""

from datetime import UTC, datetime

from entrypoints.console.streams import Leg, leads, legs
from entrypoints.console.today import ways_on
from entrypoints.console.view import View
from states.context import Stream
from states.instants import written
from states.lifecycle import Transition
from states.project import PROJECT
from states.support import SUPPORT

PHASES = {state.id: state.phase for state in PROJECT.states}


def entry(to: str, month: int, day: int) -> dict[str, object]:
    return {"accepted": True, "to": to, "recorded_at": written(datetime(2025, month, day, tzinfo=UTC))}


def row(trigger: str) -> Transition:
    return next(each for each in PROJECT.rows if each.trigger == trigger)


def test_the_way_has_a_leg_for_each_stay_in_a_phase() -> None:
    way = [entry("draft", 1, 1), entry("submitted", 1, 5), entry("screening", 1, 11), entry("supporting", 2, 1)]
    refused = {"accepted": False, "recorded_at": written(datetime(2025, 2, 2, tzinfo=UTC))}
    again = [*way, refused, entry("annual_evaluation", 3, 1), entry("supporting", 3, 31)]
    found = legs(again, written(datetime(2025, 4, 2, 12, tzinfo=UTC)), PHASES)
    assert found == [
        Leg("application", 10), Leg("evaluation", 21), Leg("support", 28), Leg("review", 30), Leg("support", 2),
    ]  # fmt: skip
    assert legs([refused], "", PHASES) == []


def test_what_most_states_offer_alike_is_set_aside() -> None:
    assert [leads(row(each), PROJECT) for each in ("submit", "intend_stop", "extend_deadline", "resume_deadline")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_the_owner_of_a_state_is_told_the_steps_that_lead_on() -> None:
    def standing(kind: str, state: str) -> Stream:
        return Stream(f"{kind}-1", kind, state=state)

    def ways(stream: Stream) -> list[str]:
        lifecycle = {"project": PROJECT, "support": SUPPORT}[stream.kind]
        return [each.trigger for each in ways_on(lifecycle, stream)]

    assert ways(standing("project", "draft")) == ["submit"]
    assert ways(standing("project", "annual_evaluation")) == ["continue_round", "stop_round"]
    assert ways(standing("support", "plan_review")) == ["return_plan", "approve_plan"]
    assert ways(standing("project", "closed")) == []


def test_a_source_that_is_common_to_all_calls_is_not_shown() -> None:
    assert [View.cite(each) for each in ("공고 §2; 운영요령 73②", "행정절차법 16; common", "common", "")] == [
        "공고 §2; 운영요령 73②", "행정절차법 16", "", "",
    ]  # fmt: skip
