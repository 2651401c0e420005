"""Live pages by server-sent events: which of the streams a page shows have moved since; staying signed in."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.live import MOST_WATCHED, Live
from entrypoints.api.problem import Problem
from entrypoints.api.state import Api, api
from storage.boards import Filter, page
from workflow.batch import kind_of
from workflow.messages import is_storable
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
RETRY = 5000
"""Milliseconds after which a browser comes back when an answer has ended."""


@router.get("/live")
async def live(request: Request, who: As, at: Annotated[str, Query(max_length=4000)] = "") -> Response:
    """Which of these streams (`id.version`, by commas) move on, as they do; those one may not see never do."""
    shared = api(request)
    wanted = _wanted(at)
    seen = await run_in_threadpool(_visible, shared, who, wanted)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(shared.live, seen), media_type="text/event-stream", headers=headers)


def _wanted(text: str) -> dict[str, int]:
    found = {}
    for each in text.split(",")[:MOST_WATCHED]:
        id, _, version = each.rpartition(".")
        if id and version.isdecimal() and len(version) < 10 and is_storable(id):
            found[id] = int(version)
    return found


def _visible(shared: Api, who: Caller, wanted: Mapping[str, int]) -> dict[str, int]:
    definitions = shared.parts.definitions
    seen: dict[str, int] = {}
    with shared.parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, definitions)
        for kind in sorted({kind_of(id) for id in wanted} & definitions.family.keys()):
            ids = tuple(id for id in wanted if kind_of(id) == kind)
            seen |= {
                row.stream.id: wanted[row.stream.id]
                for row in page(reader, Filter(kind, ids=ids, sight=scope), MOST_WATCHED).rows
            }
    return seen


async def _told(live: Live, seen: Mapping[str, int]) -> AsyncIterator[bytes]:
    yield f"retry: {RETRY}\n\n".encode()
    try:
        async for moved in live.moves(seen):
            yield b": still here\n\n" if moved is None else f"event: moved\ndata: {moved[0]}.{moved[1]}\n\n".encode()
    except Problem:
        return


@router.post("/session/stay")
def stay(request: Request, who: As) -> Response:
    """Somebody is still at the page: that alone keeps the session."""
    return Response(status_code=204)
