"""Each record is one leaf of the log, or waits to be; nothing else is either; leaves keep order and time."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from states.instants import written
from storage.ledger.log import Kept
from storage.projections import type_of_row
from workflow.audit.findings import Finding

TOLERANCE = timedelta(minutes=2)
"""An event may be sealed this long after the instant it carries without anything having waited."""


@dataclass(frozen=True, slots=True)
class Sealings:
    """Where in the log nothing had been left waiting, and the earliest instant what is sealed from there on may carry.

    What was sealed after everything earlier had been sealed was also recorded after that.
    """

    sizes: Sequence[int] = ()
    earliest: Sequence[str] = ()

    def bounds(self, leaf: int) -> tuple[int, int, str]:
        """From which leaf up to which (exclusive) one earliest instant holds, and that instant; "" where any does."""
        at = bisect_right(self.sizes, leaf)
        begin = self.sizes[at - 1] if at else 0
        if at == len(self.sizes):
            return begin, 2**63, ""
        return begin, self.sizes[at], self.earliest[at - 1] if at else ""


def sealings(heads: Sequence[Kept]) -> Sealings:
    """What the signed heads say about time."""
    drained = [each for each in heads if each.drained]
    sizes = [each.size for each in drained]
    return Sealings(sizes, [written(before.made_at - TOLERANCE) for before, _ in pairwise(drained)])


def logged(
    leaves: Sequence[type_of_row],
    records: Sequence[type_of_row],
    unsealed: Sequence[type_of_row],
    broken: set[str],
) -> Iterator[Finding]:
    """Compare the leaves (stream, version, hash, index) of some streams with their records (stream, version, hash)."""
    if not unsealed and [row[:3] for row in leaves] == records and _in_order(leaves):
        return
    yield from _differing(leaves, records, frozenset(unsealed), broken)


def back_dated(
    leaves: Sequence[type_of_row], recorded: Mapping[tuple[str, int], str], sealings: Sealings
) -> Iterator[Finding]:
    """Events that say they were recorded before what was sealed before them."""
    begin, end, earliest = 0, 0, ""
    for stream, version, _, n in leaves:
        if not begin <= n < end:
            begin, end, earliest = sealings.bounds(n)
        if earliest and version and (at := recorded.get((stream, version))) and at < earliest:
            yield Finding("log.back_dated", stream, version, {"at": at})


def _in_order(leaves: Sequence[type_of_row]) -> bool:
    """Whether the leaves of each stream's events, given by stream and version, stand in the log in that order."""
    stream, last = "", -1
    for of, version, _, n in leaves:
        if version:
            if of == stream and n <= last:
                return False
            stream, last = of, n
    return True


def _differing(
    leaves: Sequence[type_of_row], records: Sequence[type_of_row], unsealed: frozenset[type_of_row], broken: set[str]
) -> Iterator[Finding]:
    known: dict[type_of_row, int] = {}
    last: dict[str, int] = {}
    for stream, version, hash, n in sorted(leaves, key=lambda row: row[3]):
        key = (stream, version, hash)
        if key in known:
            yield Finding("log.twice", stream, version, {"leaf": n})
        known[key] = n
        if version and version != last.get(stream, 0) + 1 and stream not in broken:
            yield Finding("log.order", stream, version, {"leaf": n})
        last[stream] = version or last.get(stream, 0)
    recorded = dict.fromkeys(records)
    for key in recorded:
        if key not in known and key not in unsealed:
            yield Finding("log.unlogged", key[0], key[1], {"hash": key[2][:12]})
    for key, n in known.items():
        if key not in recorded and key[0] not in broken:
            yield Finding("log.ghost", key[0], key[1], {"leaf": n})
    for key in sorted(unsealed):
        if (key not in recorded or key in known) and key[0] not in broken:
            yield Finding("projection.unsealed", key[0], key[1], {"key": key[2][:12]})
