"""The deadline book as a whole: what a call's deadlines would be under the calendar known now, and who holds one."""

from collections.abc import Iterator
from dataclasses import dataclass

from states.context import Stream
from states.guards.deadlines import recomputed_due
from states.rules.periods import Step
from states.standing import calendar_of, running
from storage.queries import streams_with_open_deadlines
from storage.transaction import Reader


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open deadline whose end the calendar known now would move: both last days (KST dates) and why."""

    stream: str
    kind: str
    id: str
    before: str
    after: str
    derivation: tuple[Step, ...]


def proposals(reader: Reader, call: str) -> list[Proposal]:
    """What a person may accept, by stream and kind. KeyError if there is no such call."""
    calendar = calendar_of(reader.streams([call])[call])
    return [
        Proposal(stream.id, kind, entry["id"], entry["due_date"], due.due_date.isoformat(), due.derivation)
        for stream, kind in _open(reader, call)
        if (entry := stream.deadlines[kind]) and (due := recomputed_due(entry, calendar))
        if due.due_date.isoformat() != entry["due_date"]
    ]


def holders(reader: Reader, call: str, kind: str) -> list[str]:
    """The streams of a call over which this kind of deadline is open."""
    return [stream.id for stream, each in _open(reader, call) if each == kind]


def _open(reader: Reader, call: str) -> Iterator[tuple[Stream, str]]:
    for stream in streams_with_open_deadlines(reader, call):
        yield from ((stream, kind) for kind in sorted(running(stream)))
