"""A deadline as it stands over a stream: one mapping, in the event that opened or moved it and in the projection."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from states.context import Context, Stream
from states.instants import read, written
from states.lifecycle import Deadline
from states.rules.calendar import Calendar, Declared
from states.rules.periods import Due
from states.rules.reminders import next_at

GRACE = timedelta(seconds=32)
"""An expiry fires this long after its end: a request read in time is decided within 30 s, clocks may differ by 2 s."""
REMIND = "remind"
"""The trigger of a reminder's timer. A lifecycle without it reminds nobody."""
type_of_standing = Mapping[str, Any]


def opened(deadline: Deadline, due: Due, ctx: Context) -> type_of_standing:
    """A deadline of this kind that ends as computed."""
    named = {} if deadline.period_name == deadline.id else {"period": deadline.period_name}
    told = {"kind": deadline.id, "fires": deadline.fires, "owner": deadline.owner, **named}
    return ends(told, due, ctx)


def ends(told: type_of_standing, due: Due, ctx: Context) -> type_of_standing:
    """The same deadline with the end `due`, opened by this step, its first reminder planned."""
    start = written(due.start) if isinstance(due.start, datetime) else due.start.isoformat()
    kept = {name: told[name] for name in ("kind", "fires", "owner", "period") if name in told}
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
    period = ctx.rules.periods.get(str(entry.get("period") or entry["kind"]))
    at = next_at(expires, period.reminders, ctx.calendar, ctx.recorded_at) if period else None
    return {"remind_at": written(at)} if at else {}


def calendar_of(call: Stream) -> Calendar:
    """The holidays known now, with those the call was told of after this program was made."""
    told = call.facts.get("holidays") or ()
    days = (Declared(_day(x["day"]), _day(x["known_from"]), x["ko"], x["en"], x["basis"]) for x in told)
    return Calendar.as_known(None, tuple(days))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def reminder(entry: type_of_standing) -> str:
    """The timer of the next reminder; empty if none is planned."""
    return f"{entry['id']}~{entry.get('reminded', 0)}" if "remind_at" in entry else ""


def of_reminder(timer: str) -> str:
    """The kind of deadline a reminder's timer is about."""
    return timer.partition("@")[0]


def start_of(entry: type_of_standing) -> date | datetime:
    """Where the period of a standing deadline began."""
    text = str(entry["start"])
    return read(text) if "T" in text else date.fromisoformat(text)
