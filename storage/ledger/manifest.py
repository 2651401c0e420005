"""The manifest of heads: at intervals, which streams there are and how far each had come, under one root.

It is an entry of the journal, so the log's next head signs it. Streams are listed by family (a project with its
supports and companies, or a call), so a bundle proves with one leaf that nothing of a project was left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from states.canonical import dumps
from states.instants import read
from storage.ledger.journal import MANIFESTS, latest, record
from storage.ledger.log import size as log_size
from storage.ledger.tiles import appended, nodes_of
from storage.ledger.tree import inclusion, leaf_hash, root, type_of_nodes
from storage.store import Store
from storage.transaction import Reader

INTERVAL = timedelta(days=1)
type_of_head = tuple[str, str, int, str]
"""Family, stream, version and hash of its last event."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every family's document in order of their names, and the tree over them."""

    families: tuple[Mapping[str, Any], ...]
    nodes: type_of_nodes

    @property
    def root(self) -> bytes:
        return root(len(self.families), self.nodes)

    def at(self, index: int) -> tuple[Mapping[str, Any], list[bytes]]:
        """One family's document and its inclusion proof."""
        return self.families[index], inclusion(index, len(self.families), self.nodes)


def manifest_of(heads: Iterable[type_of_head]) -> Manifest:
    """The manifest of these heads."""
    ordered = sorted(heads)
    families = tuple(
        {"family": family, "heads": [[stream, version, hash] for _, stream, version, hash in mine]}
        for family, mine in groupby(ordered, key=itemgetter(0))
    )
    leaves = [leaf_hash(dumps(document)) for document in families]
    tiles = appended(0, leaves, lambda level, n: b"")
    return Manifest(families, nodes_of(lambda level, n: tiles[level, n]))


def family_leaf(document: Mapping[str, Any]) -> bytes:
    """The leaf hash of one family's document."""
    return leaf_hash(dumps(document))


def heads(reader: Reader, size: int, since: int = 0) -> list[type_of_head]:
    """The head every stream had in the log of `size` leaves; with `since` only of those that moved after that leaf."""
    last = "SELECT stream, max(version) AS version FROM leaf WHERE n >= ? AND n < ? AND version > 0 GROUP BY stream"
    whole = f"SELECT l.stream, l.version, l.hash, s.project FROM ({last}) m "  # noqa: S608 - a constant
    whole += "JOIN leaf l ON l.stream = m.stream AND l.version = m.version AND l.n < ? JOIN stream s ON s.id = l.stream"
    return [
        (project or stream, stream, version, hash)
        for stream, version, hash, project in reader.query(whole, since, size, size)
    ]


def write_manifest(store: Store, now: datetime, interval: timedelta) -> bool:
    """Write the manifest of the log as it stands, if the last one is `interval` old and the log has grown since."""
    with store.snapshot() as reader:
        size, last = log_size(reader), latest(reader, MANIFESTS)
        if last and (now - read(last.body["recorded_at"]) < interval or size <= last.body["size"] + 1):
            return False
        found = manifest_of(heads(reader, size))
    if not found.families:
        return False
    content = {"size": size, "families": len(found.families), "root": found.root.hex()}
    with store.transaction() as transaction:
        if (again := latest(transaction, MANIFESTS)) and (not last or again.version > last.version):
            return False
        record(transaction, MANIFESTS, content, now)
    return True
