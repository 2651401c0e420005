"""Reception (공고 §6): judged by the instant the request was read, never by the call's state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from states.context import Context
from states.instants import read
from states.lifecycle import guard
from states.rules.periods import KST

AT_RECEPTION = "reception.closes_at"
"""What a period that ends with the reception has for its length: it moves with it."""


def opens_at(ctx: Context) -> datetime:
    """When reception opens, UTC."""
    return ctx.rules.reception.opens_at


def closes_at(ctx: Context) -> datetime:
    """When reception closes, inclusive, UTC: as the call moved it, else as announced."""
    moved = ctx.call.facts.get("reception_closes_at")
    return read(moved) if moved else ctx.rules.reception.closes_at


def shown(instant: datetime) -> str:
    """An instant as a refusal shows it: Korean time, to the millisecond."""
    return f"{instant.astimezone(KST).isoformat(sep=' ', timespec='milliseconds')}"


@guard("reception.closed", "공고 §6")
def received_in_time(ctx: Context) -> Mapping[str, Any] | None:
    closing = closes_at(ctx)
    if ctx.received_at <= closing:
        return None
    return {"closes_at": shown(closing), "received_at": shown(ctx.received_at)}


@guard("reception.not_open", "공고 §6")
def reception_begun(ctx: Context) -> Mapping[str, Any] | None:
    opening = ctx.rules.reception.opens_at
    if ctx.received_at >= opening:
        return None
    return {"opens_at": shown(opening), "received_at": shown(ctx.received_at)}


NOT_RECEIVING = frozenset({"preparing", "cancelled", "ended"})


@guard("call.not_announced", "공고 표지")
def call_announced(ctx: Context) -> Mapping[str, Any] | None:
    """The call's dates are judged by when the request was read; a call not announced yet or given up takes nobody."""
    announced = ctx.rules.notice.announced_on
    if ctx.received_at.astimezone(KST).date() >= announced and ctx.call.state not in NOT_RECEIVING:
        return None
    return {"announced_on": announced.isoformat(), "received_at": shown(ctx.received_at)}


@guard("reception.running", "공고 §6")
def reception_over(ctx: Context) -> Mapping[str, Any] | None:
    closing = closes_at(ctx)
    return None if ctx.received_at > closing else {"closes_at": shown(closing), "received_at": shown(ctx.received_at)}
