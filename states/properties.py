"""What a lifecycle must keep, as data: a law is one line beside the lifecycle; each finds its own breaches."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from states.context import UNBORN
from states.explore import Configuration, Step, Walk, explore, first_way
from states.lifecycle import Lifecycle, Reacting, Transition
from states.roles import SYSTEM
from states.rules.call_rules import CallRules


class Texted(Protocol):
    """What a refusal code has to say: what is wrong, and what would cure it."""

    @property
    def ko(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def cure_ko(self) -> str: ...
    @property
    def cure_en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach: what it is, in both languages, and the way there as `state --trigger--> state`."""

    ko: str
    en: str
    witness: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What is judged: a lifecycle among its family, the call's rules, the texts of refusals."""

    lifecycle: Lifecycle
    family: Mapping[str, Lifecycle]
    rules: CallRules
    texts: Mapping[str, Texted]

    @cached_property
    def walk(self) -> Walk:
        return explore(self.lifecycle)

    @cached_property
    def causes(self) -> Mapping[str, tuple[str, ...]]:
        """Which rows of the family, as `kind.row`, can cause a step, by `kind.trigger`."""
        found: dict[str, tuple[str, ...]] = {}
        for kind, lifecycle in {**self.family, self.lifecycle.name: self.lifecycle}.items():
            for row in lifecycle.rows:
                for target in targets(row):
                    found[target] = (*found.get(target, ()), f"{kind}.{row.name}")
        return found

    def rows(self, names: Iterable[str]) -> frozenset[Transition]:
        """The rows of these names or triggers."""
        wanted = set(names)
        return frozenset(row for row in self.lifecycle.rows if {row.name, row.trigger} & wanted)


def targets(row: Transition) -> tuple[str, ...]:
    """What a row can cause elsewhere, as `kind.trigger`."""
    return row.reacts.targets if isinstance(row.reacts, Reacting) else ()


class Law(Protocol):
    """A property of one lifecycle."""

    @property
    def id(self) -> str: ...
    @property
    def ko(self) -> str: ...
    @property
    def en(self) -> str: ...
    def breaches(self, subject: Subject) -> Iterable[Finding]: ...


@dataclass(frozen=True, slots=True)
class Check:
    """A property of every lifecycle: a function that finds its breaches."""

    id: str
    ko: str
    en: str
    breaches: Callable[[Subject], Iterable[Finding]]


