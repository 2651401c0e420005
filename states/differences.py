"""What differs between two generations of a lifecycle, in words and as a picture."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from states.catalogue.said import Said
from states.diagrams import edges, mermaid
from states.lifecycle import STAY, Lifecycle, Transition
from states.parties import restored
from states.svg import Marks, svg

PARTS = {"state": "states", "transition": "rows", "deadline": "deadlines", "mode": "modes"}
NAMED = {
    "state": Said("상태", "state"),
    "transition": Said("처리", "transition"),
    "deadline": Said("기한", "deadline"),
    "mode": Said("구분", "mode"),
    "right": Said("역할의 기관", "organisations of the role"),
}
WORDS = {
    "added": Said("{what} {id}이(가) 생겼습니다.", "The {what} {id} is new."),
    "removed": Said("{what} {id}이(가) 없어졌습니다.", "The {what} {id} is gone."),
    "changed": Said("{what} {id}의 {field}: {old} → {new}.", "The {field} of the {what} {id}: {old} → {new}."),
}
NOTHING = "–"
Part = TypeVar("Part", str, tuple[str, str])
GONE = "    classDef gone stroke-dasharray:4"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: a part by its id, `how` it differs, for a change the field with both values."""

    part: str
    id: str
    how: str
    field: str = ""
    old: Any = None
    new: Any = None

    @property
    def said(self) -> Said:
        facts = {"id": self.id, "field": self.field, "old": _told(self.old), "new": _told(self.new)}
        what = NAMED[self.part]
        return Said(
            WORDS[self.how].ko.format_map({**facts, "what": what.ko}),
            WORDS[self.how].en.format_map({**facts, "what": what.en}),
        )


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Every difference between two stored definitions: states, transitions, deadlines, modes, rights."""
    found = [each for part, name in PARTS.items() for each in _of(part, _by_id(old[name]), _by_id(new[name]))]
    rights = ({role: party.plain() for role, party in restored(each.get("parties", {})).items()} for each in (old, new))
    return [*found, *_of("right", *rights)]


def _by_id(parts: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(each.get("id", each.get("name"))): each for each in parts}


def _of(part: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    yield from (Difference(part, id, "removed") for id in old if id not in new)
    yield from (Difference(part, id, "added") for id in new if id not in old)
    for id in (id for id in old if id in new):
        for field in {**old[id], **new[id]}:
            if old[id].get(field) != new[id].get(field):
                yield Difference(part, id, "changed", field, old[id].get(field), new[id].get(field))


def picture(old: Lifecycle, new: Lifecycle, language: str) -> str:
    """Both generations in one Mermaid diagram: states that are gone dashed, those that are new bold, all arrows."""
    both = _both(old, new)
    lines = [mermaid(both, language).rstrip("\n"), "    classDef added stroke-width:4px", GONE]
    marks = _marks({state.id for state in old.states}, {state.id for state in new.states})
    lines += [f"    class s{n} {marks[state.id]}" for n, state in enumerate(both.states) if state.id in marks]
    return "\n".join(lines) + "\n"


def drawing(old: Lifecycle, new: Lifecycle, language: str) -> str:
    """Both generations in one SVG: states and arrows that are gone dashed, those that are new bold."""
    states = _marks({state.id for state in old.states}, {state.id for state in new.states})
    arrows = _marks(*({(edge.source, edge.dest) for edge in edges(each)} for each in (old, new)))
    return svg(_both(old, new), language, Marks(states, arrows))


def _both(old: Lifecycle, new: Lifecycle) -> Lifecycle:
    states = (*new.states, *(state for state in old.states if state.id not in new.by_id))
    return Lifecycle(new.name, new.ko, new.en, states, (*new.rows, *_gone(old, new)))


def _marks(old: set[Part], new: set[Part]) -> dict[Part, str]:
    """What only one of the generations has."""
    return dict.fromkeys(old - new, "gone") | dict.fromkeys(new - old, "added")


def _gone(old: Lifecycle, new: Lifecycle) -> Iterator[Transition]:
    """The old rows with the arrows only they have."""
    kept = {(edge.source, edge.row.trigger, edge.dest) for edge in edges(new)}
    for row in old.rows:
        dests = {source: source if row.dest == STAY else row.dest for source in row.sources}
        sources = tuple(source for source, dest in dests.items() if (source, row.trigger, dest) not in kept)
        if sources:
            yield replace(row, sources=sources)


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_told(each) for each in value) or NOTHING
    if isinstance(value, Mapping):
        named = value.get("name")
        return str(named) if named else ", ".join(f"{k}={_told(v)}" for k, v in value.items()) or NOTHING
    return NOTHING if value in ("", None) else str(value)
