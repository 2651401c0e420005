"""Act two: screening with its supplements and exclusions, seven evaluators and nine indicators, the ranking."""

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from entrypoints.demo import amendment
from entrypoints.demo.application import researcher
from entrypoints.demo.cast import CONFLICTED, OTHER_PANEL, PANEL, Part, committee, evaluator, partner
from entrypoints.demo.reception import type_of_projects
from entrypoints.demo.stage import Stage, sha
from states.rules.call_rules import CallRules
from states.rules.evaluation import HUNDREDTHS
from workflow.messages import Command

SEED = 20241203
"""The play's only chance: the evaluators' points, the same every time."""
SPREAD = 6
"""How many percent of an indicator's points evaluators differ by."""
STEP = 50
"""Points are given in halves: hundredths of a point."""
SESSIONS = 3
"""Days of presentations."""


type_of_sheets = Mapping[str, Mapping[str, Any]]
"""A sheet of each evaluator, by ref."""


def play(stage: Stage, projects: type_of_projects) -> None:
    """From screening to the ranking."""
    stage.act = "선정평가 · Evaluation"
    parts = [part for part in stage.cast if part.area in projects]
    _screen(stage, projects, parts)
    _present(stage, projects, [part for part in parts if part.screening != "out"])
    stage.later(1, 15)
    stage.do(stage.officer, "fix_ranking", stage.call)


def ground(rules: CallRules, at: str) -> str:
    """The last ground of the call on which a project is marked down in the screening, the first in the evaluation."""
    return [each.id for each in rules.deductions if each.stage == at][0 if at == "evaluation" else -1]


def _screen(stage: Stage, projects: type_of_projects, parts: Iterable[Part]) -> None:
    by_fate: dict[str, list[Part]] = {}
    for part in parts:
        by_fate.setdefault(part.screening, []).append(part)
    stage.later(2)
    stage.tell(
        *(stage.order(stage.officer, "start_screening", id, {"screener": "screener-1"}) for id in projects.values())
    )
    stage.later(1)
    asked = by_fate["supplement"] + by_fate["overdue"]
    request = {"items": ["참여기업 현황", "지자체 확인서 사본"], "reason": "첨부가 일부 누락됨"}
    stage.tell(*(stage.order(stage.officer, "request_supplement", projects[part.area], request) for part in asked))
    excluded = by_fate["restored"] + by_fate["out"]
    stage.tell(*(_exclusion(stage, projects, part) for part in excluded))
    _pass(stage, projects, by_fate["pass"] + by_fate["absent"])
    _object_and_supply(stage, projects, by_fate)


def _exclusion(stage: Stage, projects: type_of_projects, part: Part) -> Command:
    reason = stage.rules.screening_reasons[0]
    notice = {"ground": reason.code, "reason": reason.ko, "notice": sha(f"{part.area} exclusion")}
    return stage.order(stage.officer, "screen_out", projects[part.area], notice)


def _pass(stage: Stage, projects: type_of_projects, parts: Iterable[Part], *disadvantages: dict[str, Any]) -> None:
    data = {"checklist": sha("screening checklist"), "disadvantages": list(disadvantages)}
    stage.tell(*(stage.order(stage.officer, "pass_screening", projects[part.area], data) for part in parts))


def _object_and_supply(stage: Stage, projects: type_of_projects, by_fate: dict[str, list[Part]]) -> None:
    """One supplement comes, one does not; one exclusion is objected to and upheld, the others stand."""
    stage.later(1)
    amendment.play(stage, [projects[part.area] for part in (*by_fate["supplement"], *by_fate["overdue"])])
    stage.later(1)
    reason = "탈락 사유에 해당하지 않음을 증빙함"
    letter = {"ground": "method", "reason": reason, "letter": sha("objection to screening")}
    for part in by_fate["restored"]:
        stage.do(stage.lead_of(part.area), "object_screening", projects[part.area], **letter)
    stage.later(1)
    papers = {"documents": [{"kind": "supplement", "sha256": sha("supplement")}]}
    for part in by_fate["supplement"]:
        stage.do(stage.lead_of(part.area), "supply_supplement", projects[part.area], **papers)
    _pass(stage, projects, by_fate["supplement"])
    stage.pass_by(projects[by_fate["overdue"][0].area], "supplement_screening")
    blank = {"ground": ground(stage.rules, "screening"), "reason": "서류보완 기한 경과", "points": HUNDREDTHS}
    _pass(stage, projects, by_fate["overdue"], blank)
    decision = {
        "decision": "탈락 사유가 없음을 확인하여 인용",
        "document": sha("upheld screening"),
        "review_panel": list(OTHER_PANEL),
    }
    for part in by_fate["restored"]:
        stage.do(stage.officer, "uphold_screening", projects[part.area], **decision)


