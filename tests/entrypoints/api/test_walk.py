"""The walk of the README, run as it is written: from an empty folder to a receipt, with curl and a generated client."""

import os
import signal
import subprocess
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from entrypoints.bootstrap import FAMILY, service
from entrypoints.settings import Settings
from states.roles import Actor
from storage.store import Store
from tests.entrypoints.api.test_server import free_port
from tests.entrypoints.cli.conftest import NOTICE
from tests.world import CALL_ID, World, real_rules

ROOT = Path(__file__).parents[3]
START = datetime.fromisoformat("2024-12-12T10:00:00+09:00")


def announced(store: Store, admin: Actor, ministry: Actor) -> None:
    """The call, loaded and announced at the start."""
    world = World(store, FAMILY)
    world.define()
    world.clock.set(START)
    world.done(CALL_ID, "load", admin, data={"rules": real_rules().fingerprint})
    world.done(CALL_ID, "announce", ministry, data=NOTICE)
    world.drained()


def walk(page: str) -> str:
    """The commands of the walk as a README gives them."""
    blocks = (ROOT / page).read_text("utf-8").split("```sh\n")[1:]
    (found,) = (text for block in blocks if "yeongo serve &" in (text := block.partition("```")[0]))
    return found


def test_both_languages_give_the_same_commands() -> None:
    one, other = (
        [line for line in walk(page).splitlines() if not line.startswith("# ")]
        for page in ("README.md", "README.ko.md")
    )
    assert one == other


def test_the_walk_ends_with_receipts(tmp_path: Path) -> None:
    for name in (".venv", "calls", "README.md"):
        (tmp_path / name).symlink_to(ROOT / name)
    env = {name: value for name, value in os.environ.items() if not name.startswith("YEONGO_")}
    env["YEONGO_LISTEN"] = f"127.0.0.1:{free_port()}"
    with (tmp_path / "said").open("w+") as said:
        shell = subprocess.Popen(
            ["sh", "-eu"], stdin=subprocess.PIPE, stdout=said, stderr=said, cwd=tmp_path, env=env,
            start_new_session=True, text=True,
        )  # fmt: skip
        try:
            shell.communicate(walk("README.md"), timeout=180)
        finally:
            with suppress(ProcessLookupError):  # whatever the shell left running goes with it
                os.killpg(shell.pid, signal.SIGKILL)
        said.seek(0)
        text = said.read()
    assert shell.returncode == 0, text
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'var' / 'walk.db'}")
    with service(settings) as parts, parts.store.snapshot() as reader:
        ((id,),) = reader.query("SELECT id FROM stream WHERE kind = 'project'")
        stream = reader.streams([id])[id]
        hashes = [hash for _, hash, _ in reader.events(id)]
    assert (stream.state, stream.version, stream.facts["title"]) == ("draft", 3, "오미자 2")
    assert stream.head == hashes[-1]
    assert all(hash in text for hash in hashes[1:]), text
