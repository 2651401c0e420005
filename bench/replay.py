"""`yeongo bench replay`: chain, legality and fold of every event, beside reading, hashing and a look-up alone."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any

import orjson

from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.lifecycle import FAMILY, PROJECT, STEPS, WALKER, entry, projects, step
from states.context import UNBORN
from storage.store import Store
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.engine import Engine
from workflow.messages import Command
from workflow.replay import Replayer, stream_at

GOALS = {SQLITE: 200_000, POSTGRESQL: 150_000}
"""Events a second on one core."""
LONG = 100
LONG_GOAL = 5.0
"""Milliseconds for one project of LONG events."""
TOGETHER = 500
"""Projects filled side by side, a commit for each step of all of them."""
SMALLER = 10


def fill(ready: Engine, call: str, prefix: str, count: int) -> list[str]:
    """Walk `count` projects through every step; their streams."""
    names, streams = projects(prefix), list[str]()
    while len(streams) < count:
        some = list(islice(names, min(TOGETHER, count - len(streams))))
        at = [call] * len(some)
        for n in range(STEPS):
            now = ready.clock.now()
            at = _taken(ready, [step(stream, name, n, now) for stream, name in zip(at, some, strict=True)])
        streams += at
    return streams


def lengthen(ready: Engine, stream: str) -> None:
    """Add notes to a walked project until it has LONG events."""
    for n in range(STEPS, LONG):
        _taken(ready, [Command(stream, "note", entry(stream, n), WALKER, f"note-{n}", ready.clock.now())])


def _taken(ready: Engine, commands: Sequence[Command]) -> list[str]:
    outcomes = ready.execute([(command,) for command in commands])
    receipts = [outcome.receipt for outcome in outcomes if outcome.accepted and outcome.receipt]
    if len(receipts) < len(commands):
        raise RuntimeError(f"a command was not accepted: {outcomes}")
    return [receipt.stream for receipt in receipts]


def replayed(reader: Reader) -> int:
    """How many events there are, every one checked and folded."""
    return sum(1 for _ in Replayer(Definitions(FAMILY)).every(reader))


def looked_up(reader: Reader) -> int:
    """How many events there are: read, hashed, parsed, chained, and each step looked up in a table; no fold."""
    table, count, places = dict(_table()), 0, dict[str, tuple[str, str]]()
    for stream, _, hash, body in reader.every_event():
        state, head = places.get(stream, (UNBORN, "0" * 64))
        event = orjson.loads(body)
        if sha256(body).hexdigest() != hash or event["prev"] != head or event["from"] != state:
            raise RuntimeError(f"{stream} does not hold")
        places[stream] = table[state, event["trigger"]], hash
        count += 1
    return count


def _table() -> Iterator[tuple[tuple[str, str], str]]:
    for lifecycle in FAMILY.values():
        for source, name, to in lifecycle.legal:
            yield (source, lifecycle.by_name[name].trigger), to


def timed(store: Store, read: Callable[[Reader], int]) -> float:
    """Events a second of one pass over the whole record."""
    with store.snapshot() as reader:
        began = perf_counter()
        count = read(reader)
        return count / (perf_counter() - began)


def long_project(store: Store, stream: str, rounds: int) -> float:
    """Milliseconds to read and replay one project of LONG events (median)."""
    replayer, seen = Replayer(Definitions(FAMILY)), []
    for _ in range(rounds):
        with store.snapshot() as reader:
            began = perf_counter()
            now = stream_at(reader, replayer, stream)
            seen.append((perf_counter() - began) * 1000)
            if now.version != LONG or now.state != PROJECT.states[-1].id:
                raise RuntimeError(f"{stream} was replayed to {now}")
    return median(seen)


def compared(database: str, where: str, events: int, rounds: int) -> dict[str, Any]:
    """Both ways of reading the same record in turn, `rounds` times: medians and the median ratio."""
    with fresh(database, where) as url, engine(url) as (ready, call):
        streams = fill(ready, call, "r", max(1, events // STEPS))
        lengthen(ready, streams[-1])
        pairs = [(timed(ready.store, replayed), timed(ready.store, looked_up)) for _ in range(rounds)]
        ours = median(our for our, _ in pairs)
        return {
            "events": len(streams) * STEPS + LONG - STEPS + 1,
            "events_s": round(ours),
            "baseline_events_s": round(median(their for _, their in pairs)),
            "ratio": round(median(our / their for our, their in pairs), 3),
            "long_ms": round(long_project(ready.store, streams[-1], 10 * rounds), 3),
        }


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database."""
    parser = argparse.ArgumentParser(prog="yeongo bench replay", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(argv)
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            small = compared(database, where, given.events // SMALLER, given.rounds)
            large = compared(database, where, given.events, given.rounds)
        line = {
            "workload": "replay",
            "database": database,
            "rounds": given.rounds,
            **large,
            "baseline": "read, hash, parse, chain and table look-up; no fold",
            "goal": GOALS[database],
            "met": large["events_s"] >= GOALS[database],
            "long_goal_ms": LONG_GOAL,
            "long_met": large["long_ms"] <= LONG_GOAL,
            "smaller_events": small["events"],
            "smaller_events_s": small["events_s"],
            "growth": round(small["events_s"] / large["events_s"], 3),
        }
        sys.stdout.write(orjson.dumps(line).decode() + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
