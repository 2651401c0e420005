"""What a stream was at each of its steps, made from its events once: a cache that may be thrown away at any time."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

from states.canonical import loads
from states.context import Stream
from states.instants import micros, micros_of
from storage.projections import Rows, derive, type_of_row
from storage.queries import events_of
from storage.transaction import Reader
from workflow.replay import Replayer, begun

MOST_STEPS = 500_000
"""Steps kept at once: about 100 MiB when the cache is full."""
TOGETHER = 500
"""Streams whose events are read by one query."""
type_of_place = tuple[str, str]
"""A state and the fingerprint of the lifecycle that declares it."""


Opened = tuple[int, type_of_row, int, type_of_row]
"""A deadline: the step that opened it, its row; the step that ended it, its row then (empty: it was opened anew)."""
NEVER = 2**31


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, or a checkpoint by its size. `effective`: what was in effect at the instant by all known now."""

    at: datetime | None = None
    checkpoint: int | None = None
    effective: bool = False


@dataclass(slots=True)
class Trace:
    """A stream's steps by number from 0. `straight`: what took effect did so in the order it was recorded."""

    head: str
    recorded: "array[int]" = field(default_factory=lambda: array("q"))
    effective: "array[int]" = field(default_factory=lambda: array("q"))
    places: list[type_of_place] = field(default_factory=list)
    deadlines: list[Opened] = field(default_factory=list)
    straight: bool = True

    def upto(self, at: datetime, *, effective: bool) -> Sequence[int]:
        """The steps taken by an instant: recorded by then, or in effect by then."""
        limit = micros(at)
        if not effective:
            return range(bisect_right(self.recorded, limit))
        if self.straight:
            return range(bisect_right(self.effective, limit))
        return tuple(n for n, each in enumerate(self.effective) if each <= limit)

    def book(self, steps: Sequence[int]) -> list[type_of_row]:
        """The deadline rows these steps leave."""
        if isinstance(steps, range):
            taken = len(steps)
            return [
                row if ended >= taken else ending
                for opened, row, ended, ending in self.deadlines
                if opened < taken and (ended >= taken or ending)
            ]
        stood = (each for each in self.deadlines if each[0] in steps)
        rows = (ending if ended in steps else row for _, row, ended, ending in stood)
        return [row for row in rows if row]


class Traces:
    """Traces of the streams asked for. Safe to use from several threads."""

    def __init__(self, replayer: Replayer) -> None:
        self.replayer = replayer
        self._kept: OrderedDict[str, Trace] = OrderedDict()
        self._steps = 0
        self._lock = Lock()

    def of(self, reader: Reader, heads: Mapping[str, str]) -> dict[str, Trace]:
        """The trace of each stream, by its head. RecordFault where the record does not hold."""
        with self._lock:
            found = {id: trace for id, head in heads.items() if (trace := self._kept.get(id)) and trace.head == head}
        missing = [id for id in heads if id not in found]
        for begin in range(0, len(missing), TOGETHER):
            made = dict(self._made(reader, missing[begin : begin + TOGETHER]))
            with self._lock:
                for id, trace in made.items():
                    self._keep(id, trace)
            found |= made
        return found

    def _made(self, reader: Reader, streams: Sequence[str]) -> Iterator[tuple[str, Trace]]:
        for id, events in events_of(reader, streams):
            yield id, self._traced(id, events)

    def _traced(self, id: str, events: Iterable[tuple[int, str, str]]) -> Trace:
        now, trace, latest = begun(id), Trace(""), 0
        for n, (version, hash, body) in enumerate(events):
            self.replayer.take(now, version, hash, body.encode())
            event = loads(body.encode())
            took_effect = micros_of(event.get("occurred_at", event["received_at"]))
            trace.straight &= took_effect >= latest
            latest = max(latest, took_effect)
            trace.recorded.append(micros_of(event["recorded_at"]))
            trace.effective.append(took_effect)
            trace.places.append((now.state, now.lifecycle))
            if "deadlines" in event:
                _move(trace.deadlines, n, event, hash)
        trace.head = now.head
        return trace

    def _keep(self, id: str, trace: Trace) -> None:
        old = self._kept.pop(id, None)
        self._kept[id] = trace
        self._steps += len(trace.places) - (len(old.places) if old else 0)
        while self._steps > MOST_STEPS and len(self._kept) > 1:
            _, out = self._kept.popitem(last=False)
            self._steps -= len(out.places)


def _move(deadlines: list[Opened], n: int, event: Mapping[str, Any], head: str) -> None:
    """Enter the deadlines a step opens and ends; one that had passed and is done late ends a second time."""
    rows = Rows()
    derive(event, head, rows)
    ends: dict[str, str] = {id: how for (_, id), how in rows.closed.items()}
    anew = {id for _, id in rows.deadlines}
    again: list[Opened] = []
    for at, (opened, row, ended, ending) in enumerate(deadlines):
        id = str(row[1])
        if ended == NEVER and (id in ends or id in anew):
            deadlines[at] = (opened, row, n, (*row[:-1], ends[id]) if id not in anew else ())
        elif ending and id in ends:
            deadlines[at] = (opened, row, ended, ())
            again.append((ended, ending, n, (*row[:-1], ends[id])))
    deadlines += [*again, *((n, row, NEVER, ()) for row in rows.deadlines.values())]


def folded(replayer: Replayer, id: str, events: Iterable[tuple[int, str, str]], steps: Sequence[int]) -> Stream:
    """A stream after these of its steps alone, of which there are some. RecordFault where the record does not hold."""
    whole = begun(id)
    now = whole if isinstance(steps, range) else begun(id)
    for n, (version, hash, body) in zip(range(steps[-1] + 1), events, strict=False):
        link = replayer.take(whole, version, hash, body.encode())
        if now is not whole and n in steps:
            now.take(link, hash)
    return now.stream
