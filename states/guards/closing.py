"""Rounds, terminations, final grade, settlement, results, sanctions (운영요령 69·73–78·82–83)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from states.context import Context
from states.guards.application import over_cap
from states.guards.paper import deadline_lapsed, expiry, expiry_noted, held_expiry, in_time, timely
from states.guards.shared import SUPPORT_ENDS, kst_day, live, mapping, number, sequence
from states.lifecycle import Claim, Reaction, claiming, guard, reacting

TERM_OVER = frozenset({"end_term", "resume", "take_over_final_report"})
"""The steps that find the term of the agreement ended."""
TERMINATED = "협약해약 / the agreement was terminated"


@guard("grade.unknown", "운영요령 73②·75②")
def known_grade(ctx: Context) -> Mapping[str, Any] | None:
    known, grade = [each.id for each in ctx.rules.grades], str(ctx.given.get("grade", ""))
    return None if grade in known else {"grade": grade, "known": known}


@guard("grade.stops", "운영요령 73②③")
def grade_continues(ctx: Context) -> Mapping[str, Any] | None:
    stopping = [each.id for each in ctx.rules.grades if not each.continues]
    return {"grade": str(ctx.given["grade"])} if ctx.given.get("grade") in stopping else None


@guard("grade.continues", "운영요령 73②③")
def grade_stops(ctx: Context) -> Mapping[str, Any] | None:
    continuing = [each.id for each in ctx.rules.grades if each.continues]
    return {"grade": str(ctx.given["grade"])} if ctx.given.get("grade") in continuing else None


def _next_year(ctx: Context) -> int:
    return ctx.rules.round(2).starts_on.year


def _next_budget(ctx: Context) -> int | None:
    budget: int | None = mapping(ctx.call.facts.get("budget")).get(str(_next_year(ctx)))
    return budget


@guard("budget.not_recorded", "공고 §2")
def next_budget_recorded(ctx: Context) -> Mapping[str, Any] | None:
    return {"year": str(_next_year(ctx))} if _next_budget(ctx) is None else None


@guard("cap.exceeded", "공고 §1·§2")
def next_year_within_cap(ctx: Context) -> Mapping[str, Any] | None:
    return over_cap(ctx, number(ctx.given.get("amount")))


@claiming("budget.exceeded", "공고 §2")
def next_year_of_budget(ctx: Context) -> Iterable[Claim]:
    key = f"{ctx.call.id}/{_next_year(ctx)}"
    return [Claim("budget", key, number(ctx.given.get("amount")), _next_budget(ctx) or 0)]


@claiming("area_year.exceeded", "공고 §1")
def next_year_of_area(ctx: Context) -> Iterable[Claim]:
    key = f"{ctx.facts.get('area', '')}/{_next_year(ctx)}"
    return [Claim("area-year", key, number(ctx.given.get("amount")), ctx.rules.money.cap_area_year)]


@guard("usage.not_reported", "운영요령 76①")
def usage_reported(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.facts.get("usage_report") else {}


@guard("settlement.not_notified", "운영요령 76·77")
def settlement_notified(ctx: Context) -> Mapping[str, Any] | None:
    return None if "refund" in ctx.facts else {}


@guard("settlement.refund_open", "운영요령 44⑤·77")
def refunded(ctx: Context) -> Mapping[str, Any] | None:
    due, paid = number(ctx.facts.get("refund")), number(ctx.given.get("refunded"))
    return None if paid >= due else {"refund": due, "refunded": paid}


@guard("settlement.refund_open", "운영요령 69⑤·77")
def refunded_or_in_collection(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.given.get("in_collection") else refunded.check(ctx)


@guard("results.missing", "운영요령 78①")
def results_reported(ctx: Context) -> Mapping[str, Any] | None:
    received, needed = len(sequence(ctx.facts.get("results_years"))), ctx.rules.period("results_report").times
    return None if received >= needed else {"received": received, "needed": needed}


@guard("results.not_due", "운영요령 78①")
def results_owed(ctx: Context) -> Mapping[str, Any] | None:
    """The two years run from the settlement, whatever sanction is under way meanwhile; after them nothing is owed."""
    settled, left = "settled_on" in ctx.facts, results_reported.check(ctx)
    return None if settled and left else {"settled": settled, **(left or {"received": 0, "needed": 0})}


@guard("results.again", "운영요령 78①")
def another_year(ctx: Context) -> Mapping[str, Any] | None:
    years = sequence(ctx.facts.get("results_years"))
    return {"year": str(ctx.given.get("year"))} if ctx.given.get("year") in years else None


@guard("sanction.too_long", "운영요령 82①")
def restriction_within(ctx: Context) -> Mapping[str, Any] | None:
    years, most = number(ctx.given.get("restriction_years")), ctx.rules.sanction.restriction_max_years
    return {"years": years, "most": most} if years > most else None


@guard("sanction.unpaid", "운영요령 82⑪⑫")
def sanction_paid(ctx: Context) -> Mapping[str, Any] | None:
    due, paid = number(ctx.facts.get("sanction_amount")), number(ctx.facts.get("sanction_paid"))
    return None if paid >= due or ctx.given.get("in_collection") else {"amount": due, "paid": paid}


@guard("sanction.too_late", "운영요령 83①")
def reexamination_in_time(ctx: Context) -> Mapping[str, Any] | None:
    """Also after the lapse, for what had come before it."""
    kind = "sanction_reexamination"
    return None if in_time(ctx, kind) else {"expires": expiry(ctx, kind)}


@guard("sanction.not_missed", "운영요령 82⑫")
def payment_demandable(ctx: Context) -> Mapping[str, Any] | None:
    due = number(ctx.facts.get("sanction_amount")) - number(ctx.facts.get("sanction_paid"))
    running = "sanction_payment" in ctx.stream.deadlines
    return None if due > 0 and not running else {"due": max(due, 0), "running": running}


@guard("sanction.partial_payment", "운영요령 82⑪")
def paid_in_full(ctx: Context) -> Mapping[str, Any] | None:
    due = number(ctx.facts.get("sanction_amount")) - number(ctx.facts.get("sanction_paid"))
    amount = number(ctx.given.get("amount"))
    return None if due > 0 and amount == due else {"due": due, "amount": amount}


@reacting("support.discontinue")
def supports_discontinued(ctx: Context) -> Iterable[Reaction]:
    """Every support of the project that is not at an end is discontinued."""
    supports = live(ctx.of("support"), SUPPORT_ENDS)
    return [Reaction(support.id, "discontinue", {"reason": TERMINATED}) for support in supports]


def supports_unfinished(ctx: Context) -> dict[str, Any]:
    """The fact `unfinished`: the supports that the end of the term found unfinished."""
    return {"unfinished": [support.id for support in live(ctx.of("support"), SUPPORT_ENDS)]}


def overdue(ctx: Context) -> dict[str, Any]:
    """The fact `overdue`: the deadlines that passed unmet, oldest first; and when each ended."""
    return deadline_lapsed(ctx)


def annual_reported(ctx: Context) -> dict[str, Any]:
    return {**timely(ctx, "annual_report"), "judged": []}


def usage_received(ctx: Context) -> dict[str, Any]:
    return timely(ctx, "usage_report")


def final_reported(ctx: Context) -> dict[str, Any]:
    return {**timely(ctx, "final_report"), "judged": []}


def sanction_concluded(ctx: Context) -> dict[str, Any]:
    """The fact `ordered`, in won: nothing of it is owed before the decision is final (운영요령 83)."""
    earlier, now = number(ctx.facts.get("sanction_amount")), number(ctx.given.get("sanction_amount"))
    return {"sanction_amount": earlier, "ordered": now}


def sanction_final(ctx: Context) -> dict[str, Any]:
    """The fact `sanction_amount`: what all sanctions so far ask for, in won; a later one adds to what is owed."""
    total = number(ctx.facts.get("sanction_amount")) + number(ctx.facts.get("ordered"))
    return {"sanction_amount": total, **expiry_noted(ctx), "held": {}}


def sanction_reopened(ctx: Context) -> dict[str, Any]:
    """A decision that had become final is open again: nothing of it is owed meanwhile (운영요령 83)."""
    owed, ordered = number(ctx.facts.get("sanction_amount")), number(ctx.facts.get("ordered"))
    return {"sanction_amount": owed - ordered, **timely(ctx, "sanction_reexamination")}


def sanction_redecided(ctx: Context) -> dict[str, Any]:
    """What is owed once a re-examination has decided: its own sum in the place of the first decision's."""
    earlier, now = number(ctx.facts.get("sanction_amount")), number(ctx.given.get("sanction_amount"))
    return {"sanction_amount": earlier + now, "ordered": now}


