"""The lifecycle of a company in a project: from its letter of intent to the end of its support."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from states import laws
from states.context import Context
from states.deadline_rows import deadline_rows
from states.guards.company import (
    accepted_by_lead,
    applications_closed,
    before_submission,
    brn_valid,
    company_reception_open,
    deliverables_checked,
    ends_within_agreement,
    first_objection,
    groups,
    hearing_held,
    intent_over,
    items_applied_for,
    items_planned,
    ktop_complete,
    ktop_reached,
    ktop_where_asked,
    objection_in_time,
    of_target_group,
    one_application,
    one_letter,
    programmes_offered,
    release_application,
    release_year_share,
    repaid,
    sales_known,
    self_pay_deposited,
    self_pay_right,
    support_choosing,
    support_delivering,
    support_named_of_project,
    support_of_project,
    year_share,
)
from states.guards.company_money import (
    add_month,
    add_payment,
    costs_settled,
    match_letter,
    note_succession,
    nothing_to_recover,
    number_in_use,
    paid_within_support,
    recovers_no_more,
    repays_within,
    self_pay_spent,
    shares_follow,
    spending_as_recorded,
    unspent_returned,
)
from states.guards.shared import sequence
from states.instants import read, written
from states.lifecycle import STAY, UNBORN, Deadline, Lifecycle, Notice, State, T
from states.payloads.common import Decided, Expiry, Filed, Reasoned
from states.payloads.company import (
    Application,
    Beginning,
    CheckFailure,
    CompanyAgreement,
    CompanyCancellation,
    CompanyInspection,
    Completion,
    Correction,
    CorrectionOrder,
    DirectApplication,
    Evaluation,
    GivingUp,
    Hearing,
    KtopRecord,
    Lapse,
    LetterOfIntent,
    Recovery,
    Selection,
    Spending,
    Succession,
    SupportPayment,
    Waitlisting,
)
from states.proposals import with_second_person
from states.roles import AGENCY, LEAD, SYSTEM
from states.roles import COMPANY as COMPANY_ROLE

OWN_SCHEDULE = "선정 일정은 주관기관의 모집 공고를 따름 / follows the lead's company call"

INTERESTED = State(
    "interested", "참여의향", "Interested", phase="application", cite="공고 §3", owner=COMPANY_ROLE,
    open_end="모집 공고를 기다림 / waits for the company call",
)  # fmt: skip
APPLIED = State("applied", "신청", "Applied", phase="application", cite="공고 §3 ③", owner=LEAD, open_end=OWN_SCHEDULE)
WITHDRAWN = State("withdrawn", "신청취하", "Withdrawn", phase="end", cite="common", terminal=True)
LAPSED = State("lapsed", "의향 소멸", "Lapsed", phase="end", cite="common", terminal=True)
CHECKING = State(
    "checking", "자격검토", "Checking", phase="selection", cite="공고 §1", owner=LEAD, open_end=OWN_SCHEDULE
)
INELIGIBLE = State("ineligible", "부적격", "Ineligible", phase="selection", cite="common", owner=COMPANY_ROLE)
KTOP_SCORED = State(
    "ktop_scored", "K-TOP 측정", "K-TOP scored", phase="selection", cite="공고 §3·붙임5", owner=LEAD,
    open_end=OWN_SCHEDULE,
)  # fmt: skip
EVALUATED = State(
    "evaluated", "평가완료", "Evaluated", phase="selection", cite="공고 §3 ④", owner=LEAD, open_end=OWN_SCHEDULE
)
WAITLISTED = State(
    "waitlisted", "예비", "Waitlisted", phase="selection", cite="common", owner=LEAD,
    open_end="선정기업의 포기를 기다림 / waits for a selected company to give up",
)  # fmt: skip
NOT_SELECTED = State("not_selected", "미선정", "Not selected", phase="selection", cite="common", owner=COMPANY_ROLE)
OBJECTING = State("objecting", "이의신청 심의", "Objecting", phase="objection", cite="common", owner=LEAD)
REJECTED = State("rejected", "미선정 확정", "Rejected", phase="end", cite="common", terminal=True)
SELECTED = State(
    "selected", "선정", "Selected", phase="agreement", cite="공고 §3 ④", owner=COMPANY_ROLE,
    open_end="자부담 납입과 협약을 기다림 / waits for the deposit and the agreement",
)  # fmt: skip
AGREED = State(
    "agreed", "지원협약", "Agreed", phase="agreement", cite="common", owner=LEAD,
    open_end="지원 개시일은 주관기관이 정함 / the lead sets the day the support begins",
)  # fmt: skip
SUPPORTED = State(
    "supported", "지원중", "Supported", phase="delivery", cite="공고 §3 ⑥", owner=LEAD,
    open_end="지원 종료일이 지나면 완료 처리를 기다림 / past the end of the support it waits for its completion",
)  # fmt: skip
CORRECTING = State("correcting", "시정요구", "Correcting", phase="delivery", cite="common", owner=COMPANY_ROLE)
COMPLETED = State("completed", "완료", "Completed", phase="end", cite="common", terminal=True)
GAVE_UP = State("gave_up", "포기", "Gave up", phase="end", cite="common", terminal=True)
CANCELLED = State("cancelled", "지원취소", "Cancelled", phase="recovery", cite="공고 §7", owner=LEAD)
RECOVERED = State("recovered", "환수완료", "Recovered", phase="end", cite="운영요령 82", terminal=True)
DISCONTINUED = State("discontinued", "사업중단 종료", "Discontinued", phase="end", cite="common", terminal=True)

APPLYING = (APPLIED, CHECKING, KTOP_SCORED, EVALUATED, WAITLISTED)
CHOSEN = (SELECTED, AGREED, SUPPORTED, CORRECTING)
HEARABLE = (*CHOSEN, COMPLETED)
ENDED = (GAVE_UP, RECOVERED, DISCONTINUED)


def support_end(ctx: Context) -> datetime:
    """The last instant of the company's support, inclusive."""
    return read(str(ctx.facts["support_ends_at"]))


