"""The log as the database keeps it: leaves, tiles, signed heads; sealing what waits; proofs."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial

from states.canonical import loads
from states.instants import from_micros, micros, read
from storage.errors import StorageError
from storage.ledger import keys
from storage.ledger.checkpoint import Checkpoint, opened_checkpoint
from storage.ledger.journal import KEYS, entries
from storage.ledger.notes import NoteError, Signer
from storage.ledger.tiles import appended, nodes_of
from storage.ledger.tree import HASH, consistency, inclusion, leaf_hashes, root, type_of_nodes
from storage.queries import unsealed
from storage.statements import Remove, Write
from storage.tables import CheckpointRow, Leaf, Tile, Unsealed
from storage.transaction import Reader, Transaction, table

LEAVES, TILES = Write(table(Leaf)), Write(table(Tile), update=("hashes",))
CHECKPOINTS, SEALED = Write(table(CheckpointRow)), Remove(table(Unsealed))
TILES_KEPT, NODES_KEPT = 512, 16_384
"""At most some 6 MiB of the tree in memory."""
SAMPLE = 1000
"""Unsealed records whose age is looked up: more of them wait only when the sealer stands still."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint the database keeps."""

    size: int
    note: str
    made_at: datetime
    drained: bool


@dataclass(frozen=True, slots=True)
class Lag:
    """What waits to be sealed: how many records, and the age of the oldest."""

    unsealed: int
    age: timedelta


@dataclass(frozen=True, slots=True)
class Proven:
    """One leaf with the proof that the tree of a signed checkpoint holds it."""

    index: int
    proof: tuple[bytes, ...]
    note: str


def size(reader: Reader) -> int:
    """How many leaves the log has."""
    return int(reader.query("SELECT coalesce(max(n) + 1, 0) FROM leaf")[0][0])


def nodes(reader: Reader) -> type_of_nodes:
    """The tree's nodes, read from the stored tiles; those last looked at are kept."""
    return lru_cache(NODES_KEPT)(nodes_of(lru_cache(TILES_KEPT)(partial(_tile, reader))))


def last_checkpoint(reader: Reader, upto: int = 2**62) -> Kept | None:
    """The latest signed head, of at most `upto` leaves."""
    sql = "SELECT size, note, made_at, drained FROM checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1"
    return next((_kept(*row) for row in reader.query(sql, upto)), None)


def checkpoints(reader: Reader) -> list[Kept]:
    return [_kept(*row) for row in reader.query("SELECT size, note, made_at, drained FROM checkpoint ORDER BY size")]


class Prover:
    """Proves records under the latest checkpoint."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.head, self.nodes = reader, last_checkpoint(reader), nodes(reader)

    def prove(self, stream: str, version: int, hash: str) -> Proven | None:
        """The proof that a record is in the log; None if it is not sealed yet."""
        sql = "SELECT n FROM leaf WHERE stream = ? AND version = ? AND hash = ?"
        found = self.reader.query(sql, stream, version, hash)
        if self.head is None or not found or found[0][0] >= self.head.size:
            return None
        return Proven(found[0][0], tuple(inclusion(found[0][0], self.head.size, self.nodes)), self.head.note)


def prove_growth(reader: Reader, old: int, new: int) -> list[bytes]:
    """The proof that the log of `new` leaves only adds to that of `old`. IndexError if it never was so."""
    return consistency(old, new, nodes(reader))


def lag(reader: Reader, now: datetime) -> Lag:
    """How many records wait to be sealed and how old the oldest is: of a sample, where very many wait."""
    waiting = f"(SELECT stream, version, hash FROM unsealed LIMIT {SAMPLE}) u"  # noqa: S608 - a constant
    bodies = [
        *reader.query(f"SELECT body FROM {waiting} JOIN event e ON e.stream = u.stream AND e.version = u.version"),  # noqa: S608
        *reader.query(f"SELECT body FROM {waiting} JOIN refusal r ON r.stream = u.stream AND r.hash = u.hash"),  # noqa: S608
        *reader.query(f"SELECT body FROM {waiting} JOIN journal j ON j.stream = u.stream AND j.version = u.version"),  # noqa: S608
    ]
    oldest = min((read(loads(body.encode())["recorded_at"]) for (body,) in bodies), default=now)
    return Lag(unsealed(reader), max(now - oldest, timedelta(0)))


def seal(transaction: Transaction, signer: Signer, now: datetime, limit: int) -> Kept | None:
    """Take up to `limit` waiting records into the log and sign its new head; None if another sealer is at it.

    StorageError where the stored log is not the one that was signed before: it is not signed again.
    """
    if not transaction.alone("sealer", wait=False):
        return None
    before = _sound(transaction, signer, now)
    waiting = transaction.query("SELECT stream, version, hash FROM unsealed ORDER BY stream, version LIMIT ?", limit)
    if not waiting and before:
        return replace(before, drained=True)
    begin = before.size if before else 0
    leaves = leaf_hashes(hash for _, _, hash in waiting)
    changed = appended(begin, leaves, lambda level, n: _tile(transaction, level, n))
    transaction.put(
        {
            LEAVES: [(n, *row) for n, row in enumerate(waiting, begin)],
            TILES: [(*place, hashes) for place, hashes in changed.items()],
            SEALED: waiting,
        }
    )
    end, drained = begin + len(waiting), len(waiting) < limit
    note = Checkpoint(signer.name, end, root(end, nodes(transaction))).signed(signer)
    transaction.put({CHECKPOINTS: [(end, note, micros(now), int(drained))]})
    return Kept(end, note, now, drained)


def _sound(transaction: Transaction, signer: Signer, now: datetime) -> Kept | None:
    """The head the log stands at, which the stored tree must still have; the first time, its key is introduced."""
    try:
        known = keys.chain(entries(transaction, KEYS))
        if not known:
            keys.begin(transaction, signer, now)
        elif known[-1] != signer.verifier:
            raise StorageError(f"the log is signed with {known[-1]}: give that key, not {signer.verifier}")
        before, stored = last_checkpoint(transaction), size(transaction)
        head = opened_checkpoint(before.note, known) if before else None
        sound = (head.size, head.root) == (stored, root(stored, nodes(transaction))) if head else not stored
    except (NoteError, LookupError) as error:
        raise StorageError(f"the stored log does not hold ({error}): run `yeongo audit verify`") from error
    if not sound:
        raise StorageError("the stored log is not the one that was signed last: run `yeongo audit verify`")
    return before


def _tile(reader: Reader, level: int, n: int) -> bytes:
    found = reader.query("SELECT hashes FROM tile WHERE level = ? AND n = ?", level, n)
    hashes = bytes(found[0][0]) if found else b""
    return hashes[: len(hashes) // HASH * HASH]


def _kept(size: int, note: str, made_at: int, drained: int) -> Kept:
    return Kept(size, note, from_micros(made_at), bool(drained))
