"""What the clock asks about timers: the next one due, how far behind it is, which were set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.instants import from_micros, micros
from storage.statements import Write
from storage.tables import Incident
from storage.transaction import NOT_ASIDE, Reader, Transaction, table

LONGEST_REASON = 2_000
"""Characters of a failure's reason that are kept."""
INCIDENTS = Write(table(Incident), update=("attempts", "reason", "failed_at", "status"))


@dataclass(frozen=True, slots=True)
class SetAside:
    """A timer that could not be fired: the row it would have taken, how often it failed, why and when last."""

    stream: str
    timer: str
    trigger: str
    attempts: int
    reason: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """The timers at an instant: waiting, due, the earliest due one, set aside."""

    pending: int
    due: int
    earliest_due: datetime | None
    set_aside: int


def next_due(reader: Reader) -> datetime | None:
    """When the next timer that is not set aside is due."""
    sql = f"SELECT t.due_at FROM timer t WHERE t.status = 'pending' AND {NOT_ASIDE} ORDER BY t.due_at LIMIT 1"  # noqa: S608
    rows = reader.query(sql)
    return from_micros(rows[0][0]) if rows else None


def is_pending(reader: Reader, stream: str, timer: str) -> bool:
    """Whether a timer still waits, be it due, set aside or later."""
    sql = "SELECT 1 FROM timer WHERE stream = ? AND id = ? AND status = 'pending'"
    return bool(reader.query(sql, stream, timer))


def backlog(reader: Reader, now: datetime) -> Backlog:
    """How many timers wait, how many of them are due by `now` and since when."""
    due = f"t.due_at <= ? AND {NOT_ASIDE}"
    counted = f"count(*), sum(CASE WHEN {due} THEN 1 ELSE 0 END), min(CASE WHEN {due} THEN t.due_at END)"
    sql = f"SELECT {counted} FROM timer t WHERE t.status = 'pending'"  # noqa: S608
    ((pending, overdue, earliest),) = reader.query(sql, micros(now), micros(now))
    ((aside,),) = reader.query("SELECT count(*) FROM incident WHERE status = 'open'")
    return Backlog(pending, overdue or 0, from_micros(earliest) if earliest is not None else None, aside)


def set_aside(transaction: Transaction, timer: Sequence[Any], error: BaseException, now: datetime) -> None:
    """Keep a timer that failed from being tried again until a person says so."""
    stream, id, trigger = timer[:3]
    before = transaction.query("SELECT attempts FROM incident WHERE stream = ? AND timer = ?", stream, id)
    reason = f"{type(error).__name__}: {error}"[:LONGEST_REASON].replace("\x00", "")
    attempts = before[0][0] + 1 if before else 1
    transaction.put({INCIDENTS: [(stream, id, trigger, attempts, reason, micros(now), "open")]})


def incidents(reader: Reader) -> list[SetAside]:
    """Every timer set aside, the latest failure first."""
    columns = 'stream, timer, "trigger", attempts, reason, failed_at'
    rows = reader.query(f"SELECT {columns} FROM incident WHERE status = 'open' ORDER BY failed_at DESC, stream, timer")  # noqa: S608
    return [SetAside(stream, timer, trigger, n, why, from_micros(at)) for stream, timer, trigger, n, why, at in rows]


def retry(transaction: Transaction, chosen: Iterable[SetAside]) -> None:
    """Let timers that were set aside be tried again."""
    rows = [(x.stream, x.timer, x.trigger, x.attempts, x.reason, micros(x.failed_at), "retried") for x in chosen]
    transaction.put({INCIDENTS: rows})
