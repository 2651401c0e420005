"""A call's walk: reception to the second, relief, ranking, awards within caps and budget, promotion, confirmation."""

from collections.abc import Mapping
from typing import Any

import pytest
from msgspec.structs import replace

from states.call import CALL, CANCELLABLE
from states.catalogue import call_refusals
from states.context import Stream
from states.guards.call import PROJECT_ENDS
from states.machine import compiled
from states.roles import CLOCK
from states.rules.funding import cut
from tests.states.scene import (
    ADMIN,
    AGENCY,
    MINISTRY,
    SHA,
    Scene,
    claimed,
    codes_of,
    moved,
    reactions,
    rules,
    stream,
)

NUMBERS = [{"ministry": ministry.code, "number": ministry.notice_no} for ministry in rules().ministries]
NOTICE = {"notices": NUMBERS, "announced_on": "2024-12-03", "document": SHA}
VOTE = {"year": 2025, "amount": 3_000_000_000, "voted_on": "2024-12-10", "document": SHA}
ALL = ["MSS", "MOJ", "MOIS", "MAFRA"]
CONFIRMATION = {"decision_no": "1", "document": SHA}


def project(name: str, state: str, score: int | None = None, ministries: int = 4, **facts: Any) -> Stream:
    scored = {} if score is None else {"score": score}
    place = {"area": f"511{ord(name):02d}"[:5], "ministries": ALL[:ministries]}
    return stream(f"project-{name}", state, {"call": "call-1"}, **place, **scored, **facts)


def call(state: str, **facts: Any) -> Stream:
    return stream("call-1", state, **facts)


def awards(year: int = 2025, reserves: tuple[str, ...] = (), **won: int) -> dict[str, Any]:
    return {
        "awards": [{"project": f"project-{name}", "amount": amount} for name, amount in won.items()],
        "reserves": [f"project-{name}" for name in reserves],
        "fiscal_year": year,
    }


@pytest.fixture
def scene() -> Scene:
    return Scene(CALL)


def announced(scene: Scene) -> Stream:
    born, _ = scene.begin("load", {"rules": rules().fingerprint}, ADMIN, "2024-12-01 09:00")
    return scene.take(born, "announce", NOTICE, MINISTRY, "2024-12-03 09:00")[0]


def opened(scene: Scene) -> Stream:
    return scene.fire(announced(scene), "reception_open", "2024-12-09 09:00:01")[0]


def test_every_row_is_compiled_and_every_refusal_has_its_texts() -> None:
    named = {(row.trigger, source) for row in CALL.rows for source in row.sources}
    assert {(trigger, source) for trigger, source, _ in compiled(CALL).edges()} == named
    codes = codes_of(CALL)
    own = {code for code in codes if code.startswith(("call.", "award.", "ranking.", "committee."))}
    assert own == set(call_refusals.REFUSALS)


def test_reception_opens_and_closes_by_its_timers(scene: Scene) -> None:
    first = announced(scene)
    assert {kind: each["expires"] for kind, each in first.deadlines.items()} == {
        "reception_open": "2024-12-09T00:00:00.000001Z",
        "reception_close": "2024-12-20T09:00:00.000001Z",
    }
    second = opened(scene)
    assert (second.state, set(second.deadlines)) == ("open", {"reception_close"})
    scene.children = [project("a", "submitted"), project("b", "draft")]
    third, _ = scene.fire(second, "reception_close", "2024-12-20 18:00:32")
    assert (third.state, set(third.deadlines)) == ("closed", {"evaluation"})
    assert third.facts["submissions"] == [{"project": "project-a", "version": 1}]


def test_reception_does_not_close_at_its_last_instant(scene: Scene) -> None:
    before = opened(scene)
    refusals = scene.refused(before, "close_reception", {"deadline": "x"}, CLOCK, "2024-12-20 18:00:00")
    assert list(refusals) == ["reception.running"]


