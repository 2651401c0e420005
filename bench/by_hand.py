"""The storm by hand: due deadlines claimed, written and committed in batches of 500 on one connection."""

from hashlib import sha256
from time import perf_counter
from typing import Any, Final

import orjson

from bench import baseline
from states.instants import micros
from workflow.clock import SystemClock

BATCH: Final = 500
PAST: Final = 1_000_000
"""Microseconds since 1970: when every deadline is due."""
FIND = (
    "SELECT t.stream, t.version, p.state, p.head FROM timer t JOIN project p ON p.id = t.stream "
    "WHERE t.status = 'pending' AND t.due_at <= ? ORDER BY t.due_at LIMIT ?"
)
FIRED = "UPDATE timer SET status = 'fired' WHERE stream = ? AND version = ?"


def run(url: str, count: int) -> float:
    """The seconds it takes until none is left."""
    baseline.prepare(url)
    cursor, mark, begin = baseline.connected(url)
    laid(cursor, mark, begin, count)
    clock = SystemClock()
    began = perf_counter()
    while fire(cursor, mark, begin, micros(clock.now())):
        pass
    seconds = perf_counter() - began
    cursor.connection.close()
    return seconds


def laid(cursor: Any, mark: str, begin: str, count: int) -> None:
    """The projects and their deadlines, as after one step."""
    projects = [(f"project-{n:06d}", "s01", 1, baseline.GENESIS, 0) for n in range(count)]
    cursor.execute(begin)
    cursor.executemany(baseline.BEGIN_PROJECT.replace("?", mark), projects)
    cursor.executemany(baseline.OPEN.replace("?", mark), [(id, 1, PAST) for id, *_ in projects])
    cursor.execute("COMMIT")


def fire(cursor: Any, mark: str, begin: str, now: int) -> int:
    """Fire one batch of those due by `now` (microseconds since 1970); how many there were."""
    lock = " FOR UPDATE OF t, p SKIP LOCKED" if mark == "%s" else ""
    cursor.execute(begin)
    cursor.execute(FIND.replace("?", mark) + lock, (now, BATCH))
    found = cursor.fetchall()
    events, moved, letters, leaves = [], [], [], []
    for stream, version, state, head in found:
        body = orjson.dumps(baseline.body(stream, version + 1, state, "expire", state, head, now))
        hash = sha256(body).hexdigest()
        events.append((stream, version + 1, "expire", "system", now, hash, body.decode()))
        moved.append((state, version + 1, hash, now, stream, version))
        letters.append((stream, version + 1))
        leaves.append((stream, version + 1, hash))
    if found:
        cursor.executemany(baseline.EVENT.replace("?", mark), events)
        cursor.executemany(baseline.MOVE_PROJECT.replace("?", mark), moved)
        cursor.executemany(baseline.OUTBOX.replace("?", mark), letters)
        cursor.executemany(baseline.UNSEALED.replace("?", mark), leaves)
        cursor.executemany(FIRED.replace("?", mark), [(stream, version) for stream, version, *_ in found])
    cursor.execute("COMMIT")
    return len(found)
