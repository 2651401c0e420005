"""`decide` agrees with the declared table for every state, mode, trigger and guard outcome."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, combinations, product
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.call import CALL
from states.company import COMPANY
from states.context import UNBORN, Context, Stream, type_of_mode
from states.lifecycle import STAY, Guard, Lifecycle, Mode, Nothing, Refusal, State, T, Transition
from states.machine import Decision, Machine, decide
from states.project import PROJECT
from states.roles import AGENCY, CLOCK, LEAD
from states.rules.calendar import Calendar
from states.support import SUPPORT
from tests.states.scene import at, rules

NOW: Final = at("2025-01-02 09:00")
FEW: Final = 3
"""Up to so many guards every combination of outcomes is tried; beyond, none, all, each alone and all but one."""
type_of_decide = Callable[[Machine, Context], Decision]


class Script:
    """A lifecycle whose guards do what they are told: those in `failing` (row name, place) refuse."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self.failing: set[tuple[str, int]] = set()
        named = {row.name: row for row in lifecycle.rows}
        self.lifecycle = replace(lifecycle, rows=tuple(map(self._scripted, named.values())))
        self.machine = Machine(self.lifecycle)
        self.all = {(row.name, n) for row in self.lifecycle.rows for n in range(len(row.guards))}

    def _scripted(self, row: Transition) -> Transition:
        """The row with as many guards as it had; a row without any keeps none."""
        return replace(row, guards=tuple(self._guard(row.name, n) for n in range(len(row.guards))))

    def _guard(self, row: str, n: int) -> Guard:
        def check(_: Context) -> Mapping[str, Any] | None:
            return {"place": n} if (row, n) in self.failing else None

        return Guard(f"{row}_{n}", f"{row}.{n}", "clause", check)


def context(state: str, trigger: str, modes: Mapping[str, type_of_mode]) -> Context:
    return Context(
        stream=Stream("stream-1", "toy", state=state),
        trigger=trigger,
        data=Nothing(),
        actor=CLOCK,
        received_at=NOW,
        recorded_at=NOW,
        rules=rules(),
        calendar=Calendar.as_known(None),
        modes=modes,
    )


def expected(
    rows: Sequence[Transition],
    state: str,
    trigger: str,
    modes: Mapping[str, type_of_mode],
    failing: set[tuple[str, int]],
) -> tuple[str | None, str, list[tuple[str, str, dict[str, Any]]]]:
    """Read off the declared table: the row taken or refused, the next state, every refusal."""
    here = [row for row in rows if row.trigger == trigger and state in row.sources]
    cases = [row for row in here if all(modes[mode] in values for mode, values in row.when.items())]
    if not cases:
        code = "trigger.no_case" if here else "trigger.not_here"
        facts = {"state": state, "trigger": trigger, **(modes if here else {})}
        return None, state, [(code, "", facts)]
    (row,) = cases
    refusals = [(f"{row.name}.{n}", "clause", {"place": n}) for n in range(len(row.guards)) if (row.name, n) in failing]
    to = state if refusals or row.dest == STAY else row.dest
    return row.name, to, refusals


def told(decision: Decision) -> tuple[str | None, str, list[tuple[str, str, dict[str, Any]]]]:
    refusals = [(each.code, each.clause, dict(each.facts)) for each in decision.refusals]
    return decision.row.name if decision.row else None, decision.to, refusals


def cases(lifecycle: Lifecycle, trigger: str) -> Iterator[dict[str, type_of_mode]]:
    """Every combination of the modes that some row of the trigger asks for; the others at their initial values."""
    asked = {mode for row in lifecycle.rows if row.trigger == trigger for mode in row.when}
    values = [mode.values if mode.id in asked else (mode.initial,) for mode in lifecycle.modes]
    for combination in product(*values):
        yield dict(zip((mode.id for mode in lifecycle.modes), combination, strict=True))


def outcomes(row: Transition | None) -> Iterator[set[tuple[str, int]]]:
    """Which guards of a row fail."""
    places = [(row.name, n) for n in range(len(row.guards))] if row else []
    sizes = range(len(places) + 1) if len(places) <= FEW else sorted({0, 1, len(places) - 1, len(places)})
    yield from map(set, chain.from_iterable(combinations(places, size) for size in sizes))


def disagreements(script: Script, table: Sequence[Transition], judge: type_of_decide = decide) -> list[str]:
    """Where the machine and the declared table differ; the guards of all other rows always fail."""
    states = [UNBORN, *script.lifecycle.by_id]
    found = []
    for state, trigger in product(states, sorted({row.trigger for row in table})):
        for modes in cases(script.lifecycle, trigger):
            row = next(
                (row for row in table if row.trigger == trigger and state in row.sources and row.applies(modes)), None
            )
            others = {place for place in script.all if row is None or place[0] != row.name}
            for failing in outcomes(row):
                script.failing = failing | others
                decision = told(judge(script.machine, context(state, trigger, modes)))
                if decision != expected(table, state, trigger, modes, script.failing):
                    found.append(f"{state} {trigger} {modes} {sorted(failing)}: {decision}")
    return found


