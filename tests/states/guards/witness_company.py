"""The witness of each condition of a company."""

from collections.abc import Mapping
from typing import Any

from states.context import Stream
from states.roles import CLOCK, Actor
from tests.states.guards.witness import Witness, unborn
from tests.states.scene import FIRM, LEAD, SHA, moved, stream
from tests.states.test_company import (
    APPLICATION,
    BEGINNING,
    BRN,
    CALL,
    COMPLETION,
    DEPOSIT,
    ITEMS,
    KTOP,
    PROJECT,
    SELECTION,
    SETTINGS,
    SUPPORT,
    company,
    selected,
)

LETTER = {"brn": BRN, "signed_on": "2024-12-10", "document": SHA}
DRAFT, SENT = moved(PROJECT, "draft"), moved(PROJECT, "submitted")
INTERESTED = stream("company-1", "interested", {"project": "project-1"}, brn=BRN)
ELSEWHERE = stream("support-1", "recruiting", {"project": "project-2"}, **SUPPORT.facts)
PAID = selected("supported", paid_out=90_000_000)
SUCCEEDED = moved(CALL, "confirmed", successions={BRN: "1248100998"})
PAYMENT = {"won": 90_000_001, "paid_on": "2025-05-02", "document": SHA}
FOSTERING = moved(PROJECT, PROJECT.state, plan={"target_group": ["주류"]})
CUT_OFF = moved(CALL, "confirmed", settings={**SETTINGS, "ktop_cutoff": 61})


def witness(
    before: Stream, trigger: str, data: Mapping[str, Any], actor: Actor = LEAD, when: str = "2025-03-10 10:00", *,
    support: Stream = SUPPORT, step: str = "", project: Stream = PROJECT, call: Stream = CALL, **rest: Any,
) -> Witness:  # fmt: skip
    family = (call, project, moved(support, step or support.state))
    return Witness(before, trigger, data, actor, when, family=family, **rest)


def applied(change: Mapping[str, Any], when: str = "2025-03-10 10:00", **rest: Any) -> Witness:
    return witness(unborn("company"), "apply_directly", {**APPLICATION, "brn": BRN, **change}, FIRM, when, **rest)


def chosen(change: Mapping[str, Any], step: str = "selecting", **rest: Any) -> Witness:
    return witness(company("evaluated", ktop=KTOP), "select", {**SELECTION, **change}, step=step, **rest)


def cancelled(recover: int, **facts: Any) -> Witness:
    data = {"cause": "false_data", "reason": "허위", "recover": recover, "opinion": "의견"}
    return witness(selected("supported", **facts), "cancel", data)


RELEASED = tuple(("company-year", f"{BRN}/2025/{group}") for group in ("general", "productivity", "foreign", "all"))

WITNESSES: Mapping[str, Witness] = {
    "accepted_by_lead": witness(
        selected("correcting"), "correct", {"evidence": SHA, "accepted_by": FIRM.id}, FIRM
    ),
    "applications_closed": witness(company("applied"), "check", {}, when="2025-03-21 18:00"),
    "before_submission": witness(unborn("company"), "give_letter", LETTER, project=SENT),
    "brn_valid": witness(unborn("company"), "give_letter", {**LETTER, "brn": "1234567890"}, project=DRAFT),
    "company_reception_open": applied({}, "2025-03-21 18:00:00.001"),
    "costs_settled": witness(PAID, "complete", {**COMPLETION, "spent": 90_000_001, "self_paid": 33_231_580}),
    "deliverables_checked": witness(PAID, "complete", {**COMPLETION, "deliverables_checked": False}),
    "ends_within_agreement": witness(
        selected("agreed"), "begin", {**BEGINNING, "support_ends_at": "2027-01-01T00:00:00+09:00"}, step="supporting"
    ),
    "first_objection": witness(company("not_selected", objected=True), "object", {"document": SHA}, FIRM),
    "hearing_held": cancelled(0),
    "intent_over": witness(INTERESTED, "lapse", {"reason": "신청 없음", "support": "support-1"}),
    "items_applied_for": chosen(
        {"items": [{"programme": "package", "item": "p4a", "amount": 9_500_000, "self_pay": 500_000}]}
    ),
    "items_planned": chosen({"items": [{**ITEMS[0], "item": "p6a"}]}),
    "ktop_complete": witness(company("checking"), "record_ktop", {"ktop": KTOP | {"quantitative_items": 9}}),
    "ktop_reached": chosen({}, call=CUT_OFF),
    "ktop_where_asked": witness(company("checking"), "evaluate", {"score": 8_000, "opinion": "우수"}),
    "of_target_group": witness(
        company("ktop_scored", ktop=KTOP), "evaluate", {"score": 8_000, "opinion": "우수", "business": "화장품"},
        project=FOSTERING,
    ),
    "nothing_to_recover": witness(selected("supported"), "give_up", {"document": SHA, "paid": 1}, FIRM),
    "number_in_use": applied({}, call=SUCCEEDED),
    "objection_in_time": witness(company("not_selected"), "object", {"document": SHA}, FIRM),
    "one_application": applied({}, held={("company", f"support-1/{BRN}"): 1}),
    "one_letter": witness(
        unborn("company"), "give_letter", LETTER, project=DRAFT, held={("letter", f"project-1/{BRN}"): 1}
    ),
    "paid_within_support": witness(selected("agreed"), "pay", PAYMENT),
    "programmes_offered": applied({"programmes": ["package"]}),
    "recovers_no_more": cancelled(90_000_001, notice=SHA),
    "release_application": witness(
        company("applied"), "withdraw", {"document": SHA}, FIRM, gives_back=(("company", f"support-1/{BRN}"),)
    ),
    "release_year_share": witness(
        selected(), "give_up", {"document": SHA, "paid": 0}, FIRM, gives_back=RELEASED
    ),
    "repays_within": witness(selected("cancelled", recover=1), "recover", {"repaid": 2, "statement": SHA}),
    "repaid": witness(selected("cancelled", recover=1), "recover", {"repaid": 0, "statement": SHA}),
    "sales_known": witness(company("evaluated", ktop=KTOP, sales=None), "select", SELECTION, step="selecting"),
    "self_pay_deposited": witness(selected(), "agree", {**DEPOSIT, "cash": 29_999_999}, FIRM),
    "self_pay_spent": witness(PAID, "complete", {**COMPLETION, "self_paid": 33_231_578}),
    "self_pay_right": chosen({"items": [{**ITEMS[0], "self_pay": 2_631_578}]}),
    "shares_follow": witness(
        selected(), "succeed", {"brn": "1248100998"}, CLOCK, gives_back=(*RELEASED, ("company", f"support-1/{BRN}"))
    ),
    "spending_as_recorded": witness(
        selected("supported", paid_out=90_000_000, spending={"2025-05": 1}), "complete", COMPLETION
    ),
    "support_choosing": chosen({}, step="recruiting"),
    "support_delivering": witness(selected("agreed"), "begin", BEGINNING, step="reporting"),
    "support_named_of_project": witness(
        INTERESTED, "lapse", {"reason": "모집 종료", "support": "support-1"}, when="2025-04-01 10:00",
        support=ELSEWHERE,
    ),
    "support_of_project": applied({}, support=ELSEWHERE),
    "unspent_returned": witness(PAID, "complete", {**COMPLETION, "spent": 89_999_999}),
    "year_share": chosen({}, held={("company-year", f"{BRN}/2025/all"): 1}),
}  # fmt: skip