def sanction_received(ctx: Context) -> dict[str, Any]:
    return {"sanction_paid": number(ctx.facts.get("sanction_paid")) + number(ctx.given.get("amount"))}


@reacting("project.await_sanction_payment")
def sanction_ordered(ctx: Context) -> Iterable[Reaction]:
    """Money to pay opens its period; a decision without any opens none."""
    amount = number(ctx.facts.get("ordered"))
    return [Reaction(ctx.stream.id, "await_sanction_payment")] if amount else []


def settled(ctx: Context) -> dict[str, Any]:
    """The fact `settled_on`: the day in Korea from which the results reports are counted."""
    return {"settled_on": kst_day(ctx).isoformat(), "results_years": []}


def results_received(ctx: Context) -> dict[str, Any]:
    years = [*sequence(ctx.facts.get("results_years")), ctx.given.get("year")]
    return {"results_years": years, **timely(ctx, "results_report")}


@reacting("project.await_results_report", "project.reexamination_lapsed")
def results_awaited(ctx: Context) -> Iterable[Reaction]:
    """The next results report is awaited until the call's number of them has come; what a letter held goes on."""
    waited = [] if results_reported.check(ctx) is None else [Reaction(ctx.stream.id, "await_results_report")]
    return [*waited, *held_expiry(ctx)]


def results_counted_from(ctx: Context) -> date:
    """The day from which the next results report's end of February is sought: a year on for each one received."""
    received = len(sequence(ctx.facts.get("results_years")))
    start = date.fromisoformat(str(ctx.facts["settled_on"]))
    first = start.year if start.month <= 2 else start.year + 1
    return date(first + received, 1, 1) if received else start


def usage_counted_from(ctx: Context) -> date | datetime:
    """Where the three months of a usage report begin: the end of the round, of the term, or of the agreement now."""
    if ctx.trigger == "continue_round":
        return ctx.rules.round(1).ends_on
    return term_ended(ctx) if ctx.trigger in TERM_OVER else ctx.effective_at


def term_ended(ctx: Context) -> date:
    return ctx.rules.agreement.ends_on
