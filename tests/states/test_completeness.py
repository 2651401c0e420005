"""The completeness view says before the submission exactly what the submission would be refused with."""

from typing import Any

import pytest

from states.completeness import Completeness, completeness
from states.context import Stream
from states.rules.calendar import Calendar
from tests.states.scene import Scene, at, rules
from tests.states.test_project import APPLICATION, CALL, LEAD, PEOPLE, drafted, scene

__all__ = ["scene"]
IN_TIME, LATE = "2024-12-20 18:00", "2024-12-20 18:00:00.001"


def asked(project: Stream, when: str = IN_TIME) -> Completeness:
    return completeness(project, CALL, rules(), Calendar.as_known(None), at(when))


@pytest.mark.parametrize("when", [IN_TIME, LATE])
@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"people": PEOPLE[1:]},
        {"budget": {"national": 900_000_000, "province": 1, "municipality": 1}},
        APPLICATION | {"programme_items": []},
    ],
)
def test_it_names_what_a_submission_would_be_refused_with(scene: Scene, saved: dict[str, Any], when: str) -> None:
    project, _ = scene.take(drafted(scene), "save", saved, LEAD, "2024-12-10 11:00")
    refused = scene.refused(project, "submit", {}, LEAD, when)
    assert {each.code: each.facts for each in asked(project, when).refusals} == refused


def test_each_part_says_what_it_lacks_and_a_whole_application_lacks_nothing(scene: Scene) -> None:
    project, _ = scene.take(drafted(scene), "save", {"plan": {"document": "a" * 64}}, LEAD, "2024-12-10 11:00")
    assert {part.id: lacks for part, lacks in asked(project).parts} == {
        "application": ("budget", "people", "programmes"), "plan": (), "letters_of_intent": ("letters",),
        "matching_pledge": ("matching_pledge",), "municipality_confirmation": ("municipality_confirmation",),
        "ktop_use": ("ktop_use",),
    }  # fmt: skip
    whole, _ = scene.take(project, "save", APPLICATION, LEAD, "2024-12-10 12:00")
    assert asked(whole).complete
    assert not asked(whole, LATE).complete
    assert scene.take(whole, "submit", {}, LEAD, IN_TIME)[0].state == "submitted"


def test_it_can_be_asked_before_the_draft_begins(scene: Scene) -> None:
    project, _ = scene.begin(
        "register", {"area": "52740", "ministries": ["MSS", "MOIS"], "title": "오미자"}, LEAD, IN_TIME
    )
    assert {each.code for each in asked(project).refusals} == {"parts.missing", "confirmation.missing", "cap.undecided"}
