"""The states of a project (과제), its deadlines and the letters it sends."""

from states.guards.closing import results_counted_from, term_ended, usage_counted_from
from states.guards.money import granted_from
from states.guards.reception import closes_at
from states.lifecycle import ESCALATE, SUPERSEDE, Deadline, Notice, State
from states.roles import (
    AGENCY,
    LEAD,
    MINISTRY,
    MUNICIPALITY,
    PARTICIPANT,
    PROVINCE,
    SECRETARY,
    SYSTEM,
)

ANNOUNCED = State("announced", "신청 준비", "Announced", phase="application", cite="공고 §6", owner=LEAD)
DRAFT = State("draft", "작성중(중간저장)", "Draft", phase="application", cite="공고 §6", owner=LEAD)
SUBMITTED = State(
    "submitted", "제출완료", "Submitted", phase="application", cite="공고 §6", owner=AGENCY,
    open_end="접수 마감 후 사전검토, 기한은 공고에 없음 / screening follows the close; the notice sets no day",
)  # fmt: skip
EXPIRED = State("expired", "기한도과(미제출)", "Expired", phase="application", cite="공고 §6", terminal=True)
WITHDRAWN = State("withdrawn", "취하·포기", "Withdrawn", phase="end", cite="행정절차법 17⑧", terminal=True)
CALL_CANCELLED = State("call_cancelled", "공고취소", "Call cancelled", phase="end", cite="common", terminal=True)
SCREENING = State(
    "screening", "사전검토", "Pre-screening", phase="evaluation", cite="공고 §5", owner=AGENCY,
    open_end="사전검토 기한은 공고에 없음 / the notice sets no day for screening",
)  # fmt: skip
SUPPLEMENT_REQUESTED = State(
    "supplement_requested", "서류보완 요청", "Supplement requested", phase="evaluation", cite="행정절차법 17⑤",
    owner=LEAD,
)  # fmt: skip
SCREENED_OUT = State(
    "screened_out", "사전지원제외", "Screened out", phase="evaluation", cite="운영요령 2①39", owner=LEAD
)
OBJECTION_SCREENING = State(
    "objection_screening", "이의신청 심의(사전지원제외)", "Objection: screening", phase="objection",
    cite="공고 §5; 운영요령 25", owner=AGENCY,
)  # fmt: skip
EVALUATION_READY = State(
    "evaluation_ready", "평가대기", "Ready for evaluation", phase="evaluation", cite="common", owner=SECRETARY,
    open_end="평가일은 공고의 추진일정(목표) / the day is a target of the call's schedule",
)  # fmt: skip
PRESENTING = State(
    "presenting", "발표평가", "Presentation", phase="evaluation", cite="공고 §5", owner=SECRETARY,
    open_end="발표 당일 평가가 끝남 / ends with the session of the day",
)  # fmt: skip
SCORED = State(
    "scored", "평가완료", "Scored", phase="evaluation", cite="공고 §5", owner=SYSTEM,
    open_end="모든 과제의 순위와 선정을 기다림 / waits for the ranking and the award of the call",
)  # fmt: skip
SELECTION_NOTIFIED = State(
    "selection_notified", "선정통보", "Selection notified", phase="selection", cite="공고 §5", owner=LEAD
)
RESERVE = State(
    "reserve", "예비과제", "Reserve", phase="selection", cite="common", owner=MINISTRY,
    open_end="앞 순위의 포기를 기다림 / waits for a higher place to fall free",
)  # fmt: skip
REJECTED_NOTIFIED = State(
    "rejected_notified", "미선정 통보", "Rejection notified", phase="selection", cite="공고 §5", owner=LEAD
)
OBJECTION_REJECTION = State(
    "objection_rejection", "이의신청 심의(미선정)", "Objection: rejection", phase="objection",
    cite="공고 §5; 운영요령 25", owner=AGENCY,
)  # fmt: skip
REJECTED = State("rejected", "미선정 확정", "Rejected", phase="end", cite="common", terminal=True)
DISQUALIFIED = State("disqualified", "선정배제", "Disqualified", phase="end", cite="공고 §7", terminal=True)
ACCEPTED = State(
    "accepted", "선정수락(최종확정 대기)", "Accepted", phase="selection", cite="공고 §5", owner=MINISTRY,
    open_end="국회 예산 확정과 최종 확정을 기다림 / waits for the budget vote and the final decision",
)  # fmt: skip
SELECTED = State(
    "selected", "최종선정(지정)", "Selected", phase="selection", cite="공고 §5; 운영요령 61", owner=MUNICIPALITY
)
SUPPLEMENTING = State("supplementing", "과제보완", "Supplementing", phase="agreement", cite="공고 §5", owner=AGENCY)
AGREEMENT_PENDING = State(
    "agreement_pending", "협약대기", "Agreement pending", phase="agreement", cite="공고 §5; 운영요령 66", owner=AGENCY,
    open_end="협약기한이 지나면 체결하거나 청문 후 선정취소 / past the period it is signed, or heard and cancelled",
)  # fmt: skip
AGREEMENT_SUSPENDED = State(
    "agreement_suspended", "협약체결 중지", "Agreement suspended", phase="agreement", cite="운영요령 67", owner=AGENCY
)
SELECTION_CANCELLED = State(
    "selection_cancelled", "선정취소", "Selection cancelled", phase="end", cite="공고 §7; 운영요령 26④", terminal=True
)
AGREED = State("agreed", "협약체결", "Agreed", phase="agreement", cite="공고 §5", owner=LEAD)
SUPPORTING = State("supporting", "기업지원(①~⑧)", "Supporting companies", phase="support", cite="공고 §3", owner=LEAD)
ANNUAL_EVALUATION = State(
    "annual_evaluation", "연차평가", "Annual evaluation", phase="review", cite="공고 §2; 운영요령 73", owner=AGENCY,
    open_end="평가 기간은 운영요령에 없음 / the regulation sets no length",
)  # fmt: skip
SPECIAL_EVALUATION = State(
    "special_evaluation", "특별평가", "Special evaluation", phase="review", cite="운영요령 74", owner=AGENCY,
    open_end="평가 기간은 운영요령에 없음 / the regulation sets no length",
)  # fmt: skip
TERMINATION_NOTIFIED = State(
    "termination_notified", "중단 통보", "Termination notified", phase="review", cite="운영요령 73③", owner=LEAD
)
OBJECTION_TERMINATION = State(
    "objection_termination", "이의신청 심의(중단)", "Objection: termination", phase="objection", cite="운영요령 73⑤",
    owner=AGENCY,
)  # fmt: skip
TERMINATED = State("terminated", "협약해약", "Terminated", phase="closing", cite="운영요령 69", owner=AGENCY)
TERMINATION_SETTLEMENT = State(
    "termination_settlement", "해약 정산", "Settlement after termination", phase="closing", cite="운영요령 69⑤",
    owner=AGENCY, open_end="정산 통보 전에는 기한이 없음 / no deadline before the settlement notice",
)  # fmt: skip
FINAL_REPORT_DUE = State(
    "final_report_due", "최종보고 대기", "Final report due", phase="closing", cite="운영요령 75", owner=LEAD
)
FINAL_EVALUATION = State(
    "final_evaluation", "최종평가", "Final evaluation", phase="closing", cite="운영요령 75", owner=AGENCY,
    open_end="평가 기간은 운영요령에 없음 / the regulation sets no length",
)  # fmt: skip
GRADE_NOTIFIED = State(
    "grade_notified", "최종평가 결과통보", "Final grade notified", phase="closing", cite="운영요령 75③", owner=LEAD
)
OBJECTION_GRADE = State(
    "objection_grade", "이의신청 심의(최종평가)", "Objection: final grade", phase="objection", cite="운영요령 75③",
    owner=AGENCY,
)  # fmt: skip
SETTLEMENT = State(
    "settlement", "사업비 정산", "Settlement", phase="closing", cite="운영요령 76-77", owner=AGENCY,
    open_end="정산 통보 전에는 기한이 없음 / no deadline before the settlement notice",
)  # fmt: skip
RESULTS_FOLLOWUP = State(
    "results_followup", "성과활용기간", "Results follow-up", phase="closing", cite="운영요령 78", owner=LEAD,
    open_end="보고가 모두 오거나 늦어도 종료 처리를 기다림 / waits for the late report or the close",
)  # fmt: skip
SANCTION_REVIEW = State(
    "sanction_review", "제재·환수 심의", "Sanction review", phase="closing", cite="운영요령 82-83", owner=MINISTRY,
    open_end="의견제출 뒤의 심의 기한은 운영요령에 없음 / the regulation sets no length after the hearing",
)  # fmt: skip
SANCTION_NOTIFIED = State(
    "sanction_notified", "제재 결정 통보", "Sanction notified", phase="closing", cite="운영요령 83①", owner=LEAD
)
SANCTION_REEXAMINATION = State(
    "sanction_reexamination", "제재 재심의", "Sanction re-examined", phase="closing", cite="운영요령 83②",
    owner=MINISTRY,
)  # fmt: skip
CLOSED = State("closed", "종료", "Closed", phase="end", cite="common", terminal=True)
CLOSED_TERMINATED = State(
    "closed_terminated", "중단종료", "Closed after termination", phase="end", cite="common", terminal=True
)