def test_a_notice_needs_the_number_of_every_ministry(scene: Scene) -> None:
    notice = NOTICE | {"notices": NUMBERS[:2]}
    refusals = scene.refused(call("preparing"), "announce", notice, MINISTRY, "2024-12-03 09:00")
    assert refusals == {"call.notice_numbers": {"missing": ["MOJ", "MAFRA"]}}


def test_an_extension_moves_the_deadline_and_tells_every_entering_project(scene: Scene) -> None:
    scene.children = [project("a", "draft"), project("b", "announced"), project("c", "submitted")]
    data = {"reception_closes_at": "2024-12-23T18:00:00+09:00", "reason": "장애", "notice_no": "2"}
    after, step = scene.take(opened(scene), "extend_reception", data, MINISTRY, "2024-12-20 18:00")
    assert after.facts["reception_closes_at"] == "2024-12-23T09:00:00.000000Z"
    assert after.deadlines["reception_close"]["expires"] == "2024-12-23T09:00:00.000001Z"
    assert list(step.closed.values()) == ["moved"]
    assert reactions(step) == [(f"project-{each}", "reception_extended", {}) for each in "abc"]


def test_no_extension_after_the_end_or_to_an_earlier_instant(scene: Scene) -> None:
    data = {"reception_closes_at": "2024-12-20T18:00:00+09:00", "reason": "장애", "notice_no": "2"}
    late = "2024-12-20 18:00:00.001"
    refusals = scene.refused(opened(scene), "extend_reception", data, MINISTRY, late)
    assert list(refusals) == ["reception.closed", "call.not_later"]


RELIEF: dict[str, Any] = {
    "reception_closes_at": "2024-12-23T18:00:00+09:00", "reason": "장애",
    "evidence": [{"kind": "log", "sha256": SHA}], "notice_no": "3",
    "outage_from": "2024-12-20T16:30:00+09:00", "outage_until": "2024-12-20T18:30:00+09:00",
}  # fmt: skip


def test_relief_reopens_for_all_concerned_alike(scene: Scene) -> None:
    scene.children = [project("a", "expired"), project("b", "expired"), project("c", "submitted")]
    after, step = scene.take(call("closed"), "relieve_outage", RELIEF, MINISTRY, "2024-12-20 20:00")
    assert (after.state, set(after.deadlines)) == ("open", {"reception_close"})
    assert reactions(step) == [("project-a", "reinstate", {}), ("project-b", "reinstate", {})]


@pytest.mark.parametrize(
    ("began", "passed"),
    [
        ("2024-12-20T18:00:00.001+09:00", "2024-12-20T19:00:00+09:00"),
        ("2024-12-08T09:00:00+09:00", "2024-12-09T09:00:00+09:00"),
        ("2024-12-20T17:00:00+09:00", "2024-12-20T17:00:00+09:00"),
    ],
    ids=["after the end", "before the beginning", "no time at all"],
)
def test_relief_needs_two_persons_evidence_and_an_outage_of_the_reception(
    scene: Scene, began: str, passed: str
) -> None:
    relief = RELIEF | {"evidence": [], "outage_from": began, "outage_until": passed}
    before = scene.proposed_on(call("closed"), "relieve_outage", relief, MINISTRY.id)
    refusals = scene.refused(before, "relieve_outage", relief, MINISTRY, "2024-12-20 20:00")
    assert list(refusals) == ["approval.same_person", "call.no_evidence", "call.outage_elsewhere"]


def test_settings_are_decided_within_their_type_and_add_up(scene: Scene) -> None:
    first, _ = scene.take(
        call("open"), "decide_setting", {"name": "caps_2_ministries", "value": 500_000_000, "reason": "결정"}, MINISTRY,
        "2024-12-10 09:00",
    )  # fmt: skip
    second, _ = scene.take(
        first, "decide_setting", {"name": "visa_areas", "value": ["51750"], "reason": "명단"}, MINISTRY,
        "2024-12-10 09:00",
    )  # fmt: skip
    assert second.facts["settings"] == {"caps_2_ministries": 500_000_000, "visa_areas": ["51750"]}
    over = {"name": "caps_2_ministries", "value": 900_000_001, "reason": "결정"}
    assert list(scene.refused(first, "decide_setting", over, MINISTRY, "2024-12-10 09:00")) == ["call.setting_value"]
    unknown = {"name": "caps_5_ministries", "value": 1, "reason": "결정"}
    assert list(scene.refused(first, "decide_setting", unknown, MINISTRY, "2024-12-10 09:00")) == [
        "call.unknown_setting"
    ]


