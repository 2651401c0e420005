"""A stream as of a checkpoint and as of an effective instant; who changed what."""

from datetime import timedelta

from jobs.sealing import seal
from storage.queries import versions_in
from tests.conformance.attacker import KEY
from tests.world import JEONBUK, World
from workflow.audit.moments import causes, effective_at
from workflow.replay import Replayer, stream_at

DAY = timedelta(days=1)


def test_a_checkpoint_says_how_far_a_stream_was(world: World) -> None:
    one = world.project()
    first = seal(world.store, KEY, world.clock.now())
    world.done(one, "save", JEONBUK, data={"plan": "계획"})
    second = seal(world.store, KEY, world.clock.now())
    assert first is not None
    assert second is not None
    with world.store.snapshot() as reader:
        found = [versions_in(reader, [one], size) for size in (0, first.size, second.size)]
    assert found == [{}, {one: 1}, {one: 2}]


def test_a_late_paper_counts_from_its_arrival(world: World) -> None:
    one = world.project()
    arrived = world.clock.now() + DAY
    world.clock.set(arrived + DAY)
    world.done(one, "save", JEONBUK, data={"plan": "종이"}, occurred_at=arrived)
    replayer = Replayer(world.definitions)
    with world.store.snapshot() as reader:
        known = stream_at(reader, replayer, one, at=arrived)
        effective = effective_at(reader, replayer, one, arrived)
        before = effective_at(reader, replayer, one, arrived - timedelta(seconds=1))
        assert ("plan" in known.facts, effective.facts["plan"], "plan" in before.facts) == (False, "종이", False)
        by = causes(reader, known, stream_at(reader, replayer, one))
    assert (by["plan"]["version"], by["plan"]["actor"]["org"]) == (2, "tp-jeonbuk")
    assert "state" not in by
