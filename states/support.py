"""The lifecycle of a support (공고 §3): the eight steps ①–⑧ of one recruitment."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from states import laws
from states.context import Context
from states.deadline_rows import deadline_rows
from states.guards.shared import mapping, sequence
from states.guards.support import (
    CHOSEN,
    company_reception_over,
    company_supported,
    every_company_decided,
    every_company_ended,
    every_partner_recorded,
    every_supported_inspected,
    findings_open,
    findings_settled,
    items_known,
    mandatory_items_planned,
    mandatory_programmes_planned,
    ministry_takes_part,
    not_published,
    open_findings,
    participants_only,
    participants_valid,
    plan_of_opened,
    plan_within_caps,
    plan_within_money,
    programmes_known,
    project_agreed,
    project_supporting,
    published,
    reception_ahead,
    round_of_project,
    selection_has_ktop,
    selection_matches,
    selection_within_plan,
    unended,
)
from states.instants import read, written
from states.lifecycle import STAY, UNBORN, Deadline, Lifecycle, Notice, Reaction, State, T, reacting
from states.payloads.common import Expiry, Reasoned
from states.payloads.support import (
    CompanyNotice,
    CompanySelection,
    Finding,
    FindingsCure,
    FurtherNotice,
    InspectionAcceptance,
    Opening,
    Participants,
    Plan,
    PlanApproval,
    Points,
    Preference,
    Report,
    SupportInspection,
)
from states.proposals import with_second_person
from states.roles import AGENCY, LEAD, PARTNER_MINISTRY, SYSTEM

PLANNING = State(
    "planning", "① 기업지원 계획 수립 및 보고", "① Plan and report", phase="plan", cite="공고 §3 ①", owner=LEAD, step=1
)
PLAN_REVIEW = State(
    "plan_review", "② 선정계획 승인", "② Plan approval", phase="plan", cite="공고 §3 ②", owner=AGENCY, step=2
)
RECRUITING = State(
    "recruiting", "③ 기업 모집 공고", "③ Company call", phase="companies", cite="공고 §3 ③", owner=LEAD, step=3,
    open_end="모집 공고일은 주관기관이 정함 / the lead sets the day of its notice",
)  # fmt: skip
SELECTING = State(
    "selecting", "④ 지원기업 선정", "④ Company selection", phase="companies", cite="공고 §3 ④", owner=LEAD, step=4,
    open_end="선정 일정은 승인된 계획을 따름 / follows the approved plan",
)  # fmt: skip
REPORTING = State(
    "reporting",
    "⑤ 지원기업 선정결과 보고",
    "⑤ Selection report",
    phase="companies",
    cite="공고 §3 ⑤",
    owner=LEAD,
    step=5,
)
SUPPORTING = State(
    "supporting", "⑥ 기업지원 실시", "⑥ Support", phase="delivery", cite="공고 §3 ⑥", owner=LEAD, step=6,
    open_end="지원 종료일은 기업별로 정함 / each company's support has its own end",
)  # fmt: skip
INSPECTION = State(
    "inspection", "⑦ 지원기업 상시점검 및 보고", "⑦ Inspection and report", phase="delivery", cite="공고 §3 ⑦",
    owner=AGENCY, step=7,
)  # fmt: skip
PREFERENCE = State(
    "preference", "⑧ 부처별 협업 지원 우대", "⑧ Ministry preference", phase="delivery", cite="공고 §3 ⑧", owner=AGENCY,
    step=8, open_end="우대 시기는 각 부처가 정함 / each ministry sets the time of its preference",
)  # fmt: skip
COMPLETED = State("completed", "완료", "Completed", phase="end", cite="common", terminal=True)
DISCONTINUED = State("discontinued", "중단", "Discontinued", phase="end", cite="common", terminal=True)

LIVE = (PLANNING, PLAN_REVIEW, RECRUITING, SELECTING, REPORTING, SUPPORTING, INSPECTION, PREFERENCE)
DELIVERY = (SUPPORTING, INSPECTION, PREFERENCE)


def reception_end(ctx: Context) -> datetime:
    """The last instant of the companies' reception, inclusive."""
    return read(str(ctx.facts["closes_at"]))


def earliest_finding(ctx: Context) -> datetime:
    """When the oldest open finding was made: a later one gives no more time."""
    return min(read(str(each["found_at"])) for each in open_findings(ctx).values())


