"""Planned and actual: what a stream's deadlines were to be and what became of them."""

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest

from entrypoints.bootstrap import FAMILY
from states.catalogue.console import WORDS
from states.schedule import Planned, planned, svg
from states.standing import DONE_LATE

NS = "{http://www.w3.org/2000/svg}"


def day(n: int) -> datetime:
    return datetime(2025, 1, n, tzinfo=UTC)


def event(n: int, opened: dict[str, int] | None = None, **closed: str) -> dict[str, Any]:
    opens = [{"id": id, "kind": id.partition("_")[0], "expires": f"2025-01-{due:02}T00:00:00.000000Z"}
             for id, due in (opened or {}).items()]  # fmt: skip
    return {"recorded_at": f"2025-01-{n:02}T00:00:00.000000Z", "deadlines": {"open": opens, "close": closed}}


def test_a_deadline_is_planned_and_met() -> None:
    found = planned([event(1, {"a_1": 10}), event(4, a_1="met"), {"recorded_at": "2025-01-05T00:00:00.000000Z"}])
    assert found == [Planned("a", day(1), day(10), day(4), "met")]
    assert not found[0].late


def test_one_that_moved_stands_once_with_how_often() -> None:
    found = planned([event(1, {"a_1": 10, "b_1": 9}), event(2, {"a_2": 12}, a_1="moved"), event(13, a_2="expired")])
    assert found == [Planned("b", day(1), day(9)), Planned("a", day(1), day(12), day(13), "expired", 1)]
    assert [each.late for each in found] == [False, True]


@pytest.mark.parametrize("how", ["extended", "recomputed", "resumed"])
def test_one_that_is_opened_again_by_the_step_that_closes_it_has_moved(how: str) -> None:
    assert planned([event(1, {"a_1": 10}), event(2, {"a_2": 12}, a_1=how)]) == [Planned("a", day(1), day(12), moves=1)]


def test_every_way_a_deadline_closes_has_a_word() -> None:
    ways = {row.moves.how for lifecycle in FAMILY.values() for row in lifecycle.rows if row.moves}
    assert {f"how.{how}" for how in ways | {"met", "expired", "cancelled", "moved", DONE_LATE}} - set(WORDS) == set()


def test_what_is_met_after_its_end_is_late() -> None:
    assert planned([event(1, {"a_1": 10}), event(11, a_1="met")])[0].late


def test_the_drawing_has_a_bar_for_each_plan_and_a_mark_for_what_happened() -> None:
    rows = [Planned("a", day(1), day(10), day(4), "met"), Planned("b", day(5), day(20))]
    drawing = ElementTree.fromstring(svg(rows, {"a": "<가>"}, day(12), "제목"))
    bars = drawing.findall(f"{NS}rect")
    assert [bar.get("class") for bar in bars] == ["plan met", "plan open"]
    assert int(bars[0].get("x", "")) < int(bars[1].get("x", ""))
    assert [mark.get("class") for mark in drawing.findall(f"{NS}circle")] == ["actual met"]
    assert [text.text for text in drawing.findall(f"{NS}text") if text.get("class") == "row-name"] == ["<가>", "b"]
    assert len([line for line in drawing.findall(f"{NS}line") if line.get("class") == "now"]) == 1


def test_nothing_planned_is_no_drawing() -> None:
    assert svg([], {}, day(1), "") == ""
