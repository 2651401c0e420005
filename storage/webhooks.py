"""Who listens to events, and what is on its way to them: one row per event and webhook, one per attempt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from states.instants import from_micros, micros
from storage.deliveries import FAILED, SENT, WAITING
from storage.sight import Sight
from storage.statements import Write
from storage.tables import Webhook as WebhookRow
from storage.tables import WebhookAttempt, WebhookMessage
from storage.transaction import Postgres, Reader, Sqlite, Transaction, table
from storage.vault import Vault

ACTIVE, PAUSED, GONE = "active", "paused", "gone"
"""A webhook is called, rests by its people's wish, or told us that it is gone (410)."""
WEBHOOKS = Write(table(WebhookRow), update=tuple(c.name for c in table(WebhookRow).columns if not c.primary_key))
MESSAGES, ATTEMPTS = Write(table(WebhookMessage), keep=True), Write(table(WebhookAttempt), keep=True)
COLUMNS = "id, person, role, org, url, events, secret, older, status, personal, older_until, position, created"
MESSAGE = "key, webhook, stream, version, event, attempts, created, next_at, status, reason"
UNHEARD = frozenset({"survey"})
"""Kinds of streams nobody hears of: who reads the survey's answers does not learn who gave them."""
type_of_place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where someone acting in a role for an organisation wants to hear of `events` (`project.submit`, `call.*`, `*`).

    A personal one is its person's alone. `secret` is sealed; so is `older`, the one before, which also signs until
    `older_until`; `position` is the first leaf of the log not looked at yet.
    """

    id: str
    person: str
    role: str
    org: str
    url: str
    events: tuple[str, ...]
    secret: str
    older: str
    status: str
    personal: bool
    older_until: datetime
    position: int
    created: datetime

    def wants(self, event: str) -> bool:
        kind = event.partition(".")[0]
        return any(each in {"*", event, f"{kind}.*"} for each in self.events)

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """What a message is signed with, sealed: the new secret and, for a while, the one before."""
        return (self.secret, self.older) if self.older and now < self.older_until else (self.secret,)


@dataclass(frozen=True, slots=True)
class Message:
    """One event on its way to one webhook; without a stream a test. `reason`: why the last attempt failed."""

    key: str
    webhook: str
    stream: str
    version: int
    event: str
    attempts: int
    created: datetime
    next_at: datetime
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: when, how long it took, why it failed."""

    n: int
    at: datetime
    milliseconds: int
    reason: str


class Resealed(NamedTuple):
    """How many webhooks were sealed anew, which have a secret no key opens, and after which id to go on, if any."""

    done: int
    lost: tuple[str, ...]
    after: str


def save(transaction: Transaction, webhook: Webhook) -> None:
    """Keep a webhook as it is now."""
    w = webhook
    row = (
        w.id, w.person, w.role, w.org, w.url, " ".join(w.events), w.secret, w.older, w.status, int(w.personal),
        micros(w.older_until), w.position, micros(w.created),
    )  # fmt: skip
    transaction.put({WEBHOOKS: [row]})


def remove(transaction: Transaction, id: str) -> None:
    """Forget a webhook with everything that was on its way to it."""
    within = "SELECT key FROM webhook_message WHERE webhook = ?"
    _do(transaction, f"DELETE FROM webhook_attempt WHERE key IN ({within})", id)  # noqa: S608 - a text of ours
    _do(transaction, "DELETE FROM webhook_message WHERE webhook = ?", id)
    _do(transaction, "DELETE FROM webhook WHERE id = ?", id)


def reseal(transaction: Transaction, vault: Vault, after: str, limit: int) -> Resealed:
    """Seal the secrets of the next webhooks by id under the key that seals now; what no key opens stays as it is."""
    found = _webhooks(transaction, f"WHERE id > ? ORDER BY id LIMIT {limit}{_lock(transaction)}", after)
    stale = [each for each in found if not all(vault.seals(kept) for kept in _kept(each))]
    for each in stale:
        secret, older = (vault.sealed(vault.opened(x)) if vault.opens(x) else x for x in (each.secret, each.older))
        _do(transaction, "UPDATE webhook SET secret = ?, older = ? WHERE id = ?", secret, older, each.id)
    lost = tuple(each.id for each in stale if not all(vault.opens(kept) for kept in _kept(each)))
    return Resealed(len(stale) - len(lost), lost, found[-1].id if len(found) == limit else "")


