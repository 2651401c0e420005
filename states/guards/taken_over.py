"""A running project of an earlier call, taken over as it stands (공고 §1·§2): its place and money are judged."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.application import placed
from states.guards.shared import kst_day, mapping, number
from states.lifecycle import Claim, claiming, guard

LAST_YEAR = frozenset({"take_over_round_two", "take_over_final_report"})
"""How a project comes whose money is that of the last year."""


@guard("taken_over.year", "공고 §1·§2")
def year_of_term(ctx: Context) -> Mapping[str, Any] | None:
    """The money is that of a year of the agreement, and the round's of its state."""
    year, years = number(ctx.given.get("fiscal_year")), [each.starts_on.year for each in ctx.rules.rounds]
    expected = years[-1:] if ctx.trigger in LAST_YEAR else years[:1]
    return None if year in expected else {"year": str(year), "expected": [str(each) for each in expected]}


@guard("taken_over.term", "공고 §1; 운영요령 75①")
def term_of_state(ctx: Context) -> Mapping[str, Any] | None:
    """Only a project whose term has ended awaits its final report."""
    ends_on, today = str(ctx.given.get("ends_on", "")), kst_day(ctx).isoformat()
    early = ctx.trigger == "take_over_final_report" and today <= ends_on
    return {"ends_on": ends_on, "today": today} if early else None


@claiming("area_year.exceeded", "공고 §1")
def taken_over_share(ctx: Context) -> Iterable[Claim]:
    """Earlier calls count in the municipality's state money of the year."""
    key = f"{ctx.given.get('area', '')}/{number(ctx.given.get('fiscal_year'))}"
    yield Claim("area-year", key, number(ctx.given.get("award")), ctx.rules.money.cap_area_year)


def taken_over(ctx: Context) -> Mapping[str, Any]:
    """The facts a project has by then: its lead, and award and pledges of the fiscal year."""
    year = str(ctx.given["fiscal_year"])
    pledges = {name: number(ctx.given.get(f"{name}_pledge")) for name in ("province", "municipality")}
    awards = {**mapping(ctx.facts.get("awards")), year: number(ctx.given.get("award"))}
    return {**placed(ctx), "awards": awards, "pledges": {year: pledges}}
