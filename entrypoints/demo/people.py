"""The demo's users: everyone who acted in the play can sign in, under the pseudonym the record knows them by."""

from collections.abc import Iterable
from datetime import datetime

import orjson

from states.roles import ADMIN, SYSTEM
from storage.transaction import Reader
from workflow.errors import Denied
from workflow.people import People

PASSWORD = "yeongo demo 2025"  # noqa: S105 - of invented people in a database of their own
MOST_USERS = 60


def enrol(people: People, known: Iterable[tuple[str, str, str]], since: datetime) -> list[str]:
    """Invite everyone who acted and let them accept; their login names. Who is there already is left as they are."""
    enrolled = []
    for person, role, org in known:
        try:
            people.organise("demo", org, org, org)
            _, link = people.invite("demo", person, {"name": person}, person)
        except Denied:
            continue
        people.accept(link, PASSWORD)
        people.assign("demo", person, role, org, since)
        enrolled.append(person)
    return enrolled


def acted(reader: Reader) -> list[tuple[str, str, str]]:
    """Who acted, in which role and for which organisation: one of each role first, administrators among them."""
    found: dict[tuple[str, str, str], None] = {("operator", ADMIN, "yeongo"): None}
    for _, _, _, body in reader.every_event():
        actor = orjson.loads(body)["actor"]
        if actor["role"] != SYSTEM:
            found[actor["id"], actor["role"], actor["org"]] = None
    seen: dict[str, int] = {}
    for _, role, _ in found:
        seen[role] = 0
    ordered = []
    for each in sorted(found):
        ordered.append((seen[each[1]], each))
        seen[each[1]] += 1
    return [each for _, each in sorted(ordered)][:MOST_USERS]
