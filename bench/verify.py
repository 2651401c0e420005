"""`yeongo bench verify`: the whole audit of a record of many events: chains, law, rights, log, projections.

A few streams are walked through the engine, the others are copies of them with names and hashes of their own
(bench/copies.py); everything is then sealed as it always is.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import timedelta
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import Any

import orjson

from bench.copies import copied
from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.lifecycle import STEPS
from entrypoints.bootstrap import settle
from jobs.sealing import seal
from storage.ledger.notes import Signer
from storage.store import Store
from workflow.audit.verify import verify

LIMITS = {1: 10.0, 2: 6.0}
"""Seconds for a million events, by cores."""
KEY = Signer("yeongo/bench", bytes(range(32)))
SMALLER = 10


def verified(store: Store, jobs: int, rounds: int) -> tuple[int, float]:
    """How many events were checked, and the median seconds; RuntimeError where anything was found."""
    seen, events = [], 0
    for _ in range(rounds):
        began = perf_counter()
        found = verify(store, trusted=KEY.verifier, jobs=jobs)
        seen.append(perf_counter() - began)
        events = found.events
        if found.findings:
            raise RuntimeError(f"a record nobody touched does not hold: {found.findings[:3]}")
    return events, median(seen)


def measured(database: str, where: str, events: int, jobs: Sequence[int], rounds: int) -> dict[str, Any]:
    """One record, sealed, verified with each number of processes."""
    with fresh(database, where) as url, engine(url) as (ready, call):
        copied(ready, call, "v", max(1, events // STEPS))
        settle()
        began = perf_counter()
        seal(ready.store, KEY, ready.clock.now(), manifests=timedelta(0))
        sealing = perf_counter() - began
        line: dict[str, Any] = {}
        for number in jobs:
            count, seconds = verified(ready.store, number, rounds)
            line |= {
                "events": count,
                f"seconds_{number}": round(seconds, 2),
                f"events_s_{number}": round(count / seconds),
            }
        return line | {"sealed_s": round(line["events"] / sealing)}


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database."""
    parser = argparse.ArgumentParser(prog="yeongo bench verify", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    given = parser.parse_args(argv)
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            small = measured(database, where, given.events // SMALLER, given.jobs[:1], given.rounds)
            large = measured(database, where, given.events, given.jobs, given.rounds)
        first = f"events_s_{given.jobs[0]}"
        million = {number: 1_000_000 / large[f"events_s_{number}"] for number in given.jobs}
        line = {
            "workload": "verify",
            "database": database,
            **large,
            "limit_s_a_million": LIMITS,
            "met": all(million[number] <= LIMITS[number] for number in given.jobs if number in LIMITS),
            "growth": round(small[first] / large[first], 3),
            "peak_mib": round(max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) / 1024),
        }
        sys.stdout.write(orjson.dumps(line, option=orjson.OPT_NON_STR_KEYS).decode() + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
