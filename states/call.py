"""The lifecycle of a call (공고): from its notice to the end of its last project."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from states import laws
from states.call_migration import migration_rows
from states.context import Context
from states.deadline_rows import deadline_rows
from states.guards.awards import (
    area_year_share,
    budget_known,
    budget_recorded,
    budget_share,
    caps_decided,
    confirm_accepted,
    held_awards_stand,
    minimum_reached,
    names_ranked,
    notify_results,
    order_kept,
    record_awards,
    record_final_awards,
    record_ranking,
    record_revision,
    ties_settled,
    within_caps,
)
from states.guards.call import (
    PROJECT_ENDS,
    already_voted,
    areas_designated,
    areas_known,
    areas_once,
    closes_later,
    every_project_ended,
    every_project_scored,
    every_project_screened,
    jointly_announced,
    may_change_now,
    noticed_long_enough,
    objections_settled,
    outage_hindered,
    outage_proven,
    setting_admits,
    setting_exists,
    succession_possible,
)
from states.guards.cuts import names_every_holder, nobody_raised, not_yet_agreed, record_cut, reduce_awards
from states.guards.deadlines import merge_holiday, new_holiday
from states.guards.evaluation import declared, jointly_appointed, members_once, named, on_committee
from states.guards.reception import closes_at, opens_at, received_in_time, reception_begun, reception_over
from states.guards.shared import mapping, sequence
from states.instants import read, written
from states.lifecycle import STAY, UNBORN, Deadline, Lifecycle, Notice, Reaction, State, T, reacting
from states.payloads.call import (
    Amendment,
    Announcement,
    AreaFacts,
    AwardCut,
    AwardDecision,
    BudgetVote,
    CommitteeNaming,
    Confirmation,
    Declaration,
    EvaluationOpening,
    Extension,
    Loading,
    RankingDecision,
    RankingRevision,
    Relief,
    SettingDecision,
    SuccessionRecord,
)
from states.payloads.common import Expiry, Reasoned
from states.payloads.deadline import HolidayDeclaration
from states.proposals import with_second_person
from states.roles import ADMIN, AGENCY, EVALUATOR, MINISTRY, PARTNER_MINISTRY, SYSTEM

PREPARING = State(
    "preparing", "공고 준비", "Preparing", phase="announcement", cite="common", owner=MINISTRY,
    open_end="공고일은 부처가 정함 / the ministry sets the day of the notice",
)  # fmt: skip
ANNOUNCED = State("announced", "공고", "Announced", phase="announcement", cite="공고 §6", owner=SYSTEM)
OPEN = State("open", "접수중", "Open", phase="reception", cite="공고 §6", owner=SYSTEM)
CLOSED = State("closed", "접수마감", "Closed", phase="reception", cite="공고 §6", owner=AGENCY)
EVALUATING = State("evaluating", "선정평가", "Evaluating", phase="evaluation", cite="공고 §5", owner=AGENCY)
RANKED = State(
    "ranked", "순위확정", "Ranked", phase="evaluation", cite="공고 §5 고득점순", owner=MINISTRY,
    open_end="선정 시기는 부처가 정함(추진일정은 목표) / the ministry sets the day; the schedule is a target",
)  # fmt: skip
NOTIFIED = State(
    "notified", "결과통보", "Results notified", phase="selection", cite="공고 §5", owner=MINISTRY,
    open_end="예산 확정과 이의신청 처리를 기다림 / waits for the budget vote and for objections",
)  # fmt: skip
CONFIRMED = State(
    "confirmed", "최종확정", "Confirmed", phase="selection", cite="공고 §5", owner=AGENCY,
    open_end="모든 과제가 끝날 때까지 계속 / lasts until every project has ended",
)  # fmt: skip
ENDED = State("ended", "종료", "Ended", phase="end", cite="common", terminal=True)
CANCELLED = State("cancelled", "공고취소", "Cancelled", phase="end", cite="common", terminal=True)

LIVE = (PREPARING, ANNOUNCED, OPEN, CLOSED, EVALUATING, RANKED, NOTIFIED, CONFIRMED)

UNENDED = (ANNOUNCED, OPEN, CLOSED, EVALUATING, RANKED, NOTIFIED, CONFIRMED)
"""Where evaluators can be named and declare, also later, for a re-evaluation; where a call can be amended."""

RECEPTION_OPEN = Deadline(
    "reception_open", "접수 시작", "Reception opens", owner=SYSTEM, fires="open_reception", cite="공고 §6",
    at=opens_at,
)  # fmt: skip
RECEPTION_CLOSE = Deadline(
    "reception_close", "접수 마감", "Reception closes", owner=SYSTEM, fires="close_reception", cite="공고 §6",
    at=closes_at,
)  # fmt: skip
EVALUATION = Deadline(
    "evaluation", "선정평가(추진일정)", "Evaluation (schedule)", owner=AGENCY, fires="mark_overdue", cite="공고 §5",
)  # fmt: skip

RECEPTION_CHANGED = Notice("reception_changed", (AGENCY,), "접수기간 변경 안내", "Reception changed")
RECEPTION_CLOSED = Notice("reception_closed", (AGENCY, MINISTRY), "접수 마감 안내", "Reception closed")
CALL_CHANGED = Notice("call_changed", (AGENCY,), "변경 공고 안내", "The call was changed")
BUDGET_RECORDED = Notice("budget_recorded", (AGENCY,), "확정 예산 안내", "A year's budget was recorded")
RANKING_FIXED = Notice("ranking_fixed", (MINISTRY,), "순위 확정 안내", "The ranking was fixed")
AWARDS_MADE = Notice("awards_made", (AGENCY,), "선정 결과 안내", "Projects were selected")
RESULTS_CONFIRMED = Notice("results_confirmed", (AGENCY,), "최종 확정 안내", "The results were confirmed")
CALL_CANCELLED = Notice("call_cancelled", (AGENCY,), "공고 취소 안내", "The call was cancelled")
ESCALATION = Notice("call_escalation", (AGENCY, MINISTRY), "추진일정 경과 안내", "A day of the schedule has passed")

CANCELLABLE = frozenset(
    {
        "announced",
        "draft",
        "submitted",
        "screening",
        "supplement_requested",
        "evaluation_ready",
        "presenting",
        "scored",
    }
)
"""The projects a cancelled call ends."""
UNFOLLOWED = frozenset({"withdrawn", "lapsed", "rejected"})
"""Companies that hold nothing any more."""
ENTERING = frozenset({"announced", "draft", "submitted"})


def merge_setting(ctx: Context) -> Mapping[str, Any]:
    """The decisions on the call's settings, with this one."""
    return {"settings": {**mapping(ctx.facts.get("settings")), ctx.given["name"]: ctx.given["value"]}}


