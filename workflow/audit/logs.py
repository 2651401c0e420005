"""The log by itself: gap-free leaves, tiles, roots, signatures, keys, manifests, and checkpoints the auditor kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

from states.canonical import CanonicalError, loads
from states.instants import micros, read, written
from storage.ledger import keys
from storage.ledger.checkpoint import Checkpoint, opened_checkpoint
from storage.ledger.journal import KEYS, MANIFESTS, Entry
from storage.ledger.log import Kept, checkpoints
from storage.ledger.manifest import heads, manifest_of
from storage.ledger.notes import NoteError, Verifier
from storage.ledger.tiles import appended, type_of_tiles
from storage.ledger.tree import EMPTY, leaf_hash, node_hash
from storage.transaction import Reader
from workflow.audit.findings import Finding

LOG = "log"
"""The stream findings about the log itself are named under."""
AT_ONCE = 1 << 16


class Growing:
    """The root of a tree as leaves are added: the hashes of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._stack: list[bytes] = []

    def push(self, leaf: bytes) -> None:
        n = self.size
        while n & 1:
            leaf, n = node_hash(self._stack.pop(), leaf), n >> 1
        self._stack.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        found: bytes | None = None
        for each in reversed(self._stack):
            found = each if found is None else node_hash(each, found)
        return found or EMPTY


class LogCheck:
    """Checks the stored log. `trusted` is the key the auditor has from elsewhere; `kept` are checkpoints they kept."""

    def __init__(self, reader: Reader, trusted: Verifier | None, kept: Sequence[str]) -> None:
        self.reader = reader
        self.trusted = trusted
        self.kept = kept
        self.heads = checkpoints(reader)
        self.checkpoint: Kept | None = self.heads[-1] if self.heads else None
        self.keys: list[Verifier] = []

    def findings(self) -> Iterator[Finding]:
        """Everything about the log that does not hold."""
        yield from self._keys()
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
        if self.trusted is not None and self.keys and self.keys[-1] != self.trusted:
            yield Finding("log.rogue_key", KEYS, 0, {"found": str(self.keys[-1]), "trusted": str(self.trusted)})
        if self.trusted is not None:
            self.keys = [each for each in self.keys if each != self.trusted] + [self.trusted]

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

    def _tree(self, signed: dict[int, bytes], kept: Sequence[Checkpoint]) -> Iterator[Finding]:
        """One pass over the leaves: no gap, the stored tiles, the root at every signed and every kept size."""
        growing, changed = Growing(), dict[tuple[int, int], bytes]()
        wanted = {size: {root} for size, root in signed.items()}
        for each in kept:
            wanted.setdefault(each.size, set()).add(each.root)
        for part in self._leaves():
            for n, hash in part:
                if n != growing.size:
                    yield Finding("log.gap", LOG, growing.size, {"found": n})
                    return
                try:
                    growing.push(leaf_hash(bytes.fromhex(hash)))
                except ValueError:
                    yield Finding("log.gap", LOG, n, {"found": hash})
                    return
                roots = wanted.pop(growing.size, None)
                if roots is not None and roots != {growing.root}:
                    yield self._unlike(growing, signed, kept)
            changed |= appended(part[0][0], (leaf_hash(bytes.fromhex(hash)) for _, hash in part), _reading(changed))
        yield from self._tiles(changed)
        for size in sorted(wanted):
            if size:
                code = "kept.rolled_back" if size in {each.size for each in kept} else "log.rolled_back"
                yield Finding(code, LOG, size, {"leaves": growing.size})
        if growing.size and (not self.heads or self.heads[-1].size != growing.size):
            yield Finding("log.unsigned", LOG, growing.size)

    def _leaves(self) -> Iterator[list[tuple[int, str]]]:
        begin = -1
        while rows := self.reader.query("SELECT n, hash FROM leaf WHERE n > ? ORDER BY n LIMIT ?", begin, AT_ONCE):
            yield [(n, hash) for n, hash in rows]
            begin = rows[-1][0]

    @staticmethod
    def _unlike(growing: Growing, signed: dict[int, bytes], kept: Sequence[Checkpoint]) -> Finding:
        forked = any(each.size == growing.size and each.root != growing.root for each in kept)
        same = signed.get(growing.size) in (None, growing.root)
        return Finding("kept.forked" if forked and same else "log.root", LOG, growing.size)

    def _tiles(self, made: dict[tuple[int, int], bytes]) -> Iterator[Finding]:
        stored = {
            (level, n): bytes(hashes) for level, n, hashes in self.reader.query("SELECT level, n, hashes FROM tile")
        }
        for place in sorted(stored.keys() | made.keys()):
            if stored.get(place) != made.get(place):
                yield Finding("log.tile", LOG, 0, {"level": place[0], "tile": place[1]})

    def _manifests(self) -> Iterator[Finding]:
        for entry in _entries(self.reader, MANIFESTS):
            found = manifest_of(heads(self.reader, entry.body["size"]))
            if (found.root.hex(), len(found.families)) != (entry.body["root"], entry.body["families"]):
                yield Finding("manifest.differs", MANIFESTS, entry.version)

    def _times(self) -> Iterator[Finding]:
        """What was sealed after everything earlier had been sealed was also recorded after that."""
        for before, after in pairwise(self.heads):
            if after.made_at < before.made_at:
                yield Finding("log.clock", LOG, after.size)
        for before, after in pairwise(each for each in self.heads if each.drained):
            earliest = micros(before.made_at - TOLERANCE)
            yield from self._back_dated(before.size, after.size, earliest)

    def _back_dated(self, begin: int, end: int, earliest: int) -> Iterator[Finding]:
        rows = self.reader.query(
            "SELECT l.stream, l.version, e.body FROM leaf l JOIN event e "
            "ON e.stream = l.stream AND e.version = l.version WHERE l.n >= ? AND l.n < ?",
            begin,
            end,
        )
        for stream, version, body in rows:
            recorded = _recorded_at(body)
            if recorded and micros(read(recorded)) < earliest:
                yield Finding("log.back_dated", stream, version, {"at": recorded})


def _recorded_at(body: str) -> str:
    """When an event says it was recorded; nothing where it is no event, which is told elsewhere."""
    try:
        return written(read(loads(body.encode())["recorded_at"]))
    except (CanonicalError, KeyError, TypeError, ValueError):
        return ""


def _reading(tiles: Mapping[tuple[int, int], bytes]) -> type_of_tiles:
    return lambda level, n: tiles[level, n]


TOLERANCE = timedelta(minutes=2)
"""An event may be sealed this long after the instant it carries without anything having waited."""


def _entries(reader: Reader, stream: str) -> list[Entry]:
    rows = reader.query("SELECT version, hash, body FROM journal WHERE stream = ? ORDER BY version", stream)
    return [Entry(stream, version, hash, loads(body.encode())) for version, hash, body in rows]