TWO: Final = tuple(Guard(name, f"toy.{name}", "clause", lambda _: None) for name in ("first", "second"))
A, B, END = (State(id, "상태", id, phase="p", cite="common", terminal=id == "end") for id in ("a", "b", "end"))
TOY: Final = Lifecycle(
    name="toy",
    ko="장난감",
    en="Toy",
    states=(A, B, END),
    modes=(Mode("round", (1, 2, 3), 1), Mode("was", ("", "a"), "")),
    rows=(
        T("begin", UNBORN, "a", by=LEAD, ko="시작", en="Begin", cite="common", guards=TWO),
        T("go", "a", "b", by=LEAD, ko="감", en="Go", cite="common", when={"round": [1], "was": [""]}, guards=TWO),
        T("go", "a", "end", by=LEAD, ko="감", en="Go", cite="common", when={"round": [2]}, guards=[*TWO, TWO[0]]),
        T("go", "b", "a", by=LEAD, ko="감", en="Go", cite="common"),
        T("stay", (A, B), STAY, by=AGENCY, ko="머묾", en="Stay", cite="common", guards=TWO[:1]),
        T("again", "b", "b", by=AGENCY, ko="다시", en="Again", cite="common", guards=TWO),
    ),
)
ALL: Final = {each.name: each for each in (TOY, CALL, PROJECT, SUPPORT, COMPANY)}


@pytest.mark.parametrize("name", ALL)
def test_decide_agrees_with_the_declared_table(name: str) -> None:
    script = Script(ALL[name])
    assert disagreements(script, script.lifecycle.rows) == []


@pytest.mark.parametrize("name", ALL)
def test_row_and_offers_agree_with_the_declared_table(name: str) -> None:
    script = Script(ALL[name])
    for state in (UNBORN, *script.lifecycle.by_id):
        for trigger in script.lifecycle.triggers:
            for modes in cases(script.lifecycle, trigger):
                row = script.machine.row(state, trigger, modes)
                wanted = expected(script.lifecycle.rows, state, trigger, modes, set())[0]
                assert (row.name if row else None) == wanted
                offered = [each.name for each in script.machine.offers(state, modes) if each.trigger == trigger]
                assert offered == ([wanted] if wanted else [])


SCRIPTED: Final = Script(PROJECT)


@given(st.data())
def test_any_mode_and_any_outcome_of_the_projects_rows(data: st.DataObject) -> None:
    """All modes at once, and any set of refusing guards over all rows: what the exhaustive test narrows down."""
    rows = SCRIPTED.lifecycle.rows
    row = data.draw(st.sampled_from(rows))
    state = data.draw(st.sampled_from([*row.sources, *SCRIPTED.lifecycle.by_id]))
    modes = {mode.id: data.draw(st.sampled_from(mode.values)) for mode in SCRIPTED.lifecycle.modes}
    SCRIPTED.failing = data.draw(st.sets(st.sampled_from(sorted(SCRIPTED.all)), max_size=60))
    SCRIPTED.failing |= {(row.name, n) for n in range(len(row.guards)) if data.draw(st.booleans())}
    decision = told(decide(SCRIPTED.machine, context(state, row.trigger, modes)))
    assert decision == expected(rows, state, row.trigger, modes, SCRIPTED.failing)


def test_an_unknown_trigger_is_not_here() -> None:
    decision = decide(Machine(TOY), context("a", "vanish", TOY.initial_modes()))
    assert decision == Decision(None, "a", (Refusal("trigger.not_here", "", {"state": "a", "trigger": "vanish"}),))


def test_a_decision_leaves_no_trace_in_the_machine() -> None:
    """One machine serves every stream: what one walked into, the next one does not see."""
    machine = Machine(TOY)
    modes = TOY.initial_modes()
    assert [decide(machine, context("a", "go", modes)).to for _ in range(2)] == ["b", "b"]
    assert decide(machine, context("b", "go", modes)).to == "a"


def first_reason_only(machine: Machine, ctx: Context) -> Decision:
    decision = decide(machine, ctx)
    return replace(decision, refusals=decision.refusals[:1])


def goes_although_refused(machine: Machine, ctx: Context) -> Decision:
    decision = decide(machine, ctx)
    return replace(decision, to=decision.row.dest) if decision.row and decision.row.dest != STAY else decision


def deaf_to_modes(machine: Machine, ctx: Context) -> Decision:
    return decide(machine, replace(ctx, modes=machine.lifecycle.initial_modes()))


@pytest.mark.parametrize("judge", [first_reason_only, goes_although_refused, deaf_to_modes])
@pytest.mark.parametrize("name", ["toy", "call"])
def test_control_a_wrong_decide_is_seen(name: str, judge: type_of_decide) -> None:
    script = Script(ALL[name])
    modeless = judge is deaf_to_modes and not ALL[name].modes
    assert (disagreements(script, script.lifecycle.rows, judge) == []) is modeless


@pytest.mark.parametrize("changes", [{"dest": "b"}, {"sources": ("b",)}, {"when": {}}, {"guards": TWO}])
def test_control_a_machine_of_another_table_is_seen(changes: Mapping[str, Any]) -> None:
    """One row changed, and the machine compiled from it: the table as declared shows where."""
    script = Script(TOY)
    changed = tuple(replace(row, **changes) if row.name == "go.end" else row for row in script.lifecycle.rows)
    script.machine = Machine(replace(script.lifecycle, rows=changed))
    assert disagreements(script, script.lifecycle.rows) != []