def test_budgets_are_recorded_by_year_and_never_before_the_vote(scene: Scene) -> None:
    first, _ = scene.take(call("open"), "record_budget", VOTE, MINISTRY, "2024-12-10 09:00")
    second, _ = scene.take(first, "record_budget", VOTE | {"year": 2026, "amount": 7}, MINISTRY, "2024-12-11 09:00")
    assert second.facts["budget"] == {"2025": 3_000_000_000, "2026": 7}
    assert scene.refused(first, "record_budget", VOTE, MINISTRY, "2024-12-09 23:59") == {
        "call.vote_in_future": {"voted_on": "2024-12-10", "today": "2024-12-09"}
    }


def test_what_may_change_narrows_with_the_state(scene: Scene) -> None:
    data = {"rules": SHA, "changed": ["programmes"], "reason": "정정", "notice_no": "2"}
    after, _ = scene.take(call("open", rules="b" * 64), "amend", data, MINISTRY, "2024-12-10 09:00")
    assert after.facts["rules"] == SHA
    assert list(scene.refused(call("closed"), "amend", data, MINISTRY, "2024-12-21 09:00")) == ["call.not_amendable"]


def test_a_criterion_is_corrected_until_the_evaluation_begins(scene: Scene) -> None:
    data = {"rules": SHA, "changed": ["criteria"], "reason": "정정", "notice_no": "2"}
    first, *rest = rules().criteria
    scene.proposed = rules().model_copy(update={"criteria": (first.model_copy(update={"ko": "현황"}), *rest)})
    for state in ("announced", "open", "closed"):
        assert scene.take(call(state), "amend", data, MINISTRY, "2024-12-21 09:00")[0].facts["rules"] == SHA
    refusals = scene.refused(call("evaluating"), "amend", data, MINISTRY, "2024-12-26 09:00")
    assert refusals["call.not_amendable"] == {"sections": ["criteria"], "allowed": ["facts", "organisations"]}


def test_everybody_on_the_way_hears_of_the_vote(scene: Scene) -> None:
    scene.children = [project(id, state) for id, state in (("a", "draft"), ("b", "selected"), ("c", "rejected"))]
    _, step = scene.take(call("open"), "record_budget", VOTE, MINISTRY, "2024-12-10 09:00")
    assert reactions(step) == [(f"project-{each}", "budget_voted", {}) for each in "ab"]


def test_everybody_on_the_way_hears_of_an_amendment(scene: Scene) -> None:
    data = {"rules": SHA, "changed": ["facts"], "reason": "정정", "notice_no": "2"}
    scene.children = [
        project("a", "draft"),
        project("b", "submitted"),
        project("c", "rejected"),
        project("d", "agreed"),
    ]
    _, step = scene.take(call("open"), "amend", data, MINISTRY, "2024-12-10 09:00")
    assert reactions(step) == [(f"project-{each}", "call_amended", {}) for each in "abd"]


def test_before_it_is_announced_everything_may_change(scene: Scene) -> None:
    data = {"rules": SHA, "changed": ["reception", "rounds"], "reason": "정정", "notice_no": "-"}
    assert scene.take(call("preparing"), "amend", data, MINISTRY, "2024-12-01 09:00")[0].facts["rules"] == SHA


