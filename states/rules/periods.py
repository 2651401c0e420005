"""Statutory time: when a period of Korean law ends, and why. A new kind of period is one row of RULES.

Everything is counted in Asia/Seoul; instants come out in UTC. A bare date as start means some time on that day.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

from states.rules.calendar import Calendar, CalendarError

KST = ZoneInfo("Asia/Seoul")
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
MIDNIGHT = time(0)
FORMS = {"d": "10d", "m": "3m", "y": "1y", "h": "72h", "+": "14d+10d", "0": "0d", "@": "02-28 | 02-last"}


class PeriodError(ValueError):
    """A period that cannot be computed; the message says why in one sentence."""


class Part(NamedTuple):
    """`amount` of `unit` d(ays) m(onths) y(ears) h(ours); @: a date of every year as month·100 + day (0 = last)."""

    amount: int
    unit: str


class Step(NamedTuple):
    """One step of a derivation."""

    ko: str
    en: str


class Start(NamedTuple):
    """When it begins: the KST day, the instant if known, and the first day that counts under 민법 157."""

    day: date
    at: datetime | None
    first: date


class Span(NamedTuple):
    """Counted days `first`..`nominal`, and `due`, where the last one moved to."""

    first: date
    nominal: date
    due: date


class Count(NamedTuple):
    """What a rule's counting found; `begin`, `run` and `end` name the sentences of the derivation."""

    due: date
    expires: datetime
    begin: str
    run: str = ""
    end: str = "day"
    spans: tuple[Span, ...] = ()


type_of_value = Part | Step | date
type_of_counting = Callable[[Start, tuple[Part, ...], Calendar], Count]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of period: its law, labels, the forms of length it takes (keys of FORMS) and how it counts."""

    name: str
    law: str
    ko: str
    en: str
    forms: str
    count: type_of_counting


@dataclass(frozen=True, slots=True)
class Due:
    """A computed period. Instants are aware UTC, `due_date` is a KST date.

    `last_valid_instant` is inclusive, and None where the end is a legal effect and nobody has to act; from `expires` on
    it is over.
    """

    rule: str
    start: datetime | date
    length: str
    due_date: date
    last_valid_instant: datetime | None
    expires: datetime
    law: str
    calendar: Calendar = field(repr=False)
    count: Count = field(repr=False, compare=False)

    @property
    def calendar_version(self) -> str:
        """Which calendar, as known when."""
        return self.calendar.version

    @property
    def derivation(self) -> tuple[Step, ...]:
        """Why: whether the first day counts, the last day, each day skipped with its holiday, the end."""
        return tuple(_explain(self))


def compute(rule: str, start: datetime | date, length: str, calendar: Calendar) -> Due:
    """The end of the period `length` (10d 3m 1y 72h, 14d+10d, 0d, 02-last) from `start` (aware datetime or KST date).

    PeriodError for an unknown rule, a length the rule does not take, a naive datetime, a date where an instant is
    needed, a period that leaves the years of the calendar.
    """
    parts, found = check_length(rule, length), RULES[rule]
    try:
        count = found.count(_start(start), parts, calendar)
    except (CalendarError, OverflowError) as error:
        raise PeriodError(f"{length} from {start.isoformat()} leaves the calendar: {error}") from error
    last = None if count.end == "effect" else count.expires - TICK
    return Due(rule, start, length, count.due, last, count.expires, found.law, calendar, count)


def check_length(rule: str, length: str) -> tuple[Part, ...]:
    """The parts of a length that `rule` takes. PeriodError for an unknown rule or another form of length."""
    found = RULES.get(rule)
    if found is None:
        raise PeriodError(f"unknown period rule '{rule}'; there are: {', '.join(RULES)}")
    parts = parse_length(length)
    if _form(parts) not in found.forms:
        forms = ", ".join(FORMS[form] for form in found.forms)
        raise PeriodError(f"rule '{rule}' takes a length like {forms}, not '{length}'")
    return parts


@lru_cache(maxsize=1024)
def parse_length(text: str) -> tuple[Part, ...]:
    """`10d` `3m` `1y` `72h` `0d`, `14d+10d` (two parts), `02-28` `02-last` (a date of every year). PeriodError else."""
    if re.fullmatch(r"[0-9]{2}-([0-9]{2}|last)", text):
        return (_annual(text),)
    if not re.fullmatch(r"(0d|[1-9][0-9]{0,3}[dmyh])|[1-9][0-9]{0,3}d\+[1-9][0-9]{0,3}d", text):
        raise PeriodError(f"malformed length '{text}'; a length looks like {', '.join(FORMS.values())}")
    return tuple(Part(int(part[:-1]), part[-1]) for part in text.split("+"))


def _annual(text: str) -> Part:
    month, day = text.split("-")
    part = Part(int(month) * 100 + (0 if day == "last" else int(day)), "@")
    if not 1 <= int(month) <= 12 or day == "00" or part.amount % 100 > monthrange(2000, int(month))[1]:
        raise PeriodError(f"'{text}' is no date of the year")
    return part


def _form(parts: tuple[Part, ...]) -> str:
    if len(parts) > 1:
        return "+"
    return parts[0].unit if parts[0].amount else "0"


def _start(start: datetime | date) -> Start:
    """민법 157: the first day is out, unless the period begins at 00:00."""
    if not isinstance(start, datetime):
        return Start(start, None, start + DAY)
    if start.tzinfo is None:
        raise PeriodError(f"the start {start.isoformat()} has no time zone")
    at = start.astimezone(KST)
    day = at.date()
    return Start(day, at, day if at.time() == MIDNIGHT else day + DAY)


def _civil(start: Start, parts: tuple[Part, ...], calendar: Calendar) -> Count:
    return _rolled(start, parts, calendar.is_working, "")


def _after_end(start: Start, parts: tuple[Part, ...], calendar: Calendar) -> Count:
    """What ends on a date ends at its 24:00, so the next day is the first whole one and counts."""
    return _rolled(start, parts, calendar.is_working, "after-end")


def _objection(start: Start, parts: tuple[Part, ...], calendar: Calendar) -> Count:
    """운영요령 25②: 근로자의 날 moves the last day too."""

    def is_working(day: date) -> bool:
        return calendar.is_working(day) and not calendar.is_labour_day(day)

    return _rolled(start, parts, is_working, "")


def _rolled(start: Start, parts: tuple[Part, ...], is_working: Callable[[date], bool], begin: str) -> Count:
    """민법 159–161. A second part extends from the day after the first one's (moved) end (행정기본법 36② 단서)."""
    first, spans = start.first, []
    for part in parts:
        nominal = _last_day(first, part)
        spans.append(Span(first, nominal, _roll(nominal, is_working)))
        first = spans[-1].due + DAY
    begin = begin or ("midnight" if start.first == start.day else "out")
    return _to_end_of(spans[-1].due, begin, "run", tuple(spans))


