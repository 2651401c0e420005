"""Both sides of the storm fire every deadline once; the lateness of timers is never negative."""

import sqlite3
from pathlib import Path

import pytest

from bench import baseline, by_hand
from bench.databases import POSTGRESQL, SQLITE, fresh
from bench.peers.firing import fire, leave
from bench.reminders import lateness
from bench.storm import run_engine, slope, together


def test_each_deadline_fires_once_with_its_event_and_notice(database_url: str) -> None:
    seconds, mib = run_engine(database_url, 150)
    assert seconds > 0
    assert mib > 10


def test_two_workers_fire_each_once_between_them(postgres_url: str) -> None:
    assert run_engine(postgres_url, 150, workers=2)[0] > 0


def test_the_slope_is_one_where_each_deadline_costs_the_same_and_two_where_it_costs_as_many() -> None:
    def line(deadlines: int, cost: float) -> dict[str, object]:
        return {"workload": "storm", "database": "sqlite", "workers": 1, "deadlines": deadlines, "us_a_deadline": cost}

    assert slope([line(1000, 50.0), line(20_000, 70.0), line(100_000, 50.0)])["slope"] == 1
    assert slope([line(100_000, 5000.0), line(1000, 50.0)])["slope"] == 2


def test_the_baseline_does_the_same_work(sqlite_url: str) -> None:
    baseline.prepare(sqlite_url)
    cursor, mark, begin = baseline.connected(sqlite_url)
    by_hand.laid(cursor, mark, begin, 700)
    assert [by_hand.fire(cursor, mark, begin, by_hand.PAST) for _ in range(3)] == [500, 200, 0]
    stored = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    counts = [stored.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("event", "outbox", "unsealed")]
    assert counts == [700, 700, 700]
    assert stored.execute("SELECT DISTINCT status FROM timer").fetchall() == [("fired",)]
    assert stored.execute("SELECT DISTINCT version FROM project").fetchall() == [(2,)]


def test_no_timer_fires_early(sqlite_url: str) -> None:
    seen = lateness(sqlite_url, 20, 1.0)
    assert len(seen) == 20
    assert seen[0] >= 0


@pytest.mark.parametrize("database", [SQLITE, POSTGRESQL])
def test_a_peers_job_does_the_same_work_once(database: str, postgres_url: str, tmp_path: Path) -> None:
    with fresh(database, str(tmp_path) if database == SQLITE else postgres_url) as url:
        baseline.prepare(url)
        cursor, mark, begin = baseline.connected(url)
        by_hand.laid(cursor, mark, begin, 3)
        for n in (0, 1, 1, 2):
            fire(url, n)
        leave()
        tables = ("event", "outbox", "unsealed")
        assert [cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables] == [3, 3, 3]
        assert cursor.execute("SELECT DISTINCT status FROM timer").fetchall() == [("fired",)]
        assert cursor.execute("SELECT DISTINCT version FROM project").fetchall() == [(2,)]
        cursor.connection.close()


def test_two_workers_are_held_against_one() -> None:
    lines = [
        {"workload": "storm", "database": "x", "deadlines": 9, "workers": n, "deadlines_s": 1000 * n} for n in (1, 2)
    ]
    assert together(lines)["ratio"] == 2.0