def test_when_what_may_change_is_data_of_the_call(scene: Scene) -> None:
    """And it is judged by the rules in force, not by those the amendment would bring."""
    data = {"rules": SHA, "changed": ["criteria"], "reason": "정정", "notice_no": "2"}
    later = tuple(
        each.model_copy(update={"sections": ("criteria",)}) if each.state == "evaluating" else each
        for each in rules().amendable
    )
    assert "call.not_amendable" in scene.refused(call("evaluating"), "amend", data, MINISTRY, "2024-12-26 09:00")
    scene.proposed = rules().model_copy(update={"amendable": later})
    refusals = scene.refused(call("evaluating"), "amend", data, MINISTRY, "2024-12-26 09:00")
    assert refusals["call.not_amendable"]["sections"] == ["amendable", "criteria"]
    scene.proposed, scene.rules = None, rules().model_copy(update={"amendable": later})
    assert scene.take(call("evaluating"), "amend", data, MINISTRY, "2024-12-26 09:00")[0].facts["rules"] == SHA


def test_an_amendment_is_judged_by_what_it_changes_not_by_what_it_says(scene: Scene) -> None:
    data = {"rules": SHA, "changed": ["facts"], "reason": "정정", "notice_no": "2"}
    earlier = rules().reception.model_copy(update={"closes_at": rules().reception.opens_at})
    scene.proposed = rules().model_copy(update={"reception": earlier})
    refusals = scene.refused(call("open"), "amend", data, MINISTRY, "2024-12-10 09:00")
    assert refusals["call.not_amendable"]["sections"] == ["reception"]
    scene.proposed = rules().model_copy(update={"facts": rules().facts[1:]})
    assert scene.take(call("open"), "amend", data, MINISTRY, "2024-12-10 09:00")[0].facts["rules"] == SHA


def test_evaluation_waits_for_screening_and_a_joint_committee(scene: Scene) -> None:
    scene.children = [project("a", "submitted"), project("b", "supplement_requested"), project("c", "evaluation_ready")]
    opening = {"plan": SHA}
    before = call("closed", named_by=["MOJ", "MSS"])
    refusals = scene.refused(before, "start_evaluation", opening, AGENCY, "2024-12-21 09:00")
    assert refusals == {
        "call.not_jointly_appointed": {"missing": ["MOIS", "MAFRA"]},
        "call.not_screened": {"projects": ["project-a"]},
    }
    scene.children = scene.children[1:]
    after, _ = scene.take(
        moved(before, "closed", named_by=ALL), "start_evaluation", opening, AGENCY, "2024-12-21 09:00"
    )
    assert after.state == "evaluating"


SCORED: Mapping[str, int] = {"a": 9000, "b": 8500, "c": 8500, "d": 7000}
TIED = {"tie_order": ["project-c", "project-b"], "tie_reason": "위원회 의결"}


def ranked(scene: Scene, state: str = "scored", **facts: Any) -> Stream:
    scene.children = [project(name, state, score) for name, score in SCORED.items()]
    return scene.take(call("evaluating", **facts), "fix_ranking", TIED, AGENCY, "2024-12-27 09:00")[0]


def test_one_excluded_for_absence_has_no_rank(scene: Scene) -> None:
    scene.children = [project("a", "scored", 9000), moved(project("b", "scored"), "scored", score=None)]
    after, _ = scene.take(call("evaluating"), "fix_ranking", {}, AGENCY, "2024-12-27 09:00")
    assert after.facts["ranking"] == [{"project": "project-a", "score": 9000, "rank": 1}]


def test_the_ranking_keeps_its_inputs_and_waits_for_every_score(scene: Scene) -> None:
    found = ranked(scene)
    assert [row["project"] for row in found.facts["ranking"]] == [f"project-{name}" for name in "acbd"]
    assert found.facts["ranking_inputs"] == {
        f"project-{name}": {"version": 1, "score": score, "items": []} for name, score in SCORED.items()
    }
    scene.children.append(project("e", "presenting"))
    refusals = scene.refused(call("evaluating"), "fix_ranking", TIED, AGENCY, "2024-12-27 09:00")
    assert refusals == {"call.not_scored": {"projects": ["project-e"]}}


@pytest.mark.parametrize(
    "given",
    [{}, {"tie_order": ["project-c", "project-b"]}, {"tie_order": ["project-c"], "tie_reason": "위원회 의결"}],
    ids=["no order", "no reason", "incomplete"],
)
def test_a_tie_needs_a_whole_order_and_a_reason(scene: Scene, given: dict[str, Any]) -> None:
    ranked(scene)
    refusals = scene.refused(call("evaluating"), "fix_ranking", given, AGENCY, "2024-12-27 09:00")
    assert refusals["ranking.tie"]["ties"] == [["project-b", "project-c"]]


