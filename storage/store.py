"""Where a database is opened: SQLite behind a fair turn, PostgreSQL as it is."""

import select
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.errors import (
    DeadlockDetected,
    IdleInTransactionSessionTimeout,
    ReadOnlySqlTransaction,
    SerializationFailure,
    UniqueViolation,
)
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError, SQLAlchemyError

from storage.errors import Contended, StorageError
from storage.fair_lock import FairLock, LockTimeout
from storage.transaction import Postgres, Reader, Sqlite, Transaction

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=30000",
    "temp_store=MEMORY",
    "wal_autocheckpoint=8000",
    "foreign_keys=ON",
)
CACHE = 64
"""MiB of pages a connection to SQLite keeps, for those who read widely."""
SMALL_CACHE = 8
"""The same for those who only fire, send and seal: it costs them no time."""
POSTGRES = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "tcp_user_timeout": 20000,
    "prepare_threshold": 0,
}
"""How the server is talked to; what the database's URL says of it comes first."""
SERVERS_SIDE = {
    "keepalives_idle": "tcp_keepalives_idle",
    "keepalives_interval": "tcp_keepalives_interval",
    "tcp_user_timeout": "tcp_user_timeout",
}
"""The server's names of it: else a session whose client the network lost holds its streams for two hours."""
UNUSABLE = (
    sqlite3.OperationalError,
    psycopg.OperationalError,
    IdleInTransactionSessionTimeout,
    ReadOnlySqlTransaction,
)
"""The database is away, full, stopping, or a standby: whoever asked asks again later."""