STATES = (
    ANNOUNCED, DRAFT, SUBMITTED, EXPIRED, WITHDRAWN, CALL_CANCELLED, SCREENING, SUPPLEMENT_REQUESTED, SCREENED_OUT,
    OBJECTION_SCREENING, EVALUATION_READY, PRESENTING, SCORED, SELECTION_NOTIFIED, RESERVE, REJECTED_NOTIFIED,
    OBJECTION_REJECTION, REJECTED, DISQUALIFIED, ACCEPTED, SELECTED, SUPPLEMENTING, AGREEMENT_PENDING,
    AGREEMENT_SUSPENDED, SELECTION_CANCELLED, AGREED, SUPPORTING, ANNUAL_EVALUATION, SPECIAL_EVALUATION,
    TERMINATION_NOTIFIED, OBJECTION_TERMINATION, TERMINATED, TERMINATION_SETTLEMENT, FINAL_REPORT_DUE,
    FINAL_EVALUATION, GRADE_NOTIFIED, OBJECTION_GRADE, SETTLEMENT, RESULTS_FOLLOWUP, SANCTION_REVIEW,
    SANCTION_NOTIFIED, SANCTION_REEXAMINATION, CLOSED, CLOSED_TERMINATED,
)  # fmt: skip
UNTIL_AGREEMENT = (
    SELECTION_NOTIFIED, ACCEPTED, SELECTED, SUPPLEMENTING, AGREEMENT_PENDING, AGREEMENT_SUSPENDED
)  # fmt: skip
"""Where a selected project may still give up or lose its selection."""
LOWERABLE = (SELECTION_NOTIFIED, ACCEPTED, SELECTED, SUPPLEMENTING, AGREEMENT_PENDING)
"""Where an award is not yet part of an agreement."""
FUNDED = (SELECTED, SUPPLEMENTING, AGREEMENT_PENDING, AGREED, SUPPORTING)
"""Where the local side budgets its money."""
UNDER_REVIEW = (SUBMITTED, SCREENING, SUPPLEMENT_REQUESTED, EVALUATION_READY)
OBJECTIONS = (OBJECTION_SCREENING, OBJECTION_REJECTION, OBJECTION_TERMINATION, OBJECTION_GRADE)
RUNNING = (AGREED, SUPPORTING, ANNUAL_EVALUATION, SPECIAL_EVALUATION, TERMINATION_NOTIFIED, OBJECTION_TERMINATION)
"""Where money is granted and spent."""
ENDING = (TERMINATED, TERMINATION_SETTLEMENT, FINAL_REPORT_DUE, FINAL_EVALUATION, GRADE_NOTIFIED, OBJECTION_GRADE,
          SETTLEMENT, RESULTS_FOLLOWUP, SANCTION_REVIEW, SANCTION_NOTIFIED, SANCTION_REEXAMINATION)  # fmt: skip
