"""Conventions of official letters (행정업무규정 시행규칙 2조): numbering, 끝., sums in words, who signs."""

from states.papers.parts import MILLION, THOUSAND, WON
from states.roles import AGENCY, LEAD, MINISTRY, MUNICIPALITY, PARTNER_MINISTRY, PROVINCE

VOWELS = (0, 4, 8, 13, 18, 20)
"""가 거 고 구 그 기: how the row of syllables goes on after 하."""
CONSONANTS = (0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18)
DIGITS = "일이삼사오육칠팔구"
PLACES = ("", "십", "백", "천")
MYRIADS = ("", "만", "억", "조")
UNITS = {WON: ("원", "KRW"), THOUSAND: ("천원", "KRW thousand"), MILLION: ("백만원", "KRW million")}
TITLES = {MINISTRY: "장관", PARTNER_MINISTRY: "장관", AGENCY: "장", LEAD: "원장", PROVINCE: "지사", MUNICIPALITY: "장"}
"""What the head of an organisation is called behind its name."""


def mark(level: int, n: int, language: str) -> str:
    """The number of the n-th paragraph of a level from 1: `1.` `가.` `1)` `가)` `(1)` `(가)` `①` `㉮`."""
    letter = _syllable(n) if language == "ko" else chr(ord("a") + (n - 1) % 26)
    match level:
        case 1 | 2:
            return f"{n if level == 1 else letter}."
        case 3 | 4:
            return f"{n if level == 3 else letter})"
        case 5 | 6:
            return f"({n if level == 5 else letter})"
        case 7:
            return chr(0x2460 + (n - 1) % 20)
        case _:
            return chr(0x326E + (n - 1) % 14)


def _syllable(n: int) -> str:
    row, place = divmod(n - 1, len(CONSONANTS))
    return chr(0xAC00 + (CONSONANTS[place] * 21 + VOWELS[row % len(VOWELS)]) * 28)


def ended(body: str, language: str) -> str:
    """The last line of a letter with its closing word: two spaces and 끝., in Korean alone."""
    return f"{body}  끝." if language == "ko" and not body.endswith("끝.") else body


def scaled(won: int, unit: int) -> int:
    """A sum in the paper's unit, halves up: 1,500 won are 2 천원."""
    return (won + unit // 2) // unit


def in_words(won: int) -> str:
    """`금607,000,000원(금육억칠백만원)`: digits, and in words what nobody can alter."""
    return f"금{won:,}원(금{_words(won)}원)"


def _words(number: int) -> str:
    """The Korean words of a number of won, at most twelve digits of 조."""
    if number == 0:
        return "영"
    found = ""
    for at in range(len(MYRIADS)):
        group = number // 10_000**at % (10_000 if at < len(MYRIADS) - 1 else 10**13)
        if group:
            found = _group(group) + MYRIADS[at] + found
    return found


def _group(group: int) -> str:
    text = str(group)
    return "".join(
        DIGITS[int(digit) - 1] + PLACES[(len(text) - 1 - n) % 4] for n, digit in enumerate(text) if digit != "0"
    )


def signatory(role: str, name: str, language: str) -> str:
    """Whoever signs for an organisation: 중소벤처기업부장관, 고성군수; in English the organisation itself."""
    if language != "ko":
        return name
    short = name.removeprefix("(재)")
    match role:
        case "municipality" if short.endswith("군"):
            return f"{short}수"
        case "municipality" if short.endswith("구"):
            return f"{short}청장"
        case "municipality" | "province" if short.endswith("시"):
            return f"{short}장"
        case _:
            return short + TITLES.get(role, "")
