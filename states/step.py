"""What follows from an accepted decision, as plain data: the body of one event. Replay folds it, never asks again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from states.context import Context, Stream
from states.instants import read, written
from states.lifecycle import SOURCE, Claim, Deadline, Payload, Private, Reaction, Refusal, Transition
from states.parties import addresses
from states.roles import AGENCY, OWNER, SYSTEM
from states.rules.periods import Due, compute
from states.standing import GRACE, of_reminder, opened, reminded, reminder, type_of_standing

__all__ = ["FORMAT", "GRACE", "Folding", "Step", "body", "consequences", "fold", "private_fields"]

FORMAT = 1
"""The version of the event body's layout."""


@dataclass(frozen=True, slots=True)
class Step:
    """The consequences of one accepted command, before they are chained and written."""

    row: Transition
    to: str
    changes: Mapping[str, Any]
    private: Mapping[str, Any]
    opened: tuple[type_of_standing, ...]
    closed: Mapping[str, str]
    next: tuple[type_of_standing, ...]
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
    changes |= {mode: ctx.state if value == SOURCE else value for mode, value in row.sets.items()}
    after = ctx.changed(changes)
    found = [_opened(deadline, after) for deadline in row.opens]
    undecided = tuple(each for each in found if isinstance(each, Refusal))
    if undecided:
        return undecided
    opens = tuple(each for each in found if not isinstance(each, Refusal))
    if row.moves:
        opens += tuple(row.moves.compute(after))
    return Step(
        row=row,
        to=to,
        changes=changes,
        private={name: ctx.given[name] for name in hidden if name in ctx.given},
        opened=opens,
        closed=_closed(row, ctx, terminal and to != ctx.state, {str(each["kind"]) for each in opens}),
        next=_next_reminder(ctx),
        notices=tuple({"letter": n.id, "to": addresses(_roles(n.to, after), after)} for n in row.notify),
        claims=tuple(claim for claiming in row.claims for claim in claiming.compute(ctx)),
        reactions=tuple(row.reacts(after)) if row.reacts else (),
    )


def _closed(row: Transition, ctx: Context, ends: bool, reopened: Iterable[str]) -> dict[str, str]:
    """How each open deadline this step ends is closed, by its id; its next reminder is cancelled with it.

    Reaching an end closes them all; what happens at an end leaves those opened there.
    """
    met, cancelled = ({deadline.id for deadline in kinds} for kinds in (row.meets, row.cancels))
    moved = row.moves.how if row.moves else "moved"
    closed = {}
    for kind, deadline in ctx.stream.deadlines.items():
        how = ""
        if deadline["id"] == ctx.timer:
            how = "expired"
        elif kind in met:
            how = "met"
        elif kind in reopened:
            how = moved
        elif kind in cancelled or ends:
            how = "cancelled"
        if how:
            closed[deadline["id"]] = how
            if later := reminder(deadline):
                closed[later] = "cancelled"
    return closed


def _next_reminder(ctx: Context) -> tuple[type_of_standing, ...]:
    """After a reminder the deadline has the next one; those whose time passed while nobody worked are left out."""
    deadline = ctx.stream.deadlines.get(of_reminder(ctx.timer))
    if deadline is None or ctx.timer != reminder(deadline):
        return ()
    told = {"id": deadline["id"], "kind": deadline["kind"], "reminded": deadline.get("reminded", 0) + 1}
    return ({**told, **reminded(deadline, read(deadline["expires"]), ctx)},)


def _roles(roles: tuple[str, ...], ctx: Context) -> tuple[str, ...]:
    """The roles a notice goes to; the owner of the deadline a reminder is about, the agency where that is the clock."""
    if OWNER not in roles:
        return roles
    deadline = ctx.stream.deadlines.get(of_reminder(ctx.timer), {"owner": SYSTEM})
    owner = AGENCY if deadline["owner"] == SYSTEM else str(deadline["owner"])
    return tuple(dict.fromkeys(owner if role == OWNER else role for role in roles))


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
        "actor": {"id": ctx.actor.id, "role": ctx.actor.role, "org": ctx.actor.org},
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
        if late := _lateness(ctx):
            content["late"] = late
    parents = {kind: parent.id for kind, parent in ctx.family.items()}
    if parents != stream.parents:
        content["parents"] = parents
    deadlines = {"open": list(step.opened), "close": dict(step.closed), "next": list(step.next)}
    parts: dict[str, Any] = {
        "changes": dict(step.changes),
        "deadlines": {name: part for name, part in deadlines.items() if part},
        "notices": list(step.notices),
        "claims": [{"scope": c.scope, "key": c.key, "amount": c.amount, "ceiling": c.ceiling} for c in step.claims],
        "reactions": [{"stream": r.stream, "trigger": r.trigger, "data": dict(r.data)} for r in step.reactions],
        "private": dict(commitments),
    }
    return content | {name: part for name, part in parts.items() if part}


def _lateness(ctx: Context) -> int:
    """Whole seconds between when this timer of a deadline was due and now; 0 for what fires in its second."""
    deadline = ctx.stream.deadlines.get(of_reminder(ctx.timer))
    if deadline is None or ctx.timer not in (deadline["id"], reminder(deadline)):
        return 0
    due = deadline["fires_at"] if ctx.timer == deadline["id"] else deadline["remind_at"]
    return max(0, int((ctx.recorded_at - read(due)).total_seconds()))


class Folding:
    """A stream while its events are folded one after another, in place: what replay walks with."""

    __slots__ = ("deadlines", "facts", "head", "id", "kind", "lifecycle", "parents", "state", "updated_at", "version")

    def __init__(self, stream: Stream) -> None:
        self.id, self.kind, self.state, self.version, self.head = (
            stream.id, stream.kind, stream.state, stream.version, stream.head,
        )  # fmt: skip
        self.facts, self.deadlines, self.parents = dict(stream.facts), dict(stream.deadlines), stream.parents
        self.lifecycle, self.updated_at = stream.lifecycle, stream.updated_at

    def take(self, event: Mapping[str, Any], head: str) -> None:
        """Move on by one event: what was decided, never decided again. `head` is the event's hash."""
        self.state, self.version, self.head = event["to"], event["version"], head
        self.lifecycle, self.updated_at = event["lifecycle"], event["recorded_at"]
        if "changes" in event:
            self.facts.update(event["changes"])
        if "deadlines" in event:
            self.deadlines = _standing(self.deadlines, event["deadlines"])
        if "parents" in event:
            self.parents = event["parents"]

    @property
    def stream(self) -> Stream:
        """The stream as it stands now."""
        return Stream(
            self.id, self.kind, self.state, self.version, self.head, dict(self.facts), dict(self.deadlines),
            self.parents, self.lifecycle, self.updated_at,
        )  # fmt: skip


def fold(stream: Stream, event: Mapping[str, Any], head: str) -> Stream:
    """The stream after one event. `head` is the event's hash."""
    folding = Folding(stream)
    folding.take(event, head)
    return folding.stream


def _standing(before: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    closed = change.get("close")
    kept = {kind: each for kind, each in before.items() if each["id"] not in closed} if closed else before
    kept.update((each["kind"], each) for each in change.get("open", ()))
    for told in change.get("next", ()):
        kept[told["kind"]] = {n: v for n, v in kept[told["kind"]].items() if n != "remind_at"} | told
    return kept
