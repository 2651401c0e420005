"""The paper desk: a letter that came by post or hand is entered by one person and confirmed by another.

Confirming is taking the step itself, on the lead's behalf, exactly as it was entered; until then the expiry is held.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import mapping
from states.instants import written
from states.lifecycle import Claim, Reaction, claiming, guard, reacting
from states.roles import AGENCY

WAITING = "waiting"
"""The mode `paper` while a letter is entered and not yet confirmed or refused."""
BROUGHT: Mapping[str, frozenset[str]] = {
    "object_screening": frozenset({"screened_out", "rejected"}),
    "object_rejection": frozenset({"rejected_notified", "reserve", "rejected"}),
    "object_termination": frozenset({"termination_notified", "terminated"}),
    "object_grade": frozenset({"grade_notified", "settlement"}),
}
"""Which steps a letter can bring, and in which states: before the period has lapsed, and after."""
HELD = ("objection_lapsed", "termination_lapsed", "grade_lapsed")
"""The expiries that wait for a letter's confirmation."""


def arrived_at(ctx: Context) -> str:
    return written(ctx.occurred_at) if ctx.occurred_at else ""


@guard("paper.no_arrival", "common (행정업무규정 6②)")
def arrival_entered(ctx: Context) -> Mapping[str, Any] | None:
    arrived, read_at = ctx.occurred_at, ctx.received_at
    if arrived is not None and arrived <= read_at:
        return None
    return {"arrived_at": arrived_at(ctx), "received_at": written(read_at)}


@guard("paper.not_brought", "common")
def brings_a_step(ctx: Context) -> Mapping[str, Any] | None:
    trigger = str(ctx.given.get("trigger", ""))
    return None if ctx.state in BROUGHT.get(trigger, frozenset()) else {"trigger": trigger, "state": ctx.state}


@claiming("paper.number_taken", "common")
def number_in_the_book(ctx: Context) -> Iterable[Claim]:
    """Every letter has a number of its own in the receipt book of the call."""
    return [Claim("paper", f"{ctx.call.id}/{ctx.given.get('book_no', '')}", 1, 1)]


def entered(ctx: Context) -> dict[str, Any]:
    """The fact `letter`: what came, when, and who entered it."""
    given = ("trigger", "book_no", "document", "delivery", "content")
    return {"letter": {name: ctx.given[name] for name in given} | {"arrived_at": arrived_at(ctx), "by": ctx.actor.id}}


@guard("paper.only_by_desk", "common")
def arrival_by_the_desk(ctx: Context) -> Mapping[str, Any] | None:
    """Whoever acts for themselves acts now; the desk acts for what arrived."""
    if (ctx.actor.role == AGENCY) == (ctx.occurred_at is not None):
        return None
    return {"role": ctx.actor.role, "arrived_at": arrived_at(ctx)}


@guard("paper.not_as_entered", "common")
def as_entered(ctx: Context) -> Mapping[str, Any] | None:
    """The desk takes the step that was entered, with the content that was entered, at the arrival that was entered."""
    if ctx.actor.role != AGENCY:
        return None
    letter = _waiting(ctx)
    wanted = (letter.get("trigger"), letter.get("arrived_at"), mapping(letter.get("content")))
    if wanted == (ctx.trigger, arrived_at(ctx), ctx.given):
        return None
    return {"trigger": str(letter.get("trigger", "")), "arrived_at": str(letter.get("arrived_at", ""))}


@guard("approval.same_person", "common")
def second_person(ctx: Context) -> Mapping[str, Any] | None:
    """Who entered a letter does not confirm or refuse it."""
    by = str(_waiting(ctx).get("by", ""))
    return {"approved_by": by} if ctx.actor.role == AGENCY and by == ctx.actor.id else None


def _waiting(ctx: Context) -> Mapping[str, Any]:
    return mapping(ctx.facts.get("letter")) if ctx.facts.get("paper") == WAITING else {}


@reacting("project.objection_lapsed", "project.termination_lapsed", "project.grade_lapsed")
def held_expiry(ctx: Context) -> Iterable[Reaction]:
    """The expiry that waited for the letter happens now; nothing where the period still runs."""
    held = mapping(ctx.facts.get("held"))
    return [Reaction(ctx.stream.id, str(held["trigger"]), {"deadline": held["deadline"]})] if held else []
