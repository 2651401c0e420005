"""A stream at a moment, and what changed between two: by whom, on which ground, and what was corrected by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.context import Stream
from states.instants import written
from storage.transaction import Reader
from workflow.replay import Replayer, begun

type_of_event = Mapping[str, Any]
type_of_path = tuple[str, ...]
STATE: type_of_path = ("state",)


@dataclass(frozen=True, slots=True)
class Then:
    """A stream as some of its events, in the order they were recorded, leave it."""

    stream: Stream
    events: Sequence[type_of_event]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs, where a fact's own parts are told apart (`budget`, `2025`, `national`).

    `by` is the event that made it what it is (None where the other moment only knows more), `corrects` the one that had
    made it what it was; None for what was not there before or is no longer there.
    """

    path: type_of_path
    before: Any
    after: Any
    by: type_of_event | None
    corrects: type_of_event | None


def then(
    reader: Reader,
    replayer: Replayer,
    stream: str,
    *,
    version: int | None = None,
    at: datetime | None = None,
    effective: bool = False,
) -> Then:
    """A stream up to a version, or as recorded by an instant, or as `effective` at it by all that is known now.

    A late paper is in effect from its arrival. RecordFault where the record does not hold.
    """
    limit, now, events = written(at) if at else "", begun(stream), list[type_of_event]()
    for event, after in replayer.steps(stream, reader.events(stream)):
        if version is not None and event["version"] > version:
            break
        when = _effective_at(event) if effective else event["recorded_at"]
        if not limit or when <= limit:
            now.follow(event, after.head)
            events.append(event)
        elif not effective:
            break
    return Then(now.stream, events)


def _effective_at(event: type_of_event) -> str:
    return str(event.get("occurred_at", event["received_at"]))


def effective_at(reader: Reader, replayer: Replayer, stream: str, at: datetime) -> Stream:
    """A stream as it was in effect at an instant, by all that is known now. RecordFault as in `then`."""
    return then(reader, replayer, stream, at=at, effective=True).stream


def differences(before: Then, after: Then) -> list[Change]:
    """What differs between two moments of a stream, state and facts, by name."""
    old, new = _leaves(before.stream), _leaves(after.stream)
    made, making = _makers(before.events), _makers(after.events)
    known = {event["version"] for event in before.events}
    found = []
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) == new.get(path):
            continue
        by = making.get(path)
        fresh = by is not None and by["version"] not in known
        found.append(Change(path, old.get(path), new.get(path), by if fresh else None, made.get(path)))
    return found


def _leaves(stream: Stream) -> dict[type_of_path, Any]:
    return {STATE: stream.state, **dict(_flat(stream.facts))}


def _flat(facts: Mapping[str, Any], under: type_of_path = ()) -> Iterable[tuple[type_of_path, Any]]:
    for name, value in facts.items():
        path = (*under, name)
        if isinstance(value, Mapping) and value:
            yield from _flat(value, path)
        else:
            yield path, value


def _makers(events: Iterable[type_of_event]) -> dict[type_of_path, type_of_event]:
    """For the state and each value that ever was, the last event that changed it."""
    facts: dict[str, dict[type_of_path, Any]] = {}
    found: dict[type_of_path, type_of_event] = {}
    for event in events:
        if event["from"] != event["to"]:
            found[STATE] = event
        for name, value in event.get("changes", {}).items():
            was, now = facts.get(name, {}), dict(_flat({name: value}))
            found |= {path: event for path in was.keys() | now.keys() if was.get(path) != now.get(path)}
            facts[name] = now
    return found
