"""The conditions of an answer to the demand survey (공고 §6·붙임6)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from states.context import Context
from states.guards.reception import closes_at, shown
from states.guards.shared import mapping
from states.lifecycle import Claim, claiming, guard
from states.rules import survey
from states.rules.call_parts import parsed_instant


def survey_closes_at(ctx: Context) -> datetime:
    """The last instant an answer is received, inclusive: as decided, else when reception closes."""
    return parsed_instant(str(ctx.setting("survey_deadline"))) or closes_at(ctx)


def given(ctx: Context) -> survey.type_of_given:
    """The answers without the parts left empty."""
    answers = mapping(ctx.given.get("answers")).items()
    return {id: {part: value for part, value in answer.items() if value is not None} for id, answer in answers}


@guard("survey.closed", "공고 §6·붙임6")
def survey_open(ctx: Context) -> Mapping[str, Any] | None:
    closing = survey_closes_at(ctx)
    if ctx.received_at <= closing:
        return None
    return {"closes_at": shown(closing), "received_at": shown(ctx.received_at)}


@guard("survey.other_technopark", "공고 붙임6")
def own_area(ctx: Context) -> Mapping[str, Any] | None:
    """A technopark answers for the municipalities of its province."""
    area = str(ctx.given.get("area", ""))
    return None if ctx.rules.lead_of(area) == ctx.actor.org else {"area": area, "org": ctx.actor.org}


@guard("survey.unknown_question", "공고 붙임6")
def questions_known(ctx: Context) -> Mapping[str, Any] | None:
    unknown = survey.unknown_questions(ctx.rules, given(ctx))
    return {"questions": unknown} if unknown else None


@guard("survey.form", "공고 붙임6")
def answers_fit(ctx: Context) -> Mapping[str, Any] | None:
    wrong = survey.malformed(ctx.rules, given(ctx))
    return {"parts": wrong} if wrong else None


@guard("survey.detail_missing", "공고 붙임6 질문2")
def others_described(ctx: Context) -> Mapping[str, Any] | None:
    missing = survey.without_detail(ctx.rules, given(ctx))
    return {"questions": missing} if missing else None


@guard("survey.project_missing", "공고 붙임6 질문4")
def projects_described(ctx: Context) -> Mapping[str, Any] | None:
    missing = survey.without_project(ctx.rules, given(ctx))
    return {"fields": missing} if missing else None


@guard("survey.contradiction", "공고 붙임6 질문4")
def nothing_stands_alone(ctx: Context) -> Mapping[str, Any] | None:
    wrong = survey.contradictory(ctx.rules, given(ctx))
    return {"questions": wrong} if wrong else None


@claiming("survey.answered_twice", "공고 붙임6")
def one_answer(ctx: Context) -> Iterable[Claim]:
    """One answer of a technopark for an area."""
    yield Claim("survey", f"{ctx.call.id}/{ctx.actor.org}/{ctx.after.get('area', '')}", 1, 1)


@claiming("survey.answered_twice", "공고 붙임6")
def answer_given_back(ctx: Context) -> Iterable[Claim]:
    yield Claim("survey", f"{ctx.call.id}/{ctx.facts.get('lead', '')}/{ctx.facts.get('area', '')}", 0, 1)


def answered(ctx: Context) -> Mapping[str, Any]:
    """The answers with every option under its own name."""
    return {"answers": survey.canonical(ctx.rules, given(ctx))}


def begun(ctx: Context) -> Mapping[str, Any]:
    """Whose answer it is, and what it says."""
    return {"lead": ctx.actor.org, **answered(ctx)}
