"""The witness of each condition of a project."""

from collections.abc import Mapping
from typing import Any

from states.context import Stream
from states.roles import CLOCK, Actor
from tests.states.guards.witness import Witness, unborn
from tests.states.scene import AGENCY, MINISTRY, SHA, stream
from tests.states.test_project import (
    APPLICATION,
    CALL,
    DECISION,
    JANGSU,
    JUDGED,
    LEAD,
    MUNICIPALITY,
    NEXT,
    OBJECTION,
    OTHER_LEAD,
    PEOPLE,
    PLACE,
    PLEDGE,
    PROVINCE,
    REPORT,
    RESULT,
    SEOUL,
    SETTINGS,
    SIGNATURE,
    SIGNED,
    UNIVERSITY,
    budget,
    budgeted,
    granted,
    standing,
)

TAKEN_OVER: Mapping[str, Any] = {
    "area": "52740", "ministries": ["MSS", "MOIS"], "title": "장수 오미자", "fiscal_year": 2025, "award": 600_000_000,
    "province_pledge": 130_000_000, "municipality_pledge": 130_000_000, "agreement_no": "2025-1",
    "starts_on": "2025-02-01", "ends_on": "2026-12-31", "imported": {"file": SHA, "row": 2},
}  # fmt: skip
TIMER = {"deadline": "x"}
DAY, RECEPTION, AFTER = "2025-01-13 10:00", "2024-12-10 10:00", "2024-12-23 10:00"


def witness(
    before: Stream, trigger: str, data: Mapping[str, Any], actor: Actor, when: str = DAY, *, call: Stream = CALL,
    **rest: Any,
) -> Witness:  # fmt: skip
    return Witness(before, trigger, data, actor, when, family=(call,), **rest)


def with_settings(**settings: Any) -> Stream:
    return stream("call-2025-2", "open", settings={**SETTINGS, **settings})


def register(change: Mapping[str, Any], lead: Actor = LEAD, when: str = RECEPTION) -> Witness:
    return witness(unborn("project"), "register", {**PLACE, **change}, lead, when)


def submit(change: Mapping[str, Any], when: str = RECEPTION, *, call: Stream = CALL, **facts: Any) -> Witness:
    place = stream("project-1", "draft", {"call": CALL.id}, **{**PLACE, "province": "52", "lead": LEAD.org, **facts})
    return witness(place, "submit", {**APPLICATION, **change}, LEAD, when, call=call)


def with_deadline(state: str, kind: str, expires: str, **facts: Any) -> Stream:
    before = standing(state, **facts)
    deadline = {"id": f"{kind}@1", "kind": kind, "due_date": expires[:10], "expires": expires}
    return Stream(
        before.id, before.kind, state, 1, facts=before.facts, parents=before.parents, deadlines={kind: deadline}
    )


def signed(change: Mapping[str, Any], **facts: Any) -> Witness:
    before = standing("agreement_pending", **{"plan_version": "2025-1", "signatures": [SIGNATURE], **PLEDGE, **facts})
    return witness(before, "sign_agreement", {**SIGNED, **change}, AGENCY, "2025-02-03 10:00")


def continued(
    change: Mapping[str, Any], *, call: Stream = CALL, held: Mapping[tuple[str, str], int] | None = None, **facts: Any
) -> Witness:
    data = {"grade": "average", "amount": 800_000_000, "evaluators": ["e1"], **change}
    before = standing("annual_evaluation", **facts)
    return witness(before, "continue_round", data, AGENCY, "2026-01-20 09:00", call=call, held=held or {})


def supplemented(change: Mapping[str, Any]) -> Witness:
    data = {"plan": APPLICATION["plan"], "answered": ["s1"], "municipality_confirmed": True, **change}
    return witness(standing("supplementing", supplements=["s1"]), "finish_supplement", data, AGENCY)


