"""The deadline book of what one may see."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.state import api
from entrypoints.api.streams import as_of
from entrypoints.boards import book_shape, moment_shape
from entrypoints.shapes import label
from states.instants import from_micros, micros, written
from storage.queries import deadline_book
from workflow.batch import kind_of
from workflow.rights import sight

router = APIRouter(tags=["deadlines"])


@router.get(f"{V1}/deadlines", **models.shown(models.Deadlines))
def deadlines(
    request: Request,
    who: Annotated[Caller, Depends(caller)],
    overdue: bool = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    at: Annotated[str, Query(max_length=40, examples=["2025-01-31T18:00:00+09:00"])] = "",
    checkpoint: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    effective: bool = False,
) -> dict[str, Any]:
    """The open deadlines that end first; with `overdue` only those that have ended. As it stands, or as it stood."""
    parts = api(request).parts
    with parts.store.snapshot() as reader:
        moment = as_of(reader, at, checkpoint, effective=effective)
        scope = sight(who.acting, reader, parts.definitions)
        if moment is None:
            until = micros(parts.clock.now()) if overdue else None
            found = deadline_book(reader, scope, limit, until)
            return {"deadlines": [_shape(row, parts.definitions.family) for row in found]}
        now = moment.at or parts.clock.now()
        rows = parts.past.book(reader, moment, limit, scope, until=now if overdue else None, status="open")
    return {"deadlines": [book_shape(row) for row in rows], "as_of": moment_shape(moment)}


def _shape(row: tuple[Any, ...], family: Any) -> dict[str, Any]:
    stream, id, kind, owner, rule, start, length, due_date, expires = row
    declared = family[kind_of(stream)].deadlines.get(kind)
    return {
        "stream": stream,
        "id": id,
        "kind": kind,
        "label": label(declared) if declared else {"ko": kind, "en": kind},
        "owner": owner,
        "rule": rule,
        "start": start,
        "length": length,
        "due_date": due_date,
        "expires": written(from_micros(expires)),
    }
