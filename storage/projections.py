"""From an event to the rows derived from it. The write path and the rebuild use the same functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from states.canonical import encoded, loads
from states.context import Stream
from states.folding import SELDOM
from states.instants import from_micros, micros_of, written
from states.standing import DONE_LATE

KINDS = ("call", "project", "support", "company", "survey")
"""The kinds of streams in rank order: the order they are locked in."""
PLACE = ("kind", "call", "project", "support", "province", "ministries", "search", "holder", "area", "participants")
"""The columns a stream is found by, besides its state; a step that leaves its place as it is writes none of them."""
PLACING = frozenset({"area", "participants", "title", "area_name", "lead", "brn", "ministries"})
"""The facts its place is made of."""
FOLDED = 13
"""How many columns of its row a stream is read back from; the rest are only searched by."""
REMINDER = "~"
"""Between a deadline's id and the number of one of its reminders, in the id of that reminder's timer."""
type_of_row = tuple[Any, ...]
NOTHING: Mapping[str, Any] = MappingProxyType({})
NEW, SENDING, DELIVERED = "waiting", "sending", "delivered"
"""How far a notice has come: not looked at, on its way to people, or nobody but the inbox to go to."""


class Touch(IntEnum):
    """What a batch did to a stream, the more the higher."""

    MOVED = 0
    PLACED = 1
    BORN = 2


def touched(before: Stream, event: Mapping[str, Any]) -> Touch:
    """What one event does to the stream as it was before."""
    if event["version"] == 1:
        return Touch.BORN
    changes = event.get("changes", {})
    named = PLACING.intersection(changes)
    placed = "parents" in event or any(changes[name] != before.facts.get(name) for name in named)
    return Touch.PLACED if placed else Touch.MOVED


@dataclass(slots=True)
class Rows:
    """Everything one transaction writes, by table; what has a final value stands once, with it.

    Streams are born, moved, or placed anew on the board too; `closed` and `spent` are the new statuses of deadlines
    and timers that stood before.
    """

    events: list[type_of_row] = field(default_factory=list)
    private: list[type_of_row] = field(default_factory=list)
    refusals: list[type_of_row] = field(default_factory=list)
    born: dict[str, type_of_row] = field(default_factory=dict)
    moved: dict[str, type_of_row] = field(default_factory=dict)
    placed: dict[str, type_of_row] = field(default_factory=dict)
    deadlines: dict[tuple[str, str], type_of_row] = field(default_factory=dict)
    closed: dict[tuple[str, str], str] = field(default_factory=dict)
    timers: dict[tuple[str, str], type_of_row] = field(default_factory=dict)
    spent: dict[tuple[str, str], str] = field(default_factory=dict)
    claims: dict[tuple[str, str, str], int] = field(default_factory=dict)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    outbox: list[type_of_row] = field(default_factory=list)
    unsealed: list[type_of_row] = field(default_factory=list)

    def add(self, other: "Rows") -> None:
        """Take in the rows of a unit that stands."""
        for name in Rows.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            mine.update(theirs) if isinstance(mine, dict) else mine.extend(theirs)
        self.closed = {key: how for key, how in self.closed.items() if not _ended(self.deadlines, key, how)}
        self.spent = {key: how for key, how in self.spent.items() if not _ended(self.timers, key, how)}

    def close(self, stream: str, id: str, how: str) -> None:
        """A deadline ends: met, expired, moved or cancelled."""
        if not _ended(self.deadlines, (stream, id), how):
            self.closed[stream, id] = how

    def spend(self, stream: str, id: str, how: str) -> None:
        """A timer ends: fired, cancelled or refused."""
        if not _ended(self.timers, (stream, id), how):
            self.spent[stream, id] = how


def _ended(opened: dict[tuple[str, str], type_of_row], key: tuple[str, str], how: str) -> bool:
    """Whether these rows open it themselves; then it is written as it ends."""
    row = opened.get(key)
    if row is not None:
        opened[key] = (*row[:-1], how)
    return row is not None


def derive(event: Mapping[str, Any], head: str, rows: Rows) -> None:
    """Add what one event leaves behind beside itself: deadlines, timers, claims, outbox, its unsealed leaf."""
    stream, version = event["stream"], event["version"]
    spent = event.get("timer")
    if "deadlines" in event:
        _deadlines(stream, event["deadlines"], spent, rows)
    if spent:
        rows.spend(stream, spent, "fired")
    for n, reaction in enumerate(event["reactions"]) if "reactions" in event else ():
        to, id, due = reaction["stream"], f"{stream}@{version}#{n}", micros_of(event["recorded_at"])
        rows.timers[to, id] = (to, id, reaction["trigger"], _text(reaction["data"]), due, "pending")
    if "claims" in event:
        for claim in event["claims"]:
            rows.claims[claim["scope"], claim["key"], stream] = claim["amount"]
    if "notices" in event:
        told = ((notice["letter"], *to) for notice in event["notices"] for to in notice["to"])
        rows.outbox += [(stream, version, n, letter, role, org, NEW) for n, (letter, role, org) in enumerate(told)]
    rows.unsealed.append((stream, version, head))


def _deadlines(stream: str, deadlines: Mapping[str, Any], spent: str | None, rows: Rows) -> None:
    """The rows and timers of the deadlines one event opened, moved, reminded of or closed; `spent` brought it."""
    for each in deadlines.get("open", ()):
        rows.deadlines[stream, each["id"]] = _deadline(stream, each)
        if "suspended" not in each:
            _end(stream, each["id"], each, rows)
            _remind(stream, each, rows)
    if not SELDOM.isdisjoint(deadlines):
        _seldom(stream, deadlines, rows)
    for id, how in deadlines.get("close", NOTHING).items():
        if REMINDER not in id:
            rows.close(stream, id, how)
        if id != spent:
            rows.spend(stream, id, "cancelled")
    for id, how in deadlines.get("settled", NOTHING).items():
        if how == DONE_LATE:
            rows.close(stream, id, DONE_LATE)


def _seldom(stream: str, deadlines: Mapping[str, Any], rows: Rows) -> None:
    for each in (*deadlines.get("next", ()), *deadlines.get("owed", ())):
        _remind(stream, each, rows)
    for each in deadlines.get("put_off", ()):
        rows.spend(stream, each["instead_of"], "cancelled")
        _end(stream, each["timer"], each, rows)


def _end(stream: str, timer: str, each: Mapping[str, Any], rows: Rows) -> None:
    """The timer of a deadline's end."""
    data = _ends(each["kind"])
    rows.timers[stream, timer] = (stream, timer, each["fires"], data, micros_of(each["fires_at"]), "pending")


