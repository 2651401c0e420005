"""Who pays how much (공고 §1·§2): 국비 7 : 지방비 3, the province's share, the caps. All amounts are integer won."""

from collections.abc import Mapping
from typing import NamedTuple

from states.rules.call_rules import CallRules


class Shares(NamedTuple):
    """The money of one fiscal year, in won."""

    national: int
    province: int
    municipality: int

    @property
    def local(self) -> int:
        return self.province + self.municipality

    @property
    def total(self) -> int:
        return self.national + self.local


def local_needed(rules: CallRules, national: int) -> int:
    """The least local money, in won, that matches this state money: 3/7 of it, rounded up."""
    return -(-national * rules.money.local_parts // rules.money.national_parts)


def balanced(rules: CallRules, shares: Shares) -> bool:
    """국비·3 ≤ 지방비·7."""
    return shares.national * rules.money.local_parts <= shares.local * rules.money.national_parts


def province_needed(rules: CallRules, total: int) -> int:
    """The least share of the province, in won: 15 % of the total, rounded up."""
    return -(-total * rules.money.province_min_percent // 100)


def province_pays_enough(rules: CallRules, shares: Shares) -> bool:
    """광역·100 ≥ (국비+지방비)·15."""
    return shares.province * 100 >= shares.total * rules.money.province_min_percent


def matched(rules: CallRules, shares: Shares) -> bool:
    """Whether local money and the province's part of it are enough."""
    return balanced(rules, shares) and province_pays_enough(rules, shares)


def after_missing_match(national: int, paid: int, pledged: int) -> int:
    """The most state money of the next year, in won: lowered in proportion to the local money that never came."""
    return national if paid >= pledged else national * paid // pledged


def cut(amounts: Mapping[str, int], budget: int) -> dict[str, int]:
    """Awards lowered in proportion to fit a budget, in won; what is left by rounding goes to the first named.

    ValueError for a budget that is less than one won for each.
    """
    total = sum(amounts.values())
    if budget >= total:
        return dict(amounts)
    lowered = {id: amount * budget // total for id, amount in amounts.items()}
    if budget < len(amounts) or min(lowered.values()) < 1:
        raise ValueError(f"{budget} won are too little for {len(amounts)} awards")
    left = budget - sum(lowered.values())
    return {id: amount + (place < left) for place, (id, amount) in enumerate(lowered.items())}


def municipality_share_fits(rules: CallRules, area: str, municipality: int) -> bool:
    """제주: its cities have no budget of their own, the province alone pays; elsewhere any share."""
    return not (rules.provinces[rules.areas[area].province].province_alone and municipality)


def cap(rules: CallRules, ministries: int, decided: Mapping[str, object]) -> int | None:
    """State money a project and fiscal year in won: the cap for so many ministries, never above the call's own.

    None while the cap waits for a recorded decision.
    """
    found = rules.cap(ministries, decided)
    return None if found is None else min(found, rules.money.cap_project_year)


def direct_enough(direct: int, total: int, percent: int) -> bool:
    """Whether the direct support of companies is at least `percent` of the total (공고 §7)."""
    return direct * 100 >= total * percent
