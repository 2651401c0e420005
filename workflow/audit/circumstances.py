"""What stands where something does not hold: whose record it is, which step, by whom, when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from states.canonical import CanonicalError, loads
from states.guards.shared import mapping
from states.instants import read, written
from storage.transaction import Reader
from workflow.audit.findings import Finding


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Of which project, which step, by whom, when: as the record says it now, which may be what was altered.

    Empty where it says nothing of it; `title` is the project's the record belongs to.
    """

    title: str = ""
    trigger: str = ""
    person: str = ""
    role: str = ""
    org: str = ""
    at: str = ""


UNKNOWN = Circumstances()
WHO = ("id", "role", "org")


def circumstances(reader: Reader, finding: Finding) -> Circumstances:
    """The circumstances of a finding."""
    body = _body(reader, finding)
    actor = mapping(body.get("actor"))
    title, person, role, org = _title(reader, finding.stream), *(str(actor.get(name, "")) for name in WHO)
    what = str(body.get("trigger") or body.get("what") or "")
    return Circumstances(title, what, person, role, org, _instant(body.get("recorded_at")))


def _body(reader: Reader, finding: Finding) -> Mapping[str, Any]:
    """The event, the act on the record or the refusal a finding is about; nothing if it cannot be read."""
    place = (finding.stream, finding.version)
    found = reader.query("SELECT body FROM event WHERE stream = ? AND version = ?", *place)
    found = found or reader.query("SELECT body FROM journal WHERE stream = ? AND version = ?", *place)
    if not found and "hash" in finding.facts:
        refused = "SELECT body FROM refusal WHERE stream = ? AND hash LIKE ?"
        found = reader.query(refused, finding.stream, f"{finding.facts['hash']}%")
    return _read(found[0][0]) if found else {}


def _title(reader: Reader, stream: str) -> str:
    """The title of a project, or of the one a stream is below."""
    rows = reader.query("SELECT project, facts FROM stream WHERE id = ?", stream)
    if rows and rows[0][0]:
        rows = reader.query("SELECT project, facts FROM stream WHERE id = ?", rows[0][0])
    return str(_read(rows[0][1]).get("title", "")) if rows else ""


def _instant(found: object) -> str:
    """When, if it is still an instant."""
    try:
        return written(read(str(found)))
    except (ValueError, OverflowError):
        return ""


def _read(text: str) -> Mapping[str, Any]:
    try:
        return mapping(loads(text.encode()))
    except CanonicalError:
        return {}
