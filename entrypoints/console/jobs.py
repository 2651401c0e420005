"""Long work on pages: verification and bundles are asked for here, watched while they go on, and taken away."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from entrypoints import working
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.state import Api, api
from entrypoints.console.deliveries import day_of
from entrypoints.console.posted import Form
from entrypoints.console.rows import step_name
from entrypoints.console.view import View, see_other
from states.rules.periods import KST
from storage.long_jobs import OPEN, LongJob
from workflow.audit.scope import Scope, families
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
EVERY = 1.0
"""Seconds between two looks at a job that is watched."""
LIFE = 600
"""Looks after which an answer ends and the browser comes back."""
SCOPE = ("call", "province", "ministry")


@router.post("/audit/verify")
def verify(request: Request, who: As) -> Response:
    """Have everything stored checked, and go and watch."""
    return see_other(f"/jobs/{_begun(api(request), who, working.VERIFY, {})}")


@router.post("/audit/bundles")
def bundle(request: Request, who: As, form: Form) -> Response:
    """Have the projects of a call, in a scope, that anything happened to in a period, gathered with their proof."""
    v = View(request, who)
    parts = v.shared.parts
    since, until = day_of(form.get("since")), day_of(form.get("until"))
    call, province, ministry = (form.get(name)[:200] for name in SCOPE)
    if not call:
        raise Problem("request.invalid")
    begin, end = (datetime.combine(day, time(), KST) for day in (since, until + timedelta(days=1)))
    scope = Scope(call=call, province=province, ministry=ministry, since=begin, until=end)
    with parts.store.snapshot() as reader:
        found = families(reader, scope, sight(who.acting, reader, parts.definitions))
    if not set(found) - {scope.call}:
        return see_other("/audit?bundle=nothing#bundle")
    content = {"projects": [], "scope": scope.told, "private": form.get("private") == "yes"}
    return see_other(f"/jobs/{_begun(v.shared, who, working.BUNDLE, content)}")


def _begun(shared: Api, who: Caller, kind: str, asked: dict[str, object]) -> str:
    made = shared.working.jobs.ask(who.acting, kind, asked)
    shared.working.start(made.id)
    return made.id


@router.get("/jobs/{id}")
def show(request: Request, who: As, id: str) -> Response:
    """How a job stands; what it found or made."""
    v = View(request, who)
    found = _found(v.shared, who, id)
    jobs = v.shared.working.jobs
    return v.page(
        "job.html",
        job=found,
        stands=jobs.status(found),
        open=jobs.status(found) in OPEN,
        asked=orjson.loads(found.asked),
        result=orjson.loads(found.result) if found.result else {},
        step=step_name,
        file=jobs.file(found.id) if jobs.file(found.id).is_file() else None,
    )


@router.post("/jobs/{id}/cancel")
def cancel(request: Request, who: As, id: str) -> Response:
    """End it; what it has done so far stays done."""
    shared = api(request)
    shared.working.jobs.cancel(who.acting, _found(shared, who, id).id)
    return see_other(f"/jobs/{id}")


@router.get("/jobs/{id}/live")
async def live(request: Request, who: As, id: str) -> Response:
    """How far a job is, as it goes on, by server-sent events: `progress` with `done/total`, at last `ended`."""
    shared = api(request)
    await run_in_threadpool(_found, shared, who, id)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(shared, who, id), media_type="text/event-stream", headers=headers)


async def _told(shared: Api, who: Caller, id: str) -> AsyncIterator[bytes]:
    for _ in range(LIFE):
        found = await run_in_threadpool(_found, shared, who, id)
        if shared.working.jobs.status(found) not in OPEN:
            yield b"event: ended\ndata: \n\n"
            return
        yield f"event: progress\ndata: {found.done}/{found.total}\n\n".encode()
        if shared.live.stopped:
            return
        await asyncio.sleep(EVERY)


def _found(shared: Api, who: Caller, id: str) -> LongJob:
    if not id.isprintable():
        raise Problem("found.nothing")
    shared.working.reap()
    return shared.working.jobs.find(who.acting, id)
