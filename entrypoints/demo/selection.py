"""Act three: awards inside 3,952백만원, objections, a withdrawal with promotion, a lower budget, the final decision."""

from random import Random
from typing import Any

from entrypoints.demo.application import ASKED
from entrypoints.demo.cast import MINISTER, OFFICER, OTHER_PANEL, PANEL, SECOND_OFFICER
from entrypoints.demo.evaluation import CAST_BY_AREA, SEED, judge, presentation
from entrypoints.demo.reception import lead_of
from entrypoints.demo.stage import Stage, kst, sha
from states.roles import Actor
from states.rules.funding import local_needed, province_needed

VOTED = 3_700_000_000
"""Won the National Assembly voted for 2025: less than the 3,952,000,000 announced."""
RESERVES = 3
REASSESSED = 81
"""Percent of the points the second panel tends to give to the project whose objection was upheld."""


def play(stage: Stage) -> list[str]:
    """From the awards to the final decision; the selected projects by rank."""
    stage.act = "선정 · Selection"
    stage.advance_to(kst(1, 13, 10))
    order = [str(row["project"]) for row in stage.stream(stage.call).facts["ranking"]]
    awards = _within_budget(stage, order)
    reserves = order[len(awards) : len(awards) + RESERVES]
    _wrong_awards(stage, order, awards, reserves)
    stage.do(MINISTER, "award", stage.call, **_decision(awards, reserves))
    stage.advance_to(kst(1, 15, 10))
    leaving = list(awards)[-1]
    _accept(stage, [project for project in awards if project != leaving])
    _promote(stage, awards, reserves, leaving)
    upheld = _object(stage, order[len(awards) + RESERVES :])
    _reassess(stage, awards, reserves, upheld)
    _wait_for_objections(stage)
    _lower(stage, awards)
    stage.do(MINISTER, "confirm_results", stage.call, decision_no="2025-선정-2", document=sha("final decision"))
    for project in awards:
        stage.check(project, "selected")
    return list(awards)


def _within_budget(stage: Stage, order: list[str]) -> dict[str, int]:
    """Won by project: as many as the announced budget bears, best first."""
    left, awards = stage.rules.budget(2025) or 0, dict[str, int]()
    for project in order:
        if (amount := _asked(stage, project)) > left:
            break
        awards[project] = amount
        left -= amount
    return awards


def _asked(stage: Stage, project: str) -> int:
    return ASKED[len(stage.stream(project).facts["ministries"])]


def _decision(awards: dict[str, int], reserves: list[str]) -> dict[str, Any]:
    given = [{"project": project, "amount": amount} for project, amount in awards.items()]
    return {"awards": given, "reserves": reserves, "fiscal_year": 2025, "approved_by": "mss-2"}


def _wrong_awards(stage: Stage, order: list[str], awards: dict[str, int], reserves: list[str]) -> None:
    """Nobody is passed over, the budget holds, and two persons answer for it."""
    best, following = order[0], order[len(awards)]
    passing_over = {project: amount for project, amount in awards.items() if project != best}
    beyond = {**awards, following: _asked(stage, following)}
    alone = _decision(awards, reserves) | {"approved_by": MINISTER.id}
    stage.refuse(stage.order(MINISTER, "award", stage.call, _decision(passing_over, [])), "award.order")
    stage.refuse(stage.order(MINISTER, "award", stage.call, _decision(beyond, [])), "award.over_budget")
    stage.refuse(stage.order(MINISTER, "award", stage.call, alone), "approval.same_person")


def _accept(stage: Stage, projects: list[str]) -> None:
    """Each lead accepts, with the match pledged by province and municipality."""
    for project in projects:
        facts = stage.check(project, "selection_notified").facts
        province, municipality = pledged(stage, str(facts["area"]), int(facts["award"]))
        pledge = {"province_pledge": province, "municipality_pledge": municipality, "pledge": sha(f"{project} pledge")}
        stage.do(lead_of(stage, str(facts["area"])), "accept", project, **pledge)


def pledged(stage: Stage, area: str, national: int) -> tuple[int, int]:
    """What province and municipality pay, in won, to match this state money."""
    local = local_needed(stage.rules, national)
    alone = stage.rules.provinces[stage.rules.areas[area].province].province_alone
    of_province = local if alone else province_needed(stage.rules, national + local)
    return of_province, local - of_province


def _promote(stage: Stage, awards: dict[str, int], reserves: list[str], leaving: str) -> None:
    """The last of the selected gives up; the first of the reserve list takes its place and accepts."""
    stage.advance_to(kst(1, 16, 10))
    stage.do(_lead(stage, leaving), "give_up", leaving, letter=sha("giving up"), municipality_consents=True)
    del awards[leaving]
    promoted = reserves.pop(0)
    awards[promoted] = _asked(stage, promoted)
    revision = _decision(awards, reserves) | {"reason": "선정과제 포기에 따른 예비과제 승계"}
    stage.do(MINISTER, "revise_ranking", stage.call, **revision)
    stage.advance_to(kst(1, 20, 10))
    _accept(stage, [promoted])


