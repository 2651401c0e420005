"""The deadline book of what one may see."""

import asyncio
from collections.abc import Sequence
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
from storage.book import BookRow, book, deadline_book, place
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


class Asked(Wanted):
    """A page of them: only those that have ended, at most so many, those after a cursor."""

    overdue: bool = False
    limit: int = Field(default=50, ge=1, le=500)
    cursor: Named = ""


@router.get(f"{V1}/deadlines", **models.shown(models.Deadlines))
def deadlines(
    request: Request,
    who: As,
    asked: Annotated[Asked, Query()],
    at: Annotated[str, Query(max_length=40, examples=["2025-01-31T18:00:00+09:00"])] = "",
    checkpoint: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    effective: bool = False,
) -> dict[str, Any]:
    """The deadlines that end first; with `overdue` only those that have ended. As it stands, or as it stood.

    Of a call also its milestones: months it aims at, without any effect in law.
    """
    shared, limit, cursor, overdue = api(request), asked.limit, asked.cursor, asked.overdue
    narrowed = asked.model_dump(include=set(Wanted.model_fields))
    storable({**narrowed, "cursor": cursor})
    parts = shared.parts
    with parts.store.snapshot() as reader:
        moment = as_of(reader, at, checkpoint, effective=effective)
        scope = sight(who.acting, reader, parts.definitions)
        aims = _aims(shared, reader, who, asked.call) if asked.call else {}
        now = (moment.at if moment else None) or parts.clock.now()
        if moment is not None:
            until = now if overdue else None
            rows = parts.past.book(reader, moment, limit + 1, scope, until=until, after=cursor, **narrowed)
            return _of_book(rows, limit) | {"as_of": moment_shape(moment)} | aims
        if narrowed != Wanted().model_dump():
            rows = book(reader, limit + 1, scope, after=cursor, **narrowed)
            return _of_book([row for row in rows if not overdue or row.expires < now], limit) | aims
        found = deadline_book(reader, scope, limit + 1, micros(now) if overdue else None, after=cursor)
    following = place(found[limit - 1]) if len(found) > limit else ""
    return {"deadlines": [_shape(row, parts.definitions.family) for row in found[:limit]], "cursor": following}


def _of_book(rows: Sequence[BookRow], limit: int) -> dict[str, Any]:
    """A page of the book; one more row than fits says that more follow."""
    following = rows[limit - 1].place if len(rows) > limit else ""
    return {"deadlines": [book_shape(row) for row in rows[:limit]], "cursor": following}


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
