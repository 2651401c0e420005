"""Everywhere a lifecycle can be: state × modes × open kinds of deadline, breadth first, so the first way is a shortest.

Guards are left open: each may hold or not; so are modes whose value the steps record themselves. What never happens
here never happens; what happens here, guards permitting.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from states.context import type_of_mode
from states.lifecycle import RECORDED, SOURCE, STAY, UNBORN, Lifecycle, Payload, Transition
from states.roles import SYSTEM


class Configuration(NamedTuple):
    """Where a stream can stand: its state, its modes' values in declared order, the kinds of deadline open over it."""

    state: str
    modes: tuple[type_of_mode, ...]
    open: frozenset[str]


class Step(NamedTuple):
    """One row taken; `timer` is the kind of deadline whose end fired it, empty for a command or a reaction."""

    source: Configuration
    row: Transition
    timer: str
    dest: Configuration

    def __str__(self) -> str:
        return f"{self.source.state} --{self.row.trigger}--> {self.dest.state}"


@dataclass(frozen=True)
class Walk:
    """Every reachable configuration with the steps out of it, nearest first; `came` is the first step into each."""

    lifecycle: Lifecycle
    steps: Mapping[Configuration, tuple[Step, ...]]
    came: Mapping[Configuration, Step]

    def path(self, to: Configuration) -> tuple[str, ...]:
        """A shortest way to a configuration, as `state --trigger--> state`."""
        return traced(self.came, to)

    def standing(self, state: str) -> Iterator[Configuration]:
        """Every reachable configuration of a state, nearest first."""
        return (each for each in self.steps if each.state == state)

    def every(self) -> Iterator[Step]:
        """Every step that can be taken, nearest first."""
        return (step for steps in self.steps.values() for step in steps)

    def modes(self, configuration: Configuration) -> dict[str, type_of_mode]:
        return dict(zip((mode.id for mode in self.lifecycle.modes), configuration.modes, strict=True))


def traced(came: Mapping[Configuration, Step], to: Configuration) -> tuple[str, ...]:
    """The steps that led to a configuration, oldest first."""
    path: list[str] = []
    while to in came:
        path.append(str(came[to]))
        to = came[to].source
    return tuple(reversed(path))


def explore(lifecycle: Lifecycle) -> Walk:
    """Walk a lifecycle from before its birth; unknown destinations are places without a way out."""
    start = Configuration(UNBORN, tuple(mode.initial for mode in lifecycle.modes), frozenset())
    moves = _Moves(lifecycle)
    steps: dict[Configuration, tuple[Step, ...]] = {}
    came: dict[Configuration, Step] = {}
    waiting = deque([start])
    known = {start}
    while waiting:
        here = waiting.popleft()
        steps[here] = tuple(moves.out_of(here))
        for step in steps[here]:
            if step.dest not in known:
                known.add(step.dest)
                came[step.dest] = step
                waiting.append(step.dest)
    return Walk(lifecycle, steps, came)


def first_way(
    walk: Walk,
    starts: Mapping[Configuration, Step | None],
    goal: Callable[[Step], bool],
    passable: Callable[[Step], bool] = lambda _: True,
) -> tuple[str, ...] | None:
    """The nearest step that is the goal, over passable steps from the starts: the whole way from birth; else None.

    A start's step is the one it was entered by here; without one its shortest way from birth is told.
    """
    waiting, known = deque(starts), set(starts)
    came: dict[Configuration, Step] = {}
    while waiting:
        here = waiting.popleft()
        for step in walk.steps[here]:
            if goal(step):
                return (*_told(walk, starts, came, here), str(step))
            if passable(step) and step.dest not in known:
                known.add(step.dest)
                came[step.dest] = step
                waiting.append(step.dest)
    return None


