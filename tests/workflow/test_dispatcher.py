"""Group commit: what waits shares a transaction, each caller gets its own outcomes, and one fault hurts one caller."""

import asyncio
import threading
from collections.abc import Iterator, Sequence

import pytest

from storage.errors import Contended, StorageError
from storage.store import Store
from tests.world import CALL_ID, GUNWI, JANGSU, JEONBUK, JINAN, World, world_on
from workflow.dispatcher import MOST, Dispatcher
from workflow.engine import Engine, Prepared
from workflow.errors import Overloaded, Undecided
from workflow.messages import Outcome, type_of_unit


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    with world_on(sqlite_url) as world:
        yield world.opened()


class Counted(Engine):
    """An engine that tells how many units each of its batches had, and fails where it is told to."""

    batches: list[int]
    poison = ""
    broken = False

    def prepare(self, units: Sequence[type_of_unit], *, wait: bool = False, at_once: bool = False) -> Prepared:
        self.batches.append(len(units))
        if self.broken:
            raise StorageError("the disk is full")
        if any(command.key == self.poison for unit in units for command in unit):
            raise ValueError("poison")
        return super().prepare(units, wait=wait, at_once=at_once)


@pytest.fixture
def engine(world: World) -> Counted:
    engine = Counted(world.store, world.definitions, world.clock, world.engine.entropy)
    engine.batches = []
    return engine


def submitted(engine: Engine, units: Sequence[type_of_unit]) -> list[list[Outcome] | BaseException]:
    async def run() -> list[list[Outcome] | BaseException]:
        dispatcher = Dispatcher(engine)
        found = await asyncio.gather(*(dispatcher.submit(unit) for unit in units), return_exceptions=True)
        await dispatcher.close()
        return found

    return asyncio.run(run())


def test_each_caller_gets_its_own_outcomes(world: World, engine: Counted) -> None:
    one, other = world.register(JANGSU), world.register(GUNWI)
    pair = (world.register(JINAN), world.command(CALL_ID, "open", JEONBUK))
    found = submitted(engine, [(one,), pair, (other,)])
    shown = [[outcome.accepted for outcome in each] for each in found if isinstance(each, list)]
    assert shown == [[True], [False, False], [True]]
    assert engine.batches == [3]


def test_no_batch_is_larger_than_the_most(world: World, engine: Counted) -> None:
    id = world.project(JANGSU)
    units = [(world.command(id, "save", JEONBUK, data={"plan": str(n)}),) for n in range(MOST + 7)]
    found = submitted(engine, units)
    assert engine.batches == [MOST, 7]
    versions = [each[0].receipt and each[0].receipt.version for each in found if isinstance(each, list)]
    assert versions == list(range(2, MOST + 9))


def test_a_fault_reaches_only_its_caller(world: World, engine: Counted) -> None:
    id = world.project(JANGSU)
    engine.poison = "bad"
    units = [(world.command(id, "save", JEONBUK, key, data={"plan": key}),) for key in ("a", "bad", "b")]
    found = submitted(engine, units)
    assert isinstance(found[1], ValueError)
    assert [each[0].accepted for each in found if isinstance(each, list)] == [True, True]
    assert engine.batches == [3, 1, 1, 1]
    assert world.stream(id).version == 3


def test_a_database_that_fails_is_not_tried_for_each(world: World, engine: Counted) -> None:
    id = world.project(JANGSU)
    engine.broken = True
    units = [(world.command(id, "save", JEONBUK, data={"plan": "a"}),) for _ in range(3)]
    found = submitted(engine, units)
    assert [str(each) for each in found] == ["the disk is full"] * 3
    assert engine.batches == [3]


def test_closing_finishes_what_was_accepted(world: World, engine: Counted) -> None:
    id = world.project(JANGSU)

    async def run() -> list[Outcome]:
        dispatcher = Dispatcher(engine)
        waiting = asyncio.create_task(dispatcher.submit((world.command(id, "save", JEONBUK, data={"plan": "a"}),)))
        await asyncio.sleep(0)
        await dispatcher.close()
        return await waiting

    assert [outcome.state for outcome in asyncio.run(run())] == ["draft"]
    assert world.stream(id).version == 2


def test_a_caller_who_left_does_not_disturb_the_others(world: World, engine: Counted) -> None:
    id = world.project(JANGSU)

    async def run() -> list[Outcome]:
        dispatcher = Dispatcher(engine)
        units = [(world.command(id, "save", JEONBUK, data={"plan": name}),) for name in "ab"]
        gone, stays = (asyncio.create_task(dispatcher.submit(unit)) for unit in units)
        await asyncio.sleep(0)
        gone.cancel()
        found = await stays
        await dispatcher.close()
        return found

    assert [outcome.accepted for outcome in asyncio.run(run())] == [True]


