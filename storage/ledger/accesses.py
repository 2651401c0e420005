"""From where people came: an act of the record each time a credential is used from another address.

The address is a private part of the act: encrypted, under a secret of its own, destroyed with the person's name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from states.canonical import loads
from states.instants import read
from states.roles import Actor
from storage.ledger.journal import ACCESSES, Entry, entries, latest, record
from storage.private import SECRET_BYTES, PartPlace, PrivatePartError, open_part, seal
from storage.statements import Remove, Write
from storage.tables import EventPrivate
from storage.transaction import Reader, Transaction, table

ADDRESS = "address"
PARTS, ERASED = Write(table(EventPrivate)), Remove(table(EventPrivate))


@dataclass(frozen=True, slots=True)
class Access:
    """A person's credential (`kind`: session or token) was used from an address, from this instant on."""

    person: str
    kind: str
    credential: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """A person was at an address from `since` until before `until` (instants as written; "" while it lasts)."""

    person: str
    since: str
    until: str


def came(transaction: Transaction, accesses: Iterable[Access], entropy: Callable[[int], bytes]) -> None:
    """Remember these accesses."""
    transaction.alone(ACCESSES)
    last = latest(transaction, ACCESSES)
    for version, each in enumerate(accesses, last.version + 1 if last else 1):
        secret = entropy(SECRET_BYTES)
        sealed = seal(each.address, secret, PartPlace(ACCESSES, version, ADDRESS))
        told = {"kind": each.kind, "credential": each.credential, "private": {ADDRESS: sealed.commitment}}
        record(transaction, ACCESSES, told, each.at, Actor(each.person, "", ""))
        transaction.put({PARTS: [(ACCESSES, version, ADDRESS, secret, sealed.ciphertext)]})


def versions_of(reader: Reader, people: Iterable[str]) -> list[int]:
    """The accesses of these people."""
    wanted = frozenset(people)
    return [each.version for each in entries(reader, ACCESSES) if each.body["actor"]["id"] in wanted] if wanted else []


def forget(transaction: Transaction, person: str) -> None:
    """Destroy the addresses of a person; that they came stays."""
    transaction.put({ERASED: [(ACCESSES, version, ADDRESS) for version in versions_of(transaction, [person])]})


def kept_until(reader: Reader, end: datetime) -> Iterator[tuple[datetime, Entry]]:
    """When and as which act people came by `end`, where the address was not destroyed; in order."""
    sql = """SELECT j.version, j.hash, j.body FROM event_private p
        JOIN journal j ON j.stream = p.stream AND j.version = p.version
        WHERE p.stream = ? AND p.part = ? ORDER BY p.version"""
    for version, hash, body in reader.query(sql, ACCESSES, ADDRESS):
        act = Entry(ACCESSES, version, hash, loads(body.encode()))
        at = read(act.body["recorded_at"])
        if at > end:
            return
        yield at, act


def stays(reader: Reader, address: str) -> list[Stay]:
    """Who was at an address and when: a credential is where it was used from last, until it is used from elsewhere."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    known = dict(_addresses(reader))
    for each in entries(reader, ACCESSES):
        person, at = each.body["actor"]["id"], each.body["recorded_at"]
        found.setdefault(each.body["credential"], []).append((person, at, known.get(each.version, "")))
    return [
        Stay(person, at, after)
        for used in found.values()
        for (person, at, where), after in zip(used, [*(at for _, at, _ in used[1:]), ""], strict=True)
        if where == address
    ]


def _addresses(reader: Reader) -> Iterator[tuple[int, str]]:
    """The addresses that were not destroyed, by the version of their access."""
    sql = "SELECT version, secret, ciphertext FROM event_private WHERE stream = ? AND part = ?"
    for version, secret, ciphertext in reader.query(sql, ACCESSES, ADDRESS):
        try:
            yield version, str(open_part(bytes(ciphertext), bytes(secret), PartPlace(ACCESSES, version, ADDRESS)))
        except PrivatePartError:
            continue  # told by `audit verify`