SUPPORT_PLAN = Deadline(
    "support_plan", "① 기업지원 계획 보고", "① Report of the plan", owner=LEAD, fires="mark_overdue", cite="공고 §3 ①"
)
SUPPORT_REVIEW = Deadline(
    "support_review", "② 선정계획 승인(추진일정)", "② Approval of the plan", owner=AGENCY, fires="mark_overdue",
    cite="공고 §3 ②",
)  # fmt: skip
COMPANY_RECEPTION = Deadline(
    "company_reception", "③ 기업 모집", "③ Reception of companies", owner=SYSTEM, fires="close_company_call",
    cite="공고 §3 ③", at=reception_end,
)  # fmt: skip
SELECTION_REPORT = Deadline(
    "selection_report", "⑤ 선정결과 보고", "⑤ Report of the selection", owner=LEAD, fires="mark_overdue",
    cite="공고 §3 ⑤",
)  # fmt: skip
INSPECTION_REVIEW = Deadline(
    "inspection_review", "⑦ 점검결과 확인(추진일정)", "⑦ Review of the inspection", owner=AGENCY, fires="mark_overdue",
    cite="공고 §3 ⑦",
)  # fmt: skip
FINDING = Deadline(
    "finding", "지적사항 조치", "Cure of a finding", owner=LEAD, fires="mark_overdue", cite="공고 §3 ⑦",
    start=earliest_finding,
)  # fmt: skip

PLAN_REPORTED = Notice("support_plan_reported", (AGENCY,), "기업지원 계획 보고", "A support plan was reported")
PLAN_RETURNED = Notice("support_plan_returned", (LEAD,), "기업지원 계획 보완 요구", "The support plan was returned")
PLAN_APPROVED = Notice("support_plan_approved", (LEAD,), "선정계획 승인 통보", "The plan was approved")
SELECTION_REPORTED = Notice("selection_reported", (AGENCY,), "지원기업 선정결과 보고", "The selection was reported")
SELECTION_RETURNED = Notice("selection_returned", (LEAD,), "선정결과 보완 요구", "The selection was returned")
FINDING_MADE = Notice("finding_made", (LEAD,), "지적사항 조치 요구", "A finding has to be cured")
INSPECTION_REPORTED = Notice("inspection_reported", (AGENCY,), "점검결과 보고", "The inspection was reported")
INSPECTION_RETURNED = Notice("inspection_returned", (LEAD,), "점검결과 보완 요구", "The inspection was returned")
PREFERENCE_ASKED = Notice(
    "preference_asked", (PARTNER_MINISTRY,), "협업 지원 우대 기록 요청", "Please record the preference"
)
PREFERRED = Notice("preference_recorded", (LEAD, AGENCY), "부처 우대 기록 안내", "A preference was recorded")
SUPPORT_COMPLETED = Notice("support_completed", (LEAD,), "기업지원 완료 통보", "The support was completed")
SUPPORT_DISCONTINUED = Notice("support_discontinued", (LEAD,), "기업지원 중단 통보", "The support was discontinued")
ESCALATION = Notice("support_escalation", (LEAD, AGENCY), "기업지원 기한 경과 안내", "A support's deadline has passed")


def add_participants(ctx: Context) -> Mapping[str, Any]:
    """The companies listed so far, with these."""
    listed = {name: ctx.given[name] for name in ("programme", "brns", "held_on")}
    return {"participants": [*sequence(ctx.facts.get("participants")), listed]}


def match_letters(ctx: Context) -> Mapping[str, Any]:
    """How many letters of intent the project applied with, and how many applications and selections answer to one."""
    answered = [company for company in ctx.of("company") if company.facts.get("letter")]
    chosen = sum(company.state in CHOSEN for company in answered)
    given = len(sequence(ctx.project.facts.get("letters")))
    return {"letters_matched": {"given": given, "applied": len(answered), "selected": chosen}}


def note_inspection(ctx: Context) -> Mapping[str, Any]:
    """When each company was last inspected."""
    done = {str(ctx.given["company"]): written(ctx.effective_at)}
    return {"inspections": {**mapping(ctx.facts.get("inspections")), **done}}


