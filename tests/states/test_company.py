"""A company's walk: reception, K-TOP, caps and self-pay, a hearing before a cancellation, recovery."""

from typing import Any

import pytest

from states.catalogue import company_refusals
from states.company import COMPANY
from states.context import UNBORN, Stream
from states.machine import compiled
from states.payloads.common import MOST
from states.roles import CLOCK
from tests.states.scene import AGENCY, FIRM, LEAD, SHA, Scene, claimed, codes_of, moved, rules, stream

SETTINGS = {
    "company_objection_days": 10, "company_objection_decision_days": 20, "correction_days": 14, "repayment_days": 30,
}  # fmt: skip
CALL = stream("call-1", "confirmed", settings=SETTINGS)
PROJECT = stream("project-1", "supporting", {"call": "call-1"}, lead="gwtp", ministries=["MSS", "MOJ"])
SUPPORT = stream(
    "support-1", "recruiting", {"call": "call-1", "project": "project-1"},
    programmes=["commercialisation", "productivity", "foreign", "awareness", "own-addition"],
    opens_at="2025-03-04T09:00:00+09:00", closes_at="2025-03-21T18:00:00+09:00",
)  # fmt: skip
BRN = "1234567891"
APPLICATION = {
    "support": "support-1", "programmes": ["commercialisation", "productivity", "foreign"], "sales": 999_999_999,
    "document": SHA,
}  # fmt: skip
KTOP = {
    "index": 6_050, "infrastructure": 5_000, "input": 6_000, "activity": 7_000, "output": 6_200, "grade": "B",
    "version": "2025", "measured_on": "2025-03-24", "source": "ktop.csv:2", "quantitative_items": 10, "finance": True,
}  # fmt: skip
ITEMS = [
    {"programme": "commercialisation", "item": "p2c", "amount": 50_000_000, "self_pay": 2_631_579},
    {"programme": "productivity", "item": "p5a", "amount": 30_000_000, "self_pay": 30_000_000},
    {"programme": "foreign", "item": "p6a", "amount": 10_000_000, "self_pay": 600_000},
]
SELECTION = {"items": ITEMS, "year": 2025}


def in_support(state: str, **facts: Any) -> Scene:
    return Scene(COMPANY, CALL, PROJECT, moved(SUPPORT, state, **facts))


@pytest.fixture
def scene() -> Scene:
    return in_support("recruiting")


def company(state: str, **facts: Any) -> Stream:
    known = {"brn": BRN, "support": "support-1", "programmes": APPLICATION["programmes"], "sales": 999_999_999}
    return stream("company-1", state, {"project": "project-1", "support": "support-1"}, **{**known, **facts})


def selected(state: str = "selected", **facts: Any) -> Stream:
    given = {"items": ITEMS, "year": 2025, "amount": 90_000_000, "self_pay": 33_231_579}
    return company(state, **{**given, **facts})


def unborn() -> Stream:
    return Stream("company-1", "company", UNBORN)


def test_every_row_is_compiled_and_every_refusal_has_its_texts() -> None:
    named = {(row.trigger, source) for row in COMPANY.rows for source in row.sources}
    assert {(trigger, source) for trigger, source, _ in compiled(COMPANY).edges()} == named
    codes = codes_of(COMPANY)
    assert codes == set(company_refusals.REFUSALS)


def test_a_letter_comes_before_the_projects_submission_with_a_valid_number(scene: Scene) -> None:
    letter = {"brn": BRN, "signed_on": "2024-12-10", "document": SHA}
    scene.family = [CALL, moved(PROJECT, "draft")]
    after, step = scene.begin("give_letter", letter, LEAD, "2024-12-10 10:00")
    assert (after.state, claimed(step)) == ("interested", {("letter", f"project-1/{BRN}"): (1, 1)})
    scene.family = [CALL, moved(PROJECT, "submitted")]
    assert scene.refused(unborn(), "give_letter", letter | {"brn": "1234567890"}, LEAD, "2024-12-10 10:00") == {
        "company.brn_invalid": {"brn": ["1234567890"]},
        "company.application_sent": {"state": "submitted"},
    }


