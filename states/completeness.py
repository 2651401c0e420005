"""What an application still lacks: every condition of its submission, asked before it is submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from states.context import Context, Stream
from states.guards.application import lacks
from states.lifecycle import Refusal
from states.payloads.project import Application
from states.project import PROJECT
from states.roles import LEAD, Actor
from states.rules.calendar import Calendar
from states.rules.call_parts import ApplicationPart
from states.rules.call_rules import CallRules

SUBMISSION = PROJECT.by_name["submit"].guards


@dataclass(frozen=True, slots=True)
class Completeness:
    """Each required part with the facts it still lacks, and every refusal a submission would meet now."""

    parts: tuple[tuple[ApplicationPart, tuple[str, ...]], ...]
    refusals: tuple[Refusal, ...]

    @property
    def complete(self) -> bool:
        return not self.refusals


def completeness(project: Stream, call: Stream, rules: CallRules, calendar: Calendar, now: datetime) -> Completeness:
    """As the application stands at `now` (UTC), whatever its state; sums over other projects are not asked."""
    context = Context(
        stream=project,
        trigger="submit",
        data=Application(),
        actor=Actor("", LEAD, str(project.facts.get("lead", ""))),
        received_at=now,
        recorded_at=now,
        rules=rules,
        calendar=calendar,
        modes=PROJECT.modes_of(project.facts),
        family={"call": call},
    )
    found = (guard(context) for guard in SUBMISSION)
    refusals = tuple(replace(each, lifecycle=PROJECT, rules=rules) for each in found if each is not None)
    return Completeness(parts_of(rules, project.facts), refusals)


def parts_of(rules: CallRules, facts: Mapping[str, Any]) -> tuple[tuple[ApplicationPart, tuple[str, ...]], ...]:
    """Each part the call requires, with the facts of it that are not there."""
    return tuple((part, tuple(lacks(facts, part.id))) for part in rules.parts)


def changed(old: Stream, new: Stream) -> dict[str, dict[str, Any]]:
    """The fields an application says differently in two of its versions, by name: from and to."""
    sides = {name: {"from": old.facts.get(name), "to": new.facts.get(name)} for name in Application.model_fields}
    return {name: each for name, each in sides.items() if each["from"] != each["to"]}
