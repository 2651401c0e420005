"""What a migration would do to each stream, by the one path itself; and the command that proposes it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from states.context import Stream
from states.lifecycle import Lifecycle, Refusal
from states.machine import compiled
from states.migration import MIGRATE, Migration, Move, planned
from states.roles import CLOCK, SYSTEM
from states.standing import running
from workflow.definitions import store_migration
from workflow.engine import Engine
from workflow.errors import WorkflowError
from workflow.messages import Command, Problem

type_of_actions = frozenset[tuple[str, str]]
"""Role and trigger."""


class Unmapped(WorkflowError):  # noqa: N818 - named by what is wrong
    """Streams stand where the migration does not say where they go: say it, or leave them out."""

    def __init__(self, streams: Mapping[str, str]) -> None:
        named = ", ".join(f"{stream} ({state})" for stream, state in streams.items())
        super().__init__(f"no state of the new lifecycle is named for: {named}")
        self.streams = dict(streams)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of one stream. Deadlines by kind; `moved` and `opened` with their last days (KST dates)."""

    stream: str
    version: int
    source: str
    dest: str
    kept: tuple[str, ...] = ()
    moved: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    opened: Mapping[str, str] = field(default_factory=dict)
    closed: tuple[str, ...] = ()
    gained: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()


def plan(engine: Engine, streams: Iterable[str], to: str, moves: Sequence[Move]) -> tuple[Migration, list[Stream]]:
    """The migration of these streams to the generation `to`. WorkflowError if they are not all of one generation."""
    with engine.store.snapshot() as reader:
        wanted = list(dict.fromkeys(streams))
        found = reader.streams(wanted)
    if missing := [id for id in wanted if id not in found]:
        raise WorkflowError(f"there is no stream {', '.join(missing)}")
    several = {(each.kind, each.lifecycle) for each in found.values()}
    if len(several) != 1:
        raise WorkflowError("the streams are not all under one lifecycle: migrate each generation by itself")
    ((kind, leaves),) = several
    definitions = engine.definitions
    try:
        migration = planned(leaves, definitions.outline(kind, leaves), definitions.lifecycle(kind, to), moves)
    except ValueError as error:
        raise WorkflowError(str(error)) from error
    definitions.try_out(migration)
    return migration, [found[id] for id in wanted]


def previews(engine: Engine, migration: Migration, streams: Iterable[Stream], now: datetime) -> list[Preview]:
    """What the crossing would do to each stream, asked of the engine; nothing is recorded."""
    near = engine.definitions.outline(migration.kind, migration.leaves)
    far = engine.definitions.lifecycle(migration.kind, migration.joins)
    return [_preview(engine, migration, near, far, stream, now) for stream in streams]


def _preview(
    engine: Engine, migration: Migration, near: Lifecycle, far: Lifecycle, stream: Stream, now: datetime
) -> Preview:
    dest = migration.dest(stream.state, stream.facts)
    if not dest:
        return Preview(stream.id, stream.version, stream.state, "")
    data = {"migration": migration.fingerprint, "reviewed": stream.version}
    outcome = engine.dry_run(Command(stream.id, MIGRATE, data, CLOCK, "what-if", now, timer="what-if"))
    change = outcome.event.get("deadlines", {})
    due = {each["kind"]: each["due_date"] for each in change.get("open", ())}
    standing, ended = running(stream), change.get("close", {})
    before = _offered(near, stream.state, near.modes_of(stream.facts))
    after = _offered(far, dest, far.modes_of(stream.facts))
    return Preview(
        stream.id,
        stream.version,
        stream.state,
        dest,
        kept=tuple(sorted(kind for kind, each in standing.items() if each["id"] not in ended)),
        moved={kind: (standing[kind]["due_date"], day) for kind, day in due.items() if kind in standing},
        opened={kind: day for kind, day in due.items() if kind not in standing},
        closed=tuple(sorted(kind for kind, each in standing.items() if ended.get(each["id"]) == "cancelled")),
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
        refusals=outcome.refusals,
        problems=outcome.problems,
    )


def _offered(lifecycle: Lifecycle, state: str, modes: Mapping[str, Any]) -> type_of_actions:
    rows = compiled(lifecycle).offers(state, modes)
    return frozenset((role, row.trigger) for row in rows for role in row.by if role != SYSTEM)


def proposal(engine: Engine, migration: Migration, found: Sequence[Preview], reason: str) -> dict[str, Any]:
    """Store the migration whole, and give what a person proposes to migrate the streams with.

    Unmapped with the streams that have nowhere to go; WorkflowError if one would be refused.
    """
    if nowhere := {each.stream: each.source for each in found if not each.dest}:
        raise Unmapped(nowhere)
    if bad := [each.stream for each in found if each.refusals or each.problems]:
        raise WorkflowError(f"these streams would be refused: {', '.join(bad)}")
    with engine.store.transaction() as transaction:
        store_migration(migration, transaction)
    moving = [{"stream": each.stream, "reviewed": each.version} for each in found]
    return {"migration": migration.fingerprint, "moving": moving, "reason": reason}
