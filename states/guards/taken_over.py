"""A running project of an earlier call, taken over as it stands (공고 §1·§2): its place and money are judged."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.application import placed
from states.guards.shared import mapping, number
from states.lifecycle import Claim, claiming, guard


@guard("taken_over.year", "공고 §1·§2")
def year_of_term(ctx: Context) -> Mapping[str, Any] | None:
    """The money is that of a year of the agreement, and the round's of its state."""
    year, years = number(ctx.given.get("fiscal_year")), [each.starts_on.year for each in ctx.rules.rounds]
    expected = years[-1:] if ctx.trigger == "take_over_round_two" else years[:1]
    return None if year in expected else {"year": str(year), "expected": [str(each) for each in expected]}


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
