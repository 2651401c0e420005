"""The demand survey (공고 §6·붙임6): what an answer must be, and all answers together. Never part of the evaluation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from states.rules.call_parts import Question
from states.rules.call_rules import CallRules

HEADER = ("header", "region")
"""Who answers for which area: every answer carries it beside its questions."""
NONE = "none"
"""The option that says there is nothing: it stands alone."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "many": ("chosen", "fields"),
    "counts": ("counts", "detail"),
    "text": ("text", "fields"),
}
"""What an answer to each kind of question may hold."""
type_of_given = Mapping[str, Mapping[str, Any]]


def questions(rules: CallRules) -> tuple[Question, ...]:
    """The questions of the survey, in order, without its header."""
    return tuple(each for each in rules.survey if each.id not in HEADER)


def option(question: Question, given: str) -> str | None:
    """The question's own name of an option: a pair is the same whichever ministry comes first; None for no option."""
    wanted = frozenset(given.split("+"))
    return next((each for each in question.options if frozenset(each.split("+")) == wanted), None)


def canonical(rules: CallRules, given: type_of_given) -> dict[str, dict[str, Any]]:
    """The answers to the form's questions, each option under its own name, once, in the form's order."""
    return {each.id: _canonical(each, given[each.id]) for each in questions(rules) if each.id in given}


def _canonical(question: Question, answer: Mapping[str, Any]) -> dict[str, Any]:
    if "chosen" not in answer:
        return dict(answer)
    chosen = {option(question, each) for each in answer["chosen"]}
    return {**answer, "chosen": [each for each in question.options if each in chosen]}


def unknown_questions(rules: CallRules, given: type_of_given) -> list[str]:
    known = {each.id for each in questions(rules)}
    return [id for id in given if id not in known]


def malformed(rules: CallRules, given: type_of_given) -> list[str]:
    """Each `question.part` that the form does not have: another kind of answer, another option, another field."""
    known = [each for each in questions(rules) if each.id in given]
    return [f"{each.id}.{part}" for each in known for part in _malformed(each, given[each.id])]


def _malformed(question: Question, answer: Mapping[str, Any]) -> Iterator[str]:
    admitted = set(PARTS[question.kind]) - ({"text"} if question.fields else {"fields"})
    yield from sorted(answer.keys() - admitted)
    yield from sorted(each for each in answer.get("chosen", ()) if option(question, each) is None)
    yield from sorted(answer.get("counts", {}).keys() - set(question.options))
    yield from sorted(answer.get("fields", {}).keys() - set(question.fields))


def without_detail(rules: CallRules, given: type_of_given) -> list[str]:
    """The questions where companies of the kind `detail_for` (기타) are counted but not described."""
    found = (each for each in questions(rules) if each.detail_for and each.id in given)
    return [each.id for each in found if _undetailed(each, given[each.id])]


def _undetailed(question: Question, answer: Mapping[str, Any]) -> bool:
    return bool(answer.get("counts", {}).get(question.detail_for)) and not answer.get("detail")


def without_project(rules: CallRules, given: type_of_given) -> list[str]:
    """Each `question.field` left empty though something was ticked (있다) that the fields have to describe."""
    ticked = [each for each in questions(rules) if each.kind == "many" and each.fields and each.id in given]
    return [
        f"{each.id}.{name}"
        for each in ticked
        if set(given[each.id].get("chosen", ())) - {NONE}
        for name in each.fields
        if not given[each.id].get("fields", {}).get(name)
    ]


def contradictory(rules: CallRules, given: type_of_given) -> list[str]:
    """The questions where 없다 is ticked beside something else, or described."""
    ticked = [each.id for each in questions(rules) if NONE in given.get(each.id, {}).get("chosen", ())]
    return [id for id in ticked if set(given[id]["chosen"]) != {NONE} or given[id].get("fields")]


def columns(rules: CallRules) -> tuple[tuple[str, str, str], ...]:
    """Every cell of an answer as `(question, part, name)`, in the form's order: what an export's columns are."""
    return tuple(cell for each in questions(rules) for cell in _columns(each))


def _columns(question: Question) -> Iterator[tuple[str, str, str]]:
    part = "counts" if question.kind == "counts" else "chosen"
    yield from ((question.id, part, name) for name in question.options)
    if question.detail_for:
        yield (question.id, "detail", "")
    yield from ((question.id, "fields", name) for name in question.fields)
    if question.kind == "text" and not question.fields:
        yield (question.id, "text", "")


def cell(given: type_of_given, column: tuple[str, str, str]) -> int | str:
    """What an answer holds at a column: 1 for a ticked option, a count, a text; empty where nothing was given."""
    id, part, name = column
    found = given.get(id, {}).get(part)
    if found is None:
        return ""
    if part == "chosen":
        return 1 if name in found else ""
    value: int | str = found.get(name, "") if name else found
    return value


def aggregate(rules: CallRules, answers: Sequence[type_of_given]) -> list[dict[str, Any]]:
    """A summary of each question, in order: `{id, ko, en, answered, chosen, counts, texts}`, options by name.

    `chosen` counts answers, `counts` adds companies up, `texts` lists `{name, text}` as they were written.
    """
    return [_summed(each, [given[each.id] for given in answers if given.get(each.id)]) for each in questions(rules)]


def _summed(question: Question, answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    many, counts = question.kind == "many", question.kind == "counts"
    return {
        "id": question.id,
        "ko": question.ko,
        "en": question.en,
        "answered": len(answers),
        "chosen": {name: sum(name in each.get("chosen", ()) for each in answers) for name in question.options if many},
        "counts": {
            name: sum(each.get("counts", {}).get(name, 0) for each in answers) for name in question.options if counts
        },
        "texts": list(_texts(question, answers)),
    }


def _texts(question: Question, answers: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    for each in answers:
        given = {name: each["fields"][name] for name in question.fields if each.get("fields", {}).get(name)}
        given |= {part: each[part] for part in ("detail", "text") if each.get(part)}
        yield from ({"name": name, "text": text} for name, text in given.items())
