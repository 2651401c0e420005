"""The deadline book of what one may see."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.bodies import idempotency_key
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.routes import Bounded
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from entrypoints.api.streams import as_of, storable, visible
from entrypoints.boards import book_shape, moment_shape
from entrypoints.shapes import answer, label
from states.instants import from_micros, micros, written
from storage.queries import book, deadline_book
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.deadline_book import extensions, holders, milestones
from workflow.proposals import proposal_of, tried
from workflow.rights import sight

router = APIRouter(tags=["deadlines"], route_class=Bounded)
As = Annotated[Caller, Depends(caller)]
Named = Annotated[str, Field(max_length=200)]


class Extension(Body):
    """Which kind of deadline lasts until the end of which day (YYYY-MM-DD, Korea), and why.

    It is proposed; with `confirm` a second person extends what was proposed.
    """

    kind: Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9_.-]+$", examples=["agreement"])]
    until: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2025-03-31"])]
    reason: Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]
    confirm: bool = False
    dry_run: bool = False


class Wanted(BaseModel):
    """Which deadlines: of a call, a project or one stream, of a kind, an owner's role, a status (open unless said)."""

    model_config = ConfigDict(extra="ignore")

    call: Named = ""
    project: Named = ""
    stream: Named = ""
    kind: Named = ""
    owner: Named = ""
    status: Named = "open"


@router.get(f"{V1}/deadlines", **models.shown(models.Deadlines))
def deadlines(
    request: Request,
    who: As,
    wanted: Annotated[Wanted, Query()],
    overdue: bool = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    at: Annotated[str, Query(max_length=40, examples=["2025-01-31T18:00:00+09:00"])] = "",
    checkpoint: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    effective: bool = False,
) -> dict[str, Any]:
    """The deadlines that end first; with `overdue` only those that have ended. As it stands, or as it stood.

    Of a call also its milestones: months it aims at, without any effect in law.
    """
    shared, narrowed = api(request), wanted.model_dump()
    storable(narrowed)
    parts = shared.parts
    with parts.store.snapshot() as reader:
        moment = as_of(reader, at, checkpoint, effective=effective)
        scope = sight(who.acting, reader, parts.definitions)
        aims = _aims(shared, reader, who, wanted.call) if wanted.call else {}
        now = (moment.at if moment else None) or parts.clock.now()
        if moment is not None:
            rows = parts.past.book(reader, moment, limit, scope, until=now if overdue else None, **narrowed)
            return {"deadlines": [book_shape(row) for row in rows], "as_of": moment_shape(moment)} | aims
        if narrowed != Wanted().model_dump():
            rows = [row for row in book(reader, limit, scope, **narrowed) if not overdue or row.expires < now]
            return {"deadlines": [book_shape(row) for row in rows]} | aims
        found = deadline_book(reader, scope, limit, micros(now) if overdue else None)
    return {"deadlines": [_shape(row, parts.definitions.family) for row in found]}


@router.post(f"{V1}/calls/{{stream}}/extensions")
async def extend(request: Request, stream: str, who: As, asked: Extension) -> dict[str, Any]:
    """Propose to extend every open deadline of a kind in a call, or extend it as the second person, each by its event.

    One stream's alone is its own action `extend_deadline`.
    """
    shared, key = api(request), idempotency_key(request)
    below = await asyncio.to_thread(_holders, shared, who, stream, asked.kind)
    extended = {"kind": asked.kind, "until": asked.until, "reason": asked.reason}
    commands = extensions(below, extended, who.acting, key, shared.parts.clock.now())
    if not asked.confirm:
        commands = [proposal_of(each) for each in commands]
    if asked.dry_run:
        outcomes = await asyncio.to_thread(lambda: [tried(shared.parts.engine, each) for each in commands])
    else:
        sent = (shared.dispatcher.submit((each,), who.acting.id) for each in commands)
        outcomes = [outcome for each in await asyncio.gather(*sent) for outcome in each]
    items = [{"stream": c.stream} | answer(o, dry_run=asked.dry_run) for c, o in zip(commands, outcomes, strict=True)]
    moved = sum(outcome.accepted for outcome in outcomes)
    return {"batch": key, "accepted": moved, "refused": len(items) - moved, "items": items}


def _holders(shared: Api, who: Caller, call: str, kind: str) -> list[str]:
    """The streams of a call over which the deadline is open. Problem `found.nothing` for a call one does not see."""
    with shared.parts.store.snapshot() as reader:
        visible(shared, reader, who, "calls", call)
        return holders(reader, call, kind)


def _aims(shared: Api, reader: Reader, who: Caller, call: str) -> dict[str, Any]:
    standing = visible(shared, reader, who, "calls", call)
    return {"milestones": milestones(shared.parts.definitions.rules(str(standing.facts["rules"]), reader))}


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
