"""A project's money by fiscal year: awarded, pledged, budgeted, granted, carried over (공고 §2; 운영요령 35·36·70)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from states.context import Context
from states.guards.paper import timely
from states.guards.shared import kst_day, mapping, number, shares
from states.lifecycle import Reaction, guard, reacting
from states.roles import MINISTRY, MUNICIPALITY, PROVINCE
from states.rules import figures, funding
from states.rules.periods import KST

PAYERS = {MINISTRY: "national", PROVINCE: "province", MUNICIPALITY: "municipality"}
LOCAL = ("province", "municipality")


def present_year(ctx: Context) -> int:
    """The fiscal year of the project's round."""
    return ctx.rules.round(int(ctx.modes.get("round", 1))).starts_on.year


def next_year(ctx: Context) -> int:
    return ctx.rules.round(2).starts_on.year


def granted_from(ctx: Context) -> datetime:
    """From the step that grants a year's money, but not before that fiscal year: its budget is not in force earlier.

    The project's round is the one after the step.
    """
    year = ctx.rules.round(number(ctx.facts.get("round")) or 1).starts_on.year
    return max(ctx.effective_at, datetime(year, 1, 1, tzinfo=KST))


def of_year(ctx: Context, fact: str, year: int) -> Mapping[str, int]:
    """Won by source of one fiscal year in a fact `{year: {source: won}}`."""
    return mapping(mapping(ctx.facts.get(fact)).get(str(year)))


def _year(ctx: Context) -> int:
    return number(ctx.given.get("year")) or present_year(ctx)


def _source(ctx: Context) -> str:
    return str(ctx.given.get("source", ""))


def _due(ctx: Context, year: int, source: str) -> int:
    """What a source owes for a fiscal year, in won: the award, or the pledge."""
    if source == "national":
        return number(mapping(ctx.facts.get("awards")).get(str(year)))
    return number(of_year(ctx, "pledges", year).get(source))


def _with(ctx: Context, fact: str) -> dict[str, Any]:
    """The fact with the command's amount added under its year and source."""
    year, source = _year(ctx), _source(ctx)
    before = of_year(ctx, fact, year)
    added = {**before, source: number(before.get(source)) + number(ctx.given.get("amount"))}
    return {**mapping(ctx.facts.get(fact)), str(year): added}


@guard("payment.not_yours", "운영요령 35·70")
def own_payment(ctx: Context) -> Mapping[str, Any] | None:
    own, source = PAYERS.get(ctx.actor.role, ""), _source(ctx)
    return None if source == own else {"source": source, "own": own}


@guard("payment.over_due", "운영요령 35·70")
def payment_due(ctx: Context) -> Mapping[str, Any] | None:
    """No source grants more than it owes for the fiscal year."""
    year, source = _year(ctx), _source(ctx)
    due, granted = _due(ctx, year, source), number(of_year(ctx, "payments", year).get(source))
    amount = number(ctx.given.get("amount"))
    return None if granted + amount <= due else {"year": str(year), "due": due, "paid": granted, "amount": amount}


@guard("payment.not_budgeted", "공고 §2; 운영요령 35②③")
def local_money_budgeted(ctx: Context) -> Mapping[str, Any] | None:
    """Local money is granted from what the assembly has budgeted for it (본예산·추경)."""
    year, source = _year(ctx), _source(ctx)
    if source not in LOCAL:
        return None
    budgeted, granted = (number(of_year(ctx, fact, year).get(source)) for fact in ("local_budgets", "payments"))
    amount = number(ctx.given.get("amount"))
    return None if granted + amount <= budgeted else {"year": str(year), "budgeted": budgeted, "amount": amount}


@guard("local_budget.in_future", "공고 §2")
def local_vote_taken(ctx: Context) -> Mapping[str, Any] | None:
    today, voted_on = kst_day(ctx).isoformat(), str(ctx.given.get("voted_on", ""))
    return None if voted_on <= today else {"voted_on": voted_on, "today": today}


@guard("state_money.unpaid", "운영요령 35①·70")
def state_money_paid(ctx: Context) -> Mapping[str, Any] | None:
    granted = number(of_year(ctx, "payments", present_year(ctx)).get("national"))
    return None if granted > 0 else {"paid": granted}


def paid(ctx: Context) -> dict[str, Any]:
    """The fact `payments`: won granted so far, by fiscal year and source."""
    return {"payments": _with(ctx, "payments")}


def budgeted(ctx: Context) -> dict[str, Any]:
    """The fact `local_budgets`: won budgeted so far, by fiscal year and source."""
    return {"local_budgets": _with(ctx, "local_budgets")}