def is_held_by_older(vault: Vault, each: Webhook) -> bool:
    """Whether a secret of a webhook opens under an older key alone."""
    return any(vault.opens(kept) and not vault.seals(kept) for kept in _kept(each))


def _kept(each: Webhook) -> tuple[str, ...]:
    return (each.secret, each.older) if each.older else (each.secret,)


def webhook(reader: Reader, id: str, *, to_change: bool = False) -> Webhook | None:
    """A webhook by its id; `to_change`: nobody else does until this transaction ends."""
    return next(iter(_webhooks(reader, f"WHERE id = ?{_lock(reader) if to_change else ''}", id)), None)


def webhooks(reader: Reader, role: str = "", org: str = "") -> list[Webhook]:
    """Every webhook, or those of a role at an organisation, the oldest first."""
    where, values = ("WHERE role = ? AND org = ?", (role, org)) if role else ("", ())
    return _webhooks(reader, f"{where} ORDER BY created, id", *values)


def take(transaction: Transaction) -> list[Webhook]:
    """The webhooks that are called, locked; those another worker looks after are left out."""
    lock = "" if isinstance(transaction, Sqlite) else " FOR UPDATE SKIP LOCKED"
    return _webhooks(transaction, f"WHERE status = ? ORDER BY id{lock}", ACTIVE)


def is_behind(reader: Reader) -> bool:
    """Whether the log has leaves that some webhook has not looked at."""
    last = "(SELECT coalesce(max(n), -1) FROM leaf)"
    sql = f"SELECT 1 FROM webhook WHERE status = ? AND position <= {last} LIMIT 1"  # noqa: S608 - a text of ours
    return bool(reader.query(sql, ACTIVE))


def advance(transaction: Transaction, id: str, position: int) -> None:
    """Everything before this leaf has been looked at."""
    _do(transaction, "UPDATE webhook SET position = ? WHERE id = ?", position, id)


def sealed_since(reader: Reader, first: int, limit: int, sight: Sight) -> tuple[list[type_of_place], int]:
    """The events among the next `limit` leaves of the log that lie in sight, in order, and the leaf after those."""
    ((size,),) = reader.query("SELECT coalesce(max(n) + 1, 0) FROM leaf")
    end = min(int(size), first + limit)
    may, values = sight.where()
    sql = (
        "SELECT l.stream, l.version FROM leaf l JOIN stream s ON s.id = l.stream "  # noqa: S608 - texts of ours
        f"WHERE l.n >= ? AND l.n < ? AND l.version > 0 AND {may} ORDER BY l.n"
    )
    return [(stream, version) for stream, version in reader.query(sql, first, end, *values)], max(end, first)


def bodies(reader: Reader, places: Iterable[type_of_place]) -> dict[type_of_place, tuple[str, str]]:
    """Hash and body of each event by its place."""
    sql = "SELECT hash, body FROM event WHERE stream = ? AND version = ?"
    return {place: (row[0], row[1]) for place in places for row in reader.query(sql, *place)}


def send_soon(transaction: Transaction, messages: Iterable[Message]) -> None:
    """Put messages on their way; one that is on its way already stays as it is."""
    rows = [
        (m.key, m.webhook, m.stream, m.version, m.event, m.attempts, micros(m.created), micros(m.next_at), m.status,
         m.reason) for m in messages
    ]  # fmt: skip
    transaction.put({MESSAGES: rows})


def claim(transaction: Transaction, now: datetime, until: datetime, limit: int) -> list[Message]:
    """Messages due to webhooks that are called, taken until `until`: if whoever took them dies they are due again."""
    lock = "" if isinstance(transaction, Sqlite) else " FOR UPDATE OF m SKIP LOCKED"
    columns = ", ".join(f"m.{name}" for name in MESSAGE.split(", "))
    sql = (
        f"SELECT {columns} FROM webhook_message m JOIN webhook w ON w.id = m.webhook "  # noqa: S608 - texts of ours
        f"WHERE m.status = ? AND m.next_at <= ? AND w.status = ? ORDER BY m.next_at, m.key LIMIT ?{lock}"
    )
    found = [_message(row) for row in transaction.query(sql, WAITING, micros(now), ACTIVE, limit)]
    for each in found:
        _do(transaction, "UPDATE webhook_message SET next_at = ? WHERE key = ?", micros(until), each.key)
    return found


def is_due(reader: Reader, now: datetime) -> bool:
    """Whether some message is due."""
    sql = "SELECT 1 FROM webhook_message WHERE status = ? AND next_at <= ? LIMIT 1"
    return bool(reader.query(sql, WAITING, micros(now)))


