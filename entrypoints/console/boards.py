"""Boards and tables of streams: filters live in the address, pages follow a cursor."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from entrypoints.api.access import STREAMS
from entrypoints.api.commands import COLLECTIONS
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import Names, names
from entrypoints.console.rows import Titles, owned
from entrypoints.console.view import View, see_other
from states.canonical import loads
from states.context import Stream
from states.instants import read
from states.lifecycle import Lifecycle, Transition
from states.pictures import lanes
from states.rules.call_parts import KST
from storage.boards import BoardRow, Filter, counts, page
from storage.queries import calls_with_rules, supports_of
from storage.remarks import kept_views
from storage.sight import Sight
from storage.transaction import Reader
from workflow.past import PastBoard
from workflow.rights import sight
from workflow.traces import Moment

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Name = Annotated[str, Field(max_length=200)]
LAST = time(23, 59, 59)
"""The last second of a day: how a board is shown on that day."""
ROWS, CARDS = 25, 6
"""Rows of a table's page, cards of a lane."""
NONE = ("",)
"""States where none will do: no state is called so."""
KEPT = (
    "search",
    "call",
    "project",
    "support",
    "phase",
    "state",
    "province",
    "ministry",
    "overdue",
    "mine",
    "view",
    "order",
    "at",
    "effective",
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days a board can be dragged over: the first day of the record in Korea, today, and what happened when."""

    first: date
    last: date
    marks: tuple[tuple[str, datetime], ...]

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def number(self, at: datetime) -> int:
        """Which of its days an instant falls on."""
        return min(max((at.astimezone(KST).date() - self.first).days, 0), self.days)


class Asked(BaseModel):
    """What the address asks for; an empty value filters nothing, an unknown one finds nothing."""

    search: Name = ""
    call: Name = ""
    project: Name = ""
    support: Name = ""
    phase: Name = ""
    state: Name = ""
    province: Name = ""
    ministry: Name = ""
    overdue: Name = ""
    mine: Name = ""
    view: Name = ""
    order: Name = ""
    at: Name = ""
    effective: Name = ""
    on: Name = ""
    day: Name = ""
    cursor: Name = ""

    def address(self, path: str, **changed: str) -> str:
        """The same list with something changed; without a cursor unless one is named."""
        given = {name: getattr(self, name) for name in KEPT} | changed
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{query}" if query else path

    def moment(self) -> Moment | None:
        """The moment the list is asked for; None for now. Problem for what is no moment."""
        if not self.at:
            return None
        try:
            return Moment(read(self.at), None, bool(self.effective))
        except (ValueError, OverflowError):
            raise Problem("request.invalid") from None

    def moved(self, span: Span | None, path: str) -> str:
        """Where the slider (`day`, a number of days) or the day (`on`) leads: that day's end; empty if unset."""
        if not (self.on or self.day) or span is None:
            return ""
        try:
            day = date.fromisoformat(self.on) if self.on else span.first + timedelta(days=int(self.day[:6]))
        except (ValueError, OverflowError):
            raise Problem("request.invalid") from None
        if day >= span.last:
            return self.address(path, at="", effective="")
        return self.address(path, at=datetime.combine(day, LAST, KST).isoformat())


def span_of(reader: Reader, call: str, now: datetime) -> Span | None:
    """The days of a call's record, of the latest one where none is named; None where nothing is recorded."""
    known = [id for id, _ in calls_with_rules(reader)]
    chosen = call if call in known else (known[-1] if known else "")
    steps = [loads(body.encode()) for _, _, body in reader.events(chosen)] if chosen else []
    if not steps:
        return None
    marks = [(each["to"], read(each["recorded_at"])) for each in steps if each["from"] != each["to"]]
    first = read(steps[0]["recorded_at"]).astimezone(KST).date()
    return Span(first, max(first, now.astimezone(KST).date()), tuple(marks))


def _lists(collection: str) -> Callable[..., Response]:
    kind = COLLECTIONS[collection]

    def listing(request: Request, who: As, asked: Annotated[Asked, Query()]) -> Response:
        storable(asked.model_dump())
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            named = names(reader, parts.definitions, v.language, asked.call)
            span = span_of(reader, asked.call, v.now)
            if moved := asked.moved(span, v.path):
                return see_other(moved)
            moment = asked.moment()
            now = moment.at if moment and moment.at else v.now
            scope = sight(who.acting, reader, parts.definitions)
            wanted = filter_of(kind, asked, named, now, scope, who.acting.role)
            shown = _shown(v, reader, wanted, asked, named, moment)
            shown |= {"kept": kept_views(reader, who.acting.id), "span": span, "moment": moment}
        shown["steps"] = [] if moment else steps_for(FAMILY[kind], who.acting.role, shown["numbers"])
        return v.page(
            "board.html",
            kind=kind,
            asked=asked,
            named=named,
            lifecycle=FAMILY[kind],
            call_states=FAMILY["call"].by_id,
            **shown,
        )

    return listing


def filter_of(kind: str, asked: Asked, named: Names, now: datetime, scope: Sight, role: str = "") -> Filter:
    """What the address asks for, as a condition; names of municipalities and technoparks are searched too.

    `role`: whose turn it is where the address asks for what waits for the reader.
    """
    areas, leads = named.matching(asked.search)
    return Filter(
        kind,
        **asked.model_dump(include={"call", "project", "support", "state", "phase", "province", "ministry", "search"}),
        overdue_at=now if asked.overdue else None,
        states=(owned(kind, role) or NONE) if asked.mine else (),
        areas=tuple(areas),
        holders=tuple(leads),
        sight=scope,
    )


def _shown(
    v: View, reader: Reader, wanted: Filter, asked: Asked, named: Names, moment: Moment | None
) -> dict[str, Any]:
    """The counts by state, and a page of the table or the lanes of the board; now, or as it was at a moment."""
    lifecycle = FAMILY[wanted.kind]
    if moment:
        numbers = v.shared.parts.past.board(reader, wanted, moment, 1).counts
    else:
        numbers = counts(reader, wanted.kind, asked.call, wanted.sight)
    shown: dict[str, Any] = {"numbers": numbers, "phases": _phases(lifecycle, numbers), "next": "", "board": ()}
    if asked.view == "board":
        lanes_of = [
            phase for phase, number in shown["phases"].items() if (number and not asked.phase) or asked.phase == phase
        ]
        found = {phase: _board(v, reader, _in(wanted, phase, numbers), asked, moment, CARDS) for phase in lanes_of}
        shown["board"] = [(phase, shown["phases"][phase], lane.page.rows) for phase, lane in found.items()]
        rows: Sequence[BoardRow] = [row for lane in found.values() for row in lane.page.rows]
        below: Mapping[str, Sequence[Stream]] = {}
    else:
        table = _board(v, reader, wanted, asked, moment, ROWS)
        rows, below = table.page.rows, table.supports
        shown["next"] = asked.address(v.path, cursor=table.page.cursor) if table.page.cursor else ""
    titles = Titles(reader, named, [row.stream.id for row in rows] if wanted.kind in {"support", "company"} else ())
    return shown | {"rows": rows, "below": below, "titles": titles}


def _in(wanted: Filter, phase: str, numbers: Mapping[str, int]) -> Filter:
    """What stands in one phase: in its states, which an index finds; by phase where some stand in older states too."""
    lifecycle = FAMILY[wanted.kind]
    if numbers.keys() - lifecycle.by_id.keys():
        return replace(wanted, phase=phase)
    states = [state.id for state in lanes(lifecycle)[phase] if not wanted.states or state.id in wanted.states]
    return replace(wanted, phase="", states=tuple(states) or NONE)


def _board(v: View, reader: Reader, wanted: Filter, asked: Asked, moment: Moment | None, limit: int) -> PastBoard:
    """Some rows with the supports of projects, as they stand or as they stood."""
    if moment:
        return v.shared.parts.past.board(reader, wanted, moment, limit, asked.cursor)
    found = page(reader, wanted, limit, asked.cursor, asked.order)
    below = supports_of(reader, [row.stream.id for row in found.rows]) if wanted.kind == "project" else {}
    return PastBoard(found, {}, below)


def steps_for(lifecycle: Lifecycle, role: str, numbers: Mapping[str, int]) -> list[Transition]:
    """The steps a role takes where streams stand now: what it could take on several of them at once."""
    found = {row.trigger: row for row in lifecycle.rows if role in row.by and any(numbers.get(x) for x in row.sources)}
    return list(found.values())


def _phases(lifecycle: Lifecycle, numbers: Mapping[str, int]) -> dict[str, int]:
    """How many streams stand in each phase, in the order of life."""
    return {phase: sum(numbers.get(state.id, 0) for state in states) for phase, states in lanes(lifecycle).items()}


for _collection in STREAMS:
    router.add_api_route(f"/{_collection}", _lists(_collection))
