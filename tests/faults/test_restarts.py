"""PostgreSQL is stopped as a crash stops it, in the middle of transactions: nothing acknowledged is lost or doubled."""

import random
from time import sleep

import pytest

from storage.store import Store
from tests.faults.cluster import Cluster, cluster
from tests.faults.office import SOUND, Told, at_work, wrong


def restarted(primary: Cluster, times: int, seed: int) -> Told:
    """An office at work through so many crashes; what its callers were told."""
    dice = random.Random(seed)
    with at_work(primary.url("yeongo"), seed) as office:
        for _ in range(times):
            sleep(dice.uniform(0.2, 0.8))
            primary.crash()
            sleep(dice.uniform(0, 0.1))
            primary.start()
        sleep(0.3)
    return office.told


def check(times: int, seed: int, **settings: str) -> tuple[dict[str, int], Told]:
    with cluster(**settings) as primary:
        told = restarted(primary, times, seed)
        store = Store(primary.url("yeongo"))
        try:
            return wrong(store, told), told
        finally:
            store.close()


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_crashes() -> None:
    found, told = check(5, 20241220)
    assert found == SOUND
    assert told.unanswered["StorageError"] > 0, "nobody was cut off"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_in_twenty_crashes_each(seed: int) -> None:
    assert check(20, seed)[0] == SOUND, f"seed {seed}"


def test_a_server_that_answers_before_it_wrote_loses_what_it_acknowledged() -> None:
    """The negative control: the same office, the server told not to wait for its write-ahead log."""
    found, _ = check(2, 20241220, synchronous_commit="off", wal_writer_delay="10s")
    assert found["lost"] > 0
    assert found["missing"] > 0
