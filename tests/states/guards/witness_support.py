"""The witness of each condition of a support."""

from collections.abc import Mapping
from typing import Any

from states.context import Stream
from states.roles import CLOCK, Actor
from tests.states.guards.witness import Witness, unborn
from tests.states.scene import AGENCY, LEAD, PARTNER, SHA, moved
from tests.states.test_support import (
    CALL,
    GRANTED,
    INSPECTION,
    ITEMS,
    KTOP,
    NOTICE,
    OPENING,
    PLAN,
    PLANNED,
    PROJECT,
    company,
    planned,
    support,
)

CLOSES = {"closes_at": NOTICE["closes_at"]}
CHOSEN = company("a", "selected", amount=19_000_000, items=ITEMS, ktop=KTOP)


def witness(
    before: Stream, trigger: str, data: Mapping[str, Any], actor: Actor = LEAD, when: str = "2025-02-28 10:00", *,
    children: tuple[Stream, ...] = (), project: Stream = PROJECT,
) -> Witness:  # fmt: skip
    return Witness(before, trigger, data, actor, when, family=(CALL, project), children=children)


def opened(change: Mapping[str, Any], project: Stream = PROJECT) -> Witness:
    return witness(unborn("support"), "open", {**OPENING, **change}, project=project)


def reported(*plan: Mapping[str, Any]) -> Witness:
    return witness(support("planning"), "report_plan", PLAN | {"plan": [*PLANNED[:2], *plan]})


def selected(amount: int, *children: Stream) -> Witness:
    data = {"selection": [{"company": "company-a", "amount": amount}], "minutes": SHA}
    return witness(support("selecting"), "select_companies", data, children=children)


def listed(**change: Any) -> Witness:
    data = {"programme": "awareness", "brns": ["1234567891"], "held_on": "2025-05-01"} | change
    return witness(support("supporting"), "record_participants", data)


WITNESSES: Mapping[str, Witness] = {
    "company_reception_over": witness(
        support("recruiting", **CLOSES), "close_company_call", {"deadline": "x"}, CLOCK, "2025-03-21 18:00"
    ),
    "company_supported": witness(
        support("supporting"), "record_inspection", INSPECTION, children=(company("a", "rejected"),)
    ),
    "every_company_decided": selected(19_000_000, CHOSEN, company("b", "evaluated")),
    "every_company_ended": witness(
        support("preference", preferences={"MOJ": GRANTED}), "complete", {}, AGENCY,
        children=(company("b", "cancelled"),),
    ),
    "every_partner_recorded": witness(support("preference"), "complete", {}, AGENCY),
    "every_supported_inspected": witness(
        support("supporting"), "report_inspection", {"report": SHA}, children=(company("b", "completed"),)
    ),
    "findings_open": witness(support("supporting"), "cure_findings", {"cured": ["company-a"], "evidence": SHA}),
    "findings_settled": witness(
        support("inspection", findings={"company-a": {"finding": "누락", "found_at": "2025-06-02T01:00:00.000000Z"}}),
        "accept_inspection", {}, AGENCY,
    ),
    "items_known": reported(planned("foreign", "p6d", "p2a")),
    "mandatory_items_planned": reported(planned("foreign", "p6a")),
    "mandatory_programmes_planned": reported(),
    "ministry_takes_part": witness(
        support("supporting"), "record_preference", GRANTED, PARTNER,
        project=moved(PROJECT, "supporting", ministries=["MSS", "MAFRA"]),
    ),
    "not_published": witness(support("recruiting", **CLOSES), "publish", NOTICE),
    "participants_only": listed(programme="foreign"),
    "participants_valid": listed(brns=["1234567890"]),
    "plan_of_opened": reported(),
    "plan_within_caps": reported(planned("foreign", "p6d", per_company=10_000_001)),
    "plan_within_money": reported(planned("foreign", "p6d", amount=520_000_001)),
    "programmes_known": opened({"programmes": ["invented"]}),
    "project_agreed": opened({}, moved(PROJECT, "accepted")),
    "project_supporting": witness(support("recruiting"), "publish", NOTICE, project=moved(PROJECT, "agreed")),
    "published": witness(support("recruiting"), "close_company_call", {"deadline": "x"}, CLOCK),
    "reception_ahead": witness(support("recruiting"), "publish", NOTICE, when="2025-03-21 18:00"),
    "round_of_project": opened({"round": 2}),
    "selection_has_ktop": selected(19_000_000, company("a", "selected", amount=19_000_000, items=ITEMS)),
    "selection_within_plan": Witness(
        support("selecting", plan=[planned("commercialisation", "p2a", amount=1)]), "select_companies",
        {"selection": [{"company": "company-a", "amount": 19_000_000}], "minutes": SHA}, LEAD, "2025-04-01 10:00",
        family=(CALL, PROJECT), children=(CHOSEN,),
    ),
    "selection_matches": selected(18_999_999, CHOSEN),
}  # fmt: skip