def _annual_date(start: Start, parts: tuple[Part, ...], calendar: Calendar) -> Count:
    """The start itself for 0d, the same date n years on, or the first 02-last (02-28) on or after the start."""
    amount, unit = parts[0]
    day = start.day
    if unit == "@":
        nominal = _in_year(day.year, parts[0])
        nominal = nominal if nominal >= day else _in_year(day.year + 1, parts[0])
    elif amount:
        month_end = 0 if (day + DAY).day == 1 else day.day
        nominal = _in_year(day.year + amount, Part(day.month * 100 + month_end, "@"))
    else:
        nominal = day
    return _to_end_of(due := _roll(nominal, calendar.is_working), "date", "date", (Span(nominal, nominal, due),))


def _sanction(start: Start, parts: tuple[Part, ...], _: Calendar) -> Count:
    """행정기본법 6②: the first day counts, the last day never moves."""
    nominal = _last_day(start.day, parts[0])
    return _to_end_of(nominal, "in", "fixed-run", (Span(start.day, nominal, nominal),))


def _working_days(start: Start, parts: tuple[Part, ...], calendar: Calendar) -> Count:
    """The n-th working day; the others are not counted."""
    day, left = start.first - DAY, parts[0].amount
    while left:
        day += DAY
        left -= calendar.is_working(day)
    begin = "midnight" if start.first == start.day else "out"
    return _to_end_of(day, begin, "working", (Span(start.first, day, day),))


def _before(start: Start, parts: tuple[Part, ...], _: Calendar) -> Count:
    """Counted backwards: that many whole days lie between the due day and the day of the event, which is out."""
    amount, unit = parts[0]
    months = -amount * (12 if unit == "y" else 1)
    first = start.day - amount * DAY if unit == "d" else _shift(start.day, months)[0]
    return _to_end_of(first - DAY, "back", "back", (Span(first, start.day - DAY, first - DAY),))


