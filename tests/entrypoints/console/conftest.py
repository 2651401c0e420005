"""The console on a real database: the same house, with its pages."""

import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest

from entrypoints.bootstrap import FAMILY
from entrypoints.console.door import pages
from entrypoints.demo import play
from entrypoints.demo.cast import OPERATOR, lead, officer
from entrypoints.demo.stage import on
from states.instants import from_micros
from states.roles import Actor
from storage.boards import Filter, page
from storage.store import Store
from tests.entrypoints.api.conftest import House, furnished, serving
from tests.world import FOLDER, World, real_rules
from workflow.clock import SystemClock
from workflow.people import People

__all__ = ["furnished"]


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's play in the summer of its first year."""
    file = tmp_path_factory.mktemp("running") / "play.db"
    play(f"sqlite:///{file}", FOLDER, lambda what, done: None, on(date(2025, 6, 20)))
    return file


@pytest.fixture
def summer(running: Path, tmp_path: Path) -> Iterator[House]:
    """A house on that play; an agency's officer, a lead and an administrator have tokens."""
    file = tmp_path / "play.db"
    shutil.copyfile(running, file)
    store = Store(f"sqlite:///{file}")
    people = People(store, SystemClock(), os.urandom)
    officers = (officer(real_rules()), officer(real_rules(), 2))
    tokens = {who.id: _token(people, who) for who in (*officers, OPERATOR, lead("tp-jeonbuk"), lead("tp-busan"))}
    with store.snapshot() as reader:
        project = page(reader, Filter("project", state="supporting", province="52"), 1).rows[0].stream.id
    with serving(World(store, FAMILY), project, tokens, pages()) as house:
        yield house
    store.close()


def _token(people: People, who: Actor) -> str:
    people.organise("test", who.org, who.org, who.org)
    people.invite("test", who.id, {"name": "홍길동"}, who.id)
    people.assign("test", who.id, who.role, who.org, from_micros(0))
    people.restore("test", who.id)
    return people.new_token(who.id, "test", ["read", "act"], timedelta(days=1))[1]


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    file = tmp_path / "yeongo.db"
    shutil.copyfile(furnished / "yeongo.db", file)
    known = orjson.loads((furnished / "known.json").read_bytes())
    store = Store(f"sqlite:///{file}")
    with serving(World(store, FAMILY), known["project"], known["tokens"], pages()) as house:
        yield house
    store.close()
