"""The four real lifecycles walked at random: the record always folds to what is stored, and nothing breaks."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrypoints.bootstrap import FAMILY
from states.context import Stream
from states.lifecycle import UNBORN, Lifecycle, Transition
from states.machine import compiled
from states.roles import Actor
from tests.conformance.payloads import Maker
from tests.world import ADMIN_1, CALL_ID, JANGSU, Arena, World, real_rules
from workflow.batch import kind_of
from workflow.definitions import BORN_OF
from workflow.messages import Command, Outcome
from workflow.replay import Replayer, rebuild, stream_at

ORGS: Final = {
    "ministry": "MSS",
    "partner_ministry": "MOJ",
    "agency": "tipa",
    "secretary": "tipa",
    "evaluator": "panel",
    "admin": "yeongo",
    "accountant": "accountants",
}


class Walk:
    """A walk decided by a seed: who does what, where, and how the days go by."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = Random(seed)
        self.maker = Maker(self.random, self.pool)
        self.streams: list[str] = [CALL_ID]
        self.outcomes: list[Outcome] = []

    def pool(self, name: str) -> list[str]:
        """The walk's own streams for the fields that name one."""
        return [id for id in self.streams if kind_of(id) == name]

    def walk(self, steps: int) -> None:
        self.world.done(CALL_ID, "load", ADMIN_1, data={"rules": real_rules().fingerprint})
        for _ in range(steps):
            if self.random.random() < 0.2:
                self.pass_time()
            batch = [(self.command(),) for _ in range(self.random.randint(1, 3))]
            outcomes = self.world.engine.execute(batch)
            self.streams += [o.receipt.stream for o in outcomes if o.receipt and o.receipt.version == 1]
            self.streams = sorted(set(self.streams))
            self.outcomes += outcomes
            self.world.drained()

    def pass_time(self) -> None:
        """To the next due timer, or some days on."""
        due = [at for id in self.streams for at in self.world.due(id).values()]
        now = self.world.clock.now()
        some = now + timedelta(days=self.random.randint(0, 20))
        self.world.clock.set(max(now, min(due, default=some) if self.random.random() < 0.5 else some))
        self.world.drained()

    def command(self) -> Command:
        stream = self.world.stream(self.random.choice(self.streams))
        row = self.random.choice(self.offered(stream))
        area = stream.facts.get("area", JANGSU)
        data = self.maker.payload(row.payload)
        return self.world.command(stream.id, row.trigger, self.actor(row, data.get("area", area), data), data=data)

    def offered(self, stream: Stream) -> list[Transition]:
        """Rows from here and births below, mostly; sometimes any row at all."""
        lifecycle = self.world.definitions.family[stream.kind]
        births = [
            row
            for kind, parent in BORN_OF.items()
            if parent == stream.kind
            for row in self.world.definitions.family[kind].rows
            if UNBORN in row.sources
        ]
        here = compiled(lifecycle).offers(stream.state, lifecycle.modes_of(stream.facts))
        people = [row for row in here if row.by != ("system",)] + births
        return people if people and self.random.random() < 0.9 else list(lifecycle.rows)

    def actor(self, row: Transition, area: str, data: dict[str, object]) -> Actor:
        role = self.random.choice(row.by)
        orgs = ORGS | {
            "lead": real_rules().lead_of(area) or "",
            "municipality": area,
            "province": area[:2],
            "company": str(data.get("brn", "1234567891")),
        }
        return Actor(f"{role}-1", role, orgs.get(role, "nobody"))


def assert_sound(world: World) -> None:
    count, differences = rebuild(world.store, world.definitions)
    assert (count, differences) == (len(world.rows("event")), [])
    replayer = Replayer(world.definitions)
    with world.store.snapshot() as reader:
        for (id,) in reader.table_rows("stream", ("id",)):
            assert stream_at(reader, replayer, id) == reader.streams([id])[id]


def unguarded(lifecycle: Lifecycle) -> Lifecycle:
    """The same rows without their guards: a walk that may do anything gets everywhere."""
    return replace(lifecycle, rows=tuple(replace(row, guards=()) for row in lifecycle.rows))


FAMILIES: Final = {"guarded": FAMILY, "unguarded": {name: unguarded(each) for name, each in FAMILY.items()}}


@pytest.fixture(params=sorted(FAMILIES))
def arena(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Arena:
    return Arena(database_url, tmp_path, FAMILIES[request.param])


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_a_random_walk_is_what_its_events_fold_to(arena: Arena, seed: int) -> None:
    with arena.fresh() as world:
        walk = Walk(world, seed)
        walk.walk(40)
        assert_sound(world)