def concluded(**change: Any) -> Witness:
    data = DECISION | {"sanction_amount": 1_000, "restriction_years": 1} | change
    return witness(standing("sanction_review", was="closed"), "conclude_sanction", data, MINISTRY)


STOP = {"grade": "very_poor", "opinion": "중단", "evaluators": ["e1"]}
RESULTS = {"results_report": SHA, "year": 2027}
PAID = {"source": "national", "amount": 1, "paid_on": "2025-02-10", "document": SHA}
WITHDRAWAL = {"letter": SHA, "municipality_consents": True}
CANCELLATION = {"ground": "false_statement", "reason": "허위", "document": SHA, "exempt": "긴급"}
NEW_LEAD = [{"ref": "p3", "role": "lead", "rate": 30}]

APPLYING: Mapping[str, Witness] = {
    "area_eligible": register({"area": SEOUL}),
    "area_given_back": witness(
        standing("draft"), "withdraw", WITHDRAWAL, LEAD, AFTER, gives_back=(("area", f"call-2025-2/{JANGSU}"),)
    ),
    "call_announced": register({}, when="2024-12-02 23:59:59"),
    "cap_decided": submit({"ministries": ["MSS", "MOIS"]}),
    "cap_respected": submit(budget(900_000_001, 300_000_000, 300_000_000)),
    "change_approved": witness(standing("agreed"), "change_people", {"people": NEW_LEAD}, LEAD),
    "combination_possible": register({"ministries": ["MOIS", "MAFRA"]}),
    "confirmed_by_local_government": submit({"confirmations": {"municipality": True, "province": False}}),
    "designated_lead": register({}, OTHER_LEAD),
    "direct_share": submit({}, call=with_settings(direct_indirect_split=60)),
    "funding_balanced": submit(budget(900_000_000, 200_000_000, 185_714_285)),
    "kinds_known": submit({"participants": [{"org": "firm", "kind": "company"}]}),
    "links_designated": register({"evidence": {"MOJ": {"document": SHA, "dated": "2024-12-11"}}}),
    "links_proven": register({"evidence": {}}),
    "mandatory_items": submit({"programme_items": ["p6a"]}),
    "mandatory_programmes": submit({"programmes": ["package"]}),
    "ministries_linked": register({"area": "26110"}, Actor("b", "lead", "tp-busan")),
    "municipality_consents": witness(standing("screening"), "withdraw", {"letter": SHA}, LEAD, AFTER),
    "national_asked": submit(budget(0, 1, 0)),
    "one_lead_researcher": submit({"people": PEOPLE[1:]}),
    "one_project_an_area": witness(
        unborn("project"), "register", PLACE, LEAD, RECEPTION, held={("area", f"call-2025-2/{JANGSU}"): 1}
    ),
    "other_kinds_reasoned": submit({"participants": [{"org": "o", "kind": "other"}]}),
    "participants_once": submit({"participants": [UNIVERSITY, UNIVERSITY]}),
    "people_once": submit({"people": [*PEOPLE, PEOPLE[1]]}),
    "programmes_known": submit({"programmes": ["foreign", "cooking"]}),
    "province_alone": submit(
        budget(700_000_000, 299_999_999, 1) | {"ministries": ["MSS", "MAFRA"]}, area="50110",
        call=with_settings(caps_2_ministries=700_000_000),
    ),
    "province_share": submit(budget(700_000_000, 149_999_999, 150_000_001)),
    "rates_given_back": witness(
        standing("screening"), "withdraw", WITHDRAWAL, LEAD, AFTER, gives_back=(("person", "p1"), ("person", "p2"))
    ),
    "rates_high_enough": submit({"people": [{"ref": "p1", "role": "lead", "rate": 29}]}),
    "rates_over_all_projects": witness(
        standing("submitted"), "revise", {}, LEAD, RECEPTION, held={("person", "p1"): 71}
    ),
    "received_in_time": submit({}, "2024-12-20 18:00:00.001"),
    "reception_begun": witness(standing("announced"), "start_draft", {}, LEAD, "2024-12-09 08:59:59.999"),
    "reception_over": witness(standing("draft"), "expire", TIMER, CLOCK, "2024-12-20 18:00"),
    "required_parts": submit({"plan": {"document": SHA}}),
}  # fmt: skip
"""Registration, application, withdrawal, people."""

