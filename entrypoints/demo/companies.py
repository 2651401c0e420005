"""The companies of a recruitment: who applies, what becomes of each, and what each is given. Money is integer won."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from entrypoints.demo.application import brn, least_asked
from entrypoints.demo.cast import company
from entrypoints.demo.decisions import unit
from entrypoints.demo.stage import sha
from states.roles import Actor
from states.rules.call_rules import CallRules
from states.rules.company_support import gives_money, group_of, items_of, self_pay

FATES = (
    "plain",
    "plain",
    "corrected",
    "capped",
    "leaving",
    "waiting",
    "objecting",
    "passed_over",
    "unfit",
    "withdrawn",
)
"""Companies of every recruitment, in order: plain, corrected and capped ones complete; the waiting one follows the one
that leaves; the objecting one is dismissed, one is passed over, one unfit, one withdraws its application."""
CHOSEN = ("plain", "corrected", "capped", "leaving")
PERCENT = 48
"""Percent of a group's cap a company is given."""
SHARE = 16
"""The project's first year bears so many companies of each group."""
MILLION = 1_000_000


def amount_of(rules: CallRules, group: str) -> int:
    """Won a company is given in a group of programmes, within its caps and what the project has."""
    of_cap, of_year = (
        rules.company.group(group).cap * PERCENT // 100,
        rules.company.cap_year // len(rules.company.groups),
    )
    return max(MILLION, min(of_cap, of_year, least_asked(rules) // SHARE) // MILLION * MILLION)


def beyond(rules: CallRules, programme: str) -> int:
    """More than the cap of the programme's group allows."""
    return group_of(rules, programme).cap + MILLION


@dataclass(frozen=True)
class Applicant:
    """One company of a recruitment; `stream` once it has applied. Sales in won."""

    brn: str
    fate: str
    programmes: tuple[str, ...]
    sales: int
    stream: str = ""

    @property
    def actor(self) -> Actor:
        return company(self.brn)

    def application(self, support: str) -> dict[str, Any]:
        applied = {"support": support, "programmes": list(self.programmes), "sales": self.sales}
        return applied | {"document": sha(f"application {self.brn} {support}")}

    def selection(self, rules: CallRules, year: int, *, greedy: bool = False) -> dict[str, Any]:
        """What the company gets; `greedy`: more than it may."""
        items = [self._item(rules, id, greedy=greedy and not n) for n, id in enumerate(self.programmes)]
        return {"items": items, "year": year}

    def _item(self, rules: CallRules, programme: str, *, greedy: bool) -> dict[str, Any]:
        group = group_of(rules, programme).id
        amount = beyond(rules, programme) if greedy else amount_of(rules, group)
        own = self_pay(rules, group, amount, self.sales, unit(rules)).won
        item = next(iter(items_of(rules, programme)), "")
        return {"programme": programme, "item": item, "amount": amount, "self_pay": own}


def applicants(rules: CallRules, area: str, programmes: tuple[str, ...], first: int) -> list[Applicant]:
    """A company for each fate, numbered from `first`; half of them apply for one programme, half for all."""
    paying = tuple(id for id in programmes if gives_money(rules, id))
    small = rules.company.sales_threshold * 2 // 5
    return [
        Applicant(brn(area, first + n), fate, paying if n % 2 else paying[:1], small + n * small * 3 // 8)
        for n, fate in enumerate(FATES)
    ]


def ktop(applicant: Applicant, day: datetime) -> list[object]:
    """The company's row of a file from K-TOP, in the template's columns."""
    index = f"{60 + int(applicant.brn[-3:]) % 30}.5"
    return [applicant.brn, *([index] * 5), "B+", "2025.1", day.date().isoformat(), 10, "Y"]


def agreement(facts: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The company's agreement, its own share deposited in cash."""
    signed = {"agreement": sha(f"agreement {facts['brn']}"), "signed_on": day.isoformat()}
    return signed | {"cash": facts["self_pay"], "in_kind": 0}