def note_finding(ctx: Context) -> Mapping[str, Any]:
    """The open findings by company; a company's earlier open finding keeps its day."""
    company, known = str(ctx.given["company"]), open_findings(ctx)
    found_at = mapping(known.get(company)).get("found_at", written(ctx.effective_at))
    return {
        **note_inspection(ctx),
        "findings": {**known, company: {"finding": ctx.given["finding"], "found_at": found_at}},
    }


def close_findings(ctx: Context) -> Mapping[str, Any]:
    return {"findings": {}}


def note_preference(ctx: Context) -> Mapping[str, Any]:
    """What each partner ministry preferred, or that it preferred nothing, and what was built beside it, by its code."""
    told = ("granted", "what", "beneficiary", "document", "facilities")
    recorded = {name: ctx.given[name] for name in told if name in ctx.given}
    return {"preferences": {**mapping(ctx.facts.get("preferences")), ctx.actor.org: recorded}}


@reacting("company.inspect")
def inspect_company(ctx: Context) -> Iterable[Reaction]:
    """The inspected company's own record."""
    data = {name: ctx.given[name] for name in ("checklist", "document", "finding") if name in ctx.given}
    states = {company.id: company.state for company in ctx.of("company")}
    if states.get(str(ctx.given["company"])) in ("supported", "correcting"):
        yield Reaction(str(ctx.given["company"]), "inspect", data)


@reacting("company.discontinue")
def discontinue_companies(ctx: Context) -> Iterable[Reaction]:
    """Every company not at an end; one whose money is being recovered stays where it is."""
    running = (company for company in unended(ctx) if company.state != "cancelled")
    return [Reaction(company.id, "discontinue", {"reason": ctx.given["reason"]}) for company in running]


