"""`yeongo bench transitions`: a project's 20-step walk through the engine, beside hand-written SQL in the same run."""

import argparse
import asyncio
import sys
from collections.abc import Iterable, Sequence
from statistics import median
from time import perf_counter
from typing import Any

import orjson
import uvloop

from bench import baseline
from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.installed import engine
from bench.lifecycle import STEPS, projects, step
from bench.peers_transitions import compared_with_peers
from bench.walkers import Measured, measured, walked
from entrypoints.bootstrap import settle
from workflow.dispatcher import Dispatcher
from workflow.engine import Engine
from workflow.messages import Command

GOALS = {1: 0.5, 8: 1.5, 64: 2.5}
"""Clients → steps a second as a multiple of the baseline's at as many clients."""
P99_GOALS = {64: 0.1}
"""Clients → p99 as a multiple of the baseline's."""
WARM_UP = 0.3


def run_engine(url: str, clients: int, seconds: float) -> Measured:
    """So many clients of one process that is set up as `serve` is, each awaiting its step before the next."""
    with engine(url) as (ready, call):
        settle()
        return measured(uvloop.run(_clients(ready, call, clients, seconds)))


async def _clients(ready: Engine, call: str, clients: int, seconds: float) -> list[tuple[float, list[float]]]:
    dispatcher = Dispatcher(ready)
    began = perf_counter() + WARM_UP
    walks = (_walk(dispatcher, call, f"{n:03d}", began, began + seconds) for n in range(clients))
    try:
        return list(await asyncio.gather(*walks))
    finally:
        await dispatcher.close()


async def _walk(dispatcher: Dispatcher, call: str, client: str, began: float, end: float) -> tuple[float, list[float]]:
    clock, latencies, before, first = dispatcher.engine.clock, list[float](), 0.0, 0.0
    for project in projects(client):
        stream = call
        for n in range(STEPS):
            command = step(stream, project, n, clock.now())
            before = perf_counter()
            stream = await _taken(dispatcher, command)
            after = perf_counter()
            if before >= began:
                first = first or before
                latencies.append(after - before)
            if after >= end:
                return after - first, latencies
    raise AssertionError("there are always more projects")


async def _taken(dispatcher: Dispatcher, command: Command) -> str:
    (outcome,) = await dispatcher.submit((command,))
    if outcome.receipt is None or not outcome.accepted:
        raise RuntimeError(f"{command.trigger} was not accepted: {outcome}")
    return outcome.receipt.stream


def run_baseline(url: str, clients: int, seconds: float) -> Measured:
    """So many processes of one connection each, let go together."""
    baseline.prepare(url)
    return walked((sys.executable, "-m", "bench.baseline", url), clients, seconds)


def compared(
    database: str, where: str, clients: int, seconds: float, rounds: int
) -> tuple[dict[str, Any], list[Measured]]:
    """Both sides in turn, each on a fresh database, `rounds` times: medians and the median ratio; our own rounds."""
    ours, theirs = list[Measured](), list[Measured]()
    for _ in range(rounds):
        with fresh(database, where) as url:
            theirs.append(run_baseline(url, clients, seconds))
        with fresh(database, where) as url:
            ours.append(run_engine(url, clients, seconds))
    ratio = median(our.tps / their.tps for our, their in zip(ours, theirs, strict=True))
    p99_ratio = median(our.p99 / their.p99 for our, their in zip(ours, theirs, strict=True))
    line = {
        "workload": "transitions",
        "database": database,
        "clients": clients,
        "rounds": rounds,
        **_figures("", ours),
        **_figures("baseline_", theirs),
        "baseline": f"{clients} process{'es' if clients > 1 else ''}, a commit each",
        "ratio": round(ratio, 3),
        "goal": GOALS.get(clients),
        "met": ratio >= GOALS[clients] if clients in GOALS else None,
        "p99_ratio": round(p99_ratio, 3),
        "p99_goal": P99_GOALS.get(clients),
        "p99_met": p99_ratio <= P99_GOALS[clients] if clients in P99_GOALS else None,
    }
    return line, ours


def _figures(prefix: str, rounds: Sequence[Measured]) -> dict[str, float]:
    names = (("tps", "tps"), ("p50_ms", "p50"), ("p99_ms", "p99"))
    return {prefix + name: round(median(getattr(each, of) for each in rounds), 3) for name, of in names}


def main(argv: Sequence[str]) -> int:
    """Measure and write one JSON line per database and number of clients."""
    parser = argparse.ArgumentParser(prog="yeongo bench transitions", description=__doc__)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), help="only this one")
    parser.add_argument("url", nargs="?", default="", help="PostgreSQL server to use; without it one is started")
    parser.add_argument("--clients", default="1,8,64")
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="beside what one would take instead: `make peers` first")
    given = parser.parse_args(argv)
    for database in (given.database,) if given.database else (SQLITE, POSTGRESQL):
        with server(database, given.url) as where:
            for clients in map(int, given.clients.split(",")):
                line, ours = compared(database, where, clients, given.seconds, given.rounds)
                _write([line])
                if given.peers:
                    _write(compared_with_peers(database, where, clients, given.seconds, ours))
    return 0


def _write(lines: Iterable[dict[str, Any]]) -> None:
    for line in lines:
        sys.stdout.write(orjson.dumps(line).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
