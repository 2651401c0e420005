"""From the final selection to the agreement and its changes (공고 §5; 운영요령 61·66–68)."""

from collections.abc import Mapping
from typing import Any

from states.context import Context
from states.guards.shared import kst_day, sequence
from states.lifecycle import guard
from states.roles import AGENCY


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
    """Lead and participants have each signed the very document the agency concludes."""
    signatures = sequence(ctx.facts.get("signatures"))
    of_this = {(each["role"], each["org"]) for each in signatures if each["agreement"] == ctx.given.get("agreement")}
    needed = [("lead", str(ctx.facts.get("lead", "")))]
    needed += [("participant", str(each["org"])) for each in sequence(ctx.facts.get("participants"))]
    missing = [f"{role}:{org}" for role, org in needed if (role, org) not in of_this]
    return {"missing": missing} if missing else None


def signed(ctx: Context) -> dict[str, Any]:
    """The fact `signatures`: each party's last one, with the document it signed."""
    own = {"role": ctx.actor.role, "org": ctx.actor.org}
    others = [each for each in sequence(ctx.facts.get("signatures")) if {**each, **own} != each]
    given = {name: ctx.given[name] for name in ("agreement", "signed_on")}
    return {"signatures": [*others, {**own, "by": ctx.actor.id, **given}]}


@guard("agreement.items", "운영요령 66")
def items_complete(ctx: Context) -> Mapping[str, Any] | None:
    """Each of the items of article 66, by its number."""
    given = set(sequence(ctx.given.get("agreement_items")))
    missing = [no for no in range(1, ctx.rules.agreement.items + 1) if no not in given]
    return {"missing": missing, "needed": ctx.rules.agreement.items} if missing else None


@guard("agreement.approval_needed", "운영요령 68")
def change_is_the_agencys(ctx: Context) -> Mapping[str, Any] | None:
    """What needs approval is the agency's to enter; the lead enters what it need only notify."""
    approved = ctx.given.get("kind") != "approval" or ctx.actor.role == AGENCY
    return None if approved else {"subject": str(ctx.given.get("subject", ""))}


def changes_listed(ctx: Context) -> dict[str, Any]:
    """The fact `agreement_changes`: every change of the agreement, oldest first."""
    before = sequence(ctx.facts.get("agreement_changes"))
    given = {name: ctx.given[name] for name in ("kind", "subject", "request")}
    return {"agreement_changes": [*before, {"no": len(before) + 1, "on": kst_day(ctx).isoformat(), **given}]}


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
