"""A company's money (공고 §3·§7; 운영요령 82): paid after the agreement, settled, recovered, following a succession."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.company import TOTAL, groups
from states.guards.shared import mapping, number, sequence
from states.lifecycle import Claim, claiming, guard
from states.payloads.common import MOST

HOLDING = frozenset({"selected", "agreed", "supported", "correcting", "completed"})
"""Where the year's share is held whatever was spent."""


def paid(ctx: Context) -> int:
    """Won of support the company has been paid."""
    return number(ctx.facts.get("paid_out"))


@guard("company.paid_too_much", "공고 §3 ⑥")
def paid_within_support(ctx: Context) -> Mapping[str, Any] | None:
    asked, amount = paid(ctx) + number(ctx.given.get("won")), number(ctx.facts.get("amount"))
    return {"paid": asked, "amount": amount} if asked > amount else None


def add_payment(ctx: Context) -> Mapping[str, Any]:
    """What was paid so far, with this payment."""
    return {"paid_out": paid(ctx) + number(ctx.given.get("won"))}


@guard("company.costs", "common")
def costs_settled(ctx: Context) -> Mapping[str, Any] | None:
    """The costs are settled, and no more was spent than paid."""
    spent, settled = number(ctx.given.get("spent")), ctx.given.get("costs_settled") is True
    return None if settled and spent <= paid(ctx) else {"costs_settled": settled, "spent": spent, "paid": paid(ctx)}


@guard("company.spending_differs", "공고 §7 RCMS")
def spending_as_recorded(ctx: Context) -> Mapping[str, Any] | None:
    """Where RCMS has told the months' spending, the settlement says the same sum."""
    months, spent = mapping(ctx.facts.get("spending")), number(ctx.given.get("spent"))
    recorded = sum(number(won) for won in months.values())
    return {"spent": spent, "recorded": recorded} if months and spent != recorded else None


@guard("company.unspent_kept", "운영요령 77")
def unspent_returned(ctx: Context) -> Mapping[str, Any] | None:
    left, returned = paid(ctx) - number(ctx.given.get("spent")), number(ctx.given.get("returned"))
    return {"unspent": left, "returned": returned} if returned < left else None


@guard("company.self_pay_short", "공고 §3")
def self_pay_spent(ctx: Context) -> Mapping[str, Any] | None:
    """The company's own share of what was spent is at least that of the agreement."""
    own, spent = number(ctx.given.get("self_paid")), number(ctx.given.get("spent"))
    amount, self_pay = number(ctx.facts.get("amount")), number(ctx.facts.get("self_pay"))
    asked = -(-self_pay * spent // amount) if amount else 0
    return None if own >= asked else {"self_paid": own, "asked": asked}


@guard("company.something_to_recover", "공고 §7")
def nothing_to_recover(ctx: Context) -> Mapping[str, Any] | None:
    most = max(paid(ctx), number(ctx.given.get("paid")))
    return {"paid": most} if most else None


@guard("company.recover_too_much", "공고 §7; 운영요령 82")
def recovers_no_more(ctx: Context) -> Mapping[str, Any] | None:
    recover = number(ctx.given.get("recover"))
    return {"recover": recover, "paid": paid(ctx)} if recover > paid(ctx) else None


@guard("company.repaid_elsewhere", "운영요령 82")
def repays_within(ctx: Context) -> Mapping[str, Any] | None:
    repaid, asked = number(ctx.given.get("repaid")), number(ctx.facts.get("recover"))
    return {"repaid": repaid, "recover": asked} if repaid > asked else None


def add_month(ctx: Context) -> Mapping[str, Any]:
    """Spending in won by month, as RCMS told it last."""
    return {"spending": {**mapping(ctx.facts.get("spending")), str(ctx.given["month"]): number(ctx.given.get("won"))}}


@guard("company.brn_succeeded", "공고 §3; 부가가치세법 8")
def number_in_use(ctx: Context) -> Mapping[str, Any] | None:
    """A company that was succeeded acts under its successor's number: the caps follow."""
    given = str(ctx.after.get("brn", ""))
    successor = mapping(ctx.call.facts.get("successions")).get(given)
    return {"brn": given, "successor": successor} if successor else None


@claiming("company.over_cap", "공고 §3")
def shares_follow(ctx: Context) -> Iterable[Claim]:
    """What is held under the former number is held under the new one; no cap can refuse what has happened."""
    for scope, key, amount in _held(ctx):
        yield Claim(scope, key.format(brn=ctx.facts.get("brn", "")), 0, MOST)
        yield Claim(scope, key.format(brn=ctx.given["brn"]), amount, MOST)


def _held(ctx: Context) -> Iterable[tuple[str, str, int]]:
    """Scope, key with its place for the number, and amount of all this stream holds by its number."""
    if ctx.facts.get("signed_on"):
        yield "letter", f"{ctx.project.id}/{{brn}}", 1
    if ctx.facts.get("support"):
        yield "company", f"{ctx.facts['support']}/{{brn}}", 1
    if "items" in ctx.facts and (ctx.state in HOLDING or "rcms" in ctx.facts):
        given, year = groups(ctx), number(ctx.facts.get("year"))
        sums = {each.group: each.support for each in given} | {TOTAL: sum(each.support for each in given)}
        yield from (("company-year", f"{{brn}}/{year}/{group}", won) for group, won in sums.items())


def note_succession(ctx: Context) -> Mapping[str, Any]:
    """The numbers the company had before, oldest first."""
    return {"former_brns": [*sequence(ctx.facts.get("former_brns")), str(ctx.facts.get("brn", ""))]}


def match_letter(ctx: Context) -> Mapping[str, Any]:
    """The letter of intent the application answers to: the company's own, or one the project applied with; else ''."""
    if ctx.state == "interested":
        return {"letter": str(ctx.facts.get("document", ""))}
    letters = sequence(ctx.project.facts.get("letters"))
    return {"letter": next((str(each["document"]) for each in letters if each["brn"] == ctx.given["brn"]), "")}
