"""From the final selection to the grant (공고 §5; 운영요령 35·61·66–70)."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import mapping, number, sequence
from states.lifecycle import Reaction, guard, reacting
from states.roles import MINISTRY, MUNICIPALITY, PROVINCE

ITEMS = 10
"""How many items an agreement names (운영요령 66)."""
PAYERS = {MINISTRY: "national", PROVINCE: "province", MUNICIPALITY: "municipality"}


@guard("supplement.unanswered", "공고 §5")
def supplements_answered(ctx: Context) -> Mapping[str, Any] | None:
    answered = sequence(ctx.given.get("answered"))
    missing = [each for each in sequence(ctx.facts.get("supplements")) if each not in answered]
    return {"missing": missing} if missing else None


@guard("supplement.unconfirmed", "공고 §5")
def supplement_confirmed(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.given.get("municipality_confirmed") else {"area": str(ctx.facts.get("area", ""))}


@guard("agreement.unsigned", "운영요령 66")
def all_signed(ctx: Context) -> Mapping[str, Any] | None:
    signed = {(each["role"], each["org"]) for each in sequence(ctx.given.get("signatures"))}
    needed = [("agency", ctx.rules.call.agency), ("lead", str(ctx.facts.get("lead", "")))]
    needed += [("participant", org) for org in sequence(ctx.facts.get("participants"))]
    missing = [f"{role}:{org}" for role, org in needed if (role, org) not in signed]
    return {"missing": missing} if missing else None


@guard("agreement.items", "운영요령 66")
def items_complete(ctx: Context) -> Mapping[str, Any] | None:
    count = len(set(sequence(ctx.given.get("agreement_items"))))
    return None if count >= ITEMS else {"count": count, "needed": ITEMS}


@guard("agreement.not_in_plan", "공고 §5")
def regional_plan_reflected(ctx: Context) -> Mapping[str, Any] | None:
    return None if ctx.facts.get("plan_version") else {"province": str(ctx.facts.get("province", ""))}


@guard("agreement.term", "공고 §1·§2")
def term_fits(ctx: Context) -> Mapping[str, Any] | None:
    term = ctx.rules.agreement
    starts, ends = str(ctx.given.get("starts_on", "")), str(ctx.given.get("ends_on", ""))
    if (starts, ends) == (term.starts_on.isoformat(), term.ends_on.isoformat()):
        return None
    return {
        "starts_on": starts,
        "ends_on": ends,
        "term_starts_on": term.starts_on.isoformat(),
        "term_ends_on": term.ends_on.isoformat(),
    }


@guard("payment.not_yours", "운영요령 35·70")
def own_payment(ctx: Context) -> Mapping[str, Any] | None:
    own, source = PAYERS.get(ctx.actor.role, ""), str(ctx.given.get("source", ""))
    return None if source == own else {"source": source, "own": own}


@guard("state_money.unpaid", "운영요령 35①·70")
def state_money_paid(ctx: Context) -> Mapping[str, Any] | None:
    paid = number(mapping(ctx.facts.get("payments")).get("national"))
    return None if paid > 0 else {"paid": paid}


def paid(ctx: Context) -> dict[str, Any]:
    """The fact `payments`: won granted so far, by source."""
    before, source = mapping(ctx.facts.get("payments")), str(ctx.given.get("source", ""))
    return {"payments": {**before, source: number(before.get(source)) + number(ctx.given.get("amount"))}}


@reacting("project.complete_state_money", "project.complete_local_money")
def completed(ctx: Context) -> Iterable[Reaction]:
    """Ends the deadline of state or local money once all of it has been granted. Reads the facts after the payment."""
    payments, award = mapping(ctx.facts.get("payments")), number(ctx.facts.get("award"))
    local = number(payments.get("province")) + number(payments.get("municipality"))
    pledged = number(ctx.facts.get("province_pledge")) + number(ctx.facts.get("municipality_pledge"))
    if ctx.given.get("source") == "national":
        return [Reaction(ctx.stream.id, "complete_state_money")] if number(payments.get("national")) >= award else []
    return [Reaction(ctx.stream.id, "complete_local_money")] if local >= pledged else []
