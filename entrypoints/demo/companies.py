"""The companies of a recruitment: who applies, what becomes of each, and what each is given. Money is integer won."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entrypoints.demo.application import brn
from entrypoints.demo.cast import company
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
UNIT = 1_000
"""The rounding unit the play decides, in won."""
AMOUNTS = {"general": 24_000_000, "productivity": 20_000_000, "foreign": 6_000_000}
"""Won a company is given in each group of programmes."""
BEYOND = 60_000_000
"""More than a group's cap allows."""


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

    def selection(self, rules: CallRules, year: int, *, beyond: bool = False) -> dict[str, Any]:
        """What the company gets; `beyond`: more than it may."""
        items = [self._item(rules, id, beyond=beyond and not n) for n, id in enumerate(self.programmes)]
        return {"items": items, "year": year}

    def _item(self, rules: CallRules, programme: str, *, beyond: bool) -> dict[str, Any]:
        group = group_of(rules, programme).id
        amount = BEYOND if beyond else AMOUNTS[group]
        own = self_pay(rules, group, amount, self.sales, UNIT).won
        item = items_of(rules, programme)[0]
        return {"programme": programme, "item": item, "amount": amount, "self_pay": own}


def applicants(rules: CallRules, area: str, programmes: tuple[str, ...], first: int) -> list[Applicant]:
    """A company for each fate, numbered from `first`; half of them apply for one programme, half for all."""
    paying = tuple(id for id in programmes if gives_money(rules, id))
    return [
        Applicant(brn(area, first + n), fate, paying if n % 2 else paying[:1], 400_000_000 + n * 150_000_000)
        for n, fate in enumerate(FATES)
    ]


def ktop(applicant: Applicant, day: datetime) -> list[object]:
    """The company's row of a file from K-TOP, in the template's columns."""
    index = f"{60 + int(applicant.brn[-3:]) % 30}.5"
    return [applicant.brn, *([index] * 5), "B+", "2025.1", day.date().isoformat(), 10, "Y"]


def agreement(facts: dict[str, Any], day: datetime) -> dict[str, Any]:
    """The company's agreement, its own share deposited in cash."""
    signed = {"agreement": sha(f"agreement {facts['brn']}"), "signed_on": day.date().isoformat()}
    return signed | {"cash": facts["self_pay"], "in_kind": 0}
