"""What a lifecycle is: frozen declarations that read as sentences. Everything else is derived from them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Literal, TypedDict, TypeVar, Unpack

from pydantic import BaseModel, ConfigDict

from states.canonical import sha256_hex
from states.context import UNBORN, Context, Stream, type_of_mode
from states.parties import PARTIES, changed, type_of_parties
from states.rules.call_rules import CallRules

__all__ = [
    "RECORDED", "SOURCE", "STAY", "UNBORN", "Lifecycle", "Payload", "State", "T", "Transition", "claiming", "guard",
    "reacting", "reference", "version",
]  # fmt: skip

STAY = "="
"""The destination of an internal step: the state is kept."""
SOURCE = "<source>"
"""In `sets`: the state the step came from."""
RECORDED = "<recorded>"
"""In `sets`: the value the step itself records; any of the mode's."""


type_of_code = Callable[..., Any]
Code = TypeVar("Code", bound=type_of_code)


def version(number: int) -> Callable[[Code], Code]:
    """Mark a rule or a payload as another version of its name: generations that named the earlier one keep it."""

    def mark(code: Code) -> Code:
        code.__version__ = number  # type: ignore[attr-defined]
        return code

    return mark


def reference(code: type_of_code) -> str:
    """What a stored lifecycle names this code by: `name`, from its second version on `name@2`."""
    number = getattr(code, "__version__", 1)
    return code.__name__ if number == 1 else f"{code.__name__}@{number}"


class Payload(BaseModel):
    """What a command carries: strict, closed, frozen. Money is integer won; instants carry an offset."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Nothing(Payload):
    """A command that carries nothing but itself."""


class Private:
    """Marks a payload field kept outside the event, behind a commitment (single scores, names, contacts)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not accepted: a code of the catalogue, the clause it rests on and the facts that show it.

    `lifecycle` and `rules`: what it was judged under, which names its codes (states/wording.py); no part of the record.
    """

    code: str
    clause: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    lifecycle: "Lifecycle | None" = field(default=None, compare=False, repr=False)
    rules: CallRules | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition of one refusal code. `check` gives None when it holds, else the facts that show it does not."""

    name: str
    code: str
    clause: str
    check: Callable[[Context], Mapping[str, Any] | None]

    def __call__(self, ctx: Context) -> Refusal | None:
        facts = self.check(ctx)
        return None if facts is None else Refusal(self.code, self.clause, facts)


def guard(code: str, clause: str) -> Callable[[Callable[[Context], Mapping[str, Any] | None]], Guard]:
    """Declare a guard: the function's name is its stable name, `code` its one refusal, `clause` its source."""
    return lambda check: Guard(check.__name__, code, clause, check)


@dataclass(frozen=True, slots=True)
class Claim:
    """A holder's share of a sum: `amount` replaces what this stream held under (scope, key); Σ must stay ≤ ceiling."""

    scope: str
    key: str
    amount: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class Claiming:
    """A named rule that computes a row's claims; exceeding a ceiling is refused with `code`."""

    name: str
    code: str
    clause: str
    compute: Callable[[Context], Iterable[Claim]]


def claiming(code: str, clause: str) -> Callable[[Callable[[Context], Iterable[Claim]]], Claiming]:
    """Declare how a row claims shares of sums that several streams compete for."""
    return lambda compute: Claiming(compute.__name__, code, clause, compute)


@dataclass(frozen=True, slots=True)
class Reaction:
    """A command on another stream, written as a timer due now in the causing transaction."""

    stream: str
    trigger: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reacting:
    """A named rule that computes a row's reactions; `targets` are all the `kind.trigger` it can cause."""

    name: str
    targets: tuple[str, ...]
    compute: Callable[[Context], Iterable[Reaction]]

    @property
    def __name__(self) -> str:
        return self.name

    def __call__(self, ctx: Context) -> tuple[Reaction, ...]:
        """The reactions. ValueError if one is not declared: what the static checks trust must be true."""
        found = tuple(self.compute(ctx))
        stray = {each.trigger for each in found} - {target.partition(".")[2] for target in self.targets}
        if stray:
            raise ValueError(f"{self.name} causes {sorted(stray)}, which it does not declare")
        return found


