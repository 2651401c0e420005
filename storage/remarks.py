"""Beside the record: lists as people like to see them, and what they say to each other about a stream."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from states.instants import from_micros, micros
from states.roles import Actor
from storage.statements import Write
from storage.tables import Mention, SavedView
from storage.tables import Remark as RemarkRow
from storage.transaction import Reader, Transaction, table

VIEWS = Write(table(SavedView), update=("address",))
REMARKS, MENTIONS = Write(table(RemarkRow)), Write(table(Mention))


@dataclass(frozen=True, slots=True)
class Remark:
    """What someone said about a stream; `org`: only to that organisation, to all who see the stream if empty."""

    stream: str
    n: int
    person: str
    role: str
    org: str
    at: datetime
    text: str


def keep_view(transaction: Transaction, person: str, name: str, address: str) -> None:
    """Keep a list under a name; one kept under the same name before gives way."""
    transaction.put({VIEWS: [(person, name, address)]})


def drop_view(transaction: Transaction, person: str, name: str) -> None:
    sql = "DELETE FROM saved_view WHERE person = ? AND name = ?"
    transaction.cursor.execute(sql.replace("?", transaction.mark), (person, name))


def kept_views(reader: Reader, person: str) -> list[tuple[str, str]]:
    """A person's lists by name: name, address."""
    return [
        tuple(row)
        for row in reader.query("SELECT name, address FROM saved_view WHERE person = ? ORDER BY name", person)
    ]


def say(
    transaction: Transaction, stream: str, who: Actor, org: str, text: str, named: Iterable[str], now: datetime
) -> None:
    """Add a remark; `named` are told of it."""
    transaction.alone(f"remark/{stream}")
    (last,) = transaction.query("SELECT coalesce(max(n), 0) FROM remark WHERE stream = ?", stream)[0]
    row = (stream, last + 1, who.id, who.role, org, micros(now), text)
    transaction.put({REMARKS: [row], MENTIONS: [(each, stream, last + 1, 0) for each in sorted(set(named))]})


def remarks(reader: Reader, stream: str, org: str, person: str) -> list[Remark]:
    """What was said about a stream to this organisation, to everyone or with this person named; oldest first."""
    sql = """SELECT r.stream, r.n, r.person, r.role, r.org, r.at, r.text FROM remark r
        WHERE r.stream = ? AND (r.org IN ('', ?) OR EXISTS
            (SELECT 1 FROM mention m WHERE m.person = ? AND m.stream = r.stream AND m.n = r.n)) ORDER BY r.n"""
    return [_remark(row) for row in reader.query(sql, stream, org, person)]


def unseen(reader: Reader, person: str) -> list[Remark]:
    """The remarks a person is named in and has not looked at, oldest first."""
    sql = """SELECT r.stream, r.n, r.person, r.role, r.org, r.at, r.text FROM mention m
        JOIN remark r ON r.stream = m.stream AND r.n = m.n WHERE m.person = ? AND m.seen = 0 ORDER BY r.at, r.n"""
    return [_remark(row) for row in reader.query(sql, person)]


def look(transaction: Transaction, person: str, stream: str) -> None:
    """A person has seen what they are named in about a stream."""
    sql = "UPDATE mention SET seen = 1 WHERE person = ? AND stream = ? AND seen = 0"
    transaction.cursor.execute(sql.replace("?", transaction.mark), (person, stream))


def _remark(row: tuple[object, ...]) -> Remark:
    stream, n, person, role, org, at, text = row
    return Remark(str(stream), int(str(n)), str(person), str(role), str(org), from_micros(int(str(at))), str(text))
