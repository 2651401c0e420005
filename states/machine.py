"""The only module that knows `transitions`: a lifecycle compiled once into one shared machine; `decide`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import transitions
from transitions.core import Condition, EventData

from states.context import UNBORN, Context, type_of_mode
from states.lifecycle import STAY, Guard, Lifecycle, Refusal, Transition


@dataclass(frozen=True, slots=True)
class Decision:
    """Either the row taken and the next state, or every refusal of the row that applies."""

    row: Transition | None
    to: str
    refusals: tuple[Refusal, ...]


class _Walker:
    """The throw-away model one trigger runs on: the state, the context the guards judge, the refusals they leave."""

    __slots__ = ("context", "refusals", "state", "taken")

    def __init__(self, context: Context) -> None:
        self.state = context.state
        self.context = context
        self.refusals: list[Refusal] = []
        self.taken: Transition | None = None


class _Guard(Condition):
    def check(self, event_data: EventData) -> bool:
        walker, guard = cast(_Walker, event_data.model), cast(Guard, self.func)
        refusal = guard(walker.context)
        if refusal is not None:
            walker.refusals.append(refusal)
        return refusal is None


class _Row(transitions.Transition):
    condition_cls = _Guard

    def __init__(self, *args: Any, row: Transition, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.row = row

    def _eval_conditions(self, event_data: EventData) -> bool:
        walker = cast(_Walker, event_data.model)
        if not self.row.applies(walker.context.modes):
            return False
        walker.taken = self.row
        passed = [condition.check(event_data) for condition in self.conditions]  # all of them: every reason at once
        return all(passed)

    def execute(self, event_data: EventData) -> bool:
        """Judge the row and take it. A lifecycle declares no callbacks, so none are looked for and none are logged."""
        taken = self._eval_conditions(event_data)
        if taken:
            cast(_Walker, event_data.model).state = str(self.dest)
        return taken


class _Shared(transitions.Machine):
    transition_cls = _Row


class Machine:
    """A compiled lifecycle. Building one costs milliseconds: `compiled` keeps one per lifecycle."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.lifecycle = lifecycle
        self._rows: dict[tuple[str, str], list[Transition]] = {}
        for row in lifecycle.rows:
            for source in row.sources:
                self._rows.setdefault((source, row.trigger), []).append(row)
        self._shared = _Shared(
            model=None,
            states=[UNBORN, *(state.id for state in lifecycle.states)],
            initial=UNBORN,
            auto_transitions=False,
            send_event=True,
            transitions=[_compiled(row) for row in lifecycle.rows],
        )

    def row(self, state: str, trigger: str, modes: Mapping[str, type_of_mode]) -> Transition | None:
        """The one row that applies here, or None."""
        return next((row for row in self._rows.get((state, trigger), ()) if row.applies(modes)), None)

    def offers(self, state: str, modes: Mapping[str, type_of_mode]) -> tuple[Transition, ...]:
        """Every row that applies in a state under these modes, in declared order."""
        return tuple(row for row in self.lifecycle.rows if state in row.sources and row.applies(modes))

    def edges(self) -> frozenset[tuple[str, str, str]]:
        """Every (trigger, source, destination) the compiled machine holds: a cross-check of the declaration."""
        return frozenset(
            (event, t.source, t.dest or t.source) for event, e in self._shared.events.items() for t in _each(e)
        )


def _compiled(row: Transition) -> dict[str, Any]:
    return {
        "trigger": row.trigger,
        "source": list(row.sources),
        "dest": STAY if row.dest == STAY else row.dest,
        "conditions": list(row.guards),
        "row": row,
    }


def _each(event: transitions.Event) -> list[transitions.Transition]:
    return [transition for rows in event.transitions.values() for transition in rows]


@lru_cache(maxsize=64)
def compiled(lifecycle: Lifecycle) -> Machine:
    """The one machine of a lifecycle (identity decides; lifecycles are module constants or pinned definitions)."""
    return Machine(lifecycle)


def decide(machine: Machine, context: Context) -> Decision:
    """The next state, or every refusal at once from the row that applies and no other.

    A trigger that no row offers here is refused with `trigger.not_here`; one whose rows are all another mode's case
    with `trigger.no_case`.
    """
    event = machine._shared.events.get(context.trigger)
    here = {"state": context.state, "trigger": context.trigger}
    if event is None or context.state not in event.transitions:
        return Decision(None, context.state, (Refusal("trigger.not_here", "", here),))
    walker = _Walker(context)
    if event.trigger(walker):
        return Decision(walker.taken, walker.state, ())
    if walker.taken is None:
        return Decision(None, context.state, (Refusal("trigger.no_case", "", here | dict(context.modes)),))
    return Decision(walker.taken, context.state, tuple(walker.refusals))
