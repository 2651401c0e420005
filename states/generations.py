"""A lifecycle read back from its stored definition: all of it is data but the code it names, found by stable names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType, MappingProxyType
from typing import Any

from states import parties
from states.lifecycle import (
    Claiming,
    Deadline,
    Guard,
    Lifecycle,
    Mode,
    Moving,
    Nothing,
    Notice,
    Payload,
    Reacting,
    State,
    Transition,
    reference,
    type_of_code,
)

type_of_definition = Mapping[str, Any]


class MissingCode(LookupError):  # noqa: N818 - named by what is missing
    """A stored lifecycle names code this program no longer has: keep it in `states/kept.py`, or migrate the streams."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


PAYLOAD, RULE = type(Payload), FunctionType
"""The types of a payload and of a plain rule: what a row records, when a deadline starts or ends."""
type_of_known = Mapping[tuple[type, str], Any]
"""Everything lifecycles of one kind can name, by what it is and its `reference`."""


def code_of(lifecycle: Lifecycle, kept: Iterable[object] = ()) -> type_of_known:
    """The code a lifecycle names, and what is kept for earlier generations. ValueError where a name stands for two."""
    known: dict[tuple[type, str], Any] = {}
    for part in (*(part for row in lifecycle.rows for part in parts_of(row)), *kept):
        name = reference(behind(part))
        if known.setdefault((type(part), name), part) != part:
            raise ValueError(f"{name} names two different things: give one another name or version")
    return known


def parts_of(row: Transition) -> Iterator[Any]:
    """Everything in a row that is code: payload, guards, claims, what it records and causes, its deadlines' ends."""
    yield from (row.payload, *row.guards, *row.claims)
    yield from (each for each in (row.records, row.reacts, row.moves) if each)
    yield from (each for deadline in row.opens for each in (deadline.at, deadline.start) if each)


def behind(part: Any) -> type_of_code:
    """The function or the model that names a part."""
    if isinstance(part, Guard):
        return part.check
    return part.compute if isinstance(part, Claiming | Moving | Reacting) else part


def restored(definition: type_of_definition, code: type_of_known) -> Lifecycle:
    """The lifecycle of a stored definition, ready to decide. MissingCode with every name that is not in `code`."""
    reading = _Reading(code)
    found = reading.lifecycle(definition)
    if reading.missing:
        raise MissingCode(reading.missing)
    return found


def outline(definition: type_of_definition) -> Lifecycle:
    """The lifecycle of a stored definition without its code: enough to fold, show and draw, not to decide."""
    return _Reading(None).lifecycle(definition)


@dataclass
class _Reading:
    """One definition being read; `missing` gathers what its code lacks. Without code, stand-ins that say so."""

    code: type_of_known | None
    missing: list[str] = field(default_factory=list)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    claims: Mapping[str, Claiming] = field(default_factory=dict)

    def lifecycle(self, plain: type_of_definition) -> Lifecycle:
        self.deadlines = {each["id"]: self._deadline(each) for each in plain["deadlines"]}
        self.notices = {each["id"]: Notice(**each | {"to": tuple(each["to"])}) for each in plain["notices"]}
        self.claims = {each["name"]: self._claim(each) for each in plain["claims"]}
        return Lifecycle(
            name=plain["name"],
            ko=plain["ko"],
            en=plain["en"],
            states=tuple(State(**each) for each in plain["states"]),
            rows=tuple(self._row(each) for each in plain["rows"]),
            modes=tuple(Mode(each["id"], tuple(each["values"]), each["initial"]) for each in plain["modes"]),
            parties=parties.restored(plain.get("parties", {})),
        )

    def _row(self, plain: type_of_definition) -> Transition:
        return Transition(
            name=plain["name"],
            trigger=plain["trigger"],
            sources=tuple(plain["from"]),
            dest=plain["to"],
            by=tuple(plain["by"]),
            ko=plain["ko"],
            en=plain["en"],
            cite=plain["cite"],
            payload=self._payload(plain),
            guards=tuple(self._guard(each) for each in plain["guards"]),
            when=MappingProxyType({mode: frozenset(values) for mode, values in plain["when"].items()}),
            sets=MappingProxyType(dict(plain["sets"])),
            opens=tuple(self.deadlines[id] for id in plain["opens"]),
            meets=tuple(self.deadlines[id] for id in plain["meets"]),
            cancels=tuple(self.deadlines[id] for id in plain["cancels"]),
            notify=tuple(self.notices[id] for id in plain["notify"]),
            claims=tuple(self.claims[name] for name in plain["claims"]),
            records=self._rule(plain["records"]),
            reacts=self._reaction(plain),
            reads=tuple(plain["reads"]),
            reads_private=tuple(plain["reads_private"]),
            joins=plain["joins"],
            paper=plain["paper"],
            moves=self._moving(plain),
            two_person=plain.get("two_person", False),
        )

    def _deadline(self, plain: type_of_definition) -> Deadline:
        code = {"at": self._rule(plain["at"]), "start": self._rule(plain["start"])}
        return Deadline(**{**plain, **code})

    def _claim(self, plain: type_of_definition) -> Claiming:
        compute = self._found(Claiming, "claim", plain["name"])
        return Claiming(_name(plain["name"]), plain["code"], plain["clause"], compute)

    def _guard(self, plain: type_of_definition) -> Guard:
        check = self._found(Guard, "guard", plain["name"])
        return Guard(_name(plain["name"]), plain["code"], plain["clause"], check)

    def _reaction(self, plain: type_of_definition) -> Reacting | None:
        name = plain["reaction"]
        return Reacting(_name(name), tuple(plain["reacts"]), self._found(Reacting, "reaction", name)) if name else None

    def _moving(self, plain: type_of_definition) -> Moving | None:
        name = plain["moves"]
        return Moving(_name(name), plain["moved"], self._found(Moving, "moving", name)) if name else None

    def _rule(self, name: str) -> type_of_code | None:
        return self._found(RULE, "rule", name) if name else None

    def _payload(self, plain: type_of_definition) -> type[Payload]:
        """The payload of this name, if its fields are still those that were pinned."""
        found = self._found(PAYLOAD, "payload", plain["payload"])
        if not isinstance(found, PAYLOAD):
            return Nothing
        if {name: each.is_required() for name, each in found.model_fields.items()} != plain["fields"]:
            self._absent("payload", f"{plain['payload']}({', '.join(sorted(plain['fields']))})")
        return found

    def _found(self, kind: type, word: str, name: str) -> Any:
        part = self.code.get((kind, name)) if self.code else None
        return self._absent(word, name) if part is None else behind(part)

    def _absent(self, word: str, name: str) -> type_of_code:
        """A stand-in that cannot decide; what is missing is told by what it is and its name, once."""
        told = f"{word} {name}"
        if self.code is not None and told not in self.missing:
            self.missing.append(told)

        def absent(_: object) -> Any:
            raise MissingCode([told])

        absent.__name__ = _name(name)
        return absent


def _name(reference: str) -> str:
    return reference.partition("@")[0]