def check(id: str, ko: str, en: str) -> Callable[[Callable[[Subject], Iterable[Finding]]], Check]:
    """Declare a property of every lifecycle; `ko` and `en` say in a sentence what must hold."""
    return lambda breaches: Check(id, ko, en, breaches)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Law:
    """`ko` and `en` say in a sentence what must hold."""

    id: str
    ko: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedes(_Law):
    """On every way from birth (or from the states `since`), one of `first` is taken before any of `then` or `into`.

    `first` and `then` are rows or triggers, `into` states that are entered.
    """

    first: tuple[str, ...]
    then: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    since: tuple[str, ...] = (UNBORN,)

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        yield from _unknown(subject, (*self.first, *self.then), (*self.into, *self.since))
        first, then = subject.rows(self.first), subject.rows(self.then)
        way = first_way(
            subject.walk,
            {each: None for each in subject.walk.steps if each.state in self.since},
            goal=lambda step: step.row not in first and (step.row in then or _enters(step, self.into)),
            passable=lambda step: step.row not in first,
        )
        if way is not None:
            names = ", ".join(self.first)
            yield Finding(f"{names} 없이 이르는 길이 있습니다", f"there is a way without {names}", way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded(_Law):
    """Each of these rows has all of these guards."""

    rows: tuple[str, ...]
    by: tuple[str, ...]

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        yield from _unknown(subject, self.rows, ())
        for row in sorted(subject.rows(self.rows), key=lambda row: row.name):
            missing = ", ".join(sorted(set(self.by) - {guard.name for guard in row.guards}))
            if missing:
                way = way_to(subject.walk, row)
                ko, en = f"{row.name}에 조건 {missing}이(가) 없습니다", f"{row.name} lacks the guard {missing}"
                yield Finding(ko, en, way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns(_Law):
    """Whoever enters the states of a detour from a state of `homes` leaves it only to where that state allows."""

    detour: tuple[str, ...]
    homes: Mapping[str, tuple[str, ...]] = field(hash=False)

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        allowed = (to for tos in self.homes.values() for to in tos)
        yield from _unknown(subject, (), (*self.detour, *self.homes, *allowed))
        entries = [step for step in subject.walk.every() if _enters(step, self.detour)]
        entries = [step for step in entries if step.source.state not in self.detour]
        for home in dict.fromkeys(step.source.state for step in entries):
            starts = {step.dest: step for step in reversed(entries) if step.source.state == home}
            way = self._astray(subject.walk, home, starts)
            if way is not None:
                ko, en = f"{home}에서 온 절차가 다른 곳으로 나갑니다", f"what came from {home} leaves for elsewhere"
                yield Finding(ko, en, way)

    def _astray(self, walk: Walk, home: str, starts: Mapping[Configuration, Step]) -> tuple[str, ...] | None:
        """The way in from `home` and out to where it may not go; just the way in if nobody may come from it."""
        if home not in self.homes:
            entry = list(starts.values())[-1]
            return (*walk.path(entry.source), str(entry))
        return first_way(
            walk,
            starts,
            goal=lambda step: step.dest.state not in {*self.homes[home], *self.detour},
            passable=lambda step: step.dest.state in self.detour,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Never(_Law):
    """None of these rows can be taken in these states."""

    rows: tuple[str, ...]
    states: tuple[str, ...]

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        yield from _unknown(subject, self.rows, self.states)
        rows = subject.rows(self.rows)
        way = _first(subject.walk, lambda step: step.row in rows and step.source.state in self.states)
        if way:
            yield Finding("허용되지 않은 상태에서 처리됩니다", "it is possible where it must not be", way)


@dataclass(frozen=True, slots=True, kw_only=True)
class Once(_Law):
    """None of these rows can be taken twice in one life."""

    rows: tuple[str, ...]

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        yield from _unknown(subject, self.rows, ())
        for name in self.rows:
            way = self._again(subject.walk, subject.rows((name,)))
            if way is not None:
                yield Finding(f"{name}이(가) 두 번 처리될 수 있습니다", f"{name} can be taken twice", way)

    def _again(self, walk: Walk, rows: frozenset[Transition]) -> tuple[str, ...] | None:
        taken = [step for step in walk.every() if step.row in rows]
        return first_way(walk, {step.dest: step for step in reversed(taken)}, goal=lambda step: step.row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(_Law):
    """A mode never has another value than these."""

    mode: str
    values: tuple[str | int, ...]

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        for configuration in subject.walk.steps:
            value = subject.walk.modes(configuration).get(self.mode)
            if value not in self.values:
                shown = f"{self.mode} = {value}"
                yield Finding(f"{shown} 값이 될 수 있습니다", f"{shown} can happen", subject.walk.path(configuration))
                return


@dataclass(frozen=True, slots=True, kw_only=True)
class CausedOnlyBy(_Law):
    """A step is never a person's: it follows from these rows of the family (`kind.row`) and from nothing else."""

    trigger: str
    causes: tuple[str, ...]

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        yield from _unknown(subject, (self.trigger,), ())
        found = subject.causes.get(f"{subject.lifecycle.name}.{self.trigger}", ())
        wrong = sorted(set(found) - set(self.causes)) or (["-"] if not found else [])
        rows = subject.rows((self.trigger,))
        wrong += sorted({role for row in rows for role in row.by if role != SYSTEM})
        wrong += sorted({step.timer for step in subject.walk.every() if step.row in rows and step.timer})
        if wrong:
            ways = [way_to(subject.walk, row) for row in rows]
            names = ", ".join(wrong)
            yield Finding(
                f"{self.trigger}의 원인이 다릅니다: {names}",
                f"{self.trigger} has another cause: {names}",
                next((way for way in ways if way), ()),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(_Law):
    """Every row has a letter, but for those in `quiet`: by name or trigger, with the reason why nobody is told."""

    quiet: Mapping[str, str] = field(hash=False)

    def breaches(self, subject: Subject) -> Iterator[Finding]:
        yield from _unknown(subject, self.quiet, ())
        silent = {row for row in subject.lifecycle.rows if not row.notify}
        for row in sorted(silent - subject.rows(self.quiet), key=lambda row: row.name):
            way = way_to(subject.walk, row)
            yield Finding(f"{row.name}은(는) 아무에게도 알리지 않습니다", f"{row.name} tells nobody", way)
        for name in sorted(name for name in self.quiet if not subject.rows((name,)) & silent):
            yield Finding(f"{name}은(는) 알림이 있습니다", f"{name} is said to tell nobody, yet does")


def way_to(walk: Walk, row: Transition) -> tuple[str, ...]:
    """A shortest way up to and with a row; empty if it can never be taken."""
    return _first(walk, lambda step: step.row is row)


def _first(walk: Walk, fits: Callable[[Step], bool]) -> tuple[str, ...]:
    found = next((step for step in walk.every() if fits(step)), None)
    return () if found is None else (*walk.path(found.source), str(found))


def _enters(step: Step, states: tuple[str, ...]) -> bool:
    return step.dest.state in states and step.source.state != step.dest.state


def _unknown(subject: Subject, rows: Iterable[str], states: Iterable[str]) -> Iterator[Finding]:
    """A law about what is not there proves nothing: that is a breach."""
    names = {name for row in subject.lifecycle.rows for name in (row.name, row.trigger)}
    absent = {row for row in rows if row not in names}
    absent |= {state for state in states if state != UNBORN and state not in subject.lifecycle.by_id}
    for name in sorted(absent):
        yield Finding(f"{name}이(가) 생애주기에 없습니다", f"{name} is not in the lifecycle")
