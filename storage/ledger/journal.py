"""Acts on the record itself, each kind a chain of its own: keys, manifests, readings, erasures. Sealed like events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from states.canonical import dumps, loads
from states.instants import written
from states.roles import CLOCK, Actor
from storage.statements import Write
from storage.tables import Journal
from storage.transaction import UNSEALED, Reader, Transaction, table

JOURNAL = Write(table(Journal))
FORMAT = 1
START = "0" * 64
"""What the first entry continues."""
KEYS, MANIFESTS, READINGS, ERASURES, HOLDS = "log-keys", "log-manifests", "log-readings", "log-erasures", "log-holds"
ACCESSES = "log-accesses"
"""From where people came."""
SECRETS = "log-secrets"
"""Each change of the key that seals webhooks' secrets; keys by their hash."""
PEOPLE = "log-people"
"""Every change of people and duties: what it was and what it made of duties; pseudonyms only."""
QUESTIONS, DELIVERIES, TELEPHONE = "log-questions", "log-deliveries", "log-telephone"
PAPERS = "log-papers"
"""What desks keep: questions of the National Assembly with their answers, what auditors were given, telephone notes,
papers that were made."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: where it stands in its chain, and what was done."""

    stream: str
    version: int
    hash: str
    body: Mapping[str, Any]


def record(
    transaction: Transaction, stream: str, content: Mapping[str, Any], now: datetime, actor: Actor = CLOCK
) -> Entry:
    """Add an act to its chain, to be sealed with everything else."""
    transaction.alone(stream)
    last = transaction.query("SELECT version, hash FROM journal WHERE stream = ? ORDER BY version DESC LIMIT 1", stream)
    version, prev = (last[0][0] + 1, last[0][1]) if last else (1, START)
    body = {
        "format": FORMAT,
        "stream": stream,
        "version": version,
        "prev": prev,
        "actor": actor.recorded,
        "recorded_at": written(now),
        **content,
    }
    text = dumps(body)
    hash = sha256(text).hexdigest()
    transaction.put({JOURNAL: [(stream, version, hash, text.decode())], UNSEALED: [(stream, version, hash)]})
    return Entry(stream, version, hash, body)


def looked(transaction: Transaction, what: str, scope: Mapping[str, Any], now: datetime, actor: Actor) -> Entry:
    """Remember who looked at what about people: part of the record, sealed with it."""
    return record(transaction, READINGS, {"what": what, "scope": dict(scope)}, now, actor)


def entries(reader: Reader, stream: str) -> list[Entry]:
    """Every act of one kind, in order."""
    rows = reader.query("SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version", stream)
    return [Entry(stream, version, hash, loads(body.encode())) for version, hash, body in rows]


def recent(reader: Reader, stream: str, limit: int) -> list[Entry]:
    """The last acts of one kind, the latest first."""
    sql = "SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version DESC LIMIT ?"
    return [Entry(stream, v, hash, loads(body.encode())) for v, hash, body in reader.query(sql, stream, limit)]


def found(reader: Reader, stream: str, text: str, before: int | None, limit: int) -> list[Entry]:
    """Acts of one kind that hold a text anywhere, the latest first, at most `limit`; those before a version."""
    where, values = "stream = ?", list[Any]([stream])
    if text:
        where += " AND replace(lower(body), ?, '') <> lower(body)"
        values.append(normalize("NFC", text).lower())
    if before is not None:
        where += " AND version < ?"
        values.append(before)
    sql = f"SELECT version, hash, body FROM journal WHERE {where} ORDER BY version DESC LIMIT ?"  # noqa: S608
    rows = reader.query(sql, *values, limit)
    return [Entry(stream, version, hash, loads(body.encode())) for version, hash, body in rows]


def latest(reader: Reader, stream: str) -> Entry | None:
    """The last act of one kind."""
    sql = "SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version DESC LIMIT 1"
    return next((Entry(stream, v, hash, loads(body.encode())) for v, hash, body in reader.query(sql, stream)), None)
