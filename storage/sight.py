"""What a reader may see, as a condition of the query itself: nothing else is ever fetched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storage.projections import KINDS

OF_PROJECT: Mapping[str, str] = {
    "lead": "{p}.holder = ?",
    "participant": "replace(' ' || {p}.participants || ' ', ?, '') <> ' ' || {p}.participants || ' '",
    "municipality": "{p}.area = ? AND {p}.province = ?",
    "province": "{p}.province = ?",
    "partner": "replace(' ' || {p}.ministries || ' ', ?, '') <> ' ' || {p}.ministries || ' '",
    "panel": "replace({p}.facts, ?, '') <> {p}.facts",
}
"""How an organisation (or the person, of a panel) stands to a project, over the project's row `{p}`."""
SPACED = frozenset({"participant", "partner"})
PROVINCE = 2
"""Digits of a municipality's code that are its province's: an index begins with them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of stream that is seen by one relation, in these phases (all of them if none is named).

    `whom`: the organisation, the person of a panel, or for `programme` nothing; `calls`: those of the programme.
    """

    kind: str
    relation: str
    whom: str = ""
    calls: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """The condition over `stream s` with `?` for each of its parameters."""
        related, values = self._related()
        terms = ["s.kind = ?"]
        if self.phases:
            terms.append(f"s.phase IN ({_marks(self.phases)})")
        return f"({' AND '.join([*terms, related])})", [self.kind, *self.phases, *values]

    def _related(self) -> tuple[str, list[Any]]:
        if self.relation == "any":
            return "1 = 1", []
        if self.relation == "programme":
            if not self.calls:
                return "1 = 0", []
            column = "s.id" if self.kind == "call" else 's."call"'
            return f"{column} IN ({_marks(self.calls)})", list(self.calls)
        if self.relation == "own":
            return "s.holder = ?", [self.whom]
        value = f" {self.whom} " if self.relation in SPACED else self.whom
        value = f'"{self.whom}"' if self.relation == "panel" else value
        values = [value, value[:PROVINCE]] if self.relation == "municipality" else [value]
        if self.kind == "project":
            return OF_PROJECT[self.relation].format(p="s"), values
        theirs = f"SELECT p.id FROM stream p WHERE p.kind = 'project' AND {OF_PROJECT[self.relation].format(p='p')}"  # noqa: S608
        return f"s.project <> '' AND s.project IN ({theirs})", values  # so that its index is known to hold them


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything a reader may see. No line: nothing."""

    lines: tuple[Line, ...] = ()

    def where(self) -> tuple[str, list[Any]]:
        """The condition over `stream s`; false where there is no line."""
        if not self.lines:
            return "1 = 0", []
        if self == EVERYTHING:
            return "1 = 1", []
        found = [line.where() for line in self.lines]
        return f"({' OR '.join(text for text, _ in found)})", [value for _, values in found for value in values]

    @property
    def is_wide(self) -> bool:
        """Whether much of everything lies in sight: then what is looked for first is soon found in sight too."""
        return any(line.relation in ("any", "programme") for line in self.lines)

    def of(self, kind: str) -> "Sight":
        """The part about one kind: a shorter condition for a query that names the kind."""
        return Sight(tuple(line for line in self.lines if line.kind == kind))


EVERYTHING = Sight(tuple(Line(kind, "any") for kind in KINDS))


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
