"""The lifecycle of a project (과제), from its registration by a technopark to its close (공고 §5·§6)."""

from states import laws
from states.guards import agreement as a
from states.guards import application as app
from states.guards import consortium as con
from states.guards import money as m
from states.guards import objection as o
from states.guards import reception as r
from states.guards import selection as s
from states.guards.closing import overdue
from states.guards.shared import two_persons
from states.lifecycle import SOURCE, STAY, UNBORN, Lifecycle, Mode, T
from states.payloads import project as d
from states.payloads.common import Decided, Expiry, Reasoned
from states.project_parts import (
    ACCEPTANCE,
    ACCEPTED,
    AGREED,
    AGREEMENT,
    AGREEMENT_CURE,
    AGREEMENT_PENDING,
    AGREEMENT_SIGNED,
    AGREEMENT_STOPPED,
    AGREEMENT_SUSPENDED,
    ANNOUNCED,
    AWARD_CHANGED,
    CALL_CANCELLED,
    CANCELLED_CALL,
    CLOSED,
    CLOSED_TERMINATED,
    DISQUALIFIED,
    DRAFT,
    ENDING,
    ESCALATION,
    EVALUATION_READY,
    EXPIRED,
    EXPIRY,
    FINAL_SELECTION,
    FUNDED,
    HEARABLE,
    HEARING,
    LOCAL_MONEY,
    LOWERABLE,
    MARK_OVERDUE,
    OBJECTION,
    OBJECTION_DECISION,
    OBJECTION_RECEIPT,
    OBJECTION_REJECTION,
    OBJECTION_RESULT,
    OBJECTION_SCREENING,
    OPINION,
    PLAN_SUPPLEMENT,
    PRESENTING,
    RECEPTION_CLOSE,
    RECEPTION_MOVED,
    REGISTERED,
    REINSTATED,
    REJECTED,
    REJECTED_NOTIFIED,
    REJECTION_RESULT,
    RESERVE,
    RESERVE_RESULT,
    RUNNING,
    SCORED,
    SCREENED_OUT,
    SCREENING,
    SCREENING_RESULT,
    SELECTED,
    SELECTION_CANCELLED,
    SELECTION_LOST,
    SELECTION_NOTIFIED,
    SELECTION_RESULT,
    STATE_MONEY,
    STATES,
    SUBMISSION_RECEIPT,
    SUBMITTED,
    SUPPLEMENT,
    SUPPLEMENT_LIST,
    SUPPLEMENT_REQUEST,
    SUPPLEMENT_REQUESTED,
    SUPPLEMENTING,
    UNDER_REVIEW,
    UNTIL_AGREEMENT,
    WITHDRAWAL_RECEIPT,
    WITHDRAWN,
)
from states.project_running import RUNNING_ROWS
from states.roles import AGENCY, LEAD, MINISTRY, MUNICIPALITY, PARTICIPANT, PROVINCE, SECRETARY, SYSTEM

PLACED = (
    app.area_eligible, app.designated_lead, app.combination_possible, app.ministries_linked, app.links_proven,
    app.links_designated,
)  # fmt: skip
COMPLETE = (
    r.received_in_time, *PLACED, app.required_parts, app.confirmed_by_local_government, app.national_asked,
    app.funding_balanced, app.province_share, app.province_alone, app.cap_decided, app.cap_respected,
    app.direct_share, app.one_lead_researcher, app.people_once, app.rates_high_enough, app.programmes_known,
    app.mandatory_programmes, app.mandatory_items, con.kinds_known, con.other_kinds_reasoned, con.participants_once,
)  # fmt: skip
"""What an application must be to count."""
GIVEN_BACK = (app.area_given_back, app.rates_given_back)
OBJECTING = (o.objection_in_time, o.objected_once)

