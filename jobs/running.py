"""The jobs of one process, started and stopped together: all that `worker` does, beside its own work in `serve`."""

import threading
from collections.abc import Callable, Sequence

import structlog

from jobs.clockwork import Clockwork, Job
from jobs.timers import DueTimers, database_time
from storage.errors import StorageError
from storage.listening import pokes
from workflow.clock import Clock
from workflow.engine import Engine

TIMERS = "timers"
AGAIN = 2.0
"""Seconds before a broken line to the database is tried again; the heartbeat goes on meanwhile."""
_log = structlog.get_logger("yeongo.jobs")


class Running:
    """What happens by itself, happening. `poke` after a commit of this process that left a timer due at once."""

    def __init__(self, engine: Engine, host: Clock, more: Callable[["Running"], Sequence[Job]]) -> None:
        self.engine = engine
        self.now = database_time(engine.store, engine.clock)
        self.stopping = threading.Event()
        timers = Job(TIMERS, DueTimers(engine, self.now, self.stopping.is_set))
        self._clockwork = Clockwork([timers, *more(self)], host, self.stopping)
        self._listener = threading.Thread(target=self._listen, name="listener", daemon=True)

    def start(self) -> "Running":
        self._clockwork.start()
        self._listener.start()
        return self

    def poke(self, job: str = TIMERS) -> None:
        """Have a job look now. Cheap, from any thread, as often as one likes."""
        self._clockwork.poke(job)

    def stop(self) -> None:
        """Let every job finish its batch, then return."""
        self._clockwork.stop()
        self._listener.join()

    def _listen(self) -> None:
        while not self.engine.store.is_sqlite and not self.stopping.is_set():
            try:
                for _ in pokes(self.engine.store, self.stopping.is_set):
                    self.poke()
            except StorageError as error:
                _log.warning("not listening", reason=str(error))
                self.stopping.wait(AGAIN)


def start(engine: Engine, host: Clock, more: Callable[[Running], Sequence[Job]] = lambda _: ()) -> Running:
    """Start the jobs of this process over an engine of their own; `more` makes the jobs beside the timers."""
    return Running(engine, host, more).start()
