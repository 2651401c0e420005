"""Screening, results and hearings (공고 §5·§7; 운영요령 25·26·58–61; 행정절차법 17·21)."""

from collections.abc import Mapping
from typing import Any

from states.context import Context
from states.guards.objection import CLEAN
from states.guards.paper import expiry, in_time, timely
from states.guards.shared import mapping, number, sequence, shares
from states.instants import read, written
from states.lifecycle import guard
from states.rules import figures, funding
from states.rules.periods import KST


@guard("supplement.again", "행정절차법 17⑤; common")
def asked_once(ctx: Context) -> Mapping[str, Any] | None:
    earlier = sequence(ctx.facts.get("items"))
    return {"items": earlier} if earlier else None


@guard("supplement.overdue", "행정절차법 17⑤⑥")
def supplied_in_time(ctx: Context) -> Mapping[str, Any] | None:
    if in_time(ctx, "supplement_screening"):
        return None
    expires = expiry(ctx, "supplement_screening")
    return {"due_date": read(expires).astimezone(KST).date().isoformat() if expires else "", "expires": expires}


def past(ctx: Context, kind: str) -> Mapping[str, Any] | None:
    """What shows that the open deadline of this kind is over when the step counts; None if it is not."""
    standing = ctx.stream.deadlines.get(kind)
    if standing is None or ctx.effective_at < read(standing["expires"]):
        return None
    return {"due_date": str(standing["due_date"]), "expires": str(standing["expires"])}


def supplied(ctx: Context) -> dict[str, Any]:
    """The fact `documents`: what was filed, and what is supplied now."""
    documents = [*sequence(ctx.facts.get("documents")), *sequence(ctx.given.get("documents"))]
    return {"documents": documents, **timely(ctx, "supplement_screening")}


@guard("screening.unknown_reason", "운영요령 23②·58②")
def known_reason(ctx: Context) -> Mapping[str, Any] | None:
    known = [reason.code for reason in ctx.rules.screening_reasons]
    ground = str(ctx.given.get("ground", ""))
    return None if ground in known else {"ground": ground, "known": known}


@guard("match.not_pledged", "공고 §2; 운영요령 66")
def match_pledged(ctx: Context) -> Mapping[str, Any] | None:
    award = number(ctx.facts.get("award"))
    pledged = funding.Shares(
        award, number(ctx.after.get("province_pledge")), number(ctx.after.get("municipality_pledge"))
    )
    area = str(ctx.facts.get("area", ""))
    alone = area not in ctx.rules.areas or funding.municipality_share_fits(ctx.rules, area, pledged.municipality)
    if alone and funding.matched(ctx.rules, pledged):
        return None
    local, province = figures.local_needed(ctx.rules, award), figures.province_needed(ctx.rules, pledged.total)
    return {
        "award": award,
        "province": pledged.province,
        "municipality": pledged.municipality,
        "local_needed": local.result,
        "province_needed": province.result,
        "figures": [local.plain(), province.plain()],
    }


@guard("acceptance.too_late", "공고 §2; common")
def accepted_in_time(ctx: Context) -> Mapping[str, Any] | None:
    """After the lapse only what had come before it still accepts, while the call holds the award for it."""
    awarded = ctx.state == "selection_notified" or ctx.stream.id in mapping(ctx.call.facts.get("awards"))
    if awarded and in_time(ctx, "acceptance"):
        return None
    return {"expires": expiry(ctx, "acceptance"), "arrived_at": written(ctx.effective_at), "awarded": awarded}


@guard("award.above_cap", "공고 §1·§2")
def award_within_cap(ctx: Context) -> Mapping[str, Any] | None:
    amount, cap = number(ctx.given.get("amount")), ctx.rules.money.cap_project_year
    return {"amount": amount, "cap": cap} if amount > cap else None


