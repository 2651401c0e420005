"""Who may read which calendar feed: tokens, of which only the hash is kept, until they are revoked."""

from datetime import datetime
from hashlib import sha256

from states.instants import micros
from storage.statements import Write
from storage.tables import FeedToken
from storage.transaction import Reader, Transaction, table

TOKENS = Write(table(FeedToken))


def grant(transaction: Transaction, token: str, scope: str, person: str, now: datetime) -> None:
    """Let whoever knows `token` read the feed of a call or a project (its stream's id), on behalf of a person."""
    transaction.put({TOKENS: [(_hash(token), scope, person, micros(now))]})


def revoke(transaction: Transaction, token: str) -> None:
    transaction.cursor.execute("DELETE FROM feed_token WHERE hash = ?".replace("?", transaction.mark), (_hash(token),))


def scope_of(reader: Reader, token: str) -> tuple[str, str] | None:
    """The stream whose deadlines a token shows and whom it was given to; None for one unknown or revoked."""
    rows = reader.query("SELECT scope, person FROM feed_token WHERE hash = ?", _hash(token))
    return (str(rows[0][0]), str(rows[0][1])) if rows else None


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
