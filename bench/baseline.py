"""What a careful programmer writes by hand: the same durable work in plain SQL, a commit for each step.

One process and one connection per client: `python -m bench.baseline URL CLIENT SECONDS` says ready, waits for a line on
stdin, walks projects for so long and writes one JSON line: [seconds, [each step's latency in seconds]].
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from time import perf_counter
from typing import Any, Final

import orjson
import psycopg

from states.instants import micros
from workflow.clock import SystemClock

STEPS: Final = 20
TABLE = {(f"s{n:02d}", f"step{n:02d}"): f"s{n + 1:02d}" for n in range(STEPS)}
GENESIS = "0" * 64
MONTH = 30 * 86_400 * 1_000_000
WARM_UP = 0.3
REMARK = "지역사무소 검토 완료; 붙임 서류를 공고와 대조함; 예산 3~7행 확인"
SCHEMA = """
CREATE TABLE project (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, head TEXT NOT NULL, updated_at BIGINT NOT NULL
);
CREATE TABLE event (
    stream TEXT NOT NULL, version INTEGER NOT NULL, trigger_name TEXT NOT NULL, actor TEXT NOT NULL,
    recorded_at BIGINT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (stream, version)
);
CREATE TABLE timer (
    stream TEXT NOT NULL, version INTEGER NOT NULL, due_at BIGINT NOT NULL, status TEXT NOT NULL,
    PRIMARY KEY (stream, version)
);
CREATE INDEX timer_due ON timer (due_at) WHERE status = 'pending';
CREATE TABLE outbox (
    stream TEXT NOT NULL, version INTEGER NOT NULL, letter TEXT NOT NULL, org TEXT NOT NULL, status TEXT NOT NULL,
    PRIMARY KEY (stream, version)
);
CREATE TABLE unsealed (
    stream TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (stream, version)
)
"""
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "cache_size=-65536", "wal_autocheckpoint=8000")
READ = "SELECT state, version, head FROM project WHERE id = ?"
BEGIN_PROJECT = "INSERT INTO project VALUES (?, ?, ?, ?, ?)"
MOVE_PROJECT = "UPDATE project SET state = ?, version = ?, head = ?, updated_at = ? WHERE id = ? AND version = ?"
EVENT = "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)"
OPEN = "INSERT INTO timer VALUES (?, ?, ?, 'pending')"
CANCEL = "UPDATE timer SET status = 'cancelled' WHERE stream = ? AND version = ?"
OUTBOX = "INSERT INTO outbox VALUES (?, ?, 'moved', 'tipa', 'waiting')"
UNSEALED = "INSERT INTO unsealed VALUES (?, ?, ?)"


def connected(url: str) -> tuple[Any, str, str]:
    """A cursor that leaves transactions to us, the driver's placeholder and how a write begins."""
    if url.startswith("sqlite"):
        lite = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in PRAGMAS:
            lite.execute(f"PRAGMA {pragma}")
        return lite.cursor(), "?", "BEGIN IMMEDIATE"
    return psycopg.connect(url, autocommit=True, prepare_threshold=0).cursor(binary=True), "%s", "BEGIN"


def prepare(url: str) -> None:
    """Make the tables."""
    cursor, _, _ = connected(url)
    for statement in SCHEMA.split(";"):
        cursor.execute(statement)
    cursor.connection.close()


def walker(url: str, client: str) -> Callable[[], None]:
    """A function that takes one step of this client's next project, durably, each time it is called."""
    cursor, mark, begin = connected(url)
    clock = SystemClock()

    def run(sql: str, *values: object) -> None:
        cursor.execute(sql.replace("?", mark), values)

    def take(project: str, n: int) -> None:
        trigger, now = f"step{n:02d}", micros(clock.now())
        run(begin)
        run(READ, project)
        state, version, head = cursor.fetchone() or ("s00", 0, GENESIS)
        to = TABLE[state, trigger]
        stored = orjson.dumps(body(project, version + 1, state, trigger, to, head, now))
        hash = sha256(stored).hexdigest()
        run(EVENT, project, version + 1, trigger, "lead-0001", now, hash, stored.decode())
        if version == 0:
            run(BEGIN_PROJECT, project, to, 1, hash, now)
        else:
            run(MOVE_PROJECT, to, version + 1, hash, now, project, version)
        if n % 2:
            run(CANCEL, project, version)
        else:
            run(OPEN, project, version + 1, now + MONTH)
        run(OUTBOX, project, version + 1)
        run(UNSEALED, project, version + 1, hash)
        run("COMMIT")

    steps = _steps(client)
    return lambda: take(*next(steps))


def _steps(client: str) -> Iterator[tuple[str, int]]:
    n = 0
    while True:
        yield f"project-{client}-{n // STEPS:06d}", n % STEPS
        n += 1


def body(stream: str, version: int, state: str, trigger: str, to: str, prev: str, now: int) -> dict[str, Any]:
    names = {"stream": stream, "version": version, "from": state, "trigger": trigger, "to": to, "prev": prev, "at": now}
    return names | {
        "area": "26110", "title": f"과제 {stream}", "amount": 125_000_000 + version, "document": f"2025-GR-{stream}",
        "remark": REMARK, "reviewer": "reviewer-0192", "score": 87, "round": 2, "late": False,
    }  # fmt: skip


def main(url: str, client: str, seconds: float) -> None:
    """One client: warm up, say ready, wait for the word, walk, report."""
    step = walker(url, client)
    warm = perf_counter() + WARM_UP
    while perf_counter() < warm:
        step()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    latencies = []
    began = before = perf_counter()
    while before < began + seconds:
        step()
        after = perf_counter()
        latencies.append(after - before)
        before = after
    sys.stdout.write(orjson.dumps([before - began, latencies]).decode() + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
