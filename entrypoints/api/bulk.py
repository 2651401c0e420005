"""One action on many streams at once: a preview, then a result for each; all or none where that is asked for."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from entrypoints.api.access import V1
from entrypoints.api.bodies import idempotency_key
from entrypoints.api.commands import COLLECTIONS
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from entrypoints.boards import check, check_step
from entrypoints.errors import BadInput
from entrypoints.shapes import answer
from storage.boards import Filter
from workflow.bulk import Bulk, commands, units
from workflow.messages import Command, Outcome
from workflow.proposals import tried
from workflow.rights import sight

router = APIRouter(tags=["bulk"], route_class=Bounded)
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Where(Body):
    """Which streams: as a list filters them."""

    call: Name = ""
    project: Name = ""
    state: Name = ""
    phase: Name = ""
    province: Name = ""
    ministry: Name = ""
    search: Name = ""


class Wish(Body):
    collection: Literal["calls", "projects", "supports", "companies", "surveys"]
    trigger: Name = Field(examples=["start_screening"])
    where: Where = Where()
    data: dict[str, Any] = Field(default_factory=dict)
    dry_run: bool = False
    together: bool = False


@router.post(f"{V1}/bulk")
async def act(request: Request, who: Annotated[Caller, Depends(caller)], wish: Wish) -> dict[str, Any]:
    """Say one command on every stream the filter shows you, at most 500. `together`: all stand or all fall."""
    shared = api(request)
    checked(wish.collection, wish.trigger, wish.where)
    actor = who.acting
    bulk = Bulk(wish.trigger, wish.data, actor, idempotency_key(request), shared.parts.clock.now())
    try:
        found = await asyncio.to_thread(_commands, shared, wish, bulk)
    except ValueError as error:
        raise Problem("request.invalid", more={"errors": [{"field": "where", "reason": str(error)}]}) from None
    if wish.dry_run:
        outcomes = await asyncio.to_thread(lambda: [tried(shared.parts.engine, command) for command in found])
    else:
        asked = (shared.dispatcher.submit(unit, actor.id) for unit in units(found, together=wish.together))
        outcomes = [outcome for each in await asyncio.gather(*asked) for outcome in each]
    items = [_item(command, outcome, wish.dry_run) for command, outcome in zip(found, outcomes, strict=True)]
    accepted = sum(outcome.accepted for outcome in outcomes)
    return {"batch": bulk.key, "accepted": accepted, "refused": len(items) - accepted, "items": items}


def checked(collection: str, trigger: str, where: Where) -> None:
    """Problem for a step or a state there is not: an answer about nothing would hide the slip."""
    kind = COLLECTIONS[collection]
    with _told_of("trigger"):
        check_step(kind, trigger)
    with _told_of("where"):
        check(kind, where.model_dump())


@contextmanager
def _told_of(field: str) -> Iterator[None]:
    """What is wrong with a field of the request."""
    try:
        yield
    except BadInput as error:
        raise Problem("request.invalid", more={"errors": [{"field": field, "reason": str(error)}]}) from None


def _commands(shared: Api, wish: Wish, bulk: Bulk) -> list[Command]:
    with shared.parts.store.snapshot() as reader:
        seen = sight(bulk.actor, reader, shared.parts.definitions)
        wanted = Filter(COLLECTIONS[wish.collection], **wish.where.model_dump(), sight=seen)
        return commands(reader, wanted, bulk)


def _item(command: Command, outcome: Outcome, dry_run: bool) -> dict[str, Any]:
    return {"stream": command.stream, "accepted": outcome.accepted} | answer(outcome, dry_run=dry_run)
