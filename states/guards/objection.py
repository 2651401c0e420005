"""Objections (운영요령 25·60·73⑤·75③): ten days from receipt, once a decision, judged by another panel."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import sequence
from states.instants import read, written
from states.lifecycle import Reaction, guard, reacting

KINDS = ("objection", "objection_termination", "objection_grade")
CLEAN: Mapping[str, Any] = {"objected": [], "objection_expired_at": "", "lapsed_in": "", "held": {}}
"""What a newly notified decision starts with: nobody has objected to it, its period has not lapsed or been held."""
AFTER_AGREEMENT = frozenset({"objection_termination", "objection_grade"})
LAPSED: Mapping[str, tuple[str, ...]] = {
    "object_screening": ("screened_out",),
    "object_rejection": ("rejected_notified", "reserve"),
}
"""Where the period lapsed, for an objection that is only recorded after the project was rejected for good."""


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


@guard("objection.other_decision", "운영요령 25②")
def objected_to_this(ctx: Context) -> Mapping[str, Any] | None:
    """After the lapse a late record reopens the decision that lapsed, not another."""
    lapsed = str(ctx.facts.get("lapsed_in", ""))
    if ctx.state != "rejected" or lapsed in LAPSED.get(ctx.trigger, ()):
        return None
    return {"lapsed_in": lapsed, "trigger": ctx.trigger}


def _judges(ctx: Context) -> set[str]:
    """Who gave the decision objected to: the screener and the panel, after the agreement the last evaluators."""
    if ctx.state in AFTER_AGREEMENT:
        return set(sequence(ctx.facts.get("evaluators")))
    return {*sequence(ctx.facts.get("panel")), str(ctx.facts.get("screener", ""))}


@guard("panel.same", "운영요령 25③·73⑤·75③")
def another_panel(ctx: Context) -> Mapping[str, Any] | None:
    same = sorted(_judges(ctx) & set(sequence(ctx.given.get("review_panel"))))
    return {"members": same} if same else None


def fresh(_: Context) -> dict[str, Any]:
    """The facts of a newly notified decision."""
    return dict(CLEAN)


def lapsed(ctx: Context) -> dict[str, Any]:
    """The facts of a period that passed without an objection: when it ended and where, for a paper that came before."""
    return {"objection_expired_at": _expires(ctx), "lapsed_in": ctx.state, "held": {}}


def held(ctx: Context) -> dict[str, Any]:
    """The facts of a period that ended while a letter waits for its confirmation."""
    expiry = {"trigger": ctx.trigger, "deadline": str(ctx.given["deadline"])}
    return {"objection_expired_at": _expires(ctx), "held": expiry}


def objected(ctx: Context) -> dict[str, Any]:
    """The decision objected to is no longer open to another objection."""
    return {"objected": [*sequence(ctx.facts.get("objected")), ctx.state], "held": {}}


@reacting("project.await_annual_report", "project.await_term_end")
def term_resumed(ctx: Context) -> Iterable[Reaction]:
    """A termination that had lapsed is open again: after a special evaluation the term runs on as it did before."""
    if ctx.state != "terminated" or ctx.modes["by"] != "special" or ctx.modes["term"] != "running":
        return []
    if ctx.modes["round"] == 1:
        return [Reaction(ctx.stream.id, "await_annual_report")] if ctx.modes["was"] == "supporting" else []
    return [Reaction(ctx.stream.id, "await_term_end")]


def judged(ctx: Context) -> dict[str, Any]:
    """The fact `judged`: everyone whose judgement was objected to with success; the next is another panel's."""
    judges = "evaluators" if ctx.state in AFTER_AGREEMENT else "panel"
    return {"judged": sorted({*sequence(ctx.facts.get("judged")), *sequence(ctx.facts.get(judges))})}


def unjudged(_: Context) -> dict[str, Any]:
    """The facts an evaluation after the agreement begins with: nobody's judgement of it was objected to."""
    return {"judged": []}
