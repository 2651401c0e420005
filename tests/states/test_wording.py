"""Facts and changes in words."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from entrypoints import bootstrap
from states.catalogue.values import INSIDE, MONEY
from states.names import Names
from states.payloads.common import MOST
from states.wording import Wording, holds
from tests.states.scene import rules

SHA = "5e" * 32
FAMILY = tuple(bootstrap.FAMILY.values())
KO, EN = (Wording(Names(rules(), language), FAMILY) for language in ("ko", "en"))


@pytest.mark.parametrize(
    ("path", "before", "after", "ko", "en"),
    [
        (("budget", "national"), 900_000_000, 812_000_000, "사업비 · 국비 900 → 812백만원",
         "Budget · State money KRW 900 M → 812 M"),
        (("budget", "national"), 900_000_001, 812_000_000, "사업비 · 국비 900,000,001원 → 812,000,000원",
         "Budget · State money KRW 900,000,001 → KRW 812,000,000"),
        (("awards", "2025"), None, 450_000_000, "지원 결정 · 2025 450,000,000원", "Awards · 2025 KRW 450,000,000"),
        (("award",), 5, None, "국비 지원액 5원 → 없음", "Award KRW 5 → nothing"),
        (("area",), "52730", "48820", "시·군·구 전북 무주군 → 경남 고성군",
         "Municipality Muju-gun, Jeonbuk → Goseong-gun, Gyeongsangnam-do"),
    ],
)  # fmt: skip
def test_a_change_in_words(path: tuple[str, ...], before: Any, after: Any, ko: str, en: str) -> None:
    assert (KO.change(path, before, after), EN.change(path, before, after)) == (ko, en)


@pytest.mark.parametrize(
    ("name", "of", "value", "ko"),
    [
        ("points", "", 9260, "92.60"),
        ("proposal", "", "26", "26"),
        ("proposals", "", {"26": {"by": "kim"}}, "26 처리자 kim"),
        ("province", "", "26", "부산광역시"),
        ("province", "confirmations", True, "예"),
        ("brns", "", ["a", "b"], "a, b"),
        ("brn", "letters", "5273000012", "527-30-00012"),
        ("document", "", SHA, "5e5e5e5e5e5e…"),
        ("delivery", "", "post", "우편"),
        ("carried", "", [{"amount": 7}], "금액 7원"),
        ("year", "", 2025, "2025"),
        ("rate", "people", 40, "40%"),
        ("lead", "", "tp-jeonbuk", "(재)전북테크노파크"),
        ("ministries", "", ["MSS", "MOJ"], "중기부, 법무부"),
        ("beneficiary", "MOJ", "area:44710", "충남 금산군"),
        ("documents", "", [{"kind": "matching_pledge", "sha256": SHA}],
         "문서 종류 지방비 매칭 확약서, 문서 지문 5e5e5e5e5e5e…"),
        ("reminder", "", "objection@24~0", "이의신청"),
        ("lapses", "", {"opinion": "2029-04-20T15:00:00.000000Z"}, "의견제출 2029. 4. 21. 00:00"),
        ("lapsed_in", "", "rejected_notified", "미선정 통보"),
        ("trigger", "proposals", "submit", "제출"),
        ("settings", "", {"aggregation": "trimmed_mean"}, "점수 집계 최고·최저 제외 평균"),
        ("opinion", "", "post", "post"),
        ("held", "", None, "없음"),
        ("brn", "", "", ""),
    ],
)  # fmt: skip
def test_a_value_in_words(name: str, of: str, value: Any, ko: str) -> None:
    assert KO.value(name, value, of) == ko


def test_what_was_never_named_stands_as_it_is() -> None:
    assert (KO.label("of_another_time"), KO.state("gone"), KO.state("unborn")) == ("of_another_time", "gone", "시작 전")


@pytest.mark.parametrize(
    ("value", "says"), [(None, False), ("", False), ([], False), ({}, False), (0, True), (False, True)]
)
def test_zero_and_no_say_something(value: object, says: bool) -> None:
    assert holds(value) is says


def test_what_is_inside_a_fact_is_a_payload_of_that_name() -> None:
    declared = dict[str, set[str]]()
    for payload in {row.payload for lifecycle in FAMILY for row in lifecycle.rows if row.payload}:
        for name, inside in _inside(payload):
            declared.setdefault(name, set()).add(inside)
    assert {name: inside for name, inside in INSIDE.items() if inside not in declared.get(name, ())} == {}


def _inside(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """The fields of a payload that hold others, with what these are called."""
    for name, field in model.model_fields.items():
        for each in _models(field.annotation):
            yield name, each.__name__
            yield from _inside(each)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _models(each)


def test_every_amount_of_a_payload_is_told_as_money() -> None:
    """`province` and `municipality` name an area elsewhere: theirs is money inside a sum."""
    payloads = {row.payload for lifecycle in FAMILY for row in lifecycle.rows}
    models = {*payloads, *(each for payload in payloads for each in _below(payload))}
    amounts = {
        name
        for model in models
        for name, field in model.model_fields.items()
        if any(getattr(each, "le", None) == MOST for each in field.metadata)
    }
    assert len(amounts) > 15
    assert amounts - MONEY == {"province", "municipality"}


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        for each in _models(field.annotation):
            yield each
            yield from _below(each)
