"""Documents of streams over HTTP: announce, bring in chunks, look up, download; by the right to see the stream."""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Request
from pydantic import Field
from starlette.responses import FileResponse

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.bodies import whole
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded, once
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from states.instants import from_micros, written
from workflow.rights import seen
from workflow.uploads import CHUNK, KEPT, Document, find

router = APIRouter(tags=["documents"], route_class=Bounded)
As = Annotated[Caller, Depends(caller)]


class Upload(Body):
    stream: str = Field(max_length=200, pattern=r"^[a-z0-9._-]+$")
    name: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f/\\]+$", examples=["사업계획서.hwpx"])
    size: int = Field(ge=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


@router.post(f"{V1}/documents", **models.shown(models.Document, 201))
@once()
def announce(request: Request, who: As, given: Upload) -> dict[str, Any]:
    """Say which document will come, for which stream; its chunks follow."""
    shared = api(request)
    _visible(shared, who, given.stream)
    made = shared.documents.announce(who.acting.id, given.stream, given.name, given.size, given.sha256)
    return _shape(shared, made)


@router.patch(f"{V1}/documents/{{id}}", **models.shown(models.Document))
async def bring(request: Request, who: As, id: str, upload_offset: Annotated[int, Header(ge=0)]) -> dict[str, Any]:
    """The bytes from `Upload-Offset` on, at most 8 MiB; after a break ask how many are here and go on."""
    shared = api(request)
    found = await asyncio.to_thread(_found, shared, who, id)
    if found.person != who.acting.id:
        raise Problem("access.denied")
    chunk = await whole(request, CHUNK)
    return _shape(shared, await asyncio.to_thread(shared.documents.bring, found, upload_offset, chunk))


@router.get(f"{V1}/documents/{{id}}", **models.shown(models.Document))
def look(request: Request, who: As, id: str) -> dict[str, Any]:
    """What a document is and how much of it is here."""
    shared = api(request)
    return _shape(shared, _found(shared, who, id))


@router.get(f"{V1}/documents/{{id}}/content", response_class=FileResponse)
def download(request: Request, who: As, id: str) -> FileResponse:
    """The document, to be saved and never shown in place."""
    shared = api(request)
    found = _found(shared, who, id)
    if found.status != KEPT:
        raise Problem("found.nothing")
    shared.noted(who.acting, "document", stream=found.stream, document=found.id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "sandbox",
        "ETag": f'"{found.hash}"',
    }
    return FileResponse(shared.documents.depot.path(found.hash), media_type=found.type, headers=headers)


def _found(shared: Api, who: Caller, id: str) -> Document:
    """A document of a stream one may see; else there is nothing."""
    if not id.isprintable():
        raise Problem("found.nothing")
    with shared.parts.store.snapshot() as reader:
        found = find(reader, id)
    if found is None:
        raise Problem("found.nothing")
    _visible(shared, who, found.stream)
    return found


def _visible(shared: Api, who: Caller, stream: str) -> None:
    with shared.parts.store.snapshot() as reader:
        if seen(reader, who.acting, shared.parts.definitions, stream) is None:
            raise Problem("found.nothing")


def _shape(shared: Api, found: Document) -> dict[str, Any]:
    arrived = found.size if found.status == KEPT else shared.documents.depot.arrived(found.id)
    return {
        "id": found.id,
        "stream": found.stream,
        "name": found.name,
        "size": found.size,
        "sha256": found.hash,
        "type": found.type or None,
        "status": found.status,
        "arrived": arrived,
        "created": written(from_micros(found.created)),
    }