def _object(stage: Stage, rejected: list[str]) -> str:
    """The two best of the rejected object, one is dismissed, one upheld; a third comes too late. The upheld one."""
    letter = {"ground": "procedure", "reason": "평가위원 제척 절차의 하자", "letter": sha("objection")}
    upheld, dismissed, late = rejected[:3]
    stage.advance_to(kst(1, 21, 10))
    for project in (upheld, dismissed):
        stage.do(_lead(stage, project), "object_rejection", project, **letter)
    stage.refuse(stage.order(_lead(stage, upheld), "object_rejection", upheld, letter), "trigger.not_here")
    stage.advance_to(kst(1, 31, 10))
    stage.check(late, "rejected")
    stage.refuse(stage.order(_lead(stage, late), "object_rejection", late, letter), "objection.too_late")
    _by_post(stage, late, letter)
    decided = {"document": sha("decision on the objection"), "review_panel": list(OTHER_PANEL)}
    stage.do(OFFICER, "dismiss_rejection", dismissed, decision="절차의 하자가 없어 기각", **decided)
    stage.do(OFFICER, "uphold_rejection", upheld, decision="제척 사유가 있는 위원이 참여하여 인용", **decided)
    stage.check(dismissed, "rejected")
    return upheld


def _wait_for_objections(stage: Stage) -> None:
    """The project put on the reserve list anew may still object: nothing is final before its ten days are over."""
    stage.advance_to(kst(2, 10, 10))
    early = {"decision_no": "2025-선정-1", "document": sha("decision before the end of the period")}
    stage.refuse(
        stage.order(MINISTER, "confirm_results", stage.call, early), "call.budget_not_recorded", "call.objection_open"
    )


def _by_post(stage: Stage, project: str, letter: dict[str, str]) -> None:
    """The same objection came by post in time and is entered after the lapse: a second person reopens it."""
    arrived = kst(1, 23, 16)
    entry = {
        "trigger": "object_rejection", "book_no": "2025-0017", "document": sha("scan"), "delivery": "post",
        "content": letter,
    }  # fmt: skip
    stage.tell(stage.order(OFFICER, "enter_paper", project, entry, arrived=arrived))
    alone = stage.order(OFFICER, "object_rejection", project, letter, arrived=arrived)
    stage.refuse(alone, "approval.same_person")
    stage.tell(stage.order(SECOND_OFFICER, "object_rejection", project, letter, arrived=arrived))
    decided = {"document": sha("decision on the letter"), "review_panel": list(OTHER_PANEL)}
    stage.do(OFFICER, "dismiss_rejection", project, decision="절차의 하자가 없어 기각", **decided)


def _lead(stage: Stage, project: str) -> Actor:
    return lead_of(stage, str(stage.stream(project).facts["area"]))


def _reassess(stage: Stage, awards: dict[str, int], reserves: list[str], upheld: str) -> None:
    """Another panel scores the upheld project again; it now leads the reserve list."""
    part = CAST_BY_AREA[str(stage.stream(upheld).facts["area"])]
    stage.advance_to(kst(2, 4, 10))
    again = presentation(stage, upheld, part, (*OTHER_PANEL, PANEL[0]))
    stage.refuse(again, "panel.judged_before")
    stage.tell(presentation(stage, upheld, part, OTHER_PANEL))
    early = {"decision_no": "2025-선정-1", "document": sha("early decision")}
    stage.refuse(
        stage.order(MINISTER, "confirm_results", stage.call, early), "call.budget_not_recorded", "call.objection_open"
    )
    chance = Random(SEED + 1)  # noqa: S311 - invented points, the same in every play
    judge(stage, upheld, REASSESSED, OTHER_PANEL, chance)
    stage.advance_to(kst(2, 5, 10))
    revision = _decision(awards, [upheld, *reserves]) | {"reason": "이의 인용에 따른 재평가 결과 반영"}
    stage.do(MINISTER, "revise_ranking", stage.call, **revision)
    stage.check(upheld, "reserve")


def _lower(stage: Stage, awards: dict[str, int]) -> None:
    """The voted budget is lower than the awards: the first project's is reduced by the difference."""
    stage.advance_to(kst(2, 18, 10))
    vote = {"year": 2025, "amount": VOTED, "voted_on": "2025-02-06", "document": sha("budget vote 2025")}
    stage.do(MINISTER, "record_budget", stage.call, **vote)
    decision = {"decision_no": "2025-선정-1", "document": sha("decision before the reduction")}
    stage.refuse(stage.order(MINISTER, "confirm_results", stage.call, decision), "award.over_budget")
    first = next(iter(awards))
    awards[first] -= sum(awards.values()) - VOTED
    lowered = _decision(awards, []) | {"reason": "확정 예산이 공고 금액보다 적음"}
    del lowered["reserves"]
    stage.do(MINISTER, "cut_awards", stage.call, **lowered)
    _pledge_again(stage, first, awards[first])


def _pledge_again(stage: Stage, project: str, award: int) -> None:
    """The match follows the lower award, to the won."""
    area = str(stage.check(project, "accepted").facts["area"])
    of_province, of_municipality = pledged(stage, area, award)
    pledge = {"province_pledge": of_province, "pledge": sha(f"{project} lower pledge")}
    short = pledge | {"municipality_pledge": of_municipality - 1}
    stage.refuse(stage.order(_lead(stage, project), "pledge_again", project, short), "match.not_pledged")
    stage.do(_lead(stage, project), "pledge_again", project, municipality_pledge=of_municipality, **pledge)
