"""The HTTP door on a real database: the announced call, one project, and someone of every role with a token."""

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import httpx
import orjson
import pytest

from entrypoints.api.app import Pages, build, shared
from entrypoints.api.state import Api
from entrypoints.bootstrap import FAMILY, Service
from entrypoints.settings import Settings
from states.instants import from_micros
from states.roles import ROLES, SYSTEM, Actor
from storage.store import Store
from storage.vault import make_vault
from tests.entrypoints.cli.conftest import NOTICE
from tests.world import CALL_ID, World, real_rules
from workflow.clock import SystemClock, VirtualClock
from workflow.engine import Engine
from workflow.people import People

AREA, OTHER_AREA = "52740", "27720"
LEAD, OTHER = Actor("lead-1", "lead", "tp-jeonbuk"), Actor("lead-2", "lead", "tp-daegu")
MINISTER, ADMIN = Actor("ministry-1", "ministry", "MSS"), Actor("admin-1", "admin", "yeongo")
ORGS = {
    "ministry": "MSS", "partner_ministry": "MOIS", "agency": "tipa", "secretary": "tipa", "lead": "tp-jeonbuk",
    "participant": "tp-daegu", "municipality": AREA, "province": AREA[:2], "company": "1234567891",
    "evaluator": "panel", "accountant": "firm", "helpdesk": "help", "auditor": "audit", "admin": "yeongo",
}  # fmt: skip
PASSWORD = "a long password 1"
DATA = {"area": AREA, "ministries": ["MSS", "MOIS"], "title": "오미자"}
type_of_result = TypeVar("type_of_result")


@dataclass
class House:
    """A served installation. `call` asks as someone; keys are made up unless given."""

    api: Api
    parts: Service
    project: str
    tokens: dict[str, str]
    loop: asyncio.AbstractEventLoop
    client: httpx.AsyncClient
    keys: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def clock(self) -> VirtualClock:
        assert isinstance(self.parts.clock, VirtualClock)
        return self.parts.clock

    def run(self, work: Coroutine[Any, Any, type_of_result]) -> type_of_result:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def ask(self, method: str, path: str, who: str = "", **rest: Any) -> httpx.Response:
        """One request; `who` is a person with a token."""
        return self.run(self.asking(method, path, who, **rest))

    async def asking(self, method: str, path: str, who: str = "", **rest: Any) -> httpx.Response:
        headers = {"Accept-Language": "en", **self.headers, **rest.pop("headers", {})}
        if who:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        return await self.client.request(method, path, headers=headers, **rest)

    def act(self, who: str, path: str, data: Any = None, key: str = "", **rest: Any) -> httpx.Response:
        """One command: `projects/{id}/submit`."""
        self.keys += 1
        collection, stream, trigger = path.split("/")
        headers = {"Idempotency-Key": key or f"key-{self.keys}", **rest.pop("headers", {})}
        body = {} if data is None else {"json": data}
        target = f"/api/v1/{collection}/{stream}/actions/{trigger}"
        return self.ask("POST", target, who, headers=headers, **body, **rest)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy: the call is announced, one project registered, everyone invited."""
    folder = tmp_path_factory.mktemp("furnished")
    store = Store(f"sqlite:///{folder / 'yeongo.db'}")
    try:
        tokens, project = furnish(World(store, FAMILY).prepare())
    finally:
        store.close()
    (folder / "known.json").write_bytes(orjson.dumps({"tokens": tokens, "project": project}))
    return folder


def furnish(world: World) -> tuple[dict[str, str], str]:
    """Everyone's token by name, and the project's stream."""
    world.done(CALL_ID, "load", ADMIN, data={"rules": real_rules().fingerprint})
    world.done(CALL_ID, "announce", MINISTER, data=NOTICE)
    world.drained()
    outcome = world.done(CALL_ID, "register", LEAD, data=DATA)
    assert outcome.receipt is not None
    people = People(world.store, SystemClock(), os.urandom)
    tokens = {}
    for actor in (*(Actor(f"{role}-1", role, ORGS[role]) for role in ROLES if role != SYSTEM), OTHER):
        people.organise("test", actor.org, actor.org, actor.org)
        people.invite("test", actor.id, {"name": "홍길동"}, actor.id)
        people.assign("test", actor.id, actor.role, actor.org, from_micros(0))
        people.restore("test", actor.id)
        _, tokens[actor.id] = people.new_token(actor.id, "test", ["read", "act"], timedelta(days=1))
    return tokens, outcome.receipt.stream


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    """The same, served."""
    with opened(furnished, tmp_path) as house:
        yield house


@contextmanager
def opened(furnished: Path, folder: Path, **settings: Any) -> Iterator[House]:
    """A copy of the furnished file in a folder, served with these settings."""
    url, project, tokens = copied(furnished, folder)
    store = Store(url)
    try:
        with serving(World(store, FAMILY), project, tokens, **settings) as house:
            yield house
    finally:
        store.close()


def copied(furnished: Path, folder: Path) -> tuple[str, str, dict[str, str]]:
    """A copy of the furnished file: its URL, the project, everyone's token."""
    shutil.copyfile(furnished / "yeongo.db", folder / "yeongo.db")
    make_vault(folder / "yeongo.db.secret")
    known = orjson.loads((furnished / "known.json").read_bytes())
    return f"sqlite:///{folder / 'yeongo.db'}", known["project"], known["tokens"]


class serving:  # noqa: N801 - used as a context manager
    """A house around a world, its event loop in a thread of its own."""

    def __init__(
        self, world: World, project: str, tokens: dict[str, str], pages: Pages | None = None, **settings: Any
    ) -> None:
        self.world, self.project, self.tokens, self.pages = world, project, tokens, pages
        self.settings = Settings(**{"rate": 10_000.0, "burst": 100_000.0} | settings)

    def __enter__(self) -> House:
        world = self.world
        engine = Engine(world.store, world.definitions, world.clock, os.urandom)
        self.folder = TemporaryDirectory()
        secret = Path(self.folder.name) / "yeongo.secret"
        make_vault(secret)
        parts = Service(world.store, world.definitions, engine, world.clock, world.store.beside(".key"), secret)
        self.api = shared(self.settings, parts, People(world.store, SystemClock(), os.urandom), time.monotonic)
        transport = httpx.ASGITransport(build(self.api, "test", self.pages), raise_app_exceptions=False)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        client = httpx.AsyncClient(transport=transport, base_url="http://yeongo.test")
        self.house = House(self.api, parts, self.project, self.tokens, self.loop, client)
        return self.house

    def __exit__(self, *_: object) -> None:
        self.house.run(self.house.client.aclose())
        self.house.run(self.api.dispatcher.close())
        self.house.run(self.loop.shutdown_default_executor())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
        for process in self.api.working.processes:
            process.kill()
            process.wait()
        self.folder.cleanup()
