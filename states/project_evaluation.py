"""The rows of a project under review: screening, presentation, sheets, results, objections (공고 §5; 운영요령 25)."""

from states.guards import application as app
from states.guards import evaluation as e
from states.guards import objection as o
from states.guards import paper as w
from states.guards import reception as r
from states.guards import selection as s
from states.lifecycle import SOURCE, STAY, T
from states.payloads import evaluation as v
from states.payloads import project as d
from states.payloads.common import Expiry, Lapse, Reasoned
from states.project_parts import (
    ACCEPTANCE,
    DISQUALIFIED,
    ESCALATION,
    EVALUATION_READY,
    HEARABLE,
    HEARING,
    OBJECTION,
    OBJECTION_DECISION,
    OBJECTION_OVER,
    OBJECTION_RECEIPT,
    OBJECTION_REJECTION,
    OBJECTION_RESULT,
    OBJECTION_SCREENING,
    OPINION,
    OPINION_OVER,
    PRESENTING,
    RECEIVED,
    REJECTED,
    REJECTED_NOTIFIED,
    REJECTION_RESULT,
    RESERVE,
    RESERVE_RESULT,
    SCORED,
    SCREENED_OUT,
    SCREENING,
    SCREENING_RESULT,
    SELECTION_LOST,
    SELECTION_NOTIFIED,
    SELECTION_RESULT,
    SUBMITTED,
    SUPPLEMENT,
    SUPPLEMENT_REQUEST,
    SUPPLEMENT_REQUESTED,
    UNDER_REVIEW,
    UNTIL_AGREEMENT,
)
from states.proposals import waits_for_letters
from states.roles import AGENCY, EVALUATOR, LEAD, MINISTRY, SECRETARY, SYSTEM

OBJECTING = (o.objection_in_time, o.objected_once)
JUDGING = (e.panel_distinct, e.panel_appointed, e.panel_declared, e.panel_unconflicted, e.panel_not_judged)
"""Who may judge a project: appointed, declared, without a conflict, and not objected to before."""
HELD_AGAIN = (app.one_project_an_area, app.rates_over_all_projects)
"""What a project that had been given up takes hold of again."""