def _effect(start: Start, parts: tuple[Part, ...], _: Calendar) -> Count:
    """In force when the days have passed: the day of publication is out, the last day never moves; 0d is at once."""
    if not parts[0].amount:
        return Count(start.day, _midnight(start.day), "same-day", end="effect")
    nominal = _last_day(start.day + DAY, parts[0])
    due, spans = nominal + DAY, (Span(start.day + DAY, nominal, nominal),)
    return Count(due, _midnight(due), "publication", "fixed-run", "effect", spans)


def _hours(start: Start, parts: tuple[Part, ...], _: Calendar) -> Count:
    """민법 156: at once, no day is skipped; the last instant is in time."""
    if start.at is None:
        raise PeriodError(f"a period of hours starts at an instant, not on the date {start.day.isoformat()}")
    end = start.at.astimezone(UTC) + timedelta(hours=parts[0].amount)
    return Count(end.astimezone(KST).date(), end + TICK, "hours", end="instant")


def _fixed(start: Start, _: tuple[Part, ...], __: Calendar) -> Count:
    """The instant itself, inclusive; a bare date lasts until its 24:00. Never moved."""
    if start.at is None:
        return _to_end_of(start.day, "given", "run", ())
    return Count(start.day, start.at.astimezone(UTC) + TICK, "given", end="")


def _to_end_of(day: date, begin: str, run: str, spans: tuple[Span, ...]) -> Count:
    return Count(day, _midnight(day + DAY), begin, run, "day", spans)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, MIDNIGHT, KST).astimezone(UTC)


def _last_day(first: date, part: Part) -> date:
    """민법 159·160: the last of n days; for months and years the eve of the same date, or the month's last day."""
    if part.unit == "d":
        return first + (part.amount - 1) * DAY
    day, exists = _shift(first, part.amount * (12 if part.unit == "y" else 1))
    return day - DAY if exists else day


