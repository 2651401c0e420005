"""Server time of the console's pages on the demo's data, or on very many copies of it: asked for inside the process."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import orjson

from bench.families import multiplied
from entrypoints.api.app import build, shared
from entrypoints.bootstrap import Service, service
from entrypoints.console.door import pages
from entrypoints.demo import play
from entrypoints.demo.stage import on
from entrypoints.logging import configure_logging
from entrypoints.settings import Settings
from states.instants import from_micros
from storage.queries import Filter, page
from workflow.clock import SystemClock
from workflow.people import People

MOMENT = on(date(2025, 6, 20))
GOAL, CROWDED = 100.0, 300.0
"""Milliseconds a page may take at the demo's size, and among very many projects."""


def main(arguments: list[str]) -> int:
    """One JSON line a page: milliseconds at the median, the 99th percentile and at most. 1 if one misses the goal."""
    parser = argparse.ArgumentParser(prog="yeongo bench console")
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--projects", type=int, default=0, help="copy the demo's families until there are so many")
    given = parser.parse_args(arguments)
    configure_logging("json", "ERROR")
    with _house(given.projects) as parts:
        found = [asyncio.run(_measured(parts, path, given.times)) for path in _paths(parts)]
    for each in found:
        sys.stdout.write(orjson.dumps(each).decode() + "\n")
    goal = CROWDED if given.projects else GOAL
    return int(any(each["p50_ms"] > goal for each in found))


@contextmanager
def _house(projects: int) -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="yeongo-bench-") as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/play.db")
        play(settings.database_url, Path("calls/2025-2"), lambda what, done: None, MOMENT)
        with service(settings) as parts:
            if projects:
                multiplied(parts.store, projects)
            yield parts


def _paths(parts: Service) -> list[str]:
    with parts.store.snapshot() as reader:
        project = page(reader, Filter("project", state="supporting"), 1).rows[0].stream.id
        support = page(reader, Filter("support"), 1).rows[0].stream.id
    return [
        "/", "/projects", "/projects?search=테크노", "/projects?search=없는말", "/projects?view=board",
        f"/projects/{project}",
        "/supports", "/calls", "/money?year=2025", "/forecast?year=2025", "/preferences", "/outages", "/paper-desk",
        "/assembly", "/deliveries", "/notifications", "/readings", "/calendar?view=list",
        f"/projects/{project}?version=12", f"/projects/{project}/timeline", f"/projects/{project}/receipts/9",
        f"/audit/{project}", f"/supports/{support}", "/companies", "/calls/call-2025-2", "/calls/call-2025-2/ranking",
        "/evaluation", "/calendar", "/audit?trigger=award", "/operations", "/lifecycles/project", "/sheets/projects",
    ]  # fmt: skip


async def _measured(parts: Service, path: str, times: int) -> dict[str, Any]:
    people = People(parts.store, SystemClock(), os.urandom)
    api = shared(Settings(rate=1e6, burst=1e6), parts, people, time.monotonic)
    transport = httpx.ASGITransport(build(api, "bench", pages()))
    headers = {"Authorization": f"Bearer {_token(people)}"}
    took: list[float] = []
    size = 0
    async with httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers) as client:
        for _ in range(times + 1):
            began = time.perf_counter()
            answer = await client.get(path)
            took.append((time.perf_counter() - began) * 1000)
            size = len(answer.raise_for_status().content)
    await api.dispatcher.close()
    cuts = quantiles(took[1:], n=100)
    return {"workload": "console", "page": path, "p50_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1),
            "max_ms": round(max(took[1:]), 1), "bytes": size}  # fmt: skip


def _token(people: People) -> str:
    """Someone who sees everything, with a token."""
    me = f"bench-{os.urandom(4).hex()}"
    people.organise("bench", "yeongo", "연고", "Yeongo")
    people.invite("bench", me, {"name": me}, me)
    people.assign("bench", me, "admin", "yeongo", from_micros(0))
    people.restore("bench", me)
    return people.new_token(me, "bench", ["read", "act"], timedelta(days=1))[1]
