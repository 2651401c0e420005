"""Who may read which calendar feed: tokens, of which only the hash is kept, until they are revoked."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from states.instants import from_micros, micros
from storage.statements import Write
from storage.tables import FeedToken
from storage.transaction import Reader, Transaction, table

TOKENS = Write(table(FeedToken))
SHOWN = 16
"""Hexadecimal digits of a token's hash that name the feed to its person."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as its person sees it: the stream whose deadlines it shows, since when."""

    id: str
    scope: str
    created: datetime


def grant(transaction: Transaction, token: str, scope: str, person: str, now: datetime) -> str:
    """Let whoever knows `token` read the feed of a stream on behalf of a person; the feed's id."""
    hash = _hash(token)
    transaction.put({TOKENS: [(hash, scope, person, micros(now))]})
    return hash[:SHOWN]


def granted(reader: Reader, person: str) -> list[Feed]:
    """A person's feeds, the oldest first."""
    sql = "SELECT hash, scope, created FROM feed_token WHERE person = ? ORDER BY created, hash"
    return [Feed(hash[:SHOWN], scope, from_micros(created)) for hash, scope, created in reader.query(sql, person)]


def revoke(transaction: Transaction, person: str, id: str) -> bool:
    """End one of a person's feeds; whether there was one."""
    there = any(each.id == id for each in granted(transaction, person))
    sql = f"DELETE FROM feed_token WHERE person = ? AND substr(hash, 1, {SHOWN}) = ?"  # noqa: S608 - a number of ours
    transaction.cursor.execute(sql.replace("?", transaction.mark), (person, id))
    return there


def scope_of(reader: Reader, token: str) -> tuple[str, str] | None:
    """The stream whose deadlines a token shows and whom it was given to; None for one unknown or revoked."""
    rows = reader.query("SELECT scope, person FROM feed_token WHERE hash = ?", _hash(token))
    return (str(rows[0][0]), str(rows[0][1])) if rows else None


def _hash(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
