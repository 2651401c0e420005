"""Who might act as whom then, by the record of people: each duty that was ever given, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from states.canonical import CanonicalError, loads
from states.instants import MICROSECOND, from_micros, written
from storage import people
from storage.people import NEVER, Duty
from storage.transaction import Reader
from workflow.people import STATUS, duty_of

AT_ONCE = 1000
LENIENCE = timedelta(minutes=1) // MICROSECOND
"""A command may come that long after its sender was let in: its body is read, a duty that ended is still believed."""
EVER = "9999"
"""After every instant that is written."""
type_of_place = tuple[str, str, str, str]
"""Person, role, organisation, and the absent person whose duty it is ("" where it is one's own)."""


@dataclass(slots=True)
class History:
    """People folded from their changes: duties and statuses as they must stand, the commitment to each profile, who was
    forgotten, and from when until when anybody was ever said to have a duty. `whole`: no change was unreadable.

    A duty that was shortened afterwards counts as it was before: who acted in between did so by right.
    """

    duties: dict[str, Duty] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    committed: dict[str, str] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    spans: dict[type_of_place, list[tuple[str, str]]] = field(default_factory=dict)
    whole: bool = True

    def take(self, change: Mapping[str, Any]) -> None:
        """One more change. KeyError, TypeError or ValueError if it is none."""
        what, facts = change["what"], change["facts"]
        if what in STATUS:
            self.statuses[facts["person"]] = STATUS[what]
        if what == "person.invited":
            self.committed[facts["person"]] = facts["commitment"]
        elif what == "person.forgotten":
            self.forgotten.add(facts["person"])
        elif what == "people.carried":
            self.statuses |= facts["statuses"]
        for each in facts.get("duties", ()):
            self._give(duty_of(each))

    def held(self, event: Mapping[str, Any]) -> bool:
        """Whether an event's actor had the duty it was done in; who is not among the people is not known here."""
        actor = event["actor"]
        if "behalf" not in actor and actor["id"] not in self.statuses:
            return True
        at = event["received_at"]
        spans = self.spans.get((actor["id"], actor["role"], actor["org"], actor.get("behalf", "")), ())
        return any(since <= at < until for since, until in spans) or not self.whole

    def _give(self, duty: Duty) -> None:
        self.duties[duty.id] = duty
        until = EVER if duty.until == NEVER else written(from_micros(duty.until + LENIENCE))
        place = (duty.person, duty.role, duty.org, duty.behalf)
        self.spans.setdefault(place, []).append((written(from_micros(duty.since)), until))


def history(changes: Iterable[str]) -> History:
    """People as their changes, in order, make them; up to the first that cannot be read."""
    found = History()
    try:
        for body in changes:
            found.take(loads(body.encode()))
    except (CanonicalError, KeyError, TypeError, ValueError, AttributeError):
        found.whole = False
    return found


def recorded(reader: Reader) -> Iterator[str]:
    """Every change of people, in order."""
    after = 0
    while found := people.changes(reader, after, AT_ONCE):
        yield from (body for _, _, body in found)
        after = found[-1][0]
