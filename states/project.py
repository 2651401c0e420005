"""The lifecycle of a project (과제), from its registration by a technopark to its close (공고 §5·§6)."""

from states import laws
from states.deadline_rows import deadline_rows
from states.guards import agreement as a
from states.guards import application as app
from states.guards import consortium as con
from states.guards import money as m
from states.guards import paper as w
from states.guards import reception as r
from states.guards import selection as s
from states.guards.closing import overdue
from states.lifecycle import STAY, UNBORN, Lifecycle, Mode, T
from states.payloads import project as d
from states.payloads.common import Decided, Expiry, Lapse, Reasoned
from states.project_evaluation import EVALUATION_ROWS, HELD_AGAIN
from states.project_parts import (
    ACCEPTANCE,
    ACCEPTED,
    ACCEPTED_NOTICE,
    AGREED,
    AGREEMENT,
    AGREEMENT_CURE,
    AGREEMENT_PENDING,
    AGREEMENT_RESUMED,
    AGREEMENT_SIGNED,
    AGREEMENT_STOPPED,
    AGREEMENT_SUSPENDED,
    ANNOUNCED,
    AWARD_CHANGED,
    BUDGET_VOTED,
    CALL_AMENDED,
    CALL_CANCELLED,
    CANCELLED_CALL,
    CLOSED,
    CLOSED_TERMINATED,
    DRAFT,
    ENDING,
    ESCALATION,
    EXPIRED,
    EXPIRY,
    FINAL_SELECTION,
    FUNDED,
    LOCAL_MONEY,
    LOWERABLE,
    MARK_OVERDUE,
    OBJECTION,
    OBJECTION_REJECTION,
    OBJECTION_SCREENING,
    OPINION,
    PLAN_SUPPLEMENT,
    PRESENTING,
    RECEPTION_CLOSE,
    RECEPTION_MOVED,
    REGISTERED,
    REINSTATED,
    RESERVE,
    RESERVE_RESULT,
    RUNNING,
    SCORED,
    SELECTED,
    SELECTION_CANCELLED,
    SELECTION_LOST,
    SELECTION_NOTIFIED,
    STATE_MONEY,
    STATES,
    SUBMISSION_RECEIPT,
    SUBMITTED,
    SUPPLEMENT_DONE,
    SUPPLEMENT_LIST,
    SUPPLEMENTING,
    UNDER_REVIEW,
    UNTIL_AGREEMENT,
    WITHDRAWAL_RECEIPT,
    WITHDRAWN,
)
from states.project_running import RUNNING_ROWS
from states.proposals import waits_for_letters, with_second_person
from states.roles import AGENCY, LEAD, MINISTRY, MUNICIPALITY, PARTICIPANT, PROVINCE, SYSTEM

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
        guards=[r.reception_over], claims=app.GIVEN_BACK, notify=[EXPIRY], cite="공고 §6",
    ),
    T(
        "reception_extended", (ANNOUNCED, DRAFT), STAY, by=SYSTEM, ko="접수기한 연장", en="Reception was extended",
        opens=[RECEPTION_CLOSE], notify=[RECEPTION_MOVED], cite="common",
    ),
    T(
        "reception_extended", SUBMITTED, SUBMITTED, by=SYSTEM, ko="접수기한 연장 안내",
        en="Hears that reception was extended", notify=[RECEPTION_MOVED], cite="common",
    ),
    T(
        "reinstate", EXPIRED, DRAFT, by=SYSTEM, ko="장애 구제", en="Reinstate after an outage",
        guards=[r.received_in_time], claims=[app.one_project_an_area], opens=[RECEPTION_CLOSE], notify=[REINSTATED],
        cite="common",
    ),
    T(
        "withdraw", (ANNOUNCED, DRAFT, *UNDER_REVIEW), WITHDRAWN, by=LEAD, ko="취하", en="Withdraw",
        payload=d.Withdrawal, paper=True, guards=[app.municipality_consents], reads=["company"],
        reacts=app.letters_lapse,
        claims=app.GIVEN_BACK, notify=[WITHDRAWAL_RECEIPT],
        cite="행정절차법 17⑧",
    ),
    T(
        "call_cancelled", (ANNOUNCED, DRAFT, *UNDER_REVIEW, PRESENTING, SCORED), CALL_CANCELLED, by=SYSTEM,
        ko="공고취소", en="The call was cancelled", reads=["company"], reacts=app.letters_lapse,
        claims=app.GIVEN_BACK, notify=[CANCELLED_CALL], cite="common",
    ),
)  # fmt: skip

