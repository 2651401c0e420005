"""The calendar: a month of deadlines with Korean holidays, or the same as a list."""

from calendar import Calendar as Months
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.console.names import names
from entrypoints.console.rows import DeadlineRow, Titles, deadline_row
from entrypoints.console.view import View
from states.instants import MICROSECOND, micros
from states.rules.calendar import FIRST_YEAR, LAST_YEAR, Calendar
from states.rules.call_parts import KST
from storage.queries import deadline_book
from workflow.rights import sight

router = APIRouter()
SUNDAY = 6
MOST = 500
"""Deadlines of one month that are shown."""


@router.get("/calendar")
def calendar(
    request: Request,
    who: Annotated[Caller, Depends(caller)],
    month: Annotated[str, Query(max_length=7)] = "",
    view: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """One month; the present one where the address names none."""
    v = View(request, who)
    parts = v.shared.parts
    first = _month(month, v.now.astimezone(KST).date())
    weeks = Months(SUNDAY).monthdatescalendar(first.year, first.month)
    since, until = _midnight(weeks[0][0]), _midnight(weeks[-1][-1] + timedelta(days=1))
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        bounds = micros(until + MICROSECOND), micros(since + MICROSECOND)
        found = deadline_book(reader, scope, MOST, *bounds)
        titles = Titles(reader, names(reader, parts.definitions, v.language), [row[0] for row in found])
    rows = [deadline_row(row, titles, v) for row in found]
    by_day: dict[date, list[DeadlineRow]] = defaultdict(list)
    for row in rows:
        by_day[(row.end - MICROSECOND).astimezone(KST).date()].append(row)
    holidays = {day: name for year in {each[0].year for each in weeks} | {first.year}
                for day, name in Calendar.as_known(None).holidays(year).items()}  # fmt: skip
    return v.page(
        "calendar.html",
        first=first,
        weeks=weeks,
        by_day=by_day,
        rows=rows,
        holidays=holidays,
        today=v.now.astimezone(KST).date(),
        before=(first - timedelta(days=1)).strftime("%Y-%m"),
        after=(first + timedelta(days=31)).strftime("%Y-%m"),
        view=view,
    )


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for; of the present one for anything that is no month we know holidays of."""
    try:
        found = datetime.strptime(asked, "%Y-%m").replace(tzinfo=KST).date()
    except ValueError:
        return today.replace(day=1)
    return found if FIRST_YEAR < found.year < LAST_YEAR else today.replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, KST)
