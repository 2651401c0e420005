"""Periods against worked examples, the official holidays of 2018–2027, and a slow count day by day."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.calendar import DECLARED, Calendar, CalendarError
from states.rules.periods import KST, RULES, Due, Part, PeriodError, Step, check_length, compute, parse_length

DATA = Path(__file__).parent / "data"
DAY = timedelta(days=1)
TODAY = Calendar.as_known(None)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


EXAMPLES = rows("period_examples.csv")
BY_HAND = rows("reckoned_by_hand.csv")
OFFICIAL = {date.fromisoformat(row["date"]): row for row in rows("kr_holidays_2018_2027.csv")}
OUR_RULE = {"FIXED_CUTOFF": "fixed", "FIXED_OPEN": "fixed", "ASOF": "civil"}
OUR_LENGTH = {"14+10 day": "14d+10d", "0 date": "0d", "0 instant": "0d"}
UNIT = {"day": "d", "month": "m", "hour": "h", "day_elapsed": "d", "day_before": "d"}


def kst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def due(rule: str, start: datetime | date | str, length: str, calendar: Calendar = TODAY) -> Due:
    if isinstance(start, str):
        start = kst(start) if "T" in start else date.fromisoformat(start)
    return compute(rule, start, length, calendar)


@pytest.mark.parametrize("row", EXAMPLES, ids=[row["id"] for row in EXAMPLES])
def test_every_worked_example_comes_out(row: dict[str, str]) -> None:
    rule = OUR_RULE.get(row["rule"], row["rule"].lower().replace("_", "-"))
    length = OUR_LENGTH.get(f"{row['amount']} {row['unit']}") or row["amount"] + UNIT[row["unit"]]
    as_of = date.fromisoformat(row["calendar_as_of"]) if row["calendar_as_of"] else None
    found = due(rule, row["start_kst_or_offset"], length, Calendar.as_known(as_of))

    last = datetime.fromisoformat(row["last_valid_instant"]) if row["last_valid_instant"] else None
    assert found.due_date == date.fromisoformat(row["due_date"])
    assert found.last_valid_instant == last
    if row["expires_exclusive"]:
        assert found.expires == datetime.fromisoformat(row["expires_exclusive"])
    else:
        assert last is not None
        assert found.expires == last + timedelta(microseconds=1)
    assert found.expires.tzinfo is UTC


@pytest.mark.parametrize(
    "row", BY_HAND, ids=[f"{x['rule']} {x['start']} {x['length']} {x['known_as_of']}" for x in BY_HAND]
)
def test_dates_nobody_listed_come_out_as_reckoned_by_hand(row: dict[str, str]) -> None:
    """설·추석 with their substitutes, temporary holidays before and after their declaration, month ends, leap days."""
    as_of = date.fromisoformat(row["known_as_of"]) if row["known_as_of"] else None
    found = due(row["rule"], row["start"], row["length"], Calendar.as_known(as_of))
    assert found.due_date == date.fromisoformat(row["due_date"]), row["reckoned"]


def test_the_holidays_of_2018_to_2027_are_the_official_ones() -> None:
    computed = {day for year in range(2018, 2028) for day in TODAY.holidays(year)}
    assert computed == set(OFFICIAL)


def test_holidays_carry_their_official_names() -> None:
    unlike = {day: TODAY.is_holiday(day) for day, row in OFFICIAL.items() if TODAY.is_holiday(day) != row["name_ko"]}
    assert unlike == {
        date(2018, 6, 13): "지방선거일",
        date(2020, 4, 15): "국회의원 선거일",
        date(2022, 3, 9): "대통령 선거일",
        date(2022, 6, 1): "지방선거일",
        date(2024, 4, 10): "국회의원 선거일",
        date(2025, 5, 5): "부처님 오신 날; 어린이날",
        date(2025, 5, 6): "대체공휴일(부처님 오신 날); 대체공휴일(어린이날)",
        date(2026, 6, 3): "지방선거일",
    }


def test_each_name_has_its_own_english() -> None:
    assert TODAY.holidays(2025)[date(2025, 5, 5)].en == "Buddha's Birthday; Children's Day"
    assert TODAY.holidays(2028)[date(2028, 10, 3)].ko == "개천절; 추석"
    assert TODAY.holidays(2028)[date(2028, 10, 3)].en == "National Foundation Day; Chuseok"
    assert TODAY.holidays(2027)[date(2027, 2, 9)].en == "Alternative holiday for Korean New Year"
    assert TODAY.holidays(2024)[date(2024, 10, 1)].en == "Temporary holiday"
    names = [name for year in range(2018, 2028) for name in TODAY.holidays(year).values()]
    assert [name for name in names if not name.en.isascii()] == []


@pytest.mark.parametrize("row", [row for row in OFFICIAL.values() if row["known_from"]], ids=lambda row: row["date"])
def test_a_day_declared_late_is_no_holiday_before(row: dict[str, str]) -> None:
    day, known_from = date.fromisoformat(row["date"]), date.fromisoformat(row["known_from"])
    assert Calendar.as_known(known_from - DAY).is_holiday(day) is None
    assert Calendar.as_known(known_from).is_holiday(day) == row["name_ko"]
    assert TODAY.is_holiday(day) == row["name_ko"]


def test_what_was_not_known_takes_its_substitutes_along_and_nothing_else() -> None:
    early = Calendar.as_known(date(2026, 2, 9))
    hidden = set(TODAY.holidays(2027)) - set(early.holidays(2027))
    assert hidden == {date(2027, 5, 1), date(2027, 5, 3), date(2027, 7, 17), date(2027, 7, 19)}
    late = Calendar.as_known(date(2026, 2, 10))
    assert set(TODAY.holidays(2027)) - set(late.holidays(2027)) == {date(2027, 5, 1), date(2027, 5, 3)}


def test_a_statute_hides_nothing_of_the_years_before_it() -> None:
    assert Calendar.as_known(date(2025, 1, 1)).is_holiday(date(2007, 7, 17)) == "제헌절"
    assert TODAY.is_holiday(date(2008, 7, 17)) is None


def test_declared_days_are_official_ones_and_known_before_they_come() -> None:
    assert [row.day for row in DECLARED] == [day for day, row in OFFICIAL.items() if row["kind"] == "temporary"]
    assert [row for row in DECLARED if row.known_from >= row.day] == []


def test_labour_day_was_no_public_holiday_before_2026() -> None:
    assert [TODAY.is_labour_day(date(2025, 5, day)) for day in (1, 2)] == [True, False]
    assert TODAY.is_holiday(date(2025, 5, 1)) is None
    assert TODAY.is_holiday(date(2026, 5, 1)) == "노동절"


def test_a_calendar_says_which_it_is() -> None:
    edition = TODAY.version
    assert edition.startswith("holidays-0.109+overrides-")
    assert Calendar.as_known(date(2025, 1, 13)).version == f"{edition}@2025-01-13"
    assert due("civil", "2025-01-06T14:00:00", "10d").calendar_version == edition
    assert Calendar.as_known(date(2025, 1, 13)) is Calendar.as_known(date(2025, 1, 13))
    assert Calendar.as_known(date(2025, 1, 13)) != TODAY


def test_a_calendar_ends_where_its_knowledge_ends() -> None:
    with pytest.raises(CalendarError, match="holidays are known for 1949–2100, not for 2101"):
        TODAY.is_holiday(date(2101, 1, 1))


def test_importing_the_rules_leaves_the_slow_package_alone() -> None:
    code = "import sys, states.rules.periods; print('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_the_derivation_names_each_day_skipped() -> None:
    assert due("civil", "2025-02-19T09:00:00", "10d").derivation == (
        Step(
            "2025-02-19(수) 시작: 첫날은 세지 않음(민법 157)",
            "Starts 2025-02-19(Wed): the first day is not counted (Civil Act 157)",
        ),
        Step(
            "2025-02-20(목)부터 10일: 말일 2025-03-01(토)",
            "10 days from 2025-02-20(Thu): the last day is 2025-03-01(Sat)",
        ),
        Step(
            "2025-03-01(토) 건너뜀: 3ㆍ1절",
            "2025-03-01(Sat) skipped: Independence Movement Day",
        ),
        Step(
            "2025-03-02(일) 건너뜀: 일요일",
            "2025-03-02(Sun) skipped: Sunday",
        ),
        Step(
            "2025-03-03(월) 건너뜀: 대체공휴일(3ㆍ1절)",
            "2025-03-03(Mon) skipped: Alternative holiday for Independence Movement Day",
        ),
        Step(
            "2025-03-04(화) 24:00 만료",
            "Expires 2025-03-04(Tue) at 24:00",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "start", "length", "korean"),
    [
        (
            "civil",
            "2025-07-01T00:00:00",
            "1d",
            [
                "2025-07-01(화) 00:00 시작: 첫날을 셈(민법 157 단서)",
                "2025-07-01(화)부터 1일: 말일 2025-07-01(화)",
                "2025-07-01(화) 24:00 만료",
            ],
        ),
        (
            "objection",
            "2025-04-21",
            "10d",
            [
                "2025-04-21(월) 시작: 첫날은 세지 않음(민법 157)",
                "2025-04-22(화)부터 10일: 말일 2025-05-01(목)",
                "2025-05-01(목) 건너뜀: 근로자의 날",
                "2025-05-02(금) 24:00 만료",
            ],
        ),
        (
            "civil-ext",
            "2025-11-28",
            "14d+10d",
            [
                "2025-11-28(금) 시작: 첫날은 세지 않음(민법 157)",
                "2025-11-29(토)부터 14일: 말일 2025-12-12(금)",
                "만료 다음 날 2025-12-13(토)부터 10일 연장: 말일 2025-12-22(월)",
                "2025-12-22(월) 24:00 만료",
            ],
        ),
        (
            "after-end",
            "2025-06-30",
            "1m",
            [
                "2025-06-30(월) 종료: 다음 온전한 날부터 셈",
                "2025-07-01(화)부터 1개월: 말일 2025-07-31(목)",
                "2025-07-31(목) 24:00 만료",
            ],
        ),
        (
            "annual-date",
            "2026-12-31",
            "02-last",
            [
                "2026-12-31(목) 기준: 정해진 날짜",
                "기한일 2027-02-28(일)",
                "2027-02-28(일) 건너뜀: 일요일",
                "2027-03-01(월) 건너뜀: 3ㆍ1절",
                "2027-03-02(화) 24:00 만료",
            ],
        ),
        (
            "sanction",
            "2025-03-05",
            "1y",
            [
                "2025-03-05(수) 시작: 첫날을 셈(행정기본법 6②)",
                "2025-03-05(수)부터 1년: 말일 2026-03-04(수), 이동 없음",
                "2026-03-04(수) 24:00 만료",
            ],
        ),
        (
            "hours",
            "2025-01-24T17:30:00",
            "72h",
            [
                "2025-01-24 17:30:00 KST 시작: 즉시 셈(민법 156)",
                "2025-01-27 17:30:00 KST 만료",
            ],
        ),
        (
            "notice-effect",
            "2024-12-03",
            "5d",
            [
                "2024-12-03(화) 공포·공고: 그날은 세지 않음",
                "2024-12-04(수)부터 5일: 말일 2024-12-08(일), 이동 없음",
                "2024-12-09(월) 00:00 효력 발생",
            ],
        ),
        (
            "law-effect",
            "2024-12-03",
            "0d",
            [
                "2024-12-03(화) 공포: 그날부터 시행",
                "2024-12-03(화) 00:00 효력 발생",
            ],
        ),
        (
            "before",
            "2025-03-20T10:00:00",
            "10d",
            [
                "2025-03-20(목) 기준: 그날은 세지 않고 거꾸로 셈",
                "2025-03-10(월)부터 2025-03-19(수)까지 10일",
                "2025-03-09(일) 24:00 만료",
            ],
        ),
        (
            "fixed",
            "2024-12-20T18:00:00",
            "0d",
            [
                "2024-12-20 18:00:00 KST: 공고에 정한 일시, 옮기지 않음",
            ],
        ),
        (
            "fixed",
            "2025-12-31",
            "0d",
            [
                "2025-12-31(수): 공고에 정한 일시, 옮기지 않음",
                "2025-12-31(수) 24:00 만료",
            ],
        ),
        (
            "working-days",
            "2025-05-02",
            "2d",
            [
                "2025-05-02(금) 시작: 첫날은 세지 않음(민법 157)",
                "2025-05-03(토)부터 근무일 2일: 말일 2025-05-08(목)",
                "2025-05-03(토) 건너뜀: 토요일",
                "2025-05-04(일) 건너뜀: 일요일",
                "2025-05-05(월) 건너뜀: 부처님 오신 날; 어린이날",
                "2025-05-06(화) 건너뜀: 대체공휴일(부처님 오신 날); 대체공휴일(어린이날)",
                "2025-05-08(목) 24:00 만료",
            ],
        ),
    ],
)
def test_every_rule_explains_itself(rule: str, start: str, length: str, korean: list[str]) -> None:
    steps = due(rule, start, length).derivation
    assert [step.ko for step in steps] == korean
    assert all(step.en and "{" not in step.en for step in steps)


@pytest.mark.parametrize(
    ("rule", "start", "length", "due_date"),
    [
        ("law-effect", "2026-02-10", "3m", "2026-05-11"),  # 법률 제21338호, in force 2026-05-11
        ("law-effect", "2021-03-23", "6m", "2021-09-24"),  # 행정기본법, in force 2021-09-24
        ("law-effect", "2024-12-03T00:00:00", "5d", "2024-12-09"),  # the day of publication never counts
        ("service-by-notice", "2025-01-02", "14d", "2025-01-17"),
        ("annual-date", "2027-02-28", "02-last", "2027-03-02"),
        ("annual-date", "2027-03-01", "02-28", "2028-02-28"),
        ("annual-date", "2027-03-01", "02-29", "2028-02-29"),
        ("annual-date", "2027-02-28", "1y", "2028-02-29"),
        ("annual-date", "2025-06-27", "1y", "2026-06-29"),
        ("before", "2025-03-31", "1m", "2025-02-27"),
        ("before", "2025-03-20", "1m", "2025-02-19"),
        ("before", "2025-03-20", "1y", "2024-03-19"),
        ("objection", "2026-04-21", "10d", "2026-05-04"),
        ("objection", "2027-04-21", "10d", "2027-05-04"),
        ("civil-ext", "2025-01-13", "14d+10d", "2025-02-10"),  # 01-27 moves to 01-31, the extension follows
        ("after-end", "2027-01-01T00:00:00", "60d", "2027-03-02"),  # 12-31 24:00 written as 01-01 00:00
    ],
)
def test_readings_of_the_law(rule: str, start: str, length: str, due_date: str) -> None:
    assert due(rule, start, length).due_date == date.fromisoformat(due_date)


def test_english_counts_one_month_and_two_months() -> None:
    texts = [due("after-end", "2025-06-30", length).derivation[1].en for length in ("1m", "2m")]
    assert texts == [
        "1 month from 2025-07-01(Tue): the last day is 2025-07-31(Thu)",
        "2 months from 2025-07-01(Tue): the last day is 2025-08-31(Sun)",
    ]


def test_a_legal_effect_has_nothing_to_be_in_time_for() -> None:
    found = due("service-by-notice", "2025-01-02", "14d")
    assert (found.last_valid_instant, found.expires) == (None, kst("2025-01-17T00:00:00"))


def test_a_set_date_lasts_until_its_end_even_on_a_holiday() -> None:
    found = due("fixed", "2025-03-01", "0d")
    assert (found.last_valid_instant, found.expires) == (kst("2025-03-01T23:59:59.999999"), kst("2025-03-02T00:00:00"))


NAIVE = datetime.fromisoformat("2025-01-06T14:00:00")
NOON = kst("2025-01-06T12:00:00")


@pytest.mark.parametrize(
    ("rule", "start", "length", "reason"),
    [
        ("civic", NOON, "10d", "unknown period rule 'civic'; there are: civil, objection, civil-ext, "),
        ("civil", NAIVE, "10d", "the start 2025-01-06T14:00:00 has no time zone"),
        ("civil", NOON, "ten days", "malformed length 'ten days'"),
        ("civil", NOON, "", "malformed length ''"),
        ("civil", NOON, "010d", "malformed length '010d'"),
        ("civil", NOON, "-1d", "malformed length '-1d'"),
        ("civil", NOON, "1.5d", "malformed length '1.5d'"),
        ("civil", NOON, "10d\n", "malformed length '10d\n'"),
        ("civil", NOON, "١٠d", "malformed length '١٠d'"),
        ("civil", NOON, "10000d", "malformed length '10000d'"),
        ("civil-ext", NOON, "14d+10d+1d", "malformed length '14d\\+10d\\+1d'"),
        ("annual-date", NOON, "02-30", "'02-30' is no date of the year"),
        ("annual-date", NOON, "13-01", "'13-01' is no date of the year"),
        ("annual-date", NOON, "02-00", "'02-00' is no date of the year"),
        ("civil", NOON, "0d", "rule 'civil' takes a length like 10d, 3m, 1y, not '0d'"),
        ("civil", NOON, "72h", "rule 'civil' takes a length like 10d, 3m, 1y, not '72h'"),
        ("civil", NOON, "14d+10d", "rule 'civil' takes a length like 10d, 3m, 1y, not '14d\\+10d'"),
        ("civil-ext", NOON, "10d", "rule 'civil-ext' takes a length like 14d\\+10d, not '10d'"),
        ("working-days", NOON, "1m", "rule 'working-days' takes a length like 10d, not '1m'"),
        ("hours", date(2025, 1, 6), "72h", "a period of hours starts at an instant, not on the date 2025-01-06"),
        ("civil", NOON, "90y", "90y from 2025-01-06T12:00:00\\+09:00 leaves the calendar: holidays are known for "),
        ("sanction", NOON, "9999y", "9999y from 2025-01-06T12:00:00\\+09:00 leaves the calendar: year 12024"),
        ("before", NOON, "9999y", "leaves the calendar: year -7974"),
        ("annual-date", NOON, "9999y", "leaves the calendar: year 12024"),
        ("civil", date.max, "1d", "1d from 9999-12-31 leaves the calendar: date value out of range"),
    ],
)
def test_what_cannot_be_computed_says_why(rule: str, start: datetime | date, length: str, reason: str) -> None:
    with pytest.raises(PeriodError, match=reason):
        compute(rule, start, length, TODAY)


def test_lengths_are_read_once_for_all_rules() -> None:
    assert parse_length("14d+10d") == (Part(14, "d"), Part(10, "d"))
    assert parse_length("02-last") == (Part(200, "@"),)
    assert check_length("hours", "72h") == (Part(72, "h"),)
    assert list(RULES) == [rule.name for rule in RULES.values()]


# What follows counts again, slowly and by another way: one day at a time over the official list of holidays.


def is_off(day: date, rule: str) -> bool:
    return day.isoweekday() > 5 or day in OFFICIAL or (rule == "objection" and (day.month, day.day) == (5, 1))


def days_from(first: date) -> Iterator[date]:
    while True:
        yield first
        first += DAY


def slow_first(start: datetime) -> date:
    return next(day for day in days_from(start.date()) if datetime.combine(day, time(0), KST) >= start)


def slow_last(first: date, amount: int, unit: str) -> date:
    if unit == "d":
        counted: list[date] = []
        for day in days_from(first):
            counted.append(day)
            if len(counted) == amount:
                return day
    passed = 0
    for day in days_from(first + DAY):
        passed += day.day == 1
        if passed == amount and day.day == first.day:
            return day - DAY
        if passed == amount and (day + DAY).day == 1:
            return day
    raise AssertionError("unreachable")


def slow_roll(last: date, rule: str) -> date:
    return next(day for day in days_from(last) if not is_off(day, rule))


STARTS = st.builds(
    lambda day, at: datetime.combine(day, at, KST),
    st.dates(date(2018, 1, 1), date(2026, 6, 30)),
    st.one_of(st.just(time(0)), st.sampled_from([time(0, 0, 0, 1), time(23, 59, 59, 999999)]), st.times()),
)
LENGTHS = st.one_of(
    st.tuples(st.integers(1, 400), st.just("d")),
    st.tuples(st.integers(1, 15), st.just("m")),
)


@given(st.sampled_from(["civil", "objection", "after-end"]), STARTS, LENGTHS)
def test_a_moving_period_ends_where_the_slow_count_ends(rule: str, start: datetime, length: tuple[int, str]) -> None:
    amount, unit = length
    found = compute(rule, start.astimezone(UTC), f"{amount}{unit}", TODAY)
    expected = slow_roll(slow_last(slow_first(start), amount, unit), rule)
    assert found.due_date == expected
    assert not is_off(found.due_date, rule)
    assert found.expires == datetime.combine(expected + DAY, time(0), KST)
    assert found.last_valid_instant == found.expires - timedelta(microseconds=1)
    skipped = [step for step in found.derivation if "건너뜀" in step.ko]
    assert len(skipped) == (expected - slow_last(slow_first(start), amount, unit)).days


@given(STARTS, st.integers(1, 2))
def test_a_year_is_twelve_months(start: datetime, years: int) -> None:
    for rule in ("sanction", "law-effect", "before"):
        yearly = compute(rule, start, f"{years}y", TODAY)
        assert yearly.expires == compute(rule, start, f"{12 * years}m", TODAY).expires


@given(STARTS, st.integers(1, 200), st.integers(1, 100))
def test_an_extension_starts_where_the_period_ended(start: datetime, first: int, more: int) -> None:
    moved = slow_roll(slow_last(slow_first(start), first, "d"), "civil")
    expected = slow_roll(slow_last(moved + DAY, more, "d"), "civil")
    assert compute("civil-ext", start, f"{first}d+{more}d", TODAY).due_date == expected


@given(STARTS, LENGTHS)
def test_a_sanction_counts_its_first_day_and_never_moves(start: datetime, length: tuple[int, str]) -> None:
    amount, unit = length
    assert compute("sanction", start, f"{amount}{unit}", TODAY).due_date == slow_last(start.date(), amount, unit)


@given(st.sampled_from(["notice-effect", "law-effect", "service-by-notice"]), STARTS, st.integers(1, 400))
def test_an_effect_comes_when_whole_days_have_passed(rule: str, start: datetime, days: int) -> None:
    found = compute(rule, start, f"{days}d", TODAY)
    assert found.due_date == slow_last(start.date() + DAY, days, "d") + DAY
    assert found.expires == datetime.combine(found.due_date, time(0), KST)


@given(STARTS, LENGTHS)
def test_before_leaves_the_whole_length_between(event: datetime, length: tuple[int, str]) -> None:
    amount, unit = length
    found = compute("before", event, f"{amount}{unit}", TODAY)
    between = [day for day in map(found.due_date.__add__, map(timedelta, range(1, 800))) if day < event.date()]
    if unit == "d":
        assert len(between) == amount
    else:
        assert slow_last(between[0], amount, "m") <= between[-1]
        assert slow_last(between[1], amount, "m") >= between[-1]


@given(STARTS, st.integers(1, 2000))
def test_hours_run_at_once_through_everything(start: datetime, hours: int) -> None:
    found = compute("hours", start, f"{hours}h", TODAY)
    assert found.last_valid_instant == start.astimezone(UTC) + timedelta(hours=hours)
    assert found.expires - found.last_valid_instant == timedelta(microseconds=1)
    assert found.due_date == found.last_valid_instant.astimezone(KST).date()


@given(STARTS, st.integers(1, 60))
def test_working_days_are_the_only_ones_counted(start: datetime, days: int) -> None:
    found = compute("working-days", start, f"{days}d", TODAY)
    worked = [day for day in days_until(slow_first(start), found.due_date) if not is_off(day, "civil")]
    assert len(worked) == days
    assert worked[-1] == found.due_date
    skipped = [step for step in found.derivation if "건너뜀" in step.ko]
    assert len(skipped) == len(days_until(slow_first(start), found.due_date)) - days


def days_until(first: date, last: date) -> list[date]:
    return [first + n * DAY for n in range((last - first).days + 1)]


@given(STARTS)
def test_a_set_instant_is_never_moved(start: datetime) -> None:
    found = compute("fixed", start, "0d", TODAY)
    assert (found.last_valid_instant, found.due_date) == (start, start.date())
    assert found.expires - start == timedelta(microseconds=1)


@given(STARTS, st.sampled_from([2, 6, 12]))
def test_a_date_of_every_year_is_the_first_one_not_yet_past(start: datetime, month: int) -> None:
    found = compute("annual-date", start, f"{month:02}-last", TODAY)
    nominal = next(day for day in days_from(start.date()) if day.month == month and (day + DAY).month != month)
    assert found.due_date == slow_roll(nominal, "civil")
