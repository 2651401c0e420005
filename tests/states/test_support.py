"""A support's eight steps: ① and ② before the company call, inspections before ⑦, preferences before the end."""

from typing import Any

import pytest

from states.catalogue import company_refusals, support_refusals
from states.company import COMPANY
from states.context import Stream
from states.guards.support import COMPANY_ENDS
from states.machine import compiled
from states.roles import CLOCK
from states.support import LIVE, SUPPORT
from tests.states.scene import AGENCY, LEAD, PARTNER, SHA, Scene, codes_of, moved, reactions, stream

SETTINGS = {"support_plan_days": 14, "support_review_days": 7, "selection_report_days": 7, "inspection_review_days": 7}
CALL = stream("call-1", "confirmed", settings={**SETTINGS, "finding_days": 10})
PROJECT = stream(
    "project-1", "supporting", {"call": "call-1"}, round=1, ministries=["MSS", "MOJ"], lead="gwtp", award=500_000_000,
    budget={"national": 600_000_000, "province": 130_000_000, "municipality": 90_000_000}, programmes=["own-addition"],
)  # fmt: skip
OPENING = {"order": 1, "round": 1, "programmes": ["commercialisation", "awareness", "foreign"]}


def planned(id: str, *items: str, per_company: int = 10_000_000, amount: int = 100_000_000) -> dict[str, Any]:
    return {"id": id, "items": list(items), "companies": 10, "per_company": per_company, "amount": amount}


PLANNED = [
    planned("commercialisation", "p2a"),
    planned("awareness", "p3a", per_company=0),
    planned("foreign", "p6a", "p6d"),
]
PLAN = {"plan": PLANNED, "ktop_use": "지수 상위 기업 우선", "analysis": SHA, "document": SHA}
NOTICE = {
    "notice_no": "강원TP 2025-1", "notice": SHA, "opens_at": "2025-03-04T09:00:00+09:00",
    "closes_at": "2025-03-21T18:00:00+09:00",
}  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    return Scene(SUPPORT, CALL, PROJECT)


def company(name: str, state: str, **facts: Any) -> Stream:
    return stream(f"company-{name}", state, {"project": "project-1", "support": "support-1"}, **facts)


def support(state: str, **facts: Any) -> Stream:
    return stream("support-1", state, **{"programmes": OPENING["programmes"], **facts})


def recruiting(scene: Scene) -> Stream:
    born, _ = scene.begin("open", OPENING, LEAD, "2025-02-10 10:00")
    reported, _ = scene.take(born, "report_plan", PLAN, LEAD, "2025-02-14 10:00")
    return scene.take(reported, "approve_plan", {"approval_no": "1"}, AGENCY, "2025-02-20 10:00")[0]


def test_every_row_is_compiled_and_every_refusal_has_its_texts() -> None:
    named = {(row.trigger, source) for row in SUPPORT.rows for source in row.sources}
    assert {(trigger, source) for trigger, source, _ in compiled(SUPPORT).edges()} == named
    codes = codes_of(SUPPORT)
    assert {code for code in codes if code.startswith("support.")} == set(support_refusals.REFUSALS)
    assert {code for code in codes if not code.startswith("support.")} <= set(company_refusals.REFUSALS)


def test_the_live_states_are_the_eight_steps() -> None:
    assert [state.step for state in LIVE] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert {state.id for state in COMPANY.states if state.terminal} == COMPANY_ENDS


def test_the_plan_is_due_and_reviewed_in_the_days_the_call_decided(scene: Scene) -> None:
    born, _ = scene.begin("open", OPENING, LEAD, "2025-02-10 10:00")
    assert {kind: each["due_date"] for kind, each in born.deadlines.items()} == {"support_plan": "2025-02-24"}
    reported, step = scene.take(born, "report_plan", PLAN, LEAD, "2025-02-14 10:00")
    assert {kind: each["due_date"] for kind, each in reported.deadlines.items()} == {"support_review": "2025-02-21"}
    assert list(step.closed.values()) == ["met"]
    returned, _ = scene.take(reported, "return_plan", {"points": ["기업 수"]}, AGENCY, "2025-02-17 10:00")
    assert (returned.state, returned.deadlines["support_plan"]["due_date"]) == ("planning", "2025-03-04")
    late, step = scene.fire(returned, "support_plan", "2025-03-05 00:00:32")
    assert (late.state, late.deadlines, step.notices[0]["to"]) == (
        "planning",
        {},
        [["lead", "gwtp"], ["agency", "tipa"]],
    )


