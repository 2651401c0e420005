"""The laws of the five lifecycles as data: what no row added tomorrow may break. One more is one line."""

from collections.abc import Mapping

from states.properties import CausedOnlyBy, Guarded, Law, Never, Once, Precedes, Returns, Told, Within
from states.quiet import QUIET


def _told(kind: str) -> Told:
    return Told(
        id=f"{kind}.told", ko="모든 처리는 누군가에게 알리거나, 알리지 않는 이유가 적혀 있다",
        en="every step tells somebody, or says why it tells nobody", quiet=QUIET[kind],
    )  # fmt: skip


CALL: tuple[Law, ...] = (
    _told("call"),
    Guarded(
        id="call.budget_before_confirmation", ko="예산 확정 기록과 이의신청 처리 없이 최종 확정하지 않는다",
        en="no confirmation without the budget recorded and the objections settled",
        rows=("confirm_results",), by=("budget_recorded", "objections_settled"),
    ),
    Guarded(
        id="call.awards_within_money", ko="선정은 순위·한도·예산을 지키고 두 사람이 한다",
        en="awards keep the order, the caps and the budget, and two persons make them",
        rows=("award", "revise_ranking"),
        by=("as_proposed", "second_person", "order_kept", "within_caps", "budget_known"),
    ),
    Precedes(
        id="call.ranking_before_awards", ko="순위 확정 없이 선정하지 않는다", en="no award without a fixed ranking",
        first=("fix_ranking",), then=("award", "revise_ranking"), into=("notified", "confirmed"),
    ),
    Precedes(
        id="call.confirmed_before_end", ko="최종 확정 없이 종료하지 않는다", en="no end without the confirmation",
        first=("confirm_results",), into=("ended",),
    ),
    Never(
        id="call.no_cancellation_after_awards", ko="결과를 통보한 공고는 취소하지 않는다",
        en="a call whose results are notified is never cancelled",
        rows=("cancel_call",), states=("notified", "confirmed"),
    ),
)  # fmt: skip

TAKEN_OVER = ("take_over_agreed", "take_over_round_one", "take_over_round_two", "take_over_final_report")
"""An earlier call's projects come as they stand: what precedes them lies in that call's own record."""

