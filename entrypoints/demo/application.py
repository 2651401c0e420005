"""What an application contains, invented from the call's own numbers. Money is integer won."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from entrypoints.demo.cast import Part
from entrypoints.demo.stage import sha
from states.guards.application import PARTS
from states.rules.call_parts import ParticipantKind, Programme
from states.rules.call_rules import CallRules
from states.rules.company_support import items_of, mandatory, mandatory_items
from states.rules.eligibility import unproven
from states.rules.funding import local_needed, province_needed
from states.rules.identifiers import check_digit

MILLION = 1_000_000
LETTERS = 3


def cap(rules: CallRules, ministries: int) -> int:
    """State money a project may have, in won: the call's cap, or what the play decides where it gives none.

    In proportion to the number of ministries, as the announcement's four have the whole (공고 §2).
    """
    return rules.cap(ministries, {}) or decided_cap(rules, ministries)


def decided_cap(rules: CallRules, ministries: int) -> int:
    most = max(each.ministries for each in rules.money.caps)
    return rules.money.cap_project_year * ministries // most // MILLION * MILLION


def asked(rules: CallRules, ministries: int) -> int:
    """Won a project asks for the first year: nine tenths of its cap, but no more than its share of the budget.

    The announced budget is shared by about so many projects as the call expects, by their number of ministries.
    """
    sizes = [len(each.ministries) for each in rules.collaborations]
    projects = rules.money.projects_about * sum(sizes)
    share = (rules.budget(rules.round(1).starts_on.year) or 0) * ministries * len(sizes) // projects
    return min(cap(rules, ministries) * 9 // 10, share) // MILLION * MILLION


def least_asked(rules: CallRules) -> int:
    """What the smallest collaboration asks for, in won."""
    return min(asked(rules, len(each.ministries)) for each in rules.collaborations)


def registration(rules: CallRules, part: Part) -> dict[str, Any]:
    """A project's place, with a proof of each link that no list of areas proves."""
    place = {"area": part.area, "ministries": list(part.codes), "title": part.title}
    if part.area not in rules.areas:
        return place
    dated = (rules.notice.announced_on - timedelta(days=200)).isoformat()
    listed = {each.code for each in rules.ministries if each.proved_by == "visa"}
    proofs = [code for code in unproven(rules, part.area, part.codes, {}) if code not in listed]
    return place | {"evidence": {code: {"document": sha(f"{part.area} {code}"), "dated": dated} for code in proofs}}


TARGET_GROUP = ("연고자원 가공 제조업", "연고산업 관련 서비스업")
"""The lines of business every municipality of the play fosters."""


def plan(rules: CallRules, part: Part, draft: int) -> dict[str, Any]:
    return {"plan": plan_of(rules, part.area, part.codes, str(draft))}


def plan_of(rules: CallRules, area: str, ministries: Sequence[str], draft: str) -> dict[str, Any]:
    """The plan: half of the state money goes to companies directly; beside each partner's link stands what is built."""
    document = {"document": sha(f"{area} plan {draft}"), "direct": asked(rules, len(ministries)) // 2}
    locally = ((code, rules.ministry(code).local_ko) for code in ministries)
    built = [{"ministry": code, "facility": words} for code, words in locally if words]
    return {
        **document,
        "facilities": built,
        "ktop_use": "K-TOP 지수로 지원기업을 진단하고 선정에 반영",
        "target_group": list(TARGET_GROUP),
    }


def matched(rules: CallRules, area: str, national: int) -> tuple[int, int]:
    """What province and municipality pay, in won, to match this state money: the province alone where it must."""
    local = local_needed(rules, national)
    alone = rules.provinces[rules.areas[area].province].province_alone
    of_province = local if alone else province_needed(rules, national + local)
    return of_province, local - of_province


def budget(rules: CallRules, part: Part) -> dict[str, Any]:
    national = asked(rules, len(part.codes))
    of_province, of_municipality = matched(rules, part.area, national)
    return {"budget": {"national": national, "province": of_province, "municipality": of_municipality}}


def people(rules: CallRules, part: Part) -> dict[str, Any]:
    least = rules.participation
    members = [{"ref": f"r{part.area}-{n}", "role": "member", "rate": least.member_min_percent + 10} for n in (2, 3)]
    return {"people": [{"ref": researcher(part), "role": "lead", "rate": least.lead_min_percent + 10}, *members]}


def researcher(part: Part) -> str:
    """The lead researcher's ref."""
    return f"r{part.area}-1"


def paid(rules: CallRules) -> list[Programme]:
    """The programmes a project may choose that give money, the first of each group."""
    free = [each for each in rules.programmes if each.gives_money and not each.mandatory_with]
    return [each for n, each in enumerate(free) if each.group not in {other.group for other in free[:n]}]


def attended(rules: CallRules) -> list[Programme]:
    """The last programme companies only attend, if there is one."""
    return [each for each in rules.programmes if not each.gives_money][-1:]


def programmes(rules: CallRules, part: Part) -> dict[str, Any]:
    """One that gives money and one that is attended; one of every group for three ministries; what is mandatory."""
    chosen = [each.id for each in (*paid(rules)[: 1 if len(part.codes) < 3 else None], *attended(rules))]
    chosen += [id for id in mandatory(rules, part.codes) if id not in chosen]
    items = {item: None for id in chosen for item in items_of(rules, id)[:1]}
    return {"programmes": chosen, "programme_items": [*items | dict.fromkeys(mandatory_items(rules, chosen))]}


def brn(area: str, no: int) -> str:
    """A business registration number that checks, different for every area and company."""
    nine = f"{area}{no:04d}"
    return f"{nine}{check_digit(nine)}"


def letters(part: Part) -> dict[str, Any]:
    found = (brn(part.area, n) for n in range(1, LETTERS + 1))
    return {"letters": [{"brn": each, "document": sha(f"letter {each}")} for each in found]}


def consortium(rules: CallRules, part: Part) -> dict[str, Any]:
    """A participant for three ministries and more; with four, a body of an open kind with its reason."""
    found: list[dict[str, str]] = []
    if len(part.codes) > 2 and (known := _kind(rules, open=False)):
        found.append({"org": f"univ-{part.area}", "kind": known.id})
    if len(part.codes) > 3 and (other := _kind(rules, open=True)):
        found.append({"org": f"hub-{part.area}", "kind": other.id, "reason": "지역 창업·상생 거점기관"})
    return {"participants": found}


def _kind(rules: CallRules, *, open: bool) -> ParticipantKind | None:
    return next((each for each in rules.participants if each.open is open), None)


def confirmations() -> dict[str, Any]:
    return {"confirmations": {"municipality": True, "province": True}}


def documents(rules: CallRules, part: Part) -> dict[str, Any]:
    """The attachments that are papers of their own."""
    kinds = ["application", *(each.id for each in rules.parts if each.id not in {*PARTS, "ktop_use"})]
    return {"documents": [{"kind": kind, "sha256": sha(f"{part.area} {kind}")} for kind in kinds]}
