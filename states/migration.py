"""Moving streams from one generation of their lifecycle to another: the map as data, and the row that crosses it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from states.canonical import sha256_hex
from states.context import Context, Stream, type_of_mode
from states.explore import explore
from states.lifecycle import Guard, Lifecycle, T, Transition
from states.payloads.migration import Migrating
from states.roles import SYSTEM

MIGRATE = "migrate"
"""The trigger that crosses: every stream has it, by a timer of the approved migration only."""
DECIDES = ("owner", "fires", "period", "at", "start", "late")
"""What a deadline of the same kind must share in both generations to be kept as it stands."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where one state leads; `when` tells apart the parts of a split state by the modes under the old generation."""

    source: str
    dest: str
    when: Mapping[str, frozenset[type_of_mode]] = field(default_factory=dict)

    def fits(self, state: str, modes: Mapping[str, Any]) -> bool:
        return state == self.source and all(modes.get(mode) in values for mode, values in self.when.items())


@dataclass(frozen=True)
class Migration:
    """The whole map, stored under its fingerprint. `leaves` and `joins` are the fingerprints of two lifecycles.

    By state, `always` are the kinds of deadline that every way into it in the new generation brings, `ever` those that
    can stand over it at all; `changed` are the kinds both generations have, but not alike.
    """

    kind: str
    leaves: str
    joins: str
    moves: tuple[Move, ...]
    always: Mapping[str, frozenset[str]]
    ever: Mapping[str, frozenset[str]]
    changed: frozenset[str]
    initial: Mapping[str, type_of_mode]

    @cached_property
    def definition(self) -> Mapping[str, Any]:
        """Plain data: what is stored, fingerprinted and approved."""
        return {
            "name": self.kind,
            "leaves": self.leaves,
            "joins": self.joins,
            "moves": [
                {"from": m.source, "to": m.dest, "when": {k: sorted(v, key=str) for k, v in m.when.items()}}
                for m in self.moves
            ],
            "always": {state: sorted(kinds) for state, kinds in self.always.items()},
            "ever": {state: sorted(kinds) for state, kinds in self.ever.items()},
            "changed": sorted(self.changed),
            "initial": dict(self.initial),
        }

    @cached_property
    def fingerprint(self) -> str:
        return sha256_hex(self.definition)

    def dest(self, state: str, facts: Mapping[str, Any]) -> str:
        """Where a state leads under these facts; empty if nobody has said."""
        modes = {mode: facts.get(mode, value) for mode, value in self.initial.items()}
        return next((move.dest for move in self.moves if move.fits(state, modes)), "")

    def crosses(self, before: Stream, event: Mapping[str, Any]) -> bool:
        """Whether a recorded step is this migration's of that stream."""
        pinned = (before.lifecycle, event["lifecycle"], event["trigger"]) == (self.leaves, self.joins, MIGRATE)
        return pinned and event["from"] == before.state and event["to"] == self.dest(before.state, before.facts)


def read(plain: Mapping[str, Any]) -> Migration:
    """A migration as it is stored. KeyError or TypeError if it is none."""
    return Migration(
        kind=plain["name"],
        leaves=plain["leaves"],
        joins=plain["joins"],
        moves=tuple(
            Move(m["from"], m["to"], MappingProxyType({k: frozenset(v) for k, v in m["when"].items()}))
            for m in plain["moves"]
        ),
        always={state: frozenset(kinds) for state, kinds in plain["always"].items()},
        ever={state: frozenset(kinds) for state, kinds in plain["ever"].items()},
        changed=frozenset(plain["changed"]),
        initial=dict(plain["initial"]),
    )


def planned(left: str, leaves: Lifecycle, joins: Lifecycle, moves: Sequence[Move]) -> Migration:
    """The migration by these moves; a state of the same name leads to itself unless they say otherwise.

    `left` is the fingerprint of `leaves`, of which an outline is enough. ValueError for a state or mode that neither
    generation has.
    """
    named = {move.source for move in moves}
    kept = [Move(s.id, s.id) for s in leaves.states if s.id in joins.by_id and s.id not in named and not s.terminal]
    every = (*moves, *kept)
    _known(every, leaves, joins)
    entered: dict[str, list[frozenset[str]]] = {}
    stood: dict[str, set[str]] = {}
    for step in explore(joins).every():
        stood.setdefault(step.dest.state, set()).update(step.dest.open)
        if step.dest.state != step.source.state:
            entered.setdefault(step.dest.state, []).append(step.dest.open)
    wanted = sorted({move.dest for move in every} & stood.keys())
    return Migration(
        kind=joins.name,
        leaves=left,
        joins=joins.fingerprint,
        moves=every,
        always={state: frozenset.intersection(*entered[state]) for state in wanted},
        ever={state: frozenset(stood[state]) for state in wanted},
        changed=frozenset(_changed(leaves, joins)),
        initial=leaves.initial_modes(),
    )


