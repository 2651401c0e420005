"""How every peer walks: the same protocol, content and tables as the hand-written baseline, one process a client.

`python -m bench.peers.walk_NAME URL CLIENT SECONDS` says ready, waits for a line on stdin, walks projects for so long
and writes one JSON line: [seconds, [each step's latency in seconds]]. The measurement lays the tables before.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

STEPS = 20
STATES = [f"s{n:02d}" for n in range(STEPS + 1)]
TRIGGERS = [f"step{n:02d}" for n in range(STEPS)]
GENESIS = "0" * 64
MONTH = 30 * 86_400 * 1_000_000
WARM_UP = 0.3
REMARK = "지역사무소 검토 완료; 붙임 서류를 공고와 대조함; 예산 3~7행 확인"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "cache_size=-65536", "wal_autocheckpoint=8000")


def steps(client: str) -> Iterator[tuple[str, int]]:
    """Project and step, one after the other, project after project."""
    n = 0
    while True:
        yield f"project-{client}-{n // STEPS:06d}", n % STEPS
        n += 1


def now() -> int:
    """µs since 1970."""
    return time.time_ns() // 1000


def content(stream: str, version: int, source: str, trigger: str, dest: str, prev: str, at: int) -> dict[str, Any]:
    """What one step's event holds: about 300 bytes."""
    return {
        "stream": stream, "version": version, "from": source, "trigger": trigger, "to": dest, "prev": prev, "at": at,
        "area": "26110", "title": f"과제 {stream}", "amount": 125_000_000 + version, "document": f"2025-GR-{stream}",
        "remark": REMARK, "reviewer": "reviewer-0192", "score": 87, "round": 2, "late": False,
    }  # fmt: skip


def chained(event: dict[str, Any]) -> tuple[str, str]:
    """The event's text and its hash, which holds the one before."""
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return body, sha256(body.encode()).hexdigest()


def walk(step: Callable[[], int], seconds: float) -> None:
    """Warm up, say ready, wait for the word, walk, report. `step` says how many steps it took."""
    warm = time.perf_counter() + WARM_UP
    while time.perf_counter() < warm:
        step()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    latencies: list[float] = []
    began = before = time.perf_counter()
    while before < began + seconds:
        taken = step()
        after = time.perf_counter()
        latencies += [(after - before) / taken] * taken
        before = after
    sys.stdout.write(json.dumps([before - began, latencies]) + "\n")
    sys.stdout.flush()
