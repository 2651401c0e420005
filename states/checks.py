"""What every lifecycle must keep on its ways: nothing unreachable, endless, ambiguous, ownerless, without its timer."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from states.explore import Configuration, Step, Walk, applicable, needs_deadline, recorded_modes
from states.lifecycle import FIRE, STAY, Deadline, Lifecycle, Mode, Transition
from states.machine import Machine
from states.properties import Check, Finding, Subject, check, way_to
from states.proposals import DECLINE, ENTER, PROPOSE
from states.roles import AGENCY, SYSTEM
from states.standing import CHASE, REMIND

AROUND = frozenset({PROPOSE, ENTER, DECLINE})
"""What is done about other steps."""


@check("states.reachable", "모든 상태에 이를 수 있다", "every state can be reached")
def states_reachable(subject: Subject) -> Iterator[Finding]:
    reached = {configuration.state for configuration in subject.walk.steps}
    for state in subject.lifecycle.states:
        if state.id not in reached:
            yield Finding(f"{state.id}에 이르는 길이 없습니다", f"no way leads to {state.id}")


@check("states.end", "어디에서든 끝에 이를 수 있다", "from wherever a stream can be, it can reach an end")
def states_end(subject: Subject) -> Iterator[Finding]:
    """Followed backwards from the ends; what is never met has no way to one."""
    ends = {state.id for state in subject.lifecycle.states if state.terminal}
    before: dict[Configuration, list[Configuration]] = {}
    for step in subject.walk.every():
        before.setdefault(step.dest, []).append(step.source)
    saved = {configuration for configuration in subject.walk.steps if configuration.state in ends}
    waiting = list(saved)
    while waiting:
        for each in before.get(waiting.pop(), ()):
            if each not in saved:
                saved.add(each)
                waiting.append(each)
    lost = (configuration for configuration in subject.walk.steps if configuration not in saved)
    for configuration in _first_of_each_state(lost):
        ko, en = f"{configuration.state}에서 끝에 이를 수 없습니다", f"{configuration.state} can become endless"
        yield Finding(ko, en, subject.walk.path(configuration))


@check("rows.applicable", "모든 행은 각 출발 상태에서 쓰인다", "every row can be the case in each of its sources")
def rows_applicable(subject: Subject) -> Iterator[Finding]:
    cases = {(each.state, each.modes): each for each in subject.walk.steps}
    free = recorded_modes(subject.lifecycle)
    used = {
        (row.name, state)
        for (state, _), configuration in cases.items()
        for row in subject.lifecycle.rows
        if state in row.sources and applicable(row, subject.walk.modes(configuration), free)
    }
    for row in subject.lifecycle.rows:
        for source in row.sources:
            if (row.name, source) not in used:
                way = next(map(subject.walk.path, subject.walk.standing(source)), ())
                ko, en = f"{row.name}은(는) {source}에서 쓰일 수 없습니다", f"{row.name} is never the case in {source}"
                yield Finding(ko, en, way)


@check(
    "rows.single", "한 상태에서 처리 하나의 행들은 서로 겹치지 않는다", "no two rows of a trigger overlap in a state"
)
def rows_single(subject: Subject) -> Iterator[Finding]:
    for one, other in combinations(subject.lifecycle.rows, 2):
        shared = [source for source in one.sources if source in other.sources]
        if one.trigger == other.trigger and shared and _overlap(one, other, subject.lifecycle.modes):
            standing = subject.walk.standing(shared[0])
            both = (each for each in standing if _both(one, other, subject.walk, each))
            way = next(map(subject.walk.path, both), ())
            place = f"{one.trigger} ({shared[0]}): {one.name}, {other.name}"
            yield Finding(f"행이 겹칩니다: {place}", f"rows overlap: {place}", way)


def _overlap(one: Transition, other: Transition, modes: tuple[Mode, ...]) -> bool:
    """Whether some values of the modes make both rows the case."""
    return all(
        set(mode.values) & one.when.get(mode.id, frozenset(mode.values)) & other.when.get(mode.id, set(mode.values))
        for mode in modes
    )


def _both(one: Transition, other: Transition, walk: Walk, at: Configuration) -> bool:
    free = recorded_modes(walk.lifecycle)
    return applicable(one, walk.modes(at), free) and applicable(other, walk.modes(at), free)


@check(
    "states.owned",
    "기다리는 상태마다 담당이 있고, 담당은 늘 할 수 있는 처리가 있다",
    "every waiting state has an owner, and whatever the case the owner has a row there",
)
def states_owned(subject: Subject) -> Iterator[Finding]:
    idle = (each for each in subject.walk.steps if not _owner_acts(subject, each))
    for configuration in _first_of_each_state(idle):
        state = subject.lifecycle.by_id[configuration.state]
        owner = state.owner or "-"
        ko, en = f"{state.id}: 담당 {owner}의 행이 없습니다", f"{state.id}: its owner {owner} has no row there"
        yield Finding(ko, en, subject.walk.path(configuration))


def _owner_acts(subject: Subject, at: Configuration) -> bool:
    state = subject.lifecycle.by_id.get(at.state)
    if state is None or state.terminal:
        return True
    rows = (row for row in subject.lifecycle.rows if at.state in row.sources and state.owner in _own(row))
    modes, free = subject.walk.modes(at), recorded_modes(subject.lifecycle)
    return any(applicable(row, modes, free) for row in rows)


def _own(row: Transition) -> tuple[str, ...]:
    """Whose doing a row is: to move a deadline, to propose or to take a letter is not what a state waits for."""
    if row.moves or row.trigger in AROUND:
        return ()
    return tuple(role for role in row.by if role != AGENCY) if row.paper else row.by


@check(
    "states.timed",
    "기다리는 상태마다 기한이 있거나 없는 까닭이 적혀 있다",
    "over every waiting state a deadline can stand, or it is said why none does",
)
def states_timed(subject: Subject) -> Iterator[Finding]:
    timed = {configuration.state for configuration in subject.walk.steps if configuration.open}
    for state in subject.lifecycle.states:
        if not (state.terminal or state.open_end or state.id in timed):
            way = next(map(subject.walk.path, subject.walk.standing(state.id)), ())
            ko, en = f"{state.id}에 기한도 까닭도 없습니다", f"{state.id} has neither a deadline nor a reason for none"
            yield Finding(ko, en, way)


@check(
    "timers.fire",
    "기한이 지나면 어디에서든 그 행이 있다",
    "wherever a deadline can be open, the row that its end fires is there and the system's",
)
def timers_fire(subject: Subject) -> Iterator[Finding]:
    """A mode that steps record may have any value by then: the rows must cover them all."""
    free = [mode for mode in subject.lifecycle.modes if mode.id in recorded_modes(subject.lifecycle)]
    seen: set[tuple[str, str]] = set()
    for configuration, steps in subject.walk.steps.items():
        fired = {timer for timer, rows in _by_timer(steps).items() if all(_covers(rows, mode) for mode in free)}
        for kind in sorted(configuration.open - fired):
            if (configuration.state, kind) not in seen:
                seen.add((configuration.state, kind))
                trigger = subject.lifecycle.deadlines[kind].fires
                place = f"{configuration.state}, {kind} -> {trigger}"
                way = subject.walk.path(configuration)
                yield Finding(f"기한이 일으킬 행이 없습니다: {place}", f"a deadline has no row to fire: {place}", way)


def _by_timer(steps: Iterable[Step]) -> dict[str, list[Transition]]:
    found: dict[str, list[Transition]] = {}
    for step in steps:
        found.setdefault(step.timer, []).append(step.row)
    return found


def _covers(rows: Iterable[Transition], mode: Mode) -> bool:
    """Whether one of the rows is the case whatever the mode."""
    allowed = [row.when.get(mode.id, frozenset(mode.values)) for row in rows]
    return frozenset(mode.values) == frozenset().union(*allowed)


@check(
    "expiries.timed", "기한 경과 행마다 그것을 일으키는 기한이 있다", "every row of an expiry is fired by a deadline"
)
def expiries_timed(subject: Subject) -> Iterator[Finding]:
    fired = {step.row.name for step in subject.walk.every() if step.timer}
    for row in subject.lifecycle.rows:
        if needs_deadline(row.payload) and row.name not in fired:
            source = row.sources[0] if row.sources else ""
            way = next(map(subject.walk.path, subject.walk.standing(source)), ())
            yield Finding(f"{row.name}을(를) 일으키는 기한이 없습니다", f"no deadline fires {row.name}", way)


@check(
    "deadlines.late",
    "늦게 발견된 만료의 통보를 달리하는 기한에는 통보가 있다",
    "a deadline that says who hears of an end found late fires a row that tells somebody",
)
def deadlines_late(subject: Subject) -> Iterator[Finding]:
    telling = {row.trigger for row in subject.lifecycle.rows if row.notify}
    opened = {each.id for row in subject.lifecycle.rows for each in row.opens if each.late != FIRE}
    for id in sorted(opened):
        if subject.lifecycle.deadlines[id].fires not in telling:
            way = next((subject.walk.path(each) for each in subject.walk.steps if id in each.open), ())
            yield Finding(f"{id}의 만료는 아무에게도 통보하지 않습니다", f"the end of {id} tells nobody", way)


@check(
    "system.caused",
    "시스템의 행마다 그것을 일으키는 기한이나 반응이 있다",
    "every row of the system is fired by a deadline or caused by another row",
)
def system_caused(subject: Subject) -> Iterator[Finding]:
    fired = {step.row.name for step in subject.walk.every() if step.timer}
    for row in subject.lifecycle.rows:
        caused = f"{subject.lifecycle.name}.{row.trigger}" in subject.causes and not needs_deadline(row.payload)
        caused |= row.trigger in {REMIND, CHASE} and bool(subject.lifecycle.deadlines)
        if SYSTEM in row.by and not caused and row.name not in fired:
            source = row.sources[0] if row.sources else ""
            way = next(map(subject.walk.path, subject.walk.standing(source)), ())
            yield Finding(f"{row.name}을(를) 일으키는 것이 없습니다", f"nothing causes {row.name}", way)


@check(
    "deadlines.closed",
    "지키거나 취소한다고 한 기한은 그때 열려 있을 수 있다",
    "what a row meets or cancels can be open where it does",
)
def deadlines_closed(subject: Subject) -> Iterator[Finding]:
    live = {(step.row.name, kind) for step in _closing(subject.walk) for kind in step.source.open}
    for row in subject.lifecycle.rows:
        for deadline in (*row.meets, *row.cancels):
            if (row.name, deadline.id) not in live:
                source = row.sources[0] if row.sources else ""
                way = next(map(subject.walk.path, subject.walk.standing(source)), ())
                place = f"{row.name}, {deadline.id}"
                yield Finding(f"열려 있을 수 없는 기한입니다: {place}", f"a deadline is never open: {place}", way)


def _closing(walk: Walk) -> Iterator[Step]:
    return (step for step in walk.every() if step.row.meets or step.row.cancels)


@check(
    "deadlines.one_kind",
    "기한 종류마다 정의가 하나다",
    "each kind of deadline has one definition",
)
def deadlines_one_kind(subject: Subject) -> Iterator[Finding]:
    known: dict[str, Deadline] = {}
    for row in subject.lifecycle.rows:
        for deadline in (*row.opens, *row.meets, *row.cancels):
            if known.setdefault(deadline.id, deadline) != deadline:
                ko, en = f"{row.name}: {deadline.id}의 정의가 둘입니다", f"{row.name}: {deadline.id} is defined twice"
                yield Finding(ko, en, way_to(subject.walk, row))


@check("table.compiled", "움직이는 기계는 선언된 표와 같다", "the compiled machine holds exactly the declared rows")
def table_compiled(subject: Subject) -> Iterator[Finding]:
    return differences(subject.lifecycle, Machine(subject.lifecycle))


def differences(lifecycle: Lifecycle, machine: Machine) -> Iterator[Finding]:
    """Each arrow that only the table or only the machine has."""
    declared = {
        (row.trigger, source, source if row.dest == STAY else row.dest)
        for row in lifecycle.rows
        for source in row.sources
    }
    for trigger, source, dest in sorted(machine.edges() ^ declared):
        place = f"{source} --{trigger}--> {dest}"
        yield Finding(f"표와 기계가 다릅니다: {place}", f"table and machine differ: {place}", (place,))


def _first_of_each_state(configurations: Iterator[Configuration]) -> list[Configuration]:
    first: dict[str, Configuration] = {}
    for each in configurations:
        first.setdefault(each.state, each)
    return list(first.values())


CHECKS: tuple[Check, ...] = (
    states_reachable,
    states_end,
    rows_applicable,
    rows_single,
    states_owned,
    states_timed,
    timers_fire,
    expiries_timed,
    system_caused,
    deadlines_closed,
    deadlines_one_kind,
    deadlines_late,
    table_compiled,
)