def end(transaction: Transaction, id: str, status: str) -> None:
    """A webhook is not called any more."""
    _do(transaction, "UPDATE webhook SET status = ? WHERE id = ?", status, id)


def hold(transaction: Transaction, id: str, until: datetime) -> None:
    """Nothing is sent to this webhook before an instant: its other side asked to be left alone so long."""
    sql = "UPDATE webhook_message SET next_at = ? WHERE webhook = ? AND status = ? AND next_at < ?"
    _do(transaction, sql, micros(until), id, WAITING, micros(until))


def settle(transaction: Transaction, message: Message, attempt: Attempt) -> None:
    """Write down how one attempt went; `message` as it is after it."""
    sql = "UPDATE webhook_message SET status = ?, attempts = ?, next_at = ?, reason = ? WHERE key = ?"
    m = message
    _do(transaction, sql, m.status, m.attempts, micros(m.next_at), m.reason, m.key)
    row = (m.key, attempt.n, micros(attempt.at), attempt.milliseconds, attempt.reason)
    transaction.put({ATTEMPTS: [row]})


def again(transaction: Transaction, message: Message, now: datetime) -> Message:
    """Have a message sent again from the start, under the same key; its attempts stay on record."""
    due = replace(message, status=WAITING, next_at=now)
    sql = "UPDATE webhook_message SET status = ?, next_at = ? WHERE key = ?"
    _do(transaction, sql, due.status, micros(now), due.key)
    return due


def message(reader: Reader, webhook: str, key: str) -> Message | None:
    """A message to a webhook by its key."""
    sql = f"SELECT {MESSAGE} FROM webhook_message WHERE webhook = ? AND key = ?"  # noqa: S608 - our own columns
    rows = reader.query(sql, webhook, key)
    return _message(rows[0]) if rows else None


def messages(reader: Reader, webhook: str, status: str, limit: int, after: str = "") -> list[Message]:
    """What went or goes to a webhook, the latest first; only what stands in `status`, if one is named; those that
    follow `after`, the key of one."""
    which, values = (" AND status = ?", [status]) if status else ("", [])
    if after:
        place = "(SELECT m.created, m.version FROM webhook_message m WHERE m.key = ?)"
        which += f" AND ((created, version) < {place} OR ((created, version) = {place} AND key > ?))"
        values += [after] * 3
    where = f"webhook = ?{which} ORDER BY created DESC, version DESC, key LIMIT ?"
    rows = reader.query(f"SELECT {MESSAGE} FROM webhook_message WHERE {where}", webhook, *values, limit)  # noqa: S608
    return [_message(row) for row in rows]


def attempts(reader: Reader, keys: Iterable[str]) -> dict[str, list[Attempt]]:
    """Every attempt of these messages, the first first."""
    sql = "SELECT n, at, milliseconds, reason FROM webhook_attempt WHERE key = ? ORDER BY n"
    return {key: [Attempt(n, from_micros(at), ms, why) for n, at, ms, why in reader.query(sql, key)] for key in keys}


def counts(reader: Reader) -> Mapping[str, int]:
    """How many messages stand in each status."""
    found: dict[str, int] = dict(reader.query("SELECT status, count(*) FROM webhook_message GROUP BY status"))
    return {status: int(found.get(status, 0)) for status in (WAITING, SENT, FAILED)}


def _lock(reader: Reader) -> str:
    """Nobody else changes what is read in a transaction to be changed. SQLite has one writer anyway."""
    return " FOR UPDATE" if isinstance(reader, Postgres) and reader.locking else ""


def _webhooks(reader: Reader, rest: str, *values: Any) -> list[Webhook]:
    rows = reader.query(f"SELECT {COLUMNS} FROM webhook {rest}", *values)  # noqa: S608 - texts of ours
    return [_webhook(row) for row in rows]


def _webhook(row: Sequence[Any]) -> Webhook:
    id, person, role, org, url, events, secret, older, status, personal, until, position, created = row
    return Webhook(
        id, person, role, org, url, tuple(events.split()), secret, older, status, bool(personal), from_micros(until),
        position, from_micros(created),
    )  # fmt: skip


def _message(row: Sequence[Any]) -> Message:
    key, webhook, stream, version, event, tried, created, next_at, status, reason = row
    return Message(
        key, webhook, stream, version, event, tried, from_micros(created), from_micros(next_at), status, reason
    )


def _do(transaction: Transaction, sql: str, *values: Any) -> None:
    transaction.cursor.execute(sql.replace("?", transaction.mark), values)
