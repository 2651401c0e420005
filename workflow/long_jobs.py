"""Long jobs of people: asked for, watched, cancelled; one whose process is silent is lost, and says so."""

from base64 import b32encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from states.canonical import dumps
from states.instants import micros
from states.roles import Actor
from storage import long_jobs as rows
from storage.long_jobs import CANCELLED, OPEN, QUEUED, RUNNING, LongJob
from storage.store import Store
from workflow.clock import Clock
from workflow.errors import Denied

LOST = "lost"
"""Shown, never written: its process has not been heard of for `SILENT`."""
SILENT, KEPT = timedelta(seconds=20), timedelta(days=7)
MOST = 4
"""Jobs under way at a time: they are work beside the service, not instead of it."""
RETRY = 30


class LongJobs:
    """The one way to them. `clock` is the wall's: processes live in its time; `folder` is where they leave files."""

    def __init__(self, store: Store, clock: Clock, entropy: Callable[[int], bytes], folder: Path) -> None:
        self.store, self.clock, self.entropy, self.folder = store, clock, entropy, folder

    def ask(self, actor: Actor, kind: str, asked: Mapping[str, Any]) -> LongJob:
        """A new job, not begun. Denied `job.many` where enough are under way."""
        now = micros(self.clock.now())
        with self.store.transaction() as transaction:
            forgotten = rows.forget(transaction, now - KEPT // timedelta(microseconds=1))
            if rows.alive(transaction, self._silent_since(now)) >= MOST:
                raise Denied("job.many", seconds=RETRY)
            id = f"job-{b32encode(self.entropy(10)).decode().lower()}"
            text = dumps(asked).decode()
            made = LongJob(id, actor.id, actor.role, actor.org, kind, text, QUEUED, 0, 0, "", now, now, 0, actor.behalf)
            rows.add(transaction, made)
        for each in forgotten:
            self.file(each).unlink(missing_ok=True)
        return made

    def file(self, id: str) -> Path:
        """Where the file a job makes is, or would be."""
        return self.folder / id

    def find(self, actor: Actor, id: str) -> LongJob:
        """A job somebody asked for in the duty they are in. Denied `job.unknown` for any other."""
        with self.store.snapshot() as reader:
            found = rows.find(reader, id)
        if found is None or (found.person, found.role, found.org) != (actor.id, actor.role, actor.org):
            raise Denied("job.unknown")
        return found

    def of(self, actor: Actor, limit: int) -> list[LongJob]:
        """What somebody asked for in the duty they are in, the newest first."""
        with self.store.snapshot() as reader:
            return rows.of(reader, actor, limit)

    def status(self, job: LongJob) -> str:
        """How it stands: as written, or lost."""
        silent = job.status in OPEN and job.beat < self._silent_since(micros(self.clock.now()))
        return LOST if silent else job.status

    def cancel(self, actor: Actor, id: str) -> LongJob:
        """End a job that is under way; what it has done so far stays done."""
        found = self.find(actor, id)
        self._set(found.id, status=CANCELLED, ended=micros(self.clock.now()))
        return self.find(actor, id)

    def begin(self, id: str) -> LongJob | None:
        """Take a job up; None where it is not there or not waiting any more."""
        with self.store.transaction() as transaction:
            found = rows.find(transaction, id)
            if found is None or found.status != QUEUED:
                return None
            rows.set_open(transaction, id, status=RUNNING, beat=micros(self.clock.now()))
        return found

    def beat(self, id: str, done: int, total: int) -> bool:
        """Say that it lives and how far it is; whether it shall go on."""
        return self._set(id, beat=micros(self.clock.now()), done=done, total=total)

    def end(self, id: str, status: str, result: Mapping[str, Any]) -> bool:
        """Write down how it ended; whether it was not cancelled before."""
        now = micros(self.clock.now())
        return self._set(id, status=status, result=dumps(result).decode(), beat=now, ended=now)

    def _set(self, id: str, **values: object) -> bool:
        with self.store.transaction() as transaction:
            return rows.set_open(transaction, id, **values)

    def _silent_since(self, now: int) -> int:
        return now - SILENT // timedelta(microseconds=1)