JUDGING: Mapping[str, Witness] = {
    "another_panel": witness(
        standing("objection_rejection", panel=["e1"], was="reserve"), "dismiss_rejection",
        JUDGED | {"review_panel": ["r1", "e1"]}, AGENCY,
    ),
    "asked_once": witness(
        standing("screening", items=["직인"]), "request_supplement", {"items": ["직인"], "reason": "누락"}, AGENCY
    ),
    "hearing_held": witness(
        standing("submitted"), "disqualify", {"ground": "false_fact", "reason": "허위", "document": SHA}, MINISTRY
    ),
    "known_reason": witness(
        standing("screening"), "screen_out", {"ground": "taste", "reason": "취향", "notice": SHA}, AGENCY
    ),
    "objected_once": witness(
        with_deadline("reserve", "objection", "2025-01-31T15:00:00.000000Z", objected=["reserve"]),
        "object_rejection", OBJECTION, LEAD,
    ),
    "objection_in_time": witness(
        with_deadline("reserve", "objection", "2025-01-12T15:00:00.000000Z"), "object_rejection", OBJECTION, LEAD,
        "2025-01-13 00:00",
    ),
    "supplied_in_time": witness(
        with_deadline("supplement_requested", "supplement_screening", "2025-01-12T15:00:00.000000Z"),
        "supply_supplement", {"documents": [{"kind": "seal", "sha256": SHA}]}, LEAD, "2025-01-13 00:00",
    ),
}  # fmt: skip
"""Screening, evaluation, objection."""

AGREEING: Mapping[str, Witness] = {
    "all_signed": signed({}, participants=[UNIVERSITY]),
    "award_lowered": witness(
        standing("accepted"), "reduce_award", {"amount": 900_000_000, "reason": "예산"}, CLOCK
    ),
    "award_within_cap": witness(standing("scored"), "notify_selected", {"amount": 900_000_001}, CLOCK),
    "change_is_the_agencys": witness(
        standing("agreed"), "change_agreement",
        {"kind": "approval", "subject": "사업비", "request": SHA, "reason": "변경"}, LEAD,
    ),
    "ground_shown": witness(
        standing("agreement_pending"), "cancel_selection", CANCELLATION | {"ground": "period_missed"}, MINISTRY
    ),
    "items_complete": signed({"agreement_items": SIGNED["agreement_items"][1:]}),
    "local_money_budgeted": witness(
        standing("agreed", pledges={"2025": {"province": 200_000_000}}), "record_payment", granted("province"),
        PROVINCE,
    ),
    "local_vote_taken": witness(
        standing("agreed"), "budget_local_money", budgeted("province"), PROVINCE, "2025-03-18 23:59"
    ),
    "match_pledged": signed({}, municipality_pledge=185_714_285),
    "not_above_award": witness(standing("accepted"), "confirm", {"amount": 900_000_001}, CLOCK),
    "own_payment": witness(standing("agreed"), "record_payment", PAID, MUNICIPALITY),
    "payment_due": witness(
        standing("agreed"), "record_payment", {**PAID, "amount": 900_000_001}, MINISTRY
    ),
    "regional_plan_reflected": signed({}, plan_version=""),
    "state_money_paid": witness(standing("agreed"), "begin_round", {"rcms_account": "RCMS-1"}, LEAD),
    "supplement_confirmed": supplemented({"municipality_confirmed": False}),
    "supplements_answered": supplemented({"answered": ["s2"]}),
    "term_fits": signed({"ends_on": "2026-12-30"}),
}  # fmt: skip
"""From the award to the grant."""

