"""People against the record of their changes: status and duties, and that sealed names are what was written then."""

from collections.abc import Iterator

from states.canonical import CanonicalError
from storage import people as rows
from storage.ledger.journal import PEOPLE
from storage.private import PartPlace, PrivatePartError, commits, open_part
from storage.transaction import Reader
from workflow.audit.duties import History
from workflow.audit.findings import Finding

AT_ONCE = 1000


def people_hold(reader: Reader, history: History) -> Iterator[Finding]:
    """What of people is not as their changes make it: rights that were altered, names altered or destroyed without an
    act."""
    duties, statuses = {each.id: each for each in rows.every_duty(reader)}, rows.statuses(reader)
    for id in sorted(duties.keys() | history.duties.keys()):
        if duties.get(id) != history.duties.get(id):
            yield Finding("people.duty", PEOPLE, 0, {"duty": id})
    for id in sorted(statuses.keys() | history.statuses.keys()):
        if statuses.get(id) != history.statuses.get(id):
            yield Finding("people.status", PEOPLE, 0, {"person": id})
    yield from _profiles(reader, history)


def _profiles(reader: Reader, history: History) -> Iterator[Finding]:
    committed, last = dict(history.committed), ""
    while found := rows.people(reader, AT_ONCE, last):
        for person in found:
            if not _is_as_told(person, committed.pop(person.id, ""), person.id in history.forgotten):
                yield Finding("people.profile", PEOPLE, 0, {"person": person.id})
        last = found[-1].id
    for person_id in sorted(committed):
        yield Finding("people.profile", PEOPLE, 0, {"person": person_id})


def _is_as_told(person: rows.Person, commitment: str, forgotten: bool) -> bool:
    if forgotten or not commitment:
        return forgotten and not person.secret and not person.profile
    try:
        value = open_part(person.profile, person.secret, PartPlace(person.id, 0, "profile"))
        return commits(value, person.secret, commitment)
    except (PrivatePartError, CanonicalError):
        return False