def test_the_heavier_item_settles_a_tie_where_the_call_decided_so(scene: Scene) -> None:
    scene.children = [
        project("b", "scored", 8500, item_scores=[2000, 6500]), project("c", "scored", 8500, item_scores=[2500, 6000]),
    ]  # fmt: skip
    before = call("evaluating", settings={"tie_break": "higher_item"})
    after, _ = scene.take(before, "fix_ranking", {}, AGENCY, "2024-12-27 09:00")
    assert [row["project"] for row in after.facts["ranking"]] == ["project-c", "project-b"]


def test_awards_claim_the_years_budget_and_tell_every_project(scene: Scene) -> None:
    before = ranked(scene)
    scene.children.append(project("e", "scored", no_show="excluded"))
    data = awards(a=900_000_000, c=700_000_000, reserves=("b",))
    after, step = scene.take(before, "award", data, MINISTRY, "2025-01-10 09:00")
    assert after.state == "notified"
    assert claimed(step) == {
        ("budget", "call-1/2025"): (1_600_000_000, 3_952_000_000),
        ("area-year", "51197/2025"): (900_000_000, 900_000_000),
        ("area-year", "51199/2025"): (700_000_000, 900_000_000),
    }
    assert after.facts["awards"] == {"project-a": 900_000_000, "project-c": 700_000_000}
    assert after.facts["reserves"] == ["project-b"]
    assert after.facts["rejections"] == ["project-d", "project-e"]
    assert reactions(step) == [
        ("project-a", "notify_selected", {"amount": 900_000_000, "rank": 1}),
        ("project-b", "notify_reserve", {"rank": 3}),
        ("project-c", "notify_selected", {"amount": 700_000_000, "rank": 2}),
        ("project-d", "notify_rejected", {"rank": 4}),
        ("project-e", "notify_rejected", {}),
    ]


def test_a_recorded_vote_is_the_ceiling(scene: Scene) -> None:
    before = ranked(scene, budget={"2025": 1_000_000_000})
    _, step = scene.take(before, "award", awards(a=900_000_000, c=700_000_000), MINISTRY, "2025-01-10 09:00")
    assert claimed(step)["budget", "call-1/2025"] == (1_600_000_000, 1_000_000_000)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (awards(a=1, b=1), {"award.order": {"passed_over": "project-c", "preferred": "project-b"}}),
        (awards(a=1, reserves=("b",)), {"award.order": {"passed_over": "project-c", "preferred": "project-b"}}),
        (awards(a=900_000_001), {"award.over_cap": {"projects": ["project-a"], "caps": [900_000_000]}}),
        (awards(a=1, x=1), {"award.not_ranked": {"projects": ["project-x"]}}),
        (awards(a=1, c=1, reserves=("c",)), {"award.not_ranked": {"projects": ["project-c"]}}),
        (awards(a=1, year=2026), {"award.no_budget": {"year": 2026}}),
    ],
    ids=["skipped", "reserve skipped", "over cap", "unranked", "twice", "no budget"],
)
def test_awards_that_are_refused(scene: Scene, data: dict[str, Any], expected: dict[str, Any]) -> None:
    assert scene.refused(ranked(scene), "award", data, MINISTRY, "2025-01-10 09:00") == expected


def test_nobody_awards_alone_or_otherwise_than_proposed(scene: Scene) -> None:
    before, given = ranked(scene), awards(a=1)
    scene.alone = True
    assert scene.refused(before, "award", given, MINISTRY, "2025-01-10 09:00") == {
        "approval.not_proposed": {"trigger": "award", "proposed": []}
    }
    own = scene.proposed_on(before, "award", given, MINISTRY.id)
    assert scene.refused(own, "award", given, MINISTRY, "2025-01-10 09:00") == {
        "approval.same_person": {"approved_by": MINISTRY.id}
    }
    assert scene.refused(own, "award", awards(a=2), MINISTRY, "2025-01-10 09:00") == {
        "approval.not_proposed": {"trigger": "award", "proposed": [str(before.version)]}
    }
    after, _ = scene.take(scene.proposed_on(before, "award", given), "award", given, MINISTRY, "2025-01-10 09:00")
    assert after.facts["proposals"] == {}
    assert after.facts["approves"] == {"proposal": str(before.version), "trigger": "award", "by": "proposer"}


