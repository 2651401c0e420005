"""An answer to the demand survey: who, until when, what the form admits; its sum; nobody who evaluates reads it."""

from copy import deepcopy
from typing import Any

import pytest

from entrypoints.bootstrap import FAMILY
from states.catalogue import survey_refusals
from states.context import UNBORN, Stream
from states.payloads.survey import FirstResponse
from states.roles import EVALUATOR, LEAD, SECRETARY, Actor
from states.rules import survey
from states.step import private_fields
from states.survey import READERS, SURVEY
from tests.states.scene import Scene, claimed, codes_of, moved, rules, stream

CALL = stream("call-1", "open")
GANGWON = Actor("planner", LEAD, rules().lead_of("51760") or "")
ANSWERS: dict[str, dict[str, Any]] = {
    "type": {"chosen": ["type2", "type1"]},
    "departments": {"text": "경제과, 농정과"},
    "q1": {"chosen": ["MOIS+MOJ", "MAFRA+MOJ+MOIS"]},
    "q2": {"counts": {"manufacturing": 3, "other": 1}, "detail": "농업법인"},
    "q3": {"fields": {"title": "고랭지 채소", "content": "가공"}},
    "q4": {
        "chosen": ["MOIS"],
        "fields": {"name": "정착", "period": "2025", "body": "군", "size": "10억원", "content": "주거"},
    },
    "q5": {"text": "비자 규모 확대"},
}
FORM = {
    "area": "51760",
    "department": "기업지원단",
    "person": "김담당",
    "telephone": "033-248-5600",
    "answers": ANSWERS,
}
WHEN = "2024-12-10 10:00"


@pytest.fixture
def scene() -> Scene:
    return Scene(SURVEY, CALL)


def form(**answers: Any) -> dict[str, Any]:
    return {**FORM, "answers": {**deepcopy(ANSWERS), **answers}}


def answered(state: str = "answered") -> Stream:
    facts = {"area": "51760", "lead": GANGWON.org, "answers": ANSWERS}
    return stream("survey-1", state, {"call": "call-1"}, **facts)


def unborn() -> Stream:
    return Stream("survey-1", "survey", UNBORN)


def test_every_refusal_has_its_texts() -> None:
    assert codes_of(SURVEY) - {"call.not_announced"} == set(survey_refusals.REFUSALS)


def test_an_answer_is_taken_with_each_option_under_its_own_name(scene: Scene) -> None:
    after, step = scene.begin("answer", FORM, GANGWON, WHEN)
    assert (after.state, after.facts["lead"], after.facts["area"]) == ("answered", GANGWON.org, "51760")
    assert after.facts["answers"]["q1"] == {"chosen": ["MOJ+MOIS", "MOJ+MOIS+MAFRA"]}
    assert after.facts["answers"]["type"] == {"chosen": ["type1", "type2"]}
    assert claimed(step) == {("survey", f"call-1/{GANGWON.org}/51760"): (1, 1)}
    assert [each["kind"] for each in step.opened] == ["survey"]
    assert step.opened[0]["expires"] == "2024-12-20T09:00:00.000001Z"


def test_who_answered_is_kept_apart(scene: Scene) -> None:
    after, step = scene.begin("answer", FORM, GANGWON, WHEN)
    assert private_fields(FirstResponse) == {"person", "telephone"}
    assert step.private == {"person": "김담당", "telephone": "033-248-5600"}
    assert "person" not in after.facts


@pytest.mark.parametrize(("when", "accepted"), [("2024-12-20 18:00", True), ("2024-12-20 18:00:00.001", False)])
def test_it_can_be_answered_and_revised_until_the_closing(scene: Scene, when: str, accepted: bool) -> None:
    revised = {name: value for name, value in form(q5={"text": "없음"}).items() if name != "area"}
    for before, trigger, data in (
        (unborn(), "answer", FORM), (answered(), "revise", revised), (answered(), "withdraw", {})
    ):  # fmt: skip
        if accepted:
            scene.take(before, trigger, data, GANGWON, when)
        else:
            assert list(scene.refused(before, trigger, data, GANGWON, when)) == ["survey.closed"]


def test_the_closing_follows_the_reception_and_a_decision(scene: Scene) -> None:
    late = "2025-01-10 10:00"
    scene.family = [moved(CALL, "open", reception_closes_at="2025-01-11T09:00:00Z")]
    scene.begin("answer", FORM, GANGWON, late)
    scene.family = [moved(CALL, "open", settings={"survey_deadline": "2025-01-10T10:00:00+09:00"})]
    _, step = scene.take(answered("closed"), "revise", {k: v for k, v in FORM.items() if k != "area"}, GANGWON, late)
    assert step.to == "answered"
    assert list(scene.refused(unborn(), "answer", FORM, GANGWON, "2025-01-10 10:00:00.001")) == ["survey.closed"]


def test_the_clock_closes_it(scene: Scene) -> None:
    before, _ = scene.begin("answer", FORM, GANGWON, WHEN)
    after, _ = scene.fire(before, "survey", "2024-12-20 18:00:32")
    assert (after.state, after.deadlines) == ("closed", {})


