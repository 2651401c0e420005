"""A running project of an earlier call comes as it stands: place and term judged, money counted, clock started."""

import pytest

from states.project import PROJECT
from tests.states.guards.witness import unborn
from tests.states.guards.witness_project import TAKEN_OVER
from tests.states.scene import AGENCY, Scene, claimed
from tests.states.test_project import CALL


@pytest.mark.parametrize(
    ("trigger", "year", "state", "round", "deadlines"),
    [
        ("take_over_agreed", 2025, "agreed", 1, {"state_money", "local_money"}),
        ("take_over_round_one", 2025, "supporting", 1, {"annual_report"}),
        ("take_over_round_two", 2026, "supporting", 2, {"agreement_end"}),
        ("take_over_final_report", 2026, "final_report_due", 2, {"final_report", "usage_report"}),
    ],
)
def test_it_stands_where_it_stood(trigger: str, year: int, state: str, round: int, deadlines: set[str]) -> None:
    data = {**TAKEN_OVER, "fiscal_year": year}
    when = "2027-01-04 10:00" if state == "final_report_due" else "2025-03-03 10:00"
    after, step = Scene(PROJECT, CALL).begin(trigger, data, AGENCY, when)
    assert (after.state, PROJECT.modes_of(after.facts)["round"], set(after.deadlines)) == (state, round, deadlines)
    assert (after.facts["lead"], after.facts["awards"]) == ("tp-jeonbuk", {str(year): 600_000_000})
    assert after.facts["pledges"] == {str(year): {"province": 130_000_000, "municipality": 130_000_000}}
    assert claimed(step) == {
        ("area", f"{CALL.id}/52740"): (1, 1), ("area-year", f"52740/{year}"): (600_000_000, 900_000_000),
    }  # fmt: skip


def test_its_place_and_its_term_are_judged() -> None:
    wrong = {**TAKEN_OVER, "area": "11110", "ministries": ["MOIS"], "ends_on": "2026-12-30", "fiscal_year": 2027}
    refused = Scene(PROJECT, CALL).refused(unborn("project"), "take_over_agreed", wrong, AGENCY, "2025-03-03 10:00")
    assert set(refused) == {"area.not_eligible", "ministries.combination", "agreement.term", "taken_over.year"}


def test_a_final_report_is_awaited_from_the_end_of_the_term() -> None:
    data = {**TAKEN_OVER, "fiscal_year": 2026}
    scene = Scene(PROJECT, CALL)
    refused = scene.refused(unborn("project"), "take_over_final_report", data, AGENCY, "2026-12-31 10:00")
    assert refused == {"taken_over.term": {"ends_on": "2026-12-31", "today": "2026-12-31"}}
    after, _step = scene.begin("take_over_final_report", data, AGENCY, "2027-01-04 10:00")
    due = {kind: each["due_date"] for kind, each in after.deadlines.items()}
    assert due == {"final_report": "2027-03-02", "usage_report": "2027-03-31"}
    assert PROJECT.modes_of(after.facts)["term"] == "over"
