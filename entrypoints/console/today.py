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
from entrypoints.console.rows import Titles, deadline_row, step_name
from entrypoints.console.view import View
from states.context import Stream
from states.instants import micros
from states.lifecycle import STAY, Lifecycle, State, Transition
from states.machine import compiled
from states.roles import ADMIN, AGENCY, AUDITOR
from storage.queries import BoardRow, Filter, deadline_book, missed_deadlines, page, seen_stream, undecided
from storage.remarks import unseen
from storage.sight import Sight
from storage.timers import incidents
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.proposals import to_approve
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
WEEK = timedelta(days=7)
MOST = 50
"""Rows of one list; what is more stands in the calendar and on the board."""
NEXT = 5
"""Deadlines that are shown as the next ones where none ends this week."""
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
        later = [] if soon else deadline_book(reader, scope, NEXT, since=micros(v.now + WEEK))
        mine = waiting(reader, scope, who.acting.role)
        approvals = list(to_approve(undecided(reader, scope, MOST), who.acting, FAMILY))
        called = [each for each in unseen(reader, who.acting.id) if seen_stream(reader, each.stream, scope)]
        about = [*(row[0] for row in (*late, *soon, *later)), *(each.stream for each in called)]
        aside = incidents(reader) if who.acting.role in TOLD else None
        about += [each.stream for each in (*approvals, *(aside or ()))]
        titles = Titles(reader, names(reader, parts.definitions, v.language), about)
    return v.page(
        "today.html",
        late=[deadline_row(row, titles, v) for row in late if not _is_over(titles.stream(row[0]))],
        soon=[deadline_row(row, titles, v) for row in soon],
        later=[deadline_row(row, titles, v) for row in later],
        mine=[_mine(row, titles, parts.definitions) for row in mine],
        approvals=[(each, titles[each.stream]) for each in approvals],
        incidents=aside,
        watched=list({each.id: each for each in (*titles.streams, *(row.stream for row in mine))}.values()),
        called=[(each, titles[each.stream]) for each in called],
        marked=marked,
        step=step_name,
        titles=titles,
    )


def waiting(reader: Reader, scope: Sight, role: str) -> Sequence[BoardRow]:
    """Streams that stand where this role must act next, those with the earliest deadline first."""
    found: list[BoardRow] = []
    for kind, lifecycle in FAMILY.items():
        states = tuple(state.id for state in lifecycle.states if role and state.owner == role)
        if states:
            found += page(reader, Filter(kind, states=states, sight=scope), MOST).rows
    return sorted(_first(found), key=_urgency)[:MOST]


def _mine(row: BoardRow, titles: Titles, definitions: Definitions) -> tuple[BoardRow, str, State, list[Transition]]:
    """A stream that waits: its title, where it stands, and the steps that lead on from there."""
    found = row.stream
    lifecycle = definitions.lifecycle(found.kind, found.lifecycle)
    return row, titles.of(found), lifecycle.by_id[found.state], ways_on(lifecycle, found)


def ways_on(lifecycle: Lifecycle, stream: Stream) -> list[Transition]:
    """What whoever must act next can do to move a stream on; what ends it only where nothing else moves it."""
    owner = lifecycle.by_id[stream.state].owner
    rows = compiled(lifecycle).offers(stream.state, lifecycle.modes_of(stream.facts))
    moves = {row.trigger: row for row in rows if owner in row.by and row.dest not in {STAY, stream.state}}
    lasting = [row for row in moves.values() if not lifecycle.by_id[row.dest].terminal]
    return lasting or list(moves.values())


def _is_over(stream: Stream | None) -> bool:
    """Whether nothing more will happen there: what was late then is history."""
    return stream is None or FAMILY[stream.kind].by_id[stream.state].terminal


def _first(rows: Iterable[BoardRow]) -> Iterable[BoardRow]:
    return {row.stream.id: row for row in rows}.values()


def _urgency(row: BoardRow) -> tuple[Any, ...]:
    return (row.next_due is None, row.next_due, row.stream.id)