@pytest.mark.parametrize("when", ["2025-03-04 09:00", "2025-03-21 18:00"])
def test_an_application_is_received_at_both_ends_of_reception(scene: Scene, when: str) -> None:
    after, step = scene.begin("apply_directly", APPLICATION | {"brn": BRN}, FIRM, when)
    assert (after.state, claimed(step)) == ("applied", {("company", f"support-1/{BRN}"): (1, 1)})
    assert after.parents == {"call": "call-1", "project": "project-1", "support": "support-1"}


@pytest.mark.parametrize("when", ["2025-03-04 08:59:59.999", "2025-03-21 18:00:00.001"])
def test_an_application_outside_reception_is_refused_whatever_the_step(when: str) -> None:
    for state in ("recruiting", "selecting"):
        refusals = in_support(state).refused(unborn(), "apply_directly", APPLICATION | {"brn": BRN}, FIRM, when)
        assert list(refusals) == ["company.reception_closed"]


@pytest.mark.parametrize("state", ["completed", "discontinued"])
def test_nobody_applies_to_a_support_that_has_ended(state: str) -> None:
    scene = in_support(state)
    refusals = scene.refused(unborn(), "apply_directly", APPLICATION | {"brn": BRN}, FIRM, "2025-03-10 10:00")
    assert refusals["company.reception_closed"]["closes_at"] == ""


def test_an_intent_lapses_only_by_a_support_of_its_own_project() -> None:
    interested = stream("company-1", "interested", {"project": "project-1"}, brn=BRN)
    data = {"support": "support-1", "reason": "모집 종료"}
    own = in_support("selecting")
    assert own.take(interested, "lapse", data, LEAD, "2025-04-01 10:00")[0].state == "lapsed"
    own.family = [CALL, PROJECT, stream("support-1", "selecting", {"project": "project-2"}, **SUPPORT.facts)]
    assert "company.other_project" in own.refused(interested, "lapse", data, LEAD, "2025-04-01 10:00")


def test_a_letter_becomes_an_application(scene: Scene) -> None:
    interested = stream("company-1", "interested", {"project": "project-1"}, brn=BRN)
    after, _ = scene.take(interested, "apply", APPLICATION, FIRM, "2025-03-10 10:00")
    assert (after.state, after.facts["support"], after.facts["sales"]) == ("applied", "support-1", 999_999_999)


def test_an_application_goes_to_a_support_of_the_project_and_its_programmes(scene: Scene) -> None:
    other = stream("support-1", "recruiting", {"project": "project-2"}, **SUPPORT.facts)
    scene.family = [CALL, PROJECT, other]
    data = APPLICATION | {"brn": BRN, "programmes": ["awareness", "package"]}
    assert scene.refused(unborn(), "apply_directly", data, FIRM, "2025-03-10 10:00") == {
        "company.other_project": {"support": "support-1"},
        "company.programme_not_offered": {"programmes": ["awareness", "package"]},
    }


def test_withdrawing_frees_the_place_for_another_application(scene: Scene) -> None:
    after, step = scene.take(company("applied"), "withdraw", {"document": SHA}, FIRM, "2025-03-10 10:00")
    assert (after.state, claimed(step)) == ("withdrawn", {("company", f"support-1/{BRN}"): (0, 1)})


def test_a_letter_lapses_after_the_reception_it_missed(scene: Scene) -> None:
    interested = stream("company-1", "interested", {"project": "project-1"}, brn=BRN)
    data = {"reason": "신청 없음", "support": "support-1"}
    assert list(scene.refused(interested, "lapse", data, LEAD, "2025-03-21 18:00")) == ["company.intent_stands"]
    assert scene.take(interested, "lapse", data, LEAD, "2025-03-21 18:00:01")[0].state == "lapsed"


