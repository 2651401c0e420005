"""`yeongo bench asof`: one project, a call's board and its deadline book as they were at instants drawn at random."""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import perf_counter
from typing import Any

import orjson

from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.lifecycle import FAMILY, STEPS
from bench.replay import LONG, fill, lengthen
from states.instants import read
from storage.boards import Filter
from storage.store import Store
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.past import Past
from workflow.replay import Replayer, stream_at
from workflow.traces import Moment

LIMITS = {"project_ms": 5.0, "board_ms": 10.0, "book_ms": 10.0}
"""p99: one project of 100 events, a page of 50 projects with exact counts by state, 50 rows of the deadline book."""
ROWS = 50
SMALLER = 10
SEED = 2025


def p99(store: Store, look: Callable[[Reader], object], rounds: int) -> float:
    """Milliseconds of one look."""
    seen = []
    for _ in range(rounds):
        with store.snapshot() as reader:
            began = perf_counter()
            look(reader)
            seen.append((perf_counter() - began) * 1000)
    return round(sorted(seen)[int(rounds * 0.99)], 3)


def measured(database: str, where: str, projects: int, rounds: int) -> dict[str, Any]:
    """What each look took, and what the first one took that had to read every event."""
    with fresh(database, where) as url, engine(url) as (ready, call):
        streams = fill(ready, call, "a", projects)
        lengthen(ready, streams[-1])
        store, definitions, chance = ready.store, Definitions(FAMILY), random.Random(SEED)
        past, replayer, wanted = Past(definitions), Replayer(definitions), Filter("project", call=call)
        with store.snapshot() as reader:
            begun = read(stream_at(reader, replayer, streams[0], version=1).updated_at)
            lasted = read(stream_at(reader, replayer, streams[-1]).updated_at) - begun

        def instant() -> Moment:
            return Moment(begun + timedelta(seconds=chance.random() * lasted.total_seconds()))

        def project(reader: Reader) -> object:
            return stream_at(reader, replayer, streams[-1], at=instant().at)

        def board(reader: Reader) -> object:
            return past.board(reader, wanted, instant(), ROWS, chance.choice(streams))

        def book(reader: Reader) -> object:
            return past.book(reader, instant(), ROWS, call=call)

        first = p99(store, board, 1)
        looks = {"project_ms": project, "board_ms": board, "book_ms": book}
        figures = {name: p99(store, look, rounds) for name, look in looks.items()}
        return {"projects": projects, "events": projects * STEPS + LONG - STEPS, "first_ms": first, **figures}


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database."""
    parser = argparse.ArgumentParser(prog="yeongo bench asof", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--projects", type=int, default=1_000, help="of one call")
    parser.add_argument("--rounds", type=int, default=200)
    given = parser.parse_args(argv)
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            small = measured(database, where, max(1, given.projects // SMALLER), given.rounds)
            large = measured(database, where, given.projects, given.rounds)
        line = {
            "workload": "asof",
            "database": database,
            **large,
            "limits_ms": LIMITS,
            "met": all(large[name] <= limit for name, limit in LIMITS.items()),
            "growth": {name: round(large[name] / small[name], 2) for name in LIMITS},
        }
        sys.stdout.write(orjson.dumps(line).decode() + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
