"""The deadline book as a whole: what a call's deadlines would be under rules and calendar now, and who holds one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.canonical import loads
from states.context import Stream
from states.guards.deadlines import Terms, recomputed_due
from states.roles import AGENCY, SYSTEM, Actor
from states.rules.call_rules import CallRules
from states.rules.periods import Step
from states.standing import calendar_of, running, type_of_standing
from storage.book import BookRow, book, streams_with_open_deadlines
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.messages import Command
from workflow.rights import acting, sight

BY_HAND = frozenset({"extend_deadline", "resume_deadline"})
"""What sets a day a person chose: no rule moves it any more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An open deadline whose end rules and calendar known now would move: both last days (KST dates) and why."""

    stream: str
    kind: str
    id: str
    before: str
    after: str
    derivation: tuple[Step, ...]


def proposals(reader: Reader, call: str, rules: CallRules) -> list[Proposal]:
    """What a person may accept, by stream and kind, under these rules: those in force, or an amendment's.

    KeyError if there is no such call.
    """
    standing = reader.streams([call])[call]
    calendar = calendar_of(standing)
    found = []
    for stream, kind in _open(reader, call):
        entry = stream.deadlines[kind]
        due = recomputed_due(entry, Terms(rules, standing.facts, int(stream.facts.get("round", 1))), calendar)
        if due is None or due.due_date.isoformat() == entry["due_date"] or _by_hand(reader, stream, entry):
            continue
        day = due.due_date.isoformat()
        found.append(Proposal(stream.id, kind, entry["id"], entry["due_date"], day, due.derivation))
    return found


def acceptances(found: Sequence[Proposal], reason: str, actor: Actor, key: str, now: datetime) -> list[Command]:
    """A command for each proposal that is accepted, which two persons decide; `key` is the audit batch."""

    def data(each: Proposal) -> dict[str, Any]:
        return {"recomputed": {"kind": each.kind, "reason": reason, "due_date": each.after}}

    return [Command(each.stream, "recompute_deadline", data(each), actor, f"{key}:{each.kind}", now) for each in found]


def extensions(
    streams: Sequence[str], extended: Mapping[str, Any], actor: Actor, key: str, now: datetime
) -> list[Command]:
    """A command for each of these streams, which two persons decide. `key` is the audit batch.

    `extended`: kind, until (a KST date), reason.
    """
    data = {"extended": dict(extended)}
    return [Command(each, "extend_deadline", data, actor, f"{key}:{extended['kind']}", now) for each in streams]


def milestones(rules: CallRules) -> list[dict[str, Any]]:
    """What a call aims at: months without any effect in law, beside the hard ends."""
    return [
        {"id": x.id, "month": x.month, "by": list(x.by), "label": {"ko": x.ko, "en": x.en}} for x in rules.milestones
    ]


def seen_to_by(actor: Actor) -> tuple[str, ...]:
    """Whose deadlines someone sees to: those of the own role; the agency's are those of the clock too."""
    return (actor.role, SYSTEM) if actor.role == AGENCY else (actor.role,)


def own(
    reader: Reader, definitions: Definitions, person: str, now: datetime, limit: int, **wanted: str
) -> list[BookRow]:
    """The deadlines a person's duties now see to, at most `limit` of each role, the earliest end first."""
    found: dict[tuple[str, str], BookRow] = {}
    for actor in acting(reader, person, now):
        scope = sight(actor, reader, definitions)
        for role in seen_to_by(actor):
            found |= {(row.stream, row.id): row for row in book(reader, limit, scope, owner=role, **wanted)}
    return sorted(found.values(), key=lambda row: (row.expires, row.stream, row.id))


def holders(reader: Reader, call: str, kind: str) -> list[str]:
    """The streams of a call over which this kind of deadline is open."""
    return [stream.id for stream, each in _open(reader, call) if each == kind]


def _open(reader: Reader, call: str) -> Iterator[tuple[Stream, str]]:
    for stream in streams_with_open_deadlines(reader, call):
        yield from ((stream, kind) for kind in sorted(running(stream)))


def _by_hand(reader: Reader, stream: Stream, entry: type_of_standing) -> bool:
    """Whether a person has set the day of this deadline."""
    version = int(str(entry["id"]).rpartition("@")[2])
    if entry["rule"] != "fixed":
        return False
    *_, body = reader.events(stream.id, version)[-1]
    return loads(body.encode())["trigger"] in BY_HAND
