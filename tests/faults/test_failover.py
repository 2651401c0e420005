"""The primary is killed, a standby takes over, as `deploy/postgresql.md` sets it up: nothing acknowledged is lost."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from time import sleep

import pytest

from storage.store import Store
from tests.faults.cluster import Cluster, cluster, until
from tests.faults.office import SOUND, Told, at_work, wrong

ANY = {"synchronous_standby_names": "ANY 1 (a, b, c, d)"}
NOBODY = {"synchronous_standby_names": ""}


class Site:
    """A primary with two standbys, and two more servers' addresses that may be needed."""

    def __init__(self, primary: Cluster) -> None:
        self.primary = primary
        self.all = [primary, *(primary.later(name) for name in "abcd")]
        self.standbys = self.all[1:3]
        self.forked_at = 0
        for standby in self.standbys:
            standby.follow(primary)

    @property
    def url(self) -> str:
        """Every server's address; whoever takes writes is the one."""
        hosts, ports = ",".join(["127.0.0.1"] * len(self.all)), ",".join(str(each.port) for each in self.all)
        return f"postgresql://postgres@/yeongo?host={hosts}&port={ports}&target_session_attrs=read-write"

    def fail_over(self, dice: random.Random, *, to_the_last: bool = False) -> None:
        """Cut one standby off, kill the primary, promote the other, which has everything (or else the last)."""
        last = dice.choice(self.standbys)
        last.set(primary_conninfo="")
        until(lambda: not last.streams())
        sleep(dice.uniform(0.2, 0.5))
        self.primary.kill()
        first = last if to_the_last else max(self.standbys, key=received)
        self.forked_at = received(first)
        first.promote()
        self.primary, self.standbys = first, [each for each in self.standbys if each is not first]

    def mend(self) -> None:
        """The other standby follows the new primary, unless it went further; a fresh one is added."""
        (other,) = self.standbys
        if received(other) > self.forked_at:
            other.close()
            self.standbys.clear()
        else:
            other.set(primary_conninfo=self.primary.conninfo())
            until(other.streams)
        if fresh := next((each for each in self.all if each.process is None), None):
            fresh.follow(self.primary)
            self.standbys.append(fresh)


def received(standby: Cluster) -> int:
    """How far the write-ahead log reached this standby."""
    ((bytes,),) = standby.run(
        "SELECT pg_wal_lsn_diff(greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()), '0/0')::bigint"
    )
    assert isinstance(bytes, int)
    return bytes


@contextmanager
def site(settings: Mapping[str, str]) -> Iterator[Site]:
    with cluster(wal_keep_size="1GB") as primary:
        there = Site(primary)
        try:
            for each in (primary, *there.standbys):
                each.set(**settings)
            yield there
        finally:
            for each in there.all[1:]:
                each.close()


def failed_over(
    times: int, seed: int, settings: Mapping[str, str], *, to_the_last: bool = False
) -> tuple[dict[str, int], Told]:
    """What is wrong after so many failovers under load, and what callers were told."""
    dice = random.Random(seed)
    with site(settings) as there:
        with at_work(there.url, seed) as office:
            for _ in range(times):
                sleep(dice.uniform(0.3, 0.8))
                there.fail_over(dice, to_the_last=to_the_last)
                there.mend()
            sleep(0.3)
        store = Store(there.url)
        try:
            return wrong(store, office.told), office.told
        finally:
            store.close()


def test_nothing_acknowledged_is_lost_when_a_synchronous_standby_takes_over() -> None:
    found, told = failed_over(1, 20241220, ANY)
    assert found == SOUND
    assert told.unanswered["StorageError"] > 0, "nobody was cut off"


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_in_three_failovers_in_a_row(seed: int) -> None:
    assert failed_over(3, seed, ANY)[0] == SOUND, f"seed {seed}"


@pytest.mark.parametrize("settings", [NOBODY, ANY], ids=["asynchronous", "the wrong one"])
def test_a_standby_that_lags_loses_what_was_acknowledged(settings: dict[str, str]) -> None:
    """The negative controls: no standby is waited for; one is, and the other is promoted."""
    found, _ = failed_over(1, 20241220, settings, to_the_last=True)
    assert found["lost"] > 0
