"""One step on several streams of a list: what it would do to each, then what it did to each; lists kept by name."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field as Maximum
from starlette.responses import Response

from entrypoints.api.access import STREAMS
from entrypoints.api.commands import COLLECTIONS
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.boards import Asked, filter_of
from entrypoints.console.fields import Asked as Field
from entrypoints.console.fields import asked as fields_of
from entrypoints.console.forms import controls, data
from entrypoints.console.names import Names, names
from entrypoints.console.posted import Form
from entrypoints.console.rows import Titles
from entrypoints.console.view import View, local, see_other
from entrypoints.shapes import problem_shape, refusal_shape
from states.context import Stream
from states.lifecycle import Transition
from storage.boards import Filter
from storage.remarks import drop_view, keep_view
from workflow.bulk import MOST, Bulk, commands, units
from workflow.messages import Command, Outcome, is_storable
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
LONGEST_NAME, LONGEST_ADDRESS = 60, 1000


class Wish(Asked):
    """The step, and the ticked rows; without one, all that the list's filters let through."""

    trigger: Annotated[str, Maximum(max_length=200)] = ""
    only: Annotated[list[str], Maximum(max_length=MOST, default_factory=list)]


@dataclass(frozen=True)
class Several:
    """One step, the streams of a list it is asked for, and what its form asks."""

    row: Transition
    wanted: Filter
    streams: Mapping[str, Stream]
    fields: tuple[Field, ...]
    titles: Titles
    named: Names


@dataclass(frozen=True)
class Item:
    """What the step would do, or did, to one stream: `version` of its event once it is taken."""

    stream: str
    accepted: bool
    to: Any
    version: int | None
    reasons: Sequence[Mapping[str, Any]]


def _several(v: View, who: Caller, collection: str, asked: Wish) -> Several:
    kind, trigger, only = COLLECTIONS[collection], asked.trigger, asked.only
    storable(asked.model_dump(exclude={"only"}) | {"only": " ".join(only)})
    row = next((each for each in FAMILY[kind].rows if each.trigger == trigger and who.acting.role in each.by), None)
    if row is None:
        raise Problem("step.not_here")
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        named = names(reader, parts.definitions, v.language, asked.call)
        scope = sight(who.acting, reader, parts.definitions)
        wanted = replace(filter_of(kind, asked, named, v.now, scope, who.acting.role), ids=tuple(sorted(set(only))))
        if not only and not wanted.states and not wanted.state:
            wanted = replace(wanted, states=row.sources)
        try:
            found = commands(reader, wanted, Bulk(trigger, {}, who.acting, "", v.now))
        except ValueError:
            raise Problem("bulk.many") from None
        ids = [each.stream for each in found]
        titles = Titles(reader, named, ids)
        streams = reader.streams(ids)
    fields = fields_of(row.payload, named.choices, v.language)
    return Several(row, wanted, {id: streams[id] for id in ids}, fields, titles, named)


def _asks(collection: str) -> Callable[..., Response]:
    def ask(request: Request, who: As, asked: Annotated[Wish, Query()]) -> Response:
        v = View(request, who)
        several = _several(v, who, collection, asked)
        items = None if several.fields else _tried(v, several, _commands(several, {}, who, "try", v.now))
        return _shown(v, several, asked, (), items, os.urandom(12).hex())

    return ask


def _takes(collection: str) -> Callable[..., Awaitable[Response]]:
    async def take(request: Request, who: As, form: Form, asked: Annotated[Wish, Query()]) -> Response:
        v = View(request, who)
        several = await asyncio.to_thread(_several, v, who, collection, asked)
        key = form.get("key")
        if not 0 < len(key) <= 200 or not key.isascii() or not key.isprintable():
            raise Problem("key.missing")
        if form.get("do") == "rows":
            return _shown(v, several, asked, form.pairs, None, key)
        found = _commands(several, data(several.fields, form.pairs), who, key, form.received_at)
        if form.get("do") != "commit":
            return _shown(v, several, asked, form.pairs, await asyncio.to_thread(_tried, v, several, found), key)
        together = form.get("together") == "1"
        asked_for = [v.shared.dispatcher.submit(unit, who.acting.id) for unit in units(found, together=together)]
        outcomes = [outcome for each in await asyncio.gather(*asked_for) for outcome in each]
        for outcome in outcomes:
            v.shared.metrics.judged("accepted" if outcome.accepted else "refused")
        return _shown(v, several, asked, form.pairs, _items(several, found, outcomes), key, done=True)

    return take


def _commands(several: Several, given: Mapping[str, Any], who: Caller, key: str, at: datetime) -> list[Command]:
    return [Command(stream, several.row.trigger, given, who.acting, key, at) for stream in several.streams]


def _tried(v: View, several: Several, found: Sequence[Command]) -> list[Item]:
    return _items(several, found, [v.shared.parts.engine.dry_run(each) for each in found])


def _items(several: Several, found: Sequence[Command], outcomes: Sequence[Outcome]) -> list[Item]:
    return [_item(several, command, outcome) for command, outcome in zip(found, outcomes, strict=True)]


def _item(several: Several, command: Command, outcome: Outcome) -> Item:
    problems = [problem_shape(each) | {"cure": {"ko": "", "en": ""}, "clause": ""} for each in outcome.problems]
    reasons = [*problems, *(refusal_shape(each) for each in outcome.refusals)]
    to = FAMILY[several.wanted.kind].by_id.get(outcome.state)
    version = outcome.receipt.version if outcome.receipt and outcome.accepted else None
    return Item(command.stream, outcome.accepted, to, version, reasons)


def _shown(
    v: View, several: Several, asked: Asked, pairs: Sequence[tuple[str, str]], items: list[Item] | None, key: str,
    *, done: bool = False,
) -> Response:  # fmt: skip
    return v.page(
        "several.html",
        several=several,
        row=several.row,
        kind=several.wanted.kind,
        lifecycle=FAMILY[several.wanted.kind],
        controls=controls(several.fields, pairs, {}),
        items=items,
        good=sum(each.accepted for each in items or ()),
        key=key,
        done=done,
        back=asked.address(v.path.removesuffix("/bulk")),
    )


@router.post("/views")
def keep(request: Request, who: As, form: Form) -> Response:
    """Keep a list under a name, or forget it."""
    v = View(request, who)
    name, address = form.get("name").strip(), local(form.get("address"))
    if not 0 < len(name) <= LONGEST_NAME or len(address) > LONGEST_ADDRESS or not is_storable(name + address):
        raise Problem("request.invalid")
    with v.shared.parts.store.transaction() as transaction:
        if form.get("do") == "forget":
            drop_view(transaction, who.acting.id, name)
        else:
            keep_view(transaction, who.acting.id, name, address)
    return see_other(address)


for _collection in STREAMS:
    router.add_api_route(f"/{_collection}/bulk", _asks(_collection), methods=["GET"])
    router.add_api_route(f"/{_collection}/bulk", _takes(_collection), methods=["POST"])