ROWS = (
    T(
        "open", UNBORN, PLANNING, by=LEAD, ko="기업지원 차수 개설", en="Open a support", payload=Opening,
        guards=[project_agreed, round_of_project, programmes_known], opens=[SUPPORT_PLAN], cite="공고 §3",
    ),
    T(
        "report_plan", PLANNING, PLAN_REVIEW, by=LEAD, ko="① 계획 보고", en="① Report the plan", payload=Plan,
        guards=[
            plan_of_opened, items_known, mandatory_programmes_planned, mandatory_items_planned, plan_within_caps,
            plan_within_money,
        ],
        opens=[SUPPORT_REVIEW], meets=[SUPPORT_PLAN], notify=[PLAN_REPORTED], cite="공고 §3 ①",
    ),
    T(
        "return_plan", PLAN_REVIEW, PLANNING, by=AGENCY, ko="계획 보완 요구", en="Return the plan", payload=Points,
        opens=[SUPPORT_PLAN], meets=[SUPPORT_REVIEW], notify=[PLAN_RETURNED], cite="common",
    ),
    T(
        "approve_plan", PLAN_REVIEW, RECRUITING, by=AGENCY, ko="② 승인", en="② Approve the plan",
        payload=PlanApproval, meets=[SUPPORT_REVIEW], notify=[PLAN_APPROVED], cite="공고 §3 ②",
    ),
    T(
        "publish", RECRUITING, STAY, by=LEAD, ko="③ 모집 공고", en="③ Publish the company call",
        payload=CompanyNotice, guards=[project_supporting, not_published, reception_ahead], opens=[COMPANY_RECEPTION],
        cite="공고 §3 ③",
    ),
    T(
        "readvertise", (RECRUITING, SELECTING), RECRUITING, by=LEAD, ko="재공고", en="Publish again",
        payload=FurtherNotice, guards=[project_supporting, published, reception_ahead], opens=[COMPANY_RECEPTION],
        cite="common",
    ),
    T(
        "close_company_call", RECRUITING, SELECTING, by=SYSTEM, ko="모집 마감", en="Close the company call",
        payload=Expiry, guards=[published, company_reception_over], cite="공고 §3 ③",
    ),
    T(
        "select_companies", SELECTING, REPORTING, by=LEAD, ko="④ 선정", en="④ Select companies",
        payload=CompanySelection, guards=[
            every_company_decided, selection_matches, selection_has_ktop, selection_within_plan,
        ],
        records=match_letters,
        opens=[SELECTION_REPORT], reads=["company"], cite="공고 §3 ④",
    ),
    T(
        "record_participants", SUPPORTING, STAY, by=LEAD, ko="참여기업 등록(교육·네트워킹)", en="List participants",
        payload=Participants, guards=[participants_only, participants_valid], records=add_participants,
        cite="공고 §3 ➊➌",
    ),
    T(
        "return_report", REPORTING, SELECTING, by=AGENCY, ko="선정결과 보완 요구", en="Return the selection",
        payload=Points, cancels=[SELECTION_REPORT], notify=[SELECTION_RETURNED], cite="common",
    ),
    T(
        "report_selection", REPORTING, SUPPORTING, by=LEAD, ko="⑤ 결과 보고", en="⑤ Report the selection",
        payload=Report, guards=[project_supporting], meets=[SELECTION_REPORT], notify=[SELECTION_REPORTED],
        cite="공고 §3 ⑤",
    ),
    T(
        "record_inspection", (SUPPORTING, INSPECTION), STAY, by=(AGENCY, LEAD), ko="점검 기록",
        en="Record an inspection", payload=SupportInspection, guards=[company_supported], records=note_inspection,
        reads=["company"], reacts=inspect_company, cite="공고 §3 ⑦",
    ),
    T(
        "record_finding", (SUPPORTING, INSPECTION), STAY, by=(AGENCY, LEAD), ko="지적사항 기록",
        en="Record a finding", payload=Finding, guards=[company_supported], opens=[FINDING], notify=[FINDING_MADE],
        records=note_finding, reads=["company"], reacts=inspect_company, cite="공고 §3 ⑦",
    ),
    T(
        "cure_findings", DELIVERY, STAY, by=(AGENCY, LEAD), ko="지적사항 조치", en="Cure the findings",
        payload=FindingsCure, guards=[findings_open], meets=[FINDING], records=close_findings, cite="공고 §3 ⑦",
    ),
    T(
        "report_inspection", SUPPORTING, INSPECTION, by=LEAD, ko="⑦ 점검결과 보고", en="⑦ Report the inspection",
        payload=Report, guards=[every_supported_inspected], opens=[INSPECTION_REVIEW], notify=[INSPECTION_REPORTED],
        reads=["company"], cite="공고 §3 ⑦",
    ),
    T(
        "return_inspection", INSPECTION, SUPPORTING, by=AGENCY, ko="점검결과 보완 요구", en="Return the inspection",
        payload=Points, meets=[INSPECTION_REVIEW], notify=[INSPECTION_RETURNED], cite="common",
    ),
    T(
        "accept_inspection", INSPECTION, PREFERENCE, by=AGENCY, ko="⑦ 점검 확인", en="⑦ Accept the inspection",
        payload=InspectionAcceptance, guards=[findings_settled], meets=[INSPECTION_REVIEW], notify=[PREFERENCE_ASKED],
        cite="공고 §3 ⑦",
    ),
    T(
        "record_preference", DELIVERY, STAY, by=PARTNER_MINISTRY, ko="⑧ 우대 기록", en="⑧ Record a preference",
        payload=Preference, guards=[ministry_takes_part], records=note_preference, notify=[PREFERRED], cite="공고 §3 ⑧",
    ),
    T(
        "complete", PREFERENCE, COMPLETED, by=AGENCY, ko="완료", en="Complete",
        guards=[every_partner_recorded, every_company_ended], notify=[SUPPORT_COMPLETED], reads=["company"],
        cite="common",
    ),
    T(
        "discontinue", LIVE, DISCONTINUED, by=SYSTEM, ko="중단", en="Discontinue", payload=Reasoned,
        notify=[SUPPORT_DISCONTINUED], reads=["company"], reacts=discontinue_companies, cite="common",
    ),
    T(
        "mark_overdue", (PLANNING, PLAN_REVIEW, REPORTING, *DELIVERY), STAY, by=SYSTEM, ko="기한 경과",
        en="Mark as overdue", payload=Expiry, notify=[ESCALATION], cite="common",
    ),
)  # fmt: skip

SUPPORT = Lifecycle(
    name="support",
    ko="기업지원",
    en="Support",
    states=(*LIVE, COMPLETED, DISCONTINUED),
    rows=with_second_person((*ROWS, *deadline_rows(LIVE)), LIVE),
    properties=laws.SUPPORT,
)
