"""Reading what a line gives: instants, moments, actors, data. BadInput says what is wrong with it."""

import re
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from entrypoints.errors import BadInput
from states.canonical import CanonicalError, loads
from states.instants import read
from states.roles import ADMIN, ROLES, Actor

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,79}")
DEFAULT_ACTOR = Actor("operator", ADMIN, "yeongo")


def instant(text: str) -> datetime:
    """An instant with an offset."""
    try:
        return read(text)
    except ValueError as error:
        raise BadInput("instant.malformed", found=text) from error


def moment(text: str) -> int | datetime:
    """A version or an instant."""
    if text.isdecimal():
        return int(text)
    try:
        return read(text)
    except ValueError as error:
        raise BadInput("moment.malformed", found=text) from error


def actor(text: str | None) -> Actor:
    """ROLE:ORG:PERSON; the operator of this installation when nothing is said."""
    if text is None:
        return DEFAULT_ACTOR
    parts = text.split(":")
    if len(parts) != 3 or not all(NAME.fullmatch(part) for part in parts):
        raise BadInput("actor.malformed", found=text)
    role, org, person = parts
    return Actor(person, known_role(role), org)


def known_role(role: str) -> str:
    if role not in ROLES:
        raise BadInput("role.unknown", found=role, known=", ".join(ROLES))
    return role


def data(text: str | None) -> Mapping[str, Any]:
    """A JSON object: given as it is, in a file (`@file`), or on stdin (`@-`)."""
    if text is None:
        return {}
    try:
        found = loads(_bytes(text))
    except CanonicalError as error:
        raise BadInput("data.malformed", reason=str(error).removeprefix("not JSON: ")) from error
    if not isinstance(found, dict):
        raise BadInput("data.not_object", found=type(found).__name__)
    return found


def _bytes(text: str) -> bytes:
    if not text.startswith("@"):
        return text.encode(errors="surrogateescape")
    if text == "@-":
        return sys.stdin.buffer.read()
    try:
        return Path(text[1:]).read_bytes()
    except OSError as error:
        raise BadInput("data.unreadable", file=text[1:], reason=error.strerror or str(error)) from error
