"""Support of a company (공고 §3): groups of programmes, caps a calendar year, self-pay. Money is integer won."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from states.rules.call_parts import Programme, SupportGroup
from states.rules.call_rules import CallRules


@dataclass(frozen=True, slots=True)
class Support:
    """What one group of programmes gives a company, and what the company pays itself."""

    group: str
    support: int
    self_pay: int


@dataclass(frozen=True, slots=True)
class SelfPay:
    """The self-pay a group asks for: exactly `won`, or at least that much."""

    group: str
    won: int
    exact: bool

    def admits(self, paid: int) -> bool:
        return paid == self.won if self.exact else paid >= self.won


def programme(rules: CallRules, id: str) -> Programme | None:
    """A programme of the call; None for a municipality's addition."""
    return next((each for each in rules.programmes if each.id == id), None)


def group_of(rules: CallRules, id: str) -> SupportGroup:
    """The group a programme counts in; a municipality's addition counts in the group that admits additions."""
    known = programme(rules, id)
    if known is not None:
        return rules.company.group(known.group)
    return next(group for group in rules.company.groups if group.additions)


def gives_money(rules: CallRules, id: str) -> bool:
    """Whether a programme supports a company with money; an addition does."""
    known = programme(rules, id)
    return known is None or known.gives_money


def asks_ktop(rules: CallRules, ids: Iterable[str]) -> bool:
    """Whether any of the programmes asks for the K-TOP index (공고 §3·붙임5); an addition does not by itself."""
    return any(known.ktop for known in (programme(rules, id) for id in ids) if known)


def mandatory(rules: CallRules, ministries: Iterable[str]) -> tuple[str, ...]:
    """The programmes that these ministries make mandatory (➏ with MOJ), by id."""
    with_ministries = set(ministries)
    return tuple(each.id for each in rules.programmes if each.mandatory_with in with_ministries)


def mandatory_items(rules: CallRules, programmes: Iterable[str]) -> tuple[str, ...]:
    """The items that belong to these programmes whenever they are built (공고 §3 ➏), by id."""
    numbers = {known.no for known in (programme(rules, id) for id in programmes) if known}
    return tuple(item.id for item in rules.programme_items if item.mandatory and item.programme in numbers)


def items_of(rules: CallRules, id: str) -> tuple[str, ...]:
    """The sub-programmes of a programme, by id; an addition has none."""
    known = programme(rules, id)
    return tuple(each.id for each in rules.programme_items if known and each.programme == known.no)


def by_group(rules: CallRules, items: Sequence[Mapping[str, int | str]]) -> tuple[Support, ...]:
    """Items `{programme, amount, self_pay}` added up by group, in the call's order of groups."""
    sums: dict[str, tuple[int, int]] = {}
    for item in items:
        group = group_of(rules, str(item["programme"])).id
        support, self_pay = sums.get(group, (0, 0))
        sums[group] = (support + int(item["amount"]), self_pay + int(item["self_pay"]))
    return tuple(Support(group.id, *sums[group.id]) for group in rules.company.groups if group.id in sums)


def self_pay(rules: CallRules, group: str, support: int, sales: int, unit: int | None) -> SelfPay:
    """What a company with these yearly sales pays for this much support of a group.

    The share is of support and self-pay together: ceil(support·r/(100−r)). An exact amount is rounded up to `unit` won;
    while the call's unit waits for a decision, to 1 won. Sales of exactly the threshold count as above it.
    """
    found = rules.company.group(group)
    percent = found.percent_below if sales < rules.company.sales_threshold else found.percent_from
    exact = found.self_pay == "exact"
    step = (unit or 1) if exact else 1
    return SelfPay(group, _ceil(support * percent, (100 - percent) * step) * step, exact)


def _ceil(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
