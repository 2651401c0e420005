"""What follows from an accepted decision, as plain data: the body of one event."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from msgspec import Struct

from states.context import Context
from states.instants import read, written
from states.lifecycle import (
    ESCALATE,
    FIRE,
    RECORDED,
    SOURCE,
    SUPERSEDE,
    Claim,
    Deadline,
    Payload,
    Private,
    Reaction,
    Refusal,
    Transition,
)  # fmt: skip
from states.parties import addresses
from states.proposals import settled
from states.roles import ABOVE, AGENCY, OWNER, SYSTEM, responsible_after
from states.rules.periods import Due, compute
from states.standing import (
    DONE_LATE,
    GRACE,
    MISSED,
    NOTICE,
    SET,
    chased,
    end_of,
    named,
    opened,
    owed,
    reminded,
    reminder,
    type_of_standing,
)  # fmt: skip

__all__ = ["FORMAT", "GRACE", "Step", "body", "consequences", "private_fields"]

FORMAT = 1
"""The version of the event body's layout."""


class Step(Struct, frozen=True):
    """The consequences of one accepted command, before they are chained and written.

    Of deadlines: `opened`, `closed` by id and how, the `next` reminder of one; `put_off` is an end the clock acts on
    later; `owed` one that passed and whose matter is not done; `settled` by id how what was owed ended.
    """

    row: Transition
    to: str
    changes: Mapping[str, Any]
    private: Mapping[str, Any]
    opened: tuple[type_of_standing, ...]
    closed: Mapping[str, str]
    next: tuple[type_of_standing, ...]
    put_off: tuple[type_of_standing, ...]
    owed: tuple[type_of_standing, ...]
    settled: Mapping[str, str]
    notices: tuple[Mapping[str, Any], ...]
    claims: tuple[Claim, ...]
    reactions: tuple[Reaction, ...]


@lru_cache(maxsize=1024)
def private_fields(payload: type[Payload]) -> frozenset[str]:
    """The fields of a payload that are kept outside the event."""
    return frozenset(
        name
        for name, field in payload.model_fields.items()
        if any(mark is Private or isinstance(mark, Private) for mark in field.metadata)
    )


def consequences(row: Transition, to: str, ctx: Context, terminal: bool) -> Step | tuple[Refusal, ...]:
    """The step, or a refusal for each deadline whose length still waits for a recorded decision."""
    hidden = private_fields(row.payload)
    changes = {name: value for name, value in ctx.given.items() if name not in hidden}
    if row.records:
        changes |= row.records(ctx)
    if row.two_person or row.paper:
        changes |= settled(row, ctx)
    changes |= {mode: ctx.state if to == SOURCE else to for mode, to in row.sets.items() if to != RECORDED}
    after = ctx.changed(changes)
    found = [_opened(deadline, after) for deadline in row.opens]
    undecided = tuple(each for each in found if isinstance(each, Refusal))
    if undecided:
        return undecided
    opens = tuple(each for each in found if not isinstance(each, Refusal))
    if row.moves:
        opens += tuple(row.moves.compute(after))
    ends, reopened = terminal and to != ctx.state, {str(each["kind"]) for each in opens}
    left = _owed(ctx, to) if not ends else ()
    return Step(
        row=row,
        to=to,
        changes=changes,
        private={name: ctx.given[name] for name in hidden if name in ctx.given},
        opened=opens,
        closed=_closed(row, ctx, ends, reopened),
        next=_next_reminder(ctx),
        put_off=_put_off(ctx),
        owed=left,
        settled=_settled(row, ctx, ends, reopened),
        notices=_notices(row, after, left),
        claims=tuple(claim for claiming in row.claims for claim in claiming.compute(ctx)),
        reactions=tuple(row.reacts(after)) if row.reacts else (),
    )


