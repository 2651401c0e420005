"""The network between engine and PostgreSQL is cut at random bytes and just before an answer: nothing is done twice."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import sleep

import pytest

from jobs.running import start
from storage.errors import StorageError
from storage.store import Store
from tests.faults.alarms import faults, wind_up
from tests.faults.cluster import Cluster, cluster, until
from tests.faults.office import FAMILY, SOUND, Told, at_work, wrong
from tests.faults.proxy import COMMITTED, DOWN, RESET, SILENT, UP, Cut, Relay
from tests.world import CALL_ID, Entropy, world_on
from workflow.clock import SystemClock
from workflow.engine import Engine

SHORT = "tcp_user_timeout=1000&keepalives_idle=1&keepalives_interval=1"
"""Instead of 20 s and 5 s: how soon a dead network is noticed."""


@contextmanager
def relayed(primary: Cluster) -> Iterator[tuple[Relay, str]]:
    """A relay before the cluster, and the database's address through it."""
    relay = Relay(primary.port)
    try:
        yield relay, f"postgresql://postgres@127.0.0.1:{relay.port}/yeongo?{SHORT}"
    finally:
        relay.close()


def some_cut(dice: random.Random, n: int) -> Cut:
    """Every third between a commit and its answer, every other one a network that falls silent."""
    how = (RESET, SILENT)[n % 2]
    if n % 3 == 0:
        return Cut(how, DOWN, before=COMMITTED)
    return Cut(how, dice.choice((UP, DOWN)), after=dice.randrange(20_000))


def cut_off(primary: Cluster, times: int, seed: int, *, fresh_key: bool = False) -> tuple[dict[str, int], Told]:
    """What is wrong after so many cuts under load, and what callers were told."""
    dice = random.Random(seed)
    with relayed(primary) as (relay, url), at_work(url, seed, fresh_key=fresh_key) as office:
        for n in range(times):
            sleep(dice.uniform(0.05, 0.2))
            relay.cut = some_cut(dice, n)
            until(lambda: relay.cut is None)
        sleep(0.2)
    store = Store(primary.url("yeongo"))
    try:
        return wrong(store, office.told), office.told
    finally:
        store.close()


def test_nothing_is_lost_or_done_twice_when_the_network_is_cut() -> None:
    with cluster() as primary:
        found, told = cut_off(primary, 10, 20241220)
    assert found == SOUND
    assert told.unanswered["StorageError"] > 0, "nobody was cut off"


def hold_and_be_lost(store: Store, relay: Relay) -> None:
    with store.transaction() as transaction:
        assert transaction.take([(CALL_ID, "somebody", "key")], wait=True)[0].keys() == {CALL_ID}
        relay.lines[0].fall_silent()


def test_what_a_lost_client_held_is_free_again() -> None:
    with cluster() as primary, relayed(primary) as (relay, url), world_on(primary.url("yeongo"), FAMILY) as world:
        world.opened()
        lost = Store(url)
        with pytest.raises(StorageError):
            hold_and_be_lost(lost, relay)
        lost.close()
        with world.store.transaction() as transaction:
            assert transaction.take([(CALL_ID, "another", "key")], wait=True)[0].keys() == {CALL_ID}


@pytest.mark.parametrize("how", [RESET, SILENT])
def test_who_cannot_listen_any_more_looks_up_all_the_same(how: str) -> None:
    with cluster() as primary, relayed(primary) as (relay, url), world_on(primary.url("yeongo"), FAMILY) as world:
        worker = Store(url)
        running = start(Engine(worker, world.definitions, SystemClock(), Entropy()), SystemClock())
        listening = "SELECT client_port FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
        until(lambda: bool(primary.run(listening)))
        ((port,),) = primary.run(listening)
        (line,) = (each for each in relay.lines if each.server.getsockname()[1] == port)
        line.fall_silent() if how == SILENT else line.end()
        world.clock.set(SystemClock().now())
        wind_up(world, 1, world.clock.now() - timedelta(hours=1))
        until(lambda: world.rows("timer", "status") == [("fired",)])
        running.stop()
        worker.close()
        assert faults(world, 1) == {"twice": 0, "early": 0, "never": 0, "notices": 0}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_or_done_twice_in_a_hundred_cuts(seed: int) -> None:
    with cluster() as primary:
        assert cut_off(primary, 100, seed)[0] == SOUND, f"seed {seed}"


def test_who_asks_again_under_a_new_key_has_it_twice() -> None:
    """The negative control: callers who do not keep their key."""
    with cluster() as primary:
        found, _ = cut_off(primary, 10, 20241220, fresh_key=True)
    assert found["doubled"] > 0