def _shift(day: date, months: int) -> tuple[date, bool]:
    """The same date `months` away, and whether it exists; if not, that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year < MAXYEAR:
        raise OverflowError(f"year {year}")
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)), day.day <= last


def _in_year(year: int, part: Part) -> date:
    """A date of every year; 02-29 is the last of February where there is none."""
    if year >= MAXYEAR:
        raise OverflowError(f"year {year}")
    month, day = divmod(part.amount, 100)
    if (month, day) == (2, 29):
        day = 0
    return date(year, month, day or monthrange(year, month)[1])


def _roll(day: date, is_working: Callable[[date], bool]) -> date:
    """민법 161: a last day on Saturday or a holiday moves to the next day that is neither."""
    while not is_working(day):
        day += DAY
    return day


BEGIN = {
    "out": Step("{day} 시작: 첫날은 세지 않음(민법 157)", "Starts {day}: the first day is not counted (Civil Act 157)"),
    "midnight": Step(
        "{day} 00:00 시작: 첫날을 셈(민법 157 단서)", "Starts {day} 00:00: the first day counts (Civil Act 157)"
    ),
    "after-end": Step("{at} 종료: 다음 온전한 날부터 셈", "Ends {at}: counted from the next whole day"),
    "in": Step("{day} 시작: 첫날을 셈(행정기본법 6②)", "Starts {day}: the first day counts (Basic Act 6(2))"),
    "publication": Step("{day} 공포·공고: 그날은 세지 않음", "Published {day}: that day is not counted"),
    "same-day": Step("{day} 공포: 그날부터 시행", "Published {day}: in force from that day"),
    "back": Step("{day} 기준: 그날은 세지 않고 거꾸로 셈", "Back from {day}: that day is not counted"),
    "date": Step("{day} 기준: 정해진 날짜", "As of {day}: a set date"),
    "hours": Step("{at} 시작: 즉시 셈(민법 156)", "Starts {at}: runs at once (Civil Act 156)"),
    "given": Step("{at}: 공고에 정한 일시, 옮기지 않음", "{at}: as set, never moved"),
}
RUN = {
    "run": Step("{first}부터 {length}: 말일 {nominal}", "{length} from {first}: the last day is {nominal}"),
    "extension": Step(
        "만료 다음 날 {first}부터 {length} 연장: 말일 {nominal}", "Extended {length} from {first}: to {nominal}"
    ),
    "date": Step("기한일 {nominal}", "The date is {nominal}"),
    "fixed-run": Step(
        "{first}부터 {length}: 말일 {nominal}, 이동 없음", "{length} from {first}: to {nominal}, never moved"
    ),
    "working": Step("{first}부터 근무일 {length}: 말일 {nominal}", "{length} of work from {first}: to {nominal}"),
    "back": Step("{first}부터 {nominal}까지 {length}", "{first} to {nominal} is {length}"),
}
END = {
    "day": Step("{due} 24:00 만료", "Expires {due} at 24:00"),
    "effect": Step("{due} 00:00 효력 발생", "Takes effect {due} at 00:00"),
    "instant": Step("{expires} 만료", "Expires {expires}"),
}
SKIP = Step("{skipped} 건너뜀: {why}", "{skipped} skipped: {why}")
WEEKDAYS = ("월화수목금토일", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
WEEKEND = {5: Step("토요일", "Saturday"), 6: Step("일요일", "Sunday")}
LABOUR = Step("근로자의 날", "Labour Day")
UNITS = {"d": Step("{}일", "{} day"), "m": Step("{}개월", "{} month"), "y": Step("{}년", "{} year"), "@": Step("", "")}


def _explain(due: Due) -> list[Step]:
    count, begin = due.count, _start(due.start)
    steps = [_say(BEGIN[count.begin], day=begin.day, at=begin.at or begin.day)]
    for index, (span, part) in enumerate(zip(count.spans, parse_length(due.length), strict=False)):
        sentence = RUN["extension" if index else count.run]
        steps.append(_say(sentence, first=span.first, nominal=span.nominal, length=part))
        skipped = _skipped(span, count.run, due.calendar)
        steps += [_say(SKIP, skipped=day, why=_why(day, due.calendar)) for day in skipped]
    ending = [_say(END[count.end], due=due.due_date, expires=due.expires)] if count.end else []
    return [*steps, *ending]


def _skipped(span: Span, run: str, calendar: Calendar) -> list[date]:
    """The days the end moved over; for working days, those between that were not counted."""
    start = span.first if run == "working" else span.nominal
    days = [start + n * DAY for n in range((span.due - start).days)]
    return [day for day in days if run != "working" or not calendar.is_working(day)]


def _why(day: date, calendar: Calendar) -> Step:
    name = calendar.holidays(day.year).get(day)
    if name:
        return Step(name.ko, name.en)
    return WEEKEND.get(day.weekday(), LABOUR)


def _say(sentence: Step, **values: type_of_value) -> Step:
    ko, en = ({key: _text(value, language) for key, value in values.items()} for language in (0, 1))
    return Step(sentence.ko.format(**ko), sentence.en.format(**en))


def _text(value: type_of_value, language: int) -> str:
    if isinstance(value, Step):
        return value[language]
    if isinstance(value, Part):
        return UNITS[value.unit][language].format(value.amount) + ("s" if language and value.amount > 1 else "")
    if isinstance(value, datetime):
        return f"{value.astimezone(KST):%Y-%m-%d %H:%M:%S} KST"
    return f"{value.isoformat()}({WEEKDAYS[language][value.weekday()]})"


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.name: rule
        for rule in (
            Rule("civil", "행정기본법 6①; 민법 157–161", "일반 기간", "Civil period", "dmy", _civil),
            Rule("objection", "운영요령 25②·60; 민법 157–161", "이의신청 기간", "Objection period", "dmy", _objection),
            Rule("civil-ext", "행정기본법 36②; 민법 157·161", "연장되는 기간", "Period with extension", "+", _civil),
            Rule("after-end", "민법 157–161", "종료 후 기간", "Period after an end", "dmy", _after_end),
            Rule("annual-date", "운영요령 78①; 민법 161", "매년 정해진 날", "Date of every year", "0y@", _annual_date),
            Rule("sanction", "행정기본법 6②", "권익 제한·의무 기간", "Restriction", "dmy", _sanction),
            Rule("hours", "민법 156", "시간 기간", "Period of hours", "h", _hours),
            Rule("notice-effect", "행정업무규정 6③", "공고의 효력 발생", "Effect of a public notice", "d", _effect),
            Rule("law-effect", "행정기본법 7", "법령의 시행", "Effect of rules of law", "0dmy", _effect),
            Rule("service-by-notice", "행정절차법 15③", "공시송달의 효력", "Effect of service by notice", "d", _effect),
            Rule("before", "행정절차법 21②; 민법 157 유추", "…전까지", "At least … before", "dmy", _before),
            Rule("fixed", "공고에 정한 일시", "정해진 일시", "Set instant", "0", _fixed),
            Rule("working-days", "민법 157·159 준용", "근무일 기간", "Working days", "d", _working_days),
        )
    }
)
"""Every kind of statutory period: the one table."""
