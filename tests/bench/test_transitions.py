"""The two sides of the comparison do the same durable work, and their figures are what they claim."""

import sqlite3
import sys

import pytest

from bench import baseline
from bench.installed import engine
from bench.lifecycle import STEPS
from bench.peers_transitions import GOALS
from bench.replay import fill
from bench.walkers import ROOT, Measured, measured, walked

WALKED = 2 * STEPS


def test_the_baseline_leaves_everything_a_step_owes(sqlite_url: str) -> None:
    baseline.prepare(sqlite_url)
    step = baseline.walker(sqlite_url, "000")
    for _ in range(WALKED - 1):
        step()
    stored = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    counts = {
        name: stored.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("event", "outbox", "unsealed")
    }
    assert counts == {"event": WALKED - 1, "outbox": WALKED - 1, "unsealed": WALKED - 1}
    assert stored.execute("SELECT state, version FROM project ORDER BY id").fetchall() == [("s20", 20), ("s19", 19)]
    statuses = stored.execute("SELECT status, count(*) FROM timer GROUP BY status ORDER BY status").fetchall()
    assert statuses == [("cancelled", 19), ("pending", 1)]
    hashes = [hash for (hash,) in stored.execute("SELECT hash FROM event ORDER BY stream, version LIMIT 2")]
    prev = stored.execute("SELECT body ->> '$.prev' FROM event ORDER BY stream, version LIMIT 2").fetchall()
    assert prev == [(baseline.GENESIS,), (hashes[0],)]


def test_the_engine_leaves_the_same(database_url: str) -> None:
    with engine(database_url) as (ready, call):
        fill(ready, call, "t", 2)
        with ready.store.snapshot() as reader:
            of = {
                name: reader.query(f"SELECT count(*) FROM {name} WHERE stream <> ?", call)[0][0]
                for name in ("event", "outbox", "unsealed")
            }
            states = reader.query("SELECT state, version FROM stream WHERE kind = 'project'")
            statuses = reader.query("SELECT status, count(*) FROM timer GROUP BY status")
    assert of == {"event": WALKED, "outbox": WALKED, "unsealed": WALKED}
    assert states == [("s20", 20), ("s20", 20)]
    assert statuses == [("cancelled", 20)]


def test_figures_add_clients_up_and_pool_their_latencies() -> None:
    slow, fast = (2.0, [0.5, 0.5, 0.5, 0.5]), (2.0, [0.25] * 8)
    assert measured([slow, fast]) == Measured(tps=6.0, p50=250.0, p99=500.0)


def test_every_peer_that_has_a_goal_has_a_program() -> None:
    for peer in GOALS:
        assert (ROOT / "bench" / "peers" / f"walk_{peer}.py").is_file(), peer


def test_a_client_that_does_not_start_is_named() -> None:
    with pytest.raises(RuntimeError, match=r"a client of bench\.nothing did not start"):
        walked((sys.executable, "-m", "bench.nothing"), 1, 0.1)