EVALUATION = (
    T(
        "start_screening", SUBMITTED, SCREENING, by=AGENCY, ko="사전검토 개시", en="Start the screening",
        payload=v.Screening, guards=[r.reception_over], cite="공고 §5",
    ),
    T(
        "request_supplement", SCREENING, SUPPLEMENT_REQUESTED, by=AGENCY, ko="보완 요청", en="Request a supplement",
        payload=v.SupplementRequest, guards=[s.asked_once], opens=[SUPPLEMENT], notify=[SUPPLEMENT_REQUEST],
        cite="행정절차법 17⑤",
    ),
    T(
        "supply_supplement", (SUPPLEMENT_REQUESTED, SCREENING), SCREENING, by=LEAD, ko="보완 제출",
        en="Supply the supplement", payload=v.Supplement, paper=True, guards=[s.supplied_in_time], records=s.supplied,
        meets=[SUPPLEMENT], notify=[RECEIVED], cite="행정절차법 17⑤",
    ),
    *waits_for_letters(
        T(
            "supplement_overdue", SUPPLEMENT_REQUESTED, SCREENING, by=SYSTEM, ko="보완 기한 경과",
            en="Supplement overdue", payload=Lapse, cancels=[SUPPLEMENT], records=w.held_no_more,
            notify=[ESCALATION], cite="행정절차법 17⑥",
        ),
    ),
    T(
        "screen_out", SCREENING, SCREENED_OUT, by=AGENCY, ko="사전지원제외", en="Screen out", payload=v.Exclusion,
        guards=[s.known_reason, w.letters_decided], records=o.fresh, opens=[OBJECTION], notify=[SCREENING_RESULT],
        cite="운영요령 58②",
    ),
    T(
        "pass_screening", SCREENING, EVALUATION_READY, by=AGENCY, ko="사전검토 통과", en="Pass the screening",
        payload=v.Passed, guards=[e.deductions_grounded, e.deductions_within], cite="공고 §5·§6·§7",
    ),
    T(
        "begin_presentation", EVALUATION_READY, PRESENTING, by=SECRETARY, ko="발표 개시", en="Begin the presentation",
        payload=v.Presentation,
        guards=[*JUDGING, e.lead_researcher_presents],
        records=e.seated, cite="공고 §5; 운영요령 57⑤·59①",
    ),
    T(
        "no_show", (EVALUATION_READY, PRESENTING), SCORED, by=SECRETARY, ko="발표 불참", en="Record a no-show",
        payload=v.NoShow, guards=[e.no_show_decided], records=e.absent, cite="공고 §5; 운영요령 57⑤",
    ),
    T(
        "submit_sheet", PRESENTING, STAY, by=EVALUATOR, ko="평가표 제출", en="Submit a score sheet",
        payload=v.SheetEntry, guards=[e.on_panel, e.points_within, e.deductions_grounded, e.deductions_within],
        records=e.handed_in, cite="공고 §5·§7; 운영요령 89",
    ),
    T(
        "recuse", PRESENTING, STAY, by=EVALUATOR, ko="회피", en="Step aside", payload=v.Recusal, guards=[e.on_panel],
        records=e.stepped_aside, cite="운영요령 59①",
    ),
    T(
        "excuse_evaluator", PRESENTING, STAY, by=SECRETARY, ko="위원 불참 기록", en="Record an evaluator's absence",
        payload=v.EvaluatorAbsence, guards=[e.still_awaited], records=e.missed, cite="운영요령 59①",
    ),
    T(
        "close_scores", PRESENTING, SCORED, by=SECRETARY, ko="평가 마감", en="Close the scores", payload=v.Closing,
        guards=[e.aggregation_decided, e.every_sheet_in, e.sheets_enough, e.sheets_readable], reads_private=[e.SHEET],
        records=e.scored, cite="공고 §5; 운영요령 89",
    ),
    T(
        "hear_opinion", (*UNDER_REVIEW, SCORED, RESERVE, *UNTIL_AGREEMENT), STAY, by=MINISTRY, ko="의견제출 통지",
        en="Hear an opinion", payload=d.Hearing, opens=[OPINION], notify=[HEARING], cite="행정절차법 21③",
    ),
    T(
        "opinion_lapsed", HEARABLE, STAY, by=SYSTEM, ko="의견제출 기한 경과", en="The time for an opinion has passed",
        payload=Expiry, records=w.expiry_noted, notify=[OPINION_OVER], cite="행정절차법 21③",
    ),
    T(
        "submit_opinion", HEARABLE, STAY, by=LEAD, ko="의견 제출", en="Submit an opinion", payload=d.Opinion,
        paper=True, guards=[s.hearing_noticed_to], records=s.opinion_given, meets=[OPINION], reacts=w.held_expiry,
        notify=[RECEIVED],
        cite="행정절차법 21③·22",
    ),
    T(
        "disqualify", (*UNDER_REVIEW, PRESENTING, SCORED, RESERVE, OBJECTION_SCREENING, OBJECTION_REJECTION),
        DISQUALIFIED, by=MINISTRY, ko="선정배제(허위)", en="Disqualify", payload=d.Disqualification,
        guards=[s.hearing_held, w.letters_decided], reads=["company"], reacts=app.letters_lapse,
        claims=app.GIVEN_BACK, notify=[SELECTION_LOST], cite="공고 §7",
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
        "object_screening", (SCREENED_OUT, REJECTED), OBJECTION_SCREENING, by=LEAD, ko="이의신청",
        en="Object to the screening", payload=d.Objection, guards=[*OBJECTING, o.objected_to_this], paper=True,
        records=o.objected, claims=HELD_AGAIN, meets=[OBJECTION], opens=[OBJECTION_DECISION],
        notify=[OBJECTION_RECEIPT], cite="운영요령 25②③; common",
    ),
    T(
        "object_rejection", (REJECTED_NOTIFIED, RESERVE, REJECTED), OBJECTION_REJECTION, by=LEAD,
        ko="이의신청", en="Object to the rejection", payload=d.Objection, guards=[*OBJECTING, o.objected_to_this],
        paper=True, records=o.objected, sets={"was": SOURCE}, claims=HELD_AGAIN, meets=[OBJECTION],
        opens=[OBJECTION_DECISION], notify=[OBJECTION_RECEIPT], cite="공고 §5; 운영요령 25②③; common",
    ),
    T(
        "uphold_screening", OBJECTION_SCREENING, EVALUATION_READY, by=AGENCY, ko="이의 인용", en="Uphold the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT],
        cite="운영요령 25③",
    ),
    T(
        "dismiss_screening", OBJECTION_SCREENING, REJECTED, by=AGENCY, ko="이의 기각", en="Dismiss the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION], claims=app.GIVEN_BACK,
        notify=[OBJECTION_RESULT], cite="운영요령 25③; 행정기본법 36⑤",
    ),
    T(
        "uphold_rejection", OBJECTION_REJECTION, EVALUATION_READY, by=AGENCY, ko="이의 인용(재평가)",
        en="Uphold the objection", payload=d.ObjectionDecision, guards=[o.another_panel], records=o.judged,
        meets=[OBJECTION_DECISION],
        notify=[OBJECTION_RESULT], cite="운영요령 25③",
    ),
    T(
        "dismiss_rejection", OBJECTION_REJECTION, REJECTED, by=AGENCY, ko="이의 기각", en="Dismiss the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], when={"was": ["rejected_notified", "rejected"]},
        meets=[OBJECTION_DECISION], claims=app.GIVEN_BACK, notify=[OBJECTION_RESULT], cite="운영요령 25③",
    ),
    T(
        "dismiss_rejection", OBJECTION_REJECTION, RESERVE, by=AGENCY, ko="이의 기각(예비 유지)",
        en="Dismiss the objection, keep the reserve", payload=d.ObjectionDecision, guards=[o.another_panel],
        when={"was": ["reserve"]}, meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT], cite="운영요령 25③; common",
    ),
    *waits_for_letters(
        T(
            "objection_lapsed", (SCREENED_OUT, REJECTED_NOTIFIED), REJECTED, by=SYSTEM, ko="이의신청 기한 경과",
            en="No objection in time", payload=Lapse, cancels=[OBJECTION], records=o.lapsed, claims=app.GIVEN_BACK,
            notify=[OBJECTION_OVER], cite="운영요령 25②",
        ),
        T(
            "objection_lapsed", RESERVE, RESERVE, by=SYSTEM, ko="이의신청 기한 경과(예비 유지)",
            en="No objection in time, the reserve is kept", payload=Lapse, cancels=[OBJECTION], records=o.lapsed,
            notify=[OBJECTION_OVER], cite="운영요령 25②; common",
        ),
        records=o.held,
    ),
    T(
        "release_reserve", RESERVE, REJECTED, by=MINISTRY, ko="예비 해제", en="Release the reserve", payload=Reasoned,
        guards=[w.letters_decided],
        claims=app.GIVEN_BACK, notify=[REJECTION_RESULT], cite="common",
    ),
)  # fmt: skip

EVALUATION_ROWS = (*EVALUATION, *RESULT)
