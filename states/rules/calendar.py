"""Korean public holidays as they were known on a given day (관공서의 공휴일에 관한 규정, 공휴일에 관한 법률)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from types import MappingProxyType

FIRST_YEAR, LAST_YEAR = 1949, 2100
LABOUR_DAY = (5, 1)
SATURDAY = 5


class CalendarError(ValueError):
    """A day the calendar cannot answer for."""


@dataclass(frozen=True, slots=True)
class Name:
    """The names of one holiday."""

    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Declared:
    """One day that became a holiday by a late declaration; before `known_from` (KST date) nobody could count on it."""

    day: date
    known_from: date
    ko: str
    en: str
    basis: str


@dataclass(frozen=True, slots=True)
class Enacted:
    """A yearly holiday a statute added from `first_year`; it and its substitutes are unknown before `known_from`."""

    holiday: str
    first_year: int
    known_from: date
    basis: str


TEMPORARY = "Temporary holiday"

DECLARED = (
    Declared(date(2020, 8, 17), date(2020, 7, 21), "임시공휴일", TEMPORARY, "국무회의 의결"),
    Declared(date(2023, 10, 2), date(2023, 9, 5), "임시공휴일", TEMPORARY, "국무회의 의결"),
    Declared(date(2024, 10, 1), date(2024, 9, 3), "임시공휴일", TEMPORARY, "국무회의 의결"),
    Declared(date(2025, 1, 27), date(2025, 1, 14), "임시공휴일", TEMPORARY, "국무회의 의결"),
    Declared(
        date(2025, 6, 3),
        date(2025, 4, 8),
        "임시공휴일(대통령선거)",
        f"{TEMPORARY} (presidential election)",
        "국무회의 의결",
    ),
)

ENACTED = (
    Enacted("제헌절", 2026, date(2026, 2, 10), "법률 제21338호 공포"),
    Enacted("노동절", 2026, date(2026, 4, 9), "법률 제21543호 공포"),
)

COMPOSED = {"%s 대체 휴일": "대체공휴일(%s)", "%s 다음날": "%s 다음 날", "%s 전날": "%s 전날"}
OFFICIAL = {"신정연휴": "1월 1일", "삼일절": "3ㆍ1절", "부처님오신날": "부처님 오신 날"}

type_of_year = Mapping[date, Name]


@dataclass(frozen=True)
class Calendar:
    """The holidays of Asia/Seoul. `known_on=None` means with everything known today; a KST date, as known on that day.

    A day declared later is absent before its `known_from`. Changes of law before 2020 are not kept apart: earlier
    calendars are as finally known.
    """

    known_on: date | None = None
    declared: tuple[Declared, ...] = ()
    _years: dict[int, type_of_year] = field(default_factory=dict, init=False, repr=False, compare=False)

    @staticmethod
    def as_known(on: date | None, declared: tuple[Declared, ...] = ()) -> "Calendar":
        """The (shared) calendar as known on a KST date, or as known now for None.

        `declared` are days declared after this program was made.
        """
        return _calendar(on, declared)

    def is_holiday(self, day: date) -> str | None:
        """The Korean name of the public, substitute or temporary holiday on `day`, or None. Weekends alone are None.

        CalendarError outside 1949–2100.
        """
        name = self.holidays(day.year).get(day)
        return name.ko if name else None

    def is_labour_day(self, day: date) -> bool:
        """Is `day` 근로자의 날 (노동절), 1 May? Before 2026 it was no public holiday."""
        return (day.month, day.day) == LABOUR_DAY

    def is_working(self, day: date) -> bool:
        """Neither Saturday, Sunday nor a holiday."""
        return day.weekday() < SATURDAY and day not in self.holidays(day.year)

    def holidays(self, year: int) -> type_of_year:
        """Every holiday of a year by date. CalendarError outside 1949–2100."""
        found = self._years.get(year)
        if found is None:
            found = self._years[year] = MappingProxyType(_known(year, self.known_on, self.declared))
        return found

    @cached_property
    def version(self) -> str:
        """What was asked, for the record: `holidays-0.109+overrides-<digest>`, with `@DATE` when as known on a date."""
        known = f"@{self.known_on.isoformat()}" if self.known_on else ""
        return f"{_edition(self.declared)}{known}"


@lru_cache(maxsize=256)
def _calendar(known_on: date | None, declared: tuple[Declared, ...]) -> Calendar:
    return Calendar(known_on, declared)


def _known(year: int, known_on: date | None, declared: tuple[Declared, ...]) -> dict[date, Name]:
    """A year's holidays less those that were not known yet on `known_on`."""
    late = {row.holiday for row in ENACTED if year >= row.first_year and _later(row.known_from, known_on)}
    days = {day: _joined(kept) for day, names in _published(year).items() if (kept := _without(names, late))}
    for row in (*DECLARED, *declared):
        if row.day.year == year:
            days.pop(row.day, None)
            if not _later(row.known_from, known_on):
                days[row.day] = Name(row.ko, row.en)
    return days


def _later(known_from: date, known_on: date | None) -> bool:
    return known_on is not None and known_on < known_from


def _without(names: Iterable[Name], late: set[str]) -> list[Name]:
    return [name for name in names if not any(holiday in name.ko for holiday in late)]


def _joined(names: list[Name]) -> Name:
    return Name("; ".join(name.ko for name in names), "; ".join(name.en for name in names))


@lru_cache(maxsize=256)
def _published(year: int) -> Mapping[date, tuple[Name, ...]]:
    """The package's public holidays of a year. The import costs 0.2 s, so it waits for the first question."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CalendarError(f"holidays are known for {FIRST_YEAR}–{LAST_YEAR}, not for {year}")

    from holidays.countries.south_korea import SouthKorea  # noqa: PLC0415

    days = SouthKorea(years=year, language="ko")  # type: ignore[no-untyped-call]
    translate = SouthKorea(language="en_US").tr  # type: ignore[no-untyped-call]
    return {day: tuple(_name(ko, translate) for ko in days.get_list(day)) for day in sorted(days)}


def _name(package_name: str, translate: Callable[[str], str]) -> Name:
    """A package's Korean name as the official almanac (월력요항) writes it, and its English."""
    for pattern, official in COMPOSED.items():
        ending = pattern.removeprefix("%s")
        if package_name.endswith(ending):
            of = _name(package_name.removesuffix(ending), translate)
            return Name(official % of.ko, translate(pattern) % of.en)
    return Name(OFFICIAL.get(package_name, package_name), translate(package_name))


@lru_cache(maxsize=256)
def _edition(declared: tuple[Declared, ...]) -> str:
    from holidays.version import __version__  # noqa: PLC0415

    told: tuple[Declared | Enacted, ...] = (*DECLARED, *ENACTED, *declared)
    rows = repr([astuple(row) for row in told])
    return f"holidays-{__version__}+overrides-{sha256(rows.encode()).hexdigest()[:8]}"
