"""Webhooks at work: what was sealed is handed out, what is due is posted, several receivers at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import perf_counter

import orjson
import structlog

from jobs.channels.webhook import Caller
from jobs.delivery import LEASE, MOST, chance, wait
from jobs.errors import Gone, Undeliverable, Unreachable
from storage import webhooks as rows
from storage.deliveries import FAILED, SENT, WAITING
from storage.store import Store
from storage.transaction import Reader
from storage.vault import Vault, VaultError
from storage.webhooks import GONE, Attempt, Message, Webhook
from workflow.definitions import Definitions
from workflow.webhooks import hand_out, told

BATCH = 32
"""Messages of one turn: even if every receiver lets us wait, the turn ends long before the lease does."""
AT_ONCE = 8
"""Receivers called at one time: a slow one does not hold up the others."""
_log = structlog.get_logger("yeongo.jobs.hooks")


@dataclass(frozen=True, slots=True)
class _Call:
    """One message ready to be posted; without a body its webhook may not hear of it any more."""

    message: Message
    webhook: Webhook
    body: bytes | None


@dataclass(frozen=True)
class Hooks:
    """The job that hands out and posts."""

    store: Store
    definitions: Definitions
    vault: Vault
    now: Callable[[], datetime]
    stopping: Callable[[], bool]
    caller: Caller

    def __call__(self) -> timedelta | None:
        """Hand out what is new, post what is due."""
        while not self.stopping() and self.hand_out():
            pass
        while not self.stopping() and self.post():
            pass
        return None

    def hand_out(self) -> int:
        """Give the next events to those who listen; how many leaves were looked at."""
        with self.store.snapshot() as reader:
            if not rows.is_behind(reader):
                return 0
        with self.store.transaction() as transaction:
            return hand_out(transaction, self.definitions, self.now())

    def post(self) -> int:
        """Post the messages due; how many were tried."""
        now = self.now()
        with self.store.snapshot() as reader:
            if not rows.is_due(reader, now):
                return 0
        with self.store.transaction() as transaction:
            due = rows.claim(transaction, now, now + LEASE, BATCH)
        with self.store.snapshot() as reader:
            calls = [self._call(reader, each, now) for each in due]
        with ThreadPoolExecutor(AT_ONCE, "webhooks") as pool:
            for call, (error, took) in zip(calls, pool.map(self._posted, calls), strict=True):
                self._settle(call, error, took)
        return len(due)

    def _call(self, reader: Reader, message: Message, now: datetime) -> _Call:
        webhook = rows.webhook(reader, message.webhook)
        assert webhook is not None  # noqa: S101 - claimed together with it
        said = told(reader, self.definitions, webhook, message, now)
        return _Call(message, webhook, orjson.dumps(said) if said else None)

    def _posted(self, call: _Call) -> tuple[Exception | None, int]:
        """Why it was not taken, and how many milliseconds that took."""
        began, at = perf_counter(), self.now()
        error: Exception | None = None
        try:
            if call.body is None:
                raise Undeliverable("what happened may not be seen any more")
            secrets = [self.vault.opened(each) for each in call.webhook.secrets(at)]
            self.caller.send(call.webhook.url, secrets, call.message.key, at, call.body)
        except (Undeliverable, Unreachable, VaultError) as failure:
            error = failure
        return error, int((perf_counter() - began) * 1000)

    def _settle(self, call: _Call, error: Exception | None, took: int) -> None:
        now, tries = self.now(), call.message.attempts + 1
        status, next_at = SENT, now
        asked = error.asked if isinstance(error, Unreachable) else None
        if error:
            again = not isinstance(error, Undeliverable) and tries < MOST
            later = max(wait(tries, chance()), asked or timedelta(0))
            status, next_at = (WAITING, now + later) if again else (FAILED, now)
            _log.warning("not posted", key=call.message.key, webhook=call.webhook.id, status=status, attempts=tries)
        reason = str(error)[:500] if error else ""
        after = replace(call.message, status=status, attempts=tries, next_at=next_at, reason=reason)
        with self.store.transaction() as transaction:
            rows.settle(transaction, after, Attempt(tries, now, took, reason))
            if asked:
                rows.hold(transaction, call.webhook.id, now + asked)
            if isinstance(error, Gone):
                rows.end(transaction, call.webhook.id, GONE)
