"""30 % for the lead researcher, 10 % for the others, each person once."""

from pathlib import Path

import pytest

from states.rules.call_rules import parse
from states.rules.participation import below_least, leads, repeated

FOLDER = Path(__file__).parents[3] / "calls" / "2025-2"
RULES = parse({path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())})


def person(ref: str, role: str, rate: int) -> dict[str, str | int]:
    return {"ref": ref, "role": role, "rate": rate}


@pytest.mark.parametrize(
    ("role", "rate", "low"),
    [("lead", 29, ("p1",)), ("lead", 30, ()), ("member", 9, ("p1",)), ("member", 10, ()), ("member", 0, ("p1",))],
)
def test_the_least_rates(role: str, rate: int, low: tuple[str, ...]) -> None:
    assert below_least(RULES, [person("p1", role, rate)]) == low


def test_people_are_told_apart() -> None:
    people = [person("p1", "lead", 30), person("p2", "member", 10), person("p1", "member", 10)]
    assert leads(people) == ("p1",)
    assert repeated(people) == ("p1",)
    assert repeated(people[:2]) == ()
