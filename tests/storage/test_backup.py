"""A backup is one moment, taken while others write; it comes back whole; it overwrites nothing."""

import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from storage.backup import backup, restore
from storage.errors import StorageError
from storage.store import Store
from tests.world import JANGSU, JEONBUK, World, world_on


def fits(store: Store) -> bool:
    """Whether there is a pg_dump, and one that is not older than the server."""
    if not shutil.which("pg_dump"):
        return False
    said = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    with store.snapshot() as reader:
        server = reader.query("SHOW server_version")[0][0]
    return int(said.split()[-1].split(".")[0]) >= int(server.split(".")[0]) if said.split()[-1][0].isdigit() else False


def test_a_backup_comes_back_as_it_was(database_url: str, postgres_url: str, tmp_path: Path) -> None:
    with world_on(database_url) as world:
        world.opened().project(JANGSU)
        if not world.store.is_sqlite and not fits(world.store):
            pytest.skip("no pg_dump of the server's version here")
        size = backup(world.store, tmp_path / "copy")
        before = world.dump()
    assert size == (tmp_path / "copy").stat().st_size > 0
    url = postgres_url if database_url.startswith("postgresql") else f"sqlite:///{tmp_path / 'new.db'}"
    store = Store(url)
    restore(store, tmp_path / "copy")
    assert World(store).dump() == before
    store.close()


def test_a_backup_under_writers_is_one_moment(sqlite_url: str, tmp_path: Path) -> None:
    with world_on(sqlite_url) as world:
        id = world.opened().project(JANGSU)
        done = threading.Event()

        def write() -> None:
            n = 0
            while not done.is_set():
                n += 1
                world.done(id, "save", JEONBUK, data={"plan": str(n)})

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for n in range(3):
                backup(world.store, tmp_path / f"copy{n}")
        finally:
            done.set()
            writer.join()
    for n in range(3):
        store = Store(f"sqlite:///{tmp_path / f'copy{n}'}")
        with store.snapshot() as reader:
            events, stream = reader.events(id), reader.streams([id])[id]
        store.close()
        assert [version for version, _, _ in events] == list(range(1, stream.version + 1))
        assert events[-1][1] == stream.head


def test_nothing_is_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    with world_on(sqlite_url) as world:
        (tmp_path / "copy").write_bytes(b"x")
        with pytest.raises(StorageError, match="overwrites nothing"):
            backup(world.store, tmp_path / "copy")
        assert (tmp_path / "copy").read_bytes() == b"x"
        with pytest.raises(StorageError, match="restore into a new one"):
            restore(world.store, tmp_path / "copy")


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(StorageError, match="there is no backup"):
        restore(store, tmp_path / "none")
    (tmp_path / "bad").write_bytes(b"x" * 5000)
    with pytest.raises(StorageError, match="cannot be restored"):
        restore(store, tmp_path / "bad")
    store.close()
