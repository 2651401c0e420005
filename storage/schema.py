"""The schema's version: bringing a database up to this program's, and refusing one that is not."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

import storage.people_tables  # noqa: F401 - its tables register themselves
from storage.errors import SchemaError, StorageError
from storage.store import Store
from storage.vault import Vault


def migrate(store: Store, revision: str = "head", vault: Vault | None = None) -> str:
    """Bring the database to this program's schema, or an earlier one; the revision it now has.

    SchemaError if it is newer than this program; StorageError if it has secrets to seal and there is no vault.
    """
    config = _config()
    try:
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            found = _refuse_newer(connection, store)
            if found is not None and found == _scripts().get_current_head():
                return found
            config.attributes.update(connection=connection, vault=vault)
            command.upgrade(config, revision)
            return str(MigrationContext.configure(connection).get_current_revision())
    except (CommandError, DBAPIError, OSError) as error:
        raise StorageError(f"the database {store.name} cannot be migrated: {error}") from error


def require_current(store: Store) -> None:
    """SchemaError unless the database has this program's schema."""
    try:
        with store.engine.connect() as connection:
            found = _refuse_newer(connection, store)
    except (DBAPIError, OSError) as error:
        raise StorageError(f"the database {store.name} cannot be opened: {error.__cause__ or error}") from error
    if found != _scripts().get_current_head():
        state = "is empty: run `yeongo init`" if found is None else f"is of schema {found}: run `yeongo migrate`"
        raise SchemaError(f"the database {store.name} {state}")


def is_new(store: Store) -> bool:
    """Whether the database has no schema of ours yet. StorageError if it cannot be opened."""
    try:
        with store.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() is None
    except (DBAPIError, OSError) as error:
        raise StorageError(f"the database {store.name} cannot be opened: {error.__cause__ or error}") from error


def _refuse_newer(connection: Connection, store: Store) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in _known():
        raise SchemaError(
            f"the database {store.name} is of schema {found}, newer than this program: use the program that made it"
        )
    return found


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(script.revision for script in _scripts().walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


@lru_cache(maxsize=1)
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