def _known(moves: Iterable[Move], leaves: Lifecycle, joins: Lifecycle) -> None:
    for move in moves:
        if move.source not in leaves.by_id:
            raise ValueError(f"the generation that is left has no state {move.source}")
        if move.dest not in joins.by_id:
            raise ValueError(f"the generation that is joined has no state {move.dest}")
        if strange := move.when.keys() - leaves.initial_modes().keys():
            raise ValueError(f"the generation that is left has no mode {', '.join(sorted(strange))}")


def _changed(leaves: Lifecycle, joins: Lifecycle) -> Iterable[str]:
    old, new = ({each["id"]: each for each in side.definition["deadlines"]} for side in (leaves, joins))
    return (id for id in old.keys() & new.keys() if any(old[id].get(name) != new[id].get(name) for name in DECIDES))


@dataclass(frozen=True, eq=False)
class Bridge(Lifecycle):
    """What a crossing is decided by: the states of both sides, and one row for each way over.

    Its fingerprint is that of the side it leads to: that is what the step and all after it are pinned to.
    """

    pinned: str = ""
    over: Migration | None = None
    near: Lifecycle | None = None
    far: Lifecycle | None = None

    @property
    def fingerprint(self) -> str:
        return self.pinned

    @property
    def triggers(self) -> frozenset[str]:
        """The crossing, and what can follow it: reminders are set as on the far side."""
        return frozenset({MIGRATE}) | (self.far.triggers if self.far else frozenset())

    def taken(self, row: Transition, stream: Stream) -> Transition:
        """The row with what becomes of this stream's own deadlines: kept, computed anew, closed, opened."""
        assert self.over is not None and self.near is not None and self.far is not None  # noqa: S101, PT018
        standing = stream.deadlines.keys()
        ever, always = self.over.ever.get(row.dest, frozenset()), self.over.always.get(row.dest, frozenset())
        opens = (always - standing) | (standing & ever & self.over.changed)
        return replace(
            row,
            opens=tuple(self.far.deadlines[id] for id in sorted(opens)),
            cancels=tuple(self.near.deadlines[id] for id in sorted(standing - ever) if id in self.near.deadlines),
        )


def bridge(migration: Migration, near: Lifecycle, far: Lifecycle) -> Bridge:
    """The bridge from the generation that is left (`near`) to the one that is joined (`far`)."""
    ways: dict[tuple[str, tuple[tuple[str, tuple[type_of_mode, ...]], ...]], list[str]] = {}
    for move in migration.moves:
        when = tuple((mode, tuple(sorted(values, key=str))) for mode, values in sorted(move.when.items()))
        ways.setdefault((move.dest, when), []).append(move.source)
    rows = tuple(
        T(
            MIGRATE,
            tuple(near.by_id[source] for source in sources),
            dest,
            by=SYSTEM,
            ko="생애주기 이행",
            en="Migrate",
            cite="common",
            payload=Migrating,
            guards=[
                _guard("generation_left", _left(migration)),
                _guard("modes_known", _modes(near, far)),
                AS_REVIEWED,
                NO_LETTER,
            ],
            when=dict(when),
        )
        for (dest, when), sources in ways.items()
    )
    states = {state.id: state for state in (*near.states, *far.states)}
    return Bridge(
        name=far.name, ko=far.ko, en=far.en, states=tuple(states.values()), rows=rows, modes=near.modes,
        pinned=migration.joins, over=migration, near=near, far=far,
    )  # fmt: skip


def _guard(name: str, check: Any) -> Guard:
    return Guard(name, f"migration.{name}", "common", check)


def _left(migration: Migration) -> Any:
    def left(ctx: Context) -> Mapping[str, Any] | None:
        now = ctx.stream.lifecycle
        return None if now == migration.leaves else {"lifecycle": now[:12], "leaves": migration.leaves[:12]}

    return left


def _modes(near: Lifecycle, far: Lifecycle) -> Any:
    values = {mode.id: mode.values for mode in far.modes}

    def known(ctx: Context) -> Mapping[str, Any] | None:
        stray = {mode: now for mode, now in ctx.modes.items() if mode in values and now not in values[mode]}
        return {"modes": stray} if stray else None

    return known


def _as_reviewed(ctx: Context) -> Mapping[str, Any] | None:
    reviewed = ctx.given["reviewed"]
    return None if reviewed == ctx.stream.version else {"reviewed": reviewed, "version": ctx.stream.version}


AS_REVIEWED = Guard("as_reviewed", "migration.as_reviewed", "common", _as_reviewed)
"""What was reviewed is what is moved: a stream that has gone on since is proposed again."""


def _no_letter(ctx: Context) -> Mapping[str, Any] | None:
    return {"waiting": list(ctx.facts.get("proposals") or ())} if ctx.facts.get("paper") else None


NO_LETTER = Guard("no_letter", "paper.undecided", "common", _no_letter)
"""A letter is decided where it was entered: generations keep what they hold of one differently."""
