"""Planned and actual on one time line: every deadline of a stream from its opening to its planned end, and when it
ended in fact; as data and as a drawing. Pure; classes, no styles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import Any

from states.instants import read
from states.rules.call_parts import KST

MOVED, MET = "moved", "met"
WIDE, LEFT, HIGH, TOP, RIGHT = 1180, 230, 30, 34, 60
"""Pixels: the drawing, its labels, a row, the months above, what is left free at its end."""
SPARSE = 14
"""Months from which on only every third is named."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A deadline: opened, planned to end, ended in fact (None while open) and how; `moves`: how often it moved."""

    kind: str
    opened: datetime
    due: datetime
    ended: datetime | None = None
    how: str = ""
    moves: int = 0

    @property
    def late(self) -> bool:
        """Whether it was met after its planned end, or ended without being met."""
        return self.how == "expired" or (self.how == MET and self.ended is not None and self.ended >= self.due)


def planned(events: Iterable[Mapping[str, Any]]) -> list[Planned]:
    """Every deadline that the events of a stream opened, in the order of opening; one that moved stands once."""
    found: dict[str, Planned] = {}
    gone: dict[str, Planned] = {}
    for event in events:
        at, moves = read(event["recorded_at"]), event.get("deadlines", {})
        again = {each["kind"] for each in moves.get("open", ())}
        for id, how in moves.get("close", {}).items():
            if id not in found:
                continue
            if how == MOVED or found[id].kind in again:
                left = found.pop(id)
                gone[left.kind] = left
            else:
                found[id] = replace(found[id], ended=at, how=how)
        for each in moves.get("open", ()):
            before = gone.pop(each["kind"], None)
            opened, moved = (before.opened, before.moves + 1) if before else (at, 0)
            found[each["id"]] = Planned(each["kind"], opened, read(each["expires"]), moves=moved)
    return sorted(found.values(), key=lambda each: (each.opened, each.due))


def svg(rows: Sequence[Planned], labels: Mapping[str, str], now: datetime, title: str) -> str:
    """The rows as an `svg` element: a bar for the plan, a mark for what happened, a line for now. No rows: empty."""
    if not rows:
        return ""
    begin = min(each.opened for each in rows)
    end = max(max(each.due, each.ended or each.due) for each in rows)
    scale = _Scale(begin, max(end, min(now, end)))
    height = TOP + HIGH * len(rows) + 8
    shown = [*_months(scale, height), *_rows(rows, labels, scale)]
    if begin <= now <= end:
        x = scale.x(now)
        shown.append(f'<line class="now" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{height}"/>')
    head = (
        f'<svg class="schedule" viewBox="0 0 {WIDE} {height}" width="{WIDE}" height="{height}" role="img" '
        f'aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
    )
    return "".join((head, *shown, "</svg>"))


@dataclass(frozen=True, slots=True)
class _Scale:
    begin: datetime
    end: datetime

    def x(self, at: datetime) -> int:
        whole = max((self.end - self.begin).total_seconds(), 1.0)
        part = min(max((at - self.begin).total_seconds() / whole, 0.0), 1.0)
        return LEFT + round(part * (WIDE - LEFT - RIGHT))


def _months(scale: _Scale, height: int) -> Iterator[str]:
    first, last = (each.astimezone(KST).date() for each in (scale.begin, scale.end))
    months = [date(n // 12, n % 12 + 1, 1) for n in range(first.year * 12 + first.month, last.year * 12 + last.month)]
    for month in months:
        x = scale.x(datetime(month.year, month.month, 1, tzinfo=KST))
        yield f'<line class="month" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{height}"/>'
        if len(months) <= SPARSE or month.month % 3 == 1:
            yield f'<text class="month-name" x="{x + 4}" y="{TOP - 14}">{month.year}. {month.month}.</text>'


def _rows(rows: Sequence[Planned], labels: Mapping[str, str], scale: _Scale) -> Iterator[str]:
    for n, each in enumerate(rows):
        y = TOP + n * HIGH
        start, stop = scale.x(each.opened), scale.x(each.due)
        state = "late" if each.late else each.how or "open"
        yield f'<text class="row-name" x="0" y="{y + 19}">{escape(labels.get(each.kind, each.kind))}</text>'
        yield f'<rect class="plan {state}" x="{start}" y="{y + 7}" width="{max(stop - start, 3)}" height="14" rx="4"/>'
        if each.ended is not None:
            yield f'<circle class="actual {state}" cx="{scale.x(each.ended)}" cy="{y + 14}" r="6"/>'
