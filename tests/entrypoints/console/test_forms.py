"""What a form asks for, and the way from pairs to data and back."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import BaseModel, ValidationError

from entrypoints.bootstrap import FAMILY
from entrypoints.console.fields import Asked, asked
from entrypoints.console.forms import controls, data, pairs_of
from entrypoints.console.wrong import errors_at
from entrypoints.shapes import problem_shape
from states.catalogue.fields import FIELDS
from states.payloads.call import Extension
from states.payloads.company import KtopRecord
from states.payloads.evaluation import SheetEntry
from states.payloads.project import Agreement, Application, Continuation, Payment, Registration
from tests.entrypoints.cli.conftest import NOTICE
from workflow.messages import Problem

PAYLOADS = {row.payload for lifecycle in FAMILY.values() for row in lifecycle.rows}
APPLICATION = {
    "title": "순창 장류",
    "evidence": {"MOJ": {"document": "a" * 64, "dated": "2025-01-01"}},
    "plan": {"document": "b" * 64, "ktop_use": "지수로\n고른다", "direct": 300_000_000},
    "budget": {"national": 450_000_000, "province": 96_428_572, "municipality": 0},
    "people": [{"ref": "r-1", "role": "lead", "rate": 30}, {"ref": "r-2", "role": "member", "rate": 10}],
    "programmes": ["commercialisation", "awareness"],
    "confirmations": {"municipality": True, "province": False},
}
SHEET = {"sheet": {"points": {"1": 450, "2": 1_000}, "opinion": "적절함"}}
KTOP = {
    "ktop": {
        "index": 6_054, "infrastructure": 1, "input": 20, "activity": 300, "output": 0, "grade": "B+",
        "version": "2025.1", "measured_on": "2025-05-07", "source": "K-TOP", "quantitative_items": 10, "finance": True,
    }
}  # fmt: skip
CHOICES = {
    "Sheet.points": {"1": "현황진단", "2": "필요성"},
    "programmes": dict.fromkeys(("commercialisation", "awareness"), "x"),
}


@pytest.mark.parametrize(("payload", "given"), [(Application, APPLICATION), (SheetEntry, SHEET), (KtopRecord, KTOP)])
def test_what_a_form_shows_comes_back_as_it_was(payload: type[BaseModel], given: dict[str, Any]) -> None:
    fields = asked(payload, CHOICES, "ko")
    assert data(fields, pairs_of(fields, given)) == given
    payload.model_validate_json(orjson.dumps(given))


def test_numbers_one_a_line_come_back_as_numbers() -> None:
    fields = asked(Agreement, {}, "ko")
    given = {"agreement_items": [1, 2, 10]}
    assert pairs_of(fields, given) == [("agreement_items", "1\n2\n10")]
    assert data(fields, pairs_of(fields, given)) == given


def test_what_is_left_empty_is_left_out() -> None:
    fields = asked(Application, {}, "ko")
    assert data(fields, [("title", "  "), ("budget.national", ""), ("people.0.ref", ""), ("unknown", "x")]) == {}


def test_money_may_be_written_with_commas_and_what_is_no_number_is_left_to_the_engine() -> None:
    fields = asked(Payment, {}, "ko")
    found = data(fields, [("amount", " 900,000,000원 "), ("paid_on", "2025-03-24")])
    assert found == {"amount": 900_000_000, "paid_on": "2025-03-24"}
    assert data(fields, [("amount", "많이")]) == {"amount": "많이"}


def test_a_moment_without_an_offset_is_meant_in_korea() -> None:
    (field,) = [each for each in _every(Extension) if each.name == "reception_closes_at"]
    assert data([field], [("reception_closes_at", "2024-12-27T18:00")]) == {
        "reception_closes_at": "2024-12-27T18:00:00+09:00"
    }


def test_rows_keep_their_order_and_two_are_spare() -> None:
    fields = asked(Application, {}, "ko")
    shown = {each.asked.name: each for each in controls(fields, pairs_of(fields, APPLICATION), {})}
    assert [row[0].value for row in shown["people"].rows] == ["r-1", "r-2", "", ""]


def test_an_error_stands_at_its_field() -> None:
    fields = asked(Registration, {}, "ko")
    shown = {each.path: each.errors for each in controls(fields, [], {"title": ["비었음"]})}
    assert shown["title"] == ("비었음",)
    assert shown["area"] == ()


def test_kinds_of_controls_follow_the_types() -> None:
    kinds = {each.name: each.kind for each in asked(Application, {}, "ko")}
    assert kinds["plan"] == "group"
    assert kinds["people"] == "rows"
    assert kinds["evidence"] == "map"
    assert {each.name: each.kind for each in _every(Payment)} == {
        "source": "choice", "amount": "won", "paid_on": "day", "document": "fingerprint", "year": "number",
    }  # fmt: skip


def test_every_field_of_every_payload_has_a_name_in_both_languages() -> None:
    for payload in PAYLOADS:
        for model, name in _names(payload):
            assert f"{model}.{name}" in FIELDS or name in FIELDS, f"{model}.{name}"
        for language in ("ko", "en"):
            assert all(each.label for each in _every(payload, language))


def test_the_notice_of_a_call_can_be_filled_in() -> None:
    fields = asked(FAMILY["call"].by_name["announce"].payload, {}, "ko")
    assert data(fields, pairs_of(fields, NOTICE)) == NOTICE


def _every(payload: type[BaseModel], language: str = "ko") -> Iterator[Asked]:
    def walk(fields: tuple[Asked, ...]) -> Iterator[Asked]:
        for each in fields:
            yield each
            yield from walk(each.inside)

    return walk(asked(payload, {}, language))


def _names(payload: type[BaseModel]) -> Iterator[tuple[str, str]]:
    for name in payload.model_fields:
        yield payload.__name__, name


REF = r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$"


@pytest.mark.parametrize(
    ("language", "at_list", "at_amount"),
    [
        ("ko", "1. 영문, 숫자, . _ : @ - 로만 쓸 수 있습니다", "정수여야 합니다"),
        (
            "en",
            "1. String should match pattern '^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$'",
            "Input should be a valid integer",
        ),
    ],
)
def test_what_is_wrong_stands_at_its_control_in_words(language: str, at_list: str, at_amount: str) -> None:
    """A list's wrong items are told at the list by their number; no internal name, and nothing that only follows."""
    fields = asked(Continuation, {}, language)
    given = [("evaluators", "홍길동"), ("grade", "x"), ("amount", "-5억")]
    with pytest.raises(ValidationError) as wrong:
        Continuation.model_validate_json(orjson.dumps(data(fields, given)))
    problems = [
        problem_shape(Problem("payload.invalid", {"field": ".".join(map(str, each["loc"])), "reason": each["msg"]}))
        for each in wrong.value.errors()
    ]
    assert len(problems) == 3
    personal = problem_shape(Problem("payload.personal_number", {"field": "reason", "kind": "resident"}))
    found = errors_at(controls(fields, given, {}), [*problems, personal], {"amount": "a file"}, language)
    assert found == {
        "evaluators": [at_list],
        "amount": ["a file", at_amount],
        "": [personal["message"][language]],
    }