def test_the_check_begins_after_reception(scene: Scene) -> None:
    assert list(scene.refused(company("applied"), "check", {}, LEAD, "2025-03-21 18:00")) == [
        "company.reception_running"
    ]
    assert scene.take(company("applied"), "check", {}, LEAD, "2025-03-21 18:00:01")[0].state == "checking"


def test_evaluation_waits_for_ktop_where_a_programme_asks_for_it(scene: Scene) -> None:
    score = {"score": 8_000, "opinion": "성장성 우수"}
    assert list(scene.refused(company("checking"), "evaluate", score, LEAD, "2025-03-25 10:00")) == ["company.no_ktop"]
    addition = company("checking", programmes=["own-addition"])
    assert scene.take(addition, "evaluate", score, LEAD, "2025-03-25 10:00")[0].state == "evaluated"
    half = {"ktop": KTOP | {"quantitative_items": 9}}
    assert scene.refused(company("checking"), "record_ktop", half, LEAD, "2025-03-25 10:00") == {
        "company.ktop_incomplete": {"items": 9, "finance": True}
    }
    measured, _ = scene.take(company("checking"), "record_ktop", {"ktop": KTOP}, LEAD, "2025-03-25 10:00")
    assert scene.take(measured, "evaluate", score, LEAD, "2025-03-25 10:00")[0].state == "evaluated"


def test_only_the_target_group_of_the_municipality_is_evaluated(scene: Scene) -> None:
    """Where the plan names the lines of business it fosters (공고 §1), no other goes on."""
    fostering = moved(PROJECT, PROJECT.state, plan={"target_group": ["오미자 가공", "주류"]})
    scene.family = [fostering if each.kind == "project" else each for each in scene.family]
    measured, score = company("ktop_scored", ktop=KTOP), {"score": 8_000, "opinion": "성장성 우수"}
    for given, named in ((score, ""), (score | {"business": "화장품"}, "화장품")):
        assert scene.refused(measured, "evaluate", given, LEAD, "2025-03-25 10:00") == {
            "company.not_of_target": {"business": named, "target": ["오미자 가공", "주류"]}
        }
    after, _ = scene.take(measured, "evaluate", score | {"business": "주류"}, LEAD, "2025-03-25 10:00")
    assert (after.state, after.facts["business"]) == ("evaluated", "주류")


def test_the_whole_cap_can_be_selected_and_is_claimed_by_group_and_year() -> None:
    before = company("evaluated", ktop=KTOP)
    after, step = in_support("selecting").take(before, "select", SELECTION, LEAD, "2025-03-26 10:00")
    assert (after.facts["amount"], after.facts["self_pay"]) == (90_000_000, 33_231_579)
    assert claimed(step) == {
        ("company-year", f"{BRN}/2025/general"): (50_000_000, 50_000_000),
        ("company-year", f"{BRN}/2025/productivity"): (30_000_000, 30_000_000),
        ("company-year", f"{BRN}/2025/foreign"): (10_000_000, 10_000_000),
        ("company-year", f"{BRN}/2025/all"): (90_000_000, 90_000_000),
    }


NEXT = "1248100998"


def test_a_succession_carries_every_share_to_the_new_number() -> None:
    before = moved(selected("supported"), "supported", signed_on="2024-12-10", rcms="rcms-1")
    after, step = in_support("supporting").take(before, "succeed", {"brn": NEXT}, CLOCK, "2025-07-01 10:00", timer="r")
    keys = [("letter", "project-1/{}"), ("company", "support-1/{}")]
    keys += [("company-year", f"{{}}/2025/{group}") for group in ("general", "productivity", "foreign", "all")]
    amounts = [1, 1, 50_000_000, 30_000_000, 10_000_000, 90_000_000]
    assert claimed(step) == {(scope, key.format(BRN)): (0, MOST) for scope, key in keys} | {
        (scope, key.format(NEXT)): (amount, MOST) for (scope, key), amount in zip(keys, amounts, strict=True)
    }
    assert (after.state, after.facts["brn"], after.facts["former_brns"]) == ("supported", NEXT, [BRN])


