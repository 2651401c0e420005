"""Beside act one: technoparks answer the demand survey (공고 붙임6), which ends when reception does."""

from typing import Any

from entrypoints.demo.cast import CAST, Part, lead
from entrypoints.demo.stage import DemoError, Stage, began, kst
from states.roles import AGENCY, EVALUATOR, Actor
from workflow import surveys

OFFICE = {"department": "지역산업육성단", "person": "수요조사 담당", "telephone": "02-1357-0000"}


def answer(stage: Stage) -> None:
    """One answer of each technopark, one of them revised; what the form does not admit is refused."""
    stage.advance_to(kst(12, 20, 9, year=2024))
    asked = list(_by_technopark(stage).items())
    (first, part), *_ = asked
    vague = _form(part) | {"answers": {"q2": {"counts": {"other": 2}}, "q4": {"chosen": ["MOJ"]}}}
    stage.refuse(
        stage.order(lead(first), "answer", stage.call, vague), "survey.detail_missing", "survey.project_missing"
    )
    outcomes = stage.tell(*(stage.order(lead(park), "answer", stage.call, _form(each)) for park, each in asked))
    stage.refuse(stage.order(lead(first), "answer", stage.call, _form(part)), "survey.answered_twice")
    revised = {**OFFICE, "answers": _answers(part) | {"q1": {"chosen": ["MAFRA+MOIS"]}}}
    stage.do(lead(first), "revise", began(outcomes[0]), **revised)


def close(stage: Stage) -> None:
    """After its end nobody answers; the agency reads the sum, an evaluator nothing."""
    (park, part), *_ = _by_technopark(stage).items()
    stage.refuse(stage.order(lead(park), "answer", stage.call, _form(part)), "survey.closed")
    with stage.store.snapshot() as reader:
        read = surveys.answers(reader, stage.call, Actor("tipa-1", AGENCY, "tipa"))
        try:
            surveys.answers(reader, stage.call, Actor("evaluator-1", EVALUATOR, "panel"))
        except PermissionError:
            pass
        else:
            raise DemoError("an evaluator should not see the demand survey")
    if {each.state for each in read} != {"closed"}:
        raise DemoError("the demand survey should be closed by now")


def _by_technopark(stage: Stage) -> dict[str, Part]:
    """The first area of each technopark that plays."""
    found: dict[str, Part] = {}
    for part in CAST:
        found.setdefault(stage.rules.lead_of(part.area) or "", part)
    return found


def _form(part: Part) -> dict[str, Any]:
    return {"area": part.area, **OFFICE, "answers": _answers(part)}


def _answers(part: Part) -> dict[str, Any]:
    """Most would link the ministries they have; every third has a project of its own."""
    wished = "MOIS+MOJ" if "J" in part.ministries else "MAFRA+MOIS"
    lines = {"name": part.title, "period": "2025-2026", "body": "기초지자체", "size": "10억원", "content": part.title}
    own = {"chosen": ["MOIS"], "fields": lines} if int(part.area) % 3 == 0 else {"chosen": ["none"]}
    return {
        "departments": {"text": "지역경제과"},
        "q1": {"chosen": [wished]},
        "q2": {"counts": {"manufacturing": 4, "other": 1}, "detail": "농업회사법인"},
        "q3": {"fields": {"title": part.title}},
        "q4": own,
        "q5": {"text": "부처 간 일정 조율"},
    }