def test_an_undecided_cap_refuses_and_a_decided_one_binds(scene: Scene) -> None:
    before = ranked(scene)
    scene.children[0] = project("a", "scored", 9000, ministries=2)
    assert scene.refused(before, "award", awards(a=1), MINISTRY, "2025-01-10 09:00") == {
        "award.cap_undecided": {"ministries": [2]}
    }
    decided = moved(before, "ranked", settings={"caps_2_ministries": 400_000_000})
    assert scene.refused(decided, "award", awards(a=400_000_001), MINISTRY, "2025-01-10 09:00") == {
        "award.over_cap": {"projects": ["project-a"], "caps": [400_000_000]}
    }
    assert scene.take(decided, "award", awards(a=400_000_000), MINISTRY, "2025-01-10 09:00")[0].state == "notified"


def test_the_decided_budget_line_passes_over_whom_the_budget_does_not_bear(scene: Scene) -> None:
    """c asks for more than is left beside a's award; b, who follows, fits."""
    before = ranked(scene, budget={"2025": 1_000_000_000})
    scene.children = [moved(each, each.state, budget={"national": 900_000_000}) for each in scene.children]
    given = awards(a=500_000_000, b=500_000_000)
    assert list(scene.refused(before, "award", given, MINISTRY, "2025-01-10 09:00")) == ["award.order"]
    settings = {"settings": {"budget_line": "next_fitting"}}
    taken, _ = scene.take(moved(before, "ranked", **settings), "award", given, MINISTRY, "2025-01-10 09:00")
    assert taken.state == "notified"
    scene.children = [moved(each, each.state, budget={"national": 500_000_000}) for each in scene.children]
    fits = moved(before, "ranked", **settings)
    assert list(scene.refused(fits, "award", given, MINISTRY, "2025-01-10 09:00")) == ["award.order"]


def test_a_decided_minimum_score_binds(scene: Scene) -> None:
    before = ranked(scene, settings={"minimum_score": 86})
    assert scene.refused(before, "award", awards(a=1, c=1), MINISTRY, "2025-01-10 09:00") == {
        "award.below_minimum": {"projects": ["project-c"], "minimum": 8600}
    }


def notified(scene: Scene) -> Stream:
    """a and c awarded, b reserve, d rejected; c has withdrawn since."""
    before = ranked(scene)
    data = awards(a=900_000_000, c=700_000_000, reserves=("b",))
    after, _ = scene.take(before, "award", data, MINISTRY, "2025-01-10 09:00")
    a, b, c, d = scene.children
    scene.children = [
        moved(a, "accepted", award=900_000_000), moved(b, "reserve"), moved(c, "withdrawn"), moved(d, "rejected"),
    ]  # fmt: skip
    return after


REASON = {"reason": "포기"}


def test_a_withdrawal_promotes_the_reserve_and_gives_the_areas_share_back(scene: Scene) -> None:
    before = notified(scene)
    data = awards(a=900_000_000, b=600_000_000) | REASON
    after, step = scene.take(before, "revise_ranking", data, MINISTRY, "2025-01-20 09:00")
    assert reactions(step) == [("project-b", "notify_selected", {"amount": 600_000_000, "rank": 2})]
    assert claimed(step) == {
        ("budget", "call-1/2025"): (1_500_000_000, 3_952_000_000),
        ("area-year", "51197/2025"): (900_000_000, 900_000_000),
        ("area-year", "51198/2025"): (600_000_000, 900_000_000),
        ("area-year", "51199/2025"): (0, 900_000_000),
    }
    assert (after.state, after.facts["rejections"]) == ("notified", ["project-d"])


