"""The working set of one transaction: streams as they stand and as they become, running balances, rows to write."""

from base64 import b32encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Any, cast

from msgspec import Struct

from states.context import EMPTY, UNBORN, PrivatePart, Stream
from states.rules.call_rules import CallRules
from storage.projections import KINDS, Rows, Touch, type_of_row
from storage.transaction import Reader, Transaction, type_of_key
from workflow.definitions import Definitions
from workflow.messages import Command, is_storable, unstorable

type_of_part = tuple[str, int, str]


class Planned(Struct, frozen=True):
    """A command with the stream it is about: existing, about to begin below a parent, or not to be had."""

    command: Command
    id: str
    kind: str
    parent: str = ""


def derived_id(kind: str, parent: str, command: Command) -> str:
    """A new stream's id, from who asked and the idempotency key: asking twice gives the same stream."""
    digest = sha256(f"{parent}\n{command.actor.id}\n{command.key}".encode()).digest()
    return f"{kind}-{b32encode(digest)[:16].decode().lower()}"


def kind_of(id: str) -> str:
    """The kind a stream's id names; empty if it is none of ours."""
    kind = id.partition("-")[0]
    return kind if kind in KINDS else ""


@dataclass
class Batch:
    """Decisions inside a batch see each other: `streams` and `balances` move on as units are accepted.

    `changed` names every stream that an event was added to.
    """

    definitions: Definitions
    reader: Reader
    recorded_at: datetime
    streams: dict[str, Stream] = field(default_factory=dict)
    balances: dict[tuple[str, str], int] = field(default_factory=dict)
    held: dict[tuple[str, str, str], int] = field(default_factory=dict)
    known: dict[type_of_key, type_of_row] = field(default_factory=dict)
    private: dict[type_of_part, PrivatePart] = field(default_factory=dict)
    missed: frozenset[str] = frozenset()
    changed: dict[str, Touch] = field(default_factory=dict)
    rows: Rows = field(default_factory=Rows)

    def load(
        self, plans: Sequence[Planned], *, wait: bool = False, locked: Mapping[str, Stream] = MappingProxyType({})
    ) -> None:
        """One query for all targets with what was written under their keys, one for their ancestors.

        In a transaction the targets are locked in rank and id order; those another writer holds are `missed`. Those
        `locked` with the timers that are fired are here already: what a pending timer would write was never written.
        """
        if isinstance(self.reader, Transaction):
            keys = [(p.id, p.command.actor.id, p.command.key) for p in plans if p.id and p.id not in locked]
            taken, self.known = self.reader.take(keys, wait=wait) if keys else ({}, {})
            self.streams = {**locked, **taken}
        else:
            self.streams = self.reader.streams({plan.id for plan in plans})
        absent = {plan.id for plan in plans} - self.streams.keys()
        wanted = {plan.parent for plan in plans} | {id for plan in plans for id in _joined(plan.command)}
        wanted |= {id for stream in self.streams.values() for id in stream.parents.values()}
        found = self.reader.streams((wanted | absent) - self.streams.keys() - {""})
        self.missed = frozenset(absent & found.keys())
        self.streams |= {id: stream for id, stream in found.items() if id not in self.missed}
        above = {id for stream in found.values() for id in stream.parents.values()} - self.streams.keys()
        self.streams |= self.reader.streams(above) if above else {}

    def plan(self, command: Command) -> Planned:
        """Which stream a command is about; a trigger that begins a child is addressed to the parent."""
        if unstorable(command):
            return Planned(command, "", "")
        kind = kind_of(command.stream)
        born = self.definitions.births(kind, command.trigger) if kind else ""
        if born:
            return Planned(command, derived_id(born, command.stream, command), born, parent=command.stream)
        return Planned(command, command.stream, kind)

    def stream(self, plan: Planned) -> Stream | None:
        """The stream as this batch has left it; a new one for a birth below a parent that exists; else None."""
        found = self.streams.get(plan.id)
        if found is not None:
            return found
        begins = plan.parent in self.streams or (plan.kind == "call" and plan.command.trigger == "load")
        return Stream(plan.id, plan.kind, UNBORN, lifecycle=self._generation(plan)) if begins else None

    def _generation(self, plan: Planned) -> str:
        """The lifecycle that the call names for new streams of this kind; empty for the current one."""
        parent = self.streams.get(plan.parent)
        call = self.streams.get(parent.parents.get("call", parent.id)) if parent else None
        return str(call.facts.get("lifecycles", EMPTY).get(plan.kind, "")) if call else ""

    def family(self, stream: Stream, plan: Planned, *, joins: bool) -> dict[str, Stream]:
        """The ancestors by kind, as this batch has left them; a row that joins brings the one its data name."""
        if not plan.parent and not joins:
            return {kind: self.streams[id] for kind, id in stream.parents.items()}
        ids = [*stream.parents.values(), *([plan.parent] if plan.parent else [])]
        ids += _joined(plan.command) if joins else ()
        if plan.parent:
            ids += self.streams[plan.parent].parents.values()
        return {kind_of(id): self.streams[id] for id in sorted(ids, key=_rank) if id in self.streams}

    def children(self, stream: Stream, kinds: Iterable[str]) -> tuple[Stream, ...]:
        """The children a row reads, as this batch has left them."""
        order = list(kinds)
        stored = {child.id: child for child in self.reader.children(stream, order)}
        touched = {id: self.streams[id] for id in self.changed}
        mine = [child for child in (stored | touched).values() if child.parents.get(stream.kind) == stream.id]
        return tuple(sorted((c for c in mine if c.kind in order), key=lambda c: (order.index(c.kind), c.id)))

    def private_parts(self, stream: Stream, parts: Iterable[str]) -> tuple[PrivatePart, ...]:
        """The stream's private parts of these names that were not erased, oldest first; this batch's among them."""
        found = [each for part in parts for each in self._parts(stream, part)]
        return tuple(sorted(found, key=lambda each: (each.version, each.part)))

    def _parts(self, stream: Stream, part: str) -> Iterator[PrivatePart]:
        stored = self.reader.private_parts(stream.id, part)
        yield from stored
        last = max((each.version for each in stored), default=0)
        fresh = ((stream.id, version, part) for version in range(last + 1, stream.version + 1))
        yield from (self.private[place] for place in fresh if place in self.private)

    def rules(self, stream: Stream, plan: Planned, family: Mapping[str, Stream]) -> CallRules:
        """The rules of the call the stream belongs to."""
        call = stream if stream.kind == "call" else family["call"]
        named = call.facts.get("rules") or plan.command.data.get("rules")
        return self.definitions.rules(str(named), self.reader)

    def balance(self, scope: str, key: str, stream: str) -> tuple[int, int]:
        """The running total of a sum and what `stream` holds of it."""
        if (scope, key) not in self.balances or (scope, key, stream) not in self.held:
            if not isinstance(self.reader, Transaction):
                return 0, 0
            total, held = self.reader.balance(scope, key, stream)
            self.balances.setdefault((scope, key), total)
            self.held.setdefault((scope, key, stream), held)
        return self.balances[scope, key], self.held[scope, key, stream]

    def trial(self) -> "Batch":
        """A copy a unit can spoil."""
        return Batch(
            self.definitions,
            self.reader,
            self.recorded_at,
            _Layer(self.streams),
            _Layer(self.balances),
            _Layer(self.held),
            _Layer(self.known),
            _Layer(self.private),
            self.missed,
            dict(self.changed),
        )

    def keep(self, trial: "Batch") -> None:
        """Take over what a unit that stands has changed."""
        for mine, theirs in (
            (self.streams, trial.streams),
            (self.balances, trial.balances),
            (self.held, trial.held),
            (self.known, trial.known),
            (self.private, trial.private),
        ):
            cast(dict[Any, Any], mine).update(theirs)
        self.changed |= trial.changed
        self.rows.add(trial.rows)


class _Layer(dict[Any, Any]):
    """A dictionary that reads through to the one below and keeps its own changes."""

    def __init__(self, below: dict[Any, Any]) -> None:
        super().__init__()
        self.below = below

    def __missing__(self, key: Any) -> Any:
        return self.below[key]

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or key in self.below

    def get(self, key: Any, default: Any = None) -> Any:
        return self[key] if key in self else default  # noqa: SIM401 - dict.get does not see the layer below

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]


def _joined(command: Command) -> tuple[str, ...]:
    """The stream a command joins, if its data name one."""
    support = command.data.get("support")
    if isinstance(support, str) and kind_of(support) == "support" and is_storable(support):
        return (support,)
    return ()


def _rank(id: str) -> int:
    return KINDS.index(kind_of(id))
