"""The rows of a project from its agreement to its end: grant, rounds, terminations, grade, settlement, sanctions."""

from collections.abc import Mapping

from states.guards import agreement as a
from states.guards import application as app
from states.guards import closing as c
from states.guards import money as m
from states.guards import objection as o
from states.guards import paper as w
from states.guards import selection as s
from states.guards import taken_over as t
from states.lifecycle import SOURCE, STAY, UNBORN, Deadline, State, T
from states.payloads import project as d
from states.payloads.common import Expiry, Filed, Lapse
from states.project_evaluation import JUDGING, OBJECTING
from states.project_parts import (
    AGREED,
    AGREEMENT_CHANGED,
    AGREEMENT_END,
    ANNUAL_EVALUATION,
    ANNUAL_REPORT,
    CARRIED,
    CLOSED,
    CLOSED_TERMINATED,
    CONTINUED,
    DRAFT,
    ENDED,
    ENDING,
    ESCALATION,
    EXPLANATION,
    FINAL_EVALUATION,
    FINAL_REPORT,
    FINAL_REPORT_DUE,
    GRADE_NOTIFIED,
    GRADE_RESULT,
    GRANTED,
    HEARING,
    LOCAL_MONEY,
    OBJECTION_DECISION,
    OBJECTION_GRADE,
    OBJECTION_OVER,
    OBJECTION_RECEIPT,
    OBJECTION_RESULT,
    OBJECTION_TERMINATION,
    OBJECTION_TO_GRADE,
    OBJECTION_TO_TERMINATION,
    OPINION,
    PROJECT_CLOSED,
    RECEIVED,
    REEXAMINATION,
    REEXAMINATION_RECEIPT,
    REFUND,
    RESULTS_FOLLOWUP,
    RESULTS_REPORT,
    RUNNING,
    SANCTION_DECISION,
    SANCTION_DEMAND,
    SANCTION_DEMAND_PAYMENT,
    SANCTION_DEMANDED,
    SANCTION_FINAL,
    SANCTION_NOTIFIED,
    SANCTION_OPENED,
    SANCTION_PAID,
    SANCTION_PAYMENT,
    SANCTION_REEXAMINATION,
    SANCTION_RESULT,
    SANCTION_REVIEW,
    SETTLED,
    SETTLEMENT,
    SETTLEMENT_RESULT,
    SPECIAL_EVALUATION,
    SPECIAL_OPENED,
    SPECIAL_RESULT,
    STATE_MONEY,
    STOPPED,
    SUBMITTED,
    SUPPORTING,
    TERM_OVER,
    TERMINATED,
    TERMINATION_NOTIFIED,
    TERMINATION_SETTLEMENT,
    USAGE_REPORT,
)
from states.proposals import waits_for_letters
from states.roles import ADMIN, AGENCY, LEAD, MINISTRY, MUNICIPALITY, PROVINCE, SYSTEM

GOING = (SUPPORTING, SPECIAL_EVALUATION, TERMINATION_NOTIFIED, OBJECTION_TERMINATION)
UNDER_STOP = (SPECIAL_EVALUATION, TERMINATION_NOTIFIED, OBJECTION_TERMINATION)
USING = (*GOING, *ENDING)
"""Where a usage report may be due."""
MONEY = (STATE_MONEY, LOCAL_MONEY)
OWING = (
    TERMINATION_SETTLEMENT, SETTLEMENT, OBJECTION_GRADE, FINAL_EVALUATION, GRADE_NOTIFIED, RESULTS_FOLLOWUP,
    SANCTION_REVIEW, SANCTION_NOTIFIED, SANCTION_REEXAMINATION, CLOSED, CLOSED_TERMINATED,
)  # fmt: skip
"""Where the payment of a sanction may be open."""
OWED = (SANCTION_PAYMENT, SANCTION_DEMAND, SANCTION_DEMAND_PAYMENT)
SANCTIONED = (SANCTION_REVIEW, SANCTION_NOTIFIED, SANCTION_REEXAMINATION)
SANCTIONABLE = (TERMINATED, TERMINATION_SETTLEMENT, SETTLEMENT, RESULTS_FOLLOWUP, CLOSED, CLOSED_TERMINATED)

