"""The calendar: a month of deadlines with Korean holidays, or the same as a list; what is late, what ends this week."""

from calendar import Calendar as Months
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.streams import storable
from entrypoints.console.names import names
from entrypoints.console.rows import DeadlineRow, Titles, deadline_row, is_over
from entrypoints.console.view import View
from states.instants import MICROSECOND, micros
from states.rules.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from states.rules.call_parts import KST
from storage.book import deadline_book, late_deadlines, place
from storage.sight import Sight
from storage.transaction import Reader
from workflow.rights import sight

router = APIRouter()
SUNDAY, WEEK = 6, timedelta(days=7)
A_DAY, COUNTED, ROWS = 4, 100, 100
"""Deadlines a day of the month shows, how far those behind them are counted, rows of a page of the list."""
LATE, SOON = "late", "soon"
"""Lists of no month: what is over and not done, what ends within a week."""
type_of_rows = list[tuple[Any, ...]]


class Asked(BaseModel):
    """A month (the present one if none is named), as a list from a day on, or a list of no month; the page's cursor."""

    month: Annotated[str, Field(max_length=7)] = ""
    view: Annotated[str, Field(max_length=10)] = ""
    on: Annotated[str, Field(max_length=10)] = ""
    cursor: Annotated[str, Field(max_length=200)] = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The first deadlines of a day, and how many more end then: at least so many if they are `beyond` counting."""

    rows: Sequence[DeadlineRow]
    more: int
    beyond: bool


@router.get("/calendar")
def calendar(request: Request, who: Annotated[Caller, Depends(caller)], asked: Annotated[Asked, Query()]) -> Response:
    """One month by day, or a list a page at a time."""
    storable(asked.model_dump())
    v = View(request, who)
    parts = v.shared.parts
    first = _month(asked.month, v.now.astimezone(KST).date())
    weeks = Months(SUNDAY).monthdatescalendar(first.year, first.month)
    as_list = asked.view in {"list", LATE, SOON}
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        found = {} if as_list else {day: _of(reader, scope, day) for week in weeks for day in week}
        rows = _listed(reader, scope, asked, weeks, v.now) if as_list else []
        shown = [row for some in (*found.values(), rows[:ROWS]) for row in some[: ROWS if as_list else A_DAY]]
        titles = Titles(reader, names(reader, parts.definitions, v.language), [row[0] for row in shown])
    following = {**asked.model_dump(exclude_defaults=True), "cursor": place(rows[ROWS - 1])} if len(rows) > ROWS else {}
    return v.page(
        "calendar.html",
        first=first,
        weeks=weeks,
        days={day: _day(some, titles, v) for day, some in found.items()},
        rows=[deadline_row(row, titles, v) for row in rows[:ROWS] if asked.view != LATE or not is_over(titles, row)],
        next=urlencode(following),
        holidays=_holidays(weeks, first),
        today=v.now.astimezone(KST).date(),
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=(first + timedelta(days=31)).strftime("%Y-%m"),
        view=asked.view,
        of_month=asked.view not in {LATE, SOON},
    )


def _of(reader: Reader, scope: Sight, day: date) -> type_of_rows:
    """The deadlines whose last day this is, no more than are counted."""
    return deadline_book(reader, scope, A_DAY + COUNTED + 1, *_bounds(day, day))


def _listed(reader: Reader, scope: Sight, asked: Asked, weeks: list[list[date]], now: datetime) -> type_of_rows:
    """A page of a list, and one more row where another page follows."""
    if asked.view == LATE:
        return late_deadlines(reader, scope, ROWS + 1, micros(now), asked.cursor)
    if asked.view == SOON:
        return deadline_book(reader, scope, ROWS + 1, micros(now + WEEK), micros(now), asked.cursor)
    begin, end = weeks[0][0], weeks[-1][-1]
    with suppress(ValueError):
        begin = max(begin, date.fromisoformat(asked.on))
    return deadline_book(reader, scope, ROWS + 1, *_bounds(begin, end), asked.cursor)


def _bounds(first: date, last: date) -> tuple[int, int]:
    """Before which instant and from which on deadlines end, in µs, whose last day lies between two in Korea."""
    since, until = (datetime.combine(day, time.min, KST) for day in (first, last + timedelta(days=1)))
    return micros(until + MICROSECOND), micros(since + MICROSECOND)


def _day(rows: type_of_rows, titles: Titles, v: View) -> Day:
    shown = [deadline_row(row, titles, v) for row in rows[:A_DAY]]
    return Day(shown, min(len(rows) - len(shown), COUNTED), len(rows) > A_DAY + COUNTED)


def _holidays(weeks: list[list[date]], first: date) -> Mapping[date, Any]:
    years = {each[0].year for each in weeks} | {first.year}
    return {day: name for year in years for day, name in Calendar.as_known(None).holidays(year).items()}


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for; of the present one for anything that is no month we know holidays of."""
    try:
        found = datetime.strptime(asked, "%Y-%m").replace(tzinfo=KST).date()
    except ValueError:
        return today.replace(day=1)
    return found if FIRST_YEAR < found.year < LAST_YEAR else today.replace(day=1)