class Store:
    """One database. `transaction()` is the only way to write; `snapshot()` reads one consistent moment."""

    def __init__(self, url: str, *, cache: int = CACHE) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url, cache) if self.is_sqlite else _postgres_engine(self.url)
        self._turn = FairLock(Path(f"{self.url.database}.turn")) if self.is_sqlite else None
        self._joined: ContextVar[Transaction | None] = ContextVar("joined", default=None)
        self._after: ContextVar[list[Callable[[], object]] | None] = ContextVar("after", default=None)

    @property
    def name(self) -> str:
        """The database as a person may see it: no password."""
        return self.url.render_as_string(hide_password=True)

    @property
    def is_absent(self) -> bool:
        """Whether its file is not there (SQLite): to open it would make one."""
        return self.is_sqlite and not Path(str(self.url.database)).exists()

    def beside(self, ending: str) -> Path:
        """A file that belongs to this database: beside a SQLite file, for PostgreSQL under its name in `var/`."""
        named = Path(str(self.url.database))
        return named.with_name(named.name + ending) if self.is_sqlite else Path("var") / f"{named}{ending}"

    def close(self) -> None:
        """Give every connection and the turn back."""
        self.engine.dispose()
        if self._turn:
            self._turn.close()

    @contextmanager
    def joined(self) -> Iterator[Transaction]:
        """A transaction that whatever is called inside takes part in: it stands or falls as one."""
        acts: list[Callable[[], object]] = []
        with self.transaction() as transaction:
            tokens = self._joined.set(transaction), self._after.set(acts)
            try:
                yield transaction
            finally:
                self._joined.reset(tokens[0])
                self._after.reset(tokens[1])
        for act in acts:
            act()

    def after(self, act: Callable[[], object]) -> None:
        """Do something once what was written is durable: at once outside of `joined`, else after its commit."""
        acts = self._after.get()
        if acts is None:
            act()
        else:
            acts.append(act)

    @contextmanager
    def transaction(self, *, pipelined: bool = False, at_once: bool = False) -> Iterator[Transaction]:
        """Take the turn, begin, commit on leaving; an exception rolls everything back.

        StorageError if it cannot be done; Contended if another writer was faster or, `at_once`, has the turn.
        Pipelined, PostgreSQL is not waited for until something is read or committed, and a failed write is only heard
        of then.
        """
        if (open := self._joined.get()) is not None:
            yield open
            return
        self._take_turn(0 if at_once else None)
        try:
            with self._connection() as connection:
                yield from self._committed(connection, pipelined=pipelined and not self.is_sqlite)
        finally:
            if self._turn:
                self._turn.release()

    def _take_turn(self, timeout: float | None) -> None:
        if self._turn:
            try:
                self._turn.acquire(timeout)
            except LockTimeout as error:
                raise Contended(str(error)) from error
            except OSError as error:
                raise StorageError(f"the database {self.name} cannot be written: {error}") from error

    def _committed(self, connection: Any, *, pipelined: bool) -> Iterator[Transaction]:
        cursor = connection.cursor()
        try:
            with connection.pipeline() if pipelined else nullcontext():
                cursor.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
                yield Sqlite(cursor) if self.is_sqlite else Postgres(cursor)
                cursor.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        finally:
            cursor.close()

    @contextmanager
    def snapshot(self, joined: str | None = None) -> Iterator[Reader]:
        """Read one consistent moment; never waits for a writer. `joined`: the one another process shares."""
        if (open := self._joined.get()) is not None:
            yield open
            return
        with self._connection() as connection:
            cursor = connection.cursor()
            try:
                cursor.execute("BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                if joined:
                    cursor.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(joined)))
                elif joined is not None:
                    cursor.execute("SELECT count(*) FROM installation").fetchall()
                yield Sqlite(cursor) if self.is_sqlite else Postgres(cursor, locking=False)
            finally:
                cursor.close()
                connection.rollback()

    @contextmanager
    def shared_snapshot(self, join: Callable[[str], None]) -> Iterator[Reader]:
        """Read one moment together with other processes.

        `join` is given what their `snapshot` takes and returns once each has opened it; on SQLite, where a moment
        begins with the first read, nobody writes meanwhile.
        """
        with self.snapshot() as reader:
            with self.transaction() if self.is_sqlite else nullcontext():
                ask = "count(*) FROM installation" if self.is_sqlite else "pg_export_snapshot()"
                ((found,),) = reader.query(f"SELECT {ask}")
                join("" if self.is_sqlite else str(found))
            yield reader

    def definition(self, fingerprint: str) -> tuple[str, str] | None:
        """Kind and body of a stored definition, read at a moment of its own."""
        with self.snapshot() as reader:
            return reader.definition(fingerprint)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """A pooled driver connection: the write path runs prepared SQL on it directly."""
        try:
            connection = self.engine.raw_connection()
        except (SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError) as error:
            raise StorageError(f"the database {self.name} cannot be opened: {_cause(error)}") from error
        try:
            yield connection.driver_connection
        except (DeadlockDetected, SerializationFailure, UniqueViolation) as error:
            raise Contended(str(error)) from error
        except UNUSABLE as error:
            raise StorageError(f"the database {self.name} cannot be used: {error}") from error
        finally:
            connection.close()


def _cause(error: Exception) -> str:
    return str(error.orig if isinstance(error, OperationalError) else error).strip()


def _sqlite_engine(url: URL, cache: int) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_reset_on_return=None,
        connect_args={"check_same_thread": False, "timeout": 30, "cached_statements": 256},
    )

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        for pragma in (*PRAGMAS, f"cache_size=-{cache * 1024}"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgres_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        pool_reset_on_return=None,
        pool_size=4,
        max_overflow=4,
        isolation_level="AUTOCOMMIT",
        connect_args=postgres_settings(url),
    )

    @event.listens_for(engine, "connect")
    def connect(connection: psycopg.Connection, _: object) -> None:
        given = {**POSTGRES, **url.query}
        pairs = [(theirs, str(given[ours])) for ours, theirs in SERVERS_SIDE.items()]
        asked = ", ".join(["set_config(%s, %s, false)"] * len(pairs))
        connection.execute(f"SELECT {asked}".encode(), [word for pair in pairs for word in pair])

    @event.listens_for(engine, "checkout")
    def checkout(connection: psycopg.Connection, *_: object) -> None:
        """One look at the socket instead of a question: a pooled connection has nothing to say unless it was ended."""
        if connection.closed or _speaks(connection):
            raise InvalidatePoolError

    return engine


def postgres_settings(url: URL) -> dict[str, Any]:
    """What a connection to this server is opened with beside its URL."""
    return {name: value for name, value in POSTGRES.items() if name not in url.query}


def _speaks(connection: psycopg.Connection) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))