def _appoint(stage: Stage, applying: str) -> None:
    """Each ministry names its evaluators, and they declare; nothing begins before every one has.

    One of them is of an organisation that applies.
    """
    plan = {"plan": sha("evaluation plan")}
    named = committee(stage.rules)
    for code, refs in named.items():
        members = [{"evaluator": ref, "org": evaluator(ref).org} for ref in refs]
        if code == stage.rules.lead_ministry.code:
            members.append({"evaluator": CONFLICTED, "org": applying})
            stage.do(stage.minister, "name_committee", stage.call, members=members, document=sha(code))
            missing = stage.order(stage.officer, "start_evaluation", stage.call, plan)
            stage.refuse(missing, "call.not_jointly_appointed")
        else:
            stage.do(partner(code), "name_committee", stage.call, members=members, document=sha(code))
    everyone = [evaluator(ref) for refs in named.values() for ref in refs] + [evaluator(CONFLICTED, applying)]
    stage.tell(*(stage.order(each, "declare", stage.call, {"pledge": sha(each.id)}) for each in everyone))
    stage.do(stage.officer, "start_evaluation", stage.call, **plan)


def _present(stage: Stage, projects: type_of_projects, parts: list[Part]) -> None:
    """Three days of presentations; one project does not come, one evaluator neither, one steps aside."""
    stage.later(3)
    _appoint(stage, stage.lead_of(parts[0].area).org)
    chance = Random(SEED)  # noqa: S311 - invented points, the same in every play
    for day in range(SESSIONS):
        stage.later(1, 9)
        chosen = parts[day::SESSIONS]
        absent = [part for part in chosen if part.screening == "absent"]
        present = [part for part in chosen if part.screening != "absent"]
        if day == 0:
            stage.refuse(
                presentation(stage, projects[present[0].area], present[0], (*PANEL, CONFLICTED)), "panel.conflict"
            )
        stage.tell(*(presentation(stage, projects[part.area], part, PANEL) for part in present))
        stage.later(0, 17)
        missing = (PANEL[0], PANEL[1]) if day == SESSIONS - 1 else ()
        for part in present:
            sheets = {ref: _sheet(stage, part.strength, chance) for ref in PANEL}
            judge(stage, projects[part.area], sheets, missing if part is present[-1] else ())
        missed = {"reason": "발표자가 참석하지 않음", "minutes": sha("minutes of absence")}
        stage.tell(*(stage.order(stage.keeper, "no_show", projects[part.area], missed) for part in absent))


def presentation(stage: Stage, project: str, part: Part, panel: tuple[str, ...]) -> Command:
    """The lead researcher presents to a panel, today."""
    data = {"panel": list(panel), "presenter": researcher(part), "presented_on": stage.today.isoformat()}
    return stage.order(stage.keeper, "begin_presentation", project, data)


def judge(stage: Stage, project: str, sheets: type_of_sheets, missing: tuple[str, ...] = ()) -> None:
    """Every evaluator hands in their own sheet; the secretary closes.

    Of those `missing` the first steps aside, the others do not come: the scores wait until that is recorded.
    """
    given = [ref for ref in sheets if ref not in missing]
    stage.tell(*(stage.order(evaluator(ref), "submit_sheet", project, {"sheet": sheets[ref]}) for ref in given))
    closing = {"opinion": "연고산업과의 연계가 적절함"}
    if missing:
        stage.refuse(stage.order(stage.keeper, "close_scores", project, closing), "sheets.missing")
        stage.do(evaluator(missing[0]), "recuse", project, ground="advice")
        for ref in missing[1:]:
            excuse = {"evaluator": ref, "reason": "급병으로 불참", "minutes": sha("minutes of the session")}
            stage.do(stage.keeper, "excuse_evaluator", project, **excuse)
    stage.do(stage.keeper, "close_scores", project, **closing)


def unanimous(rules: CallRules, panel: tuple[str, ...], score: int) -> type_of_sheets:
    """Sheets on which all of a panel give the same `score` in hundredths of a point, spread over the criteria."""
    whole = sum(each.points for each in rules.criteria)
    points = {str(each.no): each.points * score // whole for each in rules.criteria}
    return {ref: {"points": points, "deductions": []} for ref in panel}


def _sheet(stage: Stage, strength: int, chance: Random) -> dict[str, Any]:
    """Points around a project's strength, sometimes something marked down."""
    points = {str(each.no): _points(each.points * HUNDREDTHS, strength, chance) for each in stage.rules.criteria}
    reason = {"reason": "시설기자재 구매 비중이 과도함", "ground": ground(stage.rules, "evaluation")}
    return {"points": points, "deductions": [reason | {"points": HUNDREDTHS}] if chance.random() < 0.1 else []}


def _points(most: int, strength: int, chance: Random) -> int:
    wished = most * (strength + chance.randint(-SPREAD, SPREAD)) // 100
    return max(0, min(most, wished // STEP * STEP))
