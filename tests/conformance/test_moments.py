"""A stream as of a checkpoint and as of an effective instant; who changed what."""

from datetime import timedelta

from jobs.sealing import seal
from storage.queries import versions_in
from tests.conformance.attacker import KEY
from tests.world import JEONBUK, World
from workflow.audit.moments import differences, effective_at, then
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
        found = differences(then(reader, replayer, one, at=arrived), then(reader, replayer, one))
    by = {change.path: change.by for change in found}
    assert by["plan",] is not None
    assert (by["plan",]["version"], by["plan",]["actor"]["org"]) == (2, "tp-jeonbuk")
    assert ("state",) not in by


def test_a_correction_names_what_it_corrects(world: World) -> None:
    one = world.project()
    world.done(one, "save", JEONBUK, data={"plan": "계획", "money": 900_000_000})
    world.done(one, "save", JEONBUK, data={"plan": "계획", "money": 812_000_000})
    replayer = Replayer(world.definitions)
    with world.store.snapshot() as reader:
        two, three, none = (then(reader, replayer, one, version=n) for n in (2, 3, 0))
    change = next(each for each in differences(two, three) if each.path == ("money",))
    assert (change.before, change.after) == (900_000_000, 812_000_000)
    assert change.by is not None
    assert change.corrects is not None
    assert (change.by["version"], change.corrects["version"]) == (3, 2)
    assert [change.by for change in differences(three, none)] == [None] * len(differences(three, none))
    assert differences(three, three) == []
