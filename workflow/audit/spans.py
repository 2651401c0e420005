"""Which streams one part of the record is: a range of names, or names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.transaction import Reader

STREAMS_AT_ONCE = 200
"""Streams in one part."""
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
    """Ranges that together hold every name, known to the board or not; about as many streams in each."""
    names = [id for (id,) in reader.query("SELECT id FROM stream ORDER BY id")]
    ends = [
        name
        for n, (name, after) in enumerate(pairwise([*names, ""]), 1)
        if n % STREAMS_AT_ONCE == 0 or _kind(name) != _kind(after)
    ]
    bounds = [None, *ends, None]
    return [Span((high or "").startswith(PROJECT), low, high) for low, high in pairwise(bounds)]


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
