"""Rows of lists: what a stream is called, a deadline with its stream, a card of the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import Names
from entrypoints.console.view import View
from states.context import Stream
from states.formats import registration_number
from states.instants import from_micros
from storage.transaction import Reader
from workflow.batch import kind_of


class Titles:
    """What streams are called: by their title, their number of order, their registration number."""

    def __init__(self, reader: Reader, named: Names, streams: Iterable[str] = ()) -> None:
        self.named = named
        self._known = reader.streams(sorted(set(streams)))
        above = {each.parents.get("project", "") for each in self._known.values()} - {"", *self._known}
        self._known.update(reader.streams(sorted(above)))

    def __getitem__(self, stream: str) -> str:
        found = self._known.get(stream)
        return self.of(found) if found else stream

    @property
    def streams(self) -> Iterable[Stream]:
        """Those that are known by now."""
        return self._known.values()

    def stream(self, stream: str) -> Stream | None:
        return self._known.get(stream)

    def of(self, stream: Stream) -> str:
        """A stream's name for people."""
        facts = stream.facts
        match stream.kind:
            case "call":
                rules = self.named.rules
                own = rules is not None and stream.id == f"call-{rules.id}"
                return str(getattr(rules and rules.call, self.named.language)) if own else stream.id
            case "project":
                return str(facts.get("title") or stream.id)
            case "support":
                above = self._known.get(stream.parents.get("project", ""))
                order = f"{facts.get('order', '')}"
                kind = f"기업지원 {order}차" if self.named.language == "ko" else f"Support {order}"
                return f"{self.of(above)} · {kind}" if above else kind
            case "company":
                return registration_number(str(facts.get("brn", "")))
            case _:
                return self.named.area(str(facts.get("area", ""))) or stream.id


STEPS = {row.trigger: row for lifecycle in FAMILY.values() for row in lifecycle.rows}
"""A row of each trigger: what the step is called."""


def step_name(v: View, trigger: str) -> str:
    """What a step is called; its trigger where no lifecycle of today has it."""
    return v.said(STEPS[trigger]) if trigger in STEPS else trigger


def owned(kind: str, role: str) -> tuple[str, ...]:
    """The states of a kind in which this role must act next."""
    return tuple(state.id for state in FAMILY[kind].states if role and state.owner == role)


def is_over(titles: Titles, row: tuple[Any, ...]) -> bool:
    """Whether nothing more will happen where a deadline of the book stands: what was late then is history."""
    found = titles.stream(row[0])
    return found is None or FAMILY[found.kind].by_id[found.state].terminal


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """An open deadline for a list. `mine`: the reader's role must see to it; `start`: a day or an instant."""

    stream: str
    title: str
    label: str
    owner: str
    mine: bool
    end: Any
    d_day: str
    rule: str
    start: str
    length: str
    state: str


def deadline_row(row: tuple[Any, ...], titles: Titles, v: View) -> DeadlineRow:
    """A row of the deadline book, for one person."""
    stream, _, kind, owner, rule, start, length, _, expires = row
    declared = FAMILY[kind_of(stream)].deadlines.get(kind)
    end = from_micros(expires)
    found = titles.stream(stream)
    state = FAMILY[found.kind].by_id.get(found.state) if found else None
    return DeadlineRow(
        stream,
        titles[stream],
        v.said(declared) if declared else kind,
        v.role_name(owner),
        owner == v.role,
        end,
        v.d_day(end),
        rule,
        start,
        length,
        v.said(state) if state else "",
    )
