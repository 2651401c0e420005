"""Workers killed at random while thousands of timers are due: each fires once, none early, none is lost."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from storage.timers import backlog
from tests.faults.alarms import FAMILY, SPREAD, faults, wind_up
from tests.world import World, world_on
from workflow.clock import SystemClock
from workflow.replay import rebuild

ROOT = Path(__file__).parents[2]
PATIENCE = 300.0
NONE = {"twice": 0, "early": 0, "never": 0, "notices": 0}


class Workers:
    """So many processes that fire; one that is killed is replaced."""

    def __init__(self, url: str, many: int, batch: int, *more: str) -> None:
        self.line = (sys.executable, "-m", "tests.faults.firing", url, str(batch), *more)
        self.going = [self._one() for _ in range(many)]
        self.killed = 0

    def _one(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self.line, cwd=ROOT, stderr=subprocess.PIPE)

    def kill_one(self, dice: random.Random) -> None:
        n = dice.randrange(len(self.going))
        self._end(self.going[n])
        self.going[n] = self._one()
        self.killed += 1

    def _end(self, worker: "subprocess.Popen[bytes]") -> None:
        assert worker.poll() is None, worker.communicate()[1].decode()
        worker.kill()
        worker.communicate()

    def end(self) -> None:
        for worker in self.going:
            worker.kill()
            worker.communicate()


@contextmanager
def alarmed(url: str, count: int) -> Iterator[World]:
    """A database with so many alarms; the first is due in a moment."""
    with world_on(url, FAMILY) as world:
        world.clock.set(SystemClock().now())
        wind_up(world, count, SystemClock().now() + timedelta(seconds=1))
        yield world


def fire(world: World, workers: Workers, *, kills: int, seed: int) -> None:
    """Kill workers at random moments, so many times, until every alarm has fired."""
    dice, end = random.Random(seed), monotonic() + PATIENCE
    try:
        while left(world) or workers.killed < kills:
            assert monotonic() < end, f"{left(world)} alarms never fired (seed {seed})"
            sleep(dice.uniform(0.1, 0.6))
            if workers.killed < kills:
                workers.kill_one(dice)
    finally:
        workers.end()


def left(world: World) -> int:
    with world.store.snapshot() as reader:
        return backlog(reader, SystemClock().now() + SPREAD).pending


def check(url: str, *, workers: int, alarms: int, kills: int, seed: int, batch: int) -> None:
    with alarmed(url, alarms) as world:
        fire(world, Workers(url, workers, batch), kills=kills, seed=seed)
        assert faults(world, alarms) == NONE, f"seed {seed}"
        assert {status for (status,) in world.rows("timer", "status")} == {"fired"}
        assert rebuild(world.store, world.definitions)[1] == []


def test_each_timer_fires_once_though_workers_are_killed(database_url: str) -> None:
    check(database_url, workers=2, alarms=150, kills=2, seed=20241220, batch=4)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_six_workers_on_postgresql(postgres_url: str, seed: int) -> None:
    check(postgres_url, workers=6, alarms=3000, kills=30, seed=seed, batch=8)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_four_processes_on_sqlite(sqlite_url: str, seed: int) -> None:
    check(sqlite_url, workers=4, alarms=3000, kills=30, seed=seed, batch=8)


def test_without_the_lock_they_fire_twice(postgres_url: str) -> None:
    """The negative control: the same harness, claims without a lock, the last lines of defence taken away."""
    with alarmed(postgres_url, 60) as world:
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            found = connection.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE conrelid IN ('event'::regclass, 'outbox'::regclass) AND contype IN ('p', 'u')"
            ).fetchall()
            for table, name in found:
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        fire(world, Workers(postgres_url, 3, 8, "unlocked"), kills=0, seed=0)
        assert faults(world, 60)["twice"] > 0
