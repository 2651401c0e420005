"""Moving a deadline (행정절차법 16, 행정기본법 6): who extends it says why and answers with a second person."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from states.context import Context
from states.guards.reception import AT_RECEPTION
from states.guards.shared import mapping
from states.instants import read, written
from states.lifecycle import guard, moving
from states.rules.calendar import Calendar
from states.rules.call_rules import CallRules
from states.rules.periods import DAY, KST, Due, compute
from states.standing import SET, ends, start_of, type_of_standing

OWN_ROWS = frozenset({"reception_open", "reception_close", "company_reception"})
"""Deadlines that only a row of their own moves, for everyone alike."""


def asked(ctx: Context) -> Mapping[str, Any]:
    """What the command says of the deadline it names, whichever way it moves it."""
    return next(value for value in ctx.given.values() if isinstance(value, Mapping))


def standing(ctx: Context) -> type_of_standing | None:
    """The open deadline the command names."""
    return ctx.stream.deadlines.get(str(asked(ctx)["kind"]))


@guard("deadline.not_open", "common")
def deadline_stands(ctx: Context) -> Mapping[str, Any] | None:
    return None if standing(ctx) else {"kind": asked(ctx)["kind"]}


@guard("deadline.own_row", "공고 §6")
def not_for_all(ctx: Context) -> Mapping[str, Any] | None:
    kind = str(asked(ctx)["kind"])
    return {"kind": kind} if kind in OWN_ROWS else None


@guard("deadline.not_later", "common")
def ends_later(ctx: Context) -> Mapping[str, Any] | None:
    entry, until = standing(ctx), date.fromisoformat(str(asked(ctx)["until"]))
    if entry is None or until > date.fromisoformat(str(entry["due_date"])):
        return None
    return {"due_date": entry["due_date"], "until": until.isoformat()}


@guard("deadline.suspended", "common")
def deadline_runs(ctx: Context) -> Mapping[str, Any] | None:
    entry = standing(ctx)
    return {"kind": entry["kind"], "since": entry["suspended"]} if entry and "suspended" in entry else None


@guard("deadline.running", "common")
def deadline_rests(ctx: Context) -> Mapping[str, Any] | None:
    entry = standing(ctx)
    return {"kind": entry["kind"]} if entry and "suspended" not in entry else None


@guard("deadline.other_proposal", "행정기본법 6; 민법 161")
def proposal_stands(ctx: Context) -> Mapping[str, Any] | None:
    """What a person accepts must be what rules and calendar known now give, and another day than before."""
    entry, accepted = standing(ctx), str(asked(ctx)["due_date"])
    if entry is None:
        return None
    due = recomputed_due(entry, _terms(ctx), ctx.calendar)
    proposed = due.due_date.isoformat() if due else str(entry["due_date"])
    if accepted == proposed != entry["due_date"]:
        return None
    return {"due_date": entry["due_date"], "proposed": proposed, "accepted": accepted}


class Terms(NamedTuple):
    """What a call says of its periods now: its rules, what it has decided and moved; the round asked about."""

    rules: CallRules
    call: Mapping[str, Any]
    round: int = 1

    @property
    def decided(self) -> Mapping[str, Any]:
        """The decisions on the call's settings."""
        return mapping(self.call.get("settings"))

    def fixed(self, name: str) -> date | datetime | None:
        """Where a period of rule `fixed` ends: with the reception as it was moved, else as the rules say."""
        moved = self.call.get("reception_closes_at")
        if moved and self.rules.length(name, self.decided) == AT_RECEPTION:
            return read(str(moved))
        return self.rules.fixed(name, self.decided, self.round)


def _terms(ctx: Context) -> Terms:
    return Terms(ctx.rules, ctx.call.facts, int(ctx.modes.get("round", 1)))


def recomputed_due(entry: type_of_standing, terms: Terms, calendar: Calendar) -> Due | None:
    """The end that the rules in force and the calendar known now give, from where the period began.

    None where they have no say: it rests or has passed, has a row of its own or was moved by a person to a set day.
    """
    name = str(entry.get("period") or entry["kind"])
    period = terms.rules.periods.get(name)
    if {"suspended", "overdue"} & entry.keys() or entry["kind"] in OWN_ROWS or period is None:
        return None
    if period.rule == "fixed":
        end = terms.fixed(name)
        return compute("fixed", end, "0d", calendar) if end else None
    length = terms.rules.length(name, terms.decided)
    if entry["rule"] == "fixed" or length is None:
        return None
    return compute(period.rule, start_of(entry), length, calendar)


@moving("extended")
def extend(ctx: Context) -> Iterable[type_of_standing]:
    """The named deadline lasts until the end of the day it is extended to."""
    entry = standing(ctx)
    if entry is not None:
        yield ends(entry, compute("fixed", date.fromisoformat(str(asked(ctx)["until"])), "0d", ctx.calendar), ctx)


@moving("superseded")
def suspend(ctx: Context) -> Iterable[type_of_standing]:
    """The named deadline does not run from now on; nothing fires and nobody is reminded."""
    entry = standing(ctx)
    if entry is not None:
        kept = {name: value for name, value in entry.items() if name not in {"remind_at", "reminded", "timer"}}
        yield kept | {"id": f"{entry['kind']}@{ctx.stream.version + 1}", "suspended": written(ctx.effective_at)}


@moving("resumed")
def resume(ctx: Context) -> Iterable[type_of_standing]:
    """The named deadline runs on, later by the whole days it rested; a last day off moves on (민법 161)."""
    entry = standing(ctx)
    if entry is None:
        return
    rested = _day(ctx.effective_at) - _day(read(str(entry["suspended"])))
    last = date.fromisoformat(str(entry["due_date"])) + rested
    while rested and entry["rule"] not in SET and not ctx.calendar.is_working(last):
        last += DAY
    yield ends(entry, compute("fixed", _until(entry, rested, last), "0d", ctx.calendar), ctx)


def _until(entry: type_of_standing, rested: timedelta, last: date) -> date | datetime:
    """A set instant keeps its time of day; every other end is the end of its day."""
    if entry["rule"] == "hours" or (entry["rule"] == "fixed" and "T" in str(entry["start"])):
        return read(str(entry["expires"])) + rested - timedelta(microseconds=1)
    return last


def _day(instant: datetime) -> date:
    return instant.astimezone(KST).date()


@moving("recomputed")
def recompute(ctx: Context) -> Iterable[type_of_standing]:
    """The named deadline ends where the rules in force and the calendar known now have it end."""
    entry = standing(ctx)
    due = recomputed_due(entry, _terms(ctx), ctx.calendar) if entry else None
    if entry and due:
        yield ends(entry, due, ctx)


@guard("holiday.known", "관공서의 공휴일에 관한 규정")
def new_holiday(ctx: Context) -> Mapping[str, Any] | None:
    day = date.fromisoformat(str(ctx.given["holiday"]["day"]))
    name = ctx.calendar.is_holiday(day)
    return {"day": day.isoformat(), "name": name} if name else None


def merge_holiday(ctx: Context) -> Mapping[str, Any]:
    """The holidays declared after this program was made, with this one."""
    before = ctx.facts.get("holidays")
    return {"holidays": [*(before if isinstance(before, list | tuple) else ()), ctx.given["holiday"]]}
