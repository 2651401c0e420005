"""What an application contains, invented from the call's own numbers. Money is integer won."""

from typing import Any

from entrypoints.demo.cast import Part
from entrypoints.demo.stage import sha
from states.rules.call_rules import CallRules
from states.rules.funding import local_needed, province_needed
from states.rules.identifiers import check_digit

ASKED = {2: 450_000_000, 3: 600_000_000, 4: 890_000_000}
"""State money a project asks for the first year, by its number of ministries."""
LETTERS = 3


def registration(part: Part) -> dict[str, Any]:
    """A project's place; the list of visa areas proves the Ministry of Justice's link."""
    return {"area": part.area, "ministries": part.codes, "title": part.title}


def plan(part: Part, draft: int) -> dict[str, Any]:
    document = {"document": sha(f"{part.area} plan {draft}"), "direct": 300_000_000}
    return {"plan": {**document, "ktop_use": "K-TOP 지수로 지원기업을 진단하고 선정에 반영"}}


def budget(rules: CallRules, part: Part) -> dict[str, Any]:
    """7 : 3, the province with at least 15 % of the whole; 제주 without a municipal share."""
    national = ASKED[len(part.ministries)]
    local = local_needed(rules, national)
    alone = rules.provinces[rules.areas[part.area].province].province_alone
    of_province = local if alone else province_needed(rules, national + local)
    return {"budget": {"national": national, "province": of_province, "municipality": local - of_province}}


def people(part: Part) -> dict[str, Any]:
    members = [{"ref": f"r{part.area}-{n}", "role": "member", "rate": 20} for n in (2, 3)]
    return {"people": [{"ref": researcher(part), "role": "lead", "rate": 40}, *members]}


def researcher(part: Part) -> str:
    """The lead researcher's ref."""
    return f"r{part.area}-1"


def programmes(part: Part) -> dict[str, Any]:
    """➋ and ➌ for all, ➎ for three ministries and more, ➏ with the Ministry of Justice."""
    built = {"commercialisation": ("p2c", "p2d"), "awareness": ("p3a",)}
    if len(part.ministries) > 2:
        built["productivity"] = ("p5a",)
    if "J" in part.ministries:
        built["foreign"] = ("p6a", "p6d")
    return {"programmes": [*built], "programme_items": [item for items in built.values() for item in items]}


def brn(area: str, no: int) -> str:
    """A business registration number that checks, different for every area and company."""
    nine = f"{area}{no:04d}"
    return f"{nine}{check_digit(nine)}"


def letters(part: Part) -> dict[str, Any]:
    found = (brn(part.area, n) for n in range(1, LETTERS + 1))
    return {"letters": [{"brn": each, "document": sha(f"letter {each}")} for each in found]}


def consortium(part: Part) -> dict[str, Any]:
    """A university for three ministries and more; with four, a body of another kind with its reason."""
    found: list[dict[str, str]] = []
    if len(part.ministries) > 2:
        found.append({"org": f"univ-{part.area}", "kind": "university"})
    if len(part.ministries) > 3:
        found.append({"org": f"hub-{part.area}", "kind": "other", "reason": "지역 창업·상생 거점기관"})
    return {"participants": found}


def confirmations() -> dict[str, Any]:
    return {"confirmations": {"municipality": True, "province": True}}


def documents(part: Part) -> dict[str, Any]:
    """The attachments that are papers of their own."""
    kinds = ("application", "matching_pledge", "municipality_confirmation")
    return {"documents": [{"kind": kind, "sha256": sha(f"{part.area} {kind}")} for kind in kinds]}
