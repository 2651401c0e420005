"""Who reads what is sent to an organisation in a role: the people who have that duty now, stand-ins among them."""

import re
from dataclasses import dataclass
from datetime import datetime

from states.instants import micros
from storage import people as rows
from storage.transaction import Reader
from workflow.people import SUSPENDED, People

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with an address and the language they read; pseudonymous but for these."""

    person: str
    email: str
    language: str


def is_address(text: str) -> bool:
    """Whether letters can be sent there."""
    return bool(ADDRESS.fullmatch(text))


def recipients(reader: Reader, role: str, org: str, now: datetime) -> list[str]:
    """The people (by ref) who hold a role at an organisation, in a stable order.

    While someone stands in for a person, the letters go to the stand-in and not to who is absent.
    """
    held = [each for each in rows.duties_at(reader, role, org) if each.holds(micros(now))]
    absent = {each.behalf for each in held if each.behalf}
    return sorted({each.person for each in held} - absent)


def recipient(reader: Reader, people: People, person: str) -> Recipient | None:
    """A person's address, which their login name may be; None once they are forgotten or have left, or without one."""
    found = rows.person(reader, person)
    profile = people.profile_of(found) if found and found.status != SUSPENDED else {}
    email = next((each for each in (profile.get("email"), profile.get("login")) if is_address(str(each))), "")
    return Recipient(person, email, str(profile.get("language", "ko"))) if email else None
