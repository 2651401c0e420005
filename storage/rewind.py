"""Back to a moment: what was recorded later is taken out of a restored copy, and the log with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from states.canonical import loads
from states.instants import micros, read
from storage.ledger.journal import MANIFESTS
from storage.ledger.log import TILES
from storage.ledger.tiles import appended
from storage.ledger.tree import leaf_hash
from storage.projections import type_of_row
from storage.transaction import Sqlite, Transaction

RECORD = ("event", "refusal", "journal")
FINAL = (*RECORD, "leaf", "checkpoint")
"""Tables that admit no deletion."""
WITH_EVENTS = ("event_private", "delivery", "webhook_message")
"""Tables of rows that are about one event or act, which may not be there any more."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How many events stayed and went; `size`: the leaves the log still has."""

    kept: int
    dropped: int
    size: int


def cut(transaction: Transaction, until: int) -> Cut:
    """Take out what was recorded after an instant (microseconds); of each stream everything from the first such on.

    What was done to the record itself stays whatever its time: an erasure is not undone, who looked stays known.
    """
    with _unlocked(transaction):
        dropped = _later_events(transaction, until)
        _later(transaction, "refusal", ("stream", "hash"), until)
        _later(transaction, "journal", ("stream", "version"), until, f"WHERE stream = '{MANIFESTS}'")
        size = _shortened(transaction)
    for name in WITH_EVENTS:
        same = f"r.stream = {name}.stream AND r.version = {name}.version"
        gone = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {of} r WHERE {same})" for of in ("event", "journal"))  # noqa: S608
        _run(transaction, f"DELETE FROM {name} WHERE version > 0 AND {gone}")  # noqa: S608
    _run(transaction, "DELETE FROM incident WHERE failed_at > ?", until)
    return Cut(int(transaction.query("SELECT count(*) FROM event")[0][0]), dropped, size)


def replace_row(transaction: Transaction, name: str, key: Sequence[Any], rest: type_of_row | None) -> None:
    """Make a derived row what it must be; none where `rest` is None."""
    columns, width = transaction.shape(name)
    where = " AND ".join(f'"{column}" = ?' for column in columns[:width])
    _run(transaction, f"DELETE FROM {name} WHERE {where}", *key)  # noqa: S608 - our own names
    if rest is not None:
        named, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _ in columns)
        _run(transaction, f"INSERT INTO {name} ({named}) VALUES ({marks})", *key, *rest)  # noqa: S608


def _later_events(transaction: Transaction, until: int) -> int:
    first: dict[str, int] = {}
    for stream, version, body in transaction.query("SELECT stream, version, body FROM event ORDER BY stream, version"):
        if stream not in first and micros(read(loads(body.encode())["recorded_at"])) > until:
            first[stream] = version
    dropped = 0
    for stream, version in first.items():
        _run(transaction, "DELETE FROM event WHERE stream = ? AND version >= ?", stream, version)
        dropped += transaction.cursor.rowcount
    return dropped


def _later(transaction: Transaction, name: str, key: Sequence[str], until: int, where: str = "") -> None:
    found = transaction.query(f"SELECT {', '.join(key)}, body FROM {name} {where}")  # noqa: S608 - our own names
    clause = " AND ".join(f"{column} = ?" for column in key)
    for *place, body in found:
        if micros(read(loads(body.encode())["recorded_at"])) > until:
            _run(transaction, f"DELETE FROM {name} WHERE {clause}", *place)  # noqa: S608


def _shortened(transaction: Transaction) -> int:
    """Cut the log at its last signed head before the first record that is gone; what lies behind waits to be sealed."""
    of = " OR ".join(
        f"EXISTS (SELECT 1 FROM {name} r WHERE r.stream = leaf.stream AND r.hash = leaf.hash)"  # noqa: S608
        for name in RECORD
    )
    gone = transaction.query(f"SELECT min(n) FROM leaf WHERE NOT ({of})")[0][0]  # noqa: S608 - our own names
    if gone is None:
        return int(transaction.query("SELECT coalesce(max(n) + 1, 0) FROM leaf")[0][0])
    size = int(transaction.query("SELECT coalesce(max(size), 0) FROM checkpoint WHERE size <= ?", gone)[0][0])
    _run(transaction, "DELETE FROM leaf WHERE n >= ?", size)
    _run(transaction, "DELETE FROM checkpoint WHERE size > ?", size)
    _run(transaction, "DELETE FROM tile")
    leaves = (leaf_hash(bytes.fromhex(hash)) for (hash,) in transaction.query("SELECT hash FROM leaf ORDER BY n"))
    changed = appended(0, leaves, lambda *_: b"")
    transaction.put({TILES: [(*place, hashes) for place, hashes in changed.items()]})
    return size


@contextmanager
def _unlocked(transaction: Transaction) -> Iterator[None]:
    """The record admits a deletion, in this transaction alone: nobody else is on a copy that is being restored."""
    if isinstance(transaction, Sqlite):
        found = [
            (name, made)
            for name, made, of in transaction.query(
                "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            )
            if of in FINAL
        ]
        for name, _ in found:
            _run(transaction, f"DROP TRIGGER {name}")
        yield
        for _, made in found:
            _run(transaction, made)
        return
    for name in FINAL:
        _run(transaction, f"ALTER TABLE {name} DISABLE TRIGGER USER")
    yield
    for name in FINAL:
        _run(transaction, f"ALTER TABLE {name} ENABLE TRIGGER USER")


def _run(transaction: Transaction, sql: str, *values: Any) -> None:
    transaction.cursor.execute(sql.replace("?", transaction.mark) if values else sql, values)
