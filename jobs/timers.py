"""Due timers: fired in batches through the one path until none is left, however many wait and however late."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from storage.store import Store
from storage.timers import next_due
from workflow.clock import Clock, VirtualClock
from workflow.engine import Engine

BATCH = 256
"""Timers of one transaction: enough to share its cost, few enough that nobody waits long for the lock (30 ms)."""
_log = structlog.get_logger("yeongo.jobs.timers")


def database_time(store: Store, clock: Clock) -> Callable[[], datetime]:
    """What the workers of one database agree on as now: the server's time, so that their hosts' clocks do not matter.

    The host's on SQLite, which has one host; the virtual one where time is moved by hand.
    """

    def now() -> datetime:
        if store.is_sqlite or isinstance(clock, VirtualClock):
            return clock.now()
        with store.snapshot() as reader:
            return reader.server_time() or clock.now()

    return now


class DueTimers:
    """The job that fires what is due. `stopping` is asked between two batches."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime], stopping: Callable[[], bool], batch: int = BATCH
    ) -> None:
        self.engine = engine
        self.now = now
        self.stopping = stopping
        self.batch = batch

    def __call__(self) -> timedelta | None:
        """Fire everything due; how long until the next timer."""
        fired = 0
        while not self.stopping() and (count := self.engine.drain(self.now(), self.batch)):
            fired += count
        if fired:
            _log.debug("fired", timers=fired)
        with self.engine.store.snapshot() as reader:
            due = next_due(reader)
        return None if due is None else due - self.now()
