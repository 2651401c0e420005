"""How it goes with what happens by itself: the figures `jobs status`, the metrics and readiness read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.deliveries import FAILED, Delivery, counts, deliveries
from storage.ledger.log import Lag
from storage.ledger.log import lag as seal_lag
from storage.timers import Backlog, SetAside, backlog, incidents
from storage.transaction import Reader
from storage.webhooks import counts as message_counts


@dataclass(frozen=True, slots=True)
class Status:
    """The jobs at an instant. `lag` is how long the earliest due timer has waited; letters and messages to webhooks are
    counted by status."""

    at: datetime
    timers: Backlog
    lag: timedelta
    incidents: tuple[SetAside, ...]
    letters: Mapping[str, int]
    failed: tuple[Delivery, ...]
    messages: Mapping[str, int]
    sealing: Lag


def status(reader: Reader, now: datetime) -> Status:
    """The status as one consistent moment shows it."""
    timers = backlog(reader, now)
    lag = now - timers.earliest_due if timers.earliest_due else timedelta()
    failed = tuple(deliveries(reader, FAILED))
    letters, messages = counts(reader), message_counts(reader)
    return Status(now, timers, lag, tuple(incidents(reader)), letters, failed, messages, seal_lag(reader, now))