APPLICATION = (
    T(
        "register", UNBORN, ANNOUNCED, by=LEAD, ko="과제 등록", en="Register a project", payload=d.Registration,
        guards=[r.call_announced, r.received_in_time, *PLACED], claims=[app.one_project_an_area],
        records=app.placed, opens=[RECEPTION_CLOSE], notify=[REGISTERED], cite="공고 §2·§6",
    ),
    T(
        "start_draft", ANNOUNCED, DRAFT, by=LEAD, ko="작성 시작", en="Start the draft",
        guards=[r.reception_begun, r.received_in_time], opens=[RECEPTION_CLOSE], cite="공고 §6",
    ),
    T(
        "save", DRAFT, STAY, by=LEAD, ko="중간저장", en="Save", payload=d.Application,
        guards=[r.received_in_time, app.programmes_known], cite="공고 §6",
    ),
    T(
        "submit", DRAFT, SUBMITTED, by=LEAD, ko="제출", en="Submit", payload=d.Application, guards=COMPLETE,
        records=app.versioned, claims=[app.rates_over_all_projects], meets=[RECEPTION_CLOSE],
        notify=[SUBMISSION_RECEIPT], cite="공고 §2·§3·§6·§7",
    ),
    T(
        "revise", SUBMITTED, STAY, by=LEAD, ko="수정 제출", en="Revise", payload=d.Application, guards=COMPLETE,
        records=app.versioned, claims=[app.rates_over_all_projects], notify=[SUBMISSION_RECEIPT], cite="common",
    ),
    T(
        "expire", (ANNOUNCED, DRAFT), EXPIRED, by=SYSTEM, ko="접수기한 경과", en="Reception has passed", payload=Expiry,
        guards=[r.reception_over], claims=GIVEN_BACK, notify=[EXPIRY], cite="공고 §6",
    ),
    T(
        "reception_extended", (ANNOUNCED, DRAFT), STAY, by=SYSTEM, ko="접수기한 연장", en="Reception was extended",
        opens=[RECEPTION_CLOSE], notify=[RECEPTION_MOVED], cite="common",
    ),
    T(
        "reinstate", EXPIRED, DRAFT, by=SYSTEM, ko="장애 구제", en="Reinstate after an outage",
        guards=[r.received_in_time], claims=[app.one_project_an_area], opens=[RECEPTION_CLOSE], notify=[REINSTATED],
        cite="common",
    ),
    T(
        "withdraw", (ANNOUNCED, DRAFT, *UNDER_REVIEW), WITHDRAWN, by=LEAD, ko="취하", en="Withdraw",
        payload=d.Withdrawal, guards=[app.municipality_consents], reads=["company"], reacts=app.letters_lapse,
        claims=GIVEN_BACK, notify=[WITHDRAWAL_RECEIPT],
        cite="행정절차법 17⑧",
    ),
    T(
        "call_cancelled", (ANNOUNCED, DRAFT, *UNDER_REVIEW, PRESENTING, SCORED), CALL_CANCELLED, by=SYSTEM,
        ko="공고취소", en="The call was cancelled", reads=["company"], reacts=app.letters_lapse,
        claims=GIVEN_BACK, notify=[CANCELLED_CALL], cite="common",
    ),
)  # fmt: skip

EVALUATION = (
    T(
        "start_screening", SUBMITTED, SCREENING, by=AGENCY, ko="사전검토 개시", en="Start the screening",
        payload=d.Screening, guards=[r.reception_over], cite="공고 §5",
    ),
    T(
        "request_supplement", SCREENING, SUPPLEMENT_REQUESTED, by=AGENCY, ko="보완 요청", en="Request a supplement",
        payload=d.SupplementRequest, guards=[s.asked_once], opens=[SUPPLEMENT], notify=[SUPPLEMENT_REQUEST],
        cite="행정절차법 17⑤",
    ),
    T(
        "supply_supplement", SUPPLEMENT_REQUESTED, SCREENING, by=LEAD, ko="보완 제출", en="Supply the supplement",
        payload=d.Supplement, guards=[s.supplied_in_time], records=s.supplied, meets=[SUPPLEMENT],
        cite="행정절차법 17⑤",
    ),
    T(
        "supplement_overdue", SUPPLEMENT_REQUESTED, SCREENING, by=SYSTEM, ko="보완 기한 경과",
        en="Supplement overdue", payload=Expiry, records=overdue, notify=[ESCALATION], cite="행정절차법 17⑥",
    ),
    T(
        "screen_out", SCREENING, SCREENED_OUT, by=AGENCY, ko="사전지원제외", en="Screen out", payload=d.Exclusion,
        guards=[s.known_reason], records=o.fresh, opens=[OBJECTION], notify=[SCREENING_RESULT], cite="운영요령 58②",
    ),
    T(
        "pass_screening", SCREENING, EVALUATION_READY, by=AGENCY, ko="사전검토 통과", en="Pass the screening",
        payload=d.Passed, cite="공고 §5·§6",
    ),
    T(
        "begin_presentation", EVALUATION_READY, PRESENTING, by=SECRETARY, ko="발표 개시", en="Begin the presentation",
        payload=d.Presentation, guards=[s.panel_distinct, s.panel_unconflicted, s.lead_researcher_presents],
        cite="공고 §5; 운영요령 57⑤",
    ),
    T(
        "no_show", (EVALUATION_READY, PRESENTING), SCORED, by=SECRETARY, ko="발표 불참", en="Record a no-show",
        payload=d.NoShow, guards=[s.no_show_decided], records=s.absent, cite="공고 §5; 운영요령 57⑤",
    ),
    T(
        "record_scores", PRESENTING, SCORED, by=SECRETARY, ko="평가 완료", en="Record the scores", payload=d.Scores,
        guards=[
            s.aggregation_decided, s.sheets_enough, s.every_sheet_in, s.points_within, s.deductions_reasoned,
        ],
        records=s.scored, cite="공고 §5; 운영요령 89",
    ),
    T(
        "hear_opinion", (*UNDER_REVIEW, SCORED, RESERVE, *UNTIL_AGREEMENT), STAY, by=MINISTRY, ko="의견제출 통지",
        en="Hear an opinion", payload=d.Hearing, opens=[OPINION], notify=[HEARING], cite="행정절차법 21③",
    ),
    T(
        "opinion_lapsed", HEARABLE, STAY, by=SYSTEM, ko="의견제출 기한 경과", en="The time for an opinion has passed",
        payload=Expiry, cite="행정절차법 21③",
    ),
    T(
        "disqualify", (*UNDER_REVIEW, PRESENTING, SCORED, RESERVE, OBJECTION_SCREENING, OBJECTION_REJECTION),
        DISQUALIFIED, by=MINISTRY, ko="선정배제(허위)", en="Disqualify", payload=d.Disqualification,
        guards=[s.hearing_held], reads=["company"], reacts=app.letters_lapse,
        claims=GIVEN_BACK, notify=[SELECTION_LOST], cite="공고 §7",
    ),
)  # fmt: skip

