"""Text that does not show what it holds is not taken in: control characters, turned directions, nothing but blanks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
"""Characters that do something instead of being read; those that turn the direction make a text look like another."""
BLANK = re.compile("[\\s\u115f\u1160\u200b-\u200f\u2060\u3164\ufeff\uffa0]+")
"""Spaces and what shows nothing, the Hangul fillers among it."""
HOLDS_CONTROL = "holds a character that cannot be shown"
HOLDS_NOTHING = "holds nothing but blanks"
_ORDINARY = bytes(each for each in range(256) if each not in b"\\\x7f\xc2\xe1\xe2\xe3\xef")
"""The bytes that neither escape a character nor begin one that does not show."""


def may_not_show(text: bytes) -> bool:
    """Whether JSON can hold such a text at all: what every command is asked before its values are walked."""
    return bool(text.translate(None, _ORDINARY)) or b'" ' in text


def unshown(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Where plain data holds text that does not show what it holds, and why: `(field, reason)`."""
    if isinstance(value, str):
        if CONTROL.search(value):
            yield ".".join(path), HOLDS_CONTROL
        elif BLANK.fullmatch(value):
            yield ".".join(path), HOLDS_NOTHING
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if CONTROL.search(str(name)):
                yield ".".join(path), HOLDS_CONTROL
            else:
                yield from unshown(each, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for n, each in enumerate(value):
            yield from unshown(each, (*path, str(n)))
