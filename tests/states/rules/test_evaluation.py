"""Sheets stay within the nine indicators; scores are combined in whole hundredths."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.call_rules import parse
from states.rules.evaluation import (
    Marks,
    Spread,
    aggregate,
    dispersion,
    enough_sheets,
    item_scores,
    marks,
    outside,
    spread,
    total,
)

FOLDER = Path(__file__).parents[3] / "calls" / "2025-2"
RULES = parse({path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())})
FULL = {"1": 500, "2": 500, "3": 1000, "4": 1000, "5": 1500, "6": 1500, "7": 1500, "8": 1500, "9": 1000}
TOTALS = st.lists(st.integers(0, 10_000), min_size=3, max_size=30)


def test_the_nine_indicators_make_100_points() -> None:
    assert outside(RULES, FULL) == ()
    assert total({"points": FULL}) == 10_000


@pytest.mark.parametrize(
    ("points", "wrong"),
    [
        (FULL | {"1": 501}, ("1",)),
        (FULL | {"9": -1}, ("9",)),
        (FULL | {"10": 0}, ("10",)),
        ({no: points for no, points in FULL.items() if no != "7"}, ("7",)),
        ({}, tuple(FULL)),
    ],
)
def test_a_sheet_names_every_indicator_within_its_points(points: dict[str, int], wrong: tuple[str, ...]) -> None:
    assert outside(RULES, points) == wrong


def test_deductions_never_lead_below_nothing() -> None:
    assert total({"points": FULL, "deductions": [{"points": 300}, {"points": 50}]}) == 9_650
    assert total({"points": {"1": 100}, "deductions": [{"points": 300}]}) == 0
    assert marks(RULES, [{"points": FULL | {"1": 0}}], "mean", 9_501) == Marks(9_500, 0, (3000, 3000, 2000, 500, 1000))


@pytest.mark.parametrize(
    ("totals", "how", "score"),
    [
        ([8000, 9000], "mean", 8500),
        ([8000, 8001], "mean", 8001),
        ([8000, 8000, 8001], "mean", 8000),
        ([0, 8000, 8100, 10_000], "trimmed_mean", 8050),
        ([7000, 7000, 9000], "trimmed_mean", 7000),
    ],
)
def test_scores_are_combined(totals: list[int], how: str, score: int) -> None:
    assert aggregate(totals, how) == score


@given(TOTALS)
def test_means_are_rounded_half_up(totals: list[int]) -> None:
    def mean(kept: list[int]) -> int:
        return int((Decimal(sum(kept)) / len(kept)).quantize(Decimal(1), ROUND_HALF_UP))

    assert aggregate(totals, "mean") == mean(totals)
    assert aggregate(totals, "trimmed_mean") == mean(sorted(totals)[1:-1])


@pytest.mark.parametrize(
    ("count", "how", "enough"), [(0, "mean", False), (1, "mean", True), (2, "trimmed_mean", False)]
)
def test_how_many_sheets_are_enough(count: int, how: str, enough: bool) -> None:
    assert enough_sheets(count, how) is enough


def test_too_few_sheets_are_an_error() -> None:
    with pytest.raises(ValueError, match="2 sheets are too few for trimmed_mean"):
        aggregate([1, 2], "trimmed_mean")


def test_item_scores_stand_heaviest_item_first() -> None:
    half = {no: points // 2 for no, points in FULL.items()}
    assert item_scores(RULES, [FULL], "mean") == (3000, 3000, 2000, 1000, 1000)
    assert item_scores(RULES, [FULL | {"7": 0}, half], "mean") == (2250, 1500, 1500, 750, 750)


def test_the_spread_of_sheets_is_in_whole_hundredths() -> None:
    assert spread([9_000]) == Spread(9_000, 9_000, 9_000, 0)
    assert spread([8_000, 8_001]) == Spread(8_001, 8_000, 8_001, 0)
    found = dispersion(RULES, [{"points": FULL}, {"points": FULL | {"7": 0}, "deductions": [{"points": 500}]}])
    assert (found["total"], found["total"].range) == (Spread(9_000, 8_000, 10_000, 1_000), 2_000)
    assert (found["7"], found["1"]) == (Spread(750, 0, 1_500, 750), Spread(500, 500, 500, 0))
    assert list(found) == ["total", *FULL]


@given(TOTALS)
def test_the_deviation_is_the_root_of_the_mean_square(totals: list[int]) -> None:
    mean = Decimal(sum(totals)) / len(totals)
    variance = sum(((Decimal(each) - mean) ** 2 for each in totals), Decimal(0)) / len(totals)
    found = spread(totals).deviation
    assert found**2 <= variance + Decimal("1e-9") < (found + 1) ** 2 + 1
