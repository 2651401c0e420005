"""A walk through the whole programme ends the same whether or not faults strike on the way, whatever the seed.

`YEONGO_SEED=N pytest tests/faults/test_simulation.py` plays one seed.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.bootstrap import FAMILY
from tests.conformance.test_real_walks import assert_sound
from tests.faults.cluster import Cluster, cluster
from tests.faults.proxy import Relay
from tests.faults.simulation import FREE, SAME, Strikes, walked
from tests.world import World, world_on
from workflow.audit.verify import verify

GIVEN = os.environ.get("YEONGO_SEED")
SEEDS = [int(GIVEN)] if GIVEN else [0, 1]
STEPS = 25


def simulated(plain: str, struck: str, seed: int, relay: Relay | None = None, *, fresh_key: bool = False) -> list[str]:
    """What a walk with faults left otherwise than the same without: tables, what the audit finds.

    Every other seed walks without guards, which gets everywhere; the audit then finds what they would have refused.
    """
    family = (FAMILY, FREE)[seed % 2]
    with world_on(plain, family) as world:
        script = walked(world, seed, STEPS)
        expected = outcome(world)
    with world_on(struck, family) as world:
        strikes = Strikes(world, seed, relay, fresh_key=fresh_key)
        strikes.play(script)
        assert_sound(world)
        assert strikes.met.get("failed", 0) > 0, f"no fault came through (seed {seed}): {strikes.met}"
        found = outcome(world)
    assert family is FREE or found["audit"] == (), f"seed {seed}"
    return [name for name in expected if found[name] != expected[name]]


def outcome(world: World) -> dict[str, object]:
    return {**{name: world.rows(name) for name in SAME}, "audit": verify(world.store).findings}


def on_sqlite(folder: Path, seed: int, *, fresh_key: bool = False) -> list[str]:
    plain, struck = (f"sqlite:///{folder / name}.db" for name in ("plain", "struck"))
    return simulated(plain, struck, seed, fresh_key=fresh_key)


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with cluster() as primary:
        yield primary


def on_postgresql(server: Cluster, seed: int, *, fresh_key: bool = False) -> list[str]:
    for name in ("plain", "struck"):
        server.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE yeongo")
    relay = Relay(server.port)
    try:
        struck = f"postgresql://postgres@127.0.0.1:{relay.port}/struck"
        return simulated(server.url("plain"), struck, seed, relay, fresh_key=fresh_key)
    finally:
        relay.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_faults_change_nothing_on_sqlite(seed: int, tmp_path: Path) -> None:
    assert on_sqlite(tmp_path, seed) == [], f"seed {seed}"


@pytest.mark.parametrize("seed", SEEDS)
def test_faults_change_nothing_on_postgresql(seed: int, server: Cluster) -> None:
    assert on_postgresql(server, seed) == [], f"seed {seed}"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_faults_change_nothing_whatever_the_seed(seed: int, tmp_path: Path, server: Cluster) -> None:
    assert on_sqlite(tmp_path, seed) == [], f"seed {seed}"
    assert on_postgresql(server, seed) == [], f"seed {seed}"


def test_who_asks_again_under_a_new_key_ends_elsewhere(tmp_path: Path) -> None:
    """The negative control: the same walk under the same faults by callers who do not keep their key."""
    assert "event" in on_sqlite(tmp_path, 1, fresh_key=True)