def test_a_share_given_back_does_not_follow() -> None:
    _, step = in_support("supporting").take(
        selected("gave_up"), "succeed", {"brn": NEXT}, CLOCK, "2025-07-01 10:00", timer="r"
    )
    assert claimed(step) == {("company", f"support-1/{BRN}"): (0, MOST), ("company", f"support-1/{NEXT}"): (1, MOST)}


def test_a_number_that_was_succeeded_is_used_no_more(scene: Scene) -> None:
    scene.family[0] = moved(CALL, "confirmed", successions={BRN: NEXT})
    data = APPLICATION | {"brn": BRN}
    assert scene.refused(unborn(), "apply_directly", data, FIRM, "2025-03-10 10:00") == {
        "company.brn_succeeded": {"brn": BRN, "successor": NEXT}
    }


def test_an_application_answers_to_its_letter(scene: Scene) -> None:
    interested = stream("company-1", "interested", {"project": "project-1"}, brn=BRN, document="b" * 64)
    after, _ = scene.take(interested, "apply", APPLICATION, FIRM, "2025-03-10 10:00")
    assert after.facts["letter"] == "b" * 64
    for letters, expected in (([], ""), ([{"brn": BRN, "document": "c" * 64}], "c" * 64)):
        scene.family[1] = moved(PROJECT, "supporting", letters=letters)
        after, _ = scene.begin("apply_directly", APPLICATION | {"brn": BRN}, FIRM, "2025-03-10 10:00")
        assert after.facts["letter"] == expected


def test_items_are_sub_programmes_of_the_plan() -> None:
    scene = in_support("selecting", plan=[{"id": "commercialisation", "items": ["p2a", "p2b"]}])
    before = company("evaluated", ktop=KTOP, programmes=["commercialisation", "foreign", "own-addition"])
    items = [
        ITEMS[0], {k: v for k, v in ITEMS[2].items() if k != "item"},
        {"programme": "own-addition", "item": "p2a", "amount": 1, "self_pay": 1},
    ]  # fmt: skip
    refused = scene.refused(before, "select", {"items": items, "year": 2025}, LEAD, "2025-03-26 10:00")
    assert refused["company.item_not_planned"] == {"items": ["commercialisation/p2c", "foreign/", "own-addition/p2a"]}
    items = [{**ITEMS[0], "item": "p2b"}, ITEMS[2]]
    scene.take(before, "select", {"items": items, "year": 2025}, LEAD, "2025-03-26 10:00")


SALES = [(0, 5), (999_999_999, 5), (1_000_000_000, 10), (1_000_000_001, 10)]


