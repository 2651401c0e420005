"""Numbers that carry a check digit."""

import re

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def plain_brn(text: str) -> str:
    """A business registration number (사업자등록번호) as ten digits: `123-45-67891` is `1234567891`."""
    return re.sub(r"[\s-]", "", text)


def valid_brn(number: str) -> bool:
    """Whether ten digits end in their check digit: weights 1 3 7 1 3 7 1 3 5, plus the tens of five times the ninth."""
    if not re.fullmatch(r"[0-9]{10}", number):
        return False
    return int(number[9]) == check_digit(number[:9])


def check_digit(nine: str) -> int:
    """The tenth digit of a business registration number from the nine before it."""
    digits = [int(digit) for digit in nine]
    total = sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) + digits[8] * 5 // 10
    return -total % 10
