"""Reading and writing people: plain rows in, plain rows out. The caller holds the transaction."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage.ledger.journal import PEOPLE
from storage.transaction import Reader, Transaction

NEVER = 2**62
"""The `until` of a duty without an end, in µs."""
PERSON = "id, login, status, password, failures, retry_at, issuer, subject, profile"
OF_PERSON = f"SELECT {PERSON}, k.secret FROM person LEFT JOIN person_key k ON k.person = person.id"  # noqa: S608
DUTY = "id, person, role, org, since, until, behalf"
CREDENTIAL = "hash, id, kind, person, name, scope, created, expires, seen"


@dataclass(frozen=True, slots=True)
class Person:
    """A person's row; `profile` is sealed under `secret`, which is kept apart; both are empty once forgotten."""

    id: str
    login: str
    status: str
    password: str
    failures: int
    retry_at: int
    issuer: str
    subject: str
    profile: bytes
    secret: bytes


@dataclass(frozen=True, slots=True)
class Duty:
    """A role at an organisation from `since` until before `until` (µs); `behalf`: the absent person it is done for."""

    id: str
    person: str
    role: str
    org: str
    since: int
    until: int
    behalf: str = ""

    def holds(self, now: int) -> bool:
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Credential:
    """A session, token or one-time link by the hash of its secret."""

    hash: str
    id: str
    kind: str
    person: str
    name: str
    scope: str
    created: int
    expires: int
    seen: int


class Holder(NamedTuple):
    """A credential, the status of the person it is of, and their duties by id."""

    credential: Credential
    status: str
    duties: list[Duty]


def person(reader: Reader, id: str) -> Person | None:
    return _person(reader, "id", id)


def person_by_login(reader: Reader, login: str) -> Person | None:
    """By the keyed hash of the login name."""
    return _person(reader, "login", login)


def person_by_subject(reader: Reader, issuer: str, subject: str) -> Person | None:
    """By the identity an OpenID provider vouches for."""
    rows = reader.query(f"{OF_PERSON} WHERE issuer = ? AND subject = ?", issuer, subject)
    return _as_person(rows[0]) if rows else None


def people(reader: Reader, limit: int, after: str = "") -> list[Person]:
    """A page of people by id."""
    rows = reader.query(f"{OF_PERSON} WHERE id > ? ORDER BY id LIMIT ?", after, limit)
    return [_as_person(row) for row in rows]


def duties(reader: Reader, person: str) -> list[Duty]:
    """Every duty a person has, had or will have, by id."""
    rows = reader.query(f"SELECT {DUTY} FROM duty WHERE person = ? ORDER BY id", person)  # noqa: S608
    return [Duty(*row) for row in rows]


def duties_at(reader: Reader, role: str, org: str) -> list[Duty]:
    """Every duty of a role at an organisation, by id."""
    sql = f"SELECT {DUTY} FROM duty WHERE org = ? AND role = ? ORDER BY id"  # noqa: S608
    return [Duty(*row) for row in reader.query(sql, org, role)]


def duty(reader: Reader, id: str) -> Duty | None:
    rows = reader.query(f"SELECT {DUTY} FROM duty WHERE id = ?", id)  # noqa: S608
    return Duty(*rows[0]) if rows else None


def stand_ins(reader: Reader, person: str) -> list[Duty]:
    """The duties others have on behalf of a person, by id."""
    return [Duty(*row) for row in reader.query(f"SELECT {DUTY} FROM duty WHERE behalf = ? ORDER BY id", person)]  # noqa: S608


def is_held(reader: Reader, role: str) -> bool:
    """Whether anyone ever had a role."""
    return bool(reader.query("SELECT 1 FROM duty WHERE role = ? LIMIT 1", role))


def organisations(reader: Reader, limit: int, after: str = "") -> list[Mapping[str, str]]:
    """A page of organisations by id."""
    rows = reader.query("SELECT id, ko, en, status FROM organisation WHERE id > ? ORDER BY id LIMIT ?", after, limit)
    return [{"id": id, "ko": ko, "en": en, "status": status} for id, ko, en, status in rows]


def organisation(reader: Reader, id: str) -> Mapping[str, str] | None:
    rows = reader.query("SELECT id, ko, en, status FROM organisation WHERE id = ?", id)
    return dict(zip(("id", "ko", "en", "status"), rows[0], strict=True)) if rows else None


def credential(reader: Reader, hash: str) -> Credential | None:
    rows = reader.query(f"SELECT {CREDENTIAL} FROM credential WHERE hash = ?", hash)  # noqa: S608
    return Credential(*rows[0]) if rows else None


def holders(reader: Reader, hashes: Collection[str]) -> dict[str, Holder]:
    """Whose these credentials are, by hash, with everything it takes to let somebody in; those there are."""
    names = ", ".join(f"c.{name}" for name in CREDENTIAL.split(", "))
    theirs = ", ".join(f"d.{name}" for name in DUTY.split(", "))
    source = "credential c JOIN person p ON p.id = c.person LEFT JOIN duty d ON d.person = c.person"
    marks = ", ".join("?" for _ in hashes)
    sql = f"SELECT p.status, {names}, {theirs} FROM {source} WHERE c.hash IN ({marks}) ORDER BY d.id"  # noqa: S608
    found: dict[str, Holder] = {}
    for status, *row in reader.query(sql, *hashes):
        given, duty = Credential(*row[:9]), row[9:]
        holder = found.setdefault(given.hash, Holder(given, status, []))
        if duty[0] is not None:
            holder.duties.append(Duty(*duty))
    return found


