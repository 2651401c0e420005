"""The committee is joint, nobody judges their own, sheets are each evaluator's alone, and the score is all of them."""

from typing import Any

import pytest
from msgspec.structs import replace

from states.call import CALL
from states.context import Stream
from states.project import PROJECT
from states.roles import Actor
from tests.states.scene import AGENCY, MINISTRY, PARTNER, SHA, Scene, moved, rules, stream

SECRETARY = Actor("secretary", "secretary", "tipa")
NOON = "2025-01-06 12:00"
FULL = {str(each.no): each.points * 100 for each in rules().criteria}
PANEL = ("e1", "e2", "e3")
SETTINGS = {"aggregation": "mean", "deduction_most": 5, "no_show": "zero"}


def evaluator(ref: str) -> Actor:
    return Actor(ref, "evaluator", f"univ-{ref}")


def a_call(**facts: Any) -> Stream:
    committee = {ref: {"org": f"univ-{ref}", "area": "", "by": ["MSS"]} for ref in PANEL}
    known: dict[str, Any] = {"settings": SETTINGS, "committee": committee, "declarations": {ref: {} for ref in PANEL}}
    return stream("call-2025-2", "evaluating", **(known | facts))


def project(state: str = "presenting", **facts: Any) -> Stream:
    people = [{"ref": "p1", "role": "lead", "rate": 30}, {"ref": "p2", "role": "member", "rate": 10}]
    known = {
        "people": people,
        "area": "52740",
        "province": "52",
        "lead": "tp-jeonbuk",
        "participants": [{"org": "univ-x", "kind": "university"}],
    }
    seated = {"panel": list(PANEL), "sheets_in": [], "absent": []}
    return stream("project-1", state, {"call": "call-2025-2"}, **(known | seated | facts))


@pytest.fixture
def scene() -> Scene:
    return Scene(PROJECT, a_call())


def presented(panel: list[str], presenter: str = "p1") -> dict[str, Any]:
    return {"panel": panel, "presenter": presenter, "presented_on": "2025-01-06"}


def refused_panel(scene: Scene, panel: list[str], **facts: Any) -> dict[str, Any]:
    ready = project("evaluation_ready", **facts)
    return dict(scene.refused(ready, "begin_presentation", presented(panel), SECRETARY, NOON))


def sheet(first: int = 500, **more: Any) -> dict[str, Any]:
    return {"sheet": {"points": FULL | {"1": first}, **more}}


def handed_in(scene: Scene, before: Stream, **firsts: int) -> Stream:
    """The project after these evaluators handed in full sheets but for the first indicator."""
    for ref, first in firsts.items():
        before, _ = scene.take(before, "submit_sheet", sheet(first), evaluator(ref), NOON)
    return before


def closed(scene: Scene, before: Stream) -> Stream:
    return scene.take(before, "close_scores", {"opinion": "적절함"}, SECRETARY, NOON)[0]


def refused_closing(scene: Scene, before: Stream) -> dict[str, Any]:
    return dict(scene.refused(before, "close_scores", {"opinion": "적절함"}, SECRETARY, NOON))


NAMED = {"members": [{"evaluator": "e1", "org": "univ-e1", "area": "52740"}], "document": SHA}


def test_a_committee_is_named_by_each_ministry_and_endorsed_by_others() -> None:
    scene = Scene(CALL)
    before, _ = scene.take(stream("call-2025-2", "closed"), "name_committee", NAMED, MINISTRY, "2024-12-23 09:00")
    after, _ = scene.take(before, "name_committee", NAMED, PARTNER, "2024-12-23 10:00")
    assert after.facts["committee"] == {"e1": {"org": "univ-e1", "area": "52740", "by": ["MOJ", "MSS"]}}
    assert after.facts["named_by"] == ["MOJ", "MSS"]
    assert scene.refused(after, "start_evaluation", {"plan": SHA}, AGENCY, "2024-12-23 11:00") == {
        "call.not_jointly_appointed": {"missing": ["MOIS", "MAFRA"]}
    }
    twice = NAMED | {"members": [*NAMED["members"], *NAMED["members"]]}
    assert scene.refused(after, "name_committee", twice, MINISTRY, "2024-12-23 11:00") == {
        "committee.repeated": {"evaluators": ["e1"]}
    }


def test_only_an_appointed_evaluator_declares_and_only_as_who_they_are() -> None:
    scene, call = Scene(CALL), a_call(declarations={})
    pledge = {"pledge": SHA, "conflicts": [{"project": "project-1", "ground": "kinship"}]}
    after, _ = scene.take(call, "declare", pledge, evaluator("e1"), NOON)
    assert after.facts["declarations"] == {"e1": {"project-1": "kinship"}}
    for stranger in (Actor("e9", "evaluator", "univ-e9"), Actor("e1", "evaluator", "tp-jeonbuk")):
        assert scene.refused(call, "declare", pledge, stranger, NOON) == {
            "committee.not_appointed": {"evaluator": stranger.id, "org": stranger.org}
        }


