"""A call at a glance: how many came how far, what the budget bears, what was planned and what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from msgspec import Struct, field
from msgspec.json import Decoder

from entrypoints.bootstrap import Service
from states.context import Stream
from states.instants import read
from states.rules.call_parts import KST, Milestone
from states.rules.call_rules import CallRules
from storage.boards import counts
from storage.queries import balances, events_of, supports_of
from storage.sight import Sight
from storage.transaction import Reader
from workflow.batch import kind_of

REACHED: Mapping[str, tuple[str, str]] = {
    "announcement": ("call", "announced"),
    "submission": ("call", "closed"),
    "evaluation": ("call", "evaluating"),
    "selection": ("call", "notified"),
    "supplement": ("project", "supplementing"),
    "company_call": ("support", "recruiting"),
    "company_support": ("support", "supporting"),
}
"""What has happened when a milestone is reached: some stream of this kind came to this state."""
BUDGET = "budget"
"""The claims that hold what a call awards of a fiscal year's budget."""
RUNNING = ("agreement", "support", "review", "closing")


class Moved(Struct):
    """What alone is read of the events of all selected projects and their supports."""

    to: str
    recorded_at: str
    source: str = field(name="from")


MOVED = Decoder(Moved)


@dataclass(frozen=True, slots=True)
class Bearing:
    """One fiscal year's state money in won: recorded (or announced) budget and what is awarded of it."""

    year: int
    budget: int
    awarded: int

    @property
    def left(self) -> int:
        return self.budget - self.awarded

    @property
    def share(self) -> int:
        """Whole percent of the budget that is awarded, at most 100."""
        return min(100, self.awarded * 100 // self.budget) if self.budget else 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A milestone: the month aimed at, the first and the last day something reached it; whole months late."""

    milestone: Milestone
    first: date | None
    last: date | None

    @property
    def months_late(self) -> int | None:
        """0 if reached in its month or before; None while nothing has reached it."""
        if self.first is None:
            return None
        year, month = map(int, self.milestone.month.split("-"))
        return max(0, (self.first.year - year) * 12 + self.first.month - month)


@dataclass(frozen=True, slots=True)
class Overview:
    """`funnel`: how many, under the key of their name; `phases`: how many stand where now."""

    funnel: tuple[tuple[str, int], ...]
    money: tuple[Bearing, ...]
    schedule: tuple[Kept, ...]
    most: int


def overview(parts: Service, reader: Reader, call: Stream, rules: CallRules, scope: Sight) -> Overview:
    """Of the projects in sight."""
    numbers = counts(reader, "project", call.id, scope)
    phase_of = {state.id: state.phase for state in parts.definitions.family["project"].states}
    running = sum(number for state, number in numbers.items() if phase_of.get(state) in RUNNING)
    total = sum(numbers.values())
    facts = call.facts
    funnel = (
        ("registered", total),
        ("applied", total - sum(numbers.get(each, 0) for each in ("announced", "draft", "expired"))),
        ("ranked", len(facts.get("ranking", ()))),
        ("awarded", len(facts.get("awards", {}))),
        ("running", running),
    )
    schedule = tuple(_kept(rules, _reached(reader, call)))
    return Overview(funnel, tuple(_money(reader, call, rules)), schedule, max(total, 1))


def _money(reader: Reader, call: Stream, rules: CallRules) -> Iterable[Bearing]:
    held = balances(reader, BUDGET, call.id)
    recorded = call.facts.get("budget", {})
    for year in sorted({*recorded, *(str(each.year) for each in rules.money.budgets)}):
        budget = recorded.get(year) or rules.budget(int(year)) or 0
        yield Bearing(int(year), budget, held.get(year, 0))


def _reached(reader: Reader, call: Stream) -> Mapping[tuple[str, str], list[datetime]]:
    """When streams came to which states: the call, its selected projects, their supports."""
    projects = sorted(call.facts.get("awards", {}))
    supports = [each.id for found in supports_of(reader, projects).values() for each in found]
    found: dict[tuple[str, str], list[datetime]] = {}
    for stream, events in events_of(reader, [call.id, *projects, *supports]):
        for event in (MOVED.decode(body) for _, _, body in events):
            if event.source != event.to:
                found.setdefault((kind_of(stream), event.to), []).append(read(event.recorded_at))
    return found


def _kept(rules: CallRules, reached: Mapping[tuple[str, str], Sequence[datetime]]) -> Iterable[Kept]:
    for milestone in rules.milestones:
        days = [each.astimezone(KST).date() for each in reached.get(REACHED.get(milestone.id, ("", "")), ())]
        yield Kept(milestone, min(days, default=None), max(days, default=None))
