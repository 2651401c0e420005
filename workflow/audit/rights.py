"""Who was allowed then: each actor's organisation against the facts of that moment, cached by what it depends on."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from states.canonical import encoded
from states.context import Context, Stream
from states.instants import EPOCH, read
from states.lifecycle import Nothing
from states.parties import ANY, FACTS
from states.pinned import Pinned
from states.roles import SYSTEM, Actor
from states.rules.calendar import Calendar
from states.rules.call_rules import CallRules

type_of_view = Mapping[str, Any]
type_of_moments = Sequence[tuple[str, type_of_view]]
"""From which recorded instant on which view of a project held, in order."""
type_of_question = tuple[str, str, str, int, int, str]
"""Role, lifecycle and rules by fingerprint, views by identity, the hour where the day matters."""
HOUR = 13
"""Letters of an instant up to its hour: days begin and end at full hours everywhere that matters here."""
NOBODY = Actor("", SYSTEM, "")


def views_at(moments: type_of_moments, at: str) -> list[type_of_view]:
    """The views a project had at an instant; both sides of a change that was recorded at that very instant."""
    upto = bisect_right(moments, at, key=lambda moment: moment[0])
    found = [moments[upto - 1][1]] if upto else []
    while upto and moments[upto - 1][0] == at:
        upto -= 1
        found += [moments[upto - 1][1]] if upto else []
    return found


class Rights:
    """Whether an organisation held a role, by the rules and the views in force."""

    def __init__(self) -> None:
        self._parties: dict[type_of_question, tuple[frozenset[str], type_of_view, type_of_view]] = {}
        self._views: dict[bytes, type_of_view] = {}

    def view(self, facts: Mapping[str, Any]) -> type_of_view:
        """The facts that say who may act; the same object for the same facts, so that what it answers is kept."""
        found = {name: facts[name] for name in FACTS if name in facts}
        return self._views.setdefault(encoded(found), found)

    def held(
        self,
        event: Mapping[str, Any],
        pinned: Pinned,
        rules: CallRules,
        own: type_of_view,
        project: type_of_view | None = None,
    ) -> bool:
        """Whether whoever took a step held its role for a stream with these facts below a project with those.

        By the rights of the lifecycle the step is pinned to, on the day it took effect.
        """
        role = event["actor"]["role"]
        party = pinned.parties.get(role)
        if party is None:
            return False
        at = event.get("occurred_at", event["received_at"])[:HOUR] if party.is_dated else ""
        key = (role, pinned.fingerprint, rules.fingerprint, id(own), id(project), at)
        known = self._parties.get(key)
        if known is None:
            organisations = party(_context(pinned.name, rules, own, project, read(f"{at}:00Z") if at else EPOCH))
            self._parties[key] = known = (organisations, own, project or {})
        return known[0] is ANY or event["actor"]["org"] in known[0]


def _context(kind: str, rules: CallRules, own: type_of_view, project: type_of_view | None, at: datetime) -> Context:
    family = {} if project is None else {"project": Stream("", "project", facts=project)}
    return Context(
        stream=Stream("", kind, facts=own),
        trigger="",
        data=Nothing(),
        actor=NOBODY,
        received_at=at,
        recorded_at=at,
        rules=rules,
        calendar=Calendar.as_known(None),
        family=family,
    )
