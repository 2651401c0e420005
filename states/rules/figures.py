"""Amounts that explain themselves: what went in, the rule, what came out. Won, or whole percent where it says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from states.rules import funding
from states.rules.call_rules import CallRules


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed amount. `rule` is the formula over the names of `inputs`; `clause` its source."""

    name: str
    inputs: Mapping[str, int]
    rule: str
    result: int
    clause: str

    def plain(self) -> dict[str, Any]:
        return {
            "figure": self.name,
            "inputs": dict(self.inputs),
            "rule": self.rule,
            "result": self.result,
            "clause": self.clause,
        }


def local_needed(rules: CallRules, national: int) -> Figure:
    """The least local money that matches this state money."""
    inputs = {
        "national": national,
        "local_parts": rules.money.local_parts,
        "national_parts": rules.money.national_parts,
    }
    rule = "ceil(national * local_parts / national_parts)"
    return Figure("local_needed", inputs, rule, funding.local_needed(rules, national), "공고 §2")


def province_needed(rules: CallRules, total: int) -> Figure:
    """The least share of the province in the total."""
    inputs = {"total": total, "percent": rules.money.province_min_percent}
    return Figure(
        "province_needed", inputs, "ceil(total * percent / 100)", funding.province_needed(rules, total), "공고 §2"
    )


def cap(rules: CallRules, ministries: int, decided: Mapping[str, object]) -> Figure | None:
    """The cap of a fiscal year's state money; None while it waits for a decision."""
    most, of_ministries = funding.cap(rules, ministries, decided), rules.cap(ministries, decided)
    if most is None or of_ministries is None:
        return None
    inputs = {"ministries": ministries, "cap_of_ministries": of_ministries, "cap_project": rules.money.cap_project_year}
    return Figure("cap", inputs, "min(cap_of_ministries, cap_project)", most, "공고 §1·§2")


def direct_needed(total: int, percent: int) -> Figure:
    """The least direct support of companies in the total."""
    inputs = {"total": total, "percent": percent}
    return Figure("direct_needed", inputs, "ceil(total * percent / 100)", -(-total * percent // 100), "공고 §7")


def after_missing_match(national: int, paid: int, pledged: int) -> Figure:
    """The most state money of the next year after local money that was pledged did not come."""
    inputs = {"national": national, "paid": paid, "pledged": pledged}
    rule = "national if paid >= pledged else floor(national * paid / pledged)"
    most = funding.after_missing_match(national, paid, pledged)
    return Figure("after_missing_match", inputs, rule, most, "운영요령 35③")


def of_project(rules: CallRules, facts: Mapping[str, Any], decided: Mapping[str, object]) -> Iterator[Figure]:
    """Every figure a project's money rests on, as its facts stand: of its award, else of what it asks for."""
    budget, plan = facts.get("budget") or {}, facts.get("plan") or {}
    award = facts.get("award") or 0
    national = award or int(budget.get("national", 0))
    local = sum(int(facts.get(f"{each}_pledge") or budget.get(each, 0)) for each in ("province", "municipality"))
    if most := cap(rules, len(facts.get("ministries") or ()), decided):
        yield most
    if national:
        yield local_needed(rules, national)
        yield province_needed(rules, national + local)
    percent = rules.setting("direct_indirect_split", decided)
    if national and plan and percent is not None:
        yield direct_needed(national + local, percent)
