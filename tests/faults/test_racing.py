"""Processes that race on one stream: each version is given once, to one of them, and nobody's writing is lost."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
import psycopg
import pytest

from tests.world import World, world_on
from workflow.audit.verify import verify
from workflow.replay import rebuild

ROOT = Path(__file__).parents[2]


@contextmanager
def one_stream(url: str) -> Iterator[tuple[World, str]]:
    with world_on(url) as world:
        yield world, world.opened().project()


def race(url: str, stream: str, times: int, *more: str) -> tuple[list[tuple[int, str]], int]:
    """What two processes were told that they wrote, so many times each, and how often they were too late."""
    line = (sys.executable, "-m", "tests.faults.racing", url, stream)
    racers = [
        subprocess.Popen([*line, who, str(times), *more], cwd=ROOT, stdout=subprocess.PIPE) for who in ("one", "other")
    ]
    told = [orjson.loads(racer.communicate()[0]) for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    got = [(version, hash) for each in told for version, hash in each["got"]]
    return got, sum(each["attempts"] for each in told) - len(got)


def check(url: str, times: int) -> None:
    with one_stream(url) as (world, stream):
        got, late = race(url, stream, times)
        assert sorted(got) == [(version, hash) for version, hash, _ in world.events(stream)][1:]
        assert [version for version, _ in sorted(got)] == list(range(2, 2 * times + 2))
        assert late == len(world.rows("refusal"))
        assert world.stream(stream).facts["saves"] == 2 * times
        assert rebuild(world.store, world.definitions) == (2 * times + 3, [])
        assert verify(world.store).findings == ()


def test_each_version_is_given_once(database_url: str) -> None:
    check(database_url, 100)


@pytest.mark.long
def test_each_version_is_given_once_of_four_thousand(database_url: str) -> None:
    check(database_url, 2000)


def test_without_the_lock_versions_are_given_twice(postgres_url: str) -> None:
    """The negative control: the same race, the stream read without its lock, the last line of defence taken away."""
    with one_stream(postgres_url) as (_, stream):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            found = connection.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE conrelid = 'event'::regclass AND contype IN ('p', 'u')"
            ).fetchall()
            for table, name in found:
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        got, _ = race(postgres_url, stream, 100, "unlocked")
        assert len({version for version, _ in got}) < len(got)
