"""One trigger on many streams: which ones, as commands; each may be tried first; together or each for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from states.roles import Actor
from storage.boards import BoardRow, Filter, page
from storage.transaction import Reader
from workflow.messages import Command, type_of_unit

MOST = 500
"""Streams of one bulk: what a batch of the engine bears and a person can still read through."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """A wish on many streams. `key` is the audit batch: each stream's command has it, so a repeat changes nothing."""

    trigger: str
    data: Mapping[str, Any]
    actor: Actor
    key: str
    received_at: datetime


def commands(reader: Reader, wanted: Filter, bulk: Bulk) -> list[Command]:
    """A command for each stream the filter lets through, by id. ValueError if there are more than `MOST`."""
    found = page(reader, wanted, MOST)
    if found.cursor:
        raise ValueError(f"more than {MOST} streams: narrow the filter")
    return [_command(row, bulk) for row in found.rows]


def every_command(reader: Reader, wanted: Filter, bulk: Bulk) -> list[Command]:
    """A command for each stream the filter lets through, by id, however many: for work nobody waits for."""
    found: list[Command] = []
    cursor = ""
    while True:
        lot = page(reader, wanted, MOST, cursor)
        found += [_command(row, bulk) for row in lot.rows]
        if not (cursor := lot.cursor):
            return found


def _command(row: BoardRow, bulk: Bulk) -> Command:
    return Command(row.stream.id, bulk.trigger, bulk.data, bulk.actor, bulk.key, bulk.received_at)


def units(found: Sequence[Command], *, together: bool) -> list[type_of_unit]:
    """The commands as units: one that stands or falls as a whole, or one each."""
    if together:
        return [tuple(found)] if found else []
    return [(command,) for command in found]
