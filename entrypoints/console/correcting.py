"""Undo by compensation: which step would put right what stands in the timeline. Derived from the lifecycle's rows.

Nothing is edited. What moved the stream is taken back by a row that leads where it came from; what only recorded facts
is recorded again, where the same content given twice would change nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from states.context import UNBORN, Stream, type_of_mode
from states.lifecycle import RECORDED, SOURCE, STAY, Lifecycle, Transition
from states.proposals import PROPOSE
from states.roles import SYSTEM, Actor
from workflow.actions import KEY, Action
from workflow.engine import Engine
from workflow.messages import Command

BOOKED = frozenset({"approves", "proposals"})
"""Facts that keep the books of what two persons decide, not what they decided."""
type_of_entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """What puts right an event (`entry`, of the timeline): `row`, with what it `held` where it is recorded `again`."""

    entry: type_of_entry
    row: Transition
    again: bool
    held: Mapping[str, Any]


def corrections(
    engine: Engine,
    found: Stream,
    entries: Sequence[type_of_entry],
    offered: Iterable[Action],
    actor: Actor,
) -> dict[int, Correction]:
    """By version: what this person may do now to put right what their own office, or the clock, did to the stream.

    `entries`: its timeline, oldest first; `offered`: the steps they may take.
    """
    rows = {each.row.trigger: each.row for each in offered if each.kind == found.kind and not _refused(each)}
    accepted = [each for each in entries if each["accepted"]]
    lifecycle = engine.definitions.lifecycle(found.kind, found.lifecycle)
    known = [*_back(found, accepted, rows.values(), actor, lifecycle), *_again(engine, found, accepted, rows, actor)]
    return {each.entry["version"]: each for each in known}


def _refused(action: Action) -> bool:
    return action.outcome is not None and not action.outcome.accepted


def _own(entry: type_of_entry, actor: Actor) -> bool:
    """Whether the actor's own office did it; what came by letter was the sender's act."""
    by = entry["actor"]
    return (by["role"], by["org"]) == (actor.role, actor.org) and "occurred_at" not in entry


def _back(
    found: Stream, entries: Sequence[type_of_entry], rows: Iterable[Transition], actor: Actor, lifecycle: Lifecycle
) -> Iterator[Correction]:
    """The step that takes back the last move: to where it came from, under the modes that hold."""
    moved = next((each for each in reversed(entries) if each["from"] != each["to"]), None)
    if moved is None or moved["from"] == UNBORN or not (_own(moved, actor) or moved["actor"]["role"] == SYSTEM):
        return
    modes = lifecycle.modes_of(found.facts)
    row = next((each for each in rows if each.dest == moved["from"] and _keeps(each, modes)), None)
    if row is not None:
        yield Correction(moved, row, again=False, held={})


def _keeps(row: Transition, modes: Mapping[str, type_of_mode]) -> bool:
    """Whether a row leaves the modes as they are, but for what it notes of itself."""
    return all(value in {RECORDED, SOURCE} or modes.get(mode) == value for mode, value in row.sets.items())


def _again(
    engine: Engine, found: Stream, entries: Sequence[type_of_entry], rows: Mapping[str, Transition], actor: Actor
) -> Iterator[Correction]:
    """The last record of each kind that the same step replaces: trying it with the same content changes nothing."""
    last = {each["trigger"]: each for each in entries if each["from"] == each["to"]}
    for trigger, entry in last.items():
        row = rows.get(trigger)
        held = held_by(row, entry) if row else {}
        if row and held and row.dest == STAY and _own(entry, actor) and _replaces(engine, found, row, held, actor):
            yield Correction(entry, row, again=True, held=held)


def held_by(row: Transition, entry: type_of_entry) -> dict[str, Any]:
    """What an event still says of the payload it was made from."""
    changes = entry.get("changes", {})
    return {name: changes[name] for name in row.payload.model_fields if name in changes}


def _replaces(engine: Engine, found: Stream, row: Transition, held: Mapping[str, Any], actor: Actor) -> bool:
    """Whether what the step makes of the same content stands already: it does not add to what is there."""
    step = {"trigger": row.trigger, "content": held}
    trigger, data = (PROPOSE, step) if row.two_person else (row.trigger, held)
    tried = engine.dry_run(Command(found.id, trigger, data, actor, KEY, engine.clock.now()))
    done = tried.then if row.two_person else tried
    if done is None or not done.accepted:
        return False
    changes = {name: value for name, value in done.event["changes"].items() if name not in BOOKED}
    made = {name: value for name, value in changes.items() if name not in row.payload.model_fields} or changes
    return all(found.facts.get(name) == value for name, value in made.items())
