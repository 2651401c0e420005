"""Other people's tools read our exports: an SCXML interpreter walks every walk of ours, a browser every SVG."""

import random
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest
from statemachine.io.scxml.processor import SCXMLProcessor

from entrypoints.bootstrap import FAMILY
from states.context import EMPTY, UNBORN
from states.diagrams import edges
from states.explore import Configuration, Walk, explore, recorded_modes
from states.lifecycle import Lifecycle, Transition
from states.scxml import NAMESPACE, scxml
from states.svg import svg

WALKS, LENGTH = 25, 30
names = pytest.mark.parametrize("lifecycle", FAMILY.values(), ids=lambda each: each.name)
both = pytest.mark.parametrize("language", ["ko", "en"])


class Interpreter:
    """An interpreter nobody here wrote, begun on one document."""

    def __init__(self, document: str) -> None:
        processor = SCXMLProcessor()
        processor.parse_scxml("walked", document)
        self.machine = processor.start()  # type: ignore[no-untyped-call]

    @property
    def state(self) -> str:
        (found,) = self.machine.configuration_values
        return str(found)

    def sent(self, event: str, data: Mapping[str, object] = EMPTY) -> str:
        self.machine.send(event, **data)
        return self.state


def walked(walk: Walk, seed: int) -> list[tuple[str, Mapping[str, object], str]]:
    """A walk of ours: triggers, what the step records of the modes left open, and the states they lead to."""
    choose = random.Random(seed)
    here = Configuration(UNBORN, tuple(mode.initial for mode in walk.lifecycle.modes), frozenset())
    told = []
    for _ in range(LENGTH):
        if not walk.steps[here]:
            break
        step = choose.choice(walk.steps[here])
        told.append((step.row.trigger, recorded(walk.lifecycle, step.row), step.dest.state))
        here = step.dest
    return told


def recorded(lifecycle: Lifecycle, row: Transition) -> Mapping[str, object]:
    """A value for each mode that is left open, with which this row is the case."""
    free = recorded_modes(lifecycle)
    return {mode.id: min(row.when.get(mode.id, mode.values)) for mode in lifecycle.modes if mode.id in free}


@names
def test_an_independent_interpreter_takes_every_walk_of_ours(lifecycle: Lifecycle) -> None:
    walk, document = explore(lifecycle), scxml(lifecycle)
    for seed in range(WALKS):
        interpreter = Interpreter(document)
        told = walked(walk, seed)
        assert [(trigger, data, interpreter.sent(trigger, data)) for trigger, data, _ in told] == told


@names
def test_it_stays_where_no_row_leads_on(lifecycle: Lifecycle) -> None:
    interpreter = Interpreter(scxml(lifecycle))
    offered = {row.trigger for row in lifecycle.rows if UNBORN in row.sources}
    for trigger in sorted(lifecycle.triggers - offered):
        assert interpreter.sent(trigger) == UNBORN


def test_the_interpreter_notices_a_wrong_arrow() -> None:
    lifecycle = FAMILY["support"]
    walk = explore(lifecycle)
    wrong = scxml(lifecycle).replace('event="approve_plan" target="', 'event="approve_plan" target="planning" id="')
    told = [walked(walk, seed) for seed in range(WALKS)]
    interpreted = []
    for each in told:
        interpreter = Interpreter(wrong)
        interpreted.append([(trigger, data, interpreter.sent(trigger, data)) for trigger, data, _ in each])
    assert interpreted != told


@names
@both
def test_scxml_has_every_state_and_arrow(lifecycle: Lifecycle, language: str) -> None:
    root = ElementTree.fromstring(scxml(lifecycle, language))
    space = {"s": NAMESPACE}
    found = {
        (state.attrib["id"], arrow.attrib["event"], arrow.attrib.get("target", state.attrib["id"]))
        for state in root.findall("s:state", space)
        for arrow in state.findall("s:transition", space)
    }
    assert found == {(each.source, each.row.trigger, each.dest) for each in edges(lifecycle)}
    ids = {each.attrib["id"] for each in (*root.findall("s:state", space), *root.findall("s:final", space))}
    assert ids == {UNBORN, *lifecycle.by_id}


@names
@both
def test_svg_has_every_state_in_the_language_and_every_way(lifecycle: Lifecycle, language: str) -> None:
    root = ElementTree.fromstring(svg(lifecycle, language))
    space = {"s": "http://www.w3.org/2000/svg"}
    groups = root.findall("s:g", space)
    texts = {group.attrib["id"]: group.findtext("s:text", "", space) for group in groups}
    assert texts == {each.id: each.ko if language == "ko" else each.en for each in lifecycle.states}
    ways = {
        tuple((path.findtext("s:title", "", space)).partition(": ")[0].split(" → "))
        for path in root.findall("s:path", space)
    }
    assert ways == {(e.source, e.dest) for e in edges(lifecycle) if e.source not in (UNBORN, e.dest)}