def test_a_promotion_does_not_pass_over_the_reserve_or_touch_an_award(scene: Scene) -> None:
    before = notified(scene)
    data = awards(a=800_000_000, d=600_000_000) | REASON
    assert scene.refused(before, "revise_ranking", data, MINISTRY, "2025-01-20 09:00") == {
        "award.stands": {"projects": ["project-a"]},
        "award.order": {"passed_over": "project-b", "preferred": "project-d"},
    }


def test_a_reevaluated_project_takes_its_place(scene: Scene) -> None:
    before = notified(scene)
    scene.children[3] = moved(scene.children[3], "scored", score=8900)
    data = awards(a=900_000_000, d=500_000_000) | REASON
    after, step = scene.take(before, "revise_ranking", data, MINISTRY, "2025-01-20 09:00")
    assert [row["project"] for row in after.facts["ranking"]] == ["project-a", "project-d", "project-b"]
    assert after.facts["reserves"] == ["project-b"]
    assert reactions(step) == [("project-d", "notify_selected", {"amount": 500_000_000, "rank": 2})]


def test_confirmation_waits_for_the_vote_and_the_objections(scene: Scene) -> None:
    before = notified(scene)
    scene.children[3] = moved(scene.children[3], "objection_rejection")
    assert scene.refused(before, "confirm_results", CONFIRMATION, MINISTRY, "2025-01-31 09:00") == {
        "call.budget_not_recorded": {"year": 2025},
        "call.objection_open": {"projects": ["project-d"]},
    }


@pytest.mark.parametrize(
    ("state", "facts", "running"),
    [("reserve", {}, True), ("reserve", {"paper": "waiting"}, False), ("rejected", {"paper": "waiting"}, False)],
    ids=["a reserve may object", "a letter of a reserve waits", "a letter of a rejected waits"],
)
def test_nothing_is_final_while_an_objection_could_come(
    scene: Scene, state: str, facts: dict[str, str], running: bool
) -> None:
    before = moved(notified(scene), "notified", budget={"2025": 2_000_000_000})
    open_ = {"objection": {"id": "objection@1", "kind": "objection"}} if running else {}
    scene.children[3] = replace(moved(scene.children[3], state, **facts), deadlines=open_)
    assert scene.refused(before, "confirm_results", CONFIRMATION, MINISTRY, "2025-01-31 09:00") == {
        "call.objection_open": {"projects": ["project-d"]}
    }
    scene.children[3] = moved(scene.children[3], state, paper="")
    scene.children[3] = replace(scene.children[3], deadlines={})
    assert scene.take(before, "confirm_results", CONFIRMATION, MINISTRY, "2025-01-31 09:00")[0].state == "confirmed"


def test_confirmation_confirms_the_accepted_at_their_present_amount(scene: Scene) -> None:
    before = moved(notified(scene), "notified", budget={"2025": 850_000_000})
    scene.children[0] = moved(scene.children[0], "accepted", award=850_000_000)
    after, step = scene.take(before, "confirm_results", CONFIRMATION, MINISTRY, "2025-01-31 09:00")
    assert (after.state, after.facts["awards"]) == ("confirmed", {"project-a": 850_000_000})
    assert claimed(step)["budget", "call-1/2025"] == (850_000_000, 850_000_000)
    assert reactions(step) == [("project-a", "confirm", {"amount": 850_000_000})]


CUT = {"fiscal_year": 2025, "reason": "확정 예산이 공고 금액보다 적음"}


