"""What is told of a record that does not hold is read with care: it may be what was altered."""

import pytest

from states.canonical import loads
from tests.conformance.attacker import Attacker, lived
from tests.world import World
from workflow.audit.circumstances import Circumstances, circumstances
from workflow.audit.findings import Finding


def of(world: World, finding: Finding) -> Circumstances:
    with world.store.snapshot() as reader:
        return circumstances(reader, finding)


def test_whose_which_step_by_whom_and_when(world: World) -> None:
    one, two, _ = lived(world)
    event = world.events(one)[1]
    told = of(world, Finding("event.hash", one, 2))
    actor = loads(event[2].encode())["actor"]
    assert (told.trigger, told.person, told.role, told.org) == ("save", actor["id"], "lead", "tp-jeonbuk")
    ((hash,),) = world.rows("refusal", "hash")
    assert of(world, Finding("refusal.altered", two, 0, {"hash": hash[:12]})).trigger == "submit"
    assert of(world, Finding("journal.altered", "log-people", 1)).trigger == "organisation.set"
    assert of(world, Finding("log.tile", "log")) == Circumstances()


@pytest.mark.parametrize("text", ["{", "[]", '{"actor":5,"recorded_at":"soon"}', '{"recorded_at":null}'])
def test_what_cannot_be_read_is_left_out(world: World, text: str) -> None:
    one, two, early = lived(world)
    Attacker(world, one, two, early).put(one, 2, {}, text=text)
    told = of(world, Finding("event.hash", one, 2))
    assert (told.trigger, told.person, told.at) == ("", "", "")
