"""Numbers that name a person, never taken in: 주민등록번호, 외국인등록번호, passport (개인정보 보호법 24, 24의2)."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Any
from unicodedata import is_normalized, normalize

SHORTEST = 8
"""No such number is shorter."""
REGISTERED = re.compile(r"(?<![0-9A-Za-z])(\d\d)(\d\d)(\d\d)[\W_]{0,3}([1-8])\d{6}(?![0-9A-Za-z])", re.ASCII)
"""Birthday and seven digits, the first of which tells a resident (1–4) from a foreigner (5–8)."""
PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Zm]\d{8}|[Mm]\d{3}[A-Za-z]\d{4}|[A-Z]{2}\d{7}|[A-Z]\d{7}[A-Z])(?![0-9A-Za-z])", re.ASCII
)
"""The forms of a passport's number that nothing else in the programme has; a letter and seven digits name a project."""
CALLED_PASSPORT = re.compile(
    r"(?:여권|passport)\s*(?:번호|numbers?|nos?\b\.?|#)?\s*[:=]?\s*(?=[A-Z0-9]*\d{5})[A-Z0-9]{6,9}(?![0-9A-Z])",
    re.IGNORECASE | re.ASCII,
)
"""Whatever its form, a number that is called one."""
SEPARATORS = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Characters that show nothing."""
_PASSPORT_KO = "여권".encode()
_SHAPE = bytes(48 if chr(n).isdigit() else 97 if chr(n).isalpha() else 46 for n in range(128)) + b"." * 128
"""A digit is 0, a letter a, all else a dot."""
_LONG = re.compile(rb"000000[.a0]{0,18}?0000000")
"""Thirteen digits with up to three characters between, each of which JSON may write as six."""


def personal_number(text: str) -> str:
    """Which number of a person a text holds: resident, foreigner, passport; empty if none. Width hides none."""
    if len(text) < SHORTEST:
        return ""
    plain = text if text.isascii() else SEPARATORS.sub("", normalize("NFKC", text))
    for found in REGISTERED.finditer(plain):
        if _is_birthday(*map(int, found.groups())):
            return "resident" if int(found[4]) <= 4 else "foreigner"
    return "passport" if PASSPORT.search(plain) or CALLED_PASSPORT.search(plain) else ""


def may_hold(text: bytes) -> bool:
    """Whether JSON text can hold such a number at all: what every command is asked before its values are walked."""
    if not text.isascii() and (_may_hide(text) or _PASSPORT_KO in text or not is_normalized("NFKC", text.decode())):
        return True
    shape = text.translate(_SHAPE)
    return b"passport" in text.lower() or b"a0000000" in shape or b"a000a0000" in shape or bool(_LONG.search(shape))


def _may_hide(text: bytes) -> bool:
    """Whether UTF-8 text has bytes that SEPARATORS begin with."""
    return b"\xc2\xad" in text or b"\xe2\x80" in text or b"\xe2\x81" in text or b"\xef\xbb" in text


def _is_birthday(year: int, month: int, day: int, century: int) -> bool:
    born = year + (1900 if century in (1, 2, 5, 6) else 2000)
    return 1 <= month <= 12 and 1 <= day <= monthrange(born, month)[1]


def personal_numbers(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Where plain data holds a number of a person, and which: `(field, kind)`, keys of mappings among it."""
    if isinstance(value, str):
        if kind := personal_number(value):
            yield ".".join(path), kind
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if kind := personal_number(str(name)):
                yield ".".join(path), kind
            else:
                yield from personal_numbers(each, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for n, each in enumerate(value):
            yield from personal_numbers(each, (*path, str(n)))
