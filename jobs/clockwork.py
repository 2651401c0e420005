"""APScheduler as the clock and nothing more: when each job looks up. What is due is asked of the database."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from workflow.clock import Clock

HEARTBEAT = timedelta(seconds=1)
NOW = timedelta()
SOON = timedelta(milliseconds=20)
"""How soon a job looks again that says its time has come already: something came due while it looked."""
_log = structlog.get_logger("yeongo.jobs")


@dataclass(frozen=True, slots=True)
class Job:
    """What happens by itself: `run` does what is due and says how long until it next wants to, None if it cannot tell.

    It looks up at every `heartbeat` all the same, because others write too.
    """

    name: str
    run: Callable[[], timedelta | None]
    heartbeat: timedelta = HEARTBEAT
    poked: threading.Event = field(default_factory=threading.Event)


class Clockwork:
    """Has each job look up in a thread of its own, whenever its heart beats, it wished to, or it is poked."""

    def __init__(self, jobs: Sequence[Job], host: Clock, stopping: threading.Event) -> None:
        self.jobs = {job.name: job for job in jobs}
        self.host = host
        self.stopping = stopping
        self._scheduler = _Steady(host)
        self._threads = [threading.Thread(target=self._work, args=[job], name=job.name) for job in jobs]

    def start(self) -> None:
        for job in self.jobs.values():
            beat = job.heartbeat.total_seconds()
            self._scheduler.add_job(job.poked.set, "interval", seconds=beat, id=job.name, next_run_time=self.host.now())
        self._scheduler.start()
        for thread in self._threads:
            thread.start()

    def poke(self, name: str) -> None:
        """Have a job look up now; many pokes while it runs are one more look."""
        self.jobs[name].poked.set()

    def stop(self) -> None:
        """Begin nothing new, let what runs come to the end of its batch, then return."""
        self.stopping.set()
        for job in self.jobs.values():
            job.poked.set()
        for thread in self._threads:
            thread.join()
        self._scheduler.shutdown()

    def _work(self, job: Job) -> None:
        while job.poked.wait():
            job.poked.clear()
            if self.stopping.is_set():
                return
            wait = self._run(job)
            if wait is not None and wait < job.heartbeat:
                self._scheduler.modify_job(job.name, next_run_time=self.host.now() + (wait if wait > NOW else SOON))

    def _run(self, job: Job) -> timedelta | None:
        try:
            return job.run()
        except Exception:  # noqa: BLE001 - whatever it is, the clock goes on; the next beat tries again
            _log.exception("job failed", job=job.name)
            return None


class _Steady(BackgroundScheduler):  # type: ignore[misc] # the library has no types
    """Looks up every second. After the host's clock was set back the library would sleep until the old time returns."""

    def __init__(self, host: Clock) -> None:
        super().__init__(
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=UTC,
        )
        self.host = host

    def _process_jobs(self) -> Any:
        now = self.host.now()
        for job in self.get_jobs():
            if job.next_run_time > now + timedelta(seconds=job.trigger.interval_length):
                job.modify(next_run_time=now)
        wait = super()._process_jobs()
        return HEARTBEAT.total_seconds() if wait is None else min(wait, HEARTBEAT.total_seconds())
