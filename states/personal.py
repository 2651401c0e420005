"""Personal data as each reader sees it: one's own whole, everybody else's masked unless one needs it and asks for it.

One table for every door. What is read unmasked is remembered as a look at people (개인정보 보호법 제29조).
"""

import re
from collections.abc import Callable, Mapping

from states.roles import ADMIN, ROLES, SYSTEM, Actor

HIDDEN, LETTERS = "○○", "***"
NEEDS: Mapping[str, bool] = {role: role == ADMIN for role in ROLES if role != SYSTEM}
"""Whether a role may read other people's names and contacts: who keeps the people; all others know pseudonyms."""
LAST_FOUR = re.compile(r"\d(?=(?:\D*\d){4})")
"""Every digit of a number before its last four."""


def may_read(reader: Actor, person: str) -> bool:
    """Whether somebody may read a person's profile as it was given."""
    return reader.id == person or NEEDS.get(reader.role, False)


def shown(reader: Actor, person: str, profile: Mapping[str, str], *, unmasked: bool) -> dict[str, str]:
    """A profile as its reader sees it; `unmasked`: they asked for it whole, which only helps who may read it so."""
    if reader.id == person or (unmasked and may_read(reader, person)):
        return dict(profile)
    return masked(profile)


def masked(profile: Mapping[str, str]) -> dict[str, str]:
    """A profile that tells who somebody is only to who knows them: 김○○, k***@tp.example, ***-****-5678."""
    return {field: MASKS.get(field, _letters)(value) if value else "" for field, value in profile.items()}


def _name(value: str) -> str:
    return value[0] + HIDDEN


def _letters(value: str) -> str:
    """The first letter of an address and where it is."""
    local, at, domain = value.partition("@")
    return local[:1] + LETTERS + at + domain


def _contact(value: str) -> str:
    """An address, or a telephone number by its last four digits; nothing of anything else."""
    if "@" in value:
        return _letters(value)
    return LAST_FOUR.sub("*", value) if re.fullmatch(r"[\d\s()+.-]{8,}", value) else LETTERS


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": _name,
    "contact": _contact,
    "language": str,
}
"""How each part of a profile is masked; what is not named, as an address is."""
