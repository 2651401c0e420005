"""Boards and tables of streams: filters live in the address, pages follow a cursor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from entrypoints.api.access import STREAMS
from entrypoints.api.commands import COLLECTIONS
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import Names, names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from states.lifecycle import Lifecycle, Transition
from states.pictures import lanes
from storage.queries import BoardRow, Filter, counts, page, supports_of
from storage.remarks import kept_views
from storage.sight import Sight
from storage.transaction import Reader
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Name = Annotated[str, Field(max_length=200)]
ROWS, CARDS = 25, 6
"""Rows of a table's page, cards of a lane."""
KEPT = ("search", "call", "project", "phase", "state", "province", "ministry", "overdue", "view", "order")


class Asked(BaseModel):
    """What the address asks for; an empty value filters nothing, an unknown one finds nothing."""

    search: Name = ""
    call: Name = ""
    project: Name = ""
    phase: Name = ""
    state: Name = ""
    province: Name = ""
    ministry: Name = ""
    overdue: Name = ""
    view: Name = ""
    order: Name = ""
    cursor: Name = ""

    def address(self, path: str, **changed: str) -> str:
        """The same list with something changed; without a cursor unless one is named."""
        given = {name: getattr(self, name) for name in KEPT} | changed
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{query}" if query else path


def _lists(collection: str) -> Callable[..., Response]:
    kind = COLLECTIONS[collection]

    def listing(request: Request, who: As, asked: Annotated[Asked, Query()]) -> Response:
        storable(asked.model_dump())
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            named = names(reader, parts.definitions, v.language, asked.call)
            wanted = filter_of(kind, asked, named, v.now, sight(who.acting, reader, parts.definitions))
            shown = _shown(v, reader, wanted, asked, named)
            shown["kept"] = kept_views(reader, who.acting.id)
        shown["steps"] = steps_for(FAMILY[kind], who.acting.role, shown["numbers"])
        return v.page("board.html", kind=kind, asked=asked, named=named, lifecycle=FAMILY[kind], **shown)

    return listing


def filter_of(kind: str, asked: Asked, named: Names, now: datetime, scope: Sight) -> Filter:
    """What the address asks for, as a condition; names of municipalities and technoparks are searched too."""
    areas, leads = named.matching(asked.search)
    return Filter(
        kind,
        **asked.model_dump(include={"call", "project", "state", "phase", "province", "ministry", "search"}),
        overdue_at=now if asked.overdue else None,
        areas=tuple(areas),
        holders=tuple(leads),
        sight=scope,
    )


def _shown(v: View, reader: Reader, wanted: Filter, asked: Asked, named: Names) -> dict[str, Any]:
    """The counts by state, and a page of the table or the lanes of the board."""
    lifecycle = FAMILY[wanted.kind]
    numbers = counts(reader, wanted.kind, asked.call, wanted.sight)
    shown: dict[str, Any] = {"numbers": numbers, "phases": _phases(lifecycle, numbers), "next": "", "board": ()}
    if asked.view == "board":
        shown["board"] = [
            (phase, number, _rows(reader, replace(wanted, phase=phase), CARDS)[0])
            for phase, number in shown["phases"].items()
            if (number and not asked.phase) or asked.phase == phase
        ]
        rows: Sequence[BoardRow] = [row for _, _, found in shown["board"] for row in found]
    else:
        rows, cursor = _rows(reader, wanted, ROWS, asked.cursor, asked.order)
        shown["next"] = asked.address(v.path, cursor=cursor) if cursor else ""
    below = supports_of(reader, [row.stream.id for row in rows]) if wanted.kind == "project" else {}
    titles = Titles(reader, named, [row.stream.id for row in rows] if wanted.kind in {"support", "company"} else ())
    return shown | {"rows": rows, "below": below, "titles": titles}


def steps_for(lifecycle: Lifecycle, role: str, numbers: Mapping[str, int]) -> list[Transition]:
    """The steps a role takes where streams stand now: what it could take on several of them at once."""
    found = {row.trigger: row for row in lifecycle.rows if role in row.by and any(numbers.get(x) for x in row.sources)}
    return list(found.values())


def _rows(
    reader: Reader, wanted: Filter, limit: int, after: str = "", order: str = ""
) -> tuple[tuple[BoardRow, ...], str]:
    found = page(reader, wanted, limit, after, order)
    return found.rows, found.cursor


def _phases(lifecycle: Lifecycle, numbers: Mapping[str, int]) -> dict[str, int]:
    """How many streams stand in each phase, in the order of life."""
    return {phase: sum(numbers.get(state.id, 0) for state in states) for phase, states in lanes(lifecycle).items()}


for _collection in STREAMS:
    router.add_api_route(f"/{_collection}", _lists(_collection))
