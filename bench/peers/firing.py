"""What every peer's job does for one deadline: the same durable work as the hand-written baseline, a commit each.

The tables are laid by the measurement before a peer begins: a project and a pending timer for each deadline. Only the
peers' own environment is here, nothing of the program that is measured.
"""

import json
import sqlite3
import sys
import threading
import time
from hashlib import sha256
from typing import Any

import psycopg

REMARK = "지역사무소 검토 완료; 붙임 서류를 공고와 대조함; 예산 3~7행 확인"
READ = "SELECT state, version, head FROM project WHERE id = %s"
FIRED = "UPDATE timer SET status = 'fired' WHERE stream = %s AND version = %s AND status = 'pending'"
EVENT = "INSERT INTO event VALUES (%s, %s, 'expire', 'system', %s, %s, %s)"
MOVE = "UPDATE project SET version = %s, head = %s, updated_at = %s WHERE id = %s AND version = %s"
OUTBOX = "INSERT INTO outbox VALUES (%s, %s, 'moved', 'tipa', 'waiting')"
UNSEALED = "INSERT INTO unsealed VALUES (%s, %s, %s)"
_own = threading.local()


def project(n: int) -> str:
    """The n-th deadline's project."""
    return f"project-{n:06d}"


def consequences(stream: str, state: str, version: int, head: str, now: int) -> list[tuple[str, tuple[Any, ...]]]:
    """The statements that fire one deadline, its event chained to the one before."""
    content = {
        "stream": stream, "version": version + 1, "from": state, "trigger": "expire", "to": state, "prev": head,
        "at": now, "area": "26110", "title": f"과제 {stream}", "amount": 125_000_001 + version,
        "document": f"2025-GR-{stream}", "remark": REMARK, "reviewer": "reviewer-0192", "score": 87, "round": 2,
        "late": False,
    }  # fmt: skip
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    hash = sha256(body.encode()).hexdigest()
    return [
        (EVENT, (stream, version + 1, now, hash, body)),
        (MOVE, (version + 1, hash, now, stream, version)),
        (OUTBOX, (stream, version + 1)),
        (UNSEALED, (stream, version + 1, hash)),
    ]


def connected(url: str) -> Any:
    """A connection that leaves transactions to us."""
    if not url.startswith("sqlite"):
        return psycopg.connect(url, autocommit=True, prepare_threshold=0)
    lite = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        lite.execute(f"PRAGMA {pragma}")
    return lite


def fire(url: str, n: int) -> None:
    """Fire one deadline in a transaction of this thread's own connection; nothing if it has fired already."""
    connection = getattr(_own, "connection", None)
    if connection is None:
        connection = _own.connection = connected(url)
    cursor, lite = connection.cursor(), url.startswith("sqlite")

    def run(statement: str, *values: Any) -> Any:
        return cursor.execute(statement.replace("%s", "?") if lite else statement, values)

    run("BEGIN IMMEDIATE" if lite else "BEGIN")
    state, version, head = run(READ, project(n)).fetchone()
    if run(FIRED, project(n), version).rowcount:
        for statement, values in consequences(project(n), state, version, head, time.time_ns() // 1000):
            run(statement, *values)
    run("COMMIT")


def leave() -> None:
    """Close this thread's connection."""
    _own.connection.close()
    _own.connection = None


def settled(url: str, count: int, patience: float) -> float:
    """Wait until every deadline has fired, or none has for so many seconds; when the last one had."""
    connection = connected(url)
    before, at = -1, time.perf_counter()
    while before < count and time.perf_counter() < at + patience:
        row = connection.execute("SELECT count(*) FROM timer WHERE status = 'fired'").fetchone()
        if row[0] != before:
            before, at = row[0], time.perf_counter()
        time.sleep(0.02)
    connection.close()
    return at


def report(url: str, count: int, seconds: float) -> None:
    """Say how long it took and how many fired never or twice."""
    connection = connected(url)
    fired = connection.execute("SELECT count(*) FROM timer WHERE status = 'fired'").fetchone()
    events = connection.execute("SELECT count(*), count(DISTINCT stream) FROM event").fetchone()
    connection.close()
    found = {"seconds": seconds, "never": count - fired[0], "twice": events[0] - events[1]}
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