def test_another_writers_turn_is_waited_for_in_the_thread(world: World, engine: Counted) -> None:
    """The loop goes on while another process writes; the unit is decided when its turn has come."""
    other = Store(world.store.url.render_as_string())
    ticks = 0

    async def run() -> list[Outcome]:
        nonlocal ticks
        dispatcher = Dispatcher(engine)
        with other.transaction():
            waiting = asyncio.create_task(dispatcher.submit((world.register(JANGSU),)))
            for _ in range(20):
                await asyncio.sleep(0.005)
                ticks += 1
            assert not waiting.done()
        found = await waiting
        await dispatcher.close()
        return found

    (outcome,) = asyncio.run(run())
    other.close()
    assert (outcome.accepted, ticks, engine.batches) == (True, 20, [1, 1])


def test_callers_take_turns(world: World, engine: Counted) -> None:
    """One who sent a whole batch first does not keep the other waiting behind it."""
    id = world.project(JANGSU)
    many = [(world.command(id, "save", JEONBUK, data={"plan": str(n)}),) for n in range(2 * MOST)]
    other = world.register(GUNWI)

    async def run() -> tuple[int, list[int]]:
        dispatcher = Dispatcher(engine)
        sent = [asyncio.create_task(dispatcher.submit(unit, "many")) for unit in many]
        await asyncio.sleep(0)
        await dispatcher.submit((other,), "other")
        done = sum(task.done() for task in sent)
        await asyncio.gather(*sent)
        await dispatcher.close()
        return done, engine.batches

    done, batches = asyncio.run(run())
    assert done < len(many)
    assert sum(batches) == 2 * MOST + 1


def test_a_full_queue_takes_nothing_in(world: World, engine: Counted) -> None:
    id = world.project(JANGSU)
    units = [(world.command(id, "save", JEONBUK, data={"plan": str(n)}),) for n in range(9)]

    async def run() -> list[list[Outcome] | BaseException]:
        dispatcher = Dispatcher(engine, room=4)
        found = await asyncio.gather(*(dispatcher.submit(unit) for unit in units), return_exceptions=True)
        await dispatcher.close()
        with pytest.raises(Overloaded):
            await dispatcher.submit(units[-1])
        return found

    found = asyncio.run(run())
    assert [type(each) for each in found] == [list] * 4 + [Overloaded] * 5
    assert world.stream(id).version == 5


def test_who_comes_waits_for_the_batches_before_not_for_each_command(engine: Counted) -> None:
    """A crowd after one slow command alone is not turned away: it shares a few commits."""
    dispatcher = Dispatcher(engine)
    dispatcher._pace = 0.5
    for waiting, seconds in ((0, 0.0), (1, 0.5), (MOST, 0.5), (4 * MOST, 2.0)):
        dispatcher.waiting = waiting
        assert dispatcher.expected == seconds
    dispatcher.waiting = 21 * MOST
    with pytest.raises(Overloaded) as error:
        asyncio.run(dispatcher.submit(()))
    assert error.value.seconds == 11


class Stuck(Counted):
    """An engine whose database is another's until it is let go."""

    gate: threading.Event

    def prepare(self, units: Sequence[type_of_unit], *, wait: bool = False, at_once: bool = False) -> Prepared:
        if at_once and not self.gate.is_set():
            raise Contended("another writes")
        return super().prepare(units, wait=wait, at_once=at_once)

    def execute(self, units: Sequence[type_of_unit]) -> list[Outcome]:
        self.gate.wait(10)
        return super().execute(units)


def test_what_is_not_decided_in_time_is_told_so_and_never_begun(world: World) -> None:
    id = world.project(JANGSU)
    engine = Stuck(world.store, world.definitions, world.clock, world.engine.entropy)
    engine.batches, engine.gate = [], threading.Event()
    first, second = ((world.command(id, "save", JEONBUK, data={"plan": name}),) for name in "ab")

    async def run() -> list[list[Outcome] | BaseException]:
        dispatcher = Dispatcher(engine, patience=0.2)
        began = asyncio.create_task(dispatcher.submit(first))
        await asyncio.sleep(0.05)
        waited = asyncio.create_task(dispatcher.submit(second))
        found = list(await asyncio.gather(began, waited, return_exceptions=True))
        engine.gate.set()
        await dispatcher.close()
        return found

    assert [type(each) for each in asyncio.run(run())] == [Undecided, Undecided]
    assert (engine.batches, world.stream(id).version) == ([1], 2)
    repeated = world.engine.execute([first])[0]
    assert (repeated.accepted, repeated.repeated) == (True, True)