HEARABLE = (*UNDER_REVIEW, PRESENTING, SCORED, SCREENED_OUT, OBJECTION_SCREENING, OBJECTION_REJECTION,
            REJECTED_NOTIFIED, RESERVE, *UNTIL_AGREEMENT, ANNUAL_EVALUATION, SANCTION_REVIEW)  # fmt: skip
"""Where a hearing before an adverse decision may be under way."""

MARK_OVERDUE = "mark_overdue"


def _deadline(id: str, ko: str, en: str, owner: str, cite: str, period: str = "") -> Deadline:
    """A deadline whose passing is escalated and changes nothing by itself."""
    return Deadline(id, ko, en, owner=owner, fires=MARK_OVERDUE, cite=cite, period=period, late=SUPERSEDE)


RECEPTION_CLOSE = Deadline(
    "reception_close", "접수 마감", "Reception closes", owner=LEAD, fires="expire", cite="공고 §6", at=closes_at,
    late=ESCALATE,
)  # fmt: skip
SUPPLEMENT = Deadline(
    "supplement_screening", "서류보완", "Supplement of papers", owner=LEAD, fires="supplement_overdue",
    cite="행정절차법 17⑤",
)  # fmt: skip
OBJECTION = Deadline(
    "objection", "이의신청", "Objection", owner=LEAD, fires="objection_lapsed", cite="공고 §5; 운영요령 25②·60"
)
OBJECTION_TO_TERMINATION = Deadline(
    "objection_termination", "이의신청(중단)", "Objection to the termination", owner=LEAD, fires="termination_lapsed",
    cite="운영요령 73③⑤", period="objection", late=ESCALATE,
)  # fmt: skip
OBJECTION_TO_GRADE = Deadline(
    "objection_grade", "이의신청(최종평가)", "Objection to the grade", owner=LEAD, fires="grade_lapsed",
    cite="운영요령 75③", period="objection",
)  # fmt: skip
OBJECTION_DECISION = _deadline(
    "objection_decision", "이의신청 결정", "Decision on the objection", AGENCY, "운영요령 25③"
)
OPINION = Deadline(
    "opinion",
    "의견제출",
    "Opinion before an adverse decision",
    owner=LEAD,
    fires="opinion_lapsed",
    cite="행정절차법 21③",
)
ACCEPTANCE = Deadline(
    "acceptance", "선정 수락", "Acceptance of the selection", owner=LEAD, fires="not_accepted", cite="common",
    late=ESCALATE,
)  # fmt: skip
AGREEMENT = _deadline("agreement", "협약 체결", "Agreement", LEAD, "운영요령 66①")
PLAN_SUPPLEMENT = _deadline("plan_supplement", "과제보완", "Supplement of the plan", LEAD, "공고 §5; 운영요령 24⑤·59④")
AGREEMENT_CURE = _deadline("agreement_cure", "협약중지 사유 해소", "Cure of the suspension", LEAD, "운영요령 67②")
STATE_MONEY = Deadline(
    "state_money", "국비 지급", "Payment of state money", owner=MINISTRY, fires=MARK_OVERDUE, cite="운영요령 35①·70",
    start=granted_from, late=SUPERSEDE,
)  # fmt: skip
LOCAL_MONEY = Deadline(
    "local_money", "지방비 지급", "Payment of local money", owner=PROVINCE, fires=MARK_OVERDUE, cite="운영요령 35②③·70",
    start=granted_from, late=SUPERSEDE,
)  # fmt: skip
ANNUAL_REPORT = Deadline(
    "annual_report", "연차보고서 및 차년도 계획", "Annual report and next plan", owner=LEAD,
    fires="remind_annual_report", cite="공고 §2; 운영요령 73①", late=SUPERSEDE,
)  # fmt: skip
EXPLANATION = _deadline("explanation", "소명", "Explanation for the special evaluation", LEAD, "운영요령 74")
AGREEMENT_END = Deadline(
    "agreement_end", "협약 종료", "End of the agreement", owner=SYSTEM, fires="end_term", cite="공고 §1·§2"
)
USAGE_REPORT = Deadline(
    "usage_report", "사용실적 보고", "Usage report", owner=LEAD, fires=MARK_OVERDUE, cite="운영요령 69⑤·76①",
    start=usage_counted_from, late=SUPERSEDE,
)  # fmt: skip
FINAL_REPORT = Deadline(
    "final_report", "최종보고서", "Final report", owner=LEAD, fires="remind_final_report", cite="운영요령 75①",
    start=term_ended, late=SUPERSEDE,
)  # fmt: skip
REFUND = _deadline("refund", "회수금 납부", "Refund", LEAD, "운영요령 44⑤·77")
RESULTS_REPORT = Deadline(
    "results_report", "성과활용보고", "Results report", owner=LEAD, fires=MARK_OVERDUE, cite="운영요령 78①",
    start=results_counted_from, late=SUPERSEDE,
)  # fmt: skip
REEXAMINATION = Deadline(
    "sanction_reexamination", "제재 재심의 신청", "Request for re-examination", owner=LEAD,
    fires="reexamination_lapsed", cite="운영요령 83①",
)  # fmt: skip
SANCTION_DECISION = _deadline(
    "sanction_decision", "제재 재심의 결정", "Decision on the re-examination", MINISTRY, "운영요령 83②"
)
SANCTION_PAYMENT = Deadline(
    "sanction_payment", "환수금·제재부가금 납부", "Payment of recoveries and fines", owner=LEAD,
    fires="sanction_payment_missed", cite="운영요령 82⑪", late=ESCALATE,
)  # fmt: skip
SANCTION_DEMAND = _deadline("sanction_demand", "납부 독촉", "Demand after a missed payment", MINISTRY, "운영요령 82⑫")
SANCTION_DEMAND_PAYMENT = _deadline(
    "sanction_demand_payment", "독촉 납부", "Payment after the demand", LEAD, "운영요령 82⑫"
)