type_of_sets = Mapping[str, str | int]
STANDING: tuple[tuple[str, State, type_of_sets, tuple[Deadline, ...], str, str], ...] = (
    ("take_over_agreed", AGREED, {}, (STATE_MONEY, LOCAL_MONEY), "협약", "that is agreed"),
    ("take_over_round_one", SUPPORTING, {"round": 1}, (ANNUAL_REPORT,), "1차년도", "in round one"),
    ("take_over_round_two", SUPPORTING, {"round": 2}, (AGREEMENT_END,), "2차년도", "in round two"),
    (
        "take_over_final_report", FINAL_REPORT_DUE, {"round": 2, "term": "over"}, (FINAL_REPORT, USAGE_REPORT),
        "최종보고 대기", "whose term has ended",
    ),
)  # fmt: skip
"""How a project stands when it is taken over: the row, the state, the modes, the deadlines, the words for it."""
TAKEN_OVER = tuple(
    T(
        trigger, UNBORN, dest, by=(AGENCY, ADMIN), ko=f"진행 과제 인수({ko})", en=f"Take over a project {en}",
        payload=d.TakenOver, guards=[app.area_eligible, app.combination_possible, app.ministries_linked, a.term_fits,
        t.year_of_term, t.term_of_state], claims=[app.one_project_an_area, t.taken_over_share], records=t.taken_over,
        sets=sets, opens=opens, cite="공고 §1·§2",
    )
    for trigger, dest, sets, opens, ko, en in STANDING
)  # fmt: skip
"""Running projects of an earlier call, each as it stands."""

GRANT = (
    T(
        "begin_round", AGREED, SUPPORTING, by=LEAD, ko="기업지원 개시", en="Begin the round", payload=d.Beginning,
        guards=[m.state_money_paid], when={"round": [1]}, sets={"round": 1}, opens=[ANNUAL_REPORT], cite="공고 §3",
    ),
    T(
        "record_payment", (AGREED, SUPPORTING), STAY, by=(MINISTRY, PROVINCE, MUNICIPALITY), ko="사업비 교부",
        en="Record a payment", payload=d.Payment, guards=[m.own_payment, m.payment_due, m.local_money_budgeted],
        records=m.paid, reacts=m.completed, notify=[GRANTED], cite="운영요령 70→35",
    ),
    T(
        "complete_state_money", RUNNING, STAY, by=SYSTEM, ko="국비 교부 완료", en="State money granted in full",
        meets=[STATE_MONEY], cite="운영요령 35①·70",
    ),
    T(
        "complete_local_money", RUNNING, STAY, by=SYSTEM, ko="지방비 교부 완료", en="Local money granted in full",
        meets=[LOCAL_MONEY], cite="운영요령 35②③·70",
    ),
    T(
        "carry_over", SUPPORTING, STAY, by=AGENCY, ko="이월 승인", en="Approve what is carried over",
        payload=d.CarryOver, guards=[m.carried_was_granted], when={"round": [2]}, records=m.carried,
        notify=[CARRIED], cite="운영요령 36·71",
    ),
    T(
        "change_agreement", (AGREED, SUPPORTING), STAY, by=(AGENCY, LEAD), ko="협약변경", en="Change the agreement",
        payload=d.Change, guards=[a.change_is_the_agencys], records=a.changes_listed, notify=[AGREEMENT_CHANGED],
        cite="운영요령 68",
    ),
    T(
        "change_people", (DRAFT, SUBMITTED, AGREED, SUPPORTING), STAY, by=LEAD, ko="총괄책임자·참여인력 변경",
        en="Change the people", payload=d.PeopleChange, claims=[app.rates_over_all_projects],
        guards=[app.one_lead_researcher, app.people_once, app.rates_high_enough, app.change_approved],
        cite="공고 §7; 운영요령 56",
    ),
)  # fmt: skip

