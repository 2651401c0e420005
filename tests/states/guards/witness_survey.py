"""The witness of each condition of an answer to the demand survey."""

from collections.abc import Mapping
from typing import Any

from tests.states.guards.witness import Witness, unborn
from tests.states.test_survey import ANSWERS, CALL, FORM, GANGWON, WHEN, answered, form


def asked(data: Mapping[str, Any], when: str = WHEN, **rest: Any) -> Witness:
    return Witness(unborn("survey"), "answer", data, GANGWON, when, family=(CALL,), **rest)


SUM = ("survey", f"call-1/{GANGWON.org}/51760")

WITNESSES: Mapping[str, Witness] = {
    "answer_given_back": Witness(answered(), "withdraw", {}, GANGWON, WHEN, family=(CALL,), gives_back=(SUM,)),
    "answers_fit": asked(form(q1={"text": "모두"})),
    "call_announced": asked(FORM, "2024-12-02 23:59"),
    "nothing_stands_alone": asked(form(q4={"chosen": ["none"], "fields": ANSWERS["q4"]["fields"]})),
    "one_answer": asked(FORM, held={SUM: 1}),
    "others_described": asked(form(q2={"counts": {"other": 1}})),
    "own_area": asked(FORM | {"area": "52740"}),
    "projects_described": asked(form(q4={"chosen": ["MOJ"]})),
    "questions_known": asked(form(q9={"text": "?"})),
    "survey_open": asked(FORM, "2024-12-20 18:00:00.001"),
}
