"""What waits for a second person: listed, and approved by taking the very step, with what was proposed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from states.context import Stream
from states.instants import read
from states.lifecycle import Lifecycle, Transition
from states.proposals import CONTENT, ENTER, PROPOSE, is_letter, is_own, waiting
from states.roles import Actor
from storage.boards import Filter, every
from storage.projections import KINDS
from storage.transaction import Reader
from workflow.engine import Engine
from workflow.messages import Command, Outcome

ANOTHER = "another person"
"""Who would approve what is only tried."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One proposal or letter: the stream it is about, its number there, who made it and when, and the step itself."""

    stream: str
    number: str
    trigger: str
    by: str
    at: str
    content: Mapping[str, Any]
    book_no: str = ""
    arrived_at: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A step or letter that somebody else brought and this duty may approve: its stream, the row, by whom, when."""

    stream: str
    row: Transition
    by: str
    at: datetime


def to_approve(streams: Iterable[Stream], me: Actor, family: Mapping[str, Lifecycle]) -> Iterator[Approval]:
    """What waits for this person as the second one, a stream after the other, the oldest first."""
    for stream in streams:
        rows = family[stream.kind].rows
        for each in waiting(stream.facts).values():
            row = next((row for row in rows if row.trigger == each["trigger"] and me.role in row.by), None)
            if row is not None and not is_own(each, me.recorded):
                yield Approval(stream.id, row, each["by"], read(each["at"]))


def waiting_on(reader: Reader, stream: Stream) -> list[Waiting]:
    """Everything that waits on one stream, oldest first; what was erased cannot be approved and is left out."""
    found = waiting(stream.facts)
    parts = reader.private_parts(stream.id, CONTENT) if found else []
    contents = {str(each.version): each.value for each in parts}
    return [_waiting(stream.id, n, each, contents[n]) for n, each in found.items() if n in contents]


def waiting_below(reader: Reader, call: str) -> Iterator[Waiting]:
    """Everything that waits on the streams of a call."""
    for kind in KINDS[1:]:
        for stream in every(reader, Filter(kind, call=call)):
            yield from waiting_on(reader, stream)


def _waiting(stream: str, number: str, each: Mapping[str, Any], content: Mapping[str, Any]) -> Waiting:
    receipt = {name: str(each[name]) for name in ("book_no", "arrived_at")} if is_letter(each) else {}
    return Waiting(stream, number, each["trigger"], each["by"], each["at"], content, **receipt)


def proposal_of(command: Command) -> Command:
    """The command that proposes this step, for a second person to take."""
    return replace(command, trigger=PROPOSE, data={"trigger": command.trigger, "content": command.data})


def approval(found: Waiting, actor: Actor, key: str, now: datetime, expect: int | None = None) -> Command:
    """The command that approves: the proposed step, by its second person, at the letter's arrival if it is one."""
    arrived = read(found.arrived_at) if found.arrived_at else None
    return Command(found.stream, found.trigger, found.content, actor, key, now, expect, arrived)


def tried(engine: Engine, command: Command) -> Outcome:
    """What `execute` would answer now; nothing is recorded.

    Of a proposal or a letter also what becomes of its step, in the same rehearsal, once another person takes it.
    """
    step = _step(command)
    if step is None:
        return engine.dry_run(command)
    outcome, then = engine.rehearse((command, step))
    return replace(outcome, then=then) if outcome.accepted and not outcome.repeated else outcome


def _step(command: Command) -> Command | None:
    """The step that a proposal or a letter asks for, as its second person would take it; None for any other command."""
    trigger, content = command.data.get("trigger"), command.data.get("content")
    if command.trigger not in (PROPOSE, ENTER) or not isinstance(trigger, str) or not isinstance(content, Mapping):
        return None
    approver = Actor(ANOTHER, command.actor.role, command.actor.org)
    return replace(command, trigger=trigger, data=content, actor=approver, expect=None)
