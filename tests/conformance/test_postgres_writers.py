"""Several writers on PostgreSQL: what another holds is tried again, then waited for; a deadlock loses nothing."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic, sleep

import psycopg
import pytest

from storage.errors import Contended
from tests.toy import FUND
from tests.world import CALL_ID, DAEGU, GUNWI, JANGSU, JEONBUK, Entropy, World, world_on
from workflow.engine import MISSES, Engine, Prepared
from workflow.messages import Outcome, type_of_unit
from workflow.replay import rebuild


@pytest.fixture
def world(postgres_url: str) -> Iterator[World]:
    with world_on(postgres_url) as world:
        yield world.opened()


@contextmanager
def held(world: World, stream: str) -> Iterator[psycopg.Connection]:
    """Another writer that holds a stream until the block ends."""
    with psycopg.connect(world.store.url.render_as_string(hide_password=False)) as connection:
        connection.execute("SELECT id FROM stream WHERE id = %s FOR UPDATE", (stream,))
        yield connection
        connection.rollback()


class Writer(threading.Thread):
    """An engine of its own in a thread of its own."""

    def __init__(self, world: World, units: Sequence[type_of_unit]) -> None:
        super().__init__()
        self.engine = Engine(world.store, world.definitions, world.clock, Entropy())
        self.units = units
        self.outcomes: list[Outcome] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.outcomes = self.engine.execute(self.units)
        except BaseException as error:
            self.error = error
            raise


def waits(world: World) -> int:
    """How many connections to this database wait for a lock."""
    with psycopg.connect(world.store.url.render_as_string(hide_password=False)) as connection:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def until_waiting(world: World, count: int = 1) -> None:
    deadline = monotonic() + 10
    while waits(world) < count:
        assert monotonic() < deadline, "nobody waits"
        sleep(0.01)


def test_a_stream_held_by_another_delays_only_its_own_unit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    attempts: list[bool] = []
    prepare = Engine.prepare

    def counted(self: Engine, units: Sequence[type_of_unit], *, wait: bool = False) -> Prepared:
        attempts.append(wait)
        return prepare(self, units, wait=wait)

    monkeypatch.setattr(Engine, "prepare", counted)
    save = {"plan": "가"}
    writer = Writer(
        world, [(world.command(one, "save", JEONBUK, data=save),), (world.command(other, "save", DAEGU, data=save),)]
    )
    with held(world, one):
        writer.start()
        until_waiting(world)
        assert world.stream(other).version == 2
        assert world.stream(one).version == 1
    writer.join(10)
    assert [o.receipt and o.receipt.event for o in writer.outcomes] == [f"{one}@2", f"{other}@2"]
    assert attempts == [False] * MISSES + [True]


def test_who_waited_sees_what_the_other_wrote(world: World) -> None:
    id = world.project(JANGSU)
    stale = Writer(world, [(world.command(id, "save", JEONBUK, data={"plan": "나"}, expect=1),)])
    with held(world, id) as connection:
        stale.start()
        until_waiting(world)
        connection.execute("UPDATE stream SET version = 5 WHERE id = %s", (id,))
        connection.commit()
        stale.join(10)
    assert [(r.code, dict(r.facts)) for r in stale.outcomes[0].refusals] == [
        ("version.stale", {"expected": 1, "version": 5})
    ]


def test_a_timer_of_a_held_stream_is_left_for_later(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    world.clock.set(world.due(one)["filing@1"])
    with held(world, one):
        assert world.drained() == [1, 0]
        assert [world.stream(id).state for id in (one, other)] == ["draft", "expired"]
    assert world.drained() == [1, 0]
    assert world.stream(one).state == "expired"


def test_two_births_of_one_stream_at_once(world: World) -> None:
    command = world.register(JANGSU)
    writers = [Writer(world, [(command,)]) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(20)
    assert [writer.error for writer in writers] == [None] * 4
    assert len({writer.outcomes[0].receipt for writer in writers}) == 1
    assert sorted(writer.outcomes[0].repeated for writer in writers) == [False, True, True, True]


def test_a_deadlock_loses_no_unit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database undoes the batch that would wait for ever; the engine runs its units again."""
    id = world.project(JANGSU)
    undone: list[str] = []
    prepare = Engine.prepare

    def watched(self: Engine, units: Sequence[type_of_unit], *, wait: bool = False) -> Prepared:
        try:
            return prepare(self, units, wait=wait)
        except Contended as error:
            undone.append(type(error.__cause__).__name__)
            raise

    monkeypatch.setattr(Engine, "prepare", watched)
    draw = world.command(id, "draw", JEONBUK, data={"amount": 10})
    writer = Writer(world, [(world.register(GUNWI),), (draw,)])
    take = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
    with psycopg.connect(world.store.url.render_as_string(hide_password=False)) as other:
        other.execute("SET deadlock_timeout = '20s'")
        other.commit()
        other.execute(take, (f"fund\n{CALL_ID}",))
        writer.start()
        until_waiting(world)
        other.execute(take, (f"area\n{CALL_ID}/{GUNWI}",))
        other.rollback()
    writer.join(20)
    assert undone == ["DeadlockDetected"]
    assert [o.state for o in writer.outcomes] == ["draft", "draft"]
    assert [o.repeated for o in writer.outcomes] == [False, False]
    assert len(world.rows("event")) == 5
    assert rebuild(world.store, world.definitions) == (5, [])


def test_many_writers_on_one_stream_and_one_sum(world: World) -> None:
    ids = [world.project(JANGSU), world.project(GUNWI)]
    leads = [JEONBUK, DAEGU]
    writers = []
    for n in range(4):
        units = []
        for m in range(6):
            of = (n + m) % 2
            units.append((world.command(ids[of], "draw", leads[of], data={"amount": 10 * m}),))
        writers.append(Writer(world, units))
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.error for writer in writers] == [None] * 4
    assert sum(len(writer.outcomes) for writer in writers) == 24
    accepted = sum(outcome.accepted for writer in writers for outcome in writer.outcomes)
    assert sum(world.stream(id).version for id in ids) == 2 + accepted
    held = {stream: won for scope, stream, won in world.rows("claim", "scope", "stream", "amount") if scope == "fund"}
    assert sum(held.values()) <= FUND
    assert rebuild(world.store, world.definitions)[1] == []
    assert [total for scope, key, total in world.rows("balance") if (scope, key) == ("fund", CALL_ID)] == [
        sum(held.values())
    ]
