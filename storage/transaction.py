"""What a transaction can be asked and told. The two databases differ only in the SQL each says it with."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, ClassVar, Protocol

import orjson
import psycopg
from sqlalchemy import Table
from sqlmodel import SQLModel

from states.context import PrivatePart, Stream
from states.instants import from_micros
from storage.errors import Spoiled
from storage.private import PartPlace, PrivatePartError, open_part
from storage.projections import FOLDED, KINDS, PLACE, Rows, as_stream, type_of_row
from storage.statements import Change, Write, together, transposed, type_of_statement
from storage.tables import (
    Balance,
    ClaimRow,
    DeadlineRow,
    Definition,
    Event,
    EventPrivate,
    Installation,
    Outbox,
    RefusalRecord,
    StreamRow,
    Timer,
    Unsealed,
)


def table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _rest(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.name for column in table(model).columns if not column.primary_key)


EVENTS, PRIVATE, REFUSALS = Write(table(Event)), Write(table(EventPrivate)), Write(table(RefusalRecord), keep=True)
STREAMS = Write(table(StreamRow))
MOVED = Change(table(StreamRow), tuple(name for name in _rest(StreamRow) if name not in PLACE))
PLACED = Change(table(StreamRow), _rest(StreamRow))
DEADLINES, CLOSED = Write(table(DeadlineRow)), Change(table(DeadlineRow), ("status",))
TIMERS, SPENT = Write(table(Timer)), Change(table(Timer), ("status",))
CLAIMS, BALANCES = Write(table(ClaimRow), update=("amount",)), Write(table(Balance), update=("total",))
OUTBOX, UNSEALED = Write(table(Outbox)), Write(table(Unsealed), keep=True)
DEFINITIONS, INSTALLATION = Write(table(Definition), keep=True), Write(table(Installation), keep=True)

STREAM_COLUMNS = ", ".join(f's."{column}"' for column in STREAMS.columns[:FOLDED])
RANK = "CASE s.kind " + " ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS)) + " END"
KNOWN = "e.actor, e.key, e.version, e.hash, e.digest, e.body"
EVENT_ROWS = (
    'SELECT stream, version, hash, actor, "key", digest, {body} FROM event WHERE {where} ORDER BY stream, version'
)
DUE = 't.stream, t.id, t."trigger", t.data, t.due_at'
DUE_WIDTH = 5
"""How many columns of a due timer come before those of its stream."""
NOT_ASIDE = "NOT EXISTS (SELECT 1 FROM incident i WHERE i.stream = t.stream AND i.timer = t.id AND i.status = 'open')"
"""Whether `timer t` was not set aside after a failure."""
CHANNEL = "yeongo_due"
"""What PostgreSQL's NOTIFY says when a timer is due at once."""


type_of_key = tuple[str, str, str]
"""Stream, actor, idempotency key."""
type_of_event = tuple[str, int, str, bytes]
type_of_due = tuple[list[type_of_row], dict[str, Stream]]
"""Timers and their streams."""
type_of_taken = tuple[dict[str, Stream], dict[type_of_key, type_of_row]]


