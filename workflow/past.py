"""Boards and the deadline book as they were at a moment, from events alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import nsmallest
from operator import itemgetter
from unicodedata import normalize

from states.context import Stream
from states.instants import from_micros, micros
from storage.boards import PAGE, BoardRow, Filter, Page, heads_of
from storage.book import BookRow, heads_in_book, placed
from storage.projections import stream_row, type_of_row
from storage.queries import events_of, supports_of, versions_in
from storage.sight import EVERYTHING, Sight
from storage.tables import DeadlineRow, StreamRow
from storage.transaction import Reader
from workflow.definitions import Definitions
from workflow.replay import Replayer
from workflow.traces import Moment, Trace, Traces, folded

type_of_steps = Mapping[str, Sequence[int]]
"""Which of its steps each stream had taken by a moment; streams that had not begun are left out."""
COLUMN = {name: n for n, name in enumerate(StreamRow.model_fields)}
DEADLINE = {name: n for n, name in enumerate(DeadlineRow.model_fields)}
EXPIRES = DEADLINE["expires_at"]
OF_DEADLINES = frozenset({"kind", "owner", "status"})
"""What a book may be asked for that stands in its rows; the rest is said of the streams."""


@dataclass(frozen=True, slots=True)
class PastBoard:
    """A page of a board as it was, what stood in each state then, and the supports of its projects."""

    page: Page
    counts: Mapping[str, int]
    supports: Mapping[str, Sequence[Stream]]


class Past:
    """What was. Who may see a stream is judged by today's right to it, as everywhere."""

    def __init__(self, definitions: Definitions) -> None:
        self.replayer = Replayer(definitions)
        self.traces = Traces(self.replayer)
        self.phase: Callable[[str, str, str], str] = cache(
            lambda kind, lifecycle, state: definitions.state(kind, lifecycle, state).phase
        )

    def board(self, reader: Reader, wanted: Filter, moment: Moment, limit: int, after: str = "") -> PastBoard:
        """`storage.boards.page` and `counts` as they would have answered. RecordFault where the record is broken."""
        everything = Filter(wanted.kind, call=wanted.call, sight=wanted.sight)
        traces = self.traces.of(reader, heads_of(reader, everything))
        steps = _steps(reader, traces, moment)
        counts: dict[str, int] = {}
        chosen = []
        for id in sorted(steps):
            state, lifecycle = traces[id].places[steps[id][-1]]
            counts[state] = counts.get(state, 0) + 1
            if (
                id > after
                and (not wanted.ids or id in wanted.ids)
                and _stands(wanted, state, self.phase(wanted.kind, lifecycle, state))
            ):
                chosen.append(id)
        rows: list[BoardRow] = []
        for row, stream in self._rows(reader, chosen, steps, limit + 1):
            if _lets(wanted, row):
                rows.append(_board_row(row, stream))
            if len(rows) > limit:
                break
        page = Page(tuple(rows[:limit]), rows[limit - 1].stream.id if len(rows) > limit else "")
        supports = self._supports(reader, page, moment) if wanted.kind == "project" else {}
        return PastBoard(page, dict(sorted(counts.items())), supports)

    def book(
        self,
        reader: Reader,
        moment: Moment,
        limit: int,
        sight: Sight = EVERYTHING,
        *,
        until: datetime | None = None,
        after: str = "",
        **wanted: str,
    ) -> list[BookRow]:
        """`storage.book.book` as it would have answered: every deadline opened by then and how it stood.

        With `until` only those that end before it, with `after` those that follow a row of this `place`.
        """
        traces = self.traces.of(reader, heads_in_book(reader, sight, **wanted))
        taken = _steps(reader, traces, moment)
        rows = [row for id, steps in taken.items() for row in traces[id].book(steps)]
        for name, value in wanted.items():
            if value and name in OF_DEADLINES:
                rows = [row for row in rows if row[DEADLINE[name]] == value]
        if until is not None:
            rows = [row for row in rows if row[EXPIRES] < micros(until)]
        if after:
            rows = [row for row in rows if (row[EXPIRES], row[0], row[1]) > placed(after)]
        return [_book_row(row) for row in nsmallest(limit, rows, key=itemgetter(EXPIRES, 0, 1))]

    def streams(self, reader: Reader, ids: Sequence[str], moment: Moment) -> dict[str, Stream]:
        """Streams as they were; those that had not begun are left out."""
        traces = self.traces.of(reader, {id: stream.head for id, stream in reader.streams(ids).items()})
        steps = _steps(reader, traces, moment)
        return {stream.id: stream for _, stream in self._rows(reader, sorted(steps), steps, PAGE)}

    def _rows(
        self, reader: Reader, ids: Sequence[str], steps: type_of_steps, at_once: int
    ) -> Iterator[tuple[type_of_row, Stream]]:
        """Each stream as its steps leave it, with the row it had on the board; read so many at once."""
        for begin in range(0, len(ids), at_once):
            some = ids[begin : begin + at_once]
            for id, events in events_of(reader, some, max(steps[id][-1] + 1 for id in some)):
                stream = folded(self.replayer, id, events, steps[id])
                yield stream_row(stream, self.phase(stream.kind, stream.lifecycle, stream.state)), stream

    def _supports(self, reader: Reader, page: Page, moment: Moment) -> Mapping[str, Sequence[Stream]]:
        below = supports_of(reader, [row.stream.id for row in page.rows])
        stood = self.streams(reader, [each.id for supports in below.values() for each in supports], moment)
        return {id: [stood[each.id] for each in supports if each.id in stood] for id, supports in below.items()}


def _steps(reader: Reader, traces: Mapping[str, Trace], moment: Moment) -> dict[str, Sequence[int]]:
    if moment.checkpoint is not None:
        versions = versions_in(reader, list(traces), moment.checkpoint)
        return {id: range(version) for id, version in versions.items() if version}
    if moment.at is None:
        return {id: range(len(trace.places)) for id, trace in traces.items()}
    taken = ((id, trace.upto(moment.at, effective=moment.effective)) for id, trace in traces.items())
    return {id: steps for id, steps in taken if steps}


def _stands(wanted: Filter, state: str, phase: str) -> bool:
    return wanted.state in ("", state) and wanted.phase in ("", phase) and (
        not wanted.states or state in wanted.states
    )  # fmt: skip


def _lets(wanted: Filter, row: type_of_row) -> bool:
    """What `Filter.where` says of a row of `stream`, of a row that is no longer there."""

    def of(column: str) -> str:
        return str(row[COLUMN[column]])

    due = row[COLUMN["next_due"]]
    return (
        all(getattr(wanted, name) in ("", of(name)) for name in ("call", "project", "province"))
        and (not wanted.ministry or wanted.ministry in of("ministries").split())
        and (wanted.overdue_at is None or (due is not None and due < micros(wanted.overdue_at)))
        and (not wanted.search or _is_found(wanted, of("search"), of("area"), of("holder")))
    )


def _is_found(wanted: Filter, text: str, area: str, holder: str) -> bool:
    searched = normalize("NFC", wanted.search).lower()
    return searched in text.lower() or area in wanted.areas or holder in wanted.holders


def _board_row(row: type_of_row, stream: Stream) -> BoardRow:
    due = row[COLUMN["next_due"]]
    return BoardRow(stream, row[COLUMN["phase"]], None if due is None else from_micros(due))


def _book_row(row: type_of_row) -> BookRow:
    plain = {name: row[DEADLINE[name]] for name in BookRow.__slots__ if name != "expires"}
    return BookRow(**plain, expires=from_micros(row[EXPIRES]))
