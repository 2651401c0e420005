"""Caps, groups and self-pay as the announcement gives them, to the won."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.company_support import (
    Support,
    asks_ktop,
    by_group,
    gives_money,
    group_of,
    mandatory,
    mandatory_items,
    self_pay,
)
from tests.states.scene import rules

WON = st.integers(1, 90_000_000)
SALES = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("group", "support", "sales", "asked", "exact"),
    [
        ("general", 50_000_000, 999_999_999, 2_631_579, True),  # 50,000,000·5/95 = 2,631,578.9…
        ("general", 50_000_000, 1_000_000_000, 5_555_556, True),  # 50,000,000·10/90 = 5,555,555.5…
        ("general", 19_000_000, 0, 1_000_000, True),
        ("productivity", 30_000_000, 0, 30_000_000, False),
        ("productivity", 30_000_000, 10**12, 30_000_000, False),
        ("foreign", 10_000_000, 999_999_999, 526_316, False),
        ("foreign", 9_000_000, 1_000_000_000, 1_000_000, False),
    ],
)
def test_self_pay_by_group_and_sales(group: str, support: int, sales: int, asked: int, exact: bool) -> None:
    found = self_pay(rules(), group, support, sales, None)
    assert (found.won, found.exact) == (asked, exact)


def test_an_exact_amount_admits_itself_only_and_a_least_amount_more() -> None:
    general, foreign = (self_pay(rules(), group, 9_500_000, 0, 1) for group in ("general", "foreign"))
    assert [general.admits(won) for won in (499_999, 500_000, 500_001)] == [False, True, False]
    assert [foreign.admits(won) for won in (499_999, 500_000, 500_001)] == [False, True, True]


def test_the_exact_amount_is_rounded_up_in_the_calls_unit() -> None:
    assert self_pay(rules(), "general", 50_000_000, 0, 1_000).won == 2_632_000
    assert self_pay(rules(), "general", 19_000_000, 0, 1_000).won == 1_000_000
    assert self_pay(rules(), "foreign", 10_000_000, 0, 1_000).won == 526_316


@given(WON, SALES, st.sampled_from([1, 10, 1_000, 10_000]))
def test_the_share_is_reached_and_one_unit_less_misses_it(support: int, sales: int, unit: int) -> None:
    percent = 5 if sales < 1_000_000_000 else 10
    asked = self_pay(rules(), "general", support, sales, unit).won
    assert asked % unit == 0
    assert asked * 100 >= percent * (support + asked)
    assert (asked - unit) * 100 < percent * (support + asked - unit)


def test_programmes_count_in_their_groups_and_additions_as_general_support() -> None:
    ids = ["innovation", "commercialisation", "awareness", "package", "productivity", "foreign", "own-addition"]
    assert [group_of(rules(), id).id for id in ids] == [
        "general", "general", "general", "general", "productivity", "foreign", "general",
    ]  # fmt: skip
    assert [gives_money(rules(), id) for id in ids] == [False, True, False, True, True, True, True]


def test_items_are_added_up_by_group() -> None:
    items: list[dict[str, int | str]] = [
        {"programme": "package", "amount": 20, "self_pay": 2},
        {"programme": "foreign", "amount": 7, "self_pay": 1},
        {"programme": "commercialisation", "amount": 10, "self_pay": 1},
    ]
    assert by_group(rules(), items) == (Support("general", 30, 3), Support("foreign", 7, 1))


def test_ktop_is_asked_where_the_programme_says_so() -> None:
    assert asks_ktop(rules(), ["awareness", "commercialisation"])
    assert not asks_ktop(rules(), ["awareness", "own-addition"])


def test_foreign_staff_is_mandatory_with_justice_and_brings_its_translation() -> None:
    assert mandatory(rules(), ["MSS", "MOJ"]) == ("foreign",)
    assert mandatory(rules(), ["MSS", "MOIS", "MAFRA"]) == ()
    assert mandatory_items(rules(), ["package", "foreign"]) == ("p6d",)
    assert mandatory_items(rules(), ["package"]) == ()
