"""Values and changes in words."""

from typing import Any

import pytest

from states.catalogue.values import said_change, said_value

SHA = "5e" * 32


@pytest.mark.parametrize(
    ("path", "before", "after", "ko", "en"),
    [
        (("budget", "national"), 900_000_000, 812_000_000, "사업비 · 국비 900 → 812백만원",
         "Budget · State money KRW 900 M → 812 M"),
        (("budget", "national"), 900_000_001, 812_000_000, "사업비 · 국비 900,000,001원 → 812,000,000원",
         "Budget · State money KRW 900,000,001 → KRW 812,000,000"),
        (("awards", "2025"), None, 450_000_000, "지원 결정 · 2025 450,000,000원", "Awards · 2025 KRW 450,000,000"),
        (("award",), 5, None, "국비 지원액 5원 → 없음", "Award KRW 5 → nothing"),
    ],
)  # fmt: skip
def test_a_change_in_words(path: tuple[str, ...], before: Any, after: Any, ko: str, en: str) -> None:
    assert said_change(path, before, after) == (ko, en)


@pytest.mark.parametrize(
    ("path", "value", "ko"),
    [
        (("points",), 9260, "92.60"),
        (("confirmations", "province"), True, "예"),
        (("brns",), ["a", "b"], "a, b"),
        (("document",), SHA, "5e5e5e5e5e5e…"),
        (("delivery",), "post", "우편"),
        (("carried",), [{"amount": 7}], "금액 7원"),
        (("year",), 2025, "2025"),
    ],
)
def test_a_value_in_words(path: tuple[str, ...], value: Any, ko: str) -> None:
    assert said_value(path, value).ko == ko