SELECTION = (
    T(
        "accept", (SELECTION_NOTIFIED, WITHDRAWN), ACCEPTED, by=LEAD, ko="선정 수락", en="Accept",
        payload=d.Acceptance, paper=True, guards=[s.accepted_in_time, s.match_pledged], claims=HELD_AGAIN,
        records=m.accepted, meets=[ACCEPTANCE], notify=[ACCEPTED_NOTICE], cite="공고 §2",
    ),
    *waits_for_letters(
        T(
            "not_accepted", SELECTION_NOTIFIED, WITHDRAWN, by=SYSTEM, ko="수락 기한 경과", en="Not accepted in time",
            payload=Lapse, records=w.held_no_more, reads=["company"], reacts=app.letters_lapse,
            claims=app.GIVEN_BACK, notify=[WITHDRAWAL_RECEIPT], cite="common",
        ),
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
        guards=[a.supplements_answered, a.supplement_confirmed], meets=[PLAN_SUPPLEMENT], notify=[SUPPLEMENT_DONE],
        cite="공고 §5",
    ),
    T(
        "suspend_agreement", AGREEMENT_PENDING, AGREEMENT_SUSPENDED, by=AGENCY, ko="협약체결 중지",
        en="Suspend the agreement", payload=d.Suspension, cancels=[AGREEMENT], opens=[AGREEMENT_CURE],
        notify=[AGREEMENT_STOPPED], cite="운영요령 67",
    ),
    T(
        "resume_agreement", AGREEMENT_SUSPENDED, AGREEMENT_PENDING, by=AGENCY, ko="중지 해소",
        en="Resume the agreement", payload=Decided, meets=[AGREEMENT_CURE], opens=[AGREEMENT],
        notify=[AGREEMENT_RESUMED], cite="운영요령 67②",
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
        paper=True, guards=[app.municipality_consents], reads=["company"], reacts=app.letters_lapse,
        claims=app.GIVEN_BACK, records=s.forfeited, notify=[WITHDRAWAL_RECEIPT],
        cite="common; 운영요령 67①1",
    ),
    T(
        "cancel_selection", UNTIL_AGREEMENT, SELECTION_CANCELLED, by=MINISTRY, ko="선정취소",
        en="Cancel the selection", payload=d.Cancellation, guards=[s.hearing_held, s.ground_shown, w.letters_decided],
        reads=["company"], reacts=app.letters_lapse, claims=app.GIVEN_BACK, records=s.forfeited,
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

AMENDED = (
    T(
        "call_amended", tuple(state for state in STATES if not state.terminal), STAY, by=SYSTEM, ko="변경 공고 안내",
        en="Hears that the call was amended", notify=[CALL_AMENDED], cite="common",
    ),
    T(
        "budget_voted", tuple(state for state in STATES if not state.terminal), STAY, by=SYSTEM,
        ko="확정 예산 안내", en="Hears of the budget vote", notify=[BUDGET_VOTED], cite="공고 §2·§5",
    ),
)  # fmt: skip
"""Whoever stands at an end has nothing that a changed call or a vote could change."""

DEADLINES = deadline_rows(STATES, also=(CLOSED, CLOSED_TERMINATED))

PROJECT = Lifecycle(
    name="project",
    ko="과제",
    en="Project",
    states=STATES,
    rows=with_second_person(
        (*APPLICATION, *EVALUATION_ROWS, *SELECTION, *RUNNING_ROWS, *OVERDUE, *AMENDED, *DEADLINES),
        STATES, w.held_expiry,
    ),
    modes=(
        Mode("round", (1, 2), 1),
        Mode(
            "was",
            (
                "", "rejected_notified", "reserve", "rejected", "agreed", "supporting", "terminated",
                "termination_settlement", "settlement", "results_followup", "closed", "closed_terminated",
            ),
            "",
        ),
        Mode("by", ("", "annual", "special"), ""),
        Mode("term", ("running", "over"), "running"),
        Mode("sanctioned", ("no", "final"), "no"),
        Mode(w.PAPER, ("", w.WAITING), ""),
    ),
    properties=laws.PROJECT,
)  # fmt: skip