@pytest.mark.parametrize(("sales", "percent"), SALES)
@pytest.mark.parametrize("off", [-1, 0, 1])
def test_the_bands_of_self_pay_on_both_sides_of_the_threshold(sales: int, percent: int, off: int) -> None:
    """공고 §3: general exactly, foreign at least, of support and self-pay together."""
    scene, before = in_support("selecting"), company("evaluated", ktop=KTOP, sales=sales)
    for item, amount, exact in ((ITEMS[0], 9_500_000, True), (ITEMS[2], 9_500_000, False)):
        asked = -(-amount * percent // (100 - percent))
        data = {"items": [{**item, "amount": amount, "self_pay": asked + off}], "year": 2025}
        if off == 0 or (off > 0 and not exact):
            scene.take(before, "select", data, LEAD, "2025-03-26 10:00")
        else:
            assert scene.refused(before, "select", data, LEAD, "2025-03-26 10:00")["company.self_pay"] == {
                "groups": [rules().programmes[1].group if exact else "foreign"], "given": [asked + off],
                "asked": [asked], "exact": [exact],
            }  # fmt: skip


@pytest.mark.parametrize(
    ("programme", "self_pay", "asked", "exact"),
    [
        ("commercialisation", 2_631_578, 2_631_579, True),
        ("commercialisation", 2_631_580, 2_631_579, True),
        ("productivity", 49_999_999, 50_000_000, False),
        ("foreign", 2_631_578, 2_631_579, False),
    ],
)
def test_a_wrong_self_pay_is_refused(programme: str, self_pay: int, asked: int, exact: bool) -> None:
    item = {"commercialisation": "p2c", "productivity": "p5a", "foreign": "p6a"}[programme]
    given = {"programme": programme, "item": item, "amount": 50_000_000, "self_pay": self_pay}
    data = {"items": [given], "year": 2025}
    before, scene = company("evaluated", ktop=KTOP), in_support("selecting")
    assert scene.refused(before, "select", data, LEAD, "2025-03-26 10:00")["company.self_pay"]["asked"] == [asked]
    assert scene.refused(before, "select", data, LEAD, "2025-03-26 10:00")["company.self_pay"]["exact"] == [exact]


def test_the_rounding_unit_the_call_decided_counts() -> None:
    scene = in_support("selecting")
    scene.family[0] = moved(CALL, "confirmed", settings=SETTINGS | {"rounding_unit": 1_000})
    item = {"programme": "commercialisation", "item": "p2c", "amount": 50_000_000, "self_pay": 2_632_000}
    data = {"items": [item], "year": 2025}
    after, _ = scene.take(company("evaluated", ktop=KTOP), "select", data, LEAD, "2025-03-26 10:00")
    assert after.facts["self_pay"] == 2_632_000


def test_every_reason_against_a_selection_at_once(scene: Scene) -> None:
    scene.family[0] = moved(CALL, "confirmed", settings=SETTINGS | {"ktop_cutoff": 61})
    item = {"programme": "package", "item": "p4a", "amount": 9_500_000, "self_pay": 500_000}
    before = company("evaluated", ktop=KTOP)
    assert scene.refused(before, "select", {"items": [item], "year": 2025}, LEAD, "2025-03-26 10:00") == {
        "company.support_elsewhere": {"state": "recruiting"},
        "company.item_not_applied": {"programmes": ["package"]},
        "company.ktop_too_low": {"index": 6_050, "cutoff": 6_100},
    }


def rejected(scene: Scene) -> Stream:
    return scene.take(company("evaluated"), "reject", {"reason": "예산"}, LEAD, "2025-03-26 10:00")[0]


def test_an_objection_is_possible_once_until_the_last_instant() -> None:
    scene = in_support("selecting")
    before = rejected(scene)
    assert before.deadlines["company_objection"]["expires"] == "2025-04-07T15:00:00.000000Z"  # 4/5 is a Saturday
    late = scene.refused(before, "object", {"document": SHA}, FIRM, "2025-04-08 00:00")
    assert list(late) == ["company.objection_late"]
    objecting, _ = scene.take(before, "object", {"document": SHA}, FIRM, "2025-04-07 23:59:59.999")
    assert set(objecting.deadlines) == {"company_objection_decision"}
    decision = {"decision": "재검토", "document": SHA}
    upheld, _ = scene.take(objecting, "uphold", decision, LEAD, "2025-04-10 10:00")
    assert (upheld.state, upheld.deadlines) == ("checking", {})
    again, _ = scene.take(moved(upheld, "evaluated"), "reject", {"reason": "예산"}, LEAD, "2025-04-11 10:00")
    assert list(scene.refused(again, "object", {"document": SHA}, FIRM, "2025-04-12 10:00")) == [
        "company.objected_before"
    ]
    assert scene.take(objecting, "dismiss", decision, LEAD, "2025-04-10 10:00")[0].state == "rejected"


def test_without_an_objection_the_rejection_becomes_final() -> None:
    scene = in_support("selecting")
    after, _ = scene.fire(rejected(scene), "company_objection", "2025-04-08 00:00:32")
    assert (after.state, after.deadlines) == ("rejected", {})


DEPOSIT = {"agreement": SHA, "signed_on": "2025-04-01", "cash": 30_000_000, "in_kind": 3_231_579}
COMPLETION = {
    "report": SHA, "deliverables_checked": True, "costs_settled": True, "spent": 90_000_000, "self_paid": 33_231_579,
}  # fmt: skip
BEGINNING = {"rcms": "rcms-1", "support_ends_at": "2025-11-30T23:59:59+09:00"}


def supported(scene: Scene) -> Stream:
    agreed, _ = scene.take(selected(), "agree", DEPOSIT, FIRM, "2025-04-01 10:00")
    return scene.take(agreed, "begin", BEGINNING, LEAD, "2025-04-02 10:00")[0]


def test_the_support_begins_after_the_deposit_in_step_six() -> None:
    less = DEPOSIT | {"cash": 29_999_999}
    assert in_support("reporting").refused(selected(), "agree", less, FIRM, "2025-04-01 10:00") == {
        "company.not_deposited": {"paid": 33_231_578, "asked": 33_231_579}
    }
    beyond = BEGINNING | {"support_ends_at": "2027-01-01T00:00:00+09:00"}
    refusals = in_support("reporting").refused(selected("agreed"), "begin", beyond, LEAD, "2025-04-02 10:00")
    assert list(refusals) == ["company.support_not_begun", "company.end_outside"]
    after = supported(in_support("supporting"))
    assert after.deadlines["company_support_end"]["expires"] == "2025-11-30T14:59:59.000001Z"


def test_a_correction_that_is_late_escalates_and_still_counts() -> None:
    scene = in_support("supporting")
    order = {"correction": "증빙 보완"}
    correcting, _ = scene.take(supported(scene), "order_correction", order, AGENCY, "2025-06-02 10:00")
    late, step = scene.fire(correcting, "correction", "2025-06-17 00:00:32")
    assert (late.state, set(late.deadlines)) == ("correcting", {"company_support_end"})
    assert [notice["letter"] for notice in step.notices] == ["company_escalation"]
    own = {"evidence": SHA, "accepted_by": "owner"}
    assert list(scene.refused(late, "correct", own, FIRM, "2025-06-18 10:00")) == ["company.not_accepted"]
    corrected, _ = scene.take(late, "correct", own | {"accepted_by": "planner"}, FIRM, "2025-06-18 10:00")
    assert corrected.state == "supported"


def test_inspections_add_up() -> None:
    scene, data = in_support("supporting"), {"checklist": ["현장 확인"], "document": SHA}
    first, _ = scene.take(supported(scene), "inspect", data, CLOCK, "2025-06-02 10:00", timer="reaction")
    second, _ = scene.take(first, "inspect", data, LEAD, "2025-07-01 10:00")
    assert second.facts["inspected_at"] == ["2025-06-02T01:00:00.000000Z", "2025-07-01T01:00:00.000000Z"]


def test_completion_needs_deliverables_and_settled_costs() -> None:
    scene = in_support("supporting")
    before = supported(scene)
    payment = {"won": 90_000_000, "paid_on": "2025-05-02", "document": SHA}
    assert scene.refused(before, "pay", payment | {"won": 90_000_001}, LEAD, "2025-05-02 10:00") == {
        "company.paid_too_much": {"paid": 90_000_001, "amount": 90_000_000}
    }
    before, _ = scene.take(before, "pay", payment, LEAD, "2025-05-02 10:00")
    data = COMPLETION
    wrong = data | {"deliverables_checked": False, "spent": 90_000_001}
    assert list(scene.refused(before, "complete", wrong, LEAD, "2025-11-28 10:00")) == [
        "company.deliverables", "company.costs", "company.self_pay_short",
    ]  # fmt: skip
    after, step = scene.take(before, "complete", data, LEAD, "2025-11-28 10:00")
    assert (after.state, after.deadlines, list(step.closed.values())) == ("completed", {}, ["met"])


def test_the_settlement_gives_back_what_was_not_spent_and_keeps_the_share() -> None:
    scene = in_support("supporting")
    before = moved(supported(scene), "supported", paid_out=90_000_000, spending={"2025-05": 80_000_000})
    spent = COMPLETION | {"spent": 80_000_000, "self_paid": 29_539_181}
    assert scene.refused(before, "complete", spent | {"returned": 9_999_999}, LEAD, "2025-11-28 10:00") == {
        "company.unspent_kept": {"unspent": 10_000_000, "returned": 9_999_999},
        "company.self_pay_short": {"self_paid": 29_539_181, "asked": 29_539_182},
    }
    exact = spent | {"self_paid": 29_539_182, "returned": 10_000_000}
    assert scene.take(before, "complete", exact, LEAD, "2025-11-28 10:00")[0].state == "completed"
    before = moved(before, "supported", spending={"2025-05": 80_000_001})
    assert scene.refused(before, "complete", exact, LEAD, "2025-11-28 10:00") == {
        "company.spending_differs": {"spent": 80_000_000, "recorded": 80_000_001}
    }


def test_the_months_of_rcms_replace_each_other() -> None:
    scene, before = in_support("supporting"), selected("supported")
    before, _ = scene.take(before, "record_spending", {"month": "2025-05", "won": 5}, LEAD, "2025-06-02 10:00")
    before, _ = scene.take(before, "record_spending", {"month": "2025-06", "won": 1}, AGENCY, "2025-07-02 10:00")
    before, _ = scene.take(before, "record_spending", {"month": "2025-05", "won": 7}, AGENCY, "2025-07-02 10:00")
    assert before.facts["spending"] == {"2025-05": 7, "2025-06": 1}


RELEASED = {
    ("company-year", f"{BRN}/2025/general"): (0, 50_000_000),
    ("company-year", f"{BRN}/2025/productivity"): (0, 30_000_000),
    ("company-year", f"{BRN}/2025/foreign"): (0, 10_000_000),
    ("company-year", f"{BRN}/2025/all"): (0, 90_000_000),
}


def test_giving_up_before_money_gives_the_years_share_back() -> None:
    scene = in_support("supporting")
    data = {"document": SHA, "paid": 0}
    _, step = scene.take(selected(), "give_up", data, FIRM, "2025-04-01 10:00")
    assert claimed(step) == RELEASED
    _, step = scene.take(supported(scene), "give_up", data, FIRM, "2025-06-01 10:00")
    assert claimed(step) == {}
    assert scene.refused(supported(scene), "give_up", data | {"paid": 1}, FIRM, "2025-06-01 10:00") == {
        "company.something_to_recover": {"paid": 1}
    }


HEARING = {"reason": "허위 자료", "notice": SHA}
CANCELLATION = {"cause": "false_data", "reason": "허위 자료", "recover": 40_000_000}


def test_no_cancellation_without_hearing_the_company() -> None:
    scene = in_support("supporting")
    before = moved(supported(scene), "supported", paid_out=90_000_000)
    assert scene.refused(before, "cancel", CANCELLATION, LEAD, "2025-07-01 10:00") == {
        "company.no_hearing": {"notified": False, "opinion_over": False}
    }
    heard, _ = scene.take(before, "hear", HEARING, LEAD, "2025-07-01 10:00")
    assert heard.deadlines["company_opinion"]["due_date"] == "2025-07-11"
    assert list(scene.refused(heard, "cancel", CANCELLATION, LEAD, "2025-07-05 10:00")) == ["company.no_hearing"]
    answered, _ = scene.take(heard, "cancel", CANCELLATION | {"opinion": "인정"}, LEAD, "2025-07-05 10:00")
    assert (answered.state, set(answered.deadlines)) == ("cancelled", {"repayment"})


def test_a_hearing_after_completion_its_end_and_the_recovery() -> None:
    scene = in_support("supporting")
    heard, _ = scene.take(
        selected("completed", rcms="rcms-1", paid_out=90_000_000), "hear", HEARING, LEAD, "2025-12-01 10:00"
    )
    silent, _ = scene.fire(heard, "company_opinion", "2025-12-12 00:00:32")
    more = CANCELLATION | {"recover": 90_000_001}
    assert scene.refused(silent, "cancel", more, LEAD, "2025-12-12 10:00") == {
        "company.recover_too_much": {"recover": 90_000_001, "paid": 90_000_000}
    }
    cancelled, step = scene.take(silent, "cancel", CANCELLATION, LEAD, "2025-12-12 10:00")
    assert claimed(step) == {}
    late, _ = scene.fire(cancelled, "repayment", "2026-01-13 00:00:32")
    assert (late.state, late.deadlines) == ("cancelled", {})
    assert scene.refused(late, "recover", {"repaid": 39_999_999, "statement": SHA}, LEAD, "2026-01-14 10:00") == {
        "company.not_repaid": {"repaid": 39_999_999, "recover": 40_000_000}
    }
    paid, _ = scene.take(late, "recover", {"repaid": 40_000_000, "statement": SHA}, AGENCY, "2026-01-14 10:00")
    assert paid.state == "recovered"


def test_a_new_hearing_starts_the_time_to_answer_again() -> None:
    scene = in_support("supporting")
    before = selected("supported", notice=SHA, opinion_over=True, paid_out=90_000_000)
    heard, _ = scene.take(before, "hear", HEARING, LEAD, "2025-07-01 10:00")
    assert list(scene.refused(heard, "cancel", CANCELLATION, LEAD, "2025-07-02 10:00")) == ["company.no_hearing"]


LIVE = [state.id for state in COMPANY.states if not state.terminal and state.id != "cancelled"]


@pytest.mark.parametrize("state", LIVE)
def test_a_discontinued_support_ends_every_company_on_its_way(scene: Scene, state: str) -> None:
    after, step = scene.take(company(state), "discontinue", {"reason": "중단"}, CLOCK, "2025-07-01 10:00", timer="r")
    assert (after.state, claimed(step)) == ("discontinued", {})


def test_discontinuing_before_money_gives_the_years_share_back(scene: Scene) -> None:
    _, step = scene.take(selected("agreed"), "discontinue", {"reason": "중단"}, CLOCK, "2025-07-01 10:00", timer="r")
    assert claimed(step) == RELEASED


@pytest.mark.parametrize("cause", ["not_sme", "not_target_group"])
def test_only_small_firms_of_the_target_group_pass_the_check(scene: Scene, cause: str) -> None:
    data = {"cause": cause, "reason": "육성 타겟군이 아님"}
    after, step = scene.take(company("checking"), "fail_check", data, LEAD, "2025-03-25 10:00")
    assert (after.state, after.facts["cause"], "evaluate" in _open_to(after)) == ("ineligible", cause, False)
    assert [notice["letter"] for notice in step.notices] == [COMPANY.by_name["fail_check"].notify[0].id]


def _open_to(before: Stream) -> set[str]:
    return {row.trigger for row in COMPANY.rows if before.state in row.sources}


def test_every_turn_of_a_support_is_told_to_the_company_and_to_the_lead_where_the_company_takes_it() -> None:
    told = {row.name: {role for each in row.notify for role in each.to} for row in COMPANY.rows}
    to_company = (
        "fail_check", "select", "waitlist", "reject", "object", "uphold", "dismiss", "agree", "pay",
        "order_correction", "correct", "complete", "hear", "cancel", "recover", "discontinue", "withdraw", "give_up",
    )  # fmt: skip
    assert [name for name in to_company if "company" not in told[name]] == []
    by_company = [row.name for row in COMPANY.rows if "company" in row.by]
    assert [name for name in by_company if "lead" not in told[name]] == []
