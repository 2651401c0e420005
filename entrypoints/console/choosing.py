"""Pages that look at one call: which one was asked for, the latest where none was, and which others there are."""

from dataclasses import dataclass

from entrypoints.api.problem import Problem
from storage.queries import calls_seen
from storage.sight import Sight
from storage.transaction import Reader


@dataclass(frozen=True, slots=True)
class Chosen:
    """A call in sight, empty where there is none, among all of them, the latest first."""

    call: str
    calls: tuple[str, ...]


def chosen(reader: Reader, asked: str, scope: Sight) -> Chosen:
    """Problem `found.nothing` for a call that is not there or not in sight."""
    calls = tuple(reversed(calls_seen(reader, scope)))
    if asked and asked not in calls:
        raise Problem("found.nothing")
    return Chosen(asked or next(iter(calls), ""), calls)