ROUNDS = (
    T(
        "submit_annual_report", SUPPORTING, ANNUAL_EVALUATION, by=LEAD, ko="연차보고", en="Submit the annual report",
        payload=d.AnnualReport, paper=True, guards=[m.next_budget_matched], when={"round": [1]},
        records=c.annual_reported,
        meets=[ANNUAL_REPORT], notify=[RECEIVED], cite="공고 §2; 운영요령 73①",
    ),
    T(
        "remind_annual_report", GOING, STAY, by=SYSTEM, ko="연차보고 지연", en="Annual report overdue", payload=Expiry,
        records=c.overdue, notify=[ESCALATION], cite="운영요령 73①",
    ),
    T(
        "continue_round", ANNUAL_EVALUATION, SUPPORTING, by=AGENCY, ko="계속(2차년도)", en="Continue into round two",
        payload=d.Continuation, when={"round": [1]}, sets={"round": 2},
        guards=[
            *JUDGING, c.known_grade, c.grade_continues, c.next_budget_recorded, c.next_year_within_cap, m.within_asked,
            m.reduced_for_missing_match,
        ],
        claims=[c.next_year_of_budget, c.next_year_of_area], records=m.next_year_awarded,
        cancels=[OPINION], opens=[USAGE_REPORT, AGREEMENT_END, STATE_MONEY, LOCAL_MONEY], notify=[CONTINUED],
        cite="공고 §2; 운영요령 73②",
    ),
    T(
        "intend_stop", ANNUAL_EVALUATION, STAY, by=AGENCY, ko="중단 예정 통지(의견제출)", en="Announce the stop",
        payload=d.IntendedStop, guards=[c.known_grade, c.grade_stops], records=s.intends_stop, opens=[OPINION],
        notify=[HEARING], cite="행정절차법 21①③; 운영요령 73③",
    ),
    T(
        "stop_round", ANNUAL_EVALUATION, TERMINATION_NOTIFIED, by=AGENCY, ko="중단 평가", en="Stop after the round",
        payload=d.Graded,
        guards=[*JUDGING, c.known_grade, c.grade_stops, s.hearing_noticed, s.heard_out, w.letters_decided],
        sets={"by": "annual"}, records=s.stopped, cancels=[OPINION], opens=[OBJECTION_TO_TERMINATION],
        notify=[STOPPED], cite="공고 §2; 운영요령 73③; 행정절차법 22③",
    ),
    T(
        "open_special_evaluation", (AGREED, SUPPORTING), SPECIAL_EVALUATION, by=AGENCY, ko="특별평가",
        en="Open a special evaluation", payload=d.SpecialEvaluation, sets={"was": SOURCE}, records=o.unjudged,
        opens=[EXPLANATION], notify=[SPECIAL_OPENED], cite="공고 §7; 운영요령 69·74",
    ),
    T(
        "explain", SPECIAL_EVALUATION, STAY, by=LEAD, ko="소명 제출", en="Submit an explanation", payload=d.Explanation,
        paper=True, records=s.explained, meets=[EXPLANATION], notify=[RECEIVED], cite="운영요령 74",
    ),
    T(
        "resume", SPECIAL_EVALUATION, AGREED, by=AGENCY, ko="계속", en="Resume", payload=d.SpecialResult,
        guards=JUDGING, when={"was": ["agreed"]}, cancels=[EXPLANATION], notify=[SPECIAL_RESULT], cite="운영요령 74",
    ),
    T(
        "resume", SPECIAL_EVALUATION, SUPPORTING, by=AGENCY, ko="계속", en="Resume", payload=d.SpecialResult,
        guards=JUDGING, when={"was": ["supporting"], "term": ["running"]}, cancels=[EXPLANATION],
        notify=[SPECIAL_RESULT], cite="운영요령 74",
    ),
    T(
        "resume", SPECIAL_EVALUATION, FINAL_REPORT_DUE, by=AGENCY, ko="계속(협약기간 종료됨)",
        en="Resume, the term having ended", payload=d.SpecialResult, guards=JUDGING,
        when={"was": ["supporting"], "term": ["over"]}, cancels=[EXPLANATION, *MONEY],
        opens=[FINAL_REPORT, USAGE_REPORT], claims=[app.rates_given_back],
        reads=["support"], records=c.supports_unfinished,
        notify=[SPECIAL_RESULT], cite="운영요령 74·75①·76",
    ),
    T(
        "special_stop", SPECIAL_EVALUATION, TERMINATION_NOTIFIED, by=AGENCY, ko="중단", en="Stop",
        payload=d.SpecialResult, guards=[*JUDGING, s.heard_out, w.letters_decided], sets={"by": "special"},
        records=o.fresh,
        cancels=[EXPLANATION], opens=[OBJECTION_TO_TERMINATION], notify=[STOPPED], cite="운영요령 74",
    ),
    T(
        "object_termination", (TERMINATION_NOTIFIED, TERMINATED), OBJECTION_TERMINATION, by=LEAD,
        ko="이의신청", en="Object to the termination", payload=d.Objection, guards=OBJECTING, paper=True,
        records=o.objected, reacts=o.term_resumed, meets=[OBJECTION_TO_TERMINATION],
        cancels=[USAGE_REPORT], opens=[OBJECTION_DECISION], notify=[OBJECTION_RECEIPT], cite="운영요령 73⑤; common",
    ),
    T(
        "await_annual_report", OBJECTION_TERMINATION, STAY, by=SYSTEM, ko="연차보고 기한 재개",
        en="Await the annual report again", when={"by": ["special"], "round": [1], "was": ["supporting"]},
        opens=[ANNUAL_REPORT], cite="운영요령 73①⑤",
    ),
    T(
        "await_term_end", OBJECTION_TERMINATION, STAY, by=SYSTEM, ko="협약기간 재개",
        en="Await the end of the term again", when={"by": ["special"], "round": [2], "term": ["running"]},
        opens=[AGREEMENT_END], cite="운영요령 73⑤",
    ),
    T(
        "uphold_termination", OBJECTION_TERMINATION, ANNUAL_EVALUATION, by=AGENCY, ko="이의 인용(재평가)",
        en="Uphold the objection", payload=d.ObjectionDecision, guards=[o.another_panel], when={"by": ["annual"]},
        records=o.judged, meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT], cite="운영요령 73⑤",
    ),
    T(
        "uphold_termination", OBJECTION_TERMINATION, SPECIAL_EVALUATION, by=AGENCY, ko="이의 인용(재평가)",
        en="Uphold the objection", payload=d.ObjectionDecision, guards=[o.another_panel], when={"by": ["special"]},
        records=o.judged, meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT], cite="운영요령 73⑤",
    ),
    T(
        "dismiss_termination", OBJECTION_TERMINATION, TERMINATED, by=AGENCY, ko="이의 기각", en="Dismiss the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION],
        cancels=[ANNUAL_REPORT, AGREEMENT_END, *MONEY], opens=[USAGE_REPORT], claims=[app.rates_given_back],
        reads=["support"], reacts=c.supports_discontinued, notify=[OBJECTION_RESULT, ENDED], cite="운영요령 73③",
    ),
    *waits_for_letters(
        T(
            "termination_lapsed", TERMINATION_NOTIFIED, TERMINATED, by=SYSTEM, ko="이의신청 기한 경과",
            en="No objection in time", payload=Lapse, records=o.lapsed,
            cancels=[OBJECTION_TO_TERMINATION, ANNUAL_REPORT, AGREEMENT_END, *MONEY],
            opens=[USAGE_REPORT], claims=[app.rates_given_back], reads=["support"], reacts=c.supports_discontinued,
            notify=[ENDED], cite="운영요령 73③",
        ),
        records=o.held,
    ),
    T(
        "end_term", SUPPORTING, FINAL_REPORT_DUE, by=SYSTEM, ko="협약기간 종료", en="The term ends", payload=Expiry,
        when={"round": [2]}, cancels=MONEY, opens=[FINAL_REPORT, USAGE_REPORT], claims=[app.rates_given_back],
        reads=["support"], records=c.supports_unfinished, notify=[TERM_OVER], cite="공고 §1; 운영요령 75①·76",
    ),
    *(
        T(
            "end_term", state, state, by=SYSTEM, ko="협약기간 종료", en="The term ends", payload=Expiry,
            when={"round": [2]}, sets={"term": "over"}, notify=[TERM_OVER], cite="공고 §1; 운영요령 74",
        )
        for state in UNDER_STOP
    ),
)  # fmt: skip

