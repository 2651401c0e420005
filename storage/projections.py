"""From an event to the rows derived from it. The write path and the rebuild use the same functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from states.canonical import loads
from states.context import Stream
from states.instants import from_micros, micros, read, written

KINDS = ("call", "project", "support", "company")
"""The kinds of streams in rank order: the order they are locked in."""
type_of_row = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """Everything one transaction writes, by table; streams, claims and balances once each with their final value."""

    events: list[type_of_row] = field(default_factory=list)
    private: list[type_of_row] = field(default_factory=list)
    refusals: list[type_of_row] = field(default_factory=list)
    streams: dict[str, type_of_row] = field(default_factory=dict)
    deadlines: list[type_of_row] = field(default_factory=list)
    closed: list[type_of_row] = field(default_factory=list)
    timers: list[type_of_row] = field(default_factory=list)
    spent: list[type_of_row] = field(default_factory=list)
    claims: dict[tuple[str, str, str], int] = field(default_factory=dict)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    outbox: list[type_of_row] = field(default_factory=list)
    unsealed: list[type_of_row] = field(default_factory=list)

    def add(self, other: "Rows") -> None:
        """Take in the rows of a unit that stands."""
        for name in Rows.__slots__:
            mine, theirs = getattr(self, name), getattr(other, name)
            mine.update(theirs) if isinstance(mine, dict) else mine.extend(theirs)


def derive(event: Mapping[str, Any], head: str, rows: Rows) -> None:
    """Add what one event leaves behind beside itself: deadlines, timers, claims, outbox, its unsealed leaf."""
    stream, version = event["stream"], event["version"]
    deadlines = event.get("deadlines", {})
    for each in deadlines.get("open", ()):
        rows.deadlines.append(_deadline(stream, each))
        data = _text({"deadline": each["kind"]})
        rows.timers.append((stream, each["id"], each["fires"], data, micros(read(each["fires_at"])), "pending"))
    spent = event.get("timer")
    for id, how in deadlines.get("close", {}).items():
        rows.closed.append((stream, id, how))
        if id != spent:
            rows.spent.append((stream, id, "cancelled"))
    if spent:
        rows.spent.append((stream, spent, "fired"))
    for n, reaction in enumerate(event.get("reactions", ())):
        data, due = _text(reaction["data"]), micros(read(event["recorded_at"]))
        rows.timers.append((reaction["stream"], f"{stream}@{version}#{n}", reaction["trigger"], data, due, "pending"))
    for claim in event.get("claims", ()):
        rows.claims[claim["scope"], claim["key"], stream] = claim["amount"]
    letters = [(notice["letter"], *to) for notice in event.get("notices", ()) for to in notice["to"]]
    rows.outbox += [(stream, version, n, *letter, "waiting") for n, letter in enumerate(letters)]
    rows.unsealed.append((stream, version, head))


def derive_refusal(refusal: Mapping[str, Any], digest: str, rows: Rows) -> None:
    """A refused attempt leaves an unsealed leaf and, if a timer made it, spends that timer."""
    rows.unsealed.append((refusal["stream"], 0, digest))
    if "timer" in refusal:
        rows.spent.append((refusal["stream"], refusal["timer"], "refused"))


def stream_row(stream: Stream, phase: str) -> type_of_row:
    """The stream's projection in column order; its board columns are read from its facts."""
    facts, parents = stream.facts, stream.parents
    area = str(facts.get("area") or "")
    expiries = [micros(read(each["expires"])) for each in stream.deadlines.values()]
    return (
        stream.id,
        stream.kind,
        stream.state,
        phase,
        stream.version,
        stream.head,
        _text(facts),
        _text(stream.deadlines),
        stream.lifecycle,
        micros(read(stream.updated_at)),
        parents.get("call", ""),
        parents.get("project", ""),
        parents.get("support", ""),
        area[:2],
        " ".join(sorted(facts.get("ministries") or ())),
        " ".join(str(facts[name]) for name in ("title", "area_name", "lead", "brn") if facts.get(name) is not None),
        min(expiries, default=None),
    )


def as_stream(row: type_of_row) -> Stream:
    """The stream a projection row holds."""
    id, kind, state, _, version, head, facts, deadlines, lifecycle, updated_at, call, project, support = row[:13]
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
    return orjson.dumps(part, option=orjson.OPT_SORT_KEYS).decode()


def _deadline(stream: str, each: Mapping[str, Any]) -> type_of_row:
    plain = tuple(each[name] for name in ("id", "kind", "owner", "rule", "start", "length", "calendar", "due_date"))
    return (stream, *plain, micros(read(each["expires"])), "open")
