"""Act two: screening with its supplements and exclusions, seven evaluators and nine indicators, the ranking."""

from collections.abc import Iterable
from random import Random
from typing import Any

from entrypoints.demo.application import researcher
from entrypoints.demo.cast import (
    CAST,
    COMMITTEE,
    CONFLICTED,
    KEEPER,
    MINISTER,
    OFFICER,
    OTHER_PANEL,
    PANEL,
    Part,
    evaluator,
    partner,
)
from entrypoints.demo.reception import lead_of, type_of_projects
from entrypoints.demo.stage import Stage, kst, sha
from states.rules.call_parts import KST
from states.rules.evaluation import HUNDREDTHS
from workflow.messages import Command

SEED = 20241203
"""The play's only chance: the evaluators' points, the same every time."""
SPREAD = 6
"""How many percent of an indicator's points evaluators differ by."""
STEP = 50
"""Points are given in halves: hundredths of a point."""
CAST_BY_AREA = {part.area: part for part in CAST}


def play(stage: Stage, projects: type_of_projects) -> None:
    """From screening to the ranking."""
    stage.act = "선정평가 · Evaluation"
    parts = [CAST_BY_AREA[area] for area in projects]
    _screen(stage, projects, parts)
    _present(stage, projects, [part for part in parts if part.screening != "out"])
    stage.advance_to(kst(1, 10, 15))
    stage.do(OFFICER, "fix_ranking", stage.call)


def _screen(stage: Stage, projects: type_of_projects, parts: Iterable[Part]) -> None:
    by_fate: dict[str, list[Part]] = {}
    for part in parts:
        by_fate.setdefault(part.screening, []).append(part)
    stage.advance_to(kst(12, 23, 10, year=2024))
    stage.tell(*(stage.order(OFFICER, "start_screening", id, {"screener": "screener-1"}) for id in projects.values()))
    stage.advance_to(kst(12, 24, 10, year=2024))
    asked = by_fate["supplement"] + by_fate["overdue"]
    request = {"items": ["참여기업 현황", "지자체 확인서 사본"], "reason": "첨부가 일부 누락됨"}
    stage.tell(*(stage.order(OFFICER, "request_supplement", projects[part.area], request) for part in asked))
    excluded = by_fate["restored"] + by_fate["out"]
    stage.tell(*(_exclusion(stage, projects, part) for part in excluded))
    _pass(stage, projects, by_fate["pass"] + by_fate["absent"])
    _object_and_supply(stage, projects, by_fate)


def _exclusion(stage: Stage, projects: type_of_projects, part: Part) -> Command:
    notice = {"ground": "duplicate", "reason": "기 지원 과제와 중복", "notice": sha(f"{part.area} exclusion")}
    return stage.order(OFFICER, "screen_out", projects[part.area], notice)


def _pass(stage: Stage, projects: type_of_projects, parts: Iterable[Part], *disadvantages: dict[str, Any]) -> None:
    data = {"checklist": sha("screening checklist"), "disadvantages": list(disadvantages)}
    stage.tell(*(stage.order(OFFICER, "pass_screening", projects[part.area], data) for part in parts))


def _object_and_supply(stage: Stage, projects: type_of_projects, by_fate: dict[str, list[Part]]) -> None:
    """One supplement comes, one does not; one exclusion is objected to and upheld, the others stand."""
    stage.advance_to(kst(12, 27, 10, year=2024))
    letter = {
        "ground": "method",
        "reason": "기 지원 과제와 품목·기업군이 다름",
        "letter": sha("objection to screening"),
    }
    for part in by_fate["restored"]:
        stage.do(lead_of(stage, part.area), "object_screening", projects[part.area], **letter)
    stage.advance_to(kst(12, 30, 10, year=2024))
    papers = {"documents": [{"kind": "supplement", "sha256": sha("supplement")}]}
    for part in by_fate["supplement"]:
        stage.do(lead_of(stage, part.area), "supply_supplement", projects[part.area], **papers)
    stage.advance_to(kst(12, 31, 10, year=2024))
    _pass(stage, projects, by_fate["supplement"])
    stage.advance_to(kst(1, 3, 10))
    blank = {"ground": "blank", "reason": "서류보완 기한 경과", "points": HUNDREDTHS}
    _pass(stage, projects, by_fate["overdue"], blank)
    decision = {
        "decision": "중복이 아님을 확인하여 인용",
        "document": sha("upheld screening"),
        "review_panel": list(OTHER_PANEL),
    }
    for part in by_fate["restored"]:
        stage.do(OFFICER, "uphold_screening", projects[part.area], **decision)