class Cursor(Protocol):
    """What both drivers' cursors share."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...
    def executemany(self, sql: str, parameters: Sequence[Sequence[Any]], /) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def fetchmany(self, size: int, /) -> list[Any]: ...
    @property
    def connection(self) -> Any: ...
    @property
    def rowcount(self) -> int: ...


class Reader(ABC):
    """One consistent moment of the record. `mark` is the driver's placeholder."""

    mark: ClassVar[str]

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor

    def query(self, sql: str, *parameters: Any) -> list[type_of_row]:
        """Rows of a query written with `?` for each parameter."""
        self.cursor.execute(sql.replace("?", self.mark), parameters)
        return self.cursor.fetchall()

    @abstractmethod
    def streams(self, ids: Iterable[str]) -> dict[str, Stream]:
        """The streams of these ids that exist."""

    def server_time(self) -> datetime | None:
        """The time of the database's own machine; None where it has none (SQLite)."""
        return None

    def children(self, parent: Stream, kinds: Iterable[str]) -> tuple[Stream, ...]:
        """The streams below `parent` of these kinds, by id."""
        sql = f'SELECT {STREAM_COLUMNS} FROM stream s WHERE s."{parent.kind}" = ? AND s.kind = ? ORDER BY s.id'  # noqa: S608
        return tuple(as_stream(row) for kind in kinds for row in self.query(sql, parent.id, kind))

    def events(self, stream: str, upto: int = 2**31 - 1) -> list[tuple[int, str, str]]:
        """Version, hash and body of a stream's events in order."""
        sql = "SELECT version, hash, body FROM event WHERE stream = ? AND version <= ? ORDER BY version"
        return self.query(sql, stream, upto)

    def bodies_by(self, actor: str, stream: str, *, after: int) -> list[str]:
        """The events of a stream later than a version that one actor caused, in order."""
        sql = "SELECT body FROM event WHERE stream = ? AND version > ? AND actor = ? ORDER BY version"
        return [body for (body,) in self.query(sql, stream, after, actor)]

    @abstractmethod
    def every_event(self, size: int = 1000) -> Iterator[type_of_event]:
        """Stream, version, hash and body of every event: a stream's in order, streams as they were recorded."""

    @abstractmethod
    def event_rows(self, where: str, *parameters: str) -> list[type_of_row]:
        """Stream, version, hash, actor, key, digest and body (bytes) of the events under a condition, in order."""

    def private_parts(self, stream: str, part: str) -> list[PrivatePart]:
        """The private parts of this name, oldest first; what was erased or no longer opens is left out."""
        sql = """SELECT e.actor, p.version, p.secret, p.ciphertext FROM event_private p
            JOIN event e ON e.stream = p.stream AND e.version = p.version
            WHERE p.stream = ? AND p.part = ? ORDER BY p.version"""
        found = []
        for actor, version, secret, text in self.query(sql, stream, part):
            with suppress(PrivatePartError):
                value = open_part(bytes(text), bytes(secret), PartPlace(stream, version, part))
                found.append(PrivatePart(actor, version, part, value))
        return found

    def definition(self, fingerprint: str) -> tuple[str, str] | None:
        """Kind and body of a stored definition."""
        rows = self.query("SELECT kind, body FROM definition WHERE fingerprint = ?", fingerprint)
        return (rows[0][0], rows[0][1]) if rows else None

    def installation(self) -> Mapping[str, str]:
        return dict(self.query("SELECT name, value FROM installation"))

    def last_recorded(self) -> datetime | None:
        """The latest instant any stream recorded."""
        latest = self.query("SELECT max(updated_at) FROM stream")[0][0]
        return None if latest is None else from_micros(latest)

    def shape(self, name: str) -> tuple[tuple[str, ...], int]:
        """The columns of a table, key first, and how many of them are the key."""
        found = SQLModel.metadata.tables[name]
        keys = tuple(column.name for column in found.primary_key.columns)
        return (*keys, *(column.name for column in found.columns if column.name not in keys)), len(keys)

    def table_rows(self, name: str, columns: Sequence[str]) -> list[type_of_row]:
        """Every row of one of our tables, in key order: what a rebuild is compared with."""
        names = ", ".join(f'"{column}"' for column in columns)
        return [tuple(row) for row in self.query(f"SELECT {names} FROM {name}")]  # noqa: S608


class Transaction(Reader):
    """A write in progress: locks what it loads, writes each table once, stands or falls as a whole."""

    @abstractmethod
    def take(self, keys: Sequence[type_of_key], *, wait: bool = False) -> type_of_taken:
        """The streams of these (stream, actor, key) and the events already written under them.

        Streams are locked in rank and id order. One that another writer holds is left out, or waited for.
        """

    @abstractmethod
    def due(self, now: int, limit: int) -> type_of_due:
        """Pending timers due by `now` (µs), earliest first, locked with their streams; those streams that there are.

        A timer: stream, id, trigger, data, when it was due in µs.
        """

    @abstractmethod
    def balance(self, scope: str, key: str, stream: str) -> tuple[int, int]:
        """The total of a sum, locked, and what `stream` holds of it."""

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone alone and raised as Spoiled; a fault of the database ends the transaction."""
        self.cursor.execute("SAVEPOINT attempt")
        try:
            yield
        except (sqlite3.OperationalError, psycopg.OperationalError):
            raise
        except Exception as error:
            self.cursor.execute("ROLLBACK TO SAVEPOINT attempt")
            raise Spoiled(str(error)) from error
        self.cursor.execute("RELEASE SAVEPOINT attempt")

    def poke(self) -> None:
        """Tell every worker, once this is committed, that a timer is due at once."""

    @staticmethod
    def _due(rows: Sequence[type_of_row]) -> type_of_due:
        streams = {row[0]: row for row in rows if row[DUE_WIDTH] is not None}
        return [row[:DUE_WIDTH] for row in rows], {id: as_stream(row[DUE_WIDTH:]) for id, row in streams.items()}

    @staticmethod
    def _taken(rows: Sequence[type_of_row]) -> type_of_taken:
        streams, known, width = dict[str, Stream](), dict[type_of_key, type_of_row](), FOLDED
        for row in rows:
            if row[0] not in streams:
                streams[row[0]] = as_stream(row)
            if row[width] is not None:
                known[row[0], row[width], row[width + 1]] = row[width + 2 :]
        return streams, known

    def secrets(self, stream: str, version: int) -> dict[str, tuple[bytes, bytes]]:
        """Secret and ciphertext of an event's private parts that were not erased."""
        sql = "SELECT part, secret, ciphertext FROM event_private WHERE stream = ? AND version = ?"
        return {part: (bytes(secret), bytes(text)) for part, secret, text in self.query(sql, stream, version)}

    def define(self, fingerprint: str, kind: str, name: str, body: str) -> None:
        """Store a definition whole; storing it again changes nothing."""
        self.put({DEFINITIONS: [(fingerprint, kind, name, body)]})

    def install(self, name: str, value: str) -> None:
        """Record what this database is; the first value stands."""
        self.put({INSTALLATION: [(name, value)]})

    def write(self, rows: Rows) -> None:
        """Write everything, each table once."""
        self.put(
            {
                EVENTS: rows.events,
                PRIVATE: rows.private,
                REFUSALS: rows.refusals,
                STREAMS: list(rows.born.values()),
                MOVED: list(rows.moved.values()),
                PLACED: list(rows.placed.values()),
                DEADLINES: list(rows.deadlines.values()),
                CLOSED: [(*key, how) for key, how in rows.closed.items()],
                TIMERS: list(rows.timers.values()),
                SPENT: [(*key, how) for key, how in rows.spent.items()],
                CLAIMS: [(*claim, amount) for claim, amount in rows.claims.items()],
                BALANCES: [(*sum, total) for sum, total in rows.balances.items()],
                OUTBOX: rows.outbox,
                UNSEALED: rows.unsealed,
            }
        )

    @abstractmethod
    def put(self, rows: Mapping[type_of_statement, Sequence[type_of_row]]) -> None:
        """Write the rows of each statement."""

    @abstractmethod
    def alone(self, name: str, *, wait: bool = True) -> bool:
        """Until commit nobody else is in a transaction `alone` under this name; False if somebody is and not `wait`."""


