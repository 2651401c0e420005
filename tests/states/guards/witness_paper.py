"""The witness of each condition of the paper desk."""

from collections.abc import Mapping
from typing import Any

from states.context import PrivatePart, Stream
from tests.states.guards.witness import Witness
from tests.states.scene import AGENCY, MINISTRY, SHA
from tests.states.test_paper import SECOND, letter
from tests.states.test_project import CALL, LEAD, OBJECTION, PLEDGE, standing

IN_TIME, NOW, EXPIRES = "2025-01-31 17:00", "2025-01-31 18:00", "2025-02-01T15:00:00.000000Z"
DEADLINE = {"id": "objection@1", "kind": "objection", "due_date": "2025-02-01", "expires": EXPIRES}


def told(state: str = "rejected_notified", **facts: Any) -> Stream:
    before = standing(state, objection_expired_at=EXPIRES, **facts)
    return Stream(before.id, before.kind, state, 1, facts=before.facts, parents=before.parents)


def waiting(trigger: str = "object_rejection", state: str = "rejected_notified", **facts: Any) -> Stream:
    """Where a letter of the agency's manager waits."""
    book = {name: value for name, value in letter(trigger).items() if name != "content"}
    entry = {**book, "arrived_at": "2025-01-31T08:00:00.000000Z", "by": AGENCY.id, "at": NOW}
    return told(state, paper="waiting", proposals={"1": entry}, **facts)


def entering(
    trigger: str = "object_rejection", arrived: str = IN_TIME, before: Stream | None = None, **rest: Any
) -> Witness:
    return Witness(
        before or told(), "enter_paper", letter(trigger), AGENCY, NOW, family=(CALL,), arrived=arrived, **rest
    )


def taken(before: Stream, actor: Any, arrived: str = IN_TIME) -> Witness:
    content = PrivatePart(AGENCY.id, 1, "content", OBJECTION)
    return Witness(
        before, "object_rejection", OBJECTION, actor, NOW, family=(CALL,), arrived=arrived, private_parts=(content,)
    )


WITNESSES: Mapping[str, Witness] = {
    "arrival_by_the_desk": taken(told(), LEAD),
    "arrival_entered": entering(arrived=""),
    "as_entered": taken(waiting("object_screening"), SECOND),
    "letters_decided": Witness(
        waiting("supply_supplement", "reserve"), "release_reserve", {"reason": "해제"}, MINISTRY, NOW, family=(CALL,)
    ),
    "number_in_the_book": entering(held={("paper", "call-2025-2/2025-17"): 1}),
    "number_unused": entering(before=told(receipts=["2025-17"])),
    "objected_to_this": taken(told("rejected", lapsed_in="screened_out"), LEAD, arrived=""),
    "accepted_in_time": Witness(
        told("withdrawn", lapses={"acceptance": EXPIRES}), "accept", PLEDGE, LEAD, NOW, family=(CALL,)
    ),
    "hearing_noticed_to": Witness(
        told("reserve"), "submit_opinion", {"lead_opinion": "의견", "letter": SHA}, LEAD, NOW, family=(CALL,)
    ),
    "results_owed": Witness(
        told("sanction_review"), "submit_results_report", {"results_report": SHA, "year": 2027}, LEAD, NOW,
        family=(CALL,),
    ),
}  # fmt: skip