def _appoint(stage: Stage) -> None:
    """Each ministry names its evaluators, and they declare; nothing begins before all four have."""
    plan = {"plan": sha("evaluation plan")}
    for code, refs in COMMITTEE.items():
        members = [{"evaluator": ref, "org": evaluator(ref).org} for ref in refs]
        if code == "MSS":
            members.append({"evaluator": CONFLICTED, "org": "tp-gyeongbuk"})
            stage.do(MINISTER, "name_committee", stage.call, members=members, document=sha(code))
            missing = stage.order(OFFICER, "start_evaluation", stage.call, plan)
            stage.refuse(missing, "call.not_jointly_appointed")
        else:
            stage.do(partner(code), "name_committee", stage.call, members=members, document=sha(code))
    everyone = [evaluator(ref) for refs in COMMITTEE.values() for ref in refs] + [evaluator(CONFLICTED, "tp-gyeongbuk")]
    stage.tell(*(stage.order(each, "declare", stage.call, {"pledge": sha(each.id)}) for each in everyone))
    stage.do(OFFICER, "start_evaluation", stage.call, **plan)


def _present(stage: Stage, projects: type_of_projects, parts: list[Part]) -> None:
    """Three days of presentations; one project does not come, one evaluator neither, one steps aside."""
    stage.advance_to(kst(1, 6, 10))
    _appoint(stage)
    chance = Random(SEED)  # noqa: S311 - invented points, the same in every play
    for day in range(3):
        stage.advance_to(kst(1, 7 + day, 9))
        chosen = parts[day::3]
        absent = [part for part in chosen if part.screening == "absent"]
        present = [part for part in chosen if part.screening != "absent"]
        if day == 0:
            stage.refuse(
                presentation(stage, projects[present[0].area], present[0], (*PANEL, CONFLICTED)), "panel.conflict"
            )
        stage.tell(*(presentation(stage, projects[part.area], part, PANEL) for part in present))
        stage.advance_to(kst(1, 7 + day, 17))
        missing = (PANEL[0], PANEL[1]) if day == 2 else ()
        for part in present:
            judge(stage, projects[part.area], part.strength, PANEL, chance, missing if part is present[-1] else ())
        missed = {"reason": "발표자가 참석하지 않음", "minutes": sha("minutes of absence")}
        stage.tell(*(stage.order(KEEPER, "no_show", projects[part.area], missed) for part in absent))


def presentation(stage: Stage, project: str, part: Part, panel: tuple[str, ...]) -> Command:
    """The lead researcher presents to a panel, today."""
    day = stage.clock.now().astimezone(KST).date().isoformat()
    data = {"panel": list(panel), "presenter": researcher(part), "presented_on": day}
    return stage.order(KEEPER, "begin_presentation", project, data)


def judge(
    stage: Stage, project: str, strength: int, panel: tuple[str, ...], chance: Random, missing: tuple[str, ...] = ()
) -> None:
    """Every evaluator hands in their own sheet, around the project's strength; the secretary closes.

    Of those `missing` the first steps aside, the others do not come: the scores wait until that is recorded.
    """
    sheets = {ref: _sheet(stage, strength, chance) for ref in panel}
    given = [ref for ref in panel if ref not in missing]
    stage.tell(*(stage.order(evaluator(ref), "submit_sheet", project, {"sheet": sheets[ref]}) for ref in given))
    closing = {"opinion": "연고산업과의 연계가 적절함"}
    if missing:
        stage.refuse(stage.order(KEEPER, "close_scores", project, closing), "sheets.missing")
        stage.do(evaluator(missing[0]), "recuse", project, ground="advice")
        for ref in missing[1:]:
            excuse = {"evaluator": ref, "reason": "급병으로 불참", "minutes": sha("minutes of the session")}
            stage.do(KEEPER, "excuse_evaluator", project, **excuse)
    stage.do(KEEPER, "close_scores", project, **closing)


def _sheet(stage: Stage, strength: int, chance: Random) -> dict[str, Any]:
    points = {str(each.no): _points(each.points * HUNDREDTHS, strength, chance) for each in stage.rules.criteria}
    marked_down = {"ground": "excess_equipment", "points": HUNDREDTHS, "reason": "시설기자재 구매 비중이 과도함"}
    return {"points": points, "deductions": [marked_down] if chance.random() < 0.1 else []}


def _points(most: int, strength: int, chance: Random) -> int:
    wished = most * (strength + chance.randint(-SPREAD, SPREAD)) // 100
    return max(0, min(most, wished // STEP * STEP))
