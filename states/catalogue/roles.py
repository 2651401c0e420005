"""What roles, phases, kinds of streams and computed figures are called."""

import re
from collections.abc import Mapping

from states.catalogue.said import Said

ROLES: Mapping[str, Said] = {
    "ministry": Said("총괄부처", "Lead ministry"),
    "partner_ministry": Said("협업부처", "Partner ministry"),
    "agency": Said("전문기관", "Agency"),
    "lead": Said("주관기관", "Lead organisation"),
    "participant": Said("참여기관", "Participant"),
    "municipality": Said("기초지자체", "Municipality"),
    "province": Said("광역지자체", "Province"),
    "evaluator": Said("평가위원", "Evaluator"),
    "secretary": Said("평가 간사", "Secretary"),
    "company": Said("지원기업", "Company"),
    "accountant": Said("정산 회계법인", "Accountant"),
    "helpdesk": Said("상담창구(1357)", "Help desk (1357)"),
    "auditor": Said("감사", "Auditor"),
    "admin": Said("운영자", "Administrator"),
    "system": Said("시스템", "System"),
}

KINDS: Mapping[str, Said] = {
    "call": Said("공고", "Call"),
    "project": Said("과제", "Project"),
    "support": Said("기업지원", "Support"),
    "company": Said("지원기업", "Company"),
    "survey": Said("수요조사", "Survey"),
}

PHASES: Mapping[str, Said] = {
    "announcement": Said("공고", "Announcement"),
    "reception": Said("접수", "Reception"),
    "application": Said("신청", "Application"),
    "evaluation": Said("평가", "Evaluation"),
    "objection": Said("이의신청", "Objection"),
    "selection": Said("선정", "Selection"),
    "agreement": Said("협약", "Agreement"),
    "support": Said("기업지원", "Support"),
    "review": Said("점검·평가", "Review"),
    "closing": Said("정산·성과", "Closing"),
    "end": Said("종료", "End"),
    "plan": Said("계획", "Plan"),
    "companies": Said("기업 선정", "Companies"),
    "delivery": Said("지원 실시", "Delivery"),
    "recovery": Said("시정·환수", "Recovery"),
    "survey": Said("수요조사", "Survey"),
}

STEPS: tuple[Said, ...] = (
    Said("지원계획", "Plan"),
    Said("계획 승인", "Approval"),
    Said("모집 공고", "Recruiting"),
    Said("기업 선정", "Selecting"),
    Said("결과 보고", "Reporting"),
    Said("지원 실시", "Supporting"),
    Said("상시점검", "Inspection"),
    Said("부처 우대", "Preference"),
)
"""The eight steps of a support ①–⑧ (공고 §4), in short."""

FIGURES: Mapping[str, Said] = {
    "cap": Said("국비 한도", "Cap of state money"),
    "local_needed": Said("필요한 지방비", "Local money needed"),
    "province_needed": Said("필요한 광역 부담", "Share of the province needed"),
    "direct_needed": Said("필요한 기업 직접지원", "Direct support needed"),
    "after_missing_match": Said("지방비 미납 반영 국비", "State money after a missing match"),
}

INPUTS: Mapping[str, Said] = {
    "national": Said("국비", "state money"),
    "local_parts": Said("지방비 비율", "local parts"),
    "national_parts": Said("국비 비율", "state parts"),
    "total": Said("합계", "total"),
    "percent": Said("비율(%)", "percent"),
    "ministries": Said("부처 수", "ministries"),
    "cap_of_ministries": Said("부처 수별 한도", "cap for so many ministries"),
    "cap_project": Said("과제별 한도", "cap of a project"),
    "paid": Said("납부액", "paid"),
    "pledged": Said("확약액", "pledged"),
}

_OPERATORS: Mapping[str, Said] = {
    "ceil": Said("올림", "rounded up"),
    "floor": Said("내림", "rounded down"),
    "min": Said("작은 쪽", "the lesser of"),
    "*": Said("×", "×"),
    "/": Said("÷", "÷"),
    ">=": Said("≥", "≥"),
}
_TOKEN = re.compile(r"[A-Za-z_]+|>=|[*/]")
_CHOICE = re.compile(r"(.+) if (.+) else (.+)")


def formula(rule: str) -> Said:
    """How a figure is computed, its inputs and operations by name."""
    if found := _CHOICE.fullmatch(rule):
        one, when, other = map(formula, found.groups())
        return Said(f"{when.ko}이면 {one.ko}, 아니면 {other.ko}", f"{one.en} if {when.en}, else {other.en}")
    return Said(
        _TOKEN.sub(lambda token: _named(token[0]).ko, rule), _TOKEN.sub(lambda token: _named(token[0]).en, rule)
    )


def _named(token: str) -> Said:
    return INPUTS.get(token) or _OPERATORS.get(token) or Said(token, token)