def _told(
    walk: Walk, starts: Mapping[Configuration, Step | None], came: Mapping[Configuration, Step], here: Configuration
) -> tuple[str, ...]:
    start = here
    while start in came:
        start = came[start].source
    entry = starts[start]
    before = walk.path(start) if entry is None else (*walk.path(entry.source), str(entry))
    return (*before, *traced(came, here))


def takes_deadline(payload: type[Payload]) -> bool:
    """Whether the payload is content with what a timer brings: the deadline's id and nothing else."""
    fields = payload.model_fields
    return "deadline" in fields and all(name == "deadline" or not field.is_required() for name, field in fields.items())


def needs_deadline(payload: type[Payload]) -> bool:
    """Whether only a timer of a deadline can bring this payload."""
    return "deadline" in payload.model_fields and payload.model_fields["deadline"].is_required()


def recorded_modes(lifecycle: Lifecycle) -> frozenset[str]:
    """The modes whose value some row records: here each may have any of its values at any time."""
    return frozenset(mode for row in lifecycle.rows for mode, value in row.sets.items() if value == RECORDED)


def applicable(row: Transition, modes: Mapping[str, type_of_mode], open_modes: frozenset[str] = frozenset()) -> bool:
    """Like `row.applies`, but a mode that is not declared never fits, and one left open always does."""
    when = ((mode, allowed) for mode, allowed in row.when.items() if mode not in open_modes)
    return all(mode in modes and modes[mode] in allowed for mode, allowed in when)


class _Moves:
    """The steps out of a configuration; the rows that apply in a state under some modes are found once."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.modes = tuple(mode.id for mode in lifecycle.modes)
        self.open_modes = recorded_modes(lifecycle)
        self.fires = {id: deadline.fires for id, deadline in lifecycle.deadlines.items()}
        self.terminal = {state.id for state in lifecycle.states if state.terminal}
        self.rows: dict[str, list[Transition]] = {}
        for row in lifecycle.rows:
            for source in row.sources:
                self.rows.setdefault(source, []).append(row)
        self.offered: dict[tuple[str, tuple[type_of_mode, ...]], list[_Move]] = {}

    def out_of(self, here: Configuration) -> Iterator[Step]:
        if (here.state, here.modes) not in self.offered:
            self.offered[here.state, here.modes] = list(self._moves(here))
        for move in self.offered[here.state, here.modes]:
            if move.commanded:
                yield Step(here, move.row, "", move.after(here.open))
            for kind in sorted(move.fired_by & here.open):
                yield Step(here, move.row, kind, move.after(here.open - {kind}))

    def _moves(self, here: Configuration) -> Iterator["_Move"]:
        modes = dict(zip(self.modes, here.modes, strict=True))
        for row in self.rows.get(here.state, ()):
            if not applicable(row, modes, self.open_modes):
                continue
            to = here.state if row.dest == STAY else row.dest
            sets = {m: here.state if value == SOURCE else value for m, value in row.sets.items()}
            after = modes | {mode: value for mode, value in sets.items() if mode not in self.open_modes}
            fired = row.trigger if SYSTEM in row.by and takes_deadline(row.payload) else None
            yield _Move(
                row=row,
                state=to,
                modes=tuple(after[mode] for mode in self.modes),
                opens=frozenset(deadline.id for deadline in row.opens),
                closes=frozenset(deadline.id for deadline in (*row.meets, *row.cancels)),
                closes_all=to in self.terminal and to != here.state,
                commanded=set(row.by) != {SYSTEM} or not needs_deadline(row.payload),
                fired_by=frozenset(kind for kind, trigger in self.fires.items() if trigger == fired),
            )


class _Move(NamedTuple):
    row: Transition
    state: str
    modes: tuple[type_of_mode, ...]
    opens: frozenset[str]
    closes: frozenset[str]
    closes_all: bool
    commanded: bool
    fired_by: frozenset[str]

    def after(self, open: frozenset[str]) -> Configuration:
        return Configuration(self.state, self.modes, self.opens if self.closes_all else open - self.closes | self.opens)
