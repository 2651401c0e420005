"""What does not show what it holds is named by its field; what people write in Korean and in code passes."""

import pytest

from states.canonical import dumps
from states.rules.characters import CONTROL, HOLDS_CONTROL, HOLDS_NOTHING, may_not_show, unshown

WRITTEN = [
    "",
    "장수 오미자",
    "두 줄\r\n\t둘째",
    "가·나 ‘다’ “라” – 마",
    "a\\u0000b",
    "\\b",
    'x " " y',
    "👨\u200d👩",
    " 앞뒤 ",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_passes(text: str) -> None:
    assert list(unshown({"a": text, "b": [text]})) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\x00b", HOLDS_CONTROL),
        ("\x1b[31m", HOLDS_CONTROL),
        ("a\x7f", HOLDS_CONTROL),
        ("a\x85", HOLDS_CONTROL),
        ("고\u202e성", HOLDS_CONTROL),
        ("\u2066a", HOLDS_CONTROL),
        (" ", HOLDS_NOTHING),
        ("\n\t", HOLDS_NOTHING),
        ("\u3000", HOLDS_NOTHING),
        ("\u3164", HOLDS_NOTHING),
        ("\u1160\u200b", HOLDS_NOTHING),
    ],
)
def test_what_does_not_show_is_named(text: str, reason: str) -> None:
    data = {"a": {"b": ["x", text]}}
    assert may_not_show(dumps(data))
    assert list(unshown(data)) == [("a.b.1", reason)]


def test_no_character_escapes_the_first_look() -> None:
    found = [chr(n) for n in range(0x10000) if CONTROL.match(chr(n)) or chr(n).isspace()]
    assert len(found) > 90
    assert [each for each in found if not may_not_show(dumps({"a": each}))] == []