CLOSING = (
    T(
        "submit_usage_report", USING, STAY, by=LEAD, ko="사용실적 보고", en="Submit the usage report",
        payload=d.UsageReport, paper=True, records=c.usage_received, meets=[USAGE_REPORT], reacts=w.held_expiry,
        notify=[RECEIVED], cite="운영요령 69⑤·76①",
    ),
    T(
        "begin_termination_settlement", TERMINATED, TERMINATION_SETTLEMENT, by=AGENCY, ko="정산 개시",
        en="Begin the settlement", payload=d.UsageReport, guards=[w.letters_decided], meets=[USAGE_REPORT],
        cite="운영요령 69⑤",
    ),
    T(
        "notify_settlement", (SETTLEMENT, TERMINATION_SETTLEMENT), STAY, by=AGENCY, ko="정산 통보",
        en="Notify the settlement", payload=d.SettlementNotice, guards=[c.usage_reported], opens=[REFUND],
        notify=[SETTLEMENT_RESULT], cite="운영요령 44⑤·76·77",
    ),
    T(
        "settle_termination", TERMINATION_SETTLEMENT, CLOSED_TERMINATED, by=AGENCY, ko="정산 완료", en="Settle",
        payload=d.Settlement,
        guards=[c.settlement_notified, c.refunded_or_in_collection, c.sanction_paid, w.letters_decided],
        meets=[REFUND], reads=["company"], reacts=app.letters_lapse,
        claims=[app.area_given_back], notify=[SETTLED], cite="운영요령 69⑤·77",
    ),
    T(
        "submit_final_report", FINAL_REPORT_DUE, FINAL_EVALUATION, by=LEAD, ko="최종보고", en="Submit the final report",
        payload=d.FinalReport, paper=True, records=c.final_reported, meets=[FINAL_REPORT], notify=[RECEIVED],
        cite="운영요령 75①",
    ),
    T(
        "remind_final_report", FINAL_REPORT_DUE, STAY, by=SYSTEM, ko="최종보고 지연", en="Final report overdue",
        payload=Expiry, records=c.overdue, notify=[ESCALATION], cite="운영요령 75①",
    ),
    T(
        "notify_grade", FINAL_EVALUATION, GRADE_NOTIFIED, by=AGENCY, ko="최종평가 통보", en="Notify the final grade",
        payload=d.Graded, guards=[*JUDGING, c.known_grade], records=o.fresh, opens=[OBJECTION_TO_GRADE],
        notify=[GRADE_RESULT], cite="운영요령 75②③",
    ),
    T(
        "object_grade", (GRADE_NOTIFIED, SETTLEMENT), OBJECTION_GRADE, by=LEAD, ko="이의신청",
        en="Object to the grade", payload=d.Objection, guards=OBJECTING, paper=True, records=o.objected,
        meets=[OBJECTION_TO_GRADE], opens=[OBJECTION_DECISION], notify=[OBJECTION_RECEIPT],
        cite="운영요령 75③; common",
    ),
    T(
        "uphold_grade", OBJECTION_GRADE, FINAL_EVALUATION, by=AGENCY, ko="이의 인용", en="Uphold the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], records=o.judged, meets=[OBJECTION_DECISION],
        notify=[OBJECTION_RESULT], cite="운영요령 75③",
    ),
    T(
        "dismiss_grade", OBJECTION_GRADE, SETTLEMENT, by=AGENCY, ko="이의 기각", en="Dismiss the objection",
        payload=d.ObjectionDecision, guards=[o.another_panel], meets=[OBJECTION_DECISION], notify=[OBJECTION_RESULT],
        cite="운영요령 75③",
    ),
    *waits_for_letters(
        T(
            "grade_lapsed", GRADE_NOTIFIED, SETTLEMENT, by=SYSTEM, ko="이의신청 기한 경과", en="No objection in time",
            payload=Lapse, cancels=[OBJECTION_TO_GRADE], records=o.lapsed, notify=[OBJECTION_OVER],
            cite="운영요령 75③",
        ),
        records=o.held,
    ),
    T(
        "settle", SETTLEMENT, RESULTS_FOLLOWUP, by=AGENCY, ko="정산 완료", en="Settle", payload=d.Settlement,
        guards=[c.settlement_notified, c.refunded, w.letters_decided], records=c.settled, meets=[REFUND],
        opens=[RESULTS_REPORT], notify=[SETTLED],
        cite="운영요령 76-78",
    ),
    T(
        "submit_results_report", (RESULTS_FOLLOWUP, *SANCTIONED), STAY, by=LEAD, ko="성과활용보고",
        en="Submit a results report", payload=d.ResultsReport, paper=True, guards=[c.results_owed, c.another_year],
        records=c.results_received, reacts=c.results_awaited, meets=[RESULTS_REPORT], notify=[RECEIVED],
        cite="운영요령 78①",
    ),
    T(
        "await_results_report", (RESULTS_FOLLOWUP, *SANCTIONED), STAY, by=SYSTEM,
        ko="다음 성과활용보고 대기", en="Await the next results report", opens=[RESULTS_REPORT], cite="운영요령 78①",
    ),
    T(
        "close", RESULTS_FOLLOWUP, CLOSED, by=AGENCY, ko="종료", en="Close", payload=Filed,
        guards=[c.results_reported, c.sanction_paid, w.letters_decided], reads=["company"], reacts=app.letters_lapse,
        claims=[app.area_given_back], notify=[PROJECT_CLOSED], cite="운영요령 78①",
    ),
)  # fmt: skip

