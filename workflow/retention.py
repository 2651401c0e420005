"""Retention: what of people has been kept as long as its rule says, and destroying it as an act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from states.instants import from_micros, micros
from states.retention import ADDRESS, CREDENTIAL, PART, PROFILE, RETENTION
from states.roles import Actor
from storage import people as rows
from storage.ledger import accesses
from storage.ledger.erasure import Held, erase, is_held
from storage.ledger.journal import ACCESSES
from storage.transaction import Reader
from workflow.people import People

YEAR = timedelta(days=365)
REASON = "retention"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing whose time is over: its kind, whom or what it is about (stream@version, person), when that ended.

    `held`: a legal hold on `keeper`, a stream or a person, keeps it.
    """

    kind: str
    about: str
    part: str
    ended: datetime
    held: bool
    keeper: str


def due(reader: Reader, now: datetime) -> list[Due]:
    """Everything that has been kept long enough by `now`, by kind and name; what a legal hold keeps is marked."""
    return [*_profiles(reader, now), *_parts(reader, now), *_credentials(reader, now), *_addresses(reader, now)]


def apply(people: People, found: Due, now: datetime, actor: Actor) -> bool:
    """Destroy one of them as an act; False where a legal hold keeps it."""
    try:
        if found.kind == PROFILE:
            people.forget(actor, found.about, REASON)
            return True
        with people.store.transaction() as transaction:
            if found.kind == CREDENTIAL:
                rows.revoke(transaction, found.about, id=found.part)
                return True
            stream, _, version = found.about.rpartition("@")
            erase(transaction, stream, int(version), found.part, REASON, now, actor, keeper=found.keeper)
    except Held:
        return False
    return True


def _ended(kind: str, now: datetime) -> int:
    """Until when what the kind is kept for must have ended, in µs."""
    return micros(now - RETENTION[kind].years * YEAR)


def _profiles(reader: Reader, now: datetime) -> Iterator[Due]:
    """People with a name who had duties, all of which ended long ago."""
    sql = """SELECT k.person, max(d.until) FROM person_key k JOIN duty d ON d.person = k.person
        GROUP BY k.person HAVING max(d.until) <= ? ORDER BY k.person"""
    for person, until in reader.query(sql, _ended(PROFILE, now)):
        yield Due(PROFILE, person, "", from_micros(until), is_held(reader, person), person)


def _parts(reader: Reader, now: datetime) -> Iterator[Due]:
    """Private parts of what ended long ago."""
    sql = """SELECT p.stream, p.version, p.part, s.updated_at FROM event_private p JOIN stream s ON s.id = p.stream
        WHERE s.phase = 'end' AND s.updated_at <= ? ORDER BY p.stream, p.version, p.part"""
    for stream, version, part, ended in reader.query(sql, _ended(PART, now)):
        yield Due(PART, f"{stream}@{version}", part, from_micros(ended), is_held(reader, stream), stream)


def _credentials(reader: Reader, now: datetime) -> Iterator[Due]:
    sql = "SELECT person, id, expires FROM credential WHERE expires <= ? ORDER BY person, id"
    for person, id, expires in reader.query(sql, _ended(CREDENTIAL, now)):
        yield Due(CREDENTIAL, person, id, from_micros(expires), held=False, keeper="")


def _addresses(reader: Reader, now: datetime) -> Iterator[Due]:
    """The addresses people came from long ago, oldest first."""
    held = cache(partial(is_held, reader))
    for at, access in accesses.kept_until(reader, from_micros(_ended(ADDRESS, now))):
        person = access.body["actor"]["id"]
        yield Due(ADDRESS, f"{ACCESSES}@{access.version}", accesses.ADDRESS, at, held(person), person)
