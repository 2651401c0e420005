"""`period`: a statutory period with its derivation."""

from datetime import date, datetime
from typing import Any

import click

from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.errors import BadInput
from states.instants import written
from states.rules.calendar import Calendar
from states.rules.periods import KST, Due, PeriodError, compute


@spoken
@click.command(cls=Spoken)
@click.argument("rule")
@click.argument("start")
@click.argument("length")
@click.option("--known-as-of", metavar="DATE")
@click.pass_obj
def period(door: Door, rule: str, start: str, length: str, known_as_of: str | None) -> None:
    """When a period ends and why. A start without a time is some time on that day; without an offset it is in Korea."""
    calendar = Calendar.as_known(_day(known_as_of) if known_as_of else None)
    try:
        due = compute(rule, _start(start), length, calendar)
    except PeriodError as error:
        raise BadInput("period.malformed", reason=str(error)) from error
    door.answer(shape(due), lambda: _show(door, due))


def shape(due: Due) -> dict[str, Any]:
    """The shape INTERFACES promises; instants in UTC, dates in Korea."""
    return {
        "due_date": due.due_date.isoformat(),
        "last_valid_instant": written(due.last_valid_instant) if due.last_valid_instant else None,
        "expires": written(due.expires),
        "derivation": [{"ko": step.ko, "en": step.en} for step in due.derivation],
        "law": due.law,
        "calendar_version": due.calendar_version,
    }


def _show(door: Door, due: Due) -> None:
    for step in due.derivation:
        click.echo(step.ko if door.language == "ko" else step.en)
    last = door.time(written(due.last_valid_instant)) if due.last_valid_instant else ""
    rows = (("due", due.due_date), ("last_valid", last), ("expires", door.time(written(due.expires))), ("law", due.law))
    door.pairs((door.word(name), value) for name, value in rows if value)


def _start(text: str) -> date | datetime:
    if "T" not in text and " " not in text:
        return _day(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput("period.start", found=text) from error
    return found if found.tzinfo else found.replace(tzinfo=KST)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("period.start", found=text) from error