OBJECTION = Deadline(
    "company_objection", "기업 이의신청", "Objection of the company", owner=COMPANY_ROLE, fires="objection_lapsed",
    cite="common",
)  # fmt: skip
OBJECTION_DECISION = Deadline(
    "company_objection_decision", "기업 이의신청 결정", "Decision on the objection", owner=LEAD, fires="mark_overdue",
    cite="common",
)  # fmt: skip
SUPPORT_END = Deadline(
    "company_support_end", "기업지원 종료", "End of the support", owner=LEAD, fires="mark_overdue", cite="공고 §3 ⑥",
    at=support_end,
)  # fmt: skip
CORRECTION = Deadline(
    "correction", "시정", "Correction", owner=COMPANY_ROLE, fires="correction_overdue", cite="common"
)  # fmt: skip
OPINION = Deadline(
    "company_opinion", "기업 의견제출", "Opinion of the company", owner=COMPANY_ROLE, fires="opinion_lapsed",
    cite="행정절차법 21③",
)  # fmt: skip
REPAYMENT = Deadline(
    "repayment", "지원금 반환", "Repayment", owner=COMPANY_ROLE, fires="mark_overdue", cite="공고 §7; 운영요령 82"
)

APPLICATION_RECEIPT = Notice("company_receipt", (COMPANY_ROLE, LEAD), "기업 신청 접수증", "Receipt of the application")
INELIGIBLE_NOTICE = Notice("company_ineligible", (COMPANY_ROLE,), "부적격 통보", "Not eligible")
SELECTED_NOTICE = Notice("company_selected", (COMPANY_ROLE,), "지원기업 선정 통보", "Selected for support")
WAITLISTED_NOTICE = Notice("company_waitlisted", (COMPANY_ROLE,), "예비기업 통보", "On the waiting list")
REJECTED_NOTICE = Notice("company_rejected", (COMPANY_ROLE,), "미선정 통보", "Not selected")
OBJECTION_RECEIPT = Notice(
    "company_objection_receipt", (COMPANY_ROLE, LEAD), "이의신청 접수증", "Receipt of the objection"
)
OBJECTION_RESULT = Notice(
    "company_objection_result", (COMPANY_ROLE, LEAD), "이의신청 결과 통보", "Decision on the objection"
)
CORRECTION_NOTICE = Notice("company_correction", (COMPANY_ROLE, LEAD), "시정요구", "A correction is required")
HEARING_NOTICE = Notice("company_hearing", (COMPANY_ROLE,), "의견제출 통지", "Opinion before a cancellation")
OPINION_LAPSED = Notice("company_opinion_lapsed", (LEAD,), "의견제출 기한 경과", "The time for an opinion is over")
CANCELLED_NOTICE = Notice("company_cancelled", (COMPANY_ROLE, AGENCY), "지원취소 통보", "The support was cancelled")
WITHDRAWN_NOTICE = Notice(
    "company_withdrawn", (COMPANY_ROLE, LEAD), "신청 취하 접수증", "The application was withdrawn"
)
AGREED_NOTICE = Notice("company_agreed", (COMPANY_ROLE, LEAD), "지원협약 체결 안내", "The support was agreed")
PAID_NOTICE = Notice("company_paid", (COMPANY_ROLE,), "지원금 지급 안내", "Support was paid")
CORRECTED_NOTICE = Notice("company_corrected", (COMPANY_ROLE, LEAD), "시정 완료 안내", "The correction was accepted")
COMPLETED_NOTICE = Notice("company_completed", (COMPANY_ROLE, LEAD), "지원 완료·정산 안내", "Completed and settled")
GAVE_UP_NOTICE = Notice("company_gave_up", (COMPANY_ROLE, LEAD), "지원 포기 접수증", "The support was given up")
RECOVERED_NOTICE = Notice("company_recovered", (COMPANY_ROLE, LEAD, AGENCY), "환수 완료 안내", "The money was repaid")
INTENT_LAPSED = Notice("company_intent_lapsed", (COMPANY_ROLE, LEAD), "참여의향 소멸 안내", "A letter of intent lapsed")
OBJECTION_OVER = Notice(
    "company_objection_lapsed", (COMPANY_ROLE, LEAD), "이의신청 기한 경과 안내", "The time to object is over"
)
SUCCEEDED_NOTICE = Notice(
    "company_succeeded", (COMPANY_ROLE, LEAD, AGENCY), "사업자 승계 안내", "A company was succeeded by another"
)
DISCONTINUED_NOTICE = Notice("company_discontinued", (COMPANY_ROLE,), "사업중단 통보", "The support was discontinued")
ESCALATION = Notice("company_escalation", (LEAD, AGENCY), "지원기업 기한 경과 안내", "A company's deadline has passed")