def merge_budget(ctx: Context) -> Mapping[str, Any]:
    """The voted budgets by fiscal year, with this one, in won."""
    return {"budget": {**mapping(ctx.facts.get("budget")), str(ctx.given["year"]): ctx.given["amount"]}}


def move_reception(ctx: Context) -> Mapping[str, Any]:
    """The new end of reception, in UTC."""
    moved: datetime = read(str(ctx.given["reception_closes_at"]))
    return {"reception_closes_at": written(moved)}


def snapshot(ctx: Context) -> Mapping[str, Any]:
    """Which projects were submitted when reception closed, in which version."""
    submitted = sorted((each for each in ctx.of("project") if each.state == "submitted"), key=lambda each: each.id)
    return {"submissions": [{"project": each.id, "version": each.version} for each in submitted]}


def merge_areas(ctx: Context) -> Mapping[str, Any]:
    """What is known of each area, by list: the file's rows replace what was known before."""
    name, known = str(ctx.given["area_list"]), mapping(ctx.facts.get("areas"))
    rows = {each["area"]: {**each, "file": ctx.given["file"]} for each in sequence(ctx.given["areas"])}
    return {"areas": {**known, name: {**mapping(known.get(name)), **rows}}}


def merge_succession(ctx: Context) -> Mapping[str, Any]:
    """The successor of each registration number that was succeeded, with this one."""
    return {"successions": {**mapping(ctx.facts.get("successions")), ctx.given["former"]: ctx.given["successor"]}}


@reacting("company.succeed")
def companies_succeed(ctx: Context) -> Iterable[Reaction]:
    """Everything the call has under the former number goes on under the successor's: its shares of a year among it."""
    own = (each for each in ctx.of("company") if each.facts.get("brn") == ctx.given["former"])
    return [
        Reaction(each.id, "succeed", {"brn": ctx.given["successor"]}) for each in own if each.state not in UNFOLLOWED
    ]


@reacting("project.reception_extended")
def move_reception_of_all(ctx: Context) -> Iterable[Reaction]:
    """Every project not yet submitted takes over the new end of reception; who has submitted hears of it."""
    return [Reaction(each.id, "reception_extended") for each in ctx.of("project") if each.state in ENTERING]


