"""The schema's version: bringing a database up to this program's, and refusing one that is not.

Alembic is loaded where a database is migrated: a worker that only asks does not carry its 10 MiB.
"""

from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

import storage.people_tables  # noqa: F401 - its tables register themselves
from storage.errors import SchemaError, StorageError
from storage.store import Store
from storage.vault import Vault

MIGRATIONS = Path(__file__).parent / "migrations"
TABLE = "alembic_version"
"""Where alembic keeps the revision a database has."""


def migrate(store: Store, revision: str = "head", vault: Vault | None = None) -> str:
    """Bring the database to this program's schema, or an earlier one; the revision it now has.

    SchemaError if it is newer than this program; StorageError if it has secrets to seal and there is no vault.
    """
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    try:
        with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            found = _refuse_newer(connection, store)
            if found == revisions()[-1]:
                return found
            config = Config(attributes={"connection": connection, "vault": vault})
            config.set_main_option("script_location", str(MIGRATIONS))
            command.upgrade(config, revision)
            return str(_revision(connection))
    except (CommandError, DBAPIError, OSError) as error:
        raise StorageError(f"the database {store.name} cannot be migrated: {error}") from error


def require_current(store: Store) -> None:
    """SchemaError unless the database has this program's schema; one that is not there stays so."""
    try:
        with nullcontext() if store.is_absent else store.engine.connect() as connection:
            found = _refuse_newer(connection, store) if connection else None
    except (DBAPIError, OSError) as error:
        raise StorageError(f"the database {store.name} cannot be opened: {error.__cause__ or error}") from error
    if found != revisions()[-1]:
        state = "is empty: run `yeongo init`" if found is None else f"is of schema {found}: run `yeongo migrate`"
        raise SchemaError(f"the database {store.name} {state}")


def is_new(store: Store) -> bool:
    """Whether the database has no schema of ours yet. StorageError if it cannot be opened."""
    try:
        with store.engine.connect() as connection:
            return _revision(connection) is None
    except (DBAPIError, OSError) as error:
        raise StorageError(f"the database {store.name} cannot be opened: {error.__cause__ or error}") from error


def _refuse_newer(connection: Connection, store: Store) -> str | None:
    found = _revision(connection)
    if found is not None and found not in revisions():
        raise SchemaError(
            f"the database {store.name} is of schema {found}, newer than this program: use the program that made it"
        )
    return found


@lru_cache(maxsize=1)
def revisions() -> tuple[str, ...]:
    """Every revision of the one chain, this program's last: a migration's file begins with its revision."""
    return tuple(sorted(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py")))


def _revision(connection: Connection) -> str | None:
    """The revision a database has; None before its first."""
    if not inspect(connection).has_table(TABLE):
        return None
    found: str | None = connection.exec_driver_sql(f"SELECT version_num FROM {TABLE}").scalar()  # noqa: S608 - ours
    return found
