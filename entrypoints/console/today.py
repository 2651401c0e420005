"""Today: what is late, what ends this week, what waits for this duty, what went wrong; each with its way on."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import names
from entrypoints.console.remarks import marked
from entrypoints.console.rows import Titles, deadline_row
from entrypoints.console.view import View
from states.context import Stream
from states.instants import micros
from states.roles import ADMIN, AGENCY, AUDITOR
from storage.queries import BoardRow, Filter, deadline_book, missed_deadlines, page, seen_stream, undecided
from storage.remarks import unseen
from storage.sight import Sight
from storage.timers import incidents
from storage.transaction import Reader
from workflow.proposals import to_approve
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
WEEK = timedelta(days=7)
MOST = 50
"""Rows of one list; what is more stands in the calendar and on the board."""
TOLD = frozenset({ADMIN, AGENCY, AUDITOR})
"""Who is told what the clock could not do."""


@router.get("/")
def today(request: Request, who: As) -> Response:
    """The first page of the morning."""
    v = View(request, who)
    parts = v.shared.parts
    now = micros(v.now)
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        late = [*missed_deadlines(reader, scope, MOST), *deadline_book(reader, scope, MOST, until=now)]
        soon = deadline_book(reader, scope, MOST, until=micros(v.now + WEEK), since=now)
        mine = waiting(reader, scope, who.acting.role)
        approvals = list(to_approve(undecided(reader, scope, MOST), who.acting, FAMILY))
        called = [each for each in unseen(reader, who.acting.id) if seen_stream(reader, each.stream, scope)]
        about = [*(row[0] for row in (*late, *soon)), *(each.stream for each in called)]
        about += [each.stream for each in approvals]
        titles = Titles(reader, names(reader, parts.definitions, v.language), about)
        aside = incidents(reader) if who.acting.role in TOLD else []
    return v.page(
        "today.html",
        late=[deadline_row(row, titles, v) for row in late if not _is_over(titles.stream(row[0]))],
        soon=[deadline_row(row, titles, v) for row in soon],
        mine=[(row, titles.of(row.stream), FAMILY[row.stream.kind].by_id[row.stream.state]) for row in mine],
        approvals=[(each, titles[each.stream]) for each in approvals],
        incidents=aside,
        watched=list({each.id: each for each in (*titles.streams, *(row.stream for row in mine))}.values()),
        called=[(each, titles[each.stream]) for each in called],
        marked=marked,
    )


def waiting(reader: Reader, scope: Sight, role: str) -> Sequence[BoardRow]:
    """Streams that stand where this role must act next, those with the earliest deadline first."""
    found: list[BoardRow] = []
    for kind, lifecycle in FAMILY.items():
        states = tuple(state.id for state in lifecycle.states if role and state.owner == role)
        if states:
            found += page(reader, Filter(kind, states=states, sight=scope), MOST).rows
    return sorted(_first(found), key=_urgency)[:MOST]


def _is_over(stream: Stream | None) -> bool:
    """Whether nothing more will happen there: what was late then is history."""
    return stream is None or FAMILY[stream.kind].by_id[stream.state].terminal


def _first(rows: Iterable[BoardRow]) -> Iterable[BoardRow]:
    return {row.stream.id: row for row in rows}.values()


def _urgency(row: BoardRow) -> tuple[Any, ...]:
    return (row.next_due is None, row.next_due, row.stream.id)
