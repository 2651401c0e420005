"""The log by itself: gap-free leaves, tiles, roots, signatures, keys, manifests, and checkpoints the auditor kept."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from states.canonical import CanonicalError, loads
from storage.ledger import keys
from storage.ledger.checkpoint import Checkpoint, opened_checkpoint
from storage.ledger.journal import KEYS, MANIFESTS, Entry
from storage.ledger.log import Kept, checkpoints, nodes
from storage.ledger.manifest import heads, manifest_of, type_of_head
from storage.ledger.notes import NoteError, Verifier
from storage.ledger.tiles import WIDTH
from storage.ledger.tree import HASH, leaf_hashes, root
from storage.projections import type_of_row
from storage.transaction import Reader
from workflow.audit.findings import Finding
from workflow.audit.rising import Rising

LOG = "log"
"""The stream findings about the log itself are named under."""
AT_ONCE = 1 << 16
"""Leaves read by one query: whole tiles."""
LEVELS = 8
"""More levels of tiles than a log of 2^63 leaves has."""


class LogCheck:
    """Checks the stored log. `trusted` is the key the auditor has from elsewhere; `kept` are checkpoints they kept."""

    def __init__(self, reader: Reader, trusted: Verifier | None, kept: Sequence[str], since: str = "") -> None:
        self.reader = reader
        self.trusted = trusted
        self.kept = [*kept, since] if since else kept
        self.since = since
        self.heads = checkpoints(reader)
        self.checkpoint: Kept | None = self.heads[-1] if self.heads else None
        self.keys: list[Verifier] = []
        self.current: Verifier | None = None
        self.unknown = list(self._keys())
        self.begin = self._begun()
        self.heads = [each for each in self.heads if each.size >= self.begin]

    def findings(self) -> Iterator[Finding]:
        """Everything about the log that does not hold."""
        yield from self.unknown
        signed = list(self._signatures())
        yield from (each for each in signed if isinstance(each, Finding))
        wanted = {each.size: each.root for each in signed if isinstance(each, Checkpoint)}
        kept = list(self._kept())
        yield from (each for each in kept if isinstance(each, Finding))
        mine = [each for each in kept if isinstance(each, Checkpoint)]
        yield from self._tree(wanted, mine)
        yield from self._manifests()
        yield from self._times()

    def _keys(self) -> Iterator[Finding]:
        try:
            self.keys = keys.chain(_entries(self.reader, KEYS))
        except (NoteError, CanonicalError, KeyError, TypeError) as error:
            yield Finding("log.key", KEYS, 0, {"reason": str(error)})
        self.current = self.keys[-1] if self.keys else None
        if self.trusted is None or self.trusted in self.keys:  # each key was signed in by the one before it
            return
        if self.keys:
            yield Finding("log.rogue_key", KEYS, 0, {"found": str(self.keys[-1]), "trusted": str(self.trusted)})
        self.keys.append(self.trusted)

    def _begun(self) -> int:
        """The size of the checkpoint to begin from: one of this log, that the stored tree still has; else 0."""
        try:
            head = opened_checkpoint(self.since, self.keys) if self.since else None
            whole = head is not None and root(head.size, nodes(self.reader)) == head.root
        except (NoteError, LookupError):
            return 0
        return head.size if head and whole else 0

    def _signatures(self) -> Iterator[Finding | Checkpoint]:
        for each in self.heads:
            try:
                head = opened_checkpoint(each.note, self.keys)
            except NoteError as error:
                yield Finding("log.signature", LOG, each.size, {"reason": str(error)})
                continue
            if head.size != each.size:
                yield Finding("log.signature", LOG, each.size, {"reason": f"it is signed for {head.size} leaves"})
            yield head

    def _kept(self) -> Iterator[Finding | Checkpoint]:
        """The checkpoints the auditor kept: of this log, signed by its keys."""
        for note in self.kept:
            try:
                yield opened_checkpoint(note, self.keys)
            except NoteError as error:
                yield Finding("kept.signature", LOG, 0, {"reason": str(error)})

    def _tree(self, signed: Mapping[int, bytes], kept: Sequence[Checkpoint]) -> Iterator[Finding]:
        """One pass over the leaves: no gap, the stored tiles, the root at every signed and every kept size."""
        rising = self._risen()
        sizes = sorted({*signed, *(each.size for each in kept if each.size >= self.begin)} - {0})
        yield from self._roots(rising, sizes, signed, kept)
        for tile, stored in self._leaves(rising.size):
            try:
                rising.take(leaf_hashes(hash for _, hash in tile))
            except ValueError:
                yield Finding("log.gap", LOG, tile[0][0], {"found": tile[0][1]})
                return
            if tile[0][0] != rising.size - len(tile) or tile[-1][0] != rising.size - 1:
                yield self._gap(tile, rising.size - len(tile))
                return
            if rising.lowest != stored:
                yield Finding("log.tile", LOG, 0, {"level": 0, "tile": tile[0][0] // WIDTH})
            yield from self._roots(rising, sizes, signed, kept)
        yield from self._tiles(rising)
        for size in sizes:
            code = "kept.rolled_back" if size in {each.size for each in kept} else "log.rolled_back"
            yield Finding(code, LOG, size, {"leaves": rising.size})
        if rising.size and (not self.heads or self.heads[-1].size != rising.size):
            yield Finding("log.unsigned", LOG, rising.size)

    def _risen(self) -> Rising:
        """The tree before the tile in which verification begins, by the hashes the tiles above hold of those before."""
        full = self.begin // WIDTH
        sql = "SELECT hashes FROM tile WHERE level = 1 AND n <= ? ORDER BY n"
        above = b"".join(bytes(hashes) for (hashes,) in self.reader.query(sql, full // WIDTH))
        return Rising([above[at : at + HASH] for at in range(0, full * HASH, HASH)])

    def _leaves(self, begin: int) -> Iterator[tuple[list[type_of_row], bytes]]:
        """The leaves (index, hash) from one on a tile at a time, each with the tile that is stored for them."""
        while rows := self.reader.query("SELECT n, hash FROM leaf WHERE n >= ? ORDER BY n LIMIT ?", begin, AT_ONCE):
            sql = "SELECT n, hashes FROM tile WHERE level = 0 AND n >= ? AND n < ?"
            stored: dict[int, bytes] = dict(self.reader.query(sql, begin // WIDTH, (begin + AT_ONCE) // WIDTH))
            for at in range(0, len(rows), WIDTH):
                yield rows[at : at + WIDTH], bytes(stored.get((begin + at) // WIDTH, b""))
            begin += AT_ONCE
            if rows[-1][0] >= begin:
                begin = rows[-1][0] + 1

    @staticmethod
    def _gap(tile: Sequence[type_of_row], begin: int) -> Finding:
        """The first leaf of a tile that is missing."""
        missing, found = next((n, row[0]) for n, row in enumerate(tile, begin) if row[0] != n)
        return Finding("log.gap", LOG, missing, {"found": found})

    @staticmethod
    def _roots(
        rising: Rising, sizes: list[int], signed: Mapping[int, bytes], kept: Sequence[Checkpoint]
    ) -> Iterator[Finding]:
        """Compare the roots at the sizes the tree has come to; these are taken off the list."""
        while sizes and sizes[0] <= rising.size:
            size = sizes.pop(0)
            found = rising.root(size)
            if signed.get(size, found) != found:
                yield Finding("log.root", LOG, size)
            elif any(each.size == size and each.root != found for each in kept):
                yield Finding("kept.forked", LOG, size)

    def _tiles(self, rising: Rising) -> Iterator[Finding]:
        """The tiles above the lowest, and no tile that should not be there."""
        sql = "SELECT level, n, hashes FROM tile WHERE level > 0 OR n >= ?"
        lowest = -(-rising.size // WIDTH)
        stored = {(level, n): bytes(hashes) for level, n, hashes in self.reader.query(sql, lowest)}
        made = {(level, n): tile for level in range(1, LEVELS) for n, tile in enumerate(rising.tiles(level))}
        for place in sorted(stored.keys() | made.keys()):
            if stored.get(place) != made.get(place):
                yield Finding("log.tile", LOG, 0, {"level": place[0], "tile": place[1]})

    def _manifests(self) -> Iterator[Finding]:
        """Every manifest, in one pass over the heads as the log grew."""
        entries = [entry for entry in _entries(self.reader, MANIFESTS) if entry.body["size"] >= self.begin]
        known, size = dict[str, type_of_head](), 0
        for entry in entries:
            known |= {head[1]: head for head in heads(self.reader, entry.body["size"], size)}
            size = entry.body["size"]
            found = manifest_of(known.values())
            if (found.root.hex(), len(found.families)) != (entry.body["root"], entry.body["families"]):
                yield Finding("manifest.differs", MANIFESTS, entry.version)

    def _times(self) -> Iterator[Finding]:
        for before, after in pairwise(self.heads):
            if after.made_at < before.made_at:
                yield Finding("log.clock", LOG, after.size)


def _entries(reader: Reader, stream: str) -> list[Entry]:
    rows = reader.query("SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version", stream)
    return [Entry(stream, version, hash, loads(body.encode())) for version, hash, body in rows]