@pytest.mark.parametrize(
    ("member", "ground"),
    [
        ({"org": "tp-jeonbuk"}, "organisation"),
        ({"org": "univ-x"}, "organisation"),
        ({"org": "52740"}, "organisation"),
        ({"org": "52"}, "organisation"),
        ({"org": "1234567891"}, "organisation"),
        ({"area": "52740"}, "area"),
    ],
    ids=["lead", "participant", "municipality", "province", "company", "same area"],
)
def test_nobody_judges_a_project_of_their_organisation_or_area(
    scene: Scene, member: dict[str, str], ground: str
) -> None:
    committee = a_call().facts["committee"]
    scene.family = [a_call(committee=committee | {"e1": {"org": "univ-e1", "area": "", "by": ["MSS"]} | member})]
    letters = [{"brn": "1234567891", "document": SHA}]
    assert refused_panel(scene, ["e1", "e2"], letters=letters) == {
        "panel.conflict": {"evaluators": ["e1"], "grounds": [ground]}
    }


def test_nobody_judges_a_project_they_work_in_or_declared(scene: Scene) -> None:
    people = [{"ref": "p1", "role": "lead", "rate": 30}, {"ref": "e2", "role": "member", "rate": 10}]
    scene.family = [a_call(declarations={"e1": {"project-1": "kinship"}, "e2": {}, "e3": {"project-2": "kinship"}})]
    assert refused_panel(scene, ["e1", "e2", "e3"], people=people) == {
        "panel.conflict": {"evaluators": ["e1", "e2"], "grounds": ["kinship", "participant"]}
    }


def test_a_panel_is_appointed_declared_distinct_and_another_after_an_objection(scene: Scene) -> None:
    scene.family = [a_call(declarations={"e1": {}})]
    assert refused_panel(scene, ["e1", "e1", "e2", "e9"], judged=["e1"]) == {
        "panel.repeated": {"evaluators": ["e1"]},
        "panel.not_appointed": {"evaluators": ["e9"]},
        "panel.not_declared": {"evaluators": ["e2", "e9"]},
        "panel.judged_before": {"evaluators": ["e1"]},
    }


def test_the_lead_researcher_presents(scene: Scene) -> None:
    ready = project("evaluation_ready")
    assert scene.refused(ready, "begin_presentation", presented(["e1"], "p2"), SECRETARY, NOON) == {
        "presenter.not_lead_researcher": {"presenter": "p2", "lead_researcher": ["p1"]}
    }
    after, _ = scene.take(ready, "begin_presentation", presented(["e1"]), SECRETARY, NOON)
    assert (after.state, after.facts["sheets_in"], after.facts["absent"]) == ("presenting", [], [])


def test_a_sheet_is_the_evaluators_own_and_never_in_the_facts(scene: Scene) -> None:
    stranger = Actor("e9", "evaluator", "univ-e9")
    assert scene.refused(project(), "submit_sheet", sheet(), stranger, NOON) == {
        "sheet.not_on_panel": {"evaluator": "e9"}
    }
    after, step = scene.take(project(), "submit_sheet", sheet(), evaluator("e1"), NOON)
    assert after.facts["sheets_in"] == ["e1"]
    assert (step.private["sheet"]["points"], "sheet" in step.changes) == (FULL, False)


@pytest.mark.parametrize(
    ("points", "indicators"),
    [
        ({"1": 501}, ["1"]),
        ({"5": 1501, "9": 1001}, ["5", "9"]),
        ({"10": 0}, ["10"]),
    ],
    ids=["a hundredth above", "two above", "invented"],
)
def test_points_stay_within_each_indicator(scene: Scene, points: dict[str, int], indicators: list[str]) -> None:
    assert scene.refused(project(), "submit_sheet", {"sheet": {"points": FULL | points}}, evaluator("e1"), NOON) == {
        "sheet.points": {"indicators": indicators}
    }
    lacking = {"sheet": {"points": {no: most for no, most in FULL.items() if no != "4"}}}
    assert scene.refused(project(), "submit_sheet", lacking, evaluator("e1"), NOON) == {
        "sheet.points": {"indicators": ["4"]}
    }


def marked_down(ground: str, points: int) -> dict[str, Any]:
    return {"ground": ground, "points": points, "reason": "사유"}


def test_what_a_sheet_marks_down_has_a_ground_and_a_limit(scene: Scene) -> None:
    scene.take(project(), "submit_sheet", sheet(deductions=[marked_down("off_purpose", 500)]), evaluator("e1"), NOON)
    beyond = sheet(deductions=[marked_down("excess_equipment", 500), marked_down("blank", 1)])
    assert scene.refused(project(), "submit_sheet", beyond, evaluator("e1"), NOON) == {
        "deduction.unknown_ground": {"grounds": ["blank"], "known": ["excess_equipment", "off_purpose"]},
        "deduction.above_most": {"most": 5, "setting": "deduction_most"},
    }


