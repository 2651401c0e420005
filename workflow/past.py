"""Boards and the deadline book as they were at a moment, from events alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from unicodedata import normalize

from states.context import Stream
from states.instants import from_micros, micros
from storage.projections import stream_row, type_of_row
from storage.queries import BoardRow, BookRow, Filter, Page, events_of, heads_in_book, heads_of, versions_in
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
AT_ONCE = 100
"""Streams folded together while a page is filled."""


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
        """`storage.queries.page` and `counts` as they would have answered. RecordFault where the record is broken."""
        everything = Filter(wanted.kind, call=wanted.call, sight=wanted.sight)
        traces = self.traces.of(reader, heads_of(reader, everything))
        steps = _steps(reader, traces, moment)
        counts: dict[str, int] = {}
        chosen = []
        for id in sorted(steps):
            state, lifecycle = traces[id].places[steps[id][-1]]
            counts[state] = counts.get(state, 0) + 1
            if id > after and _stands(wanted, state, self.phase(wanted.kind, lifecycle, state)):
                chosen.append(id)
        rows: list[BoardRow] = []
        for row, stream in self._rows(reader, chosen, steps):
            if _lets(wanted, row):
                rows.append(_board_row(row, stream))
            if len(rows) > limit:
                break
        page = Page(tuple(rows[:limit]), rows[limit - 1].stream.id if len(rows) > limit else "")
        return PastBoard(page, dict(sorted(counts.items())), self._supports(reader, wanted.kind, page, moment))

    def book(
        self,
        reader: Reader,
        moment: Moment,
        limit: int,
        sight: Sight = EVERYTHING,
        *,
        until: datetime | None = None,
        **wanted: str,
    ) -> list[BookRow]:
        """`storage.queries.book` as it would have answered: every deadline opened by then and how it stood.

        With `until` only those that end before it.
        """
        traces = self.traces.of(reader, heads_in_book(reader, sight, **wanted))
        taken = _steps(reader, traces, moment)
        rows = [
            row for id, steps in taken.items() for row in traces[id].book(steps).values() if _is_wanted(row, wanted)
        ]
        if until is not None:
            rows = [row for row in rows if row[DEADLINE["expires_at"]] < micros(until)]
        rows.sort(key=lambda row: (row[DEADLINE["expires_at"]], row[0], row[1]))
        return [_book_row(row) for row in rows[:limit]]

    def streams(self, reader: Reader, ids: Sequence[str], moment: Moment) -> dict[str, Stream]:
        """Streams as they were; those that had not begun are left out."""
        traces = self.traces.of(reader, {id: stream.head for id, stream in reader.streams(ids).items()})
        steps = _steps(reader, traces, moment)
        return {stream.id: stream for _, stream in self._rows(reader, sorted(steps), steps)}

    def _rows(self, reader: Reader, ids: Sequence[str], steps: type_of_steps) -> Iterator[tuple[type_of_row, Stream]]:
        for begin in range(0, len(ids), AT_ONCE):
            for id, events in events_of(reader, ids[begin : begin + AT_ONCE]):
                stream = folded(self.replayer, id, events, steps[id])
                yield stream_row(stream, self.phase(stream.kind, stream.lifecycle, stream.state)), stream

    def _supports(self, reader: Reader, kind: str, page: Page, moment: Moment) -> Mapping[str, Sequence[Stream]]:
        found: dict[str, list[Stream]] = {}
        for row in page.rows if kind == "project" else ():
            heads = heads_of(reader, Filter("support", project=row.stream.id))
            found[row.stream.id] = list(self.streams(reader, list(heads), moment).values())
        return found


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


def _is_wanted(row: type_of_row, wanted: Mapping[str, str]) -> bool:
    return all(wanted.get(name, "") in ("", row[DEADLINE[name]]) for name in ("kind", "owner", "status"))


def _book_row(row: type_of_row) -> BookRow:
    plain = {name: row[DEADLINE[name]] for name in BookRow.__slots__ if name != "expires"}
    return BookRow(**plain, expires=from_micros(row[DEADLINE["expires_at"]]))
