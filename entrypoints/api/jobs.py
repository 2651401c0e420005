"""Long jobs as resources: asked for, watched, cancelled, and what they made taken away."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field
from starlette.responses import FileResponse

from entrypoints import working
from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.bodies import idempotency_key
from entrypoints.api.bulk import Name, Where, checked
from entrypoints.api.commands import COLLECTIONS
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.people import Instant
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded, once
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from states.canonical import CanonicalError
from states.instants import from_micros, micros, written
from storage.long_jobs import DONE, LongJob
from workflow.audit import scope
from workflow.rights import seen

router = APIRouter(tags=["jobs"], route_class=Bounded)
As = Annotated[Caller, Depends(caller)]
ASKED = models.shown(models.Job, 202)
TYPES = {"export": "application/octet-stream", "bundle": "application/json", "bulk": "application/x-ndjson"}


Named = Annotated[str, Field(max_length=200)]
Won = Annotated[int, Field(ge=0, lt=2**53)]


class NewExport(Body):
    format: Literal["xes", "ocel", "csv", "jsonl"]


class Scope(Body):
    """Those projects of whom all of this holds. `actor` acted, or somebody for them; amounts are the award's (won)."""

    call: Named = ""
    province: Named = ""
    area: Named = ""
    ministry: Named = ""
    state: Named = ""
    actor: Named = ""
    since: Instant | None = None
    until: Instant | None = None
    least: Won | None = None
    most: Won | None = None


class NewBundle(Body):
    projects: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(default=[], max_length=100_000)
    scope: Scope = Scope()
    private: bool = False


class NewBulk(Body):
    collection: Literal["calls", "projects", "supports", "companies", "surveys"]
    trigger: Name = Field(examples=["start_screening"])
    where: Where = Where()
    data: dict[str, Any] = Field(default_factory=dict)


@router.post(f"{V1}/audit/verifications", **ASKED)
@once()
def verify(request: Request, who: As, response: Response) -> dict[str, Any]:
    """Have the whole record checked."""
    return _begun(request, who, response, working.VERIFY, {})


@router.post(f"{V1}/audit/exports", **ASKED)
@once()
def export(request: Request, who: As, response: Response, given: NewExport) -> dict[str, Any]:
    """Have every event you may see written for other tools."""
    return _begun(request, who, response, working.EXPORT, given.model_dump())


@router.post(f"{V1}/audit/bundles", **ASKED)
@once()
def bundle(request: Request, who: As, response: Response, given: NewBundle) -> dict[str, Any]:
    """Have everything recorded of some projects gathered with its proof: those you name, or those in a scope; of what
    you may see."""
    asked = scope.Scope(**given.scope.model_dump())
    if bool(given.projects) == bool(asked.told):
        raise Problem("bundle.scope")
    parts = api(request).parts
    with parts.store.snapshot() as reader:
        if any(seen(reader, who.acting, parts.definitions, project) is None for project in given.projects):
            raise Problem("found.nothing")
    wish = {"projects": given.projects, "scope": asked.told, "private": given.private}
    return _begun(request, who, response, working.BUNDLE, wish)


@router.post(f"{V1}/bulk/jobs", **ASKED)
@once()
def bulk(request: Request, who: As, response: Response, given: NewBulk) -> dict[str, Any]:
    """Have one command said on every stream the filter shows you, however many, each for itself."""
    checked(given.collection, given.trigger, given.where)
    now = micros(api(request).parts.clock.now())
    asked = {"kind": COLLECTIONS[given.collection], "key": idempotency_key(request), "received_at": now}
    asked |= given.model_dump(include={"trigger", "where", "data"})
    return _begun(request, who, response, working.BULK, asked)


@router.get(f"{V1}/jobs", **models.shown(models.Jobs))
def mine(request: Request, who: As, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> dict[str, Any]:
    """What you asked for in your duty in the last days, the newest first."""
    shared = api(request)
    return {"jobs": [_shape(shared, each) for each in shared.working.jobs.of(who.acting, limit)]}


@router.get(f"{V1}/jobs/{{id}}", **models.shown(models.Job))
def look(request: Request, who: As, id: str) -> dict[str, Any]:
    """How a job stands. `lost`: its process has not been heard of; ask again for what it was to do."""
    shared = api(request)
    shared.working.reap()
    return _shape(shared, _found(shared, who, id))


@router.get(f"{V1}/jobs/{{id}}/content", response_class=FileResponse)
def take(request: Request, who: As, id: str) -> FileResponse:
    """The file a job made; it is kept for a week."""
    shared = api(request)
    found = _found(shared, who, id)
    path = shared.working.jobs.file(found.id)
    if found.status != DONE or not path.is_file():
        raise Problem("found.nothing")
    headers = {"Content-Disposition": f"attachment; filename={found.id}", "Content-Security-Policy": "sandbox"}
    return FileResponse(path, media_type=TYPES[found.kind], headers=headers)


@router.delete(f"{V1}/jobs/{{id}}", **models.shown(models.Job))
def cancel(request: Request, who: As, id: str) -> dict[str, Any]:
    """Cancel a job; what it has done so far stays done. One that has ended stays as it ended."""
    shared = api(request)
    return _shape(shared, shared.working.jobs.cancel(who.acting, _found(shared, who, id).id))


def _begun(request: Request, who: Caller, response: Response, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    shared = api(request)
    try:
        made = shared.working.jobs.ask(who.acting, kind, asked)
    except CanonicalError as error:
        raise Problem("body.malformed", reason=str(error)) from None
    shared.parts.store.after(lambda: shared.working.start(made.id))
    response.headers["Location"] = f"{V1}/jobs/{made.id}"
    return _shape(shared, made)


def _found(shared: Api, who: Caller, id: str) -> LongJob:
    if not id.isprintable():
        raise Problem("found.nothing")
    return shared.working.jobs.find(who.acting, id)


def _shape(shared: Api, job: LongJob) -> dict[str, Any]:
    there = job.status == DONE and shared.working.jobs.file(job.id).is_file()
    return {
        "id": job.id,
        "kind": job.kind,
        "status": shared.working.jobs.status(job),
        "done": job.done,
        "total": job.total,
        "asked": orjson.loads(job.asked),
        "result": orjson.loads(job.result) if job.result else None,
        "content": f"{V1}/jobs/{job.id}/content" if there else None,
        "created": written(from_micros(job.created)),
        "ended": written(from_micros(job.ended)) if job.ended else None,
    }