def add_up(ctx: Context) -> Mapping[str, Any]:
    """Support and self-pay of all items, in won."""
    given = groups(ctx)
    return {"amount": sum(each.support for each in given), "self_pay": sum(each.self_pay for each in given)}


def note_objection(ctx: Context) -> Mapping[str, Any]:
    return {"objected": True}


def note_inspection(ctx: Context) -> Mapping[str, Any]:
    """When the company was inspected, oldest first."""
    return {"inspected_at": [*sequence(ctx.facts.get("inspected_at")), written(ctx.effective_at)]}


def await_opinion(ctx: Context) -> Mapping[str, Any]:
    return {"opinion_over": False}


def end_opinion(ctx: Context) -> Mapping[str, Any]:
    return {"opinion_over": True}


APPLICATION = (brn_valid, number_in_use, support_of_project, company_reception_open, programmes_offered)

ROWS = (
    T(
        "give_letter", UNBORN, INTERESTED, by=LEAD, ko="참여의향서", en="Give a letter of intent",
        payload=LetterOfIntent, guards=[brn_valid, number_in_use, before_submission], claims=[one_letter],
        cite="공고 §3",
    ),
    T(
        "apply", INTERESTED, APPLIED, by=(COMPANY_ROLE, LEAD), ko="신청", en="Apply", payload=Application,
        guards=APPLICATION, claims=[one_application], records=match_letter, notify=[APPLICATION_RECEIPT],
        joins="support", cite="공고 §3 ③",
    ),
    T(
        "apply_directly", UNBORN, APPLIED, by=(COMPANY_ROLE, LEAD), ko="신청(의향서 없이)", en="Apply without a letter",
        payload=DirectApplication, guards=APPLICATION, claims=[one_application], records=match_letter,
        notify=[APPLICATION_RECEIPT], joins="support", cite="공고 §3 ③",
    ),
    T(
        "lapse", INTERESTED, LAPSED, by=(SYSTEM, LEAD), ko="의향 소멸", en="Lapse", payload=Lapse,
        guards=[intent_over, support_named_of_project], notify=[INTENT_LAPSED], joins="support", cite="common",
    ),
    T(
        "withdraw", APPLYING, WITHDRAWN, by=(COMPANY_ROLE, LEAD), ko="신청 취하", en="Withdraw", payload=Filed,
        claims=[release_application], notify=[WITHDRAWN_NOTICE], cite="common",
    ),
    T(
        "check", APPLIED, CHECKING, by=LEAD, ko="자격검토 개시", en="Begin the check", guards=[applications_closed],
        cite="common",
    ),
    T(
        "fail_check", CHECKING, INELIGIBLE, by=LEAD, ko="부적격", en="Fail the check", payload=CheckFailure,
        opens=[OBJECTION], notify=[INELIGIBLE_NOTICE], cite="공고 §1",
    ),
    T(
        "record_ktop", CHECKING, KTOP_SCORED, by=LEAD, ko="K-TOP 기록", en="Record the K-TOP index",
        payload=KtopRecord, guards=[ktop_complete], cite="공고 §3·붙임5",
    ),
    T(
        "evaluate", (CHECKING, KTOP_SCORED), EVALUATED, by=LEAD, ko="평가", en="Evaluate", payload=Evaluation,
        guards=[ktop_where_asked, of_target_group], cite="공고 §1·§3 ④",
    ),
    T(
        "select", (EVALUATED, WAITLISTED), SELECTED, by=LEAD, ko="선정", en="Select", payload=Selection,
        guards=[
            support_choosing, items_applied_for, items_planned, ktop_where_asked, ktop_reached, sales_known,
            self_pay_right,
        ],
        claims=[year_share], notify=[SELECTED_NOTICE], records=add_up, cite="공고 §3 ④",
    ),
    T(
        "waitlist", EVALUATED, WAITLISTED, by=LEAD, ko="예비", en="Put on the waiting list", payload=Waitlisting,
        notify=[WAITLISTED_NOTICE], cite="common",
    ),
    T(
        "reject", (EVALUATED, WAITLISTED), NOT_SELECTED, by=LEAD, ko="미선정", en="Reject", payload=Reasoned,
        opens=[OBJECTION], notify=[REJECTED_NOTICE], cite="common",
    ),
    T(
        "object", (INELIGIBLE, NOT_SELECTED), OBJECTING, by=(COMPANY_ROLE, LEAD), ko="이의신청", en="Object",
        payload=Filed, guards=[first_objection, objection_in_time], opens=[OBJECTION_DECISION], meets=[OBJECTION],
        notify=[OBJECTION_RECEIPT], records=note_objection, cite="common",
    ),
    T(
        "uphold", OBJECTING, CHECKING, by=LEAD, ko="인용", en="Uphold the objection", payload=Decided,
        meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT], cite="common",
    ),
    T(
        "dismiss", OBJECTING, REJECTED, by=LEAD, ko="기각", en="Dismiss the objection", payload=Decided,
        meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT], cite="common",
    ),
    T(
        "objection_lapsed", (INELIGIBLE, NOT_SELECTED), REJECTED, by=SYSTEM, ko="이의기한 경과",
        en="The time to object is over", payload=Expiry, notify=[OBJECTION_OVER], cite="common",
    ),
    T(
        "agree", SELECTED, AGREED, by=(LEAD, COMPANY_ROLE), ko="지원협약", en="Agree on the support",
        payload=CompanyAgreement, guards=[self_pay_deposited], notify=[AGREED_NOTICE], cite="common",
    ),
    T(
        "begin", AGREED, SUPPORTED, by=LEAD, ko="지원 개시", en="Begin the support", payload=Beginning,
        guards=[support_delivering, ends_within_agreement], opens=[SUPPORT_END], cite="공고 §3 ⑥",
    ),
    T(
        "pay", (AGREED, SUPPORTED), STAY, by=LEAD, ko="지원금 지급", en="Pay the support", payload=SupportPayment,
        guards=[paid_within_support], records=add_payment, notify=[PAID_NOTICE], cite="공고 §3 ⑥",
    ),
    T(
        "record_spending", (SUPPORTED, CORRECTING), STAY, by=(LEAD, AGENCY), ko="집행실적(RCMS)",
        en="Record the spending", payload=Spending, records=add_month, cite="공고 §7 RCMS",
    ),
    T(
        "inspect", (SUPPORTED, CORRECTING), STAY, by=(AGENCY, LEAD, SYSTEM), ko="점검", en="Inspect",
        payload=CompanyInspection, records=note_inspection, cite="공고 §3 ⑦",
    ),
    T(
        "order_correction", SUPPORTED, CORRECTING, by=AGENCY, ko="시정요구", en="Order a correction",
        payload=CorrectionOrder, opens=[CORRECTION], notify=[CORRECTION_NOTICE], cite="common",
    ),
    T(
        "correct", CORRECTING, SUPPORTED, by=(COMPANY_ROLE, LEAD), ko="시정 완료", en="Correct", payload=Correction,
        guards=[accepted_by_lead], meets=[CORRECTION], notify=[CORRECTED_NOTICE], cite="common",
    ),
    T(
        "correction_overdue", CORRECTING, STAY, by=SYSTEM, ko="시정 지연", en="The correction is overdue",
        payload=Expiry, notify=[ESCALATION], cite="common",
    ),
    T(
        "complete", SUPPORTED, COMPLETED, by=LEAD, ko="완료", en="Complete", payload=Completion,
        guards=[
            deliverables_checked, costs_settled, spending_as_recorded, unspent_returned, self_pay_spent,
        ],
        meets=[SUPPORT_END], notify=[COMPLETED_NOTICE], cite="common",
    ),
    T(
        "give_up", (SELECTED, AGREED, SUPPORTED), GAVE_UP, by=(COMPANY_ROLE, LEAD), ko="포기", en="Give up",
        payload=GivingUp, guards=[nothing_to_recover], claims=[release_year_share], notify=[GAVE_UP_NOTICE],
        cite="common",
    ),
    T(
        "hear", HEARABLE, STAY, by=LEAD, ko="의견제출 통지", en="Ask for an opinion", payload=Hearing,
        opens=[OPINION], notify=[HEARING_NOTICE], records=await_opinion, cite="행정절차법 21③",
    ),
    T(
        "opinion_lapsed", HEARABLE, STAY, by=SYSTEM, ko="의견제출 기한 경과", en="The time for an opinion is over",
        payload=Expiry, notify=[OPINION_LAPSED], records=end_opinion, cite="행정절차법 21③",
    ),
    T(
        "cancel", HEARABLE, CANCELLED, by=LEAD, ko="지원취소", en="Cancel the support", payload=CompanyCancellation,
        guards=[hearing_held, recovers_no_more], opens=[REPAYMENT], cancels=[SUPPORT_END, CORRECTION, OPINION],
        claims=[release_year_share], notify=[CANCELLED_NOTICE], cite="공고 §7",
    ),
    T(
        "recover", CANCELLED, RECOVERED, by=(LEAD, AGENCY), ko="환수 완료", en="Recover", payload=Recovery,
        guards=[repaid, repays_within], meets=[REPAYMENT], notify=[RECOVERED_NOTICE], cite="운영요령 82",
    ),
    T(
        "succeed", (INTERESTED, *APPLYING, INELIGIBLE, NOT_SELECTED, OBJECTING, *HEARABLE, CANCELLED, *ENDED), STAY,
        by=SYSTEM, ko="사업자 승계", en="Follow a succession", payload=Succession, claims=[shares_follow],
        records=note_succession, notify=[SUCCEEDED_NOTICE], cite="공고 §3",
    ),
    T(
        "discontinue", (INTERESTED, *APPLYING, INELIGIBLE, NOT_SELECTED, OBJECTING, *CHOSEN), DISCONTINUED, by=SYSTEM,
        ko="사업중단", en="Discontinue", payload=Reasoned, claims=[release_year_share], notify=[DISCONTINUED_NOTICE],
        cite="common",
    ),
    T(
        "mark_overdue", (OBJECTING, SUPPORTED, CORRECTING, CANCELLED), STAY, by=SYSTEM, ko="기한 경과",
        en="Mark as overdue", payload=Expiry, notify=[ESCALATION], cite="common",
    ),
)  # fmt: skip

STATES = (
    INTERESTED, APPLIED, WITHDRAWN, LAPSED, CHECKING, INELIGIBLE, KTOP_SCORED, EVALUATED, WAITLISTED, NOT_SELECTED,
    OBJECTING, REJECTED, SELECTED, AGREED, SUPPORTED, CORRECTING, COMPLETED, GAVE_UP, CANCELLED, RECOVERED,
    DISCONTINUED,
)  # fmt: skip

COMPANY = Lifecycle(
    name="company",
    ko="지원기업",
    en="Company",
    states=STATES,
    rows=with_second_person((*ROWS, *deadline_rows(STATES)), STATES),
    properties=laws.COMPANY,
)  # fmt: skip
