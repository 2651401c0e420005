"""Objections (운영요령 25·60·73⑤·75③): ten days from receipt, once a decision, judged by another panel."""

from collections.abc import Mapping
from typing import Any

from states.context import Context
from states.guards.shared import sequence
from states.instants import read, written
from states.lifecycle import guard

KINDS = ("objection", "objection_termination", "objection_grade")
CLEAN: Mapping[str, Any] = {"objected": [], "objection_expired_at": ""}
"""What a newly notified decision starts with: nobody has objected to it, its period has not lapsed."""


def _expires(ctx: Context) -> str:
    """When the period to object ends, RFC 3339: the one that runs, else the one that lapsed; empty if there is none."""
    running = [ctx.stream.deadlines[kind]["expires"] for kind in KINDS if kind in ctx.stream.deadlines]
    return str(running[0] if running else ctx.facts.get("objection_expired_at", ""))


@guard("objection.too_late", "운영요령 25②·60")
def objection_in_time(ctx: Context) -> Mapping[str, Any] | None:
    expires = _expires(ctx)
    if expires and ctx.effective_at < read(expires):
        return None
    return {"expires": expires, "arrived_at": written(ctx.effective_at)}


@guard("objection.again", "운영요령 25②")
def objected_once(ctx: Context) -> Mapping[str, Any] | None:
    earlier = sequence(ctx.facts.get("objected"))
    return {"objected": earlier} if earlier else None


@guard("paper.no_arrival", "common")
def arrival_entered(ctx: Context) -> Mapping[str, Any] | None:
    arrived, read_at = ctx.occurred_at, ctx.received_at
    if arrived is not None and arrived <= read_at:
        return None
    return {"arrived_at": written(arrived) if arrived else "", "received_at": written(read_at)}


@guard("panel.same", "운영요령 25③")
def another_panel(ctx: Context) -> Mapping[str, Any] | None:
    judged = {*sequence(ctx.facts.get("panel")), ctx.facts.get("screener")}
    same = sorted(judged & set(sequence(ctx.given.get("review_panel"))))
    return {"members": same} if same else None


def fresh(_: Context) -> dict[str, Any]:
    """The facts of a newly notified decision."""
    return dict(CLEAN)


def lapsed(ctx: Context) -> dict[str, Any]:
    """The facts of a period that passed without an objection: when it ended, for a paper that arrived before."""
    return {"objection_expired_at": _expires(ctx)}


def objected(ctx: Context) -> dict[str, Any]:
    """The decision objected to is no longer open to another objection."""
    return {"objected": [*sequence(ctx.facts.get("objected")), ctx.state]}


def judged(ctx: Context) -> dict[str, Any]:
    """The fact `judged`: everyone whose judgement was objected to with success; the next is another panel's."""
    return {"judged": sorted({*sequence(ctx.facts.get("judged")), *sequence(ctx.facts.get("panel"))})}
