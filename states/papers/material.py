"""What a paper is filled from: streams as they stood at one moment, the call's rules, and lists of a desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from states.catalogue.said import Said
from states.context import Stream
from states.instants import read
from states.lifecycle import State
from states.rules.call_parts import KST
from states.rules.call_rules import CallRules

type_of_row = Mapping[str, Any]
OF_STREAM = frozenset({"id", "state", "version", "head", "updated_at"})
"""What is read of a stream itself; everything else is a fact."""


@dataclass(frozen=True)
class Material:
    """One paper's inputs. `at`: the moment (UTC) they stood so. `family`: the stream and its ancestors by kind.

    `below`: streams the paper reads, by id; `states`: the declared state of every stream here, by its id;
    `lists`: rows that are no streams (deadlines, approvals, duties, steps, answers), by name; `told`: what the step
    the paper tells of changed; `ministry`: whose view;
    `whole`: whether its reader sees all there is below; `organisations`: names that no call gives, by id.
    """

    rules: CallRules
    at: datetime
    subject: str
    family: Mapping[str, Stream] = field(default_factory=dict)
    below: tuple[Stream, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    lists: Mapping[str, tuple[type_of_row, ...]] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)
    ministry: str = ""
    whole: bool = True
    organisations: Mapping[str, Said] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The paper's date, in Korea."""
        return self.at.astimezone(KST).date()

    @property
    def stream(self) -> Stream | None:
        """What the paper is about; None where that is a person."""
        return next((each for each in self.family.values() if each.id == self.subject), None)

    def of(self, kind: str) -> list[Stream]:
        """The streams below of one kind, by id."""
        return [each for each in self.below if each.kind == kind]

    def at_path(self, path: str) -> Any:
        """The value a path names: `project.award`, `rules.call.year`, `due.objection`, `now.id`; None for none."""
        root, *rest = path.split(".")
        match root:
            case "rules":
                found: Any = self.rules
            case "due":
                return self._due(rest[0])
            case "day":
                return self.day.isoformat()
            case "told":
                found = self.told
            case "ministry":
                return self.ministry or None
            case "whole":
                return self.whole or None
            case "subject":
                return self.stream.kind if self.stream else None
            case "now":
                found = self.states.get(self.subject)
            case _:
                found = self.family.get(root)
        for name in rest:
            found = _part(found, name)
        return found

    def _due(self, kind: str) -> Any:
        standing = self.stream.deadlines.get(kind) if self.stream else None
        return standing["due_date"] if standing else None


def _part(found: Any, name: str) -> Any:
    if isinstance(found, Stream):
        return getattr(found, name) if name in OF_STREAM else found.facts.get(name)
    return found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)


def kst_day(instant: str) -> str:
    """The day in Korea of a recorded instant, ISO 8601."""
    return read(instant).astimezone(KST).date().isoformat()
