"""A clock in UTC; a virtual one moves forwards only."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from workflow.clock import SystemClock, VirtualClock

NOON = datetime(2024, 12, 10, 12, tzinfo=timezone(timedelta(hours=9)))


def test_a_virtual_clock_stands_until_it_is_moved() -> None:
    clock = VirtualClock(NOON)
    assert (clock.now(), clock.now().tzinfo) == (datetime(2024, 12, 10, 3, tzinfo=UTC), UTC)
    clock.set(NOON)
    clock.set(NOON + timedelta(microseconds=1))
    assert clock.now() == datetime(2024, 12, 10, 3, 0, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match=r"does not go back to 2024-12-10T12:00:00\+09:00"):
        clock.set(NOON)
    assert clock.now() == NOON + timedelta(microseconds=1)


def test_the_system_clock_is_in_utc_and_goes_on() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert second >= first
