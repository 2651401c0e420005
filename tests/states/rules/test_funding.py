"""국비 7 : 지방비 3, the province's 15 %, Jeju, the caps: at the last won on both sides."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.call_rules import parse
from states.rules.funding import (
    Shares,
    after_missing_match,
    balanced,
    cap,
    cut,
    direct_enough,
    local_needed,
    municipality_share_fits,
    province_needed,
    province_pays_enough,
)

FOLDER = Path(__file__).parents[3] / "calls" / "2025-2"
RULES = parse({path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())})
WON = st.integers(0, 10**10)
JEJU, JANGSU = "50110", "52740"


def test_the_full_award_needs_385_714_286_won() -> None:
    assert local_needed(RULES, 900_000_000) == 385_714_286
    assert balanced(RULES, Shares(900_000_000, 200_000_000, 185_714_286))
    assert not balanced(RULES, Shares(900_000_000, 200_000_000, 185_714_285))


def test_the_province_pays_15_percent_of_the_total() -> None:
    assert province_needed(RULES, 1_000_000_000) == 150_000_000
    assert province_pays_enough(RULES, Shares(700_000_000, 150_000_000, 150_000_000))
    assert not province_pays_enough(RULES, Shares(700_000_000, 149_999_999, 150_000_001))


@given(WON)
def test_local_money_needed_is_the_least_that_balances(national: int) -> None:
    needed = local_needed(RULES, national)
    assert balanced(RULES, Shares(national, needed, 0))
    assert needed == 0 or not balanced(RULES, Shares(national, needed - 1, 0))


@given(WON, WON, WON)
def test_shares_are_judged_as_exact_fractions(national: int, province: int, municipality: int) -> None:
    shares = Shares(national, province, municipality)
    assert shares.local == province + municipality
    assert shares.total == national + province + municipality
    assert balanced(RULES, shares) == (national <= Fraction(7, 10) * shares.total)
    assert province_pays_enough(RULES, shares) == (province >= Fraction(15, 100) * shares.total)
    assert province_pays_enough(RULES, shares) == (province >= province_needed(RULES, shares.total))


@pytest.mark.parametrize(
    ("area", "won", "fits"), [(JEJU, 0, True), (JEJU, 1, False), (JANGSU, 0, True), (JANGSU, 1, True)]
)
def test_in_jeju_the_province_pays_alone(area: str, won: int, fits: bool) -> None:
    assert municipality_share_fits(RULES, area, won) is fits


def test_caps_wait_for_a_decision_where_the_announcement_is_silent() -> None:
    assert cap(RULES, 4, {}) == 900_000_000
    assert cap(RULES, 3, {}) is None
    assert cap(RULES, 2, {"caps_2_ministries": 600_000_000}) == 600_000_000
    assert cap(RULES, 2, {"caps_2_ministries": 1_000_000_000}) == 900_000_000
    assert cap(RULES, 5, {}) is None


@pytest.mark.parametrize(("direct", "enough"), [(599, False), (600, True)])
def test_direct_support_reaches_its_share(direct: int, enough: bool) -> None:
    assert direct_enough(direct, 1_000, 60) is enough


@given(
    st.dictionaries(st.text("abc", min_size=1), st.integers(1_000, 10**9), min_size=1, max_size=6), st.integers(0, 120)
)
def test_a_cut_uses_the_whole_budget_and_raises_nobody(amounts: dict[str, int], percent: int) -> None:
    budget = sum(amounts.values()) * percent // 100
    if percent < 1:
        with pytest.raises(ValueError, match="too little"):
            cut(amounts, budget)
        return
    lowered = cut(amounts, budget)
    assert list(lowered) == list(amounts)
    assert sum(lowered.values()) == min(budget, sum(amounts.values()))
    assert all(1 <= won <= amounts[id] for id, won in lowered.items())


@pytest.mark.parametrize(("paid", "most"), [(0, 0), (199, 99), (200, 100), (201, 100)])
def test_missing_local_money_lowers_the_next_year_in_proportion(paid: int, most: int) -> None:
    assert after_missing_match(100, paid, 200) == most
