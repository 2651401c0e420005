"""Act one: the notice, the decisions it leaves open, forty-three projects on their way to 18:00:00.000."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from entrypoints.demo import application as parts
from entrypoints.demo import files, survey
from entrypoints.demo.cast import CAST, MINISTER, OPERATOR, Part, lead
from entrypoints.demo.stage import DemoError, Stage, began, kst, merged, sha
from states.roles import Actor
from workflow.messages import Command

type_of_projects = dict[str, str]
"""Project streams by area code."""
DECISIONS: tuple[tuple[str, int | str, str], ...] = (
    ("caps_2_ministries", 500_000_000, "공고 §2의 협업부처 규모에 비례해 2개 부처 한도를 정함"),
    ("caps_3_ministries", 700_000_000, "공고 §2의 협업부처 규모에 비례해 3개 부처 한도를 정함"),
    ("rounding_unit", 1_000, "자부담은 천원 단위로 올림"),
    ("aggregation", "trimmed_mean", "최고·최저점을 제외한 평균으로 편향을 줄임"),
    ("deduction_most", 5, "사전검토와 평가위원의 감점은 각각 5점까지"),
    ("tie_break", "higher_item", "동점이면 배점이 높은 항목의 점수 순"),
    ("no_show", "zero", "발표에 불참하면 0점으로 처리"),
    ("acceptance_days", 10, "선정 통보일부터 열흘 안에 수락"),
    ("support_plan_days", 30, "차수 개설 후 30일 안에 계획 보고"),
    ("support_review_days", 10, "계획 승인은 열흘을 목표로 함"),
    ("selection_report_days", 14, "선정 후 2주 안에 결과 보고"),
    ("inspection_review_days", 14, "점검결과 확인은 2주를 목표로 함"),
    ("finding_days", 20, "지적사항은 20일 안에 조치"),
    ("company_objection_days", 10, "기업 이의신청 기간은 과제와 같게 10일"),
    ("company_objection_decision_days", 30, "기업 이의신청 결정은 과제와 같게 30일"),
    ("correction_days", 20, "시정은 20일 안에"),
    ("repayment_days", 30, "지원금 반환은 30일 안에"),
)
CLOSING = kst(12, 20, 18, year=2024)
ENTERED = ("submit", "revise", "last")


def play(stage: Stage) -> type_of_projects:
    """From the notice to the morning after reception; the submitted projects by area."""
    stage.act = "접수 · Reception"
    _announce(stage)
    files.visa_areas(stage, [code for code, area in stage.rules.areas.items() if area.designation == "depopulation"])
    _ask_for_every_area(stage)
    projects = _register(stage)
    _refused_registrations(stage)
    stage.advance_to(kst(12, 9, 9, 1, year=2024))
    stage.check(stage.call, "open")
    stage.play(merged(step for n, part in enumerate(CAST) for step in _drafting(stage, n, part, projects[part.area])))
    survey.answer(stage)
    _last_minute(stage, projects)
    stage.advance_to(kst(12, 21, 9, year=2024))
    survey.close(stage)
    return _after_closing(stage, projects)


def _announce(stage: Stage) -> None:
    stage.do(OPERATOR, "load", stage.call, **stage.engine.definitions.loading(stage.rules))
    notices = [{"ministry": each.code, "number": each.notice_no} for each in stage.rules.ministries]
    notice = {"notices": notices, "announced_on": "2024-12-03", "document": sha("joint notice")}
    stage.do(MINISTER, "announce", stage.call, **notice)
    for name, value, reason in DECISIONS:
        stage.do(MINISTER, "decide_setting", stage.call, name=name, value=value, reason=reason, approved_by="mss-2")
    wrong = {"name": "no_show", "value": "forgiven", "reason": "규정에 없는 값"}
    stage.refuse(stage.order(MINISTER, "decide_setting", stage.call, wrong), "call.setting_value")


def _ask_for_every_area(stage: Stage) -> None:
    """Every eligible area could be registered by its technopark with a ministry that reaches it."""
    if len(stage.rules.areas) != stage.rules.counts.eligible:
        raise DemoError(f"the call should know {stage.rules.counts.eligible} areas, not {len(stage.rules.areas)}")
    for code, area in stage.rules.areas.items():
        place = parts.registration(Part(code, "SI" if area.designation else "SA", 50, area.name))
        stage.try_out(stage.order(lead_of(stage, code), "register", stage.call, place))


def lead_of(stage: Stage, area: str) -> Actor:
    """The designated technopark's person for an area of the call."""
    return lead(stage.rules.provinces[stage.rules.areas[area].province].technopark)


