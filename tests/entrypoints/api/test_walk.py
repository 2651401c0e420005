"""The walk of docs/api.md, run as it is written against a served process."""

import os
import subprocess
from datetime import datetime
from pathlib import Path

import orjson

from entrypoints.bootstrap import FAMILY, initialise, service
from entrypoints.settings import Settings
from states.roles import Actor
from storage.store import Store
from tests.entrypoints.api.test_server import served
from tests.entrypoints.cli.conftest import NOTICE
from tests.world import CALL_ID, World, real_rules
from workflow.clock import SystemClock
from workflow.people import People

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
START = datetime.fromisoformat("2024-12-12T10:00:00+09:00")


def announced(store: Store, admin: Actor, ministry: Actor) -> None:
    """The call, loaded and announced at the start."""
    world = World(store, FAMILY)
    world.define()
    world.clock.set(START)
    world.done(CALL_ID, "load", admin, data={"rules": real_rules().fingerprint})
    world.done(CALL_ID, "announce", ministry, data=NOTICE)
    world.drained()


def test_the_walk_ends_with_a_receipt(sqlite_url: str, tmp_path: Path) -> None:
    initialise(Settings(database_url=sqlite_url), virtual=START)
    store = Store(sqlite_url)
    announced(store, Actor("a", "admin", "yeongo"), Actor("m", "ministry", "MSS"))
    link = People(store, SystemClock(), os.urandom).begin()
    store.close()
    (script,) = [block.partition("```")[0] for block in PAGE.read_text("utf-8").split("```sh\n")[1:]]
    with served(sqlite_url) as (_, address):
        env = os.environ | {"YEONGO": address, "LINK": link}
        done = subprocess.run(
            ["sh", "-euc", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr + done.stdout
    receipt = orjson.loads(done.stdout[done.stdout.rindex('{"accepted"') :])
    assert (receipt["accepted"], receipt["state"], receipt["receipt"]["version"]) == (True, "draft", 2)
    with service(Settings(database_url=sqlite_url)) as parts, parts.store.snapshot() as reader:
        assert reader.streams([receipt["receipt"]["stream"]])[receipt["receipt"]["stream"]].facts["title"] == "오미자"