RESULT = (
    T(
        "notify_selected", (SCORED, RESERVE, REJECTED_NOTIFIED, REJECTED), SELECTION_NOTIFIED, by=SYSTEM,
        ko="선정 통보", en="Notify the selection", payload=d.Award, guards=[s.award_within_cap], records=s.awarded,
        claims=[app.one_project_an_area, app.rates_over_all_projects], cancels=[OBJECTION], opens=[ACCEPTANCE],
        notify=[SELECTION_RESULT], cite="공고 §5; 운영요령 25①",
    ),
    T(
        "notify_reserve", SCORED, RESERVE, by=SYSTEM, ko="예비 통보", en="Notify the reserve", payload=d.Result,
        records=o.fresh, opens=[OBJECTION], notify=[RESERVE_RESULT], cite="common",
    ),
    T(
        "notify_rejected", SCORED, REJECTED_NOTIFIED, by=SYSTEM, ko="미선정 통보", en="Notify the rejection",
        payload=d.Result, records=o.fresh, opens=[OBJECTION], notify=[REJECTION_RESULT], cite="공고 §5; 운영요령 25",
    ),
    T(
        "object_screening", SCREENED_OUT, OBJECTION_SCREENING, by=LEAD, ko="이의신청", en="Object to the screening",
        payload=d.Objection, guards=OBJECTING, records=o.objected, meets=[OBJECTION], opens=[OBJECTION_DECISION],
        notify=[OBJECTION_RECEIPT], cite="운영요령 25②③",
    ),
    T(
        "object_rejection", (REJECTED_NOTIFIED, RESERVE), OBJECTION_REJECTION, by=LEAD, ko="이의신청",
        en="Object to the rejection", payload=d.Objection, guards=OBJECTING, records=o.objected, sets={"was": SOURCE},
        meets=[OBJECTION], opens=[OBJECTION_DECISION], notify=[OBJECTION_RECEIPT], cite="공고 §5; 운영요령 25②③",
    ),
    T(
        "record_late_objection", REJECTED, OBJECTION_REJECTION, by=AGENCY, ko="도달일 기준 이의신청 접수",
        en="Record an objection that arrived in time", payload=d.LateObjection,
        guards=[two_persons, o.arrival_entered, *OBJECTING], paper=True, records=o.objected,
        sets={"was": "rejected_notified"},
        claims=[app.one_project_an_area, app.rates_over_all_projects], opens=[OBJECTION_DECISION],
        notify=[OBJECTION_RECEIPT], cite="common",
    ),
    T(
        "uphold_screening", OBJECTION_SCREENING, EVALUATION_READY, by=AGENCY, ko="이의 인용", en="Uphold the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT],
        cite="운영요령 25③",
    ),
    T(
        "dismiss_screening", OBJECTION_SCREENING, REJECTED, by=AGENCY, ko="이의 기각", en="Dismiss the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION], claims=GIVEN_BACK,
        notify=[OBJECTION_RESULT], cite="운영요령 25③; 행정기본법 36⑤",
    ),
    T(
        "uphold_rejection", OBJECTION_REJECTION, EVALUATION_READY, by=AGENCY, ko="이의 인용(재평가)",
        en="Uphold the objection", payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION],
        notify=[OBJECTION_RESULT], cite="운영요령 25③",
    ),
    T(
        "dismiss_rejection", OBJECTION_REJECTION, REJECTED, by=AGENCY, ko="이의 기각", en="Dismiss the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], when={"was": ["rejected_notified"]},
        meets=[OBJECTION_DECISION], claims=GIVEN_BACK, notify=[OBJECTION_RESULT], cite="운영요령 25③",
    ),
    T(
        "dismiss_rejection", OBJECTION_REJECTION, RESERVE, by=AGENCY, ko="이의 기각(예비 유지)",
        en="Dismiss the objection, keep the reserve", payload=d.ObjectionDecision, guards=[o.another_panel],
        when={"was": ["reserve"]}, meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT], cite="운영요령 25③; common",
    ),
    T(
        "objection_lapsed", (SCREENED_OUT, REJECTED_NOTIFIED), REJECTED, by=SYSTEM, ko="이의신청 기한 경과",
        en="No objection in time", payload=Expiry, records=o.lapsed, claims=GIVEN_BACK, cite="운영요령 25②",
    ),
    T(
        "objection_lapsed", RESERVE, RESERVE, by=SYSTEM, ko="이의신청 기한 경과(예비 유지)",
        en="No objection in time, the reserve is kept", payload=Expiry, records=o.lapsed, cite="운영요령 25②; common",
    ),
    T(
        "release_reserve", RESERVE, REJECTED, by=MINISTRY, ko="예비 해제", en="Release the reserve", payload=Reasoned,
        claims=GIVEN_BACK, notify=[REJECTION_RESULT], cite="common",
    ),
)  # fmt: skip