def reacting(*targets: str) -> Callable[[Callable[[Context], Iterable[Reaction]]], Reacting]:
    """Declare how a row causes steps of other streams, and which (`kind.trigger`) these can be."""
    return lambda compute: Reacting(compute.__name__, targets, compute)


@dataclass(frozen=True, slots=True)
class Moving:
    """A named rule that gives standing deadlines another end; `how` is what becomes of the old ones."""

    name: str
    how: str
    compute: Callable[[Context], Iterable[Mapping[str, Any]]]


def moving(how: str) -> Callable[[Callable[[Context], Iterable[Mapping[str, Any]]]], Moving]:
    """Declare how a row moves the deadline its command names: extended, suspended, resumed, recomputed."""
    return lambda compute: Moving(compute.__name__, how, compute)


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter a step sends, to the organisations that hold these roles for the stream."""

    id: str
    to: tuple[str, ...]
    ko: str
    en: str


type_of_late = Literal["fire", "supersede", "escalate"]
FIRE: Final = "fire"
SUPERSEDE: Final = "supersede"
ESCALATE: Final = "escalate"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A kind of deadline. Its length and reminders are the call's period `period`; `fires` is the row its end triggers.

    `at` gives a fixed instant (never moved); `start` the day or instant counting begins, else the step's own instant.

    `late`: what becomes of an end the clock finds long after its instant (`states.standing.MISSED`). It always fires
    and says how late. `fire`: as it would have; `supersede`: its letters are left out where a reminder that it is
    overdue is due already and tells the same; `escalate`: its letters go to the next responsible too.
    """

    id: str
    ko: str
    en: str
    owner: str
    fires: str
    cite: str
    period: str = ""
    at: Callable[[Context], datetime] | None = None
    start: Callable[[Context], date | datetime] | None = None
    late: type_of_late = FIRE

    @property
    def period_name(self) -> str:
        return self.period or self.id


@dataclass(frozen=True, slots=True)
class Mode:
    """A finite circumstance that selects between rows of one trigger."""

    id: str
    values: tuple[type_of_mode, ...]
    initial: type_of_mode


@dataclass(frozen=True, slots=True)
class State:
    """Where a stream can be. `owner` must act next; `open_end` says why no deadline stands over a waiting state."""

    id: str
    ko: str
    en: str
    phase: str
    cite: str
    owner: str = ""
    open_end: str = ""
    terminal: bool = False
    step: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """One row: who may do what, from where, on what conditions, and what follows.

    `two_person`: one proposes the step, another takes it; `paper`: a letter can bring it (states/proposals.py).
    """

    name: str
    trigger: str
    sources: tuple[str, ...]
    dest: str
    by: tuple[str, ...]
    ko: str
    en: str
    cite: str
    payload: type[Payload] = Nothing
    guards: tuple[Guard, ...] = ()
    when: Mapping[str, frozenset[type_of_mode]] = field(default_factory=dict)
    sets: Mapping[str, type_of_mode] = field(default_factory=dict)
    opens: tuple[Deadline, ...] = ()
    meets: tuple[Deadline, ...] = ()
    cancels: tuple[Deadline, ...] = ()
    notify: tuple[Notice, ...] = ()
    claims: tuple[Claiming, ...] = ()
    records: Callable[[Context], Mapping[str, Any]] | None = None
    reacts: Callable[[Context], Iterable[Reaction]] | None = None
    reads: tuple[str, ...] = ()
    reads_private: tuple[str, ...] = ()
    joins: str = ""
    paper: bool = False
    moves: Moving | None = None
    two_person: bool = False

    def applies(self, modes: Mapping[str, type_of_mode]) -> bool:
        """Whether this row is the case at hand under these modes."""
        return not self.when or all(modes[mode] in allowed for mode, allowed in self.when.items())


