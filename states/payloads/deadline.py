"""What moves a deadline, and what a reminder and a declared holiday bring. Days are KST dates as YYYY-MM-DD."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from states.lifecycle import Payload, version
from states.payloads.common import Code, Line, Text


def _a_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_a_day)]


class Moved(Payload):
    """Which kind of deadline, and why."""

    kind: Code
    reason: Text


class Until(Moved):
    until: Day


class Accepted(Moved):
    """`due_date`: the proposed last day that was looked at."""

    due_date: Day


@version(2)
class Extended(Payload):
    extended: Until


@version(2)
class Suspended(Payload):
    suspended: Moved


class Resumed(Payload):
    resumed: Moved


@version(2)
class Recomputed(Payload):
    recomputed: Accepted


class Reminded(Payload):
    """What the timer of a reminder brings: its own name."""

    reminder: Line


class Holiday(Payload):
    """A day declared a holiday; before `known_from` nobody could count on it."""

    day: Day
    known_from: Day
    ko: Line
    en: Line
    basis: Line


class HolidayDeclaration(Payload):
    holiday: Holiday