def in_order(rows: Iterable[type_of_event]) -> Iterator[type_of_event]:
    """The same events, each held back until those before it in its stream have come; what lacks one comes last."""
    next_of: dict[str, int] = {}
    early: dict[tuple[str, int], type_of_event] = {}
    for row in rows:
        stream, version = row[0], row[1]
        if version != next_of.get(stream, 1):
            early[stream, version] = row
            continue
        yield row
        version += 1
        while early and (held := early.pop((stream, version), None)):
            yield held
            version += 1
        next_of[stream] = version
    yield from (early[key] for key in sorted(early))


class Sqlite(Transaction):
    """SQLite: the whole file is locked by the turn, so nothing is ever taken by another."""

    mark = "?"

    def streams(self, ids: Iterable[str]) -> dict[str, Stream]:
        sql = f"SELECT {STREAM_COLUMNS} FROM stream s WHERE s.id IN (SELECT value FROM json_each(?))"  # noqa: S608
        found = (as_stream(row) for row in self.query(sql, orjson.dumps(list(ids)).decode()))
        return {stream.id: stream for stream in found}

    def every_event(self, size: int = 1000) -> Iterator[type_of_event]:
        self.cursor.execute("SELECT stream, version, hash, CAST(body AS BLOB) FROM event ORDER BY rowid")
        while rows := self.cursor.fetchmany(size):
            yield from rows

    def event_rows(self, where: str, *parameters: str) -> list[type_of_row]:
        return self.query(EVENT_ROWS.format(body="CAST(body AS BLOB)", where=where), *parameters)

    def take(self, keys: Sequence[type_of_key], *, wait: bool = False) -> type_of_taken:
        on = "e.stream = s.id AND e.actor = k.value ->> 1 AND e.key = k.value ->> 2"
        given = "json_each(?) k CROSS JOIN stream s ON s.id = k.value ->> 0"
        sql = f"SELECT {STREAM_COLUMNS}, {KNOWN} FROM {given} LEFT JOIN event e ON {on}"  # noqa: S608
        return self._taken(self.query(sql, orjson.dumps(keys).decode()))

    def due(self, now: int, limit: int) -> type_of_due:
        where = f"t.status = 'pending' AND t.due_at <= ? AND {NOT_ASIDE}"
        source = f"timer t LEFT JOIN stream s ON s.id = t.stream WHERE {where}"
        sql = f"SELECT {DUE}, {STREAM_COLUMNS} FROM {source} ORDER BY t.due_at, t.stream, t.id LIMIT ?"  # noqa: S608
        return self._due(self.query(sql, now, limit))

    def balance(self, scope: str, key: str, stream: str) -> tuple[int, int]:
        total = self.query("SELECT total FROM balance WHERE scope = ? AND key = ?", scope, key)
        held = self.query("SELECT amount FROM claim WHERE scope = ? AND key = ? AND stream = ?", scope, key, stream)
        return (total[0][0] if total else 0), (held[0][0] if held else 0)

    def put(self, rows: Mapping[type_of_statement, Sequence[type_of_row]]) -> None:
        for statement, several in rows.items():
            if several:
                self.cursor.executemany(statement.sqlite, several)

    def alone(self, name: str, *, wait: bool = True) -> bool:
        return True


