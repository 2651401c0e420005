"""Killed in the middle of a change to many projects: what runs again completes it, and each project changes once."""

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import sleep

import orjson
import pytest

from tests.faults.changing import approve_migration, lengthen, moves, newer, submitted
from tests.world import AGENCY_1, World
from workflow.audit.verify import verify
from workflow.replay import rebuild

ROOT = Path(__file__).parents[2]
PROJECTS = 100
LONGEST, PATIENCE = 0.1, 1.15
"""Seconds the first process may work before it is killed, about what the whole change takes in one transaction; each
next one has longer, so that a busy machine gets there too."""
COMMITS = 60
"""The most it may commit before, one by one."""


def strike(url: str, way: str, dice: random.Random, longest: float) -> None:
    """Run the process and kill it at a random moment of its work: together within `longest` seconds, else after some
    commits.
    """
    process = subprocess.Popen(
        (sys.executable, "-m", "tests.faults.changing", url, way),
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline()
    assert said == b"go\n", process.communicate()[1].decode()
    if way == "together":
        sleep(dice.uniform(0, longest))
    else:
        for _ in range(dice.randint(1, COMMITS)):
            process.stdout.readline()
    process.kill()
    process.communicate()


def done(world: World, trigger: str) -> Counter[str]:
    """How often each project took this step."""
    with world.store.snapshot() as reader:
        events = [orjson.loads(body) for *_, body in reader.every_event()]
    return Counter(event["stream"] for event in events if event["trigger"] == trigger)


def halves(world: World, url: str, way: str, trigger: str, seed: int) -> Iterator[int]:
    """Strike until the change is complete; how many projects had changed after each."""
    dice = random.Random(seed)
    for strikes in range(60):
        strike(url, way, dice, LONGEST * PATIENCE**strikes)
        changed = done(world, trigger)
        yield len(changed)
        assert set(changed.values()) <= {1}, f"seed {seed}: twice"
        if len(changed) == PROJECTS:
            return
    raise AssertionError(f"seed {seed}: never complete")


def sound(world: World) -> None:
    assert rebuild(world.store, world.definitions)[1] == []
    assert [each for each in verify(world.store).findings if not each.code.startswith("log.")] == []


@pytest.fixture(params=[7, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(10))])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def test_a_recomputation_is_whole_or_has_not_begun(database_url: str, seed: int) -> None:
    with submitted(database_url, PROJECTS) as world:
        lengthen(world)
        seen = set(halves(world, database_url, "together", "recompute_deadline", seed))
        assert seen <= {0, PROJECTS}
        assert PROJECTS in seen
        assert moves(world, AGENCY_1, "again") == []
        sound(world)


@pytest.mark.parametrize(
    ("way", "trigger", "begin"),
    [("singly", "recompute_deadline", lengthen), ("migrate", "migrate", approve_migration)],
)
def test_what_goes_project_by_project_goes_on_where_it_was_killed(
    database_url: str, seed: int, way: str, trigger: str, begin: Callable[[World], None]
) -> None:
    """Seeing it half done shows that the kills strike in its middle, there and above."""
    with submitted(database_url, PROJECTS) as older:
        world = newer(older) if way == "migrate" else older
        begin(world)
        seen = list(halves(world, database_url, way, trigger, seed))
        assert seen[-1] == PROJECTS
        assert seen == sorted(seen)
        assert set(seen) - {0, PROJECTS}, f"seed {seed}: never killed in the middle"
        sound(world)
