"""Areas and combinations are those of the announcement; evidence opens what the law leaves open."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.call_rules import CallRules, parse
from states.rules.eligibility import (
    area_eligible,
    combination_possible,
    missing_items,
    missing_programmes,
    unlinked,
    unproven,
)

FOLDER = Path(__file__).parents[3] / "calls" / "2025-2"
RULES = parse({path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())})
AREAS = list(csv.DictReader((FOLDER / "areas.csv").read_text(encoding="utf-8").splitlines()))
PROOF = {"document": "0" * 64, "dated": "2024-06-01"}
POHANG, BUSAN_JUNG, JANGSU = "47110", "26110", "52740"


@pytest.fixture
def rules() -> CallRules:
    return RULES


def test_exactly_the_listed_areas_are_eligible(rules: CallRules) -> None:
    assert sum(area_eligible(rules, f"{code:05}") for code in range(100_000)) == 133
    assert not area_eligible(rules, "11110")


@given(st.sets(st.sampled_from(["MSS", "MOIS", "MOJ", "MAFRA"])))
def test_a_combination_is_the_lead_ministry_with_any_partners(ministries: set[str]) -> None:
    assert combination_possible(RULES, tuple(ministries)) == ("MSS" in ministries and len(ministries) > 1)


def test_a_ministry_is_named_once(rules: CallRules) -> None:
    assert combination_possible(rules, ("MSS", "MOIS"))
    assert not combination_possible(rules, ("MSS", "MOIS", "MOIS"))


@pytest.mark.parametrize("row", AREAS, ids=lambda row: row["code"])
def test_links_of_each_area(rules: CallRules, row: dict[str, str]) -> None:
    """농식품부 needs the agreement, 행안부 the fund's areas or a proof, 법무부 a proof everywhere."""
    everyone = ("MSS", "MOIS", "MOJ", "MAFRA")
    assert unlinked(rules, row["code"], everyone) == (() if row["rural_agreement_year"] else ("MAFRA",))
    expected = ("MOJ",) if row["designation"] else ("MOIS", "MOJ")
    assert unproven(rules, row["code"], everyone, {}) == expected
    assert unproven(rules, row["code"], everyone, {"MOIS": PROOF, "MOJ": PROOF}) == ()


def test_only_ministries_that_take_part_need_a_link(rules: CallRules) -> None:
    assert unlinked(rules, BUSAN_JUNG, ("MSS", "MOIS")) == ()
    assert unproven(rules, POHANG, ("MSS", "MAFRA"), {}) == ()


def test_hiring_of_foreign_staff_comes_with_the_ministry_of_justice(rules: CallRules) -> None:
    assert missing_programmes(rules, ("MSS", "MOJ"), ("commercialisation",)) == ("foreign",)
    assert missing_programmes(rules, ("MSS", "MOJ"), ("foreign",)) == ()
    assert missing_programmes(rules, ("MSS", "MOIS"), ("commercialisation",)) == ()


def test_safety_guides_come_with_the_hiring_of_foreign_staff(rules: CallRules) -> None:
    assert missing_items(rules, ("foreign",), ("p6a",)) == ("p6d",)
    assert missing_items(rules, ("foreign",), ("p6a", "p6d")) == ()
    assert missing_items(rules, ("package",), ()) == ()
