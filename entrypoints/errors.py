"""What stops a door, as one sentence in each language and an exit code: 2 bad input, 3 a fault of the system."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from entrypoints.settings import SettingsError
from states.catalogue.cli_faults import FAULTS
from storage.errors import SchemaError, StorageError
from storage.fair_lock import LockTimeout
from workflow.errors import RecordFault, UnknownDefinition

BAD_INPUT, SYSTEM_FAULT = 2, 3

SCHEMA = ((r"is empty", "schema.empty"), (r"newer than this program", "schema.newer"), (r"", "schema.older"))
STORAGE = (
    (r"is full|no space left|file too large|disk quota", "storage.full"),
    (r"read-?only|permission denied|not permitted", "storage.read_only"),
    (r"disk i/o error", "storage.disk"),
    (r"unable to open database|is a directory|no such file|not a directory", "storage.missing"),
    (r"is locked|lock timeout|no turn", "storage.busy"),
    (r"not a database|malformed|disk image", "storage.damaged"),
    (
        r"connection (?:refused|failed|timeout|is bad)|could not connect|does not exist|failed to resolve",
        "storage.unreachable",
    ),
    (r"", "storage.failed"),
)
"""What a database says, by what the operator does next; the first pattern that is found."""
DRIVERS = frozenset({"sqlite3", "psycopg", "sqlalchemy", "alembic"})
"""Their errors are the database's, even where the store lets them through."""


class BadInput(Exception):  # noqa: N818 - it names what came in
    """What was asked cannot be understood: a code of the catalogue, its facts, and details line by line."""

    def __init__(self, code: str, details: tuple[Mapping[str, Any], ...] = (), **facts: object) -> None:
        super().__init__(FAULTS[code].filled(facts).en)
        self.code = code
        self.facts = facts
        self.details = details


@dataclass(frozen=True, slots=True)
class Fault:
    """What is said of an error. `details` are further lines, each with `ko` and `en`."""

    code: str
    ko: str
    en: str
    exit: int
    details: tuple[Mapping[str, Any], ...] = ()

    def document(self) -> dict[str, Any]:
        """The JSON shape of an error."""
        error: dict[str, Any] = {"code": self.code, "message": {"ko": self.ko, "en": self.en}}
        return {"error": error | ({"details": list(self.details)} if self.details else {})}


def fault(code: str, exit: int, details: tuple[Mapping[str, Any], ...] = (), **facts: object) -> Fault:
    said = FAULTS[code].filled(facts)
    return Fault(code, said.ko, said.en, exit, details)


def explain(error: Exception, database: str) -> Fault:
    """The one fault an error is told as; `database` is its URL with the password masked."""
    if isinstance(error, BadInput):
        return fault(error.code, BAD_INPUT, error.details, **error.facts)
    if isinstance(error, SettingsError):
        return Fault("settings.invalid", error.ko, error.en, BAD_INPUT)
    return _system_fault(error, database)


def _system_fault(error: Exception, database: str) -> Fault:
    reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    match error:
        case SchemaError():
            return fault(_classified(SCHEMA, reason), SYSTEM_FAULT, database=database)
        case StorageError() | LockTimeout():
            return fault(_classified(STORAGE, _whole(error)), SYSTEM_FAULT, database=database, reason=reason)
        case RecordFault():
            return fault("record.fault", SYSTEM_FAULT, reason=reason)
        case UnknownDefinition():
            return fault("definition.unknown", SYSTEM_FAULT, reason=reason)
        case OSError():
            code = _classified(STORAGE, reason)
            code = code if code in {"storage.full", "storage.read_only"} else "file.failed"
            return fault(code, SYSTEM_FAULT, database=error.filename or database, reason=reason)
    if type(error).__module__.partition(".")[0] in DRIVERS:
        return fault(_classified(STORAGE, _whole(error)), SYSTEM_FAULT, database=database, reason=reason)
    return fault("unforeseen", SYSTEM_FAULT, reason=f"{type(error).__name__}: {reason}")


def _classified(patterns: tuple[tuple[str, str], ...], reason: str) -> str:
    return next(code for pattern, code in patterns if re.search(pattern, reason, re.IGNORECASE))


def _whole(error: BaseException) -> str:
    """The error's words and those of what caused it: a store often wraps the driver's."""
    return f"{error} {_whole(error.__cause__)}" if error.__cause__ else str(error)
