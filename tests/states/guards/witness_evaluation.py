"""The witness of each condition of an evaluation: committee, panel, sheets, closing."""

from collections.abc import Mapping
from typing import Any

from states.context import PrivatePart, Stream
from tests.states.guards.witness import Witness
from tests.states.scene import AGENCY, MINISTRY, SHA, moved
from tests.states.test_evaluation import (
    FULL,
    NAMED,
    NOON,
    PANEL,
    SECRETARY,
    SETTINGS,
    a_call,
    evaluator,
    marked_down,
    presented,
    project,
    sheet,
)

PLEDGE = {"pledge": SHA}
IN = project(sheets_in=list(PANEL))
PARTS = tuple(PrivatePart(ref, 2, "sheet", {"points": FULL}) for ref in PANEL)


def on_project(before: Stream, trigger: str, data: Mapping[str, Any], actor: Any, **rest: Any) -> Witness:
    return Witness(before, trigger, data, actor, NOON, family=(rest.pop("call", a_call()),), **rest)


def seating(panel: list[str], presenter: str = "p1", *, call: Stream | None = None, **facts: Any) -> Witness:
    before = project("evaluation_ready", **facts)
    return on_project(
        before, "begin_presentation", presented(panel, presenter), SECRETARY, call=a_call() if call is None else call
    )


def handing_in(data: Mapping[str, Any], ref: str = "e1") -> Witness:
    return on_project(project(), "submit_sheet", data, evaluator(ref))


def closing(before: Stream = IN, parts: tuple[PrivatePart, ...] = PARTS, **settings: Any) -> Witness:
    call = a_call(settings={**SETTINGS, **settings})
    return on_project(before, "close_scores", {"opinion": "적절함"}, SECRETARY, call=call, private_parts=parts)


CALL: Mapping[str, Witness] = {
    "jointly_appointed": Witness(
        moved(a_call(named_by=["MOJ"]), "closed"), "start_evaluation", {"plan": SHA}, AGENCY, "2024-12-21 09:00"
    ),
    "members_once": Witness(
        a_call(), "name_committee", NAMED | {"members": [*NAMED["members"], *NAMED["members"]]}, MINISTRY, NOON
    ),
    "on_committee": Witness(a_call(), "declare", PLEDGE, evaluator("e9"), NOON),
}

PROJECT: Mapping[str, Witness] = {
    "aggregation_decided": closing(aggregation=None),
    "deductions_grounded": handing_in(sheet(deductions=[marked_down("blank", 0)])),
    "deductions_within": handing_in(sheet(deductions=[marked_down("off_purpose", 501)])),
    "every_sheet_in": closing(project(sheets_in=["e1", "e2"])),
    "lead_researcher_presents": seating(["e1"], "p2"),
    "no_show_decided": on_project(
        project("evaluation_ready"), "no_show", {"reason": "불참", "minutes": SHA}, SECRETARY, call=a_call(settings={})
    ),
    "on_panel": handing_in(sheet(), "e9"),
    "panel_appointed": seating(["e1", "e9"]),
    "panel_declared": seating(["e1"], call=a_call(declarations={})),
    "panel_distinct": seating(["e1", "e1"]),
    "panel_not_judged": seating(["e1"], judged=["e1"]),
    "panel_unconflicted": seating(["e1"], call=a_call(declarations={"e1": {"project-1": "kinship"}})),
    "points_within": handing_in(sheet(501)),
    "sheets_enough": closing(project(panel=["e1", "e2"], sheets_in=["e1", "e2"]), aggregation="trimmed_mean"),
    "sheets_readable": closing(parts=PARTS[:2]),
    "still_awaited": on_project(
        IN, "excuse_evaluator", {"evaluator": "e1", "reason": "급병", "minutes": SHA}, SECRETARY
    ),
}