def _closed(row: Transition, ctx: Context, ends: bool, reopened: Iterable[str]) -> dict[str, str]:
    """How each running deadline this step ends is closed, by its id; the next reminder of what ends is cancelled too.

    Reaching an end closes them all; what happens at an end leaves those opened there.
    """
    moved = row.moves.how if row.moves else "moved"
    closed: dict[str, str] = {}
    for deadline in ctx.stream.deadlines.values():
        how = _how(row, deadline, ends, reopened)
        if "overdue" not in deadline:
            how = "expired" if ctx.timer == end_of(deadline) else moved if how == "moved" else how
            closed |= dict.fromkeys((deadline["id"], end_of(deadline)), how) if how else {}
        if how and (later := reminder(deadline)):
            closed[later] = "cancelled"
    return closed


def _how(row: Transition, deadline: type_of_standing, ends: bool, reopened: Iterable[str]) -> str:
    """How this row ends a deadline: met, moved, cancelled; empty if it leaves it."""
    kind = deadline["kind"]
    if any(each.id == kind for each in row.meets):
        return "met"
    if kind in reopened:
        return "moved"
    return "cancelled" if ends or any(each.id == kind for each in row.cancels) else ""


def _settled(row: Transition, ctx: Context, ends: bool, reopened: Iterable[str]) -> dict[str, str]:
    """How what was owed ends: done late, or not asked for any more."""
    found = (
        (each["id"], _how(row, each, ends, reopened)) for each in ctx.stream.deadlines.values() if "overdue" in each
    )
    return {id: DONE_LATE if how == "met" else "cancelled" for id, how in found if how}


def _owed(ctx: Context, to: str) -> tuple[type_of_standing, ...]:
    """What is owed from now on: the deadline that passes by this step, if nothing else comes of it."""
    deadline = ctx.deadline
    if deadline is None or ctx.timer != end_of(deadline) or to != ctx.state:
        return ()
    left = owed(deadline, ctx)
    return () if left is None else (left,)


def _next_reminder(ctx: Context) -> tuple[type_of_standing, ...]:
    """After a reminder the deadline has the next one; those whose time passed while nobody worked are left out."""
    deadline = ctx.deadline
    if deadline is None or ctx.timer != reminder(deadline):
        return ()
    told = {"id": deadline["id"], "kind": deadline["kind"], "reminded": deadline.get("reminded", 0) + 1}
    if "overdue" in deadline:
        after = {"overdue": deadline["overdue"], "chased": deadline["chased"] + 1}
        return ({**told, **after, **chased(deadline, ctx)},)
    return ({**told, **reminded(deadline, read(deadline["expires"]), ctx)},)


def _put_off(ctx: Context) -> tuple[type_of_standing, ...]:
    """After a reminder that came late the clock leaves time before it acts, unless the end is a set instant.

    The end stays where the law has it: only what the clock does then waits.
    """
    deadline = ctx.deadline
    if deadline is None or "overdue" in deadline or ctx.timer != reminder(deadline) or deadline["rule"] in SET:
        return ()
    left = min(read(deadline["expires"]) - read(deadline["remind_at"]), NOTICE)
    acts = ctx.recorded_at + left
    if _late(ctx) <= MISSED or acts <= read(deadline["fires_at"]):
        return ()
    told = {name: deadline[name] for name in ("id", "kind", "fires")}
    timer = f"{deadline['id']}~late{ctx.stream.version + 1}"
    return ({**told, "instead_of": end_of(deadline), "timer": timer, "fires_at": written(acts)},)


def _notices(row: Transition, ctx: Context, left: tuple[type_of_standing, ...]) -> tuple[Mapping[str, Any], ...]:
    """The letters of a step and whom they go to; of an end found late as its kind of deadline says."""
    policy = _policy(ctx)
    if policy == SUPERSEDE and any(read(each["remind_at"]) <= ctx.recorded_at for each in left):
        return ()
    also = (ABOVE,) if policy == ESCALATE else ()
    return tuple({"letter": n.id, "to": addresses(_roles((*n.to, *also), ctx), ctx)} for n in row.notify)


def _policy(ctx: Context) -> str:
    """What the kind of deadline whose end this is says of ends found late; `fire` for everything else."""
    deadline = ctx.deadline
    if deadline is None or "late" not in deadline or ctx.timer != end_of(deadline) or _late(ctx) <= MISSED:
        return FIRE
    return str(deadline["late"])


