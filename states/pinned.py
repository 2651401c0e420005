"""A lifecycle as it was stored whole: what a recorded step is judged by, in whatever generation of the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from states.generations import outline
from states.lifecycle import FIRE, RECORDED, SOURCE, STAY, SUPERSEDE, Transition
from states.parties import ORIGINAL, type_of_parties
from states.proposals import proposed_by_another


@dataclass(frozen=True, slots=True)
class PinnedRow:
    """One row of a stored lifecycle: what a step taken by it must look like."""

    trigger: str
    by: frozenset[str]
    when: Mapping[str, frozenset[Any]]
    sets: Mapping[str, Any]
    opens: frozenset[str]
    notify: tuple[str, ...]
    paper: bool
    moves: bool
    two_person: bool


@dataclass(frozen=True, slots=True)
class Pinned:
    """A stored lifecycle: rows by name, source and destination; phases by state; initial modes; late policies;
    which organisations hold its roles."""

    name: str
    fingerprint: str
    steps: Mapping[tuple[str, str, str], PinnedRow]
    phases: Mapping[str, str]
    modes: Mapping[str, Any] = field(default_factory=dict)
    late: Mapping[str, str] = field(default_factory=dict)
    parties: type_of_parties = field(default_factory=lambda: ORIGINAL)

    def fault(self, event: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
        """What is wrong with a step from these facts: a code, or nothing."""
        row = self.steps.get((event["row"], event["from"], event["to"]))
        if row is None or event["trigger"] != row.trigger:
            return "event.illegal"
        return self.departs(row, event, facts) or ("" if event["actor"]["role"] in row.by else "event.role")

    def departs(self, row: PinnedRow, event: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
        """What is wrong with a step by this very row from these facts but who took it: a code, or nothing."""
        if "occurred_at" in event and not row.paper:
            return "event.illegal"
        if row.when and not all(facts.get(mode, self.modes[mode]) in allowed for mode, allowed in row.when.items()):
            return "event.illegal"
        if row.two_person and not proposed_by_another(event, facts):
            return "event.alone"
        return "" if self._follows(event, row) else "event.consequences"

    def _follows(self, event: Mapping[str, Any], row: PinnedRow) -> bool:
        """Whether what the step opened, announced and set is what its row declares, late as its deadline does."""
        opened = event["deadlines"].get("open", ()) if "deadlines" in event else ()
        if opened or row.opens:
            kinds = {each["kind"] for each in opened}
            if len(opened) != len(kinds) or (not kinds >= row.opens if row.moves else kinds != row.opens):
                return False
        policy = event.get("late_policy", FIRE)
        if policy != FIRE and policy != self.late.get(event.get("timer", "").partition("@")[0]):
            return False
        letters = tuple([notice["letter"] for notice in event["notices"]]) if "notices" in event else ()
        if letters != row.notify and (letters or policy != SUPERSEDE):
            return False
        if not row.sets:
            return True
        changes = event.get("changes", {})
        stated = {k: event["from"] if v == SOURCE else v for k, v in row.sets.items() if v != RECORDED}
        return all(changes.get(k) == v for k, v in stated.items())


def pinned(definition: Mapping[str, Any], fingerprint: str) -> Pinned:
    """The stored definition as what steps are judged by. KeyError or TypeError if it is no lifecycle's."""
    found = outline(definition)
    return Pinned(
        name=found.name,
        fingerprint=fingerprint,
        steps={
            (row.name, source, source if row.dest == STAY else row.dest): made
            for row in found.rows
            for made in (_row(row),)
            for source in row.sources
        },
        phases={state.id: state.phase for state in found.states},
        modes=found.initial_modes(),
        late={id: each.late for id, each in found.deadlines.items()},
        parties=found.parties,
    )


def _row(row: Transition) -> PinnedRow:
    return PinnedRow(
        trigger=row.trigger,
        by=frozenset(row.by),
        when=row.when,
        sets=row.sets,
        opens=frozenset(each.id for each in row.opens),
        notify=tuple(each.id for each in row.notify),
        paper=row.paper,
        moves=row.moves is not None,
        two_person=row.two_person,
    )
