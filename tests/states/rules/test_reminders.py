"""Reminders: instants on working days and in waking hours, early rather than late, never at or after the end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.calendar import Calendar
from states.rules.periods import KST
from states.rules.reminders import awake, next_at, overdue, overdue_at, planned

TODAY = Calendar.as_known(None)
OFFSETS = st.lists(
    st.builds(lambda n, unit: f"-{n}{unit}", st.integers(1, 60), st.sampled_from("dh")), max_size=6, unique=True
).map(tuple)
ENDS = st.datetimes(datetime.fromisoformat("2018-03-01"), datetime.fromisoformat("2027-10-01"))


def kst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def shown(end: str, *offsets: str) -> list[str]:
    return [at.astimezone(KST).strftime("%m-%d %H:%M") for at in planned(kst(end).astimezone(UTC), offsets, TODAY)]


@pytest.mark.parametrize(
    ("end", "offsets", "reminders"),
    [
        ("2024-12-20 18:00", ("-7d", "-3d", "-1d"), ["12-13 09:00", "12-17 09:00", "12-19 09:00"]),
        ("2024-12-20 18:00", ("-3h", "-1h"), ["12-20 15:00", "12-20 17:00"]),
        ("2025-02-01 00:00", ("-1d",), ["01-24 09:00"]),  # the eve of 01-31 lies in the holidays of the new year
        ("2025-01-17 00:00", ("-1d", "-3d"), ["01-13 09:00", "01-15 09:00"]),  # until 01-16 24:00
        ("2025-01-18 10:00", ("-3h",), ["01-17 18:00"]),  # 07:00 is night: the evening before
        ("2025-01-17 00:00", ("-1h",), ["01-16 18:00"]),  # 23:00 is night: that evening
        ("2025-01-17 00:00", ("+1d",), []),
        ("2025-01-20 18:00", ("-1d", "-2d", "-3d"), ["01-17 09:00"]),  # a weekend gives one reminder, not three
    ],
)
def test_offsets_become_instants(end: str, offsets: tuple[str, ...], reminders: list[str]) -> None:
    assert shown(end, *offsets) == reminders


@given(ENDS, OFFSETS)
def test_nobody_is_reminded_late_at_night_or_on_a_day_off(end: datetime, offsets: tuple[str, ...]) -> None:
    expires = end.replace(tzinfo=KST).astimezone(UTC)
    found = planned(expires, offsets, TODAY)
    assert list(found) == sorted(set(found))
    assert len(found) <= len(offsets)
    for at in found:
        local = at.astimezone(KST)
        assert at < expires
        assert 8 <= local.hour <= 21
        assert local.microsecond == 0
    days = [int(each[1:-1]) for each in offsets if each.endswith("d")]
    mornings = [at.astimezone(KST) for at in found if at.astimezone(KST).strftime("%H:%M") == "09:00"]
    assert days == [] or all(TODAY.is_working(each.date()) for each in mornings if not _hourly(each, end, offsets))


def _hourly(at: datetime, end: datetime, offsets: tuple[str, ...]) -> bool:
    hours = [int(each[1:-1]) for each in offsets if each.endswith("h")]
    return any((end - timedelta(hours=n)).replace(microsecond=0) == at.replace(tzinfo=None) for n in hours)


@given(ENDS, OFFSETS, st.integers(-90 * 24, 24))
def test_the_next_one_is_the_first_that_is_still_to_come(end: datetime, offsets: tuple[str, ...], hours: int) -> None:
    expires = end.replace(tzinfo=KST).astimezone(UTC)
    now = expires + timedelta(hours=hours)
    later = [at for at in planned(expires, offsets, TODAY) if at > now]
    assert next_at(expires, offsets, TODAY, now) == (later[0] if later else None)


@pytest.mark.parametrize(
    ("end", "offsets", "reminders"),
    [
        ("2025-01-11 00:00", ("+1d", "+7d", "-1d"), ["01-13 09:00", "01-17 09:00"]),  # 01-11 is a Saturday
        (
            "2025-01-25 00:00",
            ("+1d", "+3d"),
            ["01-31 09:00"],
        ),  # a weekend, then the new year: one, not two
        ("2024-12-20 18:00", ("+1h", "+4h"), ["12-20 19:00", "12-21 08:00"]),  # 22:00 is night: the next morning
        ("2024-12-20 18:00", ("-1d", "-3h"), []),
    ],
)
def test_offsets_after_the_end_come_late_and_never_early(
    end: str, offsets: tuple[str, ...], reminders: list[str]
) -> None:
    found = overdue(kst(end).astimezone(UTC), offsets, TODAY)
    assert [at.astimezone(KST).strftime("%m-%d %H:%M") for at in found] == reminders
    assert all(at > kst(end) for at in found)
    assert overdue_at(kst(end), offsets, TODAY, kst(end)) == (found[0] if found else None)


def test_on_the_day_itself_one_is_reminded_in_the_morning() -> None:
    assert shown("2024-12-20 18:00", "-0d") == ["12-20 09:00"]
    assert shown("2025-01-18 00:00", "-0d") == ["01-17 09:00"]


@pytest.mark.parametrize(
    ("at", "written"),
    [("2024-12-20 07:59", "12-20 08:00"), ("2024-12-20 12:30", "12-20 12:30"), ("2024-12-20 21:01", "12-21 08:00")],
)
def test_nobody_is_written_to_at_night(at: str, written: str) -> None:
    assert awake(kst(at)).astimezone(KST).strftime("%m-%d %H:%M") == written
