"""What is on its way to people: one row per notice and person, until it is sent or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple

from states.instants import from_micros, micros
from storage.projections import DELIVERED, NEW, SENDING
from storage.statements import Write
from storage.tables import DeliveryRow, LetterAsked, LetterHours, LetterRefused
from storage.transaction import Reader, Sqlite, Transaction, table

WAITING, SENT, FAILED = "waiting", "sent", "failed"
DELIVERIES = Write(table(DeliveryRow), keep=True)
HOURS = Write(table(LetterHours), update=("earliest", "latest"))
REFUSED, ASKED = Write(table(LetterRefused), keep=True), Write(table(LetterAsked), keep=True)
UNROUTED = f"status = '{NEW}'"
COLUMNS = "key, stream, version, n, letter, role, org, person, attempts, next_at, status, reason"


@dataclass(frozen=True, slots=True)
class Notice:
    """A row of the outbox: which letter goes to which organisation in which role."""

    stream: str
    version: int
    n: int
    letter: str
    role: str
    org: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One letter to one person. `key` stays the same however often it is tried."""

    key: str
    notice: Notice
    person: str
    attempts: int
    next_at: datetime
    status: str
    reason: str


class Posted(NamedTuple):
    """A letter to put on its way: the key of its delivery, what it tells, whom, and not before when."""

    key: str
    notice: Notice
    person: str
    at: datetime


def unrouted(transaction: Transaction, limit: int) -> list[Notice]:
    """Notices nobody has looked at, locked."""
    columns = "stream, version, n, letter, role, org"
    sql = f"SELECT {columns} FROM outbox WHERE {UNROUTED} ORDER BY stream, version, n LIMIT ?"  # noqa: S608
    return [Notice(*row) for row in transaction.query(sql + _lock(transaction), limit)]


def route(transaction: Transaction, notice: Notice, to: Sequence[Posted]) -> None:
    """Give a notice to people; it is never routed again."""
    post(transaction, to)
    place = (notice.stream, notice.version, notice.n)
    sql = "UPDATE outbox SET status = ? WHERE stream = ? AND version = ? AND n = ?"
    _do(transaction, sql, SENDING if to else DELIVERED, *place)


def post(transaction: Transaction, letters: Sequence[Posted]) -> None:
    """Put letters on their way; one that is on its way already stays as it is."""
    rows = [
        (key, n.stream, n.version, n.n, n.letter, n.role, n.org, person, 0, micros(at), WAITING, "")
        for key, n, person, at in letters
    ]
    transaction.put({DELIVERIES: rows})


def claim(transaction: Transaction, now: datetime, until: datetime, limit: int) -> list[Delivery]:
    """Deliveries due, taken until `until`: if whoever took them dies, they are due again then."""
    sql = f"SELECT {COLUMNS} FROM delivery WHERE status = ? AND next_at <= ? ORDER BY next_at, key LIMIT ?"  # noqa: S608
    found = [_delivery(row) for row in transaction.query(sql + _lock(transaction), WAITING, micros(now), limit)]
    for each in found:
        _do(transaction, "UPDATE delivery SET next_at = ? WHERE key = ?", micros(until), each.key)
    return found


def settle(transaction: Transaction, key: str, status: str, attempts: int, next_at: datetime, reason: str) -> None:
    """Write down how one attempt went."""
    sql = "UPDATE delivery SET status = ?, attempts = ?, next_at = ?, reason = ? WHERE key = ?"
    _do(transaction, sql, status, attempts, micros(next_at), reason, key)


def notices(reader: Reader, stream: str) -> list[Notice]:
    """Every notice a stream has given rise to, the latest first."""
    columns = "stream, version, n, letter, role, org"
    sql = f"SELECT {columns} FROM outbox WHERE stream = ? ORDER BY version DESC, n"  # noqa: S608
    return [Notice(*row) for row in reader.query(sql, stream)]


def deliveries(reader: Reader, status: str) -> list[Delivery]:
    """The deliveries of one status, the earliest first."""
    sql = f"SELECT {COLUMNS} FROM delivery WHERE status = ? ORDER BY next_at, key"  # noqa: S608
    return [_delivery(row) for row in reader.query(sql, status)]


def delivery(reader: Reader, key: str) -> Delivery | None:
    """A delivery by its key."""
    rows = reader.query(f"SELECT {COLUMNS} FROM delivery WHERE key = ?", key)  # noqa: S608
    return _delivery(rows[0]) if rows else None


def counts(reader: Reader) -> dict[str, int]:
    """How many deliveries stand in each status, and the notices not routed yet as `unrouted`."""
    found: dict[str, int] = dict(reader.query("SELECT status, count(*) FROM delivery GROUP BY status"))
    ((unrouted,),) = reader.query(f"SELECT count(*) FROM outbox WHERE {UNROUTED}")  # noqa: S608
    return {"unrouted": unrouted, **{status: int(found.get(status, 0)) for status in (WAITING, SENT, FAILED)}}


def refuse(transaction: Transaction, person: str, letter: str) -> None:
    """A person does not want a letter any more."""
    transaction.put({REFUSED: [(person, letter)]})


def want(transaction: Transaction, person: str, letter: str) -> None:
    """A person wants a letter again."""
    _do(transaction, "DELETE FROM letter_refused WHERE person = ? AND letter = ?", person, letter)


def refused(reader: Reader, person: str) -> frozenset[str]:
    """The letters a person does not want."""
    return frozenset(id for (id,) in reader.query("SELECT letter FROM letter_refused WHERE person = ?", person))


def ask(transaction: Transaction, person: str, letter: str) -> None:
    """A person asks for a letter nobody gets unasked."""
    transaction.put({ASKED: [(person, letter)]})


def ask_no_more(transaction: Transaction, person: str, letter: str) -> None:
    """A person does not ask for it any more."""
    _do(transaction, "DELETE FROM letter_asked WHERE person = ? AND letter = ?", person, letter)


def asking(reader: Reader, letter: str) -> list[str]:
    """Who asks for a letter."""
    sql = "SELECT person FROM letter_asked WHERE letter = ? ORDER BY person"
    return [person for (person,) in reader.query(sql, letter)]


def asked(reader: Reader, person: str) -> frozenset[str]:
    """What a person asks for."""
    return frozenset(id for (id,) in reader.query("SELECT letter FROM letter_asked WHERE person = ?", person))


def set_hours(transaction: Transaction, person: str, hours: tuple[time, time]) -> None:
    """When a person wants the letters that can wait (KST, to the minute)."""
    earliest, latest = (each.hour * 60 + each.minute for each in hours)
    transaction.put({HOURS: [(person, earliest, latest)]})


def hours(reader: Reader, person: str) -> tuple[time, time] | None:
    """When a person wants the letters that can wait; None if they never said."""
    rows = reader.query("SELECT earliest, latest FROM letter_hours WHERE person = ?", person)
    return next(((time(*divmod(first, 60)), time(*divmod(last, 60))) for first, last in rows), None)


def _delivery(row: Sequence[Any]) -> Delivery:
    key, stream, version, n, letter, role, org, person, attempts, next_at, status, reason = row
    notice = Notice(stream, version, n, letter, role, org)
    return Delivery(key, notice, person, attempts, from_micros(next_at), status, reason)


def _lock(transaction: Transaction) -> str:
    """On SQLite the turn is the lock."""
    return "" if isinstance(transaction, Sqlite) else " FOR UPDATE SKIP LOCKED"


def _do(transaction: Transaction, sql: str, *values: Any) -> None:
    transaction.cursor.execute(sql.replace("?", transaction.mark), values)