def test_a_technopark_answers_for_its_own_province_and_not_before_the_notice(scene: Scene) -> None:
    other = FORM | {"area": "52740"}
    assert scene.refused(unborn(), "answer", other, GANGWON, WHEN) == {
        "survey.other_technopark": {"area": "52740", "org": GANGWON.org}
    }
    assert "call.not_announced" in scene.refused(unborn(), "answer", FORM, GANGWON, "2024-12-02 23:59")


@pytest.mark.parametrize(
    ("answers", "code", "facts"),
    [
        ({"q9": {"text": "?"}}, "survey.unknown_question", {"questions": ["q9"]}),
        ({"header": {"text": "?"}}, "survey.unknown_question", {"questions": ["header"]}),
        ({"q1": {"chosen": ["MSS+MOJ"]}}, "survey.form", {"parts": ["q1.MSS+MOJ"]}),
        ({"q1": {"text": "모두"}}, "survey.form", {"parts": ["q1.text"]}),
        ({"q2": {"counts": {"farm": 1}}}, "survey.form", {"parts": ["q2.farm"]}),
        ({"q3": {"text": "제목"}}, "survey.form", {"parts": ["q3.text"]}),
        ({"q3": {"fields": {"size": "1"}}}, "survey.form", {"parts": ["q3.size"]}),
        ({"q5": {"fields": {"a": "1"}}}, "survey.form", {"parts": ["q5.fields", "q5.a"]}),
        ({"q2": {"counts": {"other": 1}}}, "survey.detail_missing", {"questions": ["q2"]}),
        ({"q4": {"chosen": ["MOJ"]}}, "survey.project_missing",
         {"fields": ["q4.name", "q4.period", "q4.body", "q4.size", "q4.content"]}),
        ({"q4": {"chosen": ["none", "MOJ"], "fields": ANSWERS["q4"]["fields"]}}, "survey.contradiction",
         {"questions": ["q4"]}),
        ({"q4": {"chosen": ["none"], "fields": {"name": "정착"}}}, "survey.contradiction", {"questions": ["q4"]}),
    ],
)  # fmt: skip
def test_what_the_form_does_not_admit(scene: Scene, answers: Any, code: str, facts: Any) -> None:
    assert scene.refused(unborn(), "answer", form(**answers), GANGWON, WHEN) == {code: facts}


@pytest.mark.parametrize(
    "answers",
    [
        {"q2": {"counts": {"other": 0}}},
        {"q2": {"counts": {"manufacturing": 2}, "detail": None}},
        {"q4": {"chosen": ["none"]}},
        {"q1": {"chosen": []}},
        {"q3": {"fields": {"title": "제목만"}}},
    ],
)
def test_what_the_form_admits(scene: Scene, answers: Any) -> None:
    scene.begin("answer", form(**answers), GANGWON, WHEN)


def test_pairs_are_unordered_and_counted_once() -> None:
    (q1,) = (each for each in survey.questions(rules()) if each.id == "q1")
    assert [survey.option(q1, each) for each in ("MAFRA+MOIS", "MOIS+MAFRA", "MOIS+MOIS", "MOJ")] == [
        "MOIS+MAFRA", "MOIS+MAFRA", None, None,
    ]  # fmt: skip
    both = {"q1": {"chosen": ["MOIS+MAFRA", "MAFRA+MOIS"]}}
    assert survey.canonical(rules(), both) == {"q1": {"chosen": ["MOIS+MAFRA"]}}


def test_the_sum_of_answers() -> None:
    first = survey.canonical(rules(), ANSWERS)
    second: survey.type_of_given = {
        "q1": {"chosen": ["MOJ+MOIS"]},
        "q2": {"counts": {"manufacturing": 2}},
        "q4": {"chosen": ["none"]},
    }
    summed: dict[str, Any] = {each["id"]: each for each in survey.aggregate(rules(), [first, second])}
    assert summed["q1"]["chosen"] == {"MOJ+MOIS": 2, "MOIS+MAFRA": 0, "MAFRA+MOJ": 0, "MOJ+MOIS+MAFRA": 1}
    assert summed["q2"]["counts"] == {"manufacturing": 5, "other_industry": 0, "other": 1}
    assert summed["q2"]["texts"] == [{"name": "detail", "text": "농업법인"}]
    assert summed["q4"]["chosen"] == {"MOIS": 1, "MOJ": 0, "MAFRA": 0, "none": 1}
    assert summed["q5"]["texts"] == [{"name": "text", "text": "비자 규모 확대"}]
    assert [(each["id"], each["answered"]) for each in summed.values() if each["answered"] == 2] == [
        ("q1", 2), ("q2", 2), ("q4", 2),
    ]  # fmt: skip


def test_no_lifecycle_and_no_evaluator_reads_it() -> None:
    for name, lifecycle in FAMILY.items():
        if name != "survey":
            readers = {row.name for row in lifecycle.rows if "survey" in row.reads or row.joins == "survey"}
            assert readers <= {"migrate_streams"}  # which names the answers it moves and looks into none
    assert not READERS & {EVALUATOR, SECRETARY}