@reacting("project.call_amended")
def tell_everyone(ctx: Context) -> Iterable[Reaction]:
    """Every project on its way hears that the call was amended."""
    return [Reaction(each.id, "call_amended") for each in ctx.of("project") if each.state not in PROJECT_ENDS]


@reacting("project.budget_voted")
def tell_of_budget(ctx: Context) -> Iterable[Reaction]:
    """Every project on its way hears of the vote, also of one that changes no award."""
    return [Reaction(each.id, "budget_voted") for each in ctx.of("project") if each.state not in PROJECT_ENDS]


@reacting("project.reinstate")
def reinstate_expired(ctx: Context) -> Iterable[Reaction]:
    """Every expired project may go on: relief is for all concerned alike."""
    return [Reaction(each.id, "reinstate") for each in ctx.of("project") if each.state == "expired"]


@reacting("project.call_cancelled")
def end_projects(ctx: Context) -> Iterable[Reaction]:
    """Every project still on its way to a result ends with the call."""
    return [Reaction(each.id, "call_cancelled") for each in ctx.of("project") if each.state in CANCELLABLE]


AWARDING = (names_ranked, order_kept, minimum_reached, caps_decided, within_caps, budget_known)

ROWS = (
    *migration_rows(LIVE),
    T("load", UNBORN, PREPARING, by=ADMIN, ko="공고 등록", en="Load the call", payload=Loading, cite="common"),
    T(
        "decide_setting", LIVE, STAY, by=MINISTRY, ko="미정사항 결정", en="Decide a setting", payload=SettingDecision,
        two_person=True, guards=[setting_exists, setting_admits], records=merge_setting, cite="common",
    ),
    T(
        "announce", PREPARING, ANNOUNCED, by=MINISTRY, ko="공고", en="Announce", payload=Announcement,
        guards=[jointly_announced, noticed_long_enough], opens=[RECEPTION_OPEN, RECEPTION_CLOSE],
        cite="공고 표지; 운영요령 15③",
    ),
    T(
        "open_reception", ANNOUNCED, OPEN, by=SYSTEM, ko="접수 시작", en="Open reception", payload=Expiry,
        guards=[reception_begun], cite="공고 §6",
    ),
    T(
        "extend_reception", OPEN, STAY, by=MINISTRY, ko="접수 연장", en="Extend reception", payload=Extension,
        guards=[received_in_time, closes_later], opens=[RECEPTION_CLOSE], notify=[RECEPTION_CHANGED],
        records=move_reception, reads=["project"], reacts=move_reception_of_all, cite="common",
    ),
    T(
        "close_reception", (ANNOUNCED, OPEN), CLOSED, by=SYSTEM, ko="접수 마감", en="Close reception", payload=Expiry,
        guards=[reception_over], opens=[EVALUATION], notify=[RECEPTION_CLOSED], records=snapshot, reads=["project"],
        cancels=[RECEPTION_OPEN], cite="공고 §6",
    ),
    T(
        "relieve_outage", CLOSED, OPEN, by=MINISTRY, ko="장애 구제(접수 재개)", en="Relieve an outage", payload=Relief,
        two_person=True, guards=[outage_proven, closes_later, outage_hindered], opens=[RECEPTION_CLOSE],
        cancels=[EVALUATION], notify=[RECEPTION_CHANGED], records=move_reception, reads=["project"],
        reacts=reinstate_expired, cite="common (공고 §6 마감일 접속 과다)",
    ),
    T(
        "amend", (PREPARING, *UNENDED), STAY, by=MINISTRY, ko="변경 공고", en="Amend the call", payload=Amendment,
        guards=[may_change_now], notify=[CALL_CHANGED], reads=["project"], reacts=tell_everyone, cite="common",
    ),
    T(
        "record_budget", (ANNOUNCED, OPEN, CLOSED, EVALUATING, RANKED, NOTIFIED, CONFIRMED), STAY, by=MINISTRY,
        ko="예산 확정 기록", en="Record the budget vote", payload=BudgetVote, guards=[already_voted],
        records=merge_budget, notify=[BUDGET_RECORDED], reads=["project"], reacts=tell_of_budget, cite="공고 §2·§5",
    ),
    T(
        "name_committee", UNENDED, STAY, by=(MINISTRY, PARTNER_MINISTRY), ko="평가위원 위촉", en="Name evaluators",
        payload=CommitteeNaming, guards=[members_once], records=named, cite="공고 §5; 운영요령 59①",
    ),
    T(
        "declare", UNENDED, STAY, by=EVALUATOR, ko="평가위원 서약", en="Declare conflicts", payload=Declaration,
        guards=[on_committee], records=declared, cite="운영요령 59①·89",
    ),
    T(
        "record_areas", (PREPARING, ANNOUNCED, OPEN, CLOSED, EVALUATING, RANKED, NOTIFIED, CONFIRMED), STAY,
        by=(MINISTRY, AGENCY), ko="지역 현황 반영", en="Record facts of areas", payload=AreaFacts,
        guards=[areas_known, areas_once, areas_designated], records=merge_areas, cite="공고 붙임2·붙임3·붙임4",
    ),
    T(
        "record_succession", (ANNOUNCED, OPEN, CLOSED, EVALUATING, RANKED, NOTIFIED, CONFIRMED), STAY, by=AGENCY,
        ko="사업자 승계 기록", en="Record a succession", payload=SuccessionRecord, guards=[succession_possible],
        records=merge_succession, reads=["company"], reacts=companies_succeed, cite="공고 §3",
    ),
    T(
        "start_evaluation", CLOSED, EVALUATING, by=AGENCY, ko="평가 개시", en="Start the evaluation",
        payload=EvaluationOpening, guards=[reception_over, jointly_appointed, every_project_screened],
        reads=["project"], cite="공고 §5; 운영요령 59①",
    ),
    T(
        "fix_ranking", EVALUATING, RANKED, by=AGENCY, ko="순위 확정", en="Fix the ranking", payload=RankingDecision,
        guards=[every_project_scored, ties_settled], meets=[EVALUATION], notify=[RANKING_FIXED],
        records=record_ranking, reads=["project"], cite="공고 §5",
    ),
    T(
        "award", RANKED, NOTIFIED, by=MINISTRY, ko="선정 및 통보", en="Award and notify", payload=AwardDecision,
        two_person=True, guards=AWARDING, claims=[budget_share, area_year_share], notify=[AWARDS_MADE],
        records=record_awards, reads=["project"], reacts=notify_results, cite="공고 §5; 운영요령 25①",
    ),
    T(
        "revise_ranking", (NOTIFIED, CONFIRMED), STAY, by=MINISTRY, ko="순위 변경", en="Revise the ranking",
        payload=RankingRevision, two_person=True, guards=[ties_settled, held_awards_stand, *AWARDING],
        claims=[budget_share, area_year_share], notify=[AWARDS_MADE], records=record_revision, reads=["project"],
        reacts=notify_results, cite="운영요령 25③",
    ),
    T(
        "cut_awards", (NOTIFIED, CONFIRMED), STAY, by=MINISTRY, ko="국비 감액", en="Cut the awards", payload=AwardCut,
        two_person=True, guards=[names_every_holder, nobody_raised, not_yet_agreed, budget_known],
        claims=[budget_share, area_year_share], records=record_cut, reads=["project"], reacts=reduce_awards,
        cite="공고 §2·§5",
    ),
    T(
        "confirm_results", (NOTIFIED, CONFIRMED), CONFIRMED, by=MINISTRY, ko="최종 확정", en="Confirm the results",
        payload=Confirmation, two_person=True, guards=[budget_recorded, objections_settled],
        claims=[budget_share, area_year_share],
        notify=[RESULTS_CONFIRMED], records=record_final_awards, reads=["project"], reacts=confirm_accepted,
        cite="공고 §5",
    ),
    T(
        "cancel_call", (ANNOUNCED, OPEN, CLOSED, EVALUATING, RANKED), CANCELLED, by=MINISTRY, ko="공고 취소",
        en="Cancel the call", payload=Reasoned, notify=[CALL_CANCELLED], reads=["project"], reacts=end_projects,
        cite="common",
    ),
    T(
        "end_call", CONFIRMED, ENDED, by=AGENCY, ko="종료", en="End the call", guards=[every_project_ended],
        reads=["project"], cite="common",
    ),
    T(
        "declare_holiday", LIVE, STAY, by=(AGENCY, MINISTRY), ko="공휴일 지정 반영", en="Enter a declared holiday",
        payload=HolidayDeclaration, guards=[new_holiday], records=merge_holiday, cite="관공서의 공휴일에 관한 규정",
    ),
    T(
        "mark_overdue", (CLOSED, EVALUATING), STAY, by=SYSTEM, ko="추진일정 경과", en="Mark as overdue", payload=Expiry,
        notify=[ESCALATION], cite="common",
    ),
)  # fmt: skip

CALL = Lifecycle(
    name="call",
    ko="공고",
    en="Call",
    states=(*LIVE, ENDED, CANCELLED),
    rows=with_second_person((*ROWS, *deadline_rows(LIVE)), LIVE),
    properties=laws.CALL,
)