PROJECT: tuple[Law, ...] = (
    _told("project"),
    Precedes(
        id="project.screened_before_presentation", ko="사전검토를 통과하거나 이의가 인용되지 않고는 발표하지 않는다",
        en="nobody presents who was not screened, or whose objection was not upheld",
        first=("pass_screening", "uphold_screening", "uphold_rejection"), then=("begin_presentation", "no_show"),
    ),
    Precedes(
        id="project.presented_before_result", ko="발표평가(100%) 없이 선정·예비·미선정을 통보하지 않는다",
        en="no result before the presentation, which is the whole evaluation", since=("evaluation_ready",),
        first=("close_scores", "no_show", "accept"), then=("notify_selected", "notify_reserve", "notify_rejected"),
    ),
    Precedes(
        id="project.confirmed_before_agreement", ko="예산 확정과 이의신청 기간이 지난 최종 확정 없이 협약하지 않는다",
        en="no agreement without the final confirmation: budget recorded, objection window settled",
        first=("confirm", *TAKEN_OVER), then=("sign_agreement",),
        into=("selected", "agreement_pending", "agreed", "supporting"),
    ),
    CausedOnlyBy(
        id="project.confirmed_by_call", ko="최종 확정은 공고의 최종 확정에서만 나온다",
        en="a project is confirmed by its call's confirmation and by nothing else",
        trigger="confirm", causes=("call.confirm_results",),
    ),
    CausedOnlyBy(
        id="project.selected_by_call", ko="선정 통보는 공고의 선정과 순위 변경에서만 나온다",
        en="a selection is notified by the call's awards and by nothing else",
        trigger="notify_selected", causes=("call.award", "call.revise_ranking"),
    ),
    Precedes(
        id="project.agreement_before_support", ko="협약 없이 기업지원을 시작하지 않는다",
        en="no support of companies before the agreement", first=("sign_agreement", *TAKEN_OVER),
        into=("agreed", "supporting"),
    ),
    Guarded(
        id="project.money_before_support", ko="국비 교부 없이 차수를 시작하지 않는다",
        en="no round begins before state money is granted", rows=("begin_round",), by=("state_money_paid",),
    ),
    Guarded(
        id="project.budget_before_second_round", ko="다음 해 예산 없이 계속하지 않는다",
        en="no second round without the next year's budget", rows=("continue_round",), by=("next_budget_recorded",),
    ),
    Returns(
        id="project.objection_screening", ko="사전지원제외 이의는 온 곳으로만 돌아간다",
        en="an objection to the screening returns only where it came from", detour=("objection_screening",),
        homes={
            "screened_out": ("evaluation_ready", "rejected", "disqualified"),
            "rejected": ("evaluation_ready", "rejected", "disqualified"),
        },
    ),
    Returns(
        id="project.objection_rejection", ko="미선정 이의는 온 곳으로만 돌아간다",
        en="an objection to the rejection returns only where it came from", detour=("objection_rejection",),
        homes={
            "rejected_notified": ("evaluation_ready", "rejected", "disqualified"),
            "rejected": ("evaluation_ready", "rejected", "disqualified"),
            "reserve": ("evaluation_ready", "reserve", "disqualified"),
        },
    ),
    Returns(
        id="project.objection_termination", ko="중단 이의는 온 평가로만 돌아간다",
        en="an objection to the termination returns only to the evaluation it came from",
        detour=("termination_notified", "objection_termination"),
        homes={
            "annual_evaluation": ("annual_evaluation", "terminated"),
            "special_evaluation": ("special_evaluation", "terminated"),
            "terminated": ("annual_evaluation", "special_evaluation", "terminated"),
        },
    ),
    Returns(
        id="project.objection_grade", ko="최종평가 이의는 온 곳으로만 돌아간다",
        en="an objection to the grade returns only where it came from", detour=("grade_notified", "objection_grade"),
        homes={
            "final_evaluation": ("final_evaluation", "settlement"), "settlement": ("final_evaluation", "settlement"),
        },
    ),
    Returns(
        id="project.special_evaluation", ko="특별평가는 온 곳으로만 돌아간다",
        en="a special evaluation returns only where it came from",
        detour=("special_evaluation", "termination_notified", "objection_termination"),
        homes={
            "agreed": ("agreed", "terminated"),
            "supporting": ("supporting", "final_report_due", "terminated"),
            "annual_evaluation": ("annual_evaluation", "terminated"),
            "terminated": ("annual_evaluation", "agreed", "supporting", "final_report_due", "terminated"),
        },
    ),
    Returns(
        id="project.sanction", ko="제재 심의는 온 곳으로만 돌아간다",
        en="a sanction review returns only where it came from",
        detour=("sanction_review", "sanction_notified", "sanction_reexamination"),
        homes={
            "terminated": ("termination_settlement",), "termination_settlement": ("termination_settlement",),
            "settlement": ("settlement",), "results_followup": ("results_followup",), "closed": ("closed",),
            "closed_terminated": ("closed_terminated",),
        },
    ),
    Precedes(
        id="project.decision_before_reexamination", ko="제재 결정 통보 없이 재심의하지 않는다",
        en="no re-examination before the decision on the sanction is notified", first=("conclude_sanction",),
        then=("request_reexamination", "decide_reexamination"), into=("sanction_notified", "sanction_reexamination"),
    ),
    Precedes(
        id="project.settlement", ko="협약한 과제는 정산 없이 끝나지 않는다",
        en="no project that was agreed ends without its settlement", since=("agreed",),
        first=("settle", "settle_termination"),
        into=("closed", "closed_terminated", "withdrawn", "rejected", "disqualified", "selection_cancelled",
              "call_cancelled", "expired"),
    ),
    Precedes(
        id="project.closed_after_settlement", ko="정산 없이 종료하지 않는다", en="no closing without the settlement",
        first=("settle",), into=("closed",),
    ),
    Precedes(
        id="project.closed_after_termination", ko="해약 정산 없이 중단종료하지 않는다",
        en="no closing after a termination without its settlement", first=("settle_termination",),
        into=("closed_terminated",),
    ),
    Guarded(
        id="project.settlement_checked", ko="정산은 통보한 뒤에만 끝난다",
        en="no settlement ends before it was notified",
        rows=("settle", "settle_termination"), by=("settlement_notified",),
    ),
    Guarded(
        id="project.heard_before", ko="말할 기회를 주기 전에는 배제·취소·제재하지 않는다",
        en="nobody is excluded, cancelled or sanctioned before they could speak",
        rows=("conclude_sanction", "special_stop", "stop_round"), by=("heard_out",),
    ),
    Guarded(
        id="project.stop_announced", ko="중단 예정을 통지하지 않고 중단하지 않는다",
        en="no round is stopped before the lead was told that it is intended",
        rows=("stop_round",), by=("hearing_noticed",),
    ),
    Within(
        id="project.two_rounds", ko="차수는 1차와 2차뿐이다", en="there is no third round", mode="round", values=(1, 2),
    ),
    Once(
        id="project.each_round_once", ko="각 차수는 한 번만 시작한다", en="each round begins once",
        rows=("begin_round", "continue_round"),
    ),
)  # fmt: skip

