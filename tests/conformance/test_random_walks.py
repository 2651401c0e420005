"""Whatever is tried, in whatever order: the stored state is the fold of the record, and batches change no outcome."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from states.roles import Actor
from tests.world import (
    AGENCY_1,
    CALL_ID,
    COMPANY_1,
    DAEGU,
    EVALUATOR_1,
    GUNWI,
    JANGSU,
    JEONBUK,
    JINAN,
    LEADS,
    Arena,
    World,
)
from workflow.batch import derived_id
from workflow.messages import Command, Outcome
from workflow.replay import Replayer, rebuild, stream_at

type_of_wish = tuple[str, str, Actor, dict[str, Any], str]
"""Where (a stream's name in the walk), what, who, with what, under which key."""

WRITTEN = (
    "balance", "claim", "deadline", "definition", "event", "event_private", "outbox", "refusal", "stream", "timer",
    "unsealed",
)  # fmt: skip
"""What a step can write."""

ACTORS = (JEONBUK, DAEGU, AGENCY_1)
AREAS = (JANGSU, GUNWI, JINAN)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def born(area: str, key: str) -> str:
    """The project a lead begins in an area under a key."""
    return derived_id("project", CALL_ID, Command(CALL_ID, "register", {}, LEADS[area], key, None))  # type: ignore[arg-type]


KEYS = ("birth-1", "birth-2")
PROJECTS = tuple(born(area, key) for area in AREAS for key in KEYS)
REGISTER = st.builds(
    lambda area, key: (CALL_ID, "register", LEADS[area], {"area": area, "title": "산업"}, key),
    st.sampled_from(AREAS),
    st.sampled_from(KEYS),
)
CALLED: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("close", {}) for _ in range(3)),
    ("award", {"grants": {PROJECTS[0]: 3, PROJECTS[2]: 4}}),
    *(("rouse", {"project": id}) for id in PROJECTS[:3]),
)
ON_CALL = st.builds(
    lambda called, key: (CALL_ID, called[0], AGENCY_1, called[1], key),
    st.sampled_from(CALLED),
    st.sampled_from(("", "", "once")),
)
DATA: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "save": st.fixed_dictionaries({"plan": st.sampled_from("가나다")}, optional={"money": st.integers(-1, 3)}),
    "revise": st.fixed_dictionaries({"plan": st.sampled_from("가나다")}),
    "draw": st.fixed_dictionaries({"amount": st.sampled_from((0, 30, 50, 60, 100))}),
    "review": st.fixed_dictionaries({"opinion": st.just("좋음"), "score": st.integers(0, 9)}),
    "note": st.fixed_dictionaries({"note": st.sampled_from("가나")}),
}
LIVING = tuple(born(area, KEYS[0]) for area in AREAS[:2])
"""The projects every walk starts with, each in an area of its own; the third area is free."""
LEAD_OF = {born(area, key): LEADS[area] for area in AREAS for key in KEYS}
PROJECT_TRIGGERS = (
    "save",
    "submit",
    "revise",
    "review",
    "note",
    "draw",
    "draw",
    "draw",
    "pause",
    "resume",
    "withdraw",
    "wake",
    "fly",
)


@st.composite
def on_project(draw: st.DrawFn) -> type_of_wish:
    trigger = draw(st.sampled_from(PROJECT_TRIGGERS))
    data = draw(DATA.get(trigger, st.just({})))
    project = draw(st.sampled_from((*LIVING, *LIVING, *LIVING, *PROJECTS)))
    mine = AGENCY_1 if trigger in {"pause", "resume"} else EVALUATOR_1 if trigger == "review" else LEAD_OF[project]
    actor = draw(st.sampled_from((mine,) * 6 + ACTORS))
    return project, trigger, actor, data, draw(st.sampled_from(("", "", "", "k1", "k2")))


WISHES = st.one_of(on_project(), on_project(), on_project(), on_project(), REGISTER, REGISTER, ON_CALL)
PAIRS = st.builds(
    lambda id, won: [(id, "note", LEAD_OF[id], {"note": "가"}, ""), (id, "draw", LEAD_OF[id], {"amount": won}, "")],
    st.sampled_from(LIVING),
    st.sampled_from((30, 60, 100)),
)
UNITS = st.one_of(PAIRS, st.lists(WISHES, min_size=1, max_size=3))
STEPS = st.one_of(
    st.lists(WISHES, min_size=1, max_size=8),
    st.integers(0, 9),
)
"""A batch of wishes, or so many days that pass and what falls due in them."""


def commands(world: World, wishes: Sequence[type_of_wish]) -> list[Command]:
    return [world.command(stream, trigger, actor, key, data=data) for stream, trigger, actor, data, key in wishes]


