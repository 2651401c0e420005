"""Reads of streams and what belongs to them: in sight, their events and versions, what waits, refused attempts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from states.context import Stream
from states.instants import from_micros, micros
from storage.boards import PAGE, Filter, marks
from storage.projections import as_stream
from storage.sight import EVERYTHING, Sight
from storage.tables import WAITING
from storage.transaction import STREAM_COLUMNS, Postgres, Reader


class Ruled(Struct):
    """What alone is read of a call's facts where only its rules are asked for."""

    rules: str


RULED = Decoder(Ruled)


@dataclass(frozen=True, slots=True)
class PendingTimer:
    """A command that waits for its instant."""

    stream: str
    id: str
    trigger: str
    due_at: datetime


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


def events_of(
    reader: Reader, streams: Sequence[str], upto: int = 2**31 - 1
) -> Iterator[tuple[str, list[tuple[int, str, str]]]]:
    """Version, hash and body of the events of each stream in order, stream by stream, up to a version."""
    if not streams:
        return
    source = f"event WHERE stream IN ({marks(streams)}) AND version <= ?"
    sql = f"SELECT stream, version, hash, body FROM {source} ORDER BY stream, version"  # noqa: S608
    for stream, rows in groupby(reader.query(sql, *streams, upto), key=itemgetter(0)):
        yield stream, [(version, hash, body) for _, version, hash, body in rows]


def versions_in(reader: Reader, streams: Sequence[str], size: int) -> dict[str, int]:
    """The version each stream had in the log of `size` leaves; those it did not hold yet are left out."""
    found: dict[str, int] = {}
    for begin in range(0, len(streams), PAGE):
        some = streams[begin : begin + PAGE]
        sql = f"SELECT stream, max(version) FROM leaf WHERE n < ? AND stream IN ({marks(some)}) GROUP BY stream"  # noqa: S608
        found |= dict(reader.query(sql, size, *some))
    return found


def versions_of(reader: Reader, streams: Sequence[str]) -> dict[str, int]:
    """The version each of these streams stands at; those that are not there are left out."""
    found: dict[str, int] = {}
    for begin in range(0, len(streams), PAGE):
        some = streams[begin : begin + PAGE]
        found |= dict(reader.query(f"SELECT s.id, s.version FROM stream s WHERE s.id IN ({marks(some)})", *some))  # noqa: S608
    return found


def has_key(reader: Reader, stream: str, actor: str, key: str) -> bool:
    """Whether a stream has an event of this actor and idempotency key."""
    sql = 'SELECT 1 FROM event WHERE stream = ? AND actor = ? AND "key" = ?'
    return any(True for _ in reader.query(sql, stream, actor, key))


def supports_of(reader: Reader, projects: Sequence[str]) -> dict[str, list[Stream]]:
    """The supports of each of these projects, by project, in id order."""
    if not projects:
        return {}
    where = f"s.kind = 'support' AND s.project <> '' AND s.project IN ({marks(projects)})"  # known to its index
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
        sql = f"SELECT s.id FROM stream s WHERE s.id IN ({marks(some)}) AND {may}"  # noqa: S608
        found |= {id for (id,) in reader.query(sql, *some, *values)}
    return found


def unsealed(reader: Reader) -> int:
    """How many hashes the transparency log has not taken in yet."""
    return int(reader.query("SELECT count(*) FROM unsealed")[0][0])


def refusals(reader: Reader, stream: str) -> list[tuple[str, str]]:
    """Hash and body of each refused attempt on a stream."""
    return [(hash, body) for hash, body in reader.query("SELECT hash, body FROM refusal WHERE stream = ?", stream)]


def balances(reader: Reader, scope: str, under: str) -> dict[str, int]:
    """The running totals of a scope whose keys begin with `under/`, by the rest of the key."""
    sql = "SELECT b.key, b.total FROM balance b WHERE b.scope = ? AND b.key >= ? AND b.key < ?"
    return {key[len(under) + 1 :]: total for key, total in reader.query(sql, scope, f"{under}/", f"{under}0")}


def server_clock(reader: Reader) -> int | None:
    """The database's own now in µs; None where the database has no clock but ours."""
    if not isinstance(reader, Postgres):
        return None
    return int(reader.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")[0][0])
