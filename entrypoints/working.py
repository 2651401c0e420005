"""The process of one long job: it works, says every second that it lives and how far it is, and is gone when cancelled.

    python -m entrypoints.working JOB

A process of its own: it takes nothing from those who answer, and a restart of theirs takes nothing from it.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import structlog

from entrypoints.bootstrap import Service, long_jobs, service
from entrypoints.logging import configure_logging
from entrypoints.settings import load_settings
from entrypoints.shapes import answer, finding_shape
from jobs.sealing import AT_ONCE, seal
from states.instants import from_micros
from states.roles import Actor
from storage.boards import Filter
from storage.errors import StorageError
from storage.exports import FORMATS
from storage.ledger.journal import looked
from storage.long_jobs import DONE, FAILED, LongJob
from workflow.audit.bundling import Bundling, Unproven, write
from workflow.audit.scope import families, scope_of
from workflow.audit.verify import verify
from workflow.bulk import Bulk, every_command, units
from workflow.errors import WorkflowError
from workflow.long_jobs import LongJobs
from workflow.rights import sight, whole

BEAT = 1.0
"""Seconds between two signs of life."""
LOT = 100
"""Streams of a bulk in one go: after each it is said how far it is."""
_log = structlog.get_logger("yeongo.working")


@dataclass
class Work:
    """What one job works with. `done` of `total` is told with the next sign of life."""

    parts: Service
    job: LongJob
    asked: Mapping[str, Any]
    file: Path
    done: int = 0
    total: int = 0

    @property
    def actor(self) -> Actor:
        return Actor(self.job.person, self.job.role, self.job.org, self.job.behalf)

    def reached(self, done: int) -> None:
        self.done = done

    def noted(self, what: str, **scope: object) -> None:
        """Remember who took what away, before it can be taken."""
        with self.parts.store.transaction() as transaction:
            looked(transaction, what, scope, self.parts.clock.now(), self.actor)


def verified(work: Work) -> dict[str, Any]:
    """The whole record is checked; percent are told."""
    work.total = 100
    trusted = work.parts.signer.verifier if work.parts.signer else None
    found = verify(work.parts.store, trusted=trusted, progress=lambda part: work.reached(int(100 * part)))
    findings = [finding_shape(*each) for each in zip(found.findings, found.about, strict=True)]
    return {"ok": not findings, "events": found.events, "unsealed": found.unsealed, "findings": findings}


def exported(work: Work) -> dict[str, Any]:
    """Every event one may see, in a format for other tools; events are told."""
    with work.parts.store.snapshot() as reader:
        work.total = int(reader.query("SELECT count(*) FROM event")[0][0])
        within = whole(work.actor, reader, work.parts.definitions)
        count = FORMATS[work.asked["format"]](reader, work.file, work.reached, within)
    work.noted("export", format=work.asked["format"], events=count)
    return {"format": work.asked["format"], "events": count}


def bundled(work: Work) -> dict[str, Any]:
    """Everything recorded of a scope with its proof; sealed first, where this process has the log's key."""
    parts, private = work.parts, bool(work.asked["private"])
    scope = scope_of(work.asked["scope"], tuple(work.asked["projects"]))
    if parts.signer is not None:
        seal(parts.store, parts.signer, parts.clock.now(), manifests=AT_ONCE)
    with parts.store.snapshot() as reader, work.file.open("wb") as file:
        within = sight(work.actor, reader, parts.definitions)
        wanted = families(reader, scope, within)
        work.total = len(wanted)
        records = write(Bundling(reader, wanted, scope.told, within), file, private=private)
    work.noted("bundle", projects=wanted, asked=scope.told, private=private)
    work.reached(len(wanted))
    return {"projects": [each for each in wanted if each != scope.call], "records": records}


def many(work: Work) -> dict[str, Any]:
    """One command on every stream a filter shows, in lots; what is said to each is a line of the file."""
    parts, asked = work.parts, work.asked
    wish = Bulk(asked["trigger"], asked["data"], work.actor, asked["key"], from_micros(asked["received_at"]))
    with parts.store.snapshot() as reader:
        wanted = Filter(asked["kind"], **asked["where"], sight=sight(work.actor, reader, parts.definitions))
        found = every_command(reader, wanted, wish)
    work.total = len(found)
    accepted = 0
    with work.file.open("wb") as file:
        for begin in range(0, len(found), LOT):
            lot = found[begin : begin + LOT]
            for command, outcome in zip(lot, parts.engine.execute(units(lot, together=False)), strict=True):
                accepted += outcome.accepted
                line = {"stream": command.stream, "accepted": outcome.accepted} | answer(outcome)
                file.write(orjson.dumps(line) + b"\n")
            work.reached(begin + len(lot))
    return {"batch": asked["key"], "accepted": accepted, "refused": len(found) - accepted}


VERIFY, EXPORT, BUNDLE, BULK = "verify", "export", "bundle", "bulk"
WORKS: Mapping[str, Callable[[Work], dict[str, Any]]] = {
    VERIFY: verified, EXPORT: exported, BUNDLE: bundled, BULK: many,
}  # fmt: skip


def run(parts: Service, jobs: LongJobs, id: str) -> None:
    """Do one job that waits; nothing for one that does not."""
    job = jobs.begin(id)
    if job is None:
        return
    jobs.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = jobs.folder / f"{id}.partial"
    work = Work(parts, job, orjson.loads(job.asked), partial)
    threading.Thread(target=_beat, args=(jobs, work), daemon=True).start()
    try:
        status, result = DONE, WORKS[job.kind](work)
        if partial.exists():
            partial.rename(jobs.file(id))
    except Unproven as error:
        status, result = FAILED, {"reason": str(error), "unsealed": True}
    except (WorkflowError, StorageError, LookupError) as error:
        status, result = FAILED, {"reason": str(error)}
    except Exception as error:  # noqa: BLE001 - whoever asked must learn that it ended
        _log.error("failed", job=id, exc_info=error)
        status, result = FAILED, {"reason": type(error).__name__}
    jobs.beat(id, work.done, work.total)
    jobs.end(id, status, result)


def _beat(jobs: LongJobs, work: Work) -> None:
    """Say that it lives; once it is cancelled, it does not. The database rolls back what was open."""
    while jobs.beat(work.job.id, work.done, work.total):
        time.sleep(BEAT)
    work.file.unlink(missing_ok=True)
    os._exit(0)


def main() -> None:
    """Do the job the line names."""
    settings = load_settings()
    configure_logging(settings.log_format, settings.log_level)
    with service(settings) as parts:
        run(parts, long_jobs(settings, parts), sys.argv[1])


if __name__ == "__main__":
    main()
