"""Each figure can be computed again from what it says of itself."""

from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from states.rules import figures
from states.rules.call_rules import parse
from states.rules.figures import Figure

FOLDER = Path(__file__).parents[3] / "calls" / "2025-2"
RULES = parse({path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())})
WON = st.integers(0, 10**9)


class Exact(int):
    """A whole number whose quotient stays exact."""

    def __mul__(self, other: int) -> "Exact":
        return Exact(int(self) * int(other))

    def __truediv__(self, other: int) -> Any:
        return Fraction(int(self), int(other))


def again(figure: Figure) -> int:
    """The rule worked out anew over the inputs."""
    names = {name: Exact(value) for name, value in figure.inputs.items()}
    return int(eval(figure.rule, {"ceil": ceil, "floor": floor, "min": min, "__builtins__": {}}, names))


@given(WON, WON, st.integers(1, 10**9), st.integers(0, 100))
def test_the_rule_over_the_inputs_gives_the_result(national: int, paid: int, pledged: int, percent: int) -> None:
    found = [
        figures.local_needed(RULES, national),
        figures.province_needed(RULES, national),
        figures.direct_needed(national, percent),
        figures.after_missing_match(national, paid, pledged),
        figures.cap(RULES, 4, {}),
        figures.cap(RULES, 2, {"caps_2_ministries": 500_000_000}),
    ]
    assert [each.result for each in found if each] == [again(each) for each in found if each]


def test_a_cap_that_waits_for_a_decision_is_no_figure() -> None:
    assert figures.cap(RULES, 2, {}) is None


def test_a_projects_figures_follow_its_award_once_there_is_one() -> None:
    asked = {"ministries": ["MSS", "MOIS", "MOJ", "MAFRA"], "plan": {"direct": 1}}
    asked |= {"budget": {"national": 900_000_000, "province": 200_000_000, "municipality": 185_714_286}}
    found = {each.name: each.result for each in figures.of_project(RULES, asked, {"direct_indirect_split": 60})}
    assert found == {
        "cap": 900_000_000, "local_needed": 385_714_286, "province_needed": 192_857_143, "direct_needed": 771_428_572,
    }  # fmt: skip
    awarded = asked | {"award": 700_000_000, "province_pledge": 150_000_000, "municipality_pledge": 150_000_000}
    found = {each.name: each.result for each in figures.of_project(RULES, awarded, {})}
    assert found == {"cap": 900_000_000, "local_needed": 300_000_000, "province_needed": 150_000_000}
