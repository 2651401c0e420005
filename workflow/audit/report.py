"""What the log says of the process: variants, time in each state, where it waits longest, what was done again."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from statistics import median

from states.canonical import loads
from states.instants import read
from storage.exports import events
from storage.transaction import Reader
from workflow.batch import kind_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long streams stood in a state before they left it: how often, the median, the longest."""

    state: str
    times: int
    median: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of stream: its paths (rows taken, how many streams), its waits, rows taken again in one stream."""

    kind: str
    streams: int
    variants: tuple[tuple[tuple[str, ...], int], ...]
    waits: tuple[Waiting, ...]
    rework: tuple[tuple[str, int], ...]


def report(reader: Reader, kind: str) -> Report:
    """The report on one kind; the waits with the longest median first: the bottlenecks."""
    variants, rework, waits = Counter[tuple[str, ...]](), Counter[str](), dict[str, list[timedelta]]()
    for stream, lines in groupby(events(reader), key=itemgetter(0)):
        if kind_of(stream) != kind:
            continue
        path = [loads(body.encode()) for _, _, _, body in lines]
        rows = tuple(event["row"] for event in path)
        variants[rows] += 1
        rework.update({row: times - 1 for row, times in Counter(rows).items() if times > 1})
        entered = read(path[0]["recorded_at"])
        for event in path[1:]:
            if event["to"] != event["from"]:
                left = read(event["recorded_at"])
                waits.setdefault(event["from"], []).append(left - entered)
                entered = left
    measured = (_waiting(state, each) for state, each in waits.items())
    return Report(
        kind,
        variants.total(),
        tuple(variants.most_common()),
        tuple(sorted(measured, key=lambda each: (-each.median, each.state))),
        tuple(rework.most_common()),
    )


def _waiting(state: str, times: list[timedelta]) -> Waiting:
    middle = median(each.total_seconds() for each in times)
    return Waiting(state, len(times), timedelta(seconds=middle), max(times))
