"""A deadline as it stands over a stream: one mapping, in the event that opened or moved it and in the projection."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from states.context import Context, Stream
from states.instants import read, written
from states.lifecycle import FIRE, Deadline
from states.rules.calendar import Calendar, Declared
from states.rules.periods import Due
from states.rules.reminders import next_at, overdue, overdue_at

GRACE = timedelta(seconds=32)
"""An expiry fires this long after its end: a request read in time is decided within 30 s, clocks may differ by 2 s."""
REMIND = "remind"
"""The trigger of a reminder's timer. A lifecycle without it reminds nobody."""
CHASE = "remind_overdue"
"""The trigger of a reminder after the end. A lifecycle without it forgets what was let pass."""
MISSED = timedelta(minutes=10)
"""A timer found later than this was missed, not waited for: the machines were down."""
NOTICE = timedelta(days=1)
"""What is left, at most, between a reminder that came late and what the clock does at the end it reminded of."""
SET = frozenset({"fixed", "hours"})
"""Rules whose end is a set instant: no holiday moves it, and the clock acts on it whatever was missed before."""
DONE_LATE = "late"
"""How a deadline ends that passed and whose matter is done all the same."""
LATE = "+"
"""Behind the kind of a deadline that has passed and whose matter is still owed, among the standing ones."""
type_of_standing = Mapping[str, Any]


def opened(deadline: Deadline, due: Due, ctx: Context) -> type_of_standing:
    """A deadline of this kind that ends as computed."""
    named = {} if deadline.period_name == deadline.id else {"period": deadline.period_name}
    if deadline.late != FIRE:
        named["late"] = deadline.late
    told = {"kind": deadline.id, "fires": deadline.fires, "owner": deadline.owner, **named}
    return ends(told, due, ctx)


def ends(told: type_of_standing, due: Due, ctx: Context) -> type_of_standing:
    """The same deadline with the end `due`, opened by this step, its first reminder planned."""
    start = written(due.start) if isinstance(due.start, datetime) else due.start.isoformat()
    kept = {name: told[name] for name in ("kind", "fires", "owner", "period", "late") if name in told}
    entry = kept | {
        "id": f"{told['kind']}@{ctx.stream.version + 1}",
        "rule": due.rule,
        "start": start,
        "length": due.length,
        "calendar": due.calendar_version,
        "due_date": due.due_date.isoformat(),
        "expires": written(due.expires),
        "fires_at": written(due.expires + GRACE),
    }
    return {**entry, **reminded(entry, due.expires, ctx)}


def reminded(entry: type_of_standing, expires: datetime, ctx: Context) -> type_of_standing:
    """When the next reminder is due, if there is one."""
    if not ctx.reminds:
        return {}
    at = next_at(expires, offsets_of(entry, ctx), ctx.calendar, ctx.recorded_at)
    return {"remind_at": written(at)} if at else {}


def offsets_of(entry: type_of_standing, ctx: Context) -> tuple[str, ...]:
    """When the call's rules have people reminded of a deadline, as offsets from its end."""
    period = ctx.rules.periods.get(str(entry.get("period") or entry["kind"]))
    return period.reminders if period else ()


def owed(entry: type_of_standing, ctx: Context) -> type_of_standing | None:
    """A deadline that has just passed, as what is owed from now on; None where nobody is reminded of it any more.

    Of the reminders that were missed with the end one is due, the latest.
    """
    offsets = offsets_of(entry, ctx) if ctx.chases else ()
    if not offsets:
        return None
    ends = read(str(entry["expires"]))
    missed = [at for at in overdue(ends, offsets, ctx.calendar) if at <= ctx.recorded_at]
    at = missed[-1] if missed else overdue_at(ends, offsets, ctx.calendar, ctx.recorded_at)
    if at is None:
        return None
    kept = {name: value for name, value in entry.items() if name not in {"remind_at", "reminded", "timer", "late"}}
    told = int(entry.get("reminded", 0)) + ("remind_at" in entry)
    return kept | {"overdue": written(ctx.recorded_at), "remind_at": written(at), "reminded": told, "chased": 0}


def chased(entry: type_of_standing, ctx: Context) -> type_of_standing:
    """When the next reminder that it is overdue is due, if there is one."""
    at = overdue_at(read(str(entry["expires"])), offsets_of(entry, ctx), ctx.calendar, ctx.recorded_at)
    return {"remind_at": written(at)} if at else {}


def place(entry: type_of_standing) -> str:
    """Under which name a deadline stands: its kind, or its kind as owed."""
    return f"{entry['kind']}{LATE}" if "overdue" in entry else str(entry["kind"])


def running(stream: Stream) -> dict[str, type_of_standing]:
    """The deadlines over a stream that have not passed, by kind."""
    return {kind: each for kind, each in stream.deadlines.items() if "overdue" not in each}


def named(stream: Stream, given: Mapping[str, Any]) -> type_of_standing | None:
    """The deadline over a stream that a command moves by its kind; None for any other command."""
    kinds = (str(each.get("kind", "")) for each in given.values() if isinstance(each, Mapping))
    return next((stream.deadlines[kind] for kind in kinds if kind in stream.deadlines), None)


def end_of(entry: type_of_standing) -> str:
    """The timer of a deadline's end: its id, or another where the clock's act was put off."""
    return "" if "overdue" in entry else str(entry.get("timer", entry["id"]))


def calendar_of(*calls: Stream) -> Calendar:
    """The holidays known now, with those any of the calls was told of after this program was made."""
    told = [x for call in calls for x in call.facts.get("holidays") or ()]
    if not told:  # which is nearly always, and asked for every command
        return Calendar.as_known(None)
    days = (Declared(_day(x["day"]), _day(x["known_from"]), x["ko"], x["en"], x["basis"]) for x in told)
    return Calendar.as_known(None, tuple({each.day: each for each in days}.values()))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def reminder(entry: type_of_standing) -> str:
    """The timer of the next reminder; empty if none is planned."""
    return f"{entry['id']}~{entry.get('reminded', 0)}" if "remind_at" in entry else ""


def start_of(entry: type_of_standing) -> date | datetime:
    """Where the period of a standing deadline began."""
    text = str(entry["start"])
    return read(text) if "T" in text else date.fromisoformat(text)