def pledged(ctx: Context) -> dict[str, Any]:
    """The fact `pledges`: won of local money pledged, by fiscal year and source."""
    given = {source: number(ctx.given.get(f"{source}_pledge")) for source in LOCAL}
    return {"pledges": {**mapping(ctx.facts.get("pledges")), str(present_year(ctx)): given}}


def accepted(ctx: Context) -> dict[str, Any]:
    return {**pledged(ctx), **timely(ctx, "acceptance")}


@reacting("project.complete_state_money", "project.complete_local_money")
def completed(ctx: Context) -> Iterable[Reaction]:
    """Ends the deadline of state or local money once all of the year's has been granted. Reads the facts after it."""
    year = present_year(ctx)
    granted = of_year(ctx, "payments", year)
    sources = ("national",) if _source(ctx) == "national" else LOCAL
    if all(number(granted.get(source)) >= _due(ctx, year, source) for source in sources):
        yield Reaction(ctx.stream.id, "complete_state_money" if sources[0] == "national" else "complete_local_money")


@guard("funding.next_year", "공고 §2; 운영요령 73①")
def next_budget_matched(ctx: Context) -> Mapping[str, Any] | None:
    """The next fiscal year's money is matched as the first year's was."""
    asked, area = shares(ctx.given.get("next_budget")), str(ctx.facts.get("area", ""))
    if asked is None or area not in ctx.rules.areas:
        return None
    alone = funding.municipality_share_fits(ctx.rules, area, asked.municipality)
    if asked.national and alone and funding.matched(ctx.rules, asked):
        return None
    local, province = figures.local_needed(ctx.rules, asked.national), figures.province_needed(ctx.rules, asked.total)
    return {
        "national": asked.national,
        "local": asked.local,
        "local_needed": local.result,
        "province": asked.province,
        "province_needed": province.result,
        "figures": [local.plain(), province.plain()],
    }


@guard("award.above_asked", "공고 §2; 운영요령 73②")
def within_asked(ctx: Context) -> Mapping[str, Any] | None:
    """Round two's award is no more than was asked for: its match was pledged for that much."""
    asked = shares(ctx.facts.get("next_budget"))
    amount, most = number(ctx.given.get("amount")), asked.national if asked else 0
    return None if amount <= most else {"amount": amount, "asked": most}


@guard("award.not_reduced", "운영요령 35③·70")
def reduced_for_missing_match(ctx: Context) -> Mapping[str, Any] | None:
    """Local money that was pledged and never came lowers the next year's state money in proportion."""
    year, asked = present_year(ctx), shares(ctx.facts.get("next_budget"))
    promised, granted = (
        sum(of_year(ctx, fact, year).get(each, 0) for each in LOCAL) for fact in ("pledges", "payments")
    )
    most = figures.after_missing_match(asked.national if asked else 0, granted, promised)
    amount = number(ctx.given.get("amount"))
    if amount <= most.result:
        return None
    shown = {"amount": amount, "most": most.result, "pledged": promised, "paid": granted}
    return {**shown, "figures": [most.plain()]}


def next_year_awarded(ctx: Context) -> dict[str, Any]:
    """Round two's money becomes the present year's: the award, and the local money pledged for it."""
    year, amount, asked = str(next_year(ctx)), number(ctx.given.get("amount")), shares(ctx.facts.get("next_budget"))
    local = {source: getattr(asked, source) if asked else 0 for source in LOCAL}
    return {
        "award": amount,
        "awards": {**mapping(ctx.facts.get("awards")), year: amount},
        "pledges": {**mapping(ctx.facts.get("pledges")), year: local},
        **{f"{source}_pledge": won for source, won in local.items()},
        "local_needed": funding.local_needed(ctx.rules, amount),
    }


@guard("carry_over.too_much", "운영요령 36·71")
def carried_was_granted(ctx: Context) -> Mapping[str, Any] | None:
    """No more is carried over than was granted in the year it comes from, and only from a year that is over."""
    year, amount = number(ctx.given.get("year")), number(ctx.given.get("amount"))
    granted = sum(of_year(ctx, "payments", year).values())
    over = year < present_year(ctx)
    return None if over and amount <= granted else {"year": str(year), "amount": amount, "granted": granted}


def carried(ctx: Context) -> dict[str, Any]:
    """The fact `carried`: what was left of a fiscal year and its interest, in won, by the year it comes from."""
    left = {name: number(ctx.given.get(name)) for name in ("amount", "interest")}
    return {"carried": {**mapping(ctx.facts.get("carried")), str(ctx.given["year"]): left}}
