"""Who was allowed then: each actor's organisation against the facts of that moment, cached by what it depends on."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from states.canonical import encoded
from states.context import Context, Stream
from states.instants import EPOCH
from states.lifecycle import Nothing
from states.parties import ANY, FACTS, PARTIES
from states.roles import SYSTEM, Actor
from states.rules.calendar import Calendar
from states.rules.call_rules import CallRules

type_of_view = Mapping[str, Any]
type_of_moments = Sequence[tuple[str, type_of_view]]
"""From which recorded instant on which view of a project held, in order."""
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
        self._parties: dict[tuple[str, str, int, int], tuple[frozenset[str], type_of_view, type_of_view]] = {}
        self._views: dict[bytes, type_of_view] = {}

    def view(self, facts: Mapping[str, Any]) -> type_of_view:
        """The facts that say who may act; the same object for the same facts, so that what it answers is kept."""
        found = {name: facts[name] for name in FACTS if name in facts}
        return self._views.setdefault(encoded(found), found)

    def held(
        self, role: str, org: str, kind: str, rules: CallRules, own: type_of_view, project: type_of_view | None
    ) -> bool:
        """Whether `org` held `role` for a stream with these facts below a project with those."""
        if role not in PARTIES:
            return False
        key = (role, rules.fingerprint, id(own), id(project))
        known = self._parties.get(key)
        if known is None:
            party = PARTIES[role](_context(kind, rules, own, project))
            self._parties[key] = known = (party, own, project or {})
        return known[0] is ANY or org in known[0]


def _context(kind: str, rules: CallRules, own: type_of_view, project: type_of_view | None) -> Context:
    family = {} if project is None else {"project": Stream("", "project", facts=project)}
    return Context(
        stream=Stream("", kind, facts=own),
        trigger="",
        data=Nothing(),
        actor=NOBODY,
        received_at=EPOCH,
        recorded_at=EPOCH,
        rules=rules,
        calendar=Calendar.as_known(None),
        family=family,
    )
