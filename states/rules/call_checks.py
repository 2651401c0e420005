"""What must agree between the parts of a call. A check runs when every part its parameters name could be read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from inspect import signature
from itertools import pairwise
from typing import Any, NamedTuple

from states.roles import ROLES
from states.rules import call_parts as p
from states.rules.call_text import Path
from states.rules.periods import RULES, PeriodError, check_length

ANCHORS = frozenset({"reception.opens_at", "reception.closes_at", "round.ends_on", "agreement.ends_on", "given"})
"""What a period of rule `fixed` can end with, beside a milestone and a setting that is an instant."""


READ_PERIODS = frozenset(
    {
        "acceptance", "agreement", "agreement_cure", "agreement_end", "annual_report", "company_objection",
        "company_objection_decision", "company_opinion", "correction", "evaluation", "explanation", "final_report",
        "finding", "inspection_review", "local_money", "objection", "objection_decision", "opinion", "plan_supplement",
        "refund", "repayment", "results_report", "sanction_decision", "sanction_demand", "sanction_demand_payment",
        "sanction_payment", "sanction_reexamination", "selection_report", "state_money", "supplement_screening",
        "support_plan", "support_review", "usage_report",
    }
)  # fmt: skip
"""The periods the lifecycles compute their deadlines by: a call without one would fail where it is opened."""
READ_SETTINGS = frozenset(
    {
        "aggregation", "deduction_most", "direct_indirect_split", "ktop_cutoff", "minimum_score", "no_show",
        "survey_deadline", "tie_break",
    }
)  # fmt: skip
"""The settings the rules ask for by name; decided or waiting, they must be there."""


class Problem(NamedTuple):
    path: Path
    code: str
    facts: Mapping[str, object]


def problem(path: Path, code: str, **facts: object) -> Problem:
    return Problem(path, code, facts)


def problems(parts: Mapping[str, Any]) -> Iterator[Problem]:
    """Every disagreement between the parts that could be read."""
    for check in CHECKS:
        names = signature(check).parameters
        if parts.keys() >= names.keys():
            yield from check(**{name: parts[name] for name in names})
    for section, key in KEYS.items():
        yield from _repeated(section, key, parts.get(section, ()))


def _repeated(section: str, key: str, rows: Iterable[Any]) -> Iterator[Problem]:
    seen = set()
    for index, row in enumerate(rows):
        value = getattr(row, key)
        if value in seen:
            yield problem((section, index, key), "duplicate", found=value)
        seen.add(value)


def _unknown(path: Path, found: object, known: Iterable[object]) -> Iterator[Problem]:
    if found not in known:
        yield problem(path, "unknown_code", found=found)


def _ordered(*stops: tuple[Path, Any], strict: bool = False) -> Iterator[Problem]:
    """Each stop is not before the one it follows (after it, when strict)."""
    for (before_path, before), (path, found) in pairwise(stops):
        if found < before or (strict and found == before):
            yield problem(path, "out_of_order", found=found, other=".".join(map(str, before_path)))


def dates_in_order(notice: p.PublicNotice, reception: p.Reception, agreement: p.Agreement) -> Iterator[Problem]:
    opens, closes = reception.opens_at.astimezone(p.KST).date(), reception.closes_at.astimezone(p.KST).date()
    announced, noticed = (("notice", "announced_on"), notice.announced_on), (("notice", "ends_on"), notice.ends_on)
    yield from _ordered(announced, (("reception", "opens_at"), opens))
    yield from _ordered((("reception", "closes_at"), closes), noticed)
    yield from _ordered(
        (("reception", "opens_at"), reception.opens_at), (("reception", "closes_at"), reception.closes_at), strict=True
    )
    yield from _ordered(noticed, (("agreement", "starts_on"), agreement.starts_on), strict=True)
    yield from _ordered(
        (("agreement", "starts_on"), agreement.starts_on), (("agreement", "ends_on"), agreement.ends_on), strict=True
    )


def short_notice_is_urgent(notice: p.PublicNotice) -> Iterator[Problem]:
    for key in ("urgency_ko", "urgency_en"):
        if notice.days < notice.minimum_days and not getattr(notice, key):
            yield problem(("notice", key), "urgency_missing", found=notice.days, expected=notice.minimum_days)


def agreement_lasts_its_months(agreement: p.Agreement) -> Iterator[Problem]:
    after = agreement.ends_on + timedelta(days=1)
    months = (after.year - agreement.starts_on.year) * 12 + after.month - agreement.starts_on.month
    if months != agreement.months:
        yield problem(("agreement", "months"), "wrong_sum", found=months, expected=agreement.months)


def rounds_fill_the_agreement(agreement: p.Agreement, rounds: tuple[p.Round, ...]) -> Iterator[Problem]:
    start = agreement.starts_on
    for index, each in enumerate(rounds):
        if each.no != index + 1:
            yield problem(("rounds", index, "no"), "out_of_order", found=each.no, other=index + 1)
        if each.starts_on != start:
            yield problem(("rounds", index, "starts_on"), "out_of_order", found=each.starts_on, other=start)
        if each.ends_on < each.starts_on:
            yield problem(("rounds", index, "ends_on"), "out_of_order", found=each.ends_on, other=each.starts_on)
        start = each.ends_on + timedelta(days=1)
    if rounds and rounds[-1].ends_on != agreement.ends_on:
        path = ("rounds", len(rounds) - 1, "ends_on")
        yield problem(path, "out_of_order", found=rounds[-1].ends_on, other=f"agreement.ends_on {agreement.ends_on}")


def milestones_in_order(milestones: tuple[p.Milestone, ...], roles: tuple[p.Role, ...]) -> Iterator[Problem]:
    yield from _ordered(*((("milestones", index, "month"), each.month) for index, each in enumerate(milestones)))
    codes = {role.code for role in roles}
    for index, each in enumerate(milestones):
        for role in each.by:
            yield from _unknown(("milestones", index, "by"), role, codes)


def criteria_add_up(criteria: tuple[p.Criterion, ...], counts: p.Counts) -> Iterator[Problem]:
    total = sum(criterion.points for criterion in criteria)
    if total != counts.points:
        yield problem(("criteria",), "wrong_sum", found=total, expected=counts.points)
    sums = Counter[int]()
    for criterion in criteria:
        sums[criterion.item] += criterion.points
    for index, criterion in enumerate(criteria):
        if sums[criterion.item] != criterion.item_points:
            path = ("criteria", index, "item_points")
            yield problem(path, "wrong_sum", found=sums[criterion.item], expected=criterion.item_points)
    yield from _counted("criteria", len(criteria), counts)
    yield from _counted("items", len(sums), counts)


def areas_are_all_there(area_rows: tuple[p.Area, ...], counts: p.Counts) -> Iterator[Problem]:
    kinds = Counter(kind for area in area_rows for kind in area.kinds)
    for kind in ("depopulation", "interest", "rural_agreement"):
        yield from _counted(kind, kinds[kind], counts)
    yield from _counted("eligible", sum(1 for area in area_rows if area.kinds), counts)


def _counted(name: str, found: int, counts: p.Counts) -> Iterator[Problem]:
    expected = getattr(counts, name)
    if found != expected:
        yield problem(("counts", name), "wrong_count", found=found, expected=expected)


def areas_lie_in_provinces(area_rows: tuple[p.Area, ...], province_rows: tuple[p.Province, ...]) -> Iterator[Problem]:
    codes = {province.code for province in province_rows}
    for index, area in enumerate(area_rows):
        yield from _unknown(("area_rows", index, "province"), area.province, codes)
        if area.code[:2] != area.province:
            yield problem(("area_rows", index, "province"), "mismatch", found=area.province, expected=area.code[:2])


def rural_agreements_last(area_rows: tuple[p.Area, ...], agreement: p.Agreement) -> Iterator[Problem]:
    """An area's rural agreement names its years and holds until the call's agreement ends (공고 §2)."""
    for index, area in enumerate(area_rows):
        path = ("area_rows", index, "support_to")
        if area.rural_agreement_year and (area.support_from is None or area.support_to is None):
            yield problem(("area_rows", index, "support_to"), "missing_key")
        elif area.support_to and area.support_to < agreement.ends_on.year:
            yield problem(path, "lapsed", found=area.support_to, expected=agreement.ends_on.year)


def ministries_have_one_lead(ministries: tuple[p.Ministry, ...]) -> Iterator[Problem]:
    leads = [index for index, ministry in enumerate(ministries) if ministry.role == "lead"]
    if len(leads) != 1:
        path: Path = ("ministries", leads[1], "role") if leads else ("ministries",)
        yield problem(path, "wrong_count", found=len(leads), expected=1)


def collaborations_are_sound(
    collaborations: tuple[p.Collaboration, ...], ministries: tuple[p.Ministry, ...]
) -> Iterator[Problem]:
    """Known ministries, the lead among them with a partner, no set twice (공고 붙임6)."""
    leads = {ministry.code for ministry in ministries if ministry.role == "lead"}
    codes = {ministry.code for ministry in ministries}
    seen: set[frozenset[str]] = set()
    for index, each in enumerate(collaborations):
        path, members = ("collaborations", index, "ministries"), frozenset(each.ministries)
        for code in each.ministries:
            yield from _unknown(path, code, codes)
        if not members & leads:
            yield problem(path, "no_lead", expected="·".join(sorted(leads)))
        if len(members) != len(each.ministries) or members in seen:
            yield problem(path, "duplicate", found="-".join(each.ministries))
        seen.add(members)


def roles_are_known(roles: tuple[p.Role, ...], organisations: tuple[p.Organisation, ...]) -> Iterator[Problem]:
    for index, role in enumerate(roles):
        yield from _unknown(("roles", index, "code"), role.code, ROLES)
    codes = {role.code for role in roles}
    for index, organisation in enumerate(organisations):
        yield from _unknown(("organisations", index, "role"), organisation.role, codes)


def agency_and_system_are_named(
    call: p.Call, reception: p.Reception, organisations: tuple[p.Organisation, ...], systems: tuple[p.System, ...]
) -> Iterator[Problem]:
    yield from _unknown(("call", "agency"), call.agency, {each.id for each in organisations})
    yield from _unknown(("reception", "system"), reception.system, {each.id for each in systems})


def programmes_are_sound(
    programmes: tuple[p.Programme, ...],
    programme_items: tuple[p.ProgrammeItem, ...],
    company: p.CompanyRules,
    ministries: tuple[p.Ministry, ...],
) -> Iterator[Problem]:
    groups = {group.id for group in company.groups}
    codes = {"", *(ministry.code for ministry in ministries)}
    for index, programme in enumerate(programmes):
        yield from _unknown(("programmes", index, "group"), programme.group, groups)
        yield from _unknown(("programmes", index, "mandatory_with"), programme.mandatory_with, codes)
    numbers = {programme.no for programme in programmes}
    for index, item in enumerate(programme_items):
        yield from _unknown(("programme_items", index, "programme"), item.programme, numbers)


def group_caps_fit_the_year(company: p.CompanyRules) -> Iterator[Problem]:
    for index, group in enumerate(company.groups):
        if group.cap > company.cap_year:
            path = ("company", "groups", index, "cap")
            yield problem(path, "bad_value", found=group.cap, reason=f"company.cap_year {company.cap_year}")


def caps_fit_the_ministries(
    money: p.Money, settings: Mapping[str, p.Setting], collaborations: tuple[p.Collaboration, ...]
) -> Iterator[Problem]:
    """A cap, or the setting that awaits it, for every size of collaboration; the rounding unit is a setting."""
    yield from _unknown(("money", "rounding"), money.rounding, settings)
    for index, cap in enumerate(money.caps):
        path = ("money", "caps", index)
        if (cap.won is None) == (not cap.setting):
            yield problem((*path, "won"), "bad_value", found=cap.won, reason="won | setting")
        if cap.setting:
            yield from _unknown((*path, "setting"), cap.setting, settings)
        if cap.won and cap.won > money.cap_project_year:
            reason = f"money.cap_project_year {money.cap_project_year}"
            yield problem((*path, "won"), "bad_value", found=cap.won, reason=reason)
    sizes = {cap.ministries for cap in money.caps}
    for index, each in enumerate(collaborations):
        yield from _unknown(("collaborations", index, "ministries"), len(each.ministries), sizes)


def periods_follow_their_rules(
    periods: Mapping[str, p.Period], settings: Mapping[str, p.Setting], milestones: tuple[p.Milestone, ...]
) -> Iterator[Problem]:
    goals = {f"milestones.{milestone.id}" for milestone in milestones}
    for name, period in periods.items():
        path = ("periods", name)
        if period.rule not in RULES:
            yield problem((*path, "rule"), "unknown_rule", found=period.rule)
        elif not _is_length(period, settings, goals):
            yield problem((*path, "length"), "bad_length", found=period.length, rule=period.rule)
        if len(set(period.reminders)) != len(period.reminders):
            yield problem((*path, "reminders"), "duplicate", found=", ".join(period.reminders))


def what_is_read_is_there(periods: Mapping[str, p.Period], settings: Mapping[str, p.Setting]) -> Iterator[Problem]:
    for section, needed, given in (("periods", READ_PERIODS, periods), ("settings", READ_SETTINGS, settings)):
        for name in sorted(needed - given.keys()):
            yield problem((section, name), "missing_key")


def _is_length(period: p.Period, settings: Mapping[str, p.Setting], goals: set[str]) -> bool:
    setting = settings.get(period.length)
    if period.rule == "fixed":
        anchored = period.length in ANCHORS | goals
        return anchored or (setting is not None and setting.type == "instant")
    if setting is not None:
        return setting.type == "days" and _takes(period.rule, "1d")
    return _takes(period.rule, period.length)


def _takes(rule: str, length: str) -> bool:
    try:
        check_length(rule, length)
    except PeriodError:
        return False
    return True


def defaults_are_admitted(settings: Mapping[str, p.Setting]) -> Iterator[Problem]:
    for name, setting in settings.items():
        if setting.type == "choice" and not setting.choices:
            yield problem(("settings", name, "choices"), "missing_key")
        anchored = setting.type == "instant" and setting.default in ANCHORS
        if setting.default is not None and not anchored and not setting.accepts(setting.default):
            yield problem(("settings", name, "default"), "bad_value", found=setting.default, reason=setting.type)


CHECKS: tuple[Callable[..., Iterator[Problem]], ...] = (
    dates_in_order,
    short_notice_is_urgent,
    agreement_lasts_its_months,
    rounds_fill_the_agreement,
    milestones_in_order,
    criteria_add_up,
    areas_are_all_there,
    areas_lie_in_provinces,
    rural_agreements_last,
    ministries_have_one_lead,
    collaborations_are_sound,
    roles_are_known,
    agency_and_system_are_named,
    programmes_are_sound,
    group_caps_fit_the_year,
    caps_fit_the_ministries,
    what_is_read_is_there,
    periods_follow_their_rules,
    defaults_are_admitted,
)

KEYS = {
    "rounds": "no",
    "ministries": "code",
    "roles": "code",
    "organisations": "id",
    "participants": "id",
    "programmes": "no",
    "programme_items": "id",
    "parts": "id",
    "screening_reasons": "code",
    "deductions": "id",
    "grades": "id",
    "milestones": "id",
    "systems": "id",
    "amendable": "state",
    "regulations": "id",
    "criteria": "no",
    "area_rows": "code",
    "province_rows": "code",
    "survey": "id",
    "facts": "key",
}
"""The key of each list, given once in it."""