def test_without_a_decided_length_a_support_does_not_open() -> None:
    scene = Scene(SUPPORT, stream("call-1", "confirmed"), PROJECT)
    assert list(scene.refused(Stream("support-2", "support"), "open", OPENING, LEAD, "2025-02-10 10:00")) == [
        "setting.undecided"
    ]


def test_a_support_opens_in_the_present_round_of_an_agreed_project(scene: Scene) -> None:
    scene.family = [CALL, moved(PROJECT, "accepted", round=1)]
    data = {"order": 1, "round": 2, "programmes": ["foreign", "own-addition", "invented"]}
    assert scene.refused(Stream("support-2", "support"), "open", data, LEAD, "2025-02-10 10:00") == {
        "support.project_not_agreed": {"state": "accepted"},
        "support.other_round": {"round": 2, "current": 1},
        "support.unknown_programme": {"programmes": ["invented"]},
    }


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (PLANNED[:2], {
            "support.programme_not_opened": {"programmes": ["foreign"]},
            "support.mandatory_programme": {"programmes": ["foreign"], "ministries": ["MSS", "MOJ"]},
        }),
        ([*PLANNED[:2], planned("foreign", "p6a")], {"support.mandatory_item": {"items": ["p6d"]}}),
        ([*PLANNED[:2], planned("foreign", "p6d", per_company=10_000_001)], {
            "support.over_cap": {"programmes": ["foreign"], "caps": [10_000_000]},
        }),
        ([*PLANNED[:2], planned("foreign", "p6d", amount=520_000_001)], {
            "support.over_award": {"asked": 720_000_001, "available": 720_000_000},
        }),
    ],
    ids=["without foreign staff", "without its translation", "over the cap", "over the money"],
)  # fmt: skip
def test_plans_that_are_refused(scene: Scene, plan: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    assert (
        scene.refused(support("planning"), "report_plan", PLAN | {"plan": plan}, LEAD, "2025-02-14 10:00") == expected
    )


def test_the_company_call_closes_by_its_timer_and_can_be_published_again(scene: Scene) -> None:
    published, _ = scene.take(recruiting(scene), "publish", NOTICE, LEAD, "2025-02-28 10:00")
    assert published.deadlines["company_reception"]["expires"] == "2025-03-21T09:00:00.000001Z"
    assert scene.refused(published, "publish", NOTICE, LEAD, "2025-03-01 10:00") == {
        "support.already_published": {"notice_no": "강원TP 2025-1"}
    }
    closed, _ = scene.fire(published, "company_reception", "2025-03-21 18:00:32")
    assert (closed.state, closed.deadlines) == ("selecting", {})
    further = NOTICE | {"closes_at": "2025-04-04T18:00:00+09:00", "reason": "신청 기업 부족"}
    again, _ = scene.take(closed, "readvertise", further, LEAD, "2025-03-24 10:00")
    assert (again.state, again.deadlines["company_reception"]["expires"]) == (
        "recruiting", "2025-04-04T09:00:00.000001Z",
    )  # fmt: skip


def test_publishing_waits_for_the_project_and_lies_ahead(scene: Scene) -> None:
    before = recruiting(scene)
    scene.family = [CALL, moved(PROJECT, "agreed")]
    assert list(scene.refused(before, "publish", NOTICE, LEAD, "2025-03-21 18:00")) == [
        "support.project_not_supporting", "support.reception_order",
    ]  # fmt: skip
    further = NOTICE | {"reason": "신청 기업 부족"}
    assert "support.not_published" in scene.refused(before, "readvertise", further, LEAD, "2025-02-28 10:00")


def test_the_company_call_does_not_close_at_its_last_instant(scene: Scene) -> None:
    published, _ = scene.take(recruiting(scene), "publish", NOTICE, LEAD, "2025-02-28 10:00")
    refusals = scene.refused(published, "close_company_call", {"deadline": "x"}, CLOCK, "2025-03-21 18:00")
    assert list(refusals) == ["support.reception_not_over"]


ITEMS = [{"programme": "commercialisation", "amount": 19_000_000, "self_pay": 1_000_000}]
KTOP = {"index": 6000}


def test_the_selection_lists_every_selected_company_with_its_amount(scene: Scene) -> None:
    scene.children = [
        company("a", "selected", amount=19_000_000, items=ITEMS, ktop=KTOP), company("b", "waitlisted"),
        company("c", "ineligible"),
    ]  # fmt: skip
    data = {"selection": [{"company": "company-a", "amount": 19_000_000}], "minutes": SHA}
    after, _ = scene.take(support("selecting"), "select_companies", data, LEAD, "2025-03-28 10:00")
    assert (after.state, set(after.deadlines)) == ("reporting", {"selection_report"})
    supporting, _ = scene.take(after, "report_selection", {"report": SHA}, LEAD, "2025-03-31 10:00")
    assert (supporting.state, supporting.deadlines) == ("supporting", {})


def test_selections_that_are_refused(scene: Scene) -> None:
    scene.children = [
        company("a", "selected", amount=19_000_000, items=ITEMS), company("b", "evaluated"),
    ]  # fmt: skip
    data = {"selection": [{"company": "company-a", "amount": 18_000_000}], "minutes": SHA}
    assert scene.refused(support("selecting"), "select_companies", data, LEAD, "2025-03-28 10:00") == {
        "support.companies_undecided": {"companies": ["company-b"]},
        "support.selection_differs": {"companies": ["company-a"]},
        "support.no_ktop": {"companies": ["company-a"]},
    }


def test_companies_are_only_listed_where_a_programme_gives_no_money(scene: Scene) -> None:
    data = {"programme": "awareness", "brns": ["1234567891"], "held_on": "2025-05-01"}
    first, _ = scene.take(support("supporting"), "record_participants", data, LEAD, "2025-05-02 10:00")
    second, _ = scene.take(first, "record_participants", data | {"held_on": "2025-06-01"}, LEAD, "2025-06-02 10:00")
    assert second.facts["participants"] == [data, data | {"held_on": "2025-06-01"}]
    wrong = data | {"programme": "foreign", "brns": ["1234567890"]}
    assert scene.refused(first, "record_participants", wrong, LEAD, "2025-06-02 10:00") == {
        "support.programme_gives_money": {"programme": "foreign"},
        "company.brn_invalid": {"brn": ["1234567890"]},
    }


INSPECTION = {"company": "company-a", "checklist": ["현장 확인"], "document": SHA}


def test_a_finding_is_due_from_the_oldest_open_one_until_all_are_cured(scene: Scene) -> None:
    scene.children = [company("a", "supported"), company("b", "supported")]
    first, step = scene.take(
        support("supporting"), "record_finding", INSPECTION | {"finding": "증빙 누락"}, AGENCY, "2025-06-02 10:00"
    )
    assert first.deadlines["finding"]["due_date"] == "2025-06-12"
    assert reactions(step) == [
        ("company-a", "inspect", {"checklist": ["현장 확인"], "document": SHA, "finding": "증빙 누락"})
    ]
    second, _ = scene.take(
        first,
        "record_finding",
        INSPECTION | {"company": "company-b", "finding": "장비 미설치"},
        LEAD,
        "2025-06-09 10:00",
    )
    assert second.deadlines["finding"]["due_date"] == "2025-06-12"
    half = {"cured": ["company-a"], "evidence": SHA}
    assert scene.refused(second, "cure_findings", half, LEAD, "2025-06-10 10:00") == {
        "support.finding_not_open": {"companies": ["company-b"]}
    }
    cured, _ = scene.take(
        second, "cure_findings", half | {"cured": ["company-a", "company-b"]}, LEAD, "2025-06-10 10:00"
    )
    assert (cured.facts["findings"], cured.deadlines) == ({}, {})


def test_the_inspection_is_reported_when_every_supported_company_was_inspected(scene: Scene) -> None:
    scene.children = [company("a", "supported"), company("b", "completed"), company("c", "rejected")]
    first, _ = scene.take(support("supporting"), "record_inspection", INSPECTION, LEAD, "2025-06-02 10:00")
    assert scene.refused(first, "report_inspection", {"report": SHA}, LEAD, "2025-06-03 10:00") == {
        "support.not_inspected": {"companies": ["company-b"]}
    }
    assert scene.refused(
        first, "record_inspection", INSPECTION | {"company": "company-c"}, LEAD, "2025-06-03 10:00"
    ) == {"support.not_supported": {"company": "company-c"}}
    second, step = scene.take(
        first, "record_inspection", INSPECTION | {"company": "company-b"}, AGENCY, "2025-06-03 10:00"
    )
    assert reactions(step) == []
    third, _ = scene.take(second, "report_inspection", {"report": SHA}, LEAD, "2025-06-04 10:00")
    assert (third.state, third.deadlines["inspection_review"]["due_date"]) == ("inspection", "2025-06-11")


def test_an_open_finding_is_accepted_only_with_a_day(scene: Scene) -> None:
    open_ = support(
        "inspection", findings={"company-a": {"finding": "누락", "found_at": "2025-06-02T01:00:00.000000Z"}}
    )
    assert scene.refused(open_, "accept_inspection", {}, AGENCY, "2025-06-05 10:00") == {
        "support.findings_open": {"companies": ["company-a"]}
    }
    data = {"scheduled": [{"company": "company-a", "until": "2025-06-30"}]}
    assert scene.take(open_, "accept_inspection", data, AGENCY, "2025-06-05 10:00")[0].state == "preference"


GRANTED = {"granted": True, "what": "비자 우대", "beneficiary": "51750", "document": SHA}


def test_a_support_ends_when_each_partner_recorded_and_each_company_ended(scene: Scene) -> None:
    scene.children = [company("a", "completed"), company("b", "cancelled")]
    before = support("preference")
    assert scene.refused(before, "complete", {}, AGENCY, "2025-12-01 10:00") == {
        "support.preference_missing": {"ministries": ["MOJ"]},
        "support.company_running": {"companies": ["company-b"]},
    }
    recorded, _ = scene.take(before, "record_preference", GRANTED, PARTNER, "2025-12-01 10:00")
    assert recorded.facts["preferences"] == {"MOJ": GRANTED}
    built = GRANTED | {"facilities": ["기숙사"]}
    again, _ = scene.take(recorded, "record_preference", built, PARTNER, "2025-12-01 11:00")
    assert again.facts["preferences"] == {"MOJ": built}
    scene.children[1] = moved(scene.children[1], "recovered")
    assert scene.take(recorded, "complete", {}, AGENCY, "2025-12-02 10:00")[0].state == "completed"


def test_a_ministry_outside_the_project_records_nothing(scene: Scene) -> None:
    scene.family = [CALL, moved(PROJECT, "supporting", ministries=["MSS", "MAFRA"])]
    assert scene.refused(support("supporting"), "record_preference", GRANTED, PARTNER, "2025-12-01 10:00") == {
        "support.ministry_not_partner": {"org": "MOJ", "partners": ["MAFRA"]}
    }


@pytest.mark.parametrize("state", [state.id for state in LIVE])
def test_discontinuing_reaches_every_running_company_but_no_recovery(scene: Scene, state: str) -> None:
    scene.children = [company("a", "supported"), company("b", "completed"), company("c", "cancelled")]
    data = {"reason": "협약해약"}
    after, step = scene.take(support(state), "discontinue", data, CLOCK, "2025-12-01 10:00", timer="reaction")
    assert (after.state, reactions(step)) == ("discontinued", [("company-a", "discontinue", data)])
