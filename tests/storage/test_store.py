"""A transaction stands or falls as a whole; processes share a file in turn; what cannot be used says so."""

import multiprocessing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

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


def asked(url: str, **more: str) -> str:
    return make_url(url).update_query_dict(more).render_as_string(hide_password=False)


def end_all(url: str) -> int:
    """Have the server end every connection to the database, as a restart does; how many there were."""
    sql = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    with psycopg.connect(url, autocommit=True) as connection:
        return len(connection.execute(sql).fetchall())


def test_connections_the_server_ended_are_replaced_before_they_are_used(postgres_url: str) -> None:
    store = Store(postgres_url)
    with store.transaction(), store.snapshot(), store.snapshot():
        pass
    assert end_all(postgres_url) == 3
    for _ in range(4):
        with store.transaction(pipelined=True) as transaction:
            assert transaction.query("SELECT 1") == [(1,)]
    store.close()


def cut_off_writing(store: Store, *, pipelined: bool) -> None:
    with store.transaction(pipelined=pipelined) as transaction:
        transaction.install("name", "lost")
        transaction.installation()
        end_all(store.url.render_as_string(hide_password=False))


def cut_off_reading(store: Store) -> None:
    with store.snapshot() as reader:
        end_all(store.url.render_as_string(hide_password=False))
        reader.installation()


@pytest.mark.parametrize("pipelined", [False, True])
def test_who_was_cut_off_in_the_middle_hears_so_and_the_next_is_served(postgres_url: str, *, pipelined: bool) -> None:
    store = Store(postgres_url)
    with pytest.raises(StorageError, match="cannot be used"):
        cut_off_writing(store, pipelined=pipelined)
    with pytest.raises(StorageError, match="cannot be used"):
        cut_off_reading(store)
    with store.snapshot() as reader:
        assert reader.installation() == {}
    store.close()


def test_a_standby_is_no_place_to_write(postgres_url: str) -> None:
    store = Store(asked(postgres_url, options="-c default_transaction_read_only=on"))
    with pytest.raises(StorageError, match="read-only"), store.transaction() as transaction:
        transaction.install("name", "value")
    store.close()


def test_the_url_has_the_last_word_on_time_outs(postgres_url: str) -> None:
    store = Store(asked(postgres_url, tcp_user_timeout="1500"))
    connection = store.engine.raw_connection()
    driver = connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    found = {name: driver.info.get_parameters().get(name) for name in ("tcp_user_timeout", "keepalives_idle")}
    assert found == {"tcp_user_timeout": "1500", "keepalives_idle": "5"}
    connection.close()
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