def test_a_cut_decides_the_whole_list_again_and_reaches_whom_it_lowers(scene: Scene) -> None:
    before = moved(notified(scene), "notified", budget={"2025": 1_000_000_000}, awards={"project-a": 900_000_000})
    scene.children[0] = moved(scene.children[0], "accepted", award=900_000_000)
    scene.children[1] = moved(scene.children[1], "selection_notified", award=600_000_000)
    lowered = cut({"a": 900_000_000, "b": 600_000_000}, 1_000_000_000)
    assert lowered == {"a": 600_000_000, "b": 400_000_000}
    data = {"awards": awards(a=lowered["a"], b=lowered["b"])["awards"], **CUT}
    after, step = scene.take(before, "cut_awards", data, MINISTRY, "2025-02-07 09:00")
    assert after.facts["awards"] == {"project-a": 600_000_000, "project-b": 400_000_000}
    assert claimed(step)["budget", "call-1/2025"] == (1_000_000_000, 1_000_000_000)
    assert reactions(step) == [
        (f"project-{name}", "reduce_award", {"amount": won, "reason": CUT["reason"]}) for name, won in lowered.items()
    ]
    one = {"awards": awards(a=600_000_001)["awards"], **CUT}
    assert scene.refused(before, "cut_awards", one, MINISTRY, "2025-02-07 09:00") == {
        "cut.not_the_holders": {"projects": ["project-b"]}
    }


def test_a_cancelled_call_ends_the_projects_on_their_way(scene: Scene) -> None:
    scene.children = [project(name, state) for name, state in zip("abcdefgh", sorted(CANCELLABLE), strict=True)]
    scene.children.append(project("x", "withdrawn"))
    after, step = scene.take(call("ranked"), "cancel_call", {"reason": "사업 중단"}, MINISTRY, "2025-01-05 09:00")
    assert after.state == "cancelled"
    assert [(id, trigger) for id, trigger, _ in reactions(step)] == [
        (f"project-{name}", "call_cancelled") for name in "abcdefgh"
    ]


def test_a_call_ends_after_its_last_project(scene: Scene) -> None:
    scene.children = [project("a", "results_followup"), project("b", "closed")]
    assert scene.refused(call("confirmed"), "end_call", {}, AGENCY, "2029-03-01 09:00") == {
        "call.project_running": {"projects": ["project-a"]}
    }
    scene.children = [project("a", state) for state in sorted(PROJECT_ENDS)]
    assert scene.take(call("confirmed"), "end_call", {}, AGENCY, "2029-03-01 09:00")[0].state == "ended"


def test_the_schedule_escalates_and_cancels_nothing(scene: Scene) -> None:
    scene.children = []
    closed, _ = scene.fire(opened(scene), "reception_close", "2024-12-20 18:00:32")
    late, step = scene.fire(closed, "evaluation", "2025-01-01 00:00:32")
    assert (late.state, late.deadlines, [notice["letter"] for notice in step.notices]) == (
        "closed", {}, ["call_escalation"],
    )  # fmt: skip


SUCCESSION = {"former": "1234567891", "successor": "1248100998", "succeeded_on": "2025-06-01", "document": SHA}


def test_a_succession_reaches_every_company_under_the_former_number() -> None:
    scene = Scene(CALL)
    scene.children = [
        stream("company-1", "completed", brn="1234567891"), stream("company-2", "supported", brn="1234567891"),
        stream("company-3", "supported", brn="1248100998"), stream("company-4", "withdrawn", brn="1234567891"),
    ]  # fmt: skip
    after, step = scene.take(call("confirmed"), "record_succession", SUCCESSION, AGENCY, "2025-07-01 10:00")
    assert after.facts["successions"] == {"1234567891": "1248100998"}
    assert reactions(step) == [
        ("company-1", "succeed", {"brn": "1248100998"}), ("company-2", "succeed", {"brn": "1248100998"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("former", "successor", "wrong"),
    [
        ("1234567890", "1248100998", ["1234567890"]),
        ("1234567891", "1234567891", ["1234567891"]),
        ("1208800767", "1248100998", ["1208800767"]),
        ("1234567891", "1208800767", ["1208800767"]),
    ],
)
def test_a_succession_is_recorded_link_by_link(former: str, successor: str, wrong: list[str]) -> None:
    before, data = call("confirmed", successions={"1208800767": "1234567891"}), {**SUCCESSION, "former": former}
    data["successor"] = successor
    refused = Scene(CALL).refused(before, "record_succession", data, AGENCY, "2025-07-01 10:00")
    assert refused == {"call.succession": {"brn": wrong}}
