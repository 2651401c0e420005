"""Which streams one part of the record is: a range of names, or names."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.transaction import Reader

EVENTS_AT_ONCE, STREAMS_AT_ONCE = 1000, 50
"""About as many events, or streams, in one part: what the processor's cache holds."""
PROJECT = "project-"


@dataclass(frozen=True, slots=True)
class Span:
    """The streams after `low` up to and with `high` in the database's own order (None: without end), or `names`.

    `first`: projects, who are checked before what is below them.
    """

    first: bool
    low: str | None = None
    high: str | None = None
    names: tuple[str, ...] | None = None

    def where(self, column: str = "stream") -> tuple[str, Sequence[str]]:
        """The condition over a column of stream names, with `?` for each parameter."""
        if self.names is not None:
            return f"{column} IN ({', '.join('?' for _ in self.names)})", self.names
        bounds = [(f"{column} > ?", self.low), (f"{column} <= ?", self.high)]
        terms = [(term, value) for term, value in bounds if value is not None]
        return " AND ".join(["1 = 1", *(term for term, _ in terms)]), [value for _, value in terms]


def every_span(reader: Reader) -> list[Span]:
    """Ranges that together hold every name, known to the board or not; about as many events in each."""
    bounds = [None, *_ends(reader.query("SELECT id, version FROM stream ORDER BY id")), None]
    return [Span((high or "").startswith(PROJECT), low, high) for low, high in pairwise(bounds)]


def _ends(streams: Sequence[tuple[str, int]]) -> Iterator[str]:
    """The last name of each range but the open one at the end."""
    count = 0
    for (name, version), (after, _) in pairwise([*streams, ("", 0)]):
        count += version
        if count >= EVENTS_AT_ONCE or _kind(name) != _kind(after):
            yield name
            count = 0


def spans_of(names: Iterable[str]) -> list[Span]:
    """These streams in parts."""
    ordered = sorted(names)
    found = []
    for first in (True, False):
        mine = [name for name in ordered if name.startswith(PROJECT) == first]
        found += [
            Span(first, names=tuple(mine[at : at + STREAMS_AT_ONCE])) for at in range(0, len(mine), STREAMS_AT_ONCE)
        ]
    return found


def _kind(name: str) -> str:
    return name.partition("-")[0]
