import pytest

from states.papers.official import ended, in_words, mark, scaled, signatory


@pytest.mark.parametrize(
    ("level", "n", "found"),
    [
        (1, 1, "1."), (2, 1, "가."), (2, 14, "하."), (2, 15, "거."), (3, 2, "2)"), (4, 3, "다)"), (5, 1, "(1)"),
        (6, 2, "(나)"), (7, 1, "①"), (8, 1, "㉮"),
    ],
)  # fmt: skip
def test_paragraphs_are_numbered_as_official_letters_number_them(level: int, n: int, found: str) -> None:
    assert mark(level, n, "ko") == found


def test_english_letters_stand_for_syllables() -> None:
    assert [mark(level, 2, "en") for level in (1, 2, 3, 4)] == ["2.", "b.", "2)", "b)"]


def test_a_korean_letter_is_closed_once() -> None:
    assert (ended("바랍니다.", "ko"), ended("바랍니다.  끝.", "ko")) == ("바랍니다.  끝.", "바랍니다.  끝.")
    assert ended("Yours.", "en") == "Yours."


@pytest.mark.parametrize(
    ("won", "words"),
    [
        (113_560, "금113,560원(금일십일만삼천오백육십원)"),
        (607_000_000, "금607,000,000원(금육억칠백만원)"),
        (10_000, "금10,000원(금일만원)"),
        (1_000_000_000_001, "금1,000,000,000,001원(금일조일원)"),
        (0, "금0원(금영원)"),
    ],
)
def test_sums_stand_in_digits_and_words(won: int, words: str) -> None:
    assert in_words(won) == words


def test_units_round_halves_up() -> None:
    assert [scaled(won, 1_000) for won in (1_499, 1_500, 130_071_429)] == [1, 2, 130_071]


@pytest.mark.parametrize(
    ("role", "name", "signed"),
    [
        ("ministry", "중소벤처기업부", "중소벤처기업부장관"),
        ("agency", "중소기업기술정보진흥원", "중소기업기술정보진흥원장"),
        ("lead", "(재)강원테크노파크", "강원테크노파크원장"), ("municipality", "강원 고성군", "강원 고성군수"),
        ("municipality", "부산 동구", "부산 동구청장"), ("municipality", "경북 안동시", "경북 안동시장"),
        ("province", "경상북도", "경상북도지사"), ("province", "대구광역시", "대구광역시장"),
        ("participant", "대학교", "대학교"),
    ],
)  # fmt: skip
def test_who_signs_is_named_by_the_office(role: str, name: str, signed: str) -> None:
    assert signatory(role, name, "ko") == signed
    assert signatory(role, name, "en") == name
