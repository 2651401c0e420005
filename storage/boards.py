"""The board: pages of streams with filters and a cursor, in an order; how many stand in each state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

from states.context import Stream
from states.instants import from_micros, micros
from storage.projections import as_stream
from storage.sight import EVERYTHING, Sight
from storage.tables import LATE
from storage.transaction import STREAM_COLUMNS, Reader, Sqlite

PAGE = 500
"""Streams read at once where all are wanted."""
NO_DUE = 2**62
"""What stands for the end of a stream without an open deadline where streams are put in order: it comes last."""
LARGEST = 2**63 - 1
"""The largest whole number a database holds."""
OPEN = "d.status = 'open'"
"""Whether a `deadline d` stands; the words its index is made of."""
MARKED = f"SELECT l.id FROM stream l WHERE {LATE.replace('deadlines', 'l.deadlines')}"  # noqa: S608
"""The streams over which something the clock has marked as overdue is still owed: it is not among what is open."""
OVER = f"s.id IN (SELECT d.stream FROM deadline d WHERE {OPEN} AND d.expires_at < ? UNION ALL {MARKED})"  # noqa: S608
"""Whether a deadline of `stream s` is over: without a call to look in, what is late is found so, for few are."""
ROW = f"{STREAM_COLUMNS}, s.phase, s.next_due"
"""What a row of the board is made of."""
BY_ID = " INDEXED BY sqlite_autoindex_stream_1"
"""Bids SQLite find a stream by its id and no other way: by its kind, call and state it would look for each of all of
them."""
BETWEEN = "~"
"""Between a value and an id in the cursor of an ordered page: no id holds it."""


@dataclass(frozen=True, slots=True)
class Order:
    """A way to put streams in order: by an expression over `stream s`, then by id."""

    key: str
    falling: bool = False
    number: bool = False

    @property
    def by(self) -> str:
        way = " DESC" if self.falling else ""
        return f"{self.key}{way}, s.id{way}"

    def after(self, cursor: str) -> tuple[str, list[Any]]:
        """The condition for what comes after a cursor; everything does after one that is none of this order."""
        last, _, id = cursor.rpartition(BETWEEN)
        if not id or (self.number and not (last.isdecimal() and int(last) <= LARGEST)):
            return "", []
        return f" AND ({self.key}, s.id) {'<' if self.falling else '>'} (?, ?)", [
            int(last) if self.number else last,
            id,
        ]


ORDERS: Mapping[str, Order] = {
    "due": Order(f"coalesce(s.next_due, {NO_DUE})", number=True),
    "updated": Order("s.updated_at", falling=True, number=True),
    "area": Order("s.area"),
    "lead": Order("s.holder"),
}
"""How a page may be put in order, by name."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a board shows; an empty value filters nothing. `overdue_at`: only streams with a deadline ended by then.

    `ids`, `states`: any of these; `areas` and `holders` are found beside what `search` finds by itself: names of codes.
    """

    kind: str
    call: str = ""
    project: str = ""
    support: str = ""
    holder: str = ""
    state: str = ""
    phase: str = ""
    province: str = ""
    ministry: str = ""
    search: str = ""
    overdue_at: datetime | None = None
    ids: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    sight: Sight = EVERYTHING

    @property
    def is_told(self) -> bool:
        """Whether an index leads to what is wanted: streams of something named, in a state, named themselves, late."""
        named = self.call or self.project or self.support or self.holder or self.state
        return bool(named or self.states or self.ids or self.overdue_at)

    def where(self) -> tuple[str, list[Any]]:
        """The condition over `stream s` with `?` for each of its parameters."""
        terms, values = ["s.kind = ?"], list[Any]([self.kind])
        for column in ("call", "project", "support", "holder", "state", "phase", "province"):
            if value := getattr(self, column):
                terms.append(f's."{column}" = ?')
                values.append(value)
                if column in ("project", "support"):
                    terms.append(f"s.{column} <> ''")  # so that its index is known to hold them
        if self.ministry:
            terms.append("replace(' ' || s.ministries || ' ', ?, '') <> ' ' || s.ministries || ' '")
            values.append(f" {self.ministry} ")
        if self.overdue_at:
            over = ["s.next_due < ?"] if self.call else ["s.next_due < ?", OVER]
            terms += over
            values += [micros(self.overdue_at)] * len(over)
        for column, given in (("id", self.ids), ("state", self.states)):
            if given:
                terms.append(f"s.{column} IN ({marks(given)})")
                values += given
        if self.search:
            terms.append(self._found())
            values += [f"%{plain(normalize('NFC', self.search).lower())}%", *self.areas, *self.holders]
        if self.sight != EVERYTHING:
            may, whose = self.sight.of(self.kind).where()
            terms.append(may)
            values += whose
        return " AND ".join(terms), values

    def _found(self) -> str:
        ways = [r"lower(s.search) LIKE ? ESCAPE '\'"]
        ways += [f"s.{name} IN ({marks(given)})" for name, given in (("area", self.areas), ("holder", self.holders))
                 if given]  # fmt: skip
        return f"({' OR '.join(ways)})"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A stream with its phase and the end of its earliest open deadline."""

    stream: Stream
    phase: str
    next_due: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows by id; `cursor` continues after the last one, empty on the last page."""

    rows: tuple[BoardRow, ...]
    cursor: str


def page(reader: Reader, wanted: Filter, limit: int, after: str = "", order: str = "") -> Page:
    """At most `limit` streams that `wanted` lets through, those after a cursor: by id, or in one of ORDERS."""
    if order == "due" and not wanted.call and wanted.sight.of(wanted.kind).is_wide:
        return _by_deadline(reader, wanted, limit, after)
    if order in ORDERS:
        return _ordered(reader, wanted, limit, after, ORDERS[order])
    rows = _by_id(reader, wanted, limit + 1, after)
    found = tuple(map(_board_row, rows[:limit]))
    return Page(found, found[-1].stream.id if len(rows) > limit else "")


def _by_id(reader: Reader, wanted: Filter, limit: int, after: str, further: str = "") -> list[tuple[Any, ...]]:
    """Rows of the board by id, those after one; `further` is one more condition."""
    where, values = wanted.where()
    # SQLite would walk all streams by id; where something says which to look at, `+` bids it look there.
    by = "+s.id" if wanted.is_told and isinstance(reader, Sqlite) else "s.id"
    chosen = f"{where}{further} AND {by} > ? ORDER BY {by} LIMIT ?"
    if wanted.is_told:  # found in an index first: whole rows are not put in order
        chosen = f"s.id IN (SELECT s.id FROM stream s WHERE {chosen}) ORDER BY s.id"  # noqa: S608
    return reader.query(f"SELECT {ROW} FROM stream s WHERE {chosen}", *values, after or f"{wanted.kind}-", limit)  # noqa: S608


def _ordered(reader: Reader, wanted: Filter, limit: int, after: str, order: Order) -> Page:
    where, values = wanted.where()
    following, bounds = order.after(after)
    # Put in order by what the indexes hold; whole rows are read of the page alone.
    chosen = f"SELECT s.id FROM stream s WHERE {where}{following} ORDER BY {order.by} LIMIT ?"  # noqa: S608
    sql = f"SELECT {ROW}, {order.key} FROM stream s WHERE s.id IN ({chosen}) ORDER BY {order.by}"  # noqa: S608
    return _cut(reader.query(sql, *values, *bounds, limit + 1), limit)


def _by_deadline(reader: Reader, wanted: Filter, limit: int, after: str) -> Page:
    """Streams by the end of their earliest deadline: taken from the book, with those marked as overdue, which is in it
    no more; those without one come last, by id."""
    where, values = wanted.where()
    due, _, id = after.rpartition(BETWEEN) if ORDERS["due"].after(after)[0] else ("-1", "", "")
    rows: list[tuple[Any, ...]] = []
    if int(due) < NO_DUE:
        bounds, given = [int(due), id], [*values, limit + 1]
        book = reader.query(_in_book(reader, wanted.kind, where), f"{wanted.kind}-", *bounds, *given)
        stands = f"SELECT 1 FROM deadline d WHERE d.stream = s.id AND {OPEN} AND d.expires_at = s.next_due"  # noqa: S608
        late = f"SELECT {ROW}, s.next_due FROM stream s WHERE s.id IN ({MARKED}) AND NOT EXISTS ({stands})"  # noqa: S608
        late += f" AND (s.next_due, s.id) > (?, ?) AND {where} ORDER BY s.next_due, s.id LIMIT ?"
        rows = sorted([*book, *reader.query(late, *bounds, *given)], key=lambda row: (row[-1], row[0]))
    if len(rows) <= limit:
        last = id if int(due) >= NO_DUE else ""
        undated = _by_id(reader, wanted, limit + 1 - len(rows), last, " AND s.next_due IS NULL")
        rows += [(*row, NO_DUE) for row in undated]
    return _cut(rows, limit)


def _in_book(reader: Reader, kind: str, where: str) -> str:
    """The query for streams of a kind in the order of their earliest open deadline."""
    same = "x.stream = d.stream AND x.expires_at = d.expires_at AND x.status = d.status"
    once = f"d.id = (SELECT min(x.id) FROM deadline x WHERE {same})"  # noqa: S608
    # SQLite takes the tables of a CROSS JOIN in the order they are named: the book, by its index; its streams by id.
    source = f"deadline d CROSS JOIN stream s{BY_ID if isinstance(reader, Sqlite) else ''}"
    # An id says of which kind its stream is: deadlines of others are passed over unread.
    theirs = f"{OPEN} AND substr(d.stream, 1, {len(kind) + 1}) = ? AND (d.expires_at, d.stream) > (?, ?) AND {once}"
    which = f"{theirs} AND s.id = d.stream AND s.next_due = d.expires_at"
    return f"SELECT {ROW}, s.next_due FROM {source} WHERE {which} AND {where} ORDER BY d.expires_at, d.stream LIMIT ?"  # noqa: S608


def _cut(rows: Sequence[Sequence[Any]], limit: int) -> Page:
    """The page of rows that end with what they are put in order by; one more than fits says that more follow."""
    found = tuple(_board_row(row[:-1]) for row in rows[:limit])
    return Page(found, f"{rows[limit - 1][-1]}{BETWEEN}{found[-1].stream.id}" if len(rows) > limit else "")


def every(reader: Reader, wanted: Filter) -> Iterator[Stream]:
    """Every stream that `wanted` lets through, by id, a page at a time."""
    return (row.stream for row in every_row(reader, wanted))


def every_row(reader: Reader, wanted: Filter) -> Iterator[BoardRow]:
    """The same as rows of the board."""
    cursor, more = "", True
    while more:
        found = page(reader, wanted, PAGE, cursor)
        yield from found.rows
        cursor, more = found.cursor, bool(found.cursor)


def heads_of(reader: Reader, wanted: Filter) -> dict[str, str]:
    """The head of every stream that `wanted` lets through, by id."""
    where, values = wanted.where()
    return dict(reader.query(f"SELECT s.id, s.head FROM stream s WHERE {where}", *values))  # noqa: S608


def counts(reader: Reader, kind: str, call: str = "", sight: Sight = EVERYTHING) -> dict[str, int]:
    """How many streams of a kind stand in each state, by state."""
    where, values = Filter(kind, call=call, sight=sight).where()
    sql = f"SELECT s.state, count(*) FROM stream s WHERE {where} GROUP BY s.state ORDER BY s.state"  # noqa: S608
    return dict(reader.query(sql, *values))


def plain(text: str) -> str:
    """A text as LIKE finds it and nothing else."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def marks(values: Iterable[object]) -> str:
    """A `?` for each of these values."""
    return ", ".join("?" for _ in values)


def _board_row(row: Sequence[Any]) -> BoardRow:
    *columns, phase, due = row
    return BoardRow(as_stream(tuple(columns)), phase, None if due is None else from_micros(due))
