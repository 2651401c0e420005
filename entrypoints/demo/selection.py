"""Act three: awards inside the budget, objections, a withdrawal with promotion, a lower budget, the final decision."""

from datetime import datetime, timedelta
from typing import Any

from entrypoints.demo.application import MILLION, asked, matched
from entrypoints.demo.cast import OTHER_PANEL, PANEL, minister
from entrypoints.demo.evaluation import judge, presentation, unanimous
from entrypoints.demo.stage import DemoError, Stage, on, sha
from workflow.awarding import lowered

VOTED_PERCENT = 95
"""Percent of the awards the National Assembly votes: less than was announced."""
RESERVES = 3
FEWEST = 5
"""So few projects tell the rest of the story: one is stopped, one is late, one objects."""


def play(stage: Stage) -> list[str]:
    """From the awards to the final decision; the selected projects by rank."""
    stage.act = "선정 · Selection"
    stage.later(3)
    order = [str(row["project"]) for row in stage.stream(stage.call).facts["ranking"]]
    awards = _within_budget(stage, order)
    reserves = order[len(awards) : len(awards) + RESERVES]
    _wrong_awards(stage, order, awards, reserves)
    stage.agree(minister(stage.rules, 2), "award", stage.call, **_decision(stage, awards, reserves))
    stage.later(2)
    leaving = list(awards)[-1]
    _accept(stage, [project for project in awards if project != leaving])
    _promote(stage, awards, reserves, leaving)
    _cancel(stage, awards, reserves)
    upheld = _object(stage, order[len(awards) + RESERVES :])
    _reassess(stage, awards, reserves, upheld)
    _wait_for_objections(stage, upheld)
    _lower(stage, awards)
    stage.agree(minister(stage.rules, 2), "confirm_results", stage.call, **_final(stage, 2))
    for project in awards:
        stage.check(project, "selected")
    return list(awards)


def _within_budget(stage: Stage, order: list[str]) -> dict[str, int]:
    """Won by project: as many as the announced budget bears, best first. DemoError if they are too few to play with."""
    left, awards = stage.rules.budget(stage.year(1)) or 0, dict[str, int]()
    for project in order:
        if (amount := _asked(stage, project)) > left:
            break
        awards[project] = amount
        left -= amount
    if len(awards) < FEWEST or len(order) < len(awards) + RESERVES + FEWEST:
        raise DemoError(f"{len(awards)} of {len(order)} projects were selected, too few or too many for the play")
    return awards


def _asked(stage: Stage, project: str) -> int:
    return asked(stage.rules, len(stage.stream(project).facts["ministries"]))


def _decision(stage: Stage, awards: dict[str, int], reserves: list[str]) -> dict[str, Any]:
    given = [{"project": project, "amount": amount} for project, amount in awards.items()]
    return {"awards": given, "reserves": reserves, "fiscal_year": stage.year(1)}


def _final(stage: Stage, no: int) -> dict[str, Any]:
    """The minister's decision, or an attempt at it."""
    return {"decision_no": f"{stage.rules.call.year}-선정-{no}", "document": sha(f"decision {no}")}


def _wrong_awards(stage: Stage, order: list[str], awards: dict[str, int], reserves: list[str]) -> None:
    """Nobody is passed over, the budget holds, and two persons answer for it."""
    best, following = order[0], order[len(awards)]
    passing_over = {project: amount for project, amount in awards.items() if project != best}
    beyond = {**awards, following: _asked(stage, following)}
    stage.refuse_proposal("award", stage.call, _decision(stage, passing_over, []), "award.order")
    stage.refuse_proposal("award", stage.call, _decision(stage, beyond, []), "award.over_budget")
    right = stage.order(minister(stage.rules, 2), "award", stage.call, _decision(stage, awards, reserves))
    stage.refuse(right, "approval.not_proposed")


def _accept(stage: Stage, projects: list[str]) -> None:
    """Each lead accepts, with the match pledged by province and municipality."""
    for project in projects:
        stage.check(project, "selection_notified")
        stage.do(stage.lead(project), "accept", project, **_pledge(stage, project))


def _promote(stage: Stage, awards: dict[str, int], reserves: list[str], leaving: str) -> None:
    """The last of the selected gives up; the first of the reserve list takes its place and accepts."""
    stage.later(1)
    stage.do(stage.lead(leaving), "give_up", leaving, letter=sha("giving up"), municipality_consents=True)
    _replace(stage, awards, reserves, leaving, "선정과제 포기에 따른 예비과제 승계")


def _cancel(stage: Stage, awards: dict[str, int], reserves: list[str]) -> None:
    """What the promoted project stated is false: its lead is heard, the selection cancelled, and the next follows."""
    false = list(awards)[-1]
    intended = {"intended": "cancel_selection", "reason": "신청서의 허위 기재", "notice": sha("intended cancellation")}
    cancelled = {"ground": "false_statement", "reason": "신청서의 허위 기재", "document": sha("cancellation")}
    cancelling = stage.order(stage.minister, "cancel_selection", false, cancelled)
    stage.refuse(cancelling, "hearing.not_held")
    stage.do(stage.minister, "hear_opinion", false, **intended)
    opinion = "착오에 의한 기재임"
    stage.do(stage.lead(false), "submit_opinion", false, lead_opinion=opinion, letter=sha("opinion"))
    stage.do(stage.minister, "cancel_selection", false, **cancelled, opinion=opinion)
    _replace(stage, awards, reserves, false, "선정취소에 따른 예비과제 승계")


