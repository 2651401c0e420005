"""Which passwords are taken: long ones that nobody finds soon, and that say nothing of the house or their owner."""

import pytest

from workflow.credentials import SHORTEST, is_fit

OWN = ("kim@tp-jeonbuk.example", "Jang Mi", "063-123-4567", "p-kim")


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "qwertyuiop12", "1q2w3e4r5t6y", "iloveyou2024", "unbelievable", "passw0rdpassw0rd",
        "19900101 1990", "abcdefghijkl", "k" * 30,
    ],
)  # fmt: skip
def test_a_common_password_or_one_of_common_parts_is_refused(password: str) -> None:
    """Of the most used ones of breaches, keys in a row, words, dates, whole or put together."""
    assert len(password) >= SHORTEST
    assert not is_fit(password, OWN)


@pytest.mark.parametrize(
    "password",
    [
        "yeongo-Yeongo1",
        "연고산업 중기부 2025!",
        "jang.yeongo.kim",
        "Tp_Jeonbuk_Jang",
        "0631234567jang",
        "admin-admin-tipa",
    ],
)
def test_what_is_known_of_house_and_person_makes_no_password(password: str) -> None:
    assert not is_fit(password, OWN)
    assert is_fit(f"{password} plum anchor", OWN)


@pytest.mark.parametrize(
    "password",
    ["correct horse 7", "four sturdy words 7", "장미와 닻, 자두 서른", "x7!mQ-vT2#pLw9", "plum anchor " * 21],
)
def test_whatever_else_is_long_enough_is_taken(password: str) -> None:
    assert is_fit(password, OWN)
