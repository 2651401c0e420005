"""Server time of every page of the console on the demo's data, or on very many copies of it: asked in-process."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import orjson

from bench import families
from bench.pages import ASKED, OVERSEER, STRANGER, openings, unopened
from entrypoints.api.app import build, shared
from entrypoints.api.state import Api
from entrypoints.bootstrap import FAMILY, Service, service
from entrypoints.console.door import pages
from entrypoints.demo import play
from entrypoints.demo.stage import on
from entrypoints.logging import configure_logging
from entrypoints.settings import Settings
from entrypoints.working import VERIFY
from states.instants import from_micros
from states.roles import Actor
from storage.people import person
from storage.schema import revisions
from workflow.clock import SystemClock
from workflow.people import People

CALL = Path("calls/2025-2")
MOMENT, WINTER = on(date(2025, 6, 20)), on(date(2025, 1, 14))
"""While companies are supported; while projects wait for their selection."""
GOAL, CROWDED = 100.0, 300.0
"""Milliseconds a page may take at the demo's size, and among very many projects."""
EXPECTED = {"nothing": (404,), "extend_deadline": (409,)}
"""What some pages answer by how their address ends: that there is nothing there, or why a step cannot be taken."""


def main(arguments: list[str]) -> int:
    """One JSON line a page, dearest first: median and most milliseconds, those of the processor; 1 if one misses."""
    parser = argparse.ArgumentParser(prog="yeongo bench console")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--projects", type=int, default=0, help="copy the demo's families until there are so many")
    parser.add_argument("--page", default="", help="only addresses that hold this text")
    given = parser.parse_args(arguments)
    configure_logging("json", "ERROR")
    goal = CROWDED if given.projects else GOAL
    with _house(given.projects) as parts:
        found = asyncio.run(_measured(parts, given.times, given.page, goal))
    for each in sorted(found, key=lambda line: -float(line["p50_ms"])):
        sys.stdout.write(orjson.dumps(each).decode() + "\n")
    return int(any(not each["met"] for each in found))


@contextmanager
def _house(projects: int) -> Iterator[Service]:
    with ExitStack() as stack:
        if projects:
            file = _crowd(projects)
        else:
            file = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yeongo-bench-"))) / "play.db"
            _played(file)
        yield stack.enter_context(service(Settings(database_url=f"sqlite:///{file}")))


def _played(file: Path, until: Any = MOMENT) -> None:
    play(f"sqlite:///{file}", CALL, lambda what, done: None, until)


def _crowd(projects: int) -> Path:
    """Very many projects, made once for as long as schema, lifecycles and the making stay the same."""
    made_of = [*revisions(), *(each.fingerprint for each in FAMILY.values()), Path(families.__file__).read_text()]
    name = sha256("\n".join(made_of).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"yeongo-bench-{projects}-{name}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(prefix="yeongo-bench-") as half:
            file, winter = Path(half) / "made" / "crowd.db", Path(half) / "winter.db"
            file.parent.mkdir()
            _played(file)
            _played(winter, WINTER)
            with service(Settings(database_url=f"sqlite:///{file}")) as parts:
                families.multiplied(parts.store, projects, [winter])
            file.parent.rename(folder)
    return folder / "crowd.db"


async def _measured(parts: Service, times: int, only: str, goal: float) -> list[dict[str, Any]]:
    people = People(parts.store, SystemClock(), os.urandom)
    api = shared(Settings(rate=1e6, burst=1e6), parts, people, time.monotonic)
    transport = httpx.ASGITransport(build(api, "bench", pages()))
    found: list[dict[str, Any]] = []
    opened: list[str] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        for actor, addresses in openings(parts):
            client.headers = httpx.Headers(_headers(people, actor))
            mine = [*addresses, *(await _made(client, api, actor) if actor == OVERSEER else ())]
            found += [await _asked(client, each, actor.role, times, goal) for each in mine if only in each]
            opened += mine
    await api.dispatcher.close()
    if left := unopened(opened):
        raise RuntimeError(f"pages nobody opens: {left}")
    return found


async def _made(client: httpx.AsyncClient, api: Api, actor: Actor) -> list[str]:
    """The pages that are there once somebody asked for them: an answer, a delivery, a webhook, a job."""
    found = []
    for path, form in ASKED.items():
        answer = await client.post(path, data=dict(form), headers={"Sec-Fetch-Site": "same-origin"})
        found.append(answer.headers["location"])
    hooks = api.webhooks.all(actor) or [
        api.webhooks.add(actor, "https://example.org/", ["project.*"], personal=True)[0]
    ]
    return [*found, f"/notifications/webhooks/{hooks[0].id}", f"/jobs/{_job(api, actor)}"]


def _job(api: Api, actor: Actor) -> str:
    """A job that is asked for and never begun."""
    jobs = api.working.jobs
    kept = jobs.of(actor, 1)
    return kept[0].id if kept else jobs.ask(actor, VERIFY, {}).id


async def _asked(client: httpx.AsyncClient, path: str, role: str, times: int, goal: float) -> dict[str, Any]:
    """What one page takes; the first time is not counted."""
    took, worked, size = [], [], 0
    for _ in range(times + 1):
        began, spent = time.perf_counter(), time.process_time()
        answer = await client.get(path)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - spent) * 1000)
        size = len(answer.content)
        if answer.status_code not in (httpx.codes.OK, *EXPECTED.get(path.rpartition("/")[2], ())):
            raise RuntimeError(f"{path} answers {role or 'a stranger'} {answer.status_code}")
    wall = median(took[1:])
    return {
        "workload": "console", "page": path, "role": role, "p50_ms": round(wall, 1), "max_ms": round(max(took[1:]), 1),
        "cpu_ms": round(median(worked[1:]), 1), "bytes": size, "met": wall <= goal,
    }  # fmt: skip


def _headers(people: People, actor: Actor) -> dict[str, str]:
    """Of somebody signed in who has this duty."""
    if actor == STRANGER:
        return {}
    people.organise("bench", actor.org, actor.org, actor.org)
    with people.store.snapshot() as reader:
        new = person(reader, actor.id) is None
    if new:
        people.invite("bench", actor.id, {"name": actor.id}, actor.id)
        people.assign("bench", actor.id, actor.role, actor.org, from_micros(0))
        people.restore("bench", actor.id)
    secret = people.new_token(actor.id, "bench", ["read", "act"], timedelta(days=1))[1]
    return {"Authorization": f"Bearer {secret}"}
