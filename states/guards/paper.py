"""The paper desk: letters count by their arrival; what would lapse waits while one is undecided (행정업무규정 6②)."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import mapping, sequence
from states.instants import read, written
from states.lifecycle import Claim, Reaction, claiming, guard, reacting
from states.roles import AGENCY

PAPER, WAITING = "paper", "waiting"
"""The mode of a lifecycle that letters come to, and its value while one is neither confirmed nor refused."""


def arrived_at(ctx: Context) -> str:
    """When the letter behind a command arrived, RFC 3339; empty where there is none."""
    return written(ctx.occurred_at) if ctx.occurred_at else ""


@guard("paper.no_arrival", "common (행정업무규정 6②)")
def arrival_entered(ctx: Context) -> Mapping[str, Any] | None:
    arrived, read_at = ctx.occurred_at, ctx.received_at
    if arrived is not None and arrived <= read_at:
        return None
    return {"arrived_at": arrived_at(ctx), "received_at": written(read_at)}


@claiming("paper.number_taken", "common")
def number_in_the_book(ctx: Context) -> Iterable[Claim]:
    """Every letter has a number of its own in the receipt book of the call."""
    return [Claim("paper", f"{ctx.call.id}/{ctx.given.get('book_no', '')}", 1, 1)]


@guard("paper.number_taken", "common")
def number_unused(ctx: Context) -> Mapping[str, Any] | None:
    """The receipt book's number was not given to an earlier letter of this stream either."""
    number = str(ctx.given["book_no"])
    return {"key": number} if number in sequence(ctx.facts.get("receipts")) else None


@guard("paper.only_by_desk", "common")
def arrival_by_the_desk(ctx: Context) -> Mapping[str, Any] | None:
    """Whoever acts for themselves acts now; the desk acts for what arrived."""
    if (ctx.actor.role == AGENCY) == (ctx.occurred_at is not None):
        return None
    return {"role": ctx.actor.role, "arrived_at": arrived_at(ctx)}


@guard("paper.undecided", "common")
def letters_decided(ctx: Context) -> Mapping[str, Any] | None:
    """Nothing adverse is decided while a letter that may say something against it lies on the desk."""
    letters = [number for number, each in mapping(ctx.facts.get("proposals")).items() if "arrived_at" in each]
    return {"waiting": letters} if letters else None


def expiry(ctx: Context, kind: str) -> str:
    """When the deadline of this kind ends, or ended where it has lapsed, RFC 3339; empty where it never ran."""
    standing = ctx.stream.deadlines.get(kind)
    return str(standing["expires"] if standing else mapping(ctx.facts.get("lapses")).get(kind, ""))


def in_time(ctx: Context, kind: str) -> bool:
    """Whether the step counts before the end of a deadline that runs, rests or has lapsed."""
    resting = "suspended" in ctx.stream.deadlines.get(kind, {})
    expires = expiry(ctx, kind)
    return resting or bool(expires and ctx.effective_at < read(expires))


def expiry_noted(ctx: Context) -> dict[str, Any]:
    """The fact `lapses`: when each kind of deadline that passed had ended, for a letter that had come before."""
    kind = str(ctx.given.get("deadline", "")).partition("@")[0]
    return {"lapses": {**mapping(ctx.facts.get("lapses")), kind: expiry(ctx, kind)}}


def deadline_lapsed(ctx: Context) -> dict[str, Any]:
    """The facts of a deadline that passed and that nobody met."""
    missed = [*sequence(ctx.facts.get("overdue")), str(ctx.given.get("deadline", ""))]
    return {**expiry_noted(ctx), "overdue": missed}


def expiry_held(ctx: Context) -> dict[str, Any]:
    """The facts of a deadline that passed while a letter waits: its row is taken once no letter does."""
    return {**expiry_noted(ctx), "held": {"trigger": ctx.trigger, "deadline": str(ctx.given["deadline"])}}


def held_no_more(ctx: Context) -> dict[str, Any]:
    """The facts of an expiry that changes where the project stands: nothing is held any more."""
    return {**deadline_lapsed(ctx), "held": {}}


def timely(ctx: Context, kind: str) -> dict[str, Any]:
    """The facts when a letter came before a deadline that has lapsed since: it was never missed."""
    if kind in ctx.stream.deadlines or not in_time(ctx, kind):
        return {}
    missed = sequence(ctx.facts.get("overdue"))
    last = next((each for each in reversed(missed) if each.partition("@")[0] == kind), "")
    return {"overdue": [each for each in missed if each != last]} if last else {}


@reacting(
    "project.objection_lapsed", "project.termination_lapsed", "project.grade_lapsed", "project.supplement_overdue",
    "project.not_accepted", "project.reexamination_lapsed",
)  # fmt: skip
def held_expiry(ctx: Context) -> Iterable[Reaction]:
    """The expiry that waited for letters happens now that none is left; nothing where the period still runs."""
    expiry = mapping(ctx.facts.get("held"))
    if not expiry or ctx.facts.get("paper"):
        return []
    return [Reaction(ctx.stream.id, str(expiry["trigger"]), {"deadline": expiry["deadline"]})]