@guard("award.above_awarded", "공고 §5; 운영요령 61①")
def not_above_award(ctx: Context) -> Mapping[str, Any] | None:
    amount, award = number(ctx.given.get("amount")), number(ctx.facts.get("award"))
    return {"amount": amount, "award": award} if amount > award else None


@guard("award.not_lower", "공고 §2")
def award_lowered(ctx: Context) -> Mapping[str, Any] | None:
    amount, award = number(ctx.given.get("amount")), number(ctx.facts.get("award"))
    return None if 0 < amount < award else {"amount": amount, "award": award}


def awarded(ctx: Context) -> dict[str, Any]:
    """The facts of a new amount: the award in won, also by fiscal year, and what it needs from the local side."""
    amount = number(ctx.given.get("amount"))
    budget = shares(ctx.facts.get("budget"))
    awards = {**mapping(ctx.facts.get("awards")), str(ctx.rules.round(1).starts_on.year): amount}
    local = budget.local if budget else 0
    needed = funding.local_needed(ctx.rules, amount)
    return {"award": amount, "awards": awards, "local_needed": needed, "local_offered": local}


def voided(_: Context) -> dict[str, Any]:
    """The facts of an award taken back for want of money: a newly notified decision."""
    return {"award": 0, "awards": {}, **CLEAN}


def forfeited(_: Context) -> dict[str, Any]:
    """The facts of an award that is gone before any agreement: nothing is granted, nothing matched."""
    return {"award": 0, "awards": {}, "pledges": {}}


@guard("hearing.not_held", "행정절차법 21③·22③")
def hearing_held(ctx: Context) -> Mapping[str, Any] | None:
    """Ten days for an opinion, cut short only by the opinion itself, or a reason why none is needed."""
    if ctx.given.get("exempt"):
        return None
    heard = ctx.facts.get("intended") == ctx.trigger
    standing = ctx.stream.deadlines.get("opinion")
    waiting = standing is not None and past(ctx, "opinion") is None and not ctx.given.get("opinion")
    if heard and not waiting:
        return None
    return {"heard": heard, "opinion_due": str(standing["due_date"]) if standing else ""}


@guard("hearing.not_held", "행정절차법 21①; 운영요령 73③")
def hearing_noticed(ctx: Context) -> Mapping[str, Any] | None:
    """The very decision that is taken was announced, for this evaluation."""
    return None if ctx.facts.get("intended") == ctx.trigger else {"heard": False, "opinion_due": ""}


@guard("hearing.none", "행정절차법 21③·22")
def hearing_noticed_to(ctx: Context) -> Mapping[str, Any] | None:
    """An opinion answers a hearing: one that runs, or whose time has passed."""
    return None if expiry(ctx, "opinion") else {"state": ctx.state}


def opinion_given(ctx: Context) -> dict[str, Any]:
    return timely(ctx, "opinion")


def explained(ctx: Context) -> dict[str, Any]:
    return timely(ctx, "explanation")


def intends_stop(_: Context) -> dict[str, Any]:
    return {"intended": "stop_round"}


def stopped(_: Context) -> dict[str, Any]:
    """The facts of a newly notified termination; another one needs a hearing of its own."""
    return {**CLEAN, "intended": ""}


@guard("hearing.not_held", "행정절차법 21③·22③; 운영요령 74")
def heard_out(ctx: Context) -> Mapping[str, Any] | None:
    """Nobody is stopped or sanctioned while their time to speak runs: they have spoken, or it has passed."""
    for kind in ("opinion", "explanation"):
        standing = ctx.stream.deadlines.get(kind)
        if standing is not None and past(ctx, kind) is None:
            return {"heard": True, "opinion_due": str(standing["due_date"])}
    return None


@guard("ground.no_period_missed", "운영요령 26④")
def ground_shown(ctx: Context) -> Mapping[str, Any] | None:
    missed = sequence(ctx.facts.get("overdue"))
    return None if ctx.given.get("ground") != "period_missed" or missed else {"overdue": missed}
