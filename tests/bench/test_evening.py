"""The moved call is sound whenever it closes, and closes then."""

from datetime import UTC, datetime

import pytest

from bench.evening import announced_on, closing_at
from states.rules.call_rules import parse


@pytest.mark.parametrize("day", [(2025, 1, 1), (2026, 2, 28), (2026, 11, 25), (2027, 6, 30)])
def test_the_call_closes_when_it_shall(day: tuple[int, int, int]) -> None:
    closes_at = datetime(*day, 9, 0, 7, tzinfo=UTC)
    rules = parse(closing_at(closes_at))
    assert rules.reception.closes_at == closes_at
    assert announced_on(closes_at) < rules.reception.opens_at < closes_at