class Postgres(Transaction):
    """PostgreSQL: rows are locked; a stream taken elsewhere is skipped and tried again later."""

    mark = "%s"

    def __init__(self, cursor: Cursor, *, locking: bool = True) -> None:
        super().__init__(cursor)
        self.locking = locking

    def streams(self, ids: Iterable[str]) -> dict[str, Stream]:
        return self._streams(f"SELECT {STREAM_COLUMNS} FROM stream s WHERE s.id = ANY(%b)", list(ids))  # noqa: S608

    def every_event(self, size: int = 1000) -> Iterator[type_of_event]:
        with self.cursor.connection.cursor("every_event", binary=True) as cursor:  # the server keeps what is not read
            cursor.execute("SELECT stream, version, hash, convert_to(body, 'UTF8') FROM event")
            yield from in_order(row for rows in iter(partial(cursor.fetchmany, size), []) for row in rows)

    def event_rows(self, where: str, *parameters: str) -> list[type_of_row]:
        sql = EVENT_ROWS.format(body="convert_to(body, 'UTF8')", where=where).replace("?", self.mark)
        with self.cursor.connection.cursor(binary=True) as cursor:
            return list(cursor.execute(sql, parameters).fetchall())

    def take(self, keys: Sequence[type_of_key], *, wait: bool = False) -> type_of_taken:
        if not keys:
            return {}, {}
        given = "unnest(%b::text[], %b::text[], %b::text[]) AS k (stream, actor, key) JOIN stream s ON s.id = k.stream"
        known = "LEFT JOIN event e ON e.stream = k.stream AND e.actor = k.actor AND e.key = k.key"
        lock = ("FOR UPDATE OF s" if wait else "FOR UPDATE OF s SKIP LOCKED") if self.locking else ""
        sql = f"SELECT {STREAM_COLUMNS}, {KNOWN} FROM {given} {known} ORDER BY {RANK}, s.id {lock}"  # noqa: S608
        return self._taken(self.query(sql, *transposed(keys)))

    def due(self, now: int, limit: int) -> type_of_due:
        due = f"WHERE t.status = 'pending' AND t.due_at <= %s AND {NOT_ASIDE}"
        order = "ORDER BY t.due_at, t.stream, t.id LIMIT %s"
        source = f"timer t JOIN stream s ON s.id = t.stream {due}"
        columns = f"{DUE}, {STREAM_COLUMNS}"
        found, streams = self._due(
            self.query(f"SELECT {columns} FROM {source} {order} FOR UPDATE OF t, s SKIP LOCKED", now, limit)  # noqa: S608
        )
        if len(found) == limit:
            return found, streams
        # A timer of a stream that never began has nothing to lock beside it; it is due all the same, to be refused.
        lost = f"timer t {due} AND NOT EXISTS (SELECT 1 FROM stream s WHERE s.id = t.stream)"  # noqa: S608
        ask = f"SELECT {DUE} FROM {lost} {order} FOR UPDATE OF t SKIP LOCKED"  # noqa: S608
        return found + self.query(ask, now, limit - len(found)), streams

    def balance(self, scope: str, key: str, stream: str) -> tuple[int, int]:
        # A sum nobody holds yet has no row to lock, so its name is locked until commit.
        if self.locking:
            self.cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"{scope}\n{key}",))
        total = self.query("SELECT total FROM balance WHERE scope = %s AND key = %s", scope, key)
        held = self.query("SELECT amount FROM claim WHERE scope = %s AND key = %s AND stream = %s", scope, key, stream)
        return (total[0][0] if total else 0), (held[0][0] if held else 0)

    def server_time(self) -> datetime | None:
        (row,) = self.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        return from_micros(row[0])

    def poke(self) -> None:
        self.cursor.execute("SELECT pg_notify(%s, '')", (CHANNEL,))

    def _streams(self, sql: str, ids: list[str]) -> dict[str, Stream]:
        return {stream.id: stream for stream in map(as_stream, self.query(sql, ids))}

    def put(self, rows: Mapping[type_of_statement, Sequence[type_of_row]]) -> None:
        wanted = {statement: several for statement, several in rows.items() if several}
        if not wanted:
            return
        alone = all(len(several) == 1 for several in wanted.values())
        values = (several[0] if alone else transposed(several) for several in wanted.values())
        self.cursor.execute(together(tuple(wanted), alone=alone), list(chain.from_iterable(values)))

    def alone(self, name: str, *, wait: bool = True) -> bool:
        ask = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
        return self.query(f"SELECT {ask}(hashtextextended(?, 1))", name)[0][0] is not False