RUNNING: Mapping[str, Witness] = {
    "another_year": witness(
        standing("results_followup", results_years=[2027], settled_on="2027-06-01"), "submit_results_report", RESULTS,
        LEAD, "2028-02-01 09:00",
    ),
    "carried_was_granted": witness(
        standing("supporting", round=2, payments={"2025": {"national": 5}}), "carry_over",
        {"year": 2025, "amount": 6, "interest": 0, "document": SHA}, AGENCY,
    ),
    "grade_continues": continued({"grade": "very_poor"}),
    "grade_stops": witness(
        standing("annual_evaluation", intended="stop_round"), "stop_round", STOP | {"grade": "average"}, AGENCY
    ),
    "known_grade": continued({"grade": "superb"}),
    "next_budget_matched": witness(
        standing("supporting"), "submit_annual_report",
        {**REPORT, "next_budget": {**NEXT, "municipality": 162_857_142}}, LEAD,
    ),
    "next_budget_recorded": continued({}, call=with_settings()),
    "next_year_of_area": continued({}, held={("area-year", f"{JANGSU}/2026"): 100_000_001}),
    "next_year_of_budget": continued({}, held={("budget", "call-2025-2/2026"): 2_200_000_001}),
    "next_year_within_cap": continued({"amount": 900_000_001}),
    "paid_in_full": witness(
        standing("closed", sanction_amount=1_000), "record_sanction_payment",
        {"amount": 999, "paid_on": "2027-07-21", "document": SHA}, MINISTRY,
    ),
    "payment_demandable": witness(standing("closed"), "demand_sanction_payment", {"document": SHA}, MINISTRY),
    "reexamination_in_time": witness(
        with_deadline("sanction_notified", "sanction_reexamination", "2025-01-12T15:00:00.000000Z"),
        "request_reexamination", {"document": SHA}, LEAD, "2025-01-13 00:00",
    ),
    "reduced_for_missing_match": continued({}, pledges={"2025": {"province": 200}}),
    "refunded": witness(standing("settlement", refund=5), "settle", {"refunded": 4, "statement": SHA}, AGENCY),
    "refunded_or_in_collection": witness(
        standing("termination_settlement", refund=5), "settle_termination", {"refunded": 4, "statement": SHA}, AGENCY
    ),
    "heard_out": witness(
        with_deadline("special_evaluation", "explanation", "2025-01-20T15:00:00.000000Z"), "special_stop", RESULT,
        AGENCY,
    ),
    "hearing_noticed": witness(standing("annual_evaluation"), "stop_round", STOP, AGENCY),
    "restriction_within": concluded(restriction_years=11),
    "results_reported": witness(
        standing("results_followup", results_years=[2027]), "close", {"document": SHA}, AGENCY
    ),
    "sanction_paid": witness(
        standing("results_followup", results_years=[2027, 2028], sanction_amount=1_000), "close", {"document": SHA},
        AGENCY,
    ),
    "settlement_notified": witness(standing("settlement"), "settle", {"refunded": 0, "statement": SHA}, AGENCY),
    "usage_reported": witness(
        standing("settlement"), "notify_settlement", {"refund": 5, "accountant": "a1", "statement": SHA}, AGENCY
    ),
    "taken_over_share": witness(
        unborn("project"), "take_over_agreed", TAKEN_OVER, AGENCY,
        held={("area-year", "52740/2025"): 300_000_001},
    ),
    "term_of_state": witness(
        unborn("project"), "take_over_final_report", {**TAKEN_OVER, "fiscal_year": 2026}, AGENCY
    ),
    "year_of_term": witness(unborn("project"), "take_over_round_two", TAKEN_OVER, AGENCY),
    "within_asked": continued({"amount": 800_000_001}),
}  # fmt: skip
"""Rounds, settlement, sanctions, the end."""

WITNESSES: Mapping[str, Witness] = {**APPLYING, **JUDGING, **AGREEING, **RUNNING}