@cache
def _ends(kind: str) -> str:
    """What the timer of a deadline's end carries."""
    return _text({"deadline": kind})


def _remind(stream: str, each: Mapping[str, Any], rows: Rows) -> None:
    """The timer of a deadline's next reminder, if one is planned."""
    if "remind_at" in each:
        id = f"{each['id']}{REMINDER}{each.get('reminded', 0)}"
        rows.timers[stream, id] = (
            stream,
            id,
            "remind_overdue" if "overdue" in each else "remind",
            _text({"reminder": id}),
            micros_of(each["remind_at"]),
            "pending",
        )


def delivering(made: type_of_row | None, stored: type_of_row | None) -> bool:
    """Whether a notice as the events make it and as it is stored differ only by how far its delivery has come."""
    if made is None or stored is None:
        return False
    *told, status = stored
    return tuple(told) == made[:-1] and status in {NEW, SENDING, DELIVERED}


def derive_refusal(refusal: Mapping[str, Any], digest: str, rows: Rows) -> None:
    """A refused attempt leaves an unsealed leaf and, if a timer made it, spends that timer."""
    rows.unsealed.append((refusal["stream"], 0, digest))
    if "timer" in refusal:
        rows.spend(refusal["stream"], refusal["timer"], "refused")


def moved_row(stream: Stream, phase: str) -> type_of_row:
    """What of the stream's projection changes with every step, its id first."""
    expiries = [micros_of(each["expires"]) for each in stream.deadlines.values() if "suspended" not in each]
    return (
        stream.id,
        stream.state,
        phase,
        stream.version,
        stream.head,
        _text(stream.facts),
        _text(stream.deadlines),
        stream.lifecycle,
        micros_of(stream.updated_at),
        min(expiries, default=None),
    )


def stream_row(stream: Stream, phase: str) -> type_of_row:
    """The stream's projection in column order; its board columns are read from its facts."""
    facts, parents, kind = stream.facts, stream.parents, stream.kind
    area = str(facts.get("area") or "")
    id, *moved, next_due = moved_row(stream, phase)
    return (
        id,
        kind,
        *moved,
        parents.get("call", ""),
        parents.get("project", ""),
        parents.get("support", ""),
        area[:2],
        " ".join(sorted(facts.get("ministries") or ())),
        " ".join(str(facts[name]) for name in ("title", "area_name", "lead", "brn") if facts.get(name) is not None),
        str(facts.get("lead") or facts.get("brn") or ""),
        area,
        " ".join(sorted(str(each["org"]) for each in facts.get("participants") or ())) if kind == "project" else "",
        next_due,
    )


def as_stream(row: type_of_row) -> Stream:
    """The stream a projection row holds."""
    id, kind, state, _, version, head, facts, deadlines, lifecycle, updated_at, call, project, support = row[:FOLDED]
    parents = {kind: parent for kind, parent in zip(KINDS, (call, project, support), strict=False) if parent}
    return Stream(
        id,
        kind,
        state,
        version,
        head,
        loads(facts),
        loads(deadlines),
        parents,
        lifecycle,
        written(from_micros(updated_at)),
    )


def _text(part: object) -> str:
    """Canonical text of a part of an event: the event's own bytes were checked, so its parts are not checked again."""
    return encoded(part).decode()


def _deadline(stream: str, each: Mapping[str, Any]) -> type_of_row:
    return (
        stream,
        each["id"],
        each["kind"],
        each["owner"],
        each["rule"],
        each["start"],
        each["length"],
        each["calendar"],
        each["due_date"],
        micros_of(each["expires"]),
        "suspended" if "suspended" in each else "open",
    )
