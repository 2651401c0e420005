"""Today: what is late, what ends this week, what waits for this duty, what went wrong; each with its way on."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import names
from entrypoints.console.remarks import marked
from entrypoints.console.rows import Titles, deadline_row, is_over, owned, step_name
from entrypoints.console.view import View
from states.context import Stream
from states.instants import micros
from states.lifecycle import STAY, Lifecycle, State, Transition
from states.machine import compiled
from states.roles import ADMIN, AGENCY, AUDITOR
from storage.boards import BoardRow, Filter, page
from storage.book import deadline_book, late_deadlines
from storage.queries import every_undecided, seen_stream
from storage.remarks import unseen
from storage.sight import Sight
from storage.timers import incidents
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.proposals import Approval, to_approve
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
def today(request: Request, who: As, after: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The first page of the morning; `after` a stream, the approvals that follow."""
    storable({"after": after})
    v = View(request, who)
    parts = v.shared.parts
    now = micros(v.now)
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        late = late_deadlines(reader, scope, MOST + 1, now)
        soon = deadline_book(reader, scope, MOST + 1, until=micros(v.now + WEEK), since=now)
        later = [] if soon else deadline_book(reader, scope, NEXT, since=micros(v.now + WEEK))
        mine, many = waiting(reader, scope, who.acting.role)
        approvals, further = _approvals(to_approve(every_undecided(reader, scope, after), who.acting, FAMILY))
        called = [each for each in unseen(reader, who.acting.id) if seen_stream(reader, each.stream, scope)]
        about = [*(row[0] for row in (*late, *soon, *later)), *(each.stream for each in called)]
        aside = incidents(reader) if who.acting.role in TOLD else None
        about += [each.stream for each in (*approvals, *(aside or ()))]
        titles = Titles(reader, names(reader, parts.definitions, v.language), about)
    return v.page(
        "today.html",
        late=[deadline_row(row, titles, v) for row in late[:MOST] if not is_over(titles, row)],
        soon=[deadline_row(row, titles, v) for row in soon[:MOST]],
        more={"late": len(late) > MOST, "soon": len(soon) > MOST, "mine": many, "approvals": further},
        most=MOST,
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


def waiting(reader: Reader, scope: Sight, role: str) -> tuple[list[BoardRow], list[str]]:
    """Streams that stand where this role must act next, those with the earliest deadline first; of which kinds there
    are more."""
    found: list[BoardRow] = []
    for kind in FAMILY:
        if states := owned(kind, role):
            found += page(reader, Filter(kind, states=states, sight=scope), MOST + 1, order="due").rows
    rows = sorted(found, key=_urgency)
    return rows[:MOST], sorted({row.stream.kind for row in rows[MOST:]})


def _approvals(waiting: Iterable[Approval]) -> tuple[list[Approval], str]:
    """The first approvals, those of one stream together, and the stream after which others follow; empty if none do."""
    found: list[Approval] = []
    for each in waiting:
        if len(found) >= MOST and each.stream != found[-1].stream:
            return found, found[-1].stream
        found.append(each)
    return found, ""


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


def _urgency(row: BoardRow) -> tuple[Any, ...]:
    return (row.next_due is None, row.next_due, row.stream.id)
