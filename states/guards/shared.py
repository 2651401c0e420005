"""What several lifecycles ask, and how facts are read: a missing fact is empty, never an error."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from states.context import Context, Stream
from states.rules.funding import Shares
from states.rules.periods import KST

SUPPORT_ENDS = frozenset({"completed", "discontinued"})
"""Where a support has ended."""


def mapping(value: Any) -> Mapping[str, Any]:
    """A fact that holds named values; empty while there is none."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> list[Any]:
    """A fact that holds several values; empty while there is none."""
    return list(value) if isinstance(value, list | tuple) else []


def number(value: Any) -> int:
    """A fact that holds a whole number; 0 while there is none."""
    return value if type(value) is int else 0


def kst_day(ctx: Context) -> date:
    """The day in Korea on which the step counts."""
    return ctx.effective_at.astimezone(KST).date()


def decided(ctx: Context) -> Mapping[str, Any]:
    """The call's recorded decisions, by setting."""
    return mapping(ctx.call.facts.get("settings"))


def shares(budget: Any) -> Shares | None:
    """The fact `budget` of a project as won; None while it is not given."""
    given = mapping(budget)
    return Shares(*(number(given.get(name)) for name in Shares._fields)) if given else None


def live(children: tuple[Stream, ...], ends: frozenset[str]) -> tuple[Stream, ...]:
    """The children that are not at one of these ends."""
    return tuple(child for child in children if child.state not in ends)
