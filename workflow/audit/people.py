"""The record of people: its chain, and of each person that the sealed name and contact are what was written then."""

from collections.abc import Iterator

from states.canonical import CanonicalError, loads
from storage import people as rows
from storage.private import PartPlace, PrivatePartError, commits, open_part
from storage.transaction import Reader
from workflow.audit.findings import Finding

PEOPLE = "people"
"""The stream findings about people are named under."""
AT_ONCE = 1000


def people_hold(reader: Reader) -> Iterator[Finding]:
    """What of people does not hold: the chain of changes, and names altered or destroyed without an act."""
    broken = rows.broken_link(reader)
    if broken:
        yield Finding("people.chain", PEOPLE, broken)
        return
    committed, forgotten = _told(reader)
    last = ""
    while found := rows.people(reader, AT_ONCE, last):
        for person in found:
            if not _is_as_told(person, committed.pop(person.id, ""), person.id in forgotten):
                yield Finding("people.profile", PEOPLE, 0, {"person": person.id})
        last = found[-1].id
    for person_id in sorted(committed):
        yield Finding("people.profile", PEOPLE, 0, {"person": person_id})


def _told(reader: Reader) -> tuple[dict[str, str], set[str]]:
    """What the changes say: the commitment to each person's profile, and who was forgotten."""
    committed: dict[str, str] = {}
    forgotten: set[str] = set()
    after = 0
    while found := rows.changes(reader, after, AT_ONCE):
        for seq, _, body in found:
            after, change = seq, loads(body.encode())
            if change["what"] == "person.invited":
                committed[change["facts"]["person"]] = change["facts"]["commitment"]
            elif change["what"] == "person.forgotten":
                forgotten.add(change["facts"]["person"])
    return committed, forgotten


def _is_as_told(person: rows.Person, commitment: str, forgotten: bool) -> bool:
    if forgotten or not commitment:
        return forgotten and not person.secret and not person.profile
    try:
        value = open_part(person.profile, person.secret, PartPlace(person.id, 0, "profile"))
        return commits(value, person.secret, commitment)
    except (PrivatePartError, CanonicalError):
        return False