HOMES = (
    (TERMINATION_SETTLEMENT, ("terminated", "termination_settlement"), "운영요령 82⑪⑫"),
    (SETTLEMENT, ("settlement",), "운영요령 83"),
    (RESULTS_FOLLOWUP, ("results_followup",), "운영요령 83"),
    (CLOSED, ("closed",), "감사"),
    (CLOSED_TERMINATED, ("closed_terminated",), "감사"),
)
"""Where a project goes on once a sanction is final, and from where it came."""

SANCTIONS = (
    T(
        "open_sanction", SANCTIONABLE, SANCTION_REVIEW, by=MINISTRY, ko="제재·환수 심의", en="Open a sanction review",
        payload=d.Sanction, sets={"was": SOURCE, "sanctioned": "no"}, opens=[OPINION], notify=[SANCTION_OPENED],
        cite="운영요령 82; 감사",
    ),
    T(
        "conclude_sanction", SANCTION_REVIEW, SANCTION_NOTIFIED, by=MINISTRY, ko="제재 결정 통보",
        en="Notify the sanction", payload=d.SanctionDecision,
        guards=[s.heard_out, c.restriction_within, w.letters_decided],
        cancels=[OPINION], opens=[REEXAMINATION], records=c.sanction_concluded, notify=[SANCTION_RESULT],
        cite="운영요령 82·83①",
    ),
    T(
        "request_reexamination", SANCTION_NOTIFIED, SANCTION_REEXAMINATION, by=LEAD, ko="재심의 신청",
        en="Request a re-examination", payload=Filed, paper=True, guards=[c.reexamination_in_time],
        meets=[REEXAMINATION], opens=[SANCTION_DECISION], notify=[REEXAMINATION_RECEIPT], cite="운영요령 83①②",
    ),
    T(
        "request_reexamination", tuple(home for home, *_ in HOMES), SANCTION_REEXAMINATION, by=LEAD,
        ko="재심의 신청(기한 내 도달 서류)", en="Request a re-examination, by a letter that had come in time",
        payload=Filed, paper=True, guards=[c.reexamination_in_time], when={"sanctioned": ["final"]},
        sets={"was": SOURCE, "sanctioned": "no"}, records=c.sanction_reopened, cancels=OWED, opens=[SANCTION_DECISION],
        notify=[REEXAMINATION_RECEIPT], cite="운영요령 83①②; common",
    ),
    *waits_for_letters(
        *(
            T(
                "reexamination_lapsed", SANCTION_NOTIFIED, home, by=SYSTEM, ko="재심의 신청기한 경과",
                en="No re-examination in time", payload=Lapse, when={"was": was}, sets={"sanctioned": "final"},
                cancels=[REEXAMINATION], records=c.sanction_final, reacts=c.sanction_ordered,
                notify=[SANCTION_FINAL], cite=f"운영요령 83①; {cite}",
            )
            for home, was, cite in HOMES
        )
    ),
    *(
        T(
            "decide_reexamination", SANCTION_REEXAMINATION, home, by=MINISTRY, ko="재심의 결정",
            en="Decide the re-examination", payload=d.SanctionDecision, guards=[c.restriction_within],
            when={"was": was}, meets=[SANCTION_DECISION], records=c.sanction_redecided, reacts=c.sanction_ordered,
            notify=[SANCTION_RESULT], cite=f"운영요령 83②; {cite}",
        )
        for home, was, cite in HOMES
    ),
    T(
        "await_sanction_payment", OWING, STAY, by=SYSTEM, ko="제재금 납부 대기", en="Await the payment",
        opens=[SANCTION_PAYMENT], cite="운영요령 82⑪",
    ),
    T(
        "sanction_payment_missed", OWING, STAY, by=SYSTEM, ko="제재금 납부기한 경과", en="The payment was missed",
        payload=Expiry, records=c.overdue, opens=[SANCTION_DEMAND], notify=[ESCALATION], cite="운영요령 82⑫",
    ),
    T(
        "demand_sanction_payment", OWING, STAY, by=MINISTRY, ko="납부 독촉", en="Demand the payment", payload=Filed,
        guards=[c.payment_demandable], meets=[SANCTION_DEMAND], opens=[SANCTION_DEMAND_PAYMENT],
        notify=[SANCTION_DEMANDED], cite="운영요령 82⑫",
    ),
    T(
        "record_sanction_payment", OWING, STAY, by=(MINISTRY, AGENCY), ko="제재금 납부 기록",
        en="Record the payment of a sanction", payload=d.SanctionPayment, guards=[c.paid_in_full],
        records=c.sanction_received, meets=OWED, notify=[SANCTION_PAID], cite="운영요령 82⑪⑫",
    ),
)  # fmt: skip

RUNNING_ROWS = (*TAKEN_OVER, *GRANT, *ROUNDS, *CLOSING, *SANCTIONS)
