"""Beside act one: technoparks answer the demand survey (공고 붙임6), which ends when reception does."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from entrypoints.demo.cast import Part, by_technopark, evaluator, lead
from entrypoints.demo.stage import DemoError, Stage, began
from states.rules.call_parts import Question
from states.rules.call_rules import CallRules
from states.rules.survey import NONE, questions
from workflow import surveys

OFFICE = {"department": "지역산업육성단", "person": "수요조사 담당", "telephone": "02-1357-0000"}


def asked_at(rules: CallRules) -> datetime:
    """The morning of the survey's last day."""
    end = rules.fixed("survey", {})
    last = end if isinstance(end, datetime) else rules.reception.closes_at
    return min(last, rules.reception.closes_at) - timedelta(hours=9)


def answer(stage: Stage, when: datetime) -> None:
    """One answer of each technopark, one of them revised; what the form does not admit is refused."""
    stage.advance_to(when)
    asked = list(by_technopark(stage.rules, stage.cast))
    (first, part), *_ = asked
    if codes := _vague(stage.rules):
        vague = _form(stage.rules, part) | {"answers": _vague_answers(stage.rules)}
        stage.refuse(stage.order(lead(first), "answer", stage.call, vague), *codes)
    outcomes = stage.tell(
        *(stage.order(lead(park), "answer", stage.call, _form(stage.rules, each)) for park, each in asked)
    )
    again = stage.order(lead(first), "answer", stage.call, _form(stage.rules, part))
    stage.refuse(again, "survey.answered_twice")
    stage.do(lead(first), "revise", began(outcomes[0]), **OFFICE, answers=_answers(stage.rules, part, last=True))


def close(stage: Stage) -> None:
    """After its end nobody answers; the agency reads the sum, an evaluator nothing."""
    park, part = next(by_technopark(stage.rules, stage.cast))
    stage.refuse(stage.order(lead(park), "answer", stage.call, _form(stage.rules, part)), "survey.closed")
    with stage.store.snapshot() as reader:
        read = surveys.answers(reader, stage.call, stage.officer)
        try:
            surveys.answers(reader, stage.call, evaluator("evaluator-1", "panel"))
        except PermissionError:
            pass
        else:
            raise DemoError("an evaluator should not see the demand survey")
    if {each.state for each in read} != {"closed"}:
        raise DemoError("the demand survey should be closed by now")
    asked = len(list(by_technopark(stage.rules, stage.cast)))
    summed = surveys.summary(stage.rules, read)
    if (summed["answers"], summed["technoparks"]) != (asked, asked):
        raise DemoError(f"{asked} technoparks should have been counted once each, not {summed['answers']} answers")
    _check_sums(stage.rules, summed["questions"], asked)


def _check_sums(rules: CallRules, summed: Sequence[Mapping[str, Any]], asked: int) -> None:
    """Everyone counted alike, so each count of the summary is what one gave, so many times over."""
    for question, found in zip(questions(rules), summed, strict=True):
        counts = {name: (n + 1) * asked for n, name in enumerate(question.options) if question.kind == "counts"}
        if found["counts"] != counts:
            raise DemoError(f"the survey's sums for {question.id} should be {counts}, not {found['counts']}")


def _form(rules: CallRules, part: Part) -> dict[str, Any]:
    return {"area": part.area, **OFFICE, "answers": _answers(rules, part)}


def _answers(rules: CallRules, part: Part, *, last: bool = False) -> dict[str, Any]:
    """An answer to every question: the first option of each, or the last; every third has a project of its own."""
    own = int(part.area) % 3 == 0
    return {each.id: _answered(each, part, own=own, last=last) for each in questions(rules)}


def _answered(question: Question, part: Part, *, own: bool, last: bool) -> dict[str, Any]:
    texts: Mapping[str, str] = dict.fromkeys(question.fields, part.title)
    if question.kind == "counts":
        counts = {name: n + 1 for n, name in enumerate(question.options)}
        return {"counts": counts} | ({"detail": "농업회사법인"} if question.detail_for else {})
    if question.kind == "many":
        options = [each for each in question.options if each != NONE]
        if NONE in question.options and not own:
            return {"chosen": [NONE]}
        return {"chosen": options[-1:] if last else options[:1]} | ({"fields": texts} if texts else {})
    return {"fields": texts} if texts else {"text": "부처 간 일정 조율"}


def _described(rules: CallRules) -> list[Question]:
    return [each for each in questions(rules) if each.kind == "many" and each.fields]


def _detailed(rules: CallRules) -> list[Question]:
    return [each for each in questions(rules) if each.detail_for]


def _vague(rules: CallRules) -> list[str]:
    """Why an answer that describes nothing is refused, as far as the form asks for a description."""
    codes = {"survey.detail_missing": _detailed(rules), "survey.project_missing": _described(rules)}
    return [code for code, asking in codes.items() if asking]


def _vague_answers(rules: CallRules) -> dict[str, Any]:
    """Counted but not described, ticked but not described."""
    counted = {each.id: {"counts": {each.detail_for: 2}} for each in _detailed(rules)}
    return counted | {each.id: {"chosen": list(each.options[:1])} for each in _described(rules)}
