"""Reading: boards, one stream, its timeline, what may be done. Reads run in threads and see one moment."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from entrypoints.api import models
from entrypoints.api.access import STREAMS, UNSERVED, V1
from entrypoints.api.commands import COLLECTIONS, JSON
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.state import Api, api
from entrypoints.boards import MOST, board, check, moment_of
from entrypoints.errors import BadInput
from entrypoints.shapes import stream_shape
from entrypoints.streams import action_shape, compared, replayed, timeline
from states.context import Stream
from states.instants import read
from states.roles import Actor
from states.secrecy import told_to, veiled
from storage.boards import Filter
from storage.queries import supports_of, versions_in
from storage.transaction import Reader
from workflow.actions import actions
from workflow.batch import kind_of
from workflow.rights import seen, sight
from workflow.traces import Moment as PastMoment

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Text = Annotated[str, Query(max_length=200)]
Name = Annotated[str, Field(max_length=200)]
Moment = Annotated[str | None, Query(max_length=40, examples=["2025-01-31T18:00:00+09:00"])]


class Board(BaseModel):
    """What a list shows; an empty value filters nothing. `fields`: only these keys of a row, by commas."""

    model_config = ConfigDict(extra="forbid")

    call: Name = ""
    project: Name = ""
    state: Name = ""
    phase: Name = ""
    province: Name = ""
    ministry: Name = ""
    search: Name = ""
    overdue: bool = False
    fields: Name = ""
    cursor: Name = ""
    limit: int = Field(default=50, ge=1, le=MOST)
    at: str = Field(default="", max_length=40, examples=["2025-01-31T18:00:00+09:00"])
    checkpoint: int | None = Field(default=None, ge=0, le=2**53)
    effective: bool = False


def _lists(collection: str) -> Callable[..., Response]:
    kind = COLLECTIONS[collection]

    def listing(request: Request, who: As, asked: Annotated[Board, Query()]) -> Response:
        """One page of what you may see, by id; `Link` leads to the next.

        As it was at an instant (`at`; `effective`: as it was in effect by all known now) or in the log of so many
        leaves (`checkpoint`), what you may see now is shown.
        """
        given = asked.model_dump(include={"call", "project", "state", "phase", "province", "ministry", "search"})
        storable(given | {"cursor": asked.cursor})
        try:
            check(kind, given)
        except BadInput as error:
            raise Problem("request.invalid", more={"errors": [{"field": "query", "reason": str(error)}]}) from None
        shared = api(request)
        with shared.parts.store.snapshot() as reader:
            found = _page(shared, reader, kind, who.acting, asked)
        if asked.fields:
            wanted = {"stream", *asked.fields.split(",")}
            found["rows"] = [{name: row[name] for name in row if name in wanted} for row in found["rows"]]
        headers = {"Link": _next(request, found["cursor"])} if found["cursor"] else None
        return Response(orjson.dumps(found), headers=headers, media_type=JSON)

    return listing


def _page(shared: Api, reader: Reader, kind: str, actor: Actor, asked: Board) -> dict[str, Any]:
    parts = shared.parts
    given = asked.model_dump(include={"call", "project", "state", "phase", "province", "ministry", "search"})
    moment = as_of(reader, asked.at, asked.checkpoint, effective=asked.effective)
    now = moment.at if moment and moment.at else parts.clock.now()
    scope = sight(actor, reader, parts.definitions)
    wanted = Filter(kind, **given, overdue_at=now if asked.overdue else None, sight=scope)
    return board(parts, reader, wanted, asked.limit, asked.cursor, moment)


def as_of(reader: Reader, at: str, checkpoint: int | None, *, effective: bool) -> PastMoment | None:
    """The moment a request names; None for now. Problem for what names none."""
    try:
        return moment_of(reader, read(at) if at else None, checkpoint, effective=effective)
    except (ValueError, OverflowError, BadInput) as error:
        raise Problem("request.invalid", more={"errors": [{"field": "at", "reason": str(error)}]}) from None


def _next(request: Request, cursor: str) -> str:
    query = {**request.query_params, "cursor": cursor}
    return f'<{request.url.path}?{urlencode(query)}>; rel="next"'


def storable(given: Mapping[str, str]) -> None:
    """Problem for a text no database can hold."""
    bad = [name for name, text in given.items() if "\x00" in text or not _encodes(text)]
    if bad:
        errors = [{"field": name, "reason": "holds a character that cannot be stored"} for name in bad]
        raise Problem("request.invalid", more={"errors": errors})


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def visible(shared: Api, reader: Reader, who: Caller, collection: str, stream: str) -> Stream:
    """A stream of a collection as it stands; Problem `found.nothing` for one that is not there or not theirs."""
    storable({"stream": stream})
    right = kind_of(stream) == COLLECTIONS[collection]
    found = seen(reader, who.acting, shared.parts.definitions, stream) if right else None
    if found is None:
        raise Problem("found.nothing")
    return found


def _shows(collection: str) -> Callable[..., Response]:
    def show(
        request: Request,
        who: As,
        stream: str,
        at: Moment = None,
        version: Annotated[int | None, Query(ge=0, le=2**31 - 1)] = None,
        checkpoint: Annotated[int | None, Query(ge=0, le=2**53)] = None,
        effective: bool = False,
        fields: Text = "",
    ) -> Response:
        """A stream as it stands, or as it was at an instant, a version or a checkpoint, from events alone."""
        shared = api(request)
        with shared.parts.store.snapshot() as reader:
            found = visible(shared, reader, who, collection, stream)
            if checkpoint is not None:
                version = versions_in(reader, [stream], checkpoint).get(stream, 0)
            if at is not None or version is not None:
                past = _past(shared, reader, stream, at, version, effective=effective)
                hidden = veiled(who.acting, found)
                past["facts"] = {name: fact for name, fact in past["facts"].items() if name not in hidden}
                return Response(orjson.dumps(_pick(past, fields)), media_type=JSON)
            supports = supports_of(reader, [stream]).get(stream, [])
        tag = f'"{found.version}.{sum(each.version for each in supports)}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        shape = stream_shape(found, shared.parts.definitions, supports, shared.parts.clock.now())
        return Response(orjson.dumps(_pick(shape, fields)), headers={"ETag": tag}, media_type=JSON)

    return show


def _pick(shape: dict[str, Any], fields: str) -> dict[str, Any]:
    wanted = {"stream", *fields.split(",")} if fields else shape.keys()
    return {name: shape[name] for name in shape if name in wanted}


def _past(
    shared: Api, reader: Reader, stream: str, at: str | None, version: int | None, *, effective: bool
) -> dict[str, Any]:
    try:
        wanted = read(at) if at is not None else version
        return replayed(shared.parts, reader, stream, wanted, effective=effective)
    except (ValueError, OverflowError, BadInput) as error:
        raise Problem("request.invalid", more={"errors": [{"field": "at", "reason": str(error)}]}) from None


def _histories(collection: str) -> Callable[..., Response]:
    def events(request: Request, who: As, stream: str) -> Response:
        """Everything that happened and was refused, in the order it was recorded."""
        shared = api(request)
        with shared.parts.store.snapshot() as reader:
            found = visible(shared, reader, who, collection, stream)
            entries = told_to(who.acting, found, timeline(shared.parts, reader, stream))
        return Response(orjson.dumps({"stream": stream, "events": entries}), media_type=JSON)

    return events


def _differs(collection: str) -> Callable[..., Response]:
    def differences(
        request: Request,
        who: As,
        stream: str,
        before: Annotated[str, Query(alias="from", max_length=40)] = "0",
        after: Annotated[str, Query(alias="to", max_length=40)] = "",
        effective: bool = False,
    ) -> Response:
        """What changed between two versions or instants, in words: by whom, on which ground, correcting what."""
        shared = api(request)
        with shared.parts.store.snapshot() as reader:
            hidden = veiled(who.acting, visible(shared, reader, who, collection, stream))
            try:
                one, other = (
                    int(each) if each.isdecimal() else read(each) if each else None for each in (before, after)
                )
                found = compared(shared.parts, reader, stream, one, other, effective=effective, hidden=hidden)
            except (ValueError, OverflowError, BadInput) as error:
                raise Problem("request.invalid", more={"errors": [{"field": "from", "reason": str(error)}]}) from None
        return Response(orjson.dumps(found), media_type=JSON)

    return differences


def _offers(collection: str) -> Callable[..., Response]:
    def possible(request: Request, who: As, stream: str) -> Response:
        """What you may do with it in your duty, and for what is refused every reason."""
        shared = api(request)
        actor = who.acting
        with shared.parts.store.snapshot() as reader:
            found = visible(shared, reader, who, collection, stream)
        offered = actions(shared.parts.engine, stream, shared.parts.clock.now(), actor)
        shapes = [action_shape(each) for each in offered]
        answer = {"stream": stream, "state": found.state, "version": found.version, "actions": shapes}
        return Response(orjson.dumps(answer), headers={"ETag": f'"{found.version}"'}, media_type=JSON)

    return possible


for _collection in STREAMS:
    _one = COLLECTIONS[_collection]
    for _rest, _made, _named, _model in (
        ("", _lists, f"list_{_collection}", models.Board),
        ("/{stream}", _shows, f"show_{_one}", models.Stream),
        ("/{stream}/events", _histories, f"{_one}_events", models.Timeline),
        ("/{stream}/diff", _differs, f"{_one}_differences", models.Differences),
        ("/{stream}/actions", _offers, f"{_one}_actions", models.Actions),
    ):
        if (_collection, _rest) in UNSERVED:
            continue
        _path = f"{V1}/{_collection}{_rest}"
        _answer: dict[int | str, dict[str, Any]] = {200: {"model": _model}}
        router.add_api_route(_path, _made(_collection), tags=[_collection], operation_id=_named, responses=_answer)
