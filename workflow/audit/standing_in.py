"""Who acted for whom then: each deputy against the duties and the record of absences they follow from."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from states.canonical import loads
from states.instants import MICROSECOND, micros, read
from storage import people
from storage.people import Duty
from storage.transaction import Reader

AT_ONCE = 1000
LENIENCE = timedelta(minutes=1) // MICROSECOND
"""A command may come that long after its sender was let in: its body is read, a duty that ended is still believed."""
type_of_absence = tuple[str, str, int, int]
"""Deputy, who is absent, and from when until before when (µs)."""


def stand_ins(reader: Reader) -> tuple[Duty, ...]:
    """The duties on behalf of somebody absent that a recorded absence gave; one that none gave was invented."""
    told = absences(loads(body.encode()) for body in _changes(reader))
    return tuple(
        duty
        for duty in people.every_stand_in(reader)
        if any(
            (duty.person, duty.behalf) == (deputy, absent) and since <= duty.since and duty.until <= until
            for deputy, absent, since, until in told
        )
    )


def absences(changes: Iterable[Mapping[str, Any]]) -> list[type_of_absence]:
    """Who stood in for whom and when, by the changes of people in their order. A handover passes it on."""
    found: list[type_of_absence] = []
    for change in changes:
        facts = change["facts"]
        if change["what"] == "person.absent":
            since, until = (micros(read(facts[name])) for name in ("since", "until"))
            found.append((facts["deputy"], facts["person"], since, until))
        elif change["what"] == "duties.handed_over":
            at = micros(read(facts["at"]))
            found += [
                (facts["to"], absent, max(since, at), until)
                for deputy, absent, since, until in found
                if deputy == facts["person"] and until > at
            ]
    return found


class StandingIn:
    """Whether somebody stood in for somebody when they acted."""

    def __init__(self, duties: Iterable[Duty]) -> None:
        self._spans: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for each in duties:
            place = (each.person, each.role, each.org, each.behalf)
            self._spans.setdefault(place, []).append((each.since, each.until))

    def held(self, event: Mapping[str, Any]) -> bool:
        """True for who acted in a duty of their own."""
        actor = event["actor"]
        if "behalf" not in actor:
            return True
        at = micros(read(event["received_at"]))
        spans = self._spans.get((actor["id"], actor["role"], actor["org"], actor["behalf"]), ())
        return any(since <= at < until + LENIENCE for since, until in spans)


def _changes(reader: Reader) -> Iterator[str]:
    after = 0
    while found := people.changes(reader, after, AT_ONCE):
        yield from (body for _, _, body in found)
        after = found[-1][0]