def begun(world: World) -> World:
    """Where every walk starts: an open call with two drafts that could be submitted."""
    world.opened()
    outcomes = world.run(*(world.register(area, KEYS[0]) for area in AREAS[:2]))
    ids = [outcome.receipt.stream for outcome in outcomes if outcome.receipt]
    assert tuple(ids) == LIVING
    for id in ids:
        world.done(id, "save", LEAD_OF[id], data={"plan": "가", "money": 1})
    return world


def assert_sound(world: World) -> None:
    """The projections follow from the record, stream by stream and row by row; sums hold; leaves are complete."""
    count, differences = rebuild(world.store, world.definitions)
    assert differences == []
    assert count == len(world.rows("event"))
    replayer = Replayer(world.definitions)
    with world.store.snapshot() as reader:
        for (id,) in reader.table_rows("stream", ("id",)):
            assert stream_at(reader, replayer, id) == reader.streams([id])[id]
    totals = {(scope, key): total for scope, key, total in world.rows("balance")}
    assert all(total <= (1 if scope == "area" else 100) for (scope, _), total in totals.items())
    assert len(world.rows("unsealed")) == count + len(world.rows("refusal"))


@settings(max_examples=15, suppress_health_check=SLOW)
@given(steps=st.lists(STEPS, min_size=1, max_size=10))
def test_a_random_walk_is_what_its_events_fold_to(arena: Arena, steps: list[list[type_of_wish] | int]) -> None:
    with arena.fresh() as world:
        begun(world)
        for step in steps:
            if isinstance(step, int):
                world.clock.set(world.clock.now() + timedelta(days=step))
                world.drained()
            else:
                world.run(*commands(world, step))
        world.drained()
        assert_sound(world)


def shown(outcome: Outcome) -> tuple[Any, ...]:
    return (
        outcome.accepted,
        outcome.repeated,
        outcome.state,
        outcome.receipt,
        outcome.refusals,
        outcome.problems,
    )


def secretless(dump: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows for table, rows in dump.items() if table != "definition"}


@settings(max_examples=15, suppress_health_check=SLOW)
@given(wishes=st.lists(WISHES, min_size=2, max_size=25))
def test_a_batch_decides_as_its_commands_one_by_one(arena: Arena, wishes: list[type_of_wish]) -> None:
    with arena.fresh() as world:
        begun(world)
        together = [shown(outcome) for outcome in world.run(*commands(world, wishes))]
        whole = secretless(world.dump())
    with arena.fresh() as world:
        begun(world)
        singly = [shown(world.run(command)[0]) for command in commands(world, wishes)]
        assert together == singly
        assert whole == secretless(world.dump())


@settings(max_examples=15, suppress_health_check=SLOW)
@given(units=st.lists(UNITS, min_size=2, max_size=6))
def test_units_in_one_batch_decide_as_units_one_by_one(arena: Arena, units: list[list[type_of_wish]]) -> None:
    with arena.fresh() as world:
        begun(world)
        made = [tuple(commands(world, unit)) for unit in units]
        together = [shown(outcome) for outcome in world.engine.execute(made)]
        whole = secretless(world.dump())
        assert_sound(world)
    with arena.fresh() as world:
        begun(world)
        made = [tuple(commands(world, unit)) for unit in units]
        singly = [shown(outcome) for unit in made for outcome in world.engine.execute([unit])]
        assert together == singly
        assert whole == secretless(world.dump())


@settings(max_examples=15, suppress_health_check=SLOW)
@given(wishes=st.lists(WISHES, max_size=12), days=st.sampled_from((0, 5, 10, 11, 20)), limit=st.integers(1, 4))
def test_timers_fire_alike_in_turns_of_any_size(
    arena: Arena, wishes: list[type_of_wish], days: int, limit: int
) -> None:
    found = []
    for size in (limit, 128):
        with arena.fresh() as world:
            begun(world)
            world.run(*commands(world, wishes), world.command(CALL_ID, "close", AGENCY_1))
            world.clock.set(world.clock.now() + timedelta(days=days))
            for _ in range(200):
                if not world.engine.drain(world.clock.now(), size):
                    break
            assert world.engine.drain(world.clock.now()) == 0
            assert_sound(world)
            found.append(secretless(world.dump()))
    assert found[0] == found[1]


def test_the_walks_reach_what_they_are_about(arena: Arena) -> None:
    """A walk written by hand touches every table, so that the properties above are about something."""
    with arena.fresh() as world:
        world.opened()
        id = world.project(JANGSU, upto="submitted")
        world.done(id, "review", EVALUATOR_1, data={"opinion": "좋음", "score": 1})
        support = world.done(id, "plan", JEONBUK).receipt
        assert support is not None
        world.done(id, "enlist", COMPANY_1, data={"brn": COMPANY_1.org, "support": support.stream})
        world.one(id, "submit", JEONBUK)
        dump = world.dump()
        assert [table for table in WRITTEN if not dump[table]] == []
        assert_sound(world)
