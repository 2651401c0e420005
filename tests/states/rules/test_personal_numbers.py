"""No number that identifies a person passes, in whatever dress; what only looks like one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.canonical import dumps
from states.rules.identifiers import check_digit
from states.rules.personal_numbers import may_hold, personal_number, personal_numbers

HOLDING = [
    ("900101-1234567", "resident"),
    ("주민번호는 900101-2234567입니다", "resident"),
    ("9001011234567", "resident"),
    ("050228 3123456", "resident"),
    ("000229-4123456", "resident"),
    ("900101–1234567", "resident"),
    ("９００１０１－１２３４５６７", "resident"),
    ("900101-\u200b1234567", "resident"),
    ("담당 홍길동\t900101-1234567\n", "resident"),
    ("850505-5234567", "foreigner"),
    ("2001018123456", "foreigner"),
    ("M12345678", "passport"),
    ("m12345678", "passport"),
    ("M123A4567", "passport"),
    ("EA1234567", "passport"),
    ("P1234567A", "passport"),
    ("여권번호: C1234567", "passport"),
    ("여권 12345678", "passport"),
    ("Passport No. ab123456", "passport"),
]
FREE = [
    "1234567891",
    "123-45-67891",
    "사업자등록번호 124-81-00998, 대표번호 1357",
    "2025-04-07",
    "20250407",
    "2025. 4. 7. 18:00",
    "2025-04-07T09:00:00.000000Z",
    "20250407 1234567",
    "2025-0407-1234567",
    "010-1234-5678",
    "01012345678",
    "02-123-4567",
    "+82-10-1234-5678",
    "국비 900,000,000원",
    "12345678901234567",
    "901301-1234567",
    "900231-1234567",
    "900101-9234567",
    "900101-1******",
    "900101-123456",
    "900101-12345678",
    "S3412345",
    "RS-2024-00440123",
    "제2024-590호",
    "고시 2024-94",
    "company-m2345672345abcde",
    "r47770-1",
    "a" * 64,
    "9001011234567" + "a" * 51,
    "여권 발급 지원 2025년",
    "passport photo",
    "",
]


@pytest.mark.parametrize(("text", "kind"), HOLDING)
def test_a_number_of_a_person_is_found(text: str, kind: str) -> None:
    assert personal_number(text) == kind


@pytest.mark.parametrize("text", FREE)
def test_what_only_looks_like_one_passes(text: str) -> None:
    assert personal_number(text) == ""


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_no_business_registration_number_is_taken_for_a_person(nine: int) -> None:
    number = f"{nine:09d}"
    whole = f"{number}{check_digit(number)}"
    assert personal_number(whole) == ""
    assert personal_number(f"{whole[:3]}-{whole[3:5]}-{whole[5:]}") == ""


@given(
    st.integers(0, 99),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(1, 8),
    st.integers(0, 10**6 - 1),
    st.sampled_from(["", "-", " ", " - ", "."]),
)
def test_every_birthday_with_seven_digits_is_found(
    year: int, month: int, day: int, first: int, rest: int, between: str
) -> None:
    text = f"{year:02d}{month:02d}{day:02d}{between}{first}{rest:06d}"
    assert personal_number(text) == ("resident" if first <= 4 else "foreigner")


def test_the_field_is_named_however_deep_but_never_the_number() -> None:
    data = {"a": [{"b": "x"}, {"b": "900101-1234567"}], "9001011234567": "y", "money": 9001011234567}
    assert list(personal_numbers(data)) == [("a.1.b", "resident"), ("", "resident")]


DIGITS = st.sampled_from("0123456789０１Ａ")
PIECES = (
    st.sampled_from([number for number, _ in HOLDING]) | st.text(DIGITS, min_size=4, max_size=8) | st.text(max_size=6)
)


@given(st.lists(PIECES, max_size=4).map("".join))
def test_no_number_slips_past_the_first_look(text: str) -> None:
    value = {"note": [text]}
    assert may_hold(dumps(value)) or not list(personal_numbers(value))


@pytest.mark.parametrize("between", ["\n", "\x00", "\x1f\x00\n", '"', "\\", " - ", "\u3000"])
def test_what_json_escapes_hides_nothing(between: str) -> None:
    value = {"note": f"900101{between}1234567"}
    assert list(personal_numbers(value)) == [("note", "resident")]
    assert may_hold(dumps(value))


def test_the_first_look_lets_ordinary_commands_pass() -> None:
    plain = {
        "amount": 125_000_002,
        "title": "장수군 연고산업",
        "document": "2025-GR-000123",
        "at": "2025-04-07T09:00:00Z",
    }
    assert not may_hold(dumps(plain))
