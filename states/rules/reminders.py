"""When people are reminded of a deadline: offsets from its end become instants on working days, in waking hours.

`-7d` is 09:00 KST seven days before the last day, or on the working day before that one; `-0d` the morning of the last
day; `-3h` three hours before the end, or the evening before where that is at night. After the end a reminder may come
late and never early: `+3d` is 09:00 KST three days after the last day or on the next working day, `+3h` three hours
after the end or the next morning.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from states.rules.calendar import Calendar
from states.rules.periods import DAY, KST, TICK

MORNING = time(9)
EVENING = time(18)
type_of_hours = tuple[time, time]
WAKING: type_of_hours = (time(8), time(21))
"""Nobody is written to before or after (KST)."""
LEAST = 60
"""Minutes of a day somebody can be written to."""


def next_at(expires: datetime, offsets: tuple[str, ...], calendar: Calendar, after: datetime) -> datetime | None:
    """The first reminder before the end that is later than `after`, in UTC; None if there is none left."""
    return next((at for at in planned(expires, offsets, calendar) if at > after), None)


def overdue_at(expires: datetime, offsets: tuple[str, ...], calendar: Calendar, after: datetime) -> datetime | None:
    """The first reminder that it is overdue later than `after`, in UTC; None if there is none left."""
    return next((at for at in overdue(expires, offsets, calendar) if at > after), None)


@lru_cache(maxsize=4096)
def planned(expires: datetime, offsets: tuple[str, ...], calendar: Calendar) -> tuple[datetime, ...]:
    """Every reminder before the end of a deadline that is over from `expires` on, in order."""
    found = {_at(expires, offset, calendar) for offset in offsets if offset.startswith("-")}
    return tuple(sorted(at for at in found if at < expires))


@lru_cache(maxsize=4096)
def overdue(expires: datetime, offsets: tuple[str, ...], calendar: Calendar) -> tuple[datetime, ...]:
    """Every reminder after the end, in order."""
    return tuple(sorted({_after(expires, offset, calendar) for offset in offsets if offset.startswith("+")}))


def _after(expires: datetime, offset: str, calendar: Calendar) -> datetime:
    amount, unit = int(offset[1:-1]), offset[-1]
    end = expires.astimezone(KST)
    if unit == "d":
        day = (expires - TICK).astimezone(KST).date() + amount * DAY
        return _on(_workable(day, calendar), MORNING)
    return awake((end + timedelta(hours=amount)).replace(microsecond=0))


def awake(at: datetime, waking: type_of_hours = WAKING) -> datetime:
    """The instant itself, or the next morning where it is at night (KST); in UTC."""
    earliest, latest = waking
    local = at.astimezone(KST)
    if local.time() < earliest:
        return _on(local.date(), earliest)
    return _on(local.date() + DAY, earliest) if local.time() > latest else at.astimezone(UTC)


def at_work(at: datetime, calendar: Calendar, waking: type_of_hours = WAKING) -> datetime:
    """The instant itself, or the next morning of a working day where it is at night or on a day off; in UTC."""
    found = awake(at, waking)
    day = found.astimezone(KST).date()
    return found if calendar.is_working(day) else _on(_workable(day, calendar), waking[0])


def are_hours(waking: type_of_hours) -> bool:
    """Whether somebody can be written to at least an hour a day."""
    earliest, latest = (each.hour * 60 + each.minute for each in waking)
    return latest - earliest >= LEAST


def _workable(day: date, calendar: Calendar) -> date:
    """The day itself or the first working day after it."""
    while not calendar.is_working(day):
        day += DAY
    return day


def _at(expires: datetime, offset: str, calendar: Calendar) -> datetime:
    amount, unit = int(offset[1:-1]), offset[-1]
    last = (expires - TICK).astimezone(KST)
    if unit == "d":
        return _on(_worked(last.date() - amount * DAY, calendar), MORNING)
    return _evening_before((expires.astimezone(KST) - timedelta(hours=amount)).replace(microsecond=0))


def _worked(day: date, calendar: Calendar) -> date:
    """The day itself or the last working day before it: a reminder may come early, never late."""
    while not calendar.is_working(day):
        day -= DAY
    return day


def _evening_before(at: datetime) -> datetime:
    earliest, latest = WAKING
    if at.time() < earliest:
        return _on(at.date() - DAY, EVENING)
    return _on(at.date(), EVENING) if at.time() > latest else at.astimezone(UTC)


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at, KST).astimezone(UTC)
