"""The jobs of one process on real databases: what is due fires by itself, a poke from another process is heard."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from jobs.running import Running, start
from jobs.timers import database_time
from storage.listening import pokes
from tests.world import AGENCY_1, CALL_ID, JANGSU, Entropy, World, world_on
from workflow.clock import SystemClock
from workflow.engine import Engine

PATIENCE = 20.0
SKEW = timedelta(minutes=1)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        yield world.opened()


def jobs_of(world: World) -> Running:
    return start(Engine(world.store, world.definitions, world.clock, Entropy()), SystemClock())


def until(running: Running, world: World, stream: str, state: str) -> None:
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if world.stream(stream).state == state:
            return
        pause.wait(0.02)
    raise AssertionError(f"{stream} is {world.stream(stream).state}, not {state}")


def test_what_is_due_fires_by_itself(world: World) -> None:
    id = world.project(JANGSU)
    world.clock.set(world.due(id)["filing@1"])
    running = jobs_of(world)
    try:
        until(running, world, id, "expired")
    finally:
        running.stop()


def test_a_reaction_fires_soon_after_its_cause(world: World) -> None:
    id = world.project(JANGSU)
    running = jobs_of(world)
    world.engine.on_due = running.poke
    try:
        world.done(CALL_ID, "close", AGENCY_1)
        until(running, world, id, "expired")
    finally:
        running.stop()


def test_stopping_twice_the_same_database_is_free_again(world: World) -> None:
    for _ in range(2):
        jobs_of(world).stop()
    assert world.drained() == [0]


def test_a_commit_that_leaves_a_timer_due_is_told_to_other_processes(postgres_url: str) -> None:
    with world_on(postgres_url) as world:
        world.opened()
        id = world.project(JANGSU)
        heard, stop, ready = threading.Event(), threading.Event(), threading.Event()

        def asked() -> bool:
            ready.set()
            return stop.is_set()

        def listen() -> None:
            for _ in pokes(world.store, asked):
                heard.set()

        listener = threading.Thread(target=listen)
        listener.start()
        assert ready.wait(PATIENCE)
        world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
        assert heard.wait(PATIENCE)
        stop.set()
        listener.join(PATIENCE)


def test_the_workers_go_by_the_clock_of_the_database(postgres_url: str, sqlite_url: str) -> None:
    now = SystemClock()
    far = datetime(2020, 1, 1, tzinfo=UTC)

    class Wrong(SystemClock):
        def now(self) -> datetime:
            return far

    with world_on(postgres_url) as world:
        assert abs(database_time(world.store, Wrong())() - now.now()) < SKEW
        assert database_time(world.store, world.clock)() == world.clock.now()
    with world_on(sqlite_url) as world:
        assert database_time(world.store, Wrong())() == far