def credentials(reader: Reader, person: str, kind: str) -> list[Credential]:
    """A person's credentials of one kind, the oldest first."""
    sql = f"SELECT {CREDENTIAL} FROM credential WHERE person = ? AND kind = ? ORDER BY created, id"  # noqa: S608
    return [Credential(*row) for row in reader.query(sql, person, kind)]


def every_duty(reader: Reader) -> list[Duty]:
    """Every duty anybody has, had or will have, by id."""
    return [Duty(*row) for row in reader.query(f"SELECT {DUTY} FROM duty ORDER BY id")]  # noqa: S608


def statuses(reader: Reader) -> dict[str, str]:
    """Everybody's status."""
    return dict(reader.query("SELECT id, status FROM person"))


def changes(reader: Reader, after: int = 0, limit: int = 1000) -> list[tuple[int, str, str]]:
    """Number, hash and body of recorded changes in order."""
    sql = "SELECT version, hash, body FROM journal WHERE stream = ? AND version > ? ORDER BY version LIMIT ?"
    return [(version, hash, body) for version, hash, body in reader.query(sql, PEOPLE, after, limit)]


def add_organisation(transaction: Transaction, id: str, ko: str, en: str) -> None:
    """Add an organisation; one that is there takes the new names."""
    update = " ON CONFLICT (id) DO UPDATE SET ko = excluded.ko, en = excluded.en, status = excluded.status"
    _insert(transaction, "organisation", "id, ko, en, status", (id, ko, en, "active"), update)


def add_person(transaction: Transaction, person: Person) -> None:
    _insert(transaction, "person", PERSON, _values(person, PERSON))
    _insert(transaction, "person_key", "person, secret", (person.id, person.secret))


def forget(transaction: Transaction, id: str, status: str) -> None:
    """Destroy the key, the sealed profile and everything else that leads to a person; their pseudonym stays."""
    _run(transaction, "DELETE FROM person_key WHERE person = ?", id)
    nothing = {"password": "", "issuer": "", "subject": "", "profile": b"", "status": status}
    set_person(transaction, id, login=f"{status}:{id}", **nothing)


def add_duty(transaction: Transaction, duty: Duty) -> None:
    _insert(transaction, "duty", DUTY, _values(duty, DUTY))


def add_credential(transaction: Transaction, credential: Credential) -> None:
    _insert(transaction, "credential", CREDENTIAL, _values(credential, CREDENTIAL))


def end_duty(transaction: Transaction, id: str, until: int) -> None:
    _run(transaction, "UPDATE duty SET until = ? WHERE id = ?", until, id)


def set_person(transaction: Transaction, id: str, **values: object) -> None:
    """Set columns of a person."""
    terms = ", ".join(f"{name} = ?" for name in values)
    _run(transaction, f"UPDATE person SET {terms} WHERE id = ?", *values.values(), id)  # noqa: S608 - our own names


def set_seen(transaction: Transaction, ids: Iterable[str], seen: int) -> None:
    """These credentials were used at this instant."""
    sql = "UPDATE credential SET seen = ? WHERE id = ?".replace("?", transaction.mark)
    transaction.cursor.executemany(sql, [(seen, id) for id in sorted(ids)])


def revoke(transaction: Transaction, person: str, *, kind: str = "", id: str = "") -> int:
    """Remove a person's credentials: all, those of a kind, or one by its id; how many there were."""
    where, values = "person = ?", [person]
    for column, value in (("kind", kind), ("id", id)):
        if value:
            where, values = f"{where} AND {column} = ?", [*values, value]
    found = transaction.query(f"SELECT count(*) FROM credential WHERE {where}", *values)[0][0]  # noqa: S608
    _run(transaction, f"DELETE FROM credential WHERE {where}", *values)  # noqa: S608
    return int(found)


def spend(transaction: Transaction, hash: str) -> None:
    """Remove one credential: a one-time link that was used."""
    _run(transaction, "DELETE FROM credential WHERE hash = ?", hash)


def _person(reader: Reader, column: str, value: str) -> Person | None:
    rows = reader.query(f"{OF_PERSON} WHERE {column} = ?", value)
    return _as_person(rows[0]) if rows else None


def _as_person(row: tuple[Any, ...]) -> Person:
    id, login, status, password, failures, retry_at, issuer, subject, profile, secret = row
    return Person(
        id, login, status, password, failures, retry_at, issuer, subject, bytes(profile), bytes(secret or b"")
    )


def _values(row: object, columns: str) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in columns.split(", "))


def _insert(transaction: Transaction, table: str, columns: str, values: tuple[Any, ...], ending: str = "") -> None:
    marks = ", ".join("?" for _ in values)
    _run(transaction, f"INSERT INTO {table} ({columns}) VALUES ({marks}){ending}", *values)  # noqa: S608


def _run(transaction: Transaction, sql: str, *values: object) -> None:
    transaction.cursor.execute(sql.replace("?", transaction.mark), values)
