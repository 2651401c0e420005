"""Host time zones, summer time, stepped and jittering clocks, days of downtime: each fires once, none early."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from states.instants import read
from tests.faults.alarms import FAMILY, faults, wind_up
from tests.faults.stepping import DOWN, stepped
from tests.world import world_on

ROOT = Path(__file__).parents[2]
NONE = {"twice": 0, "early": 0, "never": 0, "notices": 0, "seen early": 0, "lateness unsaid": 0}
AUTUMN: Final = {
    "America/New_York": "2025-11-02T06:00:00Z",
    "Europe/Berlin": "2025-10-26T01:00:00Z",
    "Asia/Kathmandu": "2025-10-26T01:00:00Z",
}
"""When the clocks of a zone go back; Nepal's never do, and are off by a quarter of an hour."""
SPRING: Final = {"America/New_York": "2025-03-09T07:00:00Z", "Europe/Berlin": "2025-03-30T01:00:00Z"}
"""When they go forward."""
SEED = 20251102


def on_host(zone: str, url: str, seed: int, change: str) -> dict[str, Any]:
    """The jobs in a process of their own on a host in this zone."""
    line = (sys.executable, "-m", "tests.faults.stepping", url, str(seed), change)
    done = subprocess.run(line, cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def check(found: dict[str, Any], seed: int) -> None:
    assert found["faults"] == NONE, f"seed {seed}"
    assert found["late"] > DOWN.total_seconds() / 2, "the downtime is on record"


@pytest.mark.parametrize("zone", AUTUMN)
def test_the_zone_of_the_host_does_not_matter(zone: str, migrated_sqlite_url: str, tmp_path: Path) -> None:
    change = AUTUMN[zone]
    there = on_host(zone, migrated_sqlite_url, SEED, change)
    here = stepped(f"sqlite:///{tmp_path / 'here.db'}", SEED, read(change))
    check(there, SEED)
    assert (there["due"], there["last_days"]) == (here["due"], here["last_days"])


def test_naive_programs_fail_on_the_same_clock(migrated_sqlite_url: str) -> None:
    """The negative controls: dates compared for equality, instants as the wall shows them when summer time ends."""
    found = on_host("Europe/Berlin", migrated_sqlite_url, SEED, AUTUMN["Europe/Berlin"])
    assert found["by_date"]["never"] > 0
    assert found["by_date"]["twice"] > 0
    assert found["by_wall"]["early"] > 0


@pytest.mark.parametrize("seed", range(2))
def test_a_clock_that_is_stepped_and_jitters(seed: int, migrated_sqlite_url: str) -> None:
    check(stepped(migrated_sqlite_url, seed, read(SPRING["Europe/Berlin"])), seed)


def test_nothing_is_recorded_before_it_was_due_though_the_clock_falls_back(database_url: str) -> None:
    """What was due by one reading of the clock is recorded by another, which may be hours behind it."""
    with world_on(database_url, FAMILY) as world:
        due = world.clock.now() + timedelta(hours=2)
        wind_up(world, 1, due)
        assert world.engine.drain(due + timedelta(seconds=1)) == 1
        assert faults(world, 1) == {"twice": 0, "early": 0, "never": 0, "notices": 0}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 200))
def test_many_clocks_that_are_stepped_and_jitter(seed: int, migrated_sqlite_url: str) -> None:
    check(stepped(migrated_sqlite_url, seed, read(SPRING["Europe/Berlin"])), seed)


@pytest.mark.long
@pytest.mark.parametrize("zone", SPRING)
def test_the_zone_does_not_matter_in_spring(zone: str, migrated_sqlite_url: str) -> None:
    check(on_host(zone, migrated_sqlite_url, SEED, SPRING[zone]), SEED)
