"""What differs between two generations is told part by part, and drawn."""

from dataclasses import replace

from states.differences import differences, picture
from states.lifecycle import Mode
from tests.toy import PAUSED, PROJECT, REVIEWED, state

ARCHIVED = state("archived", terminal=True)
NEWER = replace(
    PROJECT,
    states=(*(each for each in PROJECT.states if each != PAUSED), ARCHIVED),
    modes=(*PROJECT.modes[:1], Mode("round", (1, 2, 3), 1)),
    rows=(
        *(
            replace(row, sources=tuple(each for each in row.sources if each != PAUSED.id))
            for row in PROJECT.rows
            if row.dest != PAUSED.id and row.sources != (PAUSED.id,)
        ),
        replace(PROJECT.by_name["withdraw"], trigger="archive", sources=(REVIEWED.id,), dest=ARCHIVED.id),
    ),
)


def test_the_same_definition_differs_in_nothing() -> None:
    assert differences(PROJECT.definition, PROJECT.definition) == []


def test_every_part_that_differs_is_told() -> None:
    found = differences(PROJECT.definition, NEWER.definition)
    told = {(each.part, each.id, each.how) for each in found}
    assert {
        ("state", "paused", "removed"),
        ("state", "archived", "added"),
        ("transition", "pause", "removed"),
        ("mode", "round", "changed"),
        ("transition", "draw", "changed"),
    } <= told
    (draw,) = (each for each in found if each.id == "draw")
    assert draw.said.en == (
        "The from of the transition draw: draft, submitted, reviewed, paused → draft, submitted, reviewed."
    )
    assert draw.said.ko == "처리 draw의 from: draft, submitted, reviewed, paused → draft, submitted, reviewed."


def test_the_picture_marks_what_is_new_and_what_is_gone() -> None:
    drawn = picture(PROJECT, NEWER, "en").splitlines()
    states = [*(each.id for each in NEWER.states), "paused"]
    assert f"    class s{states.index('archived')} added" in drawn
    assert f"    class s{states.index('paused')} gone" in drawn
    assert sum(line.startswith("    class s") for line in drawn) == 2
    assert any(line.startswith(f"    s{states.index('draft')} --> s{states.index('paused')}: ") for line in drawn)