class Clauses(TypedDict, total=False):
    """What a row may add to who, from where, to where: conditions and consequences. Sequences may be lists."""

    payload: type[Payload]
    guards: Sequence[Guard]
    opens: Sequence[Deadline]
    meets: Sequence[Deadline]
    cancels: Sequence[Deadline]
    notify: Sequence[Notice]
    claims: Sequence[Claiming]
    records: Callable[[Context], Mapping[str, Any]]
    reacts: Callable[[Context], Iterable[Reaction]]
    reads: Sequence[str]
    reads_private: Sequence[str]
    joins: str
    paper: bool
    moves: Moving
    two_person: bool
    when: Mapping[str, Iterable[type_of_mode]]
    sets: Mapping[str, type_of_mode]


type_of_source = State | str | Sequence[State]


def T(  # noqa: N802 - a row is written as a term of the declaration; each name is a word of its sentence
    trigger: str,
    source: type_of_source,
    dest: State | str,
    *,
    by: str | tuple[str, ...],
    ko: str,
    en: str,
    cite: str,
    **clauses: Unpack[Clauses],
) -> Transition:
    """Write one row. A state stands for its id; `UNBORN` begins a stream; `STAY` keeps the state."""
    when, sets = clauses.pop("when", {}), clauses.pop("sets", {})
    rest: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in clauses.items()}
    return Transition(
        name=trigger,
        trigger=trigger,
        sources=tuple(_id(each) for each in ((source,) if isinstance(source, State | str) else source)),
        dest=_id(dest),
        by=(by,) if isinstance(by, str) else by,
        ko=ko,
        en=en,
        cite=cite,
        when=MappingProxyType({mode: frozenset(values) for mode, values in when.items()}),
        sets=MappingProxyType(dict(sets)),
        **rest,
    )


def _id(state: State | str) -> str:
    return state if isinstance(state, str) else state.id


@dataclass(frozen=True, eq=False)
class Lifecycle:
    """One declared state machine. A row is named by its trigger; by `trigger.dest` where one trigger leads two ways,
    by `trigger.dest.source` where it leads two ways to the same state.

    `parties`: which organisations hold the roles of its rows.
    """

    name: str
    ko: str
    en: str
    states: tuple[State, ...]
    rows: tuple[Transition, ...]
    modes: tuple[Mode, ...] = ()
    properties: tuple[Any, ...] = field(default=(), compare=False)
    parties: type_of_parties = field(default_factory=lambda: PARTIES)

    def __post_init__(self) -> None:
        triggers = Counter(row.trigger for row in self.rows)
        ways = Counter((row.trigger, row.dest) for row in self.rows)
        object.__setattr__(self, "rows", tuple(_named_apart(row, triggers, ways) for row in self.rows))

    @cached_property
    def by_id(self) -> Mapping[str, State]:
        return {state.id: state for state in self.states}

    @cached_property
    def by_name(self) -> Mapping[str, Transition]:
        return {row.name: row for row in self.rows}

    @cached_property
    def triggers(self) -> frozenset[str]:
        return frozenset(row.trigger for row in self.rows)

    @cached_property
    def deadlines(self) -> Mapping[str, Deadline]:
        """Every kind of deadline some row opens, by id."""
        return {deadline.id: deadline for row in self.rows for deadline in row.opens}

    @cached_property
    def legal(self) -> frozenset[tuple[str, str, str]]:
        """Every (from, row name, to) this lifecycle allows: what replay checks a recorded step against."""
        return frozenset(
            (source, row.name, source if row.dest == STAY else row.dest) for row in self.rows for source in row.sources
        )

    def taken(self, row: Transition, stream: Stream) -> Transition:
        """The row as this stream takes it; a crossing to another generation looks at the stream's own deadlines."""
        return row

    def initial_modes(self) -> dict[str, type_of_mode]:
        return {mode.id: mode.initial for mode in self.modes}

    def modes_of(self, facts: Mapping[str, Any]) -> dict[str, type_of_mode]:
        """The modes as the facts have them; a mode never set stands at its initial value."""
        return {mode.id: facts.get(mode.id, mode.initial) for mode in self.modes}

    @cached_property
    def definition(self) -> Mapping[str, Any]:
        """The whole declaration as plain data: what is stored, fingerprinted, shown to auditors and read back."""
        notices = {notice.id: notice for row in self.rows for notice in row.notify}
        claims = {reference(claim.compute): claim for row in self.rows for claim in row.claims}
        return {
            "name": self.name,
            "ko": self.ko,
            "en": self.en,
            "states": [_slots(state) for state in self.states],
            "modes": [{"id": m.id, "values": list(m.values), "initial": m.initial} for m in self.modes],
            "deadlines": [_plain_deadline(self.deadlines[name]) for name in sorted(self.deadlines)],
            "notices": [_slots(notices[id]) | {"to": list(notices[id].to)} for id in sorted(notices)],
            "claims": [_named(claims[name], claims[name].compute) for name in sorted(claims)],
            "rows": [_plain_row(row) for row in self.rows],
            **({"parties": rights} if (rights := changed(self.parties)) else {}),
        }

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the definition's canonical bytes, in hex: the version every event is pinned to."""
        return sha256_hex(self.definition)