def test_how_much_may_be_marked_down_is_decided_before_anything_is(scene: Scene) -> None:
    scene.family = [a_call(settings={})]
    down = sheet(deductions=[marked_down("off_purpose", 1)])
    assert scene.refused(project(), "submit_sheet", down, evaluator("e1"), NOON) == {
        "deduction.above_most": {"most": "", "setting": "deduction_most"}
    }
    scene.take(project(), "submit_sheet", sheet(deductions=[marked_down("off_purpose", 0)]), evaluator("e1"), NOON)


def test_a_blank_found_in_the_screening_is_noted_and_marked_down(scene: Scene) -> None:
    screening = moved(project(), "screening")
    noted = {"checklist": SHA, "disadvantages": [marked_down("blank", 100), marked_down("falsehood", 0)]}
    ready, _ = scene.take(screening, "pass_screening", noted, AGENCY, "2025-01-03 09:00")
    done = closed(scene, handed_in(scene, moved(ready, "presenting"), e1=500, e2=500, e3=400))
    assert (done.facts["score"], done.facts["marked_down"]) == (9867, {"screening": 100, "before": 9967})
    wrong = {"checklist": SHA, "disadvantages": [marked_down("excess_equipment", 501)]}
    assert set(scene.refused(screening, "pass_screening", wrong, AGENCY, "2025-01-03 09:00")) == {
        "deduction.unknown_ground", "deduction.above_most",
    }  # fmt: skip


def test_the_scores_wait_for_every_sheet_and_the_last_one_counts(scene: Scene) -> None:
    two = handed_in(scene, project(), e1=0, e2=500)
    assert refused_closing(scene, two) == {"sheets.missing": {"missing": ["e3"]}}
    done = closed(scene, handed_in(scene, two, e3=500, e1=200))
    assert (done.state, done.facts["score"], done.facts["item_scores"]) == (
        "scored", 9900, [3000, 3000, 2000, 900, 1000],
    )  # fmt: skip


def test_an_evaluators_absence_is_recorded_with_its_minutes(scene: Scene) -> None:
    two = handed_in(scene, project(), e1=300, e2=500)
    absence = {"evaluator": "e3", "reason": "급병", "minutes": SHA}
    done = closed(scene, scene.take(two, "excuse_evaluator", absence, SECRETARY, NOON)[0])
    assert (done.facts["score"], done.facts["absent"]) == (9900, ["e3"])
    for ref in ("e1", "e9"):
        assert scene.refused(two, "excuse_evaluator", absence | {"evaluator": ref}, SECRETARY, NOON) == {
            "evaluator.not_awaited": {"evaluator": ref, "awaited": ["e3"]}
        }


def test_who_steps_aside_takes_their_sheet_along(scene: Scene) -> None:
    three = handed_in(scene, project(), e1=0, e2=500, e3=500)
    left, _ = scene.take(three, "recuse", {"ground": "advice"}, evaluator("e1"), NOON)
    assert (left.facts["sheets_in"], left.facts["absent"]) == (["e2", "e3"], ["e1"])
    assert scene.refused(left, "submit_sheet", sheet(), evaluator("e1"), NOON) == {
        "sheet.not_on_panel": {"evaluator": "e1"}
    }
    assert scene.refused(left, "recuse", {"ground": "advice"}, evaluator("e1"), NOON) == {
        "sheet.not_on_panel": {"evaluator": "e1"}
    }
    assert closed(scene, left).facts["score"] == 10_000


def test_an_erased_sheet_cannot_be_combined(scene: Scene) -> None:
    three = handed_in(scene, project(), e1=0, e2=500, e3=500)
    del scene.private[0]
    assert refused_closing(scene, three) == {"sheets.erased": {"handed": 3, "found": 2}}


def test_how_sheets_are_combined_is_decided_first_and_a_trimmed_mean_needs_three(scene: Scene) -> None:
    two = handed_in(scene, project(panel=["e1", "e2"]), e1=0, e2=500)
    scene.family = [a_call(settings={})]
    assert refused_closing(scene, two) == {"aggregation.undecided": {"setting": "aggregation"}}
    scene.family = [a_call(settings={"aggregation": "trimmed_mean"})]
    assert refused_closing(scene, two) == {"sheets.too_few": {"count": 2, "least": 3}}


def test_how_a_no_show_is_treated_is_decided_first(scene: Scene) -> None:
    scene.family = [replace(a_call(), facts={})]
    absent = {"reason": "불참", "minutes": SHA}
    assert scene.refused(project(), "no_show", absent, SECRETARY, NOON) == {"no_show.undecided": {"setting": "no_show"}}
