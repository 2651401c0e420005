"""`yeongo bench storm`: many deadlines due at one instant, fired by the engine, beside hand-written batches of 500."""

import argparse
import multiprocessing
import os
import sys
from collections.abc import Sequence
from itertools import product
from math import log
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import orjson

from bench import by_hand
from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.lifecycle import FAMILY, step
from bench.peers_storm import compared_with_peers
from entrypoints.bootstrap import settle
from jobs.timers import BATCH
from storage.store import SMALL_CACHE, Store
from workflow.clock import SystemClock
from workflow.definitions import Definitions
from workflow.engine import Engine

MEMORY: Final = 64
"""MiB of a worker."""
GOAL: Final = 0.5
"""Deadlines a second as a multiple of the baseline's."""
TOGETHER: Final = 1.3
"""Deadlines a second of two workers as a multiple of one's."""
STARTING: Final = 60.0
"""Seconds a worker may take to start."""
FILLED: Final = 128


def fill(ready: Engine, call: str, count: int) -> None:
    """So many projects with one deadline each, all due at one instant that has passed."""
    for start in range(0, count, FILLED):
        now = ready.clock.now()
        units = [(step(call, f"storm-{n:06d}", 0, now),) for n in range(start, min(start + FILLED, count))]
        if not all(outcome.accepted for outcome in ready.execute(units)):
            raise RuntimeError("a project was not begun")
    with ready.store.transaction() as transaction:
        transaction.cursor.execute(f"UPDATE timer SET due_at = {by_hand.PAST}")  # noqa: S608 - a number of ours


def fire(ready: Engine) -> float:
    """The seconds it takes until none is left."""
    began = perf_counter()
    while ready.drain(ready.clock.now(), BATCH):
        pass
    return perf_counter() - began


def fired(store: Store, count: int) -> bool:
    """Whether each fired once, with its event and its notice."""
    with store.snapshot() as reader:
        ((done,),) = reader.query("SELECT count(*) FROM timer WHERE status = 'fired'")
        ((streams, events),) = reader.query("SELECT count(DISTINCT stream), count(*) FROM event WHERE version = 2")
        ((notices,),) = reader.query("SELECT count(*) FROM outbox WHERE version = 2")
    return bool(done == streams == events == notices == count)


def fire_together(url: str, workers: int) -> tuple[float, float]:
    """The seconds so many processes take until none is left, from when all of them are ready; the most MiB of one."""
    processes = multiprocessing.get_context("spawn")
    ready, ended = processes.Barrier(workers + 1), processes.SimpleQueue()
    started = [processes.Process(target=_worker, args=(url, ready, ended)) for _ in range(workers)]
    for each in started:
        each.start()
    ready.wait(STARTING)
    began = perf_counter()
    for each in started:
        each.join()
    if any(each.exitcode for each in started):
        raise RuntimeError("a worker failed")
    said = [ended.get() for _ in started]
    return max(float(at) for at, _ in said) - began, max(float(mib) for _, mib in said)


def _worker(url: str, ready: Any, ended: Any) -> None:
    """A process that fires what it can claim, then says when it had nothing left."""
    store, clock = Store(url, cache=SMALL_CACHE), SystemClock()
    own = Engine(store, Definitions(FAMILY, store.definition), clock, os.urandom)
    settle()
    ready.wait(STARTING)
    fire(own)
    ended.put((perf_counter(), peak()))
    store.close()


def peak() -> float:
    """The most MiB this process ever held, by Linux's count: `getrusage` brings that of the process it began as."""
    (line,) = [each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def run_engine(url: str, count: int, workers: int = 1) -> tuple[float, float]:
    """The seconds it takes and the most memory of a worker, in MiB."""
    with engine(url) as (ready, call):
        fill(ready, call, count)
        taken = fire_together(url, workers)
        if not fired(ready.store, count):
            raise RuntimeError("a deadline fired twice or never")
        return taken


def compared(database: str, where: str, count: int, rounds: int, workers: int = 1) -> dict[str, Any]:
    """Both sides in turn, each on a fresh database: medians and the median ratio."""
    ours, theirs, memory = [], [], 0.0
    for _ in range(rounds):
        with fresh(database, where) as url:
            theirs.append(by_hand.run(url, count))
        with fresh(database, where) as url:
            seconds, mib = run_engine(url, count, workers)
        ours.append(seconds)
        memory = max(memory, mib)
    ratio = median(their / our for our, their in zip(ours, theirs, strict=True))
    return {
        "workload": "storm",
        "database": database,
        "deadlines": count,
        "workers": workers,
        "rounds": rounds,
        "deadlines_s": round(count / median(ours)),
        "baseline_deadlines_s": round(count / median(theirs)),
        "baseline": f"hand-written batches of {by_hand.BATCH}",
        "us_a_deadline": round(median(ours) / count * 1e6, 1),
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "met": ratio >= GOAL,
        "worker_rss_mib": round(memory),
        "rss_goal_mib": MEMORY,
    }


def slope(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How the time grows with the number of deadlines, from the fewest to the most: as count to this power."""
    few, most = (pick(lines, key=lambda line: line["deadlines"]) for pick in (min, max))
    grown = log(most["us_a_deadline"] / few["us_a_deadline"]) / log(most["deadlines"] / few["deadlines"])
    same = {name: few[name] for name in ("workload", "database", "workers")}
    return same | {"from": few["deadlines"], "to": most["deadlines"], "slope": round(1 + grown, 3)}


def together(lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How much faster the most workers are than the fewest, on the same number of deadlines."""
    few, many = (pick(lines, key=lambda line: line["workers"]) for pick in (min, max))
    ratio = many["deadlines_s"] / few["deadlines_s"]
    same = {name: few[name] for name in ("workload", "database", "deadlines")}
    counted = {"workers": many["workers"], "against": few["workers"]}
    return same | counted | {"ratio": round(ratio, 2), "goal": TOGETHER, "met": ratio >= TOGETHER}


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
    sys.stdout.flush()


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database and number of deadlines, then the slope where there are several."""
    parser = argparse.ArgumentParser(prog="yeongo bench storm", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--deadlines", default="20000", help="numbers, joined by commas: 1000,20000,100000")
    parser.add_argument("--workers", default="1", help="processes that fire together, on PostgreSQL only: 1,2")
    parser.add_argument("--peers", action="store_true", help="and those one would take instead; `make peers` first")
    parser.add_argument("--peer-deadlines", type=int, default=2000, help="how many the peers are given")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(argv)
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            _storm(database, where, given)
    return 0


def _storm(database: str, where: str, given: argparse.Namespace) -> None:
    """Every number of deadlines with every number of workers, what that comes to, and the peers."""
    counts, several = (list(map(int, each.split(","))) for each in (given.deadlines, given.workers))
    several = several if database == POSTGRESQL else [1]
    lines = []
    for count, workers in product(counts, several):
        lines.append(compared(database, where, count, given.rounds, workers))
        _write(lines[-1])
    if len(counts) > 1:
        _write(slope([line for line in lines if line["workers"] == several[0]]))
    if len(several) > 1:
        _write(together([line for line in lines if line["deadlines"] == counts[-1]]))
    if given.peers:
        for line in compared_with_peers(database, where, given.peer_deadlines, lines[0]["deadlines_s"]):
            _write(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
