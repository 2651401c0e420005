"""Whether the process lives and can serve, what it measures, and the lifecycles it decides by."""

import shutil
from pathlib import Path
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from entrypoints.api.access import V1
from entrypoints.api.problem import Problem
from entrypoints.api.state import Api, api
from entrypoints.bootstrap import FAMILY
from jobs.status import status
from states.instants import from_micros
from storage.errors import StorageError
from storage.ledger.log import lag
from storage.queries import server_clock
from storage.schema import require_current
from workflow.clock import VirtualClock

router = APIRouter(tags=["operations"])
SKEW = 2.0
"""Seconds between the door's clock and the database's from which on no command is taken: receipt times must be true."""
LEAST_DISK = 256 << 20
"""Free bytes beside a SQLite file below which the service says it is not ready."""
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/healthz")
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(request: Request) -> Response:
    """The process can serve: schema, clock skew, disk, room in the queue. `alerts`: what a person should see to."""
    shared = api(request)
    found = checks(shared)
    failed = sorted(name for name, fine in found.items() if not fine)
    told = {"failed": failed, "alerts": alerts(shared) if "database" not in failed else []}
    body = orjson.dumps({"ready": not failed, **{name: names for name, names in told.items() if names}})
    return Response(body, 503 if failed else 200, media_type="application/json")


def checks(shared: Api) -> dict[str, bool]:
    """What readiness is made of, by name."""
    try:
        require_current(shared.parts.store)
        skew = abs(measured(shared)["clock_skew_seconds"])
    except StorageError:
        return {"database": False}
    return {
        "clock": skew <= SKEW,
        "disk": _free(shared) >= LEAST_DISK,
        "queue": shared.dispatcher.waiting < shared.dispatcher.room // 2,
    }


def alerts(shared: Api) -> list[str]:
    """What a person should see to and nobody is turned away for: `sealing` stands still."""
    return ["sealing"] if measured(shared)["seal_lag_seconds"] > shared.settings.seal_lag else []


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Prometheus' exposition."""
    shared = api(request)
    return Response(shared.metrics.page(measured(shared) | jobs_measured(shared)), media_type=EXPOSITION)


def jobs_measured(shared: Api) -> dict[str, float]:
    """What the jobs have before them: timers, letters, messages to webhooks, and what they gave up."""
    with shared.parts.store.snapshot() as reader:
        found = status(reader, shared.parts.clock.now())
    return {
        "timers_pending": float(found.timers.pending),
        "timers_due": float(found.timers.due),
        "timers_lag_seconds": max(0.0, found.lag.total_seconds()),
        "timers_set_aside": float(found.timers.set_aside),
        **{f"letters_{name}": float(count) for name, count in found.letters.items()},
        **{f"webhook_messages_{name}": float(count) for name, count in found.messages.items()},
    }


def measured(shared: Api) -> dict[str, float]:
    """What stands now: the queue, the skew of the clocks, what waits to be sealed and how long."""
    parts = shared.parts
    with parts.store.snapshot() as reader:
        now, theirs = parts.clock.now(), server_clock(reader)
        sealing = lag(reader, now)
    virtual = isinstance(parts.clock, VirtualClock)
    skew = 0.0 if theirs is None or virtual else (now - from_micros(theirs)).total_seconds()
    return {
        "queue_waiting": float(shared.dispatcher.waiting),
        "queue_expected_seconds": shared.dispatcher.expected,
        "clock_skew_seconds": skew,
        "seal_lag_seconds": sealing.age.total_seconds(),
        "unsealed": float(sealing.unsealed),
    }


def _free(shared: Api) -> int:
    if not shared.parts.store.is_sqlite:
        return LEAST_DISK
    return shutil.disk_usage(Path(shared.parts.store.url.database or ".").absolute().parent).free


@router.get(f"{V1}/lifecycles", tags=["lifecycles"])
def lifecycles() -> dict[str, Any]:
    """The state machines by kind, with the fingerprints events are pinned to."""
    found = [{"kind": kind, "fingerprint": each.fingerprint, "label": {"ko": each.ko, "en": each.en}}
             for kind, each in FAMILY.items()]  # fmt: skip
    return {"lifecycles": found}


@router.get(f"{V1}/lifecycles/{{kind}}", tags=["lifecycles"])
def lifecycle(kind: str) -> dict[str, Any]:
    """One state machine, whole: states, rows, who may, conditions, deadlines."""
    found = FAMILY.get(kind)
    if found is None:
        raise Problem("found.nothing")
    return dict(found.definition)