def _replace(stage: Stage, awards: dict[str, int], reserves: list[str], leaving: str, reason: str) -> None:
    """The first of the reserve list takes a place and accepts."""
    del awards[leaving]
    promoted = reserves.pop(0)
    awards[promoted] = _asked(stage, promoted)
    revision = _decision(stage, awards, reserves) | {"reason": reason}
    stage.agree(minister(stage.rules, 2), "revise_ranking", stage.call, **revision)
    stage.later(2)
    _accept(stage, [promoted])


def _object(stage: Stage, rejected: list[str]) -> str:
    """The two best of the rejected object, one is dismissed, one upheld; a third comes too late. The upheld one."""
    letter = {"ground": "procedure", "reason": "평가위원 제척 절차의 하자", "letter": sha("objection")}
    upheld, dismissed, late = rejected[:3]
    stage.later(1)
    ended = stage.last_day(late, "objection")
    for project in (upheld, dismissed):
        stage.do(stage.lead(project), "object_rejection", project, **letter)
    stage.refuse(stage.order(stage.lead(upheld), "object_rejection", upheld, letter), "trigger.not_here")
    stage.not_before(ended + timedelta(days=3))
    stage.check(late, "rejected")
    stage.refuse(stage.order(stage.lead(late), "object_rejection", late, letter), "objection.too_late")
    _by_post(stage, late, letter, on(ended, 16))
    decided = {"document": sha("decision on the objection"), "review_panel": list(OTHER_PANEL)}
    stage.do(stage.officer, "dismiss_rejection", dismissed, decision="절차의 하자가 없어 기각", **decided)
    stage.do(stage.officer, "uphold_rejection", upheld, decision="제척 사유가 있는 위원이 참여하여 인용", **decided)
    stage.check(dismissed, "rejected")
    return upheld


def _wait_for_objections(stage: Stage, again: str) -> None:
    """The project put on the reserve list anew may still object: nothing is final before its period is over."""
    stage.later(3)
    unsettled = ("call.budget_not_recorded", "call.objection_open")
    stage.refuse_proposal("confirm_results", stage.call, _final(stage, 1), *unsettled)
    stage.pass_by(again, "objection")


def _by_post(stage: Stage, project: str, letter: dict[str, str], arrived: datetime) -> None:
    """The same objection came by post in time and is entered after the lapse: a second person reopens it."""
    stage.by_letter(project, "object_rejection", arrived, **letter)
    decided = {"document": sha("decision on the letter"), "review_panel": list(OTHER_PANEL)}
    stage.do(stage.officer, "dismiss_rejection", project, decision="절차의 하자가 없어 기각", **decided)


def _reassess(stage: Stage, awards: dict[str, int], reserves: list[str], upheld: str) -> None:
    """Another panel scores the upheld project again; it now leads the reserve list, behind every award."""
    area = str(stage.stream(upheld).facts["area"])
    part = next(each for each in stage.cast if each.area == area)
    stage.later(2)
    again = presentation(stage, upheld, part, (*OTHER_PANEL, PANEL[0]))
    stage.refuse(again, "panel.judged_before")
    stage.tell(presentation(stage, upheld, part, OTHER_PANEL))
    unsettled = ("call.budget_not_recorded", "call.objection_open")
    stage.refuse_proposal("confirm_results", stage.call, _final(stage, 1), *unsettled)
    lowest, highest = (_score(stage, project) for project in (list(awards)[-1], reserves[0]))
    judge(stage, upheld, unanimous(stage.rules, OTHER_PANEL, (lowest + highest) // 2))
    stage.later(1)
    revision = _decision(stage, awards, [upheld, *reserves]) | {"reason": "이의 인용에 따른 재평가 결과 반영"}
    stage.agree(minister(stage.rules, 2), "revise_ranking", stage.call, **revision)
    stage.check(upheld, "reserve")


def _score(stage: Stage, project: str) -> int:
    """A project's score, in hundredths of a point."""
    return int(stage.stream(project).facts["score"])


def _lower(stage: Stage, awards: dict[str, int]) -> None:
    """The voted budget is lower than the awards: each is reduced in proportion, and the match follows."""
    voted = sum(awards.values()) * VOTED_PERCENT // 100 // MILLION * MILLION
    voted_on = (stage.today - timedelta(days=8)).isoformat()
    vote = {"year": stage.year(1), "amount": voted, "voted_on": voted_on, "document": sha("budget vote")}
    stage.do(stage.minister, "record_budget", stage.call, **vote)
    stage.refuse_proposal("confirm_results", stage.call, _final(stage, 1), "award.over_budget")
    with stage.store.snapshot() as reader:
        call = reader.streams([stage.call])[stage.call]
        cut = lowered(reader, call, stage.rules, "확정 예산이 공고 금액보다 적음")
    stage.agree(minister(stage.rules, 2), "cut_awards", stage.call, **cut)
    awards |= {each["project"]: each["amount"] for each in cut["awards"]}
    for n, project in enumerate(awards):
        stage.check(project, "accepted")
        pledge = _pledge(stage, project)
        if n == 0:
            short = pledge | {"municipality_pledge": pledge["municipality_pledge"] - 1}
            stage.refuse(stage.order(stage.lead(project), "pledge_again", project, short), "match.not_pledged")
        stage.do(stage.lead(project), "pledge_again", project, **pledge)


def _pledge(stage: Stage, project: str) -> dict[str, Any]:
    """What province and municipality owe to match the project's award, to the won."""
    facts = stage.stream(project).facts
    province, municipality = matched(stage.rules, str(facts["area"]), int(facts["award"]))
    return {"province_pledge": province, "municipality_pledge": municipality, "pledge": sha(f"{project} pledge")}
