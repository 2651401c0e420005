"""A row that reads private parts sees the stream's own, whether stored or of the same batch, and nothing erased."""

from tests.world import AGENCY_1, EVALUATOR_1, JEONBUK, World
from workflow.messages import Command


def note(world: World, project: str, text: str) -> Command:
    return world.command(project, "note", EVALUATOR_1, data={"note": text})


def gathered(world: World, project: str) -> list[str]:
    world.done(project, "gather", AGENCY_1)
    found: list[str] = world.stream(project).facts["gathered"]
    return found


def test_stored_parts_are_opened_for_the_row_that_asks(world: World) -> None:
    project = world.project()
    other = world.project("52720")
    world.done(project, "note", JEONBUK, data={"note": "하나"})
    world.run(note(world, project, "둘"), note(world, other, "다른 과제"))
    assert gathered(world, project) == ["lead-jeonbuk 하나", "evaluator-1 둘"]
    assert gathered(world, other) == ["evaluator-1 다른 과제"]


def test_parts_of_the_same_batch_and_unit_are_seen_and_those_of_a_fallen_unit_are_not(world: World) -> None:
    project = world.project()
    world.run(note(world, project, "하나"))
    gather = world.command(project, "gather", AGENCY_1)
    fallen = (note(world, project, "쓰러짐"), world.command(project, "resume", AGENCY_1))
    world.engine.execute([fallen, (note(world, project, "둘"),), (note(world, project, "셋"), gather)])
    assert world.stream(project).facts["gathered"] == ["evaluator-1 하나", "evaluator-1 둘", "evaluator-1 셋"]


def test_an_erased_or_altered_part_is_left_out(world: World) -> None:
    project = world.project()
    world.run(*(note(world, project, text) for text in ("하나", "둘", "셋")))
    world.sql("DELETE FROM event_private WHERE version = 2")
    world.sql("UPDATE event_private SET ciphertext = secret WHERE version = 3")
    assert gathered(world, project) == ["evaluator-1 셋"]
