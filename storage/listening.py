"""Hearing from PostgreSQL that a timer is due at once."""

from collections.abc import Callable, Iterator

import psycopg
from psycopg import sql

from storage.errors import StorageError
from storage.store import Store, postgres_settings
from storage.transaction import CHANNEL

PATIENCE = 0.5
"""Seconds between two looks at whether to stop."""


def pokes(store: Store, stopping: Callable[[], bool]) -> Iterator[None]:
    """One value for each time a commit left timers due at once, until `stopping`. StorageError if the line breaks."""
    url = store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(url, autocommit=True, **postgres_settings(store.url)) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            while not stopping():
                for _ in connection.notifies(timeout=PATIENCE, stop_after=1):
                    yield
    except psycopg.Error as error:
        raise StorageError(f"the database {store.name} cannot be listened to: {error}") from error