SELECTION = (
    T(
        "accept", SELECTION_NOTIFIED, ACCEPTED, by=LEAD, ko="선정 수락", en="Accept", payload=d.Acceptance,
        guards=[s.match_pledged], records=m.pledged, meets=[ACCEPTANCE], cite="공고 §2",
    ),
    T(
        "not_accepted", SELECTION_NOTIFIED, WITHDRAWN, by=SYSTEM, ko="수락 기한 경과", en="Not accepted in time",
        payload=Expiry, reads=["company"], reacts=app.letters_lapse,
        claims=GIVEN_BACK, notify=[WITHDRAWAL_RECEIPT], cite="common",
    ),
    T(
        "confirm", ACCEPTED, SELECTED, by=SYSTEM, ko="최종선정 확정", en="Confirm the selection", payload=d.Confirmed,
        guards=[s.not_above_award], records=s.awarded, opens=[AGREEMENT, PLAN_SUPPLEMENT], notify=[FINAL_SELECTION],
        cite="공고 §5; 운영요령 61①·66①",
    ),
    T(
        "reduce_award", LOWERABLE, STAY, by=SYSTEM, ko="국비 조정",
        en="Reduce the award", payload=d.Reduction, guards=[s.award_lowered], records=s.awarded,
        notify=[AWARD_CHANGED], cite="공고 §2",
    ),
    T(
        "void_award", ACCEPTED, RESERVE, by=MINISTRY, ko="예산 부족", en="No money at this place", payload=Reasoned,
        records=s.voided, opens=[OBJECTION], notify=[RESERVE_RESULT], cite="공고 §2; 운영요령 25①②",
    ),
    T(
        "reflect_regional_plan", (SELECTED, SUPPLEMENTING, AGREEMENT_PENDING), STAY, by=MINISTRY,
        ko="지역산업진흥계획 반영", en="Enter the regional plan", payload=d.PlanEntry, cite="공고 §5",
    ),
    T(
        "begin_supplement", SELECTED, SUPPLEMENTING, by=MUNICIPALITY, ko="과제보완 개시",
        en="Begin the supplement of the plan", payload=d.AskedSupplements, opens=[PLAN_SUPPLEMENT],
        notify=[SUPPLEMENT_LIST], cite="공고 §5",
    ),
    T(
        "finish_supplement", SUPPLEMENTING, AGREEMENT_PENDING, by=AGENCY, ko="과제보완 완료",
        en="Finish the supplement of the plan", payload=d.PlanSupplement,
        guards=[a.supplements_answered, a.supplement_confirmed], meets=[PLAN_SUPPLEMENT], cite="공고 §5",
    ),
    T(
        "suspend_agreement", AGREEMENT_PENDING, AGREEMENT_SUSPENDED, by=AGENCY, ko="협약체결 중지",
        en="Suspend the agreement", payload=d.Suspension, cancels=[AGREEMENT], opens=[AGREEMENT_CURE],
        notify=[AGREEMENT_STOPPED], cite="운영요령 67",
    ),
    T(
        "resume_agreement", AGREEMENT_SUSPENDED, AGREEMENT_PENDING, by=AGENCY, ko="중지 해소",
        en="Resume the agreement", payload=Decided, meets=[AGREEMENT_CURE], opens=[AGREEMENT], cite="운영요령 67②",
    ),
    T(
        "pledge_again", (ACCEPTED, SELECTED, SUPPLEMENTING, AGREEMENT_PENDING), STAY, by=LEAD, ko="지방비 확약 변경",
        en="Pledge the match again", payload=d.Acceptance, guards=[s.match_pledged], records=m.pledged,
        cite="공고 §2; 운영요령 66",
    ),
    T(
        "budget_local_money", FUNDED, STAY, by=(PROVINCE, MUNICIPALITY), ko="지방비 편성(본예산·추경)",
        en="Budget local money", payload=d.LocalBudget, guards=[m.own_payment, m.local_vote_taken],
        records=m.budgeted, cite="공고 §2; 운영요령 35②③",
    ),
    T(
        "sign", AGREEMENT_PENDING, STAY, by=(LEAD, PARTICIPANT), ko="협약 서명", en="Sign", payload=d.Signing,
        records=a.signed, cite="운영요령 66",
    ),
    T(
        "sign_agreement", AGREEMENT_PENDING, AGREED, by=AGENCY, ko="협약체결", en="Sign the agreement",
        payload=d.Agreement,
        guards=[a.all_signed, a.items_complete, a.term_fits, a.regional_plan_reflected, s.match_pledged],
        records=a.signed, meets=[AGREEMENT], cancels=[OPINION], opens=[STATE_MONEY, LOCAL_MONEY],
        notify=[AGREEMENT_SIGNED], cite="공고 §5; 운영요령 66·70",
    ),
    T(
        "give_up", UNTIL_AGREEMENT, WITHDRAWN, by=LEAD, ko="포기", en="Give up", payload=d.Withdrawal,
        guards=[app.municipality_consents], reads=["company"], reacts=app.letters_lapse,
        claims=GIVEN_BACK, notify=[WITHDRAWAL_RECEIPT],
        cite="common; 운영요령 67①1",
    ),
    T(
        "cancel_selection", UNTIL_AGREEMENT, SELECTION_CANCELLED, by=MINISTRY, ko="선정취소",
        en="Cancel the selection", payload=d.Cancellation, guards=[s.hearing_held, s.ground_shown],
        reads=["company"], reacts=app.letters_lapse, claims=GIVEN_BACK,
        notify=[SELECTION_LOST], cite="공고 §7; 운영요령 26④",
    ),
)  # fmt: skip

OVERDUE = (
    T(
        MARK_OVERDUE,
        (
            OBJECTION_SCREENING, OBJECTION_REJECTION, SELECTED, SUPPLEMENTING, AGREEMENT_PENDING,
            AGREEMENT_SUSPENDED, *RUNNING, *ENDING, CLOSED, CLOSED_TERMINATED,
        ),
        STAY, by=SYSTEM, ko="기한 경과", en="Mark as overdue", payload=Expiry, records=overdue, notify=[ESCALATION],
        cite="common",
    ),
)  # fmt: skip

PROJECT = Lifecycle(
    name="project",
    ko="과제",
    en="Project",
    states=STATES,
    rows=(*APPLICATION, *EVALUATION, *RESULT, *SELECTION, *RUNNING_ROWS, *OVERDUE),
    modes=(
        Mode("round", (1, 2), 1),
        Mode(
            "was",
            (
                "", "rejected_notified", "reserve", "agreed", "supporting", "terminated", "termination_settlement",
                "settlement", "results_followup", "closed", "closed_terminated",
            ),
            "",
        ),
        Mode("by", ("", "annual", "special"), ""),
        Mode("term", ("running", "over"), "running"),
    ),
    properties=laws.PROJECT,
)  # fmt: skip
