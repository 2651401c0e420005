"""`yeongo bench reminders`: how late a due timer fires while the jobs of a process run, from due to recorded."""

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any, Final

import orjson

from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.storm import fill
from entrypoints.logging import configure_logging
from jobs.running import start
from states.instants import micros, micros_of
from workflow.clock import SystemClock
from workflow.engine import Engine

GOAL_MS: Final = 1000
"""The p99 of a due timer's lateness."""
LEAD_IN: Final = 2_000_000


def lateness(url: str, count: int, seconds: float) -> list[float]:
    """Milliseconds each of so many timers fired after it was due; they are spread evenly over so many seconds."""
    with engine(url) as (ready, call):
        fill(ready, call, count)
        first, every = micros(ready.clock.now()) + LEAD_IN, int(seconds * 1e6 / count)
        with ready.store.transaction() as transaction:
            ids = transaction.query("SELECT stream, id FROM timer ORDER BY stream")
            for n, (stream, id) in enumerate(ids):
                sql = "UPDATE timer SET due_at = ? WHERE stream = ? AND id = ?".replace("?", transaction.mark)
                transaction.cursor.execute(sql, (first + n * every, stream, id))
        _until_fired(ready, count)
        with ready.store.snapshot() as reader:
            due: dict[str, int] = dict(reader.query("SELECT stream, due_at FROM timer"))
            bodies = [orjson.loads(body) for (body,) in reader.query("SELECT body FROM event WHERE version = 2")]
        return sorted((micros_of(each["recorded_at"]) - due[each["stream"]]) / 1000 for each in bodies)


def _until_fired(ready: Engine, count: int) -> None:
    """Run the jobs of one process until every timer fired."""
    running = start(Engine(ready.store, ready.definitions, ready.clock, os.urandom), SystemClock())
    pause = threading.Event()
    try:
        left = count
        while left:
            pause.wait(0.5)
            with ready.store.snapshot() as reader:
                ((left,),) = reader.query("SELECT count(*) FROM timer WHERE status = 'pending'")
    finally:
        running.stop()


def measured(database: str, where: str, count: int, seconds: float) -> dict[str, Any]:
    with fresh(database, where) as url:
        seen = lateness(url, count, seconds)
    p50, p99 = (seen[int(len(seen) * share)] for share in (0.5, 0.99))
    return {
        "workload": "reminders",
        "database": database,
        "timers": count,
        "seconds": seconds,
        "p50_ms": round(p50, 1),
        "p99_ms": round(p99, 1),
        "max_ms": round(seen[-1], 1),
        "early": sum(each < 0 for each in seen),
        "goal_ms": GOAL_MS,
        "met": p99 <= GOAL_MS and seen[0] >= 0,
    }


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database."""
    parser = argparse.ArgumentParser(prog="yeongo bench reminders", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--timers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=20.0)
    given = parser.parse_args(argv)
    configure_logging("json", "WARNING")
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            line = measured(database, where, given.timers, given.seconds)
            sys.stdout.write(orjson.dumps(line).decode() + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