LOCAL = (LEAD, MUNICIPALITY, PROVINCE)
REGISTERED = Notice("project_registered", (LEAD, MUNICIPALITY), "과제 등록 안내", "Project registered")
SUBMISSION_RECEIPT = Notice("submission_receipt", LOCAL, "신청 접수증", "Receipt of the application")
EXPIRY = Notice("application_expired", (LEAD, MUNICIPALITY), "접수기한 경과 안내", "Application expired")
REINSTATED = Notice("application_reinstated", (LEAD, MUNICIPALITY), "장애 구제 안내", "Application reinstated")
RECEPTION_MOVED = Notice("reception_moved", (LEAD,), "접수기간 연장 안내", "Reception extended")
CALL_AMENDED = Notice("call_amended", (LEAD, MUNICIPALITY), "변경 공고 안내", "The call was amended")
BUDGET_VOTED = Notice(
    "budget_voted", (LEAD, MUNICIPALITY), "과제에 알리는 확정 예산", "A year's budget was voted, told to projects"
)
WITHDRAWAL_RECEIPT = Notice("withdrawal_receipt", (*LOCAL, AGENCY), "취하·포기 접수 안내", "Withdrawal received")
CANCELLED_CALL = Notice("project_call_cancelled", LOCAL, "공고 취소 안내", "The call was cancelled")
SUPPLEMENT_REQUEST = Notice("supplement_request", (LEAD,), "서류보완 요청", "Request for a supplement")
SCREENING_RESULT = Notice("screened_out", LOCAL, "사전지원제외 통보", "Screened out")
SELECTION_RESULT = Notice("selection_result", LOCAL, "선정 통보", "Selected")
RESERVE_RESULT = Notice("reserve_result", LOCAL, "예비과제 통보", "On the reserve list")
REJECTION_RESULT = Notice("rejection_result", LOCAL, "미선정 통보", "Not selected")
OBJECTION_RECEIPT = Notice("objection_receipt", (*LOCAL, AGENCY), "이의신청 접수 안내", "Objection received")
OBJECTION_RESULT = Notice("objection_result", (*LOCAL, AGENCY), "이의신청 결정 통보", "Decision on the objection")
OBJECTION_OVER = Notice("objection_lapsed", (*LOCAL, AGENCY), "이의신청 기한 경과 안내", "The time to object is over")
RECEIVED = Notice("submission_received", (LEAD, AGENCY), "제출 접수 안내", "What was submitted was received")
OPINION_OVER = Notice("opinion_over", (LEAD, AGENCY, MINISTRY), "의견제출 기한 경과", "The time for an opinion is over")
ACCEPTED_NOTICE = Notice("selection_accepted", (*LOCAL, AGENCY), "선정 수락 안내", "The selection was accepted")
FINAL_SELECTION = Notice("final_selection", LOCAL, "최종선정 통보", "Final selection")
AWARD_CHANGED = Notice("award_changed", LOCAL, "국비 조정 통보", "Award changed")
SUPPLEMENT_LIST = Notice("plan_supplement_request", (LEAD,), "과제보완 요청", "Supplement of the plan asked for")
AGREEMENT_STOPPED = Notice("agreement_suspended", LOCAL, "협약체결 중지 통보", "Agreement suspended")
SUPPLEMENT_DONE = Notice("plan_supplement_done", LOCAL, "과제보완 완료 안내", "The plan was supplemented")
AGREEMENT_RESUMED = Notice("agreement_resumed", LOCAL, "협약체결 재개 안내", "The agreement goes on")
AGREEMENT_CHANGED = Notice(
    "agreement_changed", (*LOCAL, PARTICIPANT, AGENCY), "협약변경 안내", "The agreement was changed"
)
AGREEMENT_SIGNED = Notice("agreement_signed", (*LOCAL, PARTICIPANT, MINISTRY), "협약체결 안내", "Agreement signed")
HEARING = Notice("hearing", (LEAD, MUNICIPALITY), "의견제출 통지", "Hearing before an adverse decision")
SELECTION_LOST = Notice("selection_cancelled", LOCAL, "선정취소·배제 통보", "Selection cancelled or excluded")
GRANTED = Notice("payment_recorded", (LEAD, AGENCY), "사업비 교부 안내", "Money granted")
CARRIED = Notice("carry_over_approved", LOCAL, "이월 승인 통보", "Carrying over was approved")
CONTINUED = Notice("round_continued", LOCAL, "계속 지원 통보", "Support continues")
SPECIAL_OPENED = Notice("special_evaluation", LOCAL, "특별평가 통보", "Special evaluation")
SPECIAL_RESULT = Notice("special_result", LOCAL, "특별평가 결과 통보", "Result of the special evaluation")
STOPPED = Notice("termination_notice", LOCAL, "중단 통보", "Termination")
ENDED = Notice("agreement_terminated", (*LOCAL, PARTICIPANT, MINISTRY), "협약해약 통보", "Agreement terminated")
TERM_OVER = Notice("term_over", LOCAL, "협약기간 종료 안내", "The term has ended")
GRADE_RESULT = Notice("final_grade", LOCAL, "최종평가 결과 통보", "Final grade")
SETTLEMENT_RESULT = Notice("settlement_notice", LOCAL, "정산 결과 통보", "Result of the settlement")
SETTLED = Notice("settlement_done", LOCAL, "정산 완료 안내", "The settlement is complete")
PROJECT_CLOSED = Notice("project_closed", (*LOCAL, PARTICIPANT, AGENCY), "과제 종료 안내", "The project was closed")
REEXAMINATION_RECEIPT = Notice(
    "reexamination_receipt", (LEAD, MINISTRY), "재심의 신청 접수 안내", "A re-examination was asked for"
)
SANCTION_FINAL = Notice("sanction_final", (LEAD, MUNICIPALITY, AGENCY), "제재 확정 안내", "The sanction is final")
SANCTION_PAID = Notice("sanction_paid", (LEAD, MINISTRY), "제재금 납부 확인", "The sanction was paid")
SANCTION_OPENED = Notice("sanction_notice", (LEAD,), "제재 사전통지", "Prior notice of a sanction")
SANCTION_RESULT = Notice("sanction_result", (LEAD, MUNICIPALITY), "제재 결정 통보", "Decision on the sanction")
SANCTION_DEMANDED = Notice("sanction_demand", (LEAD,), "납부 독촉", "Demand for payment")
ESCALATION = Notice("escalation", (LEAD, AGENCY, MINISTRY), "과제 기한 경과 안내", "A project's deadline has passed")
