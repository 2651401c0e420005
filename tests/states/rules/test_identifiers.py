"""The check digit of a business registration number finds every slip of one digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.rules.identifiers import check_digit, plain_brn, valid_brn

NINE = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    "number",
    ["1234567891", "1248100998", "2208162517", "1208147521"],  # the last three: three well-known listed companies
)
def test_real_numbers_are_valid(number: str) -> None:
    assert valid_brn(number)


def test_the_tens_of_five_times_the_ninth_digit_count() -> None:
    # 0·… + 9·5 = 45, plus ⌊45/10⌋ = 4: 49, so 1 is missing to 50
    assert check_digit("000000009") == 1
    assert check_digit("000000000") == 0


@pytest.mark.parametrize("text", ["", "123456789", "12345678910", "123-45-67891", "12345678９1", "123456789a"])
def test_anything_but_ten_digits_is_invalid(text: str) -> None:
    assert not valid_brn(text)


def test_dashes_and_spaces_are_taken_out() -> None:
    assert plain_brn(" 123-45-67891 ") == "1234567891"


@given(NINE)
def test_exactly_one_tenth_digit_is_right(nine: str) -> None:
    assert [digit for digit in "0123456789" if valid_brn(nine + digit)] == [str(check_digit(nine))]


@given(NINE, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_among_the_first_eight_is_found(nine: str, place: int, shift: int) -> None:
    wrong = nine[:place] + str((int(nine[place]) + shift) % 10) + nine[place + 1 :]
    assert not valid_brn(wrong + str(check_digit(nine)))
