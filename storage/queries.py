"""Board reads: pages of streams with filters and a cursor, counts by state, timers, refused attempts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from unicodedata import normalize

from msgspec import Struct
from msgspec.json import Decoder

from states.context import Stream
from states.instants import from_micros, micros
from storage.projections import as_stream
from storage.sight import EVERYTHING, Sight
from storage.tables import LATE, WAITING
from storage.transaction import STREAM_COLUMNS, Postgres, Reader, Sqlite

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
FOLLOWING = "(d.expires_at, d.stream, d.id) > (?, ?, ?)"
"""Whether a `deadline d` comes after the one of a `place`."""
BETWEEN = "~"
"""Between a value and an id in the cursor of an ordered page: no id holds it."""


class Ruled(Struct):
    """What alone is read of a call's facts where only its rules are asked for."""

    rules: str


RULED = Decoder(Ruled)


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
                terms.append(f"s.{column} IN ({_marks(given)})")
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
        ways += [f"s.{name} IN ({_marks(given)})" for name, given in (("area", self.areas), ("holder", self.holders))
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


@dataclass(frozen=True, slots=True)
class PendingTimer:
    """A command that waits for its instant."""

    stream: str
    id: str
    trigger: str
    due_at: datetime


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


def seen_stream(reader: Reader, id: str, sight: Sight) -> Stream | None:
    """A stream as it stands, if it lies in sight; None for one that does not or is not there."""
    may, values = sight.where()
    rows = reader.query(f"SELECT {STREAM_COLUMNS} FROM stream s WHERE s.id = ? AND {may}", id, *values)  # noqa: S608
    return as_stream(rows[0]) if rows else None


def calls_with_rules(reader: Reader) -> list[tuple[str, str]]:
    """Every call with the fingerprint of the rules it runs under."""
    rows = reader.query("SELECT s.id, s.facts FROM stream s WHERE s.kind = 'call' ORDER BY s.id")
    return [(id, RULED.decode(facts).rules) for id, facts in rows]


def calls_seen(reader: Reader, sight: Sight) -> list[str]:
    """The calls in sight, by id: those that lie there themselves, and those of projects that do."""
    where, values = Filter("call", sight=sight).where()
    own = f"SELECT s.id FROM stream s WHERE {where}"  # noqa: S608
    if sight.is_wide:
        return [id for (id,) in reader.query(f"{own} ORDER BY s.id", *values)]
    where, more = Filter("project", sight=sight).where()
    theirs = f'SELECT DISTINCT s."call" FROM stream s WHERE {where}'  # noqa: S608
    return sorted({id for (id,) in reader.query(f"{own} UNION {theirs}", *values, *more)})


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


def events_of(
    reader: Reader, streams: Sequence[str], upto: int = 2**31 - 1
) -> Iterator[tuple[str, list[tuple[int, str, str]]]]:
    """Version, hash and body of the events of each stream in order, stream by stream, up to a version."""
    if not streams:
        return
    source = f"event WHERE stream IN ({_marks(streams)}) AND version <= ?"
    sql = f"SELECT stream, version, hash, body FROM {source} ORDER BY stream, version"  # noqa: S608
    for stream, rows in groupby(reader.query(sql, *streams, upto), key=itemgetter(0)):
        yield stream, [(version, hash, body) for _, version, hash, body in rows]


def versions_in(reader: Reader, streams: Sequence[str], size: int) -> dict[str, int]:
    """The version each stream had in the log of `size` leaves; those it did not hold yet are left out."""
    found: dict[str, int] = {}
    for begin in range(0, len(streams), PAGE):
        some = streams[begin : begin + PAGE]
        sql = f"SELECT stream, max(version) FROM leaf WHERE n < ? AND stream IN ({_marks(some)}) GROUP BY stream"  # noqa: S608
        found |= dict(reader.query(sql, size, *some))
    return found


def versions_of(reader: Reader, streams: Sequence[str]) -> dict[str, int]:
    """The version each of these streams stands at; those that are not there are left out."""
    found: dict[str, int] = {}
    for begin in range(0, len(streams), PAGE):
        some = streams[begin : begin + PAGE]
        found |= dict(reader.query(f"SELECT s.id, s.version FROM stream s WHERE s.id IN ({_marks(some)})", *some))  # noqa: S608
    return found


def has_key(reader: Reader, stream: str, actor: str, key: str) -> bool:
    """Whether a stream has an event of this actor and idempotency key."""
    sql = 'SELECT 1 FROM event WHERE stream = ? AND actor = ? AND "key" = ?'
    return any(True for _ in reader.query(sql, stream, actor, key))


def counts(reader: Reader, kind: str, call: str = "", sight: Sight = EVERYTHING) -> dict[str, int]:
    """How many streams of a kind stand in each state, by state."""
    where, values = Filter(kind, call=call, sight=sight).where()
    sql = f"SELECT s.state, count(*) FROM stream s WHERE {where} GROUP BY s.state ORDER BY s.state"  # noqa: S608
    return dict(reader.query(sql, *values))


def supports_of(reader: Reader, projects: Sequence[str]) -> dict[str, list[Stream]]:
    """The supports of each of these projects, by project, in id order."""
    if not projects:
        return {}
    where = f"s.kind = 'support' AND s.project <> '' AND s.project IN ({_marks(projects)})"  # known to its index
    sql = f"SELECT {STREAM_COLUMNS} FROM stream s WHERE {where}"  # noqa: S608 - in order, SQLite would take another
    found: dict[str, list[Stream]] = {}
    for support in map(as_stream, sorted(reader.query(sql, *projects))):
        found.setdefault(support.parents["project"], []).append(support)
    return found


def pending(reader: Reader, limit: int, until: datetime | None = None) -> list[PendingTimer]:
    """Timers not fired yet, earliest first, at most `limit`; with `until` only those due by then."""
    where, values = "t.status = 'pending'", list[Any]()
    if until is not None:
        where += " AND t.due_at <= ?"
        values.append(micros(until))
    columns = 't.stream, t.id, t."trigger", t.due_at'
    sql = f"SELECT {columns} FROM timer t WHERE {where} ORDER BY t.due_at, t.stream, t.id LIMIT ?"  # noqa: S608
    rows: Iterable[Sequence[Any]] = reader.query(sql, *values, limit)
    return [PendingTimer(stream, id, trigger, from_micros(due)) for stream, id, trigger, due in rows]


@dataclass(frozen=True, slots=True)
class BookRow:
    """One deadline of the book: where it stands, how it was computed (its `start` as recorded), how it ended."""

    stream: str
    id: str
    kind: str
    owner: str
    rule: str
    start: str
    length: str
    due_date: str
    expires: datetime
    status: str

    @property
    def place(self) -> str:
        """Where it stands among the others, for what follows it to be asked for."""
        return BETWEEN.join((str(micros(self.expires)), self.stream, self.id))


def book(reader: Reader, limit: int, sight: Sight = EVERYTHING, *, after: str = "", **wanted: str) -> list[BookRow]:
    """Deadlines, the earliest end first: of a `call`, `project` or `stream`, of a `kind`, `owner` or `status`;
    of the streams in sight, after a row of this `place`."""
    columns = "d.stream, d.id, d.kind, d.owner, d.rule, d.start, d.length, d.due_date, d.expires_at, d.status"
    where, values = _over(sight, wanted)
    if after:  # PostgreSQL would not see that everything follows the place before all
        where += f" AND {FOLLOWING}"
        values += placed(after)
    opened = wanted.get("status") == "open"
    where += f" AND {OPEN}" if opened else ""
    for name in ("kind", "owner", *(() if opened else ("status",))):
        if value := wanted.get(name):
            where += f" AND d.{name} = ?"
            values.append(value)
    # SQLite takes the tables of a CROSS JOIN in the order they are named: of much, what is open first, by its index.
    of_much = opened and sight.is_wide and not any(wanted.get(name) for name in ("call", "project", "stream"))
    source = f"deadline d{' CROSS JOIN' if of_much else ','} stream s"
    sql = f"SELECT {columns} FROM {source} WHERE s.id = d.stream AND {where}"  # noqa: S608
    rows = reader.query(f"{sql} ORDER BY d.expires_at, d.stream, d.id LIMIT ?", *values, limit)
    return [
        BookRow(stream, id, kind, owner, rule, start, length, due, from_micros(at), status)
        for stream, id, kind, owner, rule, start, length, due, at, status in rows
    ]


def heads_in_book(reader: Reader, sight: Sight = EVERYTHING, **wanted: str) -> dict[str, str]:
    """The head of every stream whose deadlines `book` would look at, by id."""
    where, values = _over(sight, wanted)
    return dict(reader.query(f"SELECT s.id, s.head FROM stream s WHERE {where}", *values))  # noqa: S608


def _over(sight: Sight, wanted: Mapping[str, str]) -> tuple[str, list[Any]]:
    """Over which streams a book is asked for: of a `call`, a `project`, one `stream`; those in sight."""
    terms, values = ["1 = 1"], list[Any]()
    for name in ("call", "project"):
        if value := wanted.get(name):
            terms.append(f'(s."{name}" = ? OR s.id = ?)')
            values += [value, value]
    if value := wanted.get("stream"):
        terms.append("s.id = ?")
        values.append(value)
    if sight != EVERYTHING:
        may, whose = sight.where()
        terms.append(may)
        values += whose
    return " AND ".join(terms), values


def streams_with_open_deadlines(reader: Reader, call: str) -> list[Stream]:
    """The streams of a call, itself among them, over which some deadline stands; by id."""
    standing = "EXISTS (SELECT 1 FROM deadline d WHERE d.stream = s.id AND d.status = 'open')"
    sql = f'SELECT {STREAM_COLUMNS} FROM stream s WHERE (s."call" = ? OR s.id = ?) AND {standing} ORDER BY s.id'  # noqa: S608
    return [as_stream(row) for row in reader.query(sql, call, call)]


def undecided(reader: Reader, sight: Sight, limit: int, after: str = "") -> list[Stream]:
    """Streams in sight over which something waits for a second person, at most `limit`, by id, those after one."""
    may, values = sight.where()
    marked = WAITING.replace("facts", "w.facts")
    # SQLite takes the tables of a CROSS JOIN in the order they are named: what waits first, by its index.
    source = f"stream w CROSS JOIN stream s WHERE {marked} AND w.id > ? AND s.id = w.id AND {may}"
    sql = f"SELECT {STREAM_COLUMNS} FROM {source} ORDER BY w.id LIMIT ?"  # noqa: S608
    return [as_stream(row) for row in reader.query(sql, after, *values, limit)]


def every_undecided(reader: Reader, sight: Sight, after: str = "") -> Iterator[Stream]:
    """All of them, a page at a time."""
    more = True
    while more:
        some = undecided(reader, sight, PAGE, after)
        yield from some
        more = len(some) == PAGE
        after = some[-1].id if some else ""


def in_sight(reader: Reader, ids: Iterable[str], sight: Sight) -> set[str]:
    """Those of these streams that lie in sight."""
    wanted = sorted(set(ids))
    if sight == EVERYTHING:
        return set(wanted)
    may, values = sight.where()
    found: set[str] = set()
    for begin in range(0, len(wanted), PAGE):
        some = wanted[begin : begin + PAGE]
        sql = f"SELECT s.id FROM stream s WHERE s.id IN ({_marks(some)}) AND {may}"  # noqa: S608
        found |= {id for (id,) in reader.query(sql, *some, *values)}
    return found


def unsealed(reader: Reader) -> int:
    """How many hashes the transparency log has not taken in yet."""
    return int(reader.query("SELECT count(*) FROM unsealed")[0][0])


def refusals(reader: Reader, stream: str) -> list[tuple[str, str]]:
    """Hash and body of each refused attempt on a stream."""
    return [(hash, body) for hash, body in reader.query("SELECT hash, body FROM refusal WHERE stream = ?", stream)]


def deadline_book(
    reader: Reader, sight: Sight, limit: int, until: int | None = None, since: int | None = None, after: str = ""
) -> list[tuple[Any, ...]]:
    """Open deadlines of streams in sight, the earliest end first; those that end `since` (µs) and before `until` (µs),
    and after a row of this `place`.

    Rows: stream, id, kind, owner, rule, start, length, due date, end in µs.
    """
    bounds = (("<", until), (">=", since))
    ended = "".join(f" AND d.expires_at {sign} ?" for sign, bound in bounds if bound is not None)
    limits = [bound for _, bound in bounds if bound is not None]
    # SQLite takes the tables of a CROSS JOIN in the order they are named; left alone it goes through every stream.
    source = f"deadline d{' CROSS JOIN' if sight.is_wide else ','} stream s"
    return _deadlines(reader, (source, f"{OPEN}{ended}", limits), sight, limit, after)


def missed_deadlines(reader: Reader, sight: Sight, limit: int, after: str = "") -> list[tuple[Any, ...]]:
    """Deadlines that ended, and whose matter the clock has marked as overdue and nobody has done since.

    Rows as in `deadline_book`.
    """
    which = ("deadline d, stream s", f"d.status = 'expired' AND s.id IN ({MARKED})", ())
    found: list[tuple[Any, ...]] = []
    more = True
    while more and len(found) < limit:
        rows = _deadlines(reader, which, sight, PAGE, after)
        streams = reader.streams({row[0] for row in rows})
        owed = {(id, each["id"]) for id, one in streams.items() for each in one.deadlines.values() if "overdue" in each}
        found += [row for row in rows if (row[0], row[1]) in owed]
        more, after = len(rows) == PAGE, place(rows[-1]) if rows else ""
    return found[:limit]


def late_deadlines(reader: Reader, sight: Sight, limit: int, now: int, after: str = "") -> list[tuple[Any, ...]]:
    """What ended before `now` (µs) and is not done: what was missed, and what the clock has not come to yet."""
    missed = missed_deadlines(reader, sight, limit, after)
    ended = deadline_book(reader, sight, limit, until=now, after=after)
    return sorted([*missed, *ended], key=itemgetter(8, 0, 1))[:limit]


def place(row: Sequence[Any]) -> str:
    """Where a row of the deadline book stands: its end, its stream, its id."""
    return BETWEEN.join((str(row[8]), row[0], row[1]))


def placed(after: str) -> tuple[int, str, str]:
    """What a `place` says; the place before all for anything else."""
    ends, _, rest = after.partition(BETWEEN)
    stream, _, id = rest.partition(BETWEEN)
    return (int(ends), stream, id) if ends.isdecimal() and int(ends) <= LARGEST else (-1, "", "")


def _deadlines(
    reader: Reader, which: tuple[str, str, Sequence[int]], sight: Sight, limit: int, after: str
) -> list[tuple[Any, ...]]:
    source, condition, given = which
    may, values = sight.where()
    columns = 'd.stream, d.id, d.kind, d.owner, d.rule, d."start", d.length, d.due_date, d.expires_at'
    following, bounds = (f" AND {FOLLOWING}", placed(after)) if after else ("", ())
    where = f"s.id = d.stream AND {condition}{following} AND {may}"
    sql = f"SELECT {columns} FROM {source} WHERE {where} ORDER BY d.expires_at, d.stream, d.id LIMIT ?"  # noqa: S608
    return reader.query(sql, *given, *bounds, *values, limit)


def balances(reader: Reader, scope: str, under: str) -> dict[str, int]:
    """The running totals of a scope whose keys begin with `under/`, by the rest of the key."""
    sql = "SELECT b.key, b.total FROM balance b WHERE b.scope = ? AND b.key >= ? AND b.key < ?"
    return {key[len(under) + 1 :]: total for key, total in reader.query(sql, scope, f"{under}/", f"{under}0")}


def server_clock(reader: Reader) -> int | None:
    """The database's own now in µs; None where the database has no clock but ours."""
    if not isinstance(reader, Postgres):
        return None
    return int(reader.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")[0][0])


def plain(text: str) -> str:
    """A text as LIKE finds it and nothing else."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)


def _board_row(row: Sequence[Any]) -> BoardRow:
    *columns, phase, due = row
    return BoardRow(as_stream(tuple(columns)), phase, None if due is None else from_micros(due))
