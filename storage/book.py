"""The deadline book: what is open, what was missed, what is late; in the order of its ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from states.context import Stream
from states.instants import from_micros, micros
from storage.boards import BETWEEN, LARGEST, MARKED, OPEN, PAGE
from storage.projections import as_stream
from storage.sight import EVERYTHING, Sight
from storage.transaction import STREAM_COLUMNS, Reader

FOLLOWING = "(d.expires_at, d.stream, d.id) > (?, ?, ?)"
"""Whether a `deadline d` comes after the one of a `place`."""


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