def _register(stage: Stage) -> type_of_projects:
    projects: type_of_projects = {}
    for day in range(3):
        stage.advance_to(kst(12, 4 + day, 11, year=2024))
        chosen = CAST[day::3]
        orders = [_registration(stage, part) for part in chosen]
        projects |= {part.area: began(done) for part, done in zip(chosen, stage.tell(*orders), strict=True)}
    return projects


def _registration(stage: Stage, part: Part) -> Command:
    return stage.order(lead_of(stage, part.area), "register", stage.call, parts.registration(part))


def _refused_registrations(stage: Stage) -> None:
    """What the announcement does not allow, each refused with its reason."""

    def tried(who: Actor, area: str, ministries: str) -> Command:
        return stage.order(who, "register", stage.call, parts.registration(Part(area, ministries, 50, "거절될 과제")))

    gyeongbuk, jeonnam = lead("tp-gyeongbuk"), lead("tp-jeonnam")
    stage.refuse(tried(gyeongbuk, "11110", "SI"), "area.not_eligible")
    stage.refuse(tried(gyeongbuk, "47210", "IA"), "ministries.combination")
    stage.refuse(tried(gyeongbuk, "47770", "SIA"), "area.taken")
    stage.refuse(tried(jeonnam, "47210", "SIA"), "lead.not_designated")
    stage.refuse(tried(jeonnam, "46770", "SIA"), "ministries.no_link")
    early = stage.below(stage.call, "project")[0]
    stage.refuse(stage.order(lead(str(early.facts["lead"])), "start_draft", early.id), "reception.not_open")


def _drafting(stage: Stage, n: int, part: Part, project: str) -> Iterator[tuple[datetime, Command]]:
    """A project's days of writing: begun, saved in parts again and again, letters gathered, submitted, revised."""
    if part.entry == "idle":
        return
    who = lead_of(stage, part.area)
    begun = kst(12, 9 + n % 3, 9 + n % 8, n + 1, year=2024)

    def at(days: int, trigger: str, data: dict[str, Any]) -> tuple[datetime, Command]:
        instant = begun + timedelta(days=days)
        return instant, stage.order(who, trigger, project, data, at=instant)

    yield at(0, "start_draft", {})
    yield at(1, "save", parts.plan(part, 1))
    yield at(2, "save", parts.budget(stage.rules, part))
    yield at(3, "save", parts.people(part))
    yield at(3, "save", parts.programmes(part))
    if part.entry == "left":
        return
    for letter in parts.letters(part)["letters"]:
        yield at(4, "give_letter", {**letter, "signed_on": date(2024, 12, 10).isoformat()})
    yield at(4, "save", parts.letters(part))
    yield at(5, "save", parts.plan(part, 2))
    yield at(6, "save", parts.documents(part) | parts.consortium(part) | parts.confirmations())
    yield from _entering(part, at)


def _entering(part: Part, at: Any) -> Iterator[tuple[datetime, Command]]:
    if part.entry in ("submit", "revise"):
        yield at(7, "submit", {})
    if part.entry == "revise":
        yield at(8, "revise", parts.plan(part, 3))
    if part.entry == "withdrawn":
        yield at(7, "withdraw", {"letter": sha(f"{part.area} withdrawal")})


def _last_minute(stage: Stage, projects: type_of_projects) -> None:
    """18:00:00.000 is in time, 18:00:00.001 is not; a draft that lacks its parts was refused before."""
    by_entry = {part.entry: part for part in CAST}
    left, last, late = by_entry["left"], by_entry["last"], by_entry["late"]
    stage.advance_to(CLOSING - timedelta(minutes=20))
    unfinished = stage.order(lead_of(stage, left.area), "submit", projects[left.area])
    stage.refuse(unfinished, "parts.missing", "confirmation.missing")
    stage.advance_to(CLOSING)
    stage.do(lead_of(stage, last.area), "submit", projects[last.area])
    stage.advance_to(CLOSING + timedelta(milliseconds=1))
    stage.refuse(stage.order(lead_of(stage, late.area), "submit", projects[late.area]), "reception.closed")


def _after_closing(stage: Stage, projects: type_of_projects) -> type_of_projects:
    """The call is closed; what was not submitted has expired."""
    stage.check(stage.call, "closed")
    ends = {"withdrawn": "withdrawn"} | dict.fromkeys(ENTERED, "submitted")
    for part in CAST:
        stage.check(projects[part.area], ends.get(part.entry, "expired"))
    return {part.area: projects[part.area] for part in CAST if part.entry in ENTERED}