def _named_apart(row: Transition, triggers: Counter[str], ways: Counter[tuple[str, str]]) -> Transition:
    if triggers[row.trigger] == 1:
        return row
    name = f"{row.trigger}.{row.dest}"
    return replace(row, name=name if ways[row.trigger, row.dest] == 1 else f"{name}.{row.sources[0]}")


def _slots(part: State | Notice) -> dict[str, Any]:
    return {slot: getattr(part, slot) for slot in part.__slots__}


def _named(rule: Guard | Claiming, code: type_of_code) -> dict[str, Any]:
    return {"name": reference(code), "code": rule.code, "clause": rule.clause}


def _plain_deadline(deadline: Deadline) -> dict[str, Any]:
    plain = {name: getattr(deadline, name) for name in ("id", "ko", "en", "owner", "fires", "cite")}
    plain |= {
        "period": deadline.period_name,
        "at": reference(deadline.at) if deadline.at else "",
        "start": reference(deadline.start) if deadline.start else "",
    }
    return plain if deadline.late == FIRE else plain | {"late": deadline.late}


def _plain_row(row: Transition) -> dict[str, Any]:
    """What came later is written only where it differs, so that earlier generations keep their fingerprint."""
    plain: dict[str, Any] = {
        "name": row.name,
        "trigger": row.trigger,
        "from": list(row.sources),
        "to": row.dest,
        "by": list(row.by),
        "ko": row.ko,
        "en": row.en,
        "cite": row.cite,
        "payload": reference(row.payload),
        "fields": {name: field.is_required() for name, field in row.payload.model_fields.items()},
        "guards": [_named(guard, guard.check) for guard in row.guards],
        "when": {mode: sorted(values, key=str) for mode, values in row.when.items()},
        "sets": dict(row.sets),
        "opens": [d.id for d in row.opens],
        "meets": [d.id for d in row.meets],
        "cancels": [d.id for d in row.cancels],
        "notify": [n.id for n in row.notify],
        "claims": [reference(claim.compute) for claim in row.claims],
        "records": reference(row.records) if row.records else "",
        "reads": list(row.reads),
        "reads_private": list(row.reads_private),
        "joins": row.joins,
        "paper": row.paper,
        "moves": reference(row.moves.compute) if row.moves else "",
        "moved": row.moves.how if row.moves else "",
        "reaction": reference(row.reacts.compute) if isinstance(row.reacts, Reacting) else "",
        "reacts": list(row.reacts.targets) if isinstance(row.reacts, Reacting) else [],
    }
    return plain | ({"two_person": True} if row.two_person else {})
