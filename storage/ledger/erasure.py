"""Erasing a private part: its secret and ciphertext are destroyed as an act, unless a legal hold stands."""

from datetime import datetime

from states.roles import Actor
from storage.ledger.journal import ERASURES, HOLDS, Entry, entries, record
from storage.statements import Remove
from storage.tables import EventPrivate
from storage.transaction import Reader, Transaction, table

PARTS = Remove(table(EventPrivate))


class Held(Exception):  # noqa: N818 - a circumstance: the hold is lifted first
    """A legal hold stands on the stream: nothing of it is erased."""


def is_held(reader: Reader, stream: str) -> bool:
    """Whether a legal hold stands on a stream: the last act that names it says so."""
    acts = [entry.body["holds"] for entry in entries(reader, HOLDS) if entry.body["on"] == stream]
    return bool(acts and acts[-1])


def hold(transaction: Transaction, stream: str, reason: str, now: datetime, actor: Actor, *, holds: bool) -> Entry:
    """Lay a legal hold on a stream, or lift it."""
    return record(transaction, HOLDS, {"on": stream, "holds": holds, "reason": reason}, now, actor)


def erase(
    transaction: Transaction,
    stream: str,
    version: int,
    part: str,
    reason: str,
    now: datetime,
    actor: Actor,
    *,
    keeper: str = "",
) -> Entry:
    """Destroy one private part for good; the event and its commitment stay, and everything still verifies.

    Held while a legal hold stands on the stream, or on `keeper` (a person whose part it is); LookupError if there is no
    such part (any more).
    """
    transaction.alone(HOLDS)
    for each in {stream, keeper} - {""}:
        if is_held(transaction, each):
            raise Held(each)
    named = {"stream": stream, "version": version, "part": part}
    found = transaction.query(
        "SELECT 1 FROM event_private WHERE stream = ? AND version = ? AND part = ?", stream, version, part
    )
    if not found:
        raise LookupError(f"{stream}@{version} has no private part {part}")
    transaction.put({PARTS: [(stream, version, part)]})
    return record(transaction, ERASURES, {"part": named, "reason": reason}, now, actor)
