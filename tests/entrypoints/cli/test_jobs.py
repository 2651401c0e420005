"""`worker`, `jobs` and `period`: what an operator does with the clock."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from storage.store import Store
from tests.entrypoints.cli.conftest import CALL, Line

OPENED = "2024-12-09T09:01:00+09:00"
CLOSED = "2024-12-20T18:01:00+09:00"
RUN = (sys.executable, "-m", "entrypoints.cli.main")
ROOT = Path(__file__).parents[3]


def test_due_timers_are_run_each_at_its_own_time(programme: Line, project: str) -> None:
    assert programme.json("jobs", "run-due") == {"fired": 0, "set_aside": 0}
    found = programme.json("jobs", "run-due", "--until", CLOSED)
    assert found["fired"] >= 3
    assert programme.json("project", "show", project)["state"] == "expired"
    events = programme.json("project", "history", project)["history"]
    assert events[-1]["recorded_at"] == "2024-12-20T09:00:32.000001Z"
    assert programme.json("call", "show", CALL)["state"] == "closed"


def test_the_status_counts_what_waits(programme: Line) -> None:
    found = programme.json("jobs", "status")
    assert found["timers"]["pending"] >= 2
    assert (found["timers"]["due"], found["timers"]["lag_seconds"], found["incidents"]) == (0, 0, [])
    assert (found["unsealed"], found["seal_lag_seconds"]) == (2, 0)


def test_what_was_set_aside_is_shown_and_tried_again_by_name(programme: Line) -> None:
    store = Store(programme.url)
    with store.transaction() as transaction:
        values = "'call-2025-2', 'reception_open@2', 'open_reception', 3, 'TypeError: x', 0, 'open'"
        transaction.cursor.execute(f"INSERT INTO incident VALUES ({values})")
    store.close()
    answer = programme("jobs", "status", "--json")
    (incident,) = answer.document["incidents"]
    assert (answer.code, incident["name"], incident["attempts"]) == (1, "call-2025-2/reception_open@2", 3)
    assert programme("jobs", "status").code == 1
    assert "Nothing named 'x/y'" in programme("jobs", "redeliver", "x/y").said
    assert "--all" in programme("jobs", "redeliver").said
    assert programme.json("jobs", "redeliver", incident["name"]) == {"retried": [incident["name"]]}
    assert programme.json("jobs", "status")["incidents"] == []


def test_what_fails_is_set_aside_said_and_fired_once_it_is_mended(programme: Line, project: str) -> None:
    def written(data: str) -> None:
        store = Store(programme.url)
        with store.transaction() as transaction:
            set_data = f"UPDATE timer SET data = '{data}' WHERE stream = '{CALL}' AND id = 'reception_open@2'"
            transaction.cursor.execute(set_data)
        store.close()

    written("{")
    answer = programme("jobs", "run-due", "--until", OPENED, "--json")
    assert (answer.code, answer.document["set_aside"]) == (1, 1)
    (incident,) = programme("jobs", "status", "--json").document["incidents"]
    assert (incident["name"], incident["attempts"]) == (f"{CALL}/reception_open@2", 1)
    written('{"deadline":"reception_open"}')
    programme.json("jobs", "redeliver", incident["name"])
    assert programme.json("jobs", "run-due", "--until", OPENED)["set_aside"] == 0
    assert programme.json("call", "show", CALL)["state"] == "open"


def test_a_period_is_computed_and_explained(sqlite_line: Line) -> None:
    found = sqlite_line.json("period", "civil", "2025-01-06T14:00", "10d")
    assert found.keys() == {"due_date", "last_valid_instant", "expires", "derivation", "law", "calendar_version"}
    assert (found["due_date"], found["expires"]) == ("2025-01-16", "2025-01-16T15:00:00.000000Z")
    assert [step["en"] for step in found["derivation"]] == [
        "Starts 2025-01-06(Mon): the first day is not counted (Civil Act 157)",
        "10 days from 2025-01-07(Tue): the last day is 2025-01-16(Thu)",
        "Expires 2025-01-16(Thu) at 24:00",
    ]


def test_a_holiday_declared_later_counts_only_when_it_was_known(sqlite_line: Line) -> None:
    line = ("period", "objection", "2025-01-17", "10d")
    assert sqlite_line.json(*line)["due_date"] == "2025-01-31"
    assert sqlite_line.json(*line, "--known-as-of", "2025-01-13")["due_date"] == "2025-01-27"
    assert "2025-01-27(Mon) skipped: Temporary holiday" in sqlite_line(*line).out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("civic", "2025-01-17", "10d"), "unknown period rule 'civic'"),
        (("civil", "2025-13-01", "10d"), "'2025-13-01' is neither a date nor an instant"),
        (("civil", "2025-01-01T25:00", "10d"), "is neither a date nor an instant"),
        (("civil", "2025-01-17", "ten"), "malformed length 'ten'"),
        (("civil", "2025-01-17", "10d", "--known-as-of", "soon"), "'soon' is neither a date nor an instant"),
    ],
)
def test_a_bad_period_is_told(sqlite_line: Line, line: tuple[str, ...], said: str) -> None:
    answer = sqlite_line("period", *line)
    assert answer.code == 2
    assert said in answer.said


def test_a_worker_runs_until_it_is_told_to_stop(database_url: str) -> None:
    environment = {**os.environ, "YEONGO_DATABASE_URL": database_url, "YEONGO_LOG_FORMAT": "json"}
    subprocess.run((*RUN, "init"), cwd=ROOT, env=environment, check=True, capture_output=True)
    worker = subprocess.Popen((*RUN, "worker"), cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    assert worker.stderr is not None
    try:
        assert b'"event": "working"' in worker.stderr.readline()
        worker.send_signal(signal.SIGTERM)
        _, rest = worker.communicate(timeout=30)
    finally:
        worker.kill()
        worker.wait()
    assert worker.returncode == 0
    assert b'"event": "stopping"' in rest
    assert b"Traceback" not in rest
