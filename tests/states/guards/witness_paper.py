"""The witness of each condition of the paper desk."""

from collections.abc import Mapping
from typing import Any

from states.context import Stream
from tests.states.guards.witness import Witness
from tests.states.scene import AGENCY
from tests.states.test_paper import SECOND, letter
from tests.states.test_project import CALL, LEAD, OBJECTION, standing

IN_TIME, NOW, EXPIRES = "2025-01-31 17:00", "2025-01-31 18:00", "2025-02-01T15:00:00.000000Z"
DEADLINE = {"id": "objection@1", "kind": "objection", "due_date": "2025-02-01", "expires": EXPIRES}


def told(state: str = "rejected_notified", **facts: Any) -> Stream:
    before = standing(state, objection_expired_at=EXPIRES, **facts)
    return Stream(before.id, before.kind, state, 1, facts=before.facts, parents=before.parents)


def waiting(**change: Any) -> Stream:
    arrived = "2025-01-31T08:00:00.000000Z"
    entry = {**letter("object_rejection"), "arrived_at": arrived, "by": AGENCY.id, **change}
    return told(paper="waiting", letter=entry)


def entering(trigger: str = "object_rejection", arrived: str = IN_TIME, **rest: Any) -> Witness:
    return Witness(told(), "enter_paper", letter(trigger), AGENCY, NOW, family=(CALL,), arrived=arrived, **rest)


def taken(before: Stream, actor: Any, arrived: str = IN_TIME) -> Witness:
    return Witness(before, "object_rejection", OBJECTION, actor, NOW, family=(CALL,), arrived=arrived)


WITNESSES: Mapping[str, Witness] = {
    "arrival_by_the_desk": taken(told(), LEAD),
    "arrival_entered": entering(arrived=""),
    "as_entered": taken(waiting(trigger="object_screening"), SECOND),
    "brings_a_step": entering("object_grade"),
    "number_in_the_book": entering(held={("paper", "call-2025-2/2025-17"): 1}),
    "objected_to_this": taken(told("rejected", lapsed_in="screened_out"), LEAD, arrived=""),
    "second_person": taken(waiting(), AGENCY),
}
