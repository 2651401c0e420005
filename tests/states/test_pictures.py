"""The drawing of a lifecycle: every state once, in its lane; the way walked; safe text."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from entrypoints.bootstrap import FAMILY
from states.lifecycle import Lifecycle
from states.pictures import BOX, HIGH, Walk, lanes, layout, svg
from states.project import PROJECT

NAMESPACE = {"s": "http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("lifecycle", FAMILY.values(), ids=FAMILY)
def test_no_two_states_overlap_and_each_stands_in_its_phases_lane(lifecycle: Lifecycle) -> None:
    places = layout(lifecycle)
    assert places.keys() == lifecycle.by_id.keys()
    assert len(set(places.values())) == len(places)
    boxes = sorted((place.y, place.x) for place in places.values())
    assert all(b[0] > a[0] + HIGH or b[1] > a[1] + BOX for a, b in pairwise(boxes))
    rows = [{places[state.id].y for state in states} for states in lanes(lifecycle).values()]
    assert all(len(row) == 1 for row in rows)
    assert rows == sorted(rows, key=min)


def test_ends_stand_last() -> None:
    assert list(lanes(PROJECT))[-1] == "end"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_drawing_is_well_formed_and_holds_every_state_once(language: str) -> None:
    drawing = ElementTree.fromstring(svg(PROJECT, language, Walk(), {}, 'a "title" <&>'))
    names = [title.text for title in drawing.iterfind(".//s:title", NAMESPACE)]
    assert sorted(map(str, names)) == sorted(getattr(state, language) for state in PROJECT.states)
    assert drawing.get("aria-label") == 'a "title" <&>'


def test_the_way_walked_is_drawn_and_the_state_it_ends_in_is_marked() -> None:
    walk = Walk(("announced", "draft", "submitted"), {"draft": 10, "announced": 1}, frozenset({"screening"}))
    drawing = ElementTree.fromstring(svg(PROJECT, "ko", walk, {}, ""))
    kinds = {each.find("s:title", NAMESPACE).text: each.get("class") for each in drawing.iterfind("s:g", NAMESPACE)}  # type: ignore[union-attr]
    assert kinds["제출완료"] == "state here"
    assert kinds["작성중(중간저장)"] == "state seen heat-4"
    assert kinds["신청 준비"] == "state seen heat-1"
    assert kinds["사전검토"] == "state ahead"
    arrows = [each.get("class") for each in drawing.iterfind("s:path", NAMESPACE)]
    assert arrows.count("arrow walked") == 2
    assert arrows.count("arrow possible") == 1
