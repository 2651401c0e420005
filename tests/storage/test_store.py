"""A transaction stands or falls as a whole; processes share a file in turn; what cannot be used says so."""

import multiprocessing
from pathlib import Path

import pytest

from storage.errors import Contended, StorageError
from storage.schema import migrate
from storage.store import PRAGMAS, Store
from tests.world import CALL_ID, JANGSU, JEONBUK, Entropy, World, world_on
from workflow.definitions import Definitions
from workflow.engine import Engine
from workflow.replay import rebuild


def test_a_transaction_that_fails_leaves_nothing(database_url: str) -> None:
    with world_on(database_url) as world:

        def fails() -> None:
            with world.store.transaction() as transaction:
                transaction.install("clock", "system")
                raise ValueError("stop")

        with pytest.raises(ValueError, match="stop"):
            fails()
        assert world.rows("installation") == []
        with world.store.transaction() as transaction:
            transaction.install("clock", "system")
        assert world.rows("installation") == [("clock", "system")]


def test_the_first_value_of_an_installation_stands(database_url: str) -> None:
    with world_on(database_url) as world, world.store.transaction() as transaction:
        transaction.install("clock", "system")
        transaction.install("clock", "2024-01-01T00:00:00.000000Z")
        assert dict(transaction.installation()) == {"clock": "system"}


def test_a_snapshot_sees_one_moment(database_url: str) -> None:
    with world_on(database_url) as world, world.store.snapshot() as reader:
        assert dict(reader.installation()) == {}
        with world.store.transaction() as transaction:
            transaction.install("clock", "system")
        assert dict(reader.installation()) == {}
        assert world.rows("installation") == [("clock", "system")]


def test_a_row_written_twice_is_another_writers_win(postgres_url: str) -> None:
    with world_on(postgres_url) as world:
        world.opened()
        copy = "INSERT INTO event SELECT * FROM event WHERE version = 1"
        with pytest.raises(Contended, match="duplicate key"):
            world.sql(copy)


def test_sqlite_is_durable_and_waits(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with store.snapshot() as reader:
        found = {name: reader.query(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")}
    store.close()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert "synchronous=FULL" in PRAGMAS


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, only a long enough text" * 40)
    store = Store(f"sqlite:///{path}")
    for use in (migrate, fails_to_read):
        with pytest.raises(StorageError, match=r"the database .*notes\.db cannot be .*file is not a database"):
            use(store)


def fails_to_read(store: Store) -> None:
    with store.snapshot() as reader:
        reader.installation()


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    store = Store("postgresql://yeongo:secret@127.0.0.1:1/yeongo")
    with pytest.raises(StorageError, match=r"the database postgresql://yeongo:\*\*\*@127\.0\.0\.1:1/yeongo") as caught:
        fails_to_read(store)
    assert "secret" not in str(caught.value)


def save(url: str, stream: str, name: str, count: int) -> None:
    """One process of several: as many saves as asked for, each a batch of its own."""
    store = Store(url)
    world = World(store)
    engine = Engine(store, Definitions(world.definitions.family), world.clock, Entropy())
    for n in range(count):
        (outcome,) = engine.execute([(world.command(stream, "save", JEONBUK, f"{name}-{n}", data={"plan": name}),)])
        assert outcome.accepted
    store.close()


def test_processes_share_a_database(database_url: str) -> None:
    with world_on(database_url) as world:
        id = world.opened().project(JANGSU)
        spawn = multiprocessing.get_context("spawn")
        processes = [spawn.Process(target=save, args=(database_url, id, name, 15)) for name in ("one", "two")]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0, 0]
        assert (world.stream(id).version, world.stream(id).facts["saves"]) == (31, 30)
        assert rebuild(world.store, world.definitions) == (33, [])
        assert world.stream(CALL_ID).version == 2
