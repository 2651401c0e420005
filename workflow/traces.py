"""What a stream was at each of its steps, made from its events once: a cache that may be thrown away at any time."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

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
    deadlines: list[tuple[int, str, type_of_row | str]] = field(default_factory=list)
    straight: bool = True

    def upto(self, at: datetime, *, effective: bool) -> Sequence[int]:
        """The steps taken by an instant: recorded by then, or in effect by then."""
        limit = micros(at)
        if not effective:
            return range(bisect_right(self.recorded, limit))
        if self.straight:
            return range(bisect_right(self.effective, limit))
        return tuple(n for n, each in enumerate(self.effective) if each <= limit)

    def book(self, steps: Sequence[int]) -> dict[str, type_of_row]:
        """The deadline rows these steps leave, by id."""
        found: dict[str, type_of_row] = {}
        for n, id, change in self.deadlines:
            if n in steps:
                if isinstance(change, tuple):
                    found[id] = change
                elif id in found:
                    found[id] = (*found[id][:-1], change)
        return found


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
            found |= self._made(reader, missing[begin : begin + TOGETHER])
        with self._lock:
            for id, trace in found.items():
                self._keep(id, trace)
        return found

    def _made(self, reader: Reader, streams: Sequence[str]) -> Iterator[tuple[str, Trace]]:
        for id, events in events_of(reader, streams):
            yield id, self._traced(id, events)

    def _traced(self, id: str, events: Iterable[tuple[int, str, str]]) -> Trace:
        now, trace, latest = begun(id), Trace(""), 0
        for n, (version, hash, body) in enumerate(events):
            event = self.replayer.take(now, version, hash, body.encode())
            took_effect = micros_of(event.get("occurred_at", event["received_at"]))
            trace.straight &= took_effect >= latest
            latest = max(latest, took_effect)
            trace.recorded.append(micros_of(event["recorded_at"]))
            trace.effective.append(took_effect)
            trace.places.append((now.state, now.lifecycle))
            if "deadlines" in event:
                trace.deadlines += _moved(n, event, hash)
        trace.head = now.head
        return trace

    def _keep(self, id: str, trace: Trace) -> None:
        old = self._kept.pop(id, None)
        self._kept[id] = trace
        self._steps += len(trace.places) - (len(old.places) if old else 0)
        while self._steps > MOST_STEPS and len(self._kept) > 1:
            _, out = self._kept.popitem(last=False)
            self._steps -= len(out.places)


def _moved(n: int, event: Mapping[str, object], head: str) -> Iterator[tuple[int, str, type_of_row | str]]:
    rows = Rows()
    derive(event, head, rows)
    yield from ((n, id, row) for (_, id), row in rows.deadlines.items())
    yield from ((n, id, how) for (_, id), how in rows.closed.items())


def folded(replayer: Replayer, id: str, events: Iterable[tuple[int, str, str]], steps: Sequence[int]) -> Stream:
    """A stream after these of its steps alone, of which there are some. RecordFault where the record does not hold."""
    whole, now = begun(id), begun(id)
    for n, (version, hash, body) in zip(range(steps[-1] + 1), events, strict=False):
        event = replayer.take(whole, version, hash, body.encode())
        if n in steps:
            now.take(event, hash)
    return now.stream
