"""A database is brought to this program's schema once, and one of another schema is refused."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from sqlalchemy import insert, inspect
from sqlmodel import SQLModel

from states.canonical import dumps, loads
from storage.errors import SchemaError, StorageError
from storage.people import NEVER, Duty, Person, add_duty, add_person, changes
from storage.private import PartPlace, seal
from storage.queries import unsealed
from storage.schema import MIGRATIONS, migrate, require_current, revisions
from storage.store import Store
from storage.tables import StreamRow, Webhook
from storage.vault import Vault
from tests.world import TABLES, world_on
from workflow.audit.verify import verify


def test_an_empty_database_is_refused_until_it_is_migrated(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    with pytest.raises(SchemaError, match=r"is empty: run `yeongo init`"):
        require_current(store)
    revision = migrate(store)
    require_current(store)
    assert migrate(store) == revision
    assert set(inspect(store.engine).get_table_names()) == {*TABLES, "alembic_version"}
    store.close()


def test_to_look_at_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'mistyped.db'}")
    with pytest.raises(SchemaError, match=r"is empty: run `yeongo init`"):
        require_current(store)
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_the_migrations_make_the_tables_as_they_are_declared(database_url: str) -> None:
    with world_on(database_url) as world, world.store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_revisions_are_the_one_chain_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    chain = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions() == tuple(reversed(chain))


def test_a_newer_schema_is_refused(database_url: str) -> None:
    with world_on(database_url) as world:
        world.sql("UPDATE alembic_version SET version_num = '9999'")
        before = world.dump()
        for bring in (migrate, require_current):
            with pytest.raises(SchemaError, match="is of schema 9999, newer than this program"):
                bring(world.store)
        assert world.dump() == before


def test_migrating_again_keeps_what_is_recorded(database_url: str) -> None:
    with world_on(database_url) as world:
        before = world.opened().dump()
        migrate(world.store)
        assert world.dump() == before


def test_participants_filled_by_an_older_migration_are_named_by_their_organisation(empty_database_url: str) -> None:
    texts = {name: "" for name, field in StreamRow.model_fields.items() if field.annotation is str}
    listed = '{"participants":[{"kind":"university","org":"univ-b"},{"kind":"institute","org":"inst-a"}]}'
    older = {
        "participants": '{"kind":"institute","org":"inst-a"} {"kind":"university","org":"univ-b"}',
        "facts": listed,
    }
    row = {**texts, "version": 1, "updated_at": 0, **older}
    store = Store(empty_database_url)
    assert migrate(store, "0010") == "0010"
    with store.engine.begin() as connection:
        connection.execute(insert(StreamRow), [{**row, "id": "project-1", "kind": "project"}])
    migrate(store)
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT participants FROM stream").scalars().all()
    store.close()
    assert found == ["inst-a univ-b"]


def test_changes_of_people_made_before_are_carried_into_the_log(empty_database_url: str) -> None:
    store = Store(empty_database_url)
    migrate(store, "0019")
    secret, at = bytes(32), "2026-01-02T00:00:00.000000Z"
    sealed = seal({"name": "김"}, secret, PartPlace("kim", 0, "profile"))
    told = {
        "by": "admin-1",
        "what": "person.invited",
        "at": at,
        "facts": {"person": "kim", "commitment": sealed.commitment},
    }
    person = Person("kim", "login", "active", "", 0, 0, "", "", sealed.ciphertext, secret)
    with store.transaction() as transaction:
        mark = transaction.mark
        body = dumps({"seq": 1, "prev": "0" * 64, **told}).decode()
        transaction.cursor.execute(f"INSERT INTO people_event (seq, hash, body) VALUES (1, 'h', {mark})", (body,))
        add_person(transaction, person)
        add_duty(transaction, Duty("d-1", "kim", "agency", "tipa", 0, NEVER))
    migrate(store)
    with store.snapshot() as reader:
        bodies = [loads(body.encode()) for _, _, body in changes(reader)]
        waiting = unsealed(reader)
    assert verify(store).findings == ()
    store.close()
    assert [(each["what"], each["actor"]["id"]) for each in bodies] == [
        ("person.invited", "admin-1"), ("people.carried", "system"),
    ]  # fmt: skip
    assert (bodies[1]["facts"]["statuses"], waiting) == ({"kim": "active"}, 2)


def test_secrets_of_webhooks_made_before_are_sealed_where_the_key_is(empty_database_url: str) -> None:
    row: dict[str, str | int] = {
        name: 0 if field.annotation is int else "" for name, field in Webhook.model_fields.items()
    }
    rows = [{**row, "id": "a", "secret": "whsec_new", "older": "whsec_old"}, {**row, "id": "b", "secret": "whsec_b"}]
    vault = Vault([Fernet.generate_key().decode()])
    store = Store(empty_database_url)
    migrate(store, "0016")
    with store.engine.begin() as connection:
        connection.execute(insert(Webhook), rows)
    with pytest.raises(StorageError, match="migrate where the secret key's file is"):
        migrate(store)
    migrate(store, vault=vault)
    with store.engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT secret, older FROM webhook ORDER BY id").all()
    store.close()
    assert [(vault.opened(x), vault.opened(y) if y else "") for x, y in found] == [
        ("whsec_new", "whsec_old"),
        ("whsec_b", ""),
    ]