SUPPORT: tuple[Law, ...] = (
    _told("support"),
    Guarded(
        id="support.after_agreement", ko="협약한 과제에만 기업지원을 연다",
        en="supports are opened only after the agreement", rows=("open",), by=("project_agreed",),
    ),
    Guarded(
        id="support.while_supporting", ko="기업지원 중인 과제만 모집하고 선정을 보고한다",
        en="companies are called and reported only while the project supports",
        rows=("publish", "readvertise", "report_selection"), by=("project_supporting",),
    ),
    Precedes(
        id="support.plan_before_companies", ko="① 없이 ③을 하지 않는다", en="① comes before ③",
        first=("report_plan",), then=("publish", "readvertise", "close_company_call"), into=("recruiting", "selecting"),
    ),
    Precedes(
        id="support.approval_before_companies", ko="② 없이 ③을 하지 않는다", en="② comes before ③",
        first=("approve_plan",), then=("publish", "readvertise", "close_company_call"),
        into=("recruiting", "selecting"),
    ),
    Precedes(
        id="support.selection_before_support", ko="④와 ⑤ 없이 ⑥을 하지 않는다", en="④ and ⑤ come before ⑥",
        first=("report_selection",), into=("supporting", "inspection", "preference", "completed"),
    ),
    Precedes(
        id="support.selected_before_report", ko="④ 없이 ⑤를 하지 않는다", en="④ comes before ⑤",
        first=("select_companies",), then=("report_selection",), into=("reporting",),
    ),
    Precedes(
        id="support.inspection_before_end", ko="⑦ 없이 완료하지 않는다", en="no completion without ⑦",
        first=("accept_inspection",), then=("complete",), into=("preference", "completed"),
    ),
    Guarded(
        id="support.preference_before_end", ko="⑧과 모든 기업의 종결 없이 완료하지 않는다",
        en="no completion without ⑧ and an end of every company", rows=("complete",),
        by=("every_partner_recorded", "every_company_ended"),
    ),
    CausedOnlyBy(
        id="support.discontinued_by_project", ko="중단은 과제의 해약에서만 나온다",
        en="a support is discontinued by its project's termination and by nothing else",
        trigger="discontinue", causes=("project.dismiss_termination", "project.termination_lapsed.terminated"),
    ),
)  # fmt: skip

COMPANY: tuple[Law, ...] = (
    _told("company"),
    Precedes(
        id="company.agreement_before_support", ko="지원협약 없이 지원하지 않는다", en="no support before the agreement",
        first=("agree",), then=("begin",), into=("supported", "correcting", "completed"),
    ),
    Precedes(
        id="company.selected_before_agreement", ko="선정 없이 협약하지 않는다", en="no agreement before the selection",
        first=("select",), then=("agree",), into=("selected", "agreed"),
    ),
    Precedes(
        id="company.agreement_before_money", ko="지원협약 없이 지원금을 지급하지 않는다",
        en="no money before the agreement", first=("agree",), then=("pay", "record_spending"),
    ),
    CausedOnlyBy(
        id="company.succeeded_by_call", ko="사업자 승계는 공고의 승계 기록에서만 나온다",
        en="a company's number follows from the succession recorded in the call and from nothing else",
        trigger="succeed", causes=("call.record_succession",),
    ),
    Guarded(
        id="company.settled", ko="정산 없이 완료하지 않는다", en="no completion without the settlement",
        rows=("complete",), by=("costs_settled", "unspent_returned", "self_pay_spent"),
    ),
    Guarded(
        id="company.support_delivering", ko="기업지원 ⑥단계에서만 지원을 시작한다",
        en="support begins only in step ⑥", rows=("begin",), by=("support_delivering",),
    ),
    Guarded(
        id="company.self_pay", ko="자부담 없이 협약하지 않는다", en="no agreement without the company's own share",
        rows=("agree",), by=("self_pay_deposited",),
    ),
    Guarded(
        id="company.hearing_before_cancellation", ko="의견을 듣지 않고 취소하지 않는다",
        en="no cancellation without a hearing", rows=("cancel",), by=("hearing_held",),
    ),
    Returns(
        id="company.objection", ko="이의는 자격검토로 돌아가거나 확정된다",
        en="an objection returns to the check or ends", detour=("objecting",),
        homes={
            "ineligible": ("checking", "rejected", "discontinued"),
            "not_selected": ("checking", "rejected", "discontinued"),
        },
    ),
)  # fmt: skip

SURVEY: tuple[Law, ...] = (
    _told("survey"),
    Guarded(
        id="survey.until_it_closes", ko="수요조사 회신은 기한까지만 하고 고친다",
        en="the survey is answered, revised and withdrawn only until it closes",
        rows=("answer", "revise", "withdraw"), by=("survey_open",),
    ),
    Never(
        id="survey.withdrawn_for_good", ko="취하한 회신은 되살리지 않는다", en="a withdrawn answer is not revived",
        rows=("revise", "close_survey"), states=("withdrawn",),
    ),
)  # fmt: skip

LAWS: Mapping[str, tuple[Law, ...]] = {
    "call": CALL, "project": PROJECT, "support": SUPPORT, "company": COMPANY, "survey": SURVEY,
}  # fmt: skip
