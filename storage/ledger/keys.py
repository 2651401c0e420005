"""Which keys have signed the log: the first introduces itself, each next one is signed in by the one before it."""

from collections.abc import Iterable
from datetime import datetime

from states.instants import written
from states.roles import CLOCK, Actor
from storage.errors import StorageError
from storage.ledger.journal import KEYS, Entry, latest, record
from storage.ledger.notes import NoteError, Signer, Verifier, opened, signed
from storage.transaction import Reader, Transaction


def current(reader: Reader) -> Verifier | None:
    """The key the log is signed with now; None before its first."""
    last = latest(reader, KEYS)
    return Verifier.parse(last.body["new"]) if last else None


def begin(transaction: Transaction, signer: Signer, now: datetime) -> Entry:
    """Introduce the log's first key."""
    return _introduced(transaction, [signer], "", signer, now, CLOCK)


def rotate(transaction: Transaction, old: Signer, new: Signer, now: datetime, actor: Actor) -> Entry:
    """Hand over to a new key, an act both keys sign. StorageError unless `old` is the current key."""
    if current(transaction) != old.verifier:
        raise StorageError("the log key is not the one the log is signed with: give its current key")
    if new.name != old.name:
        raise StorageError(f"a new key keeps the log's name {old.name}: it is named {new.name}")
    return _introduced(transaction, [old, new], str(old.verifier), new, now, actor)


def _introduced(
    transaction: Transaction, signers: list[Signer], old: str, new: Signer, now: datetime, actor: Actor
) -> Entry:
    text = _text(old, str(new.verifier), written(now))
    content = {"old": old, "new": str(new.verifier), "note": signed(text, *signers)}
    return record(transaction, KEYS, content, now, actor)


def chain(entries: Iterable[Entry]) -> list[Verifier]:
    """Every key of the log, the current one last. NoteError for one that was not signed in as it must be."""
    keys: list[Verifier] = []
    for entry in entries:
        new = Verifier.parse(entry.body["new"])
        wanted = {new, *keys[-1:]}
        old = str(keys[-1]) if keys else ""
        text, holding = opened(entry.body["note"], wanted)
        if text != _text(old, str(new), entry.body["recorded_at"]) or holding != wanted or entry.body["old"] != old:
            raise NoteError(f"key {entry.version} was not signed in by the key before it")
        keys.append(new)
    return keys


def _text(old: str, new: str, at: str) -> str:
    return f"yeongo log key\n{old or '-'}\n{new}\n{at}\n"
