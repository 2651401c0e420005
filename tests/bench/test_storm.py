"""Both sides of the storm fire every deadline once; the lateness of timers is never negative."""

import sqlite3

from bench import baseline
from bench.reminders import lateness
from bench.storm import PAST, _batch, _laid, run_engine


def test_each_deadline_fires_once_with_its_event_and_notice(database_url: str) -> None:
    assert run_engine(database_url, 150) > 0


def test_the_baseline_does_the_same_work(sqlite_url: str) -> None:
    baseline.prepare(sqlite_url)
    cursor, mark, begin = baseline.connected(sqlite_url)
    _laid(cursor, mark, begin, 700)
    assert [_batch(cursor, mark, begin, PAST) for _ in range(3)] == [500, 200, 0]
    stored = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    counts = [stored.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("event", "outbox", "unsealed")]
    assert counts == [700, 700, 700]
    assert stored.execute("SELECT DISTINCT status FROM timer").fetchall() == [("fired",)]
    assert stored.execute("SELECT DISTINCT version FROM project").fetchall() == [(2,)]


def test_no_timer_fires_early(sqlite_url: str) -> None:
    seen = lateness(sqlite_url, 20, 1.0)
    assert len(seen) == 20
    assert seen[0] >= 0
