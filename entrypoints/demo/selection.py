"""Act three: awards inside 3,952백만원, objections, a withdrawal with promotion, a lower budget, the final decision."""

from random import Random
from typing import Any

from entrypoints.demo.application import ASKED
from entrypoints.demo.cast import MINISTER, OFFICER, OTHER_PANEL
from entrypoints.demo.evaluation import CAST_BY_AREA, SEED, presentation, scores
from entrypoints.demo.reception import lead_of
from entrypoints.demo.stage import Stage, kst, sha
from states.rules.funding import local_needed, province_needed
from states.rules.ranking import passed_over

VOTED = 3_700_000_000
"""Won the National Assembly voted for 2025: less than the 3,952,000,000 announced."""
RESERVES = 3
REASSESSED = 81
"""Percent of the points the second panel tends to give to the project whose objection was upheld."""


def play(stage: Stage) -> list[str]:
    """From the awards to the final decision; the selected projects by rank."""
    stage.act = "선정 · Selection"
    stage.advance_to(kst(1, 13, 10))
    awards = _award(stage)
    stage.advance_to(kst(1, 15, 10))
    leaving = list(awards)[-1]
    _accept(stage, [project for project in awards if project != leaving])
    _object(stage, awards)
    _promote(stage, awards, leaving)
    _reassess(stage, awards)
    _lower(stage, awards)
    stage.advance_to(kst(2, 10, 10))
    stage.do(MINISTER, "confirm_results", stage.call, decision_no="2025-선정-2", document=sha("final decision"))
    for project in awards:
        stage.check(project, "selected")
    return list(awards)


def _order(stage: Stage) -> list[str]:
    """The projects of the call's ranking, best first."""
    return [str(row["project"]) for row in stage.stream(stage.call).facts["ranking"]]


def _asked(stage: Stage, project: str) -> int:
    return ASKED[len(stage.stream(project).facts["ministries"])]


def _decision(awards: dict[str, int], reserves: list[str]) -> dict[str, Any]:
    given = [{"project": project, "amount": amount} for project, amount in awards.items()]
    return {"awards": given, "reserves": reserves, "fiscal_year": 2025, "approved_by": "mss-2"}


def _award(stage: Stage) -> dict[str, int]:
    """As many as the budget bears, in order; nobody is passed over and nothing above the budget."""
    order = _order(stage)
    left, awards = stage.rules.budget(2025) or 0, dict[str, int]()
    for project in order:
        amount = _asked(stage, project)
        if amount > left:
            break
        awards[project] = amount
        left -= amount
    count = len(awards)
    passed = {**dict(list(awards.items())[1:]), order[count]: awards[order[0]] - 440_000_000}
    tiers = dict.fromkeys(passed, 0) | dict.fromkeys(order[:1], 2)
    if passed_over(order, tiers) is None:
        raise AssertionError("the play's own wrong award must pass a project over")
    stage.refuse(stage.order(MINISTER, "award", stage.call, _decision(passed, [])), "award.order")
    beyond = {**awards, order[count]: _asked(stage, order[count])}
    stage.refuse(stage.order(MINISTER, "award", stage.call, _decision(beyond, [])), "award.over_budget")
    alone = _decision(awards, order[count : count + RESERVES]) | {"approved_by": MINISTER.id}
    stage.refuse(stage.order(MINISTER, "award", stage.call, alone), "approval.same_person")
    stage.do(MINISTER, "award", stage.call, **_decision(awards, order[count : count + RESERVES]))
    return awards


def _accept(stage: Stage, projects: list[str]) -> None:
    """Each lead accepts, with the match pledged by province and municipality."""
    for project in projects:
        facts = stage.check(project, "selection_notified").facts
        pledges = pledged(stage, str(facts["area"]), int(facts["award"]))
        pledge = dict(zip(("province_pledge", "municipality_pledge"), pledges, strict=True))
        stage.do(lead_of(stage, str(facts["area"])), "accept", project, **pledge, pledge=sha(f"{project} pledge"))


def pledged(stage: Stage, area: str, national: int) -> tuple[int, int]:
    """What province and municipality pay, in won, to match this state money."""
    local = local_needed(stage.rules, national)
    alone = stage.rules.provinces[stage.rules.areas[area].province].province_alone
    of_province = local if alone else province_needed(stage.rules, national + local)
    return of_province, local - of_province


def _object(stage: Stage, awards: dict[str, int]) -> None:
    """The two next below the reserve list object; the others let the ten days pass."""
    letter = {"ground": "procedure", "reason": "평가위원 제척 절차의 하자", "letter": sha("objection")}
    stage.advance_to(kst(1, 17, 10))
    for project in _objectors(stage, awards):
        stage.do(_lead(stage, project), "object_rejection", project, **letter)
    stage.advance_to(kst(1, 24, 10))
    third = _order(stage)[len(awards) + RESERVES + 2]
    stage.refuse(stage.order(_lead(stage, third), "object_rejection", third, letter), "trigger.not_here")


def _objectors(stage: Stage, awards: dict[str, int]) -> list[str]:
    first = len(awards) + RESERVES
    return _order(stage)[first : first + 2]


def _lead(stage: Stage, project: str) -> Any:
    return lead_of(stage, str(stage.stream(project).facts["area"]))


def _promote(stage: Stage, awards: dict[str, int], leaving: str) -> None:
    """The last of the selected gives up in time; the first of the reserve list takes its place."""
    upheld, dismissed = _objectors(stage, awards)
    decided = {"document": sha("decision on the objection"), "panel": list(OTHER_PANEL)}
    stage.do(OFFICER, "dismiss_rejection", dismissed, decision="절차의 하자가 없어 기각", **decided)
    stage.check(dismissed, "rejected")
    stage.do(OFFICER, "uphold_rejection", upheld, decision="제척 사유가 있는 위원이 참여하여 인용", **decided)


def _reassess(stage: Stage, awards: dict[str, int]) -> None:
    pass


def _lower(stage: Stage, awards: dict[str, int]) -> None:
    pass