def _roles(roles: tuple[str, ...], ctx: Context) -> tuple[str, ...]:
    """The roles a notice goes to, each once.

    The owner of the deadline it is about is the agency where that is the clock; those above it are one more with each
    reminder that it is overdue.
    """
    if OWNER not in roles and ABOVE not in roles:
        return roles
    deadline = ctx.deadline or named(ctx.stream, ctx.given) or {"owner": SYSTEM}
    owner = AGENCY if deadline["owner"] == SYSTEM else str(deadline["owner"])
    found = {OWNER: (owner,), ABOVE: responsible_after(owner, deadline.get("chased", 0) + 1)}
    return tuple(dict.fromkeys(each for role in roles for each in found.get(role, (role,))))


def _opened(deadline: Deadline, ctx: Context) -> type_of_standing | Refusal:
    """A deadline of this kind, computed under the call's rules from the step's own instant or where it says."""
    due = _due(deadline, ctx)
    if due is None:
        facts = {"deadline": deadline.id, "setting": ctx.rules.period(deadline.period_name).length}
        return Refusal("setting.undecided", deadline.cite, facts)
    return opened(deadline, due, ctx)


def _due(deadline: Deadline, ctx: Context) -> Due | None:
    if deadline.at is not None:
        return compute("fixed", deadline.at(ctx).astimezone(UTC), "0d", ctx.calendar)
    decided = ctx.call.facts.get("settings", {})
    rule = ctx.rules.period(deadline.period_name).rule
    start: date | datetime | None = deadline.start(ctx) if deadline.start else ctx.effective_at
    length = ctx.rules.length(deadline.period_name, decided)
    if rule == "fixed":
        start = (
            start if deadline.start else ctx.rules.fixed(deadline.period_name, decided, int(ctx.modes.get("round", 1)))
        )
        length = "0d"
    if start is None or length is None:
        return None
    return compute(rule, start, length, ctx.calendar)


def body(step: Step, ctx: Context, key: str, lifecycle: str, commitments: Mapping[str, str]) -> dict[str, Any]:
    """The event's whole content but its hash; empty parts are left out. Instants are UTC text, money integer won."""
    stream = ctx.stream
    content: dict[str, Any] = {
        "format": FORMAT,
        "stream": stream.id,
        "version": stream.version + 1,
        "prev": stream.head,
        "trigger": ctx.trigger,
        "row": step.row.name,
        "from": stream.state,
        "to": step.to,
        "actor": ctx.actor.recorded,
        "key": key,
        "received_at": written(ctx.received_at),
        "recorded_at": written(ctx.recorded_at),
        "lifecycle": lifecycle,
        "rules": ctx.rules.fingerprint,
    }
    if ctx.occurred_at:
        content["occurred_at"] = written(ctx.occurred_at)
    if ctx.timer:
        content["timer"] = ctx.timer
        if late := int(_late(ctx).total_seconds()):
            content["late"] = late
        if (policy := _policy(ctx)) != FIRE:
            content["late_policy"] = policy
    parents = {kind: parent.id for kind, parent in ctx.family.items()}
    if parents != stream.parents:
        content["parents"] = parents
    deadlines = {
        "open": list(step.opened),
        "close": dict(step.closed),
        "next": list(step.next),
        "put_off": list(step.put_off),
        "owed": list(step.owed),
        "settled": dict(step.settled),
    }
    parts: dict[str, Any] = {
        "changes": dict(step.changes),
        "deadlines": {name: part for name, part in deadlines.items() if part},
        "notices": list(step.notices),
        "claims": [{"scope": c.scope, "key": c.key, "amount": c.amount, "ceiling": c.ceiling} for c in step.claims],
        "reactions": [{"stream": r.stream, "trigger": r.trigger, "data": dict(r.data)} for r in step.reactions],
        "private": dict(commitments),
    }
    return content | {name: part for name, part in parts.items() if part}


def _late(ctx: Context) -> timedelta:
    """How long after its instant a timer fires; nothing for what no timer brings."""
    return max(ctx.recorded_at - ctx.due_at, timedelta()) if ctx.due_at else timedelta()
