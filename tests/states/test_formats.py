from datetime import UTC, date, datetime

import pytest

from states import formats

EVENING = datetime(2025, 1, 17, 9, 0, 0, 1000, UTC)


def test_days_are_written_as_official_letters_write_them() -> None:
    assert formats.day(date(2025, 1, 7), "ko") == "2025. 1. 7."
    assert formats.day(date(2025, 1, 7), "en") == "7 Jan 2025"


def test_moments_are_korean_time() -> None:
    assert formats.moment(EVENING, "ko") == "2025. 1. 17. 18:00"
    assert formats.moment(EVENING, "ko", seconds=True) == "2025. 1. 17. 18:00:00.001"


@pytest.mark.parametrize(
    ("value", "korean"),
    [(900_000_000, "900백만원"), (500_000, "500,000원"), (1_499_999, "1백만원"), (1_500_000, "2백만원")],
)
def test_millions_round_half_up(value: int, korean: str) -> None:
    assert formats.short_won(value, "ko") == korean


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2025, 1, 16, 14, 59, tzinfo=UTC), "D-1"),
        (datetime(2025, 1, 16, 15, 0, tzinfo=UTC), "D-Day"),
        (datetime(2025, 1, 19, 0, 0, tzinfo=UTC), "D+2"),
    ],
)
def test_days_are_counted_by_the_korean_calendar(now: datetime, told: str) -> None:
    assert formats.d_day(EVENING, now) == told


def test_registration_numbers_have_dashes_and_other_text_stays() -> None:
    assert formats.registration_number("1234567891") == "123-45-67891"
    assert formats.registration_number("tp-jeonbuk") == "tp-jeonbuk"


@pytest.mark.parametrize(
    ("length", "korean", "english"),
    [
        ("10d", "10일", "10 days"),
        ("1m", "1개월", "1 month"),
        ("72h", "72시간", "72 hours"),
        ("14d+10d", "14일 + 10일", "14 days + 10 days"),
        ("02-28", "매년 2월 28일", "28 Feb every year"),
        ("02-last", "매년 2월 말일", "the end of Feb every year"),
        ("x", "x", "x"),
    ],
)
def test_lengths_of_periods_are_said_in_words(length: str, korean: str, english: str) -> None:
    assert (formats.length(length, "ko"), formats.length(length, "en")) == (korean, english)
