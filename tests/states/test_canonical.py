"""Canonical bytes against the rfc8785 package, and everything outside the profile refused with its path."""

import datetime
import decimal
import enum
import hashlib
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from states.canonical import CanonicalError, dumps, is_canonical, loads, sha256_hex

LIMIT = 2**53
text = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=127), max_size=6)
leaves = st.none() | st.booleans() | st.integers(1 - LIMIT, LIMIT - 1) | text
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@given(values)
@example({"b": 1, "a": [True, None, ()], "Z": {}, "": '\x00\b\t\n\f\r\x1f\x7f"\\/\u2028\ue000😀한글'})
@example([LIMIT - 1, 1 - LIMIT, 0])
def test_bytes_equal_rfc_8785(value: Any) -> None:
    assert dumps(value) == rfc8785.dumps(value)


@given(values)
def test_bytes_come_back_as_the_same_bytes(value: Any) -> None:
    data = dumps(value)
    assert dumps(loads(data)) == data
    assert is_canonical(data)
    assert sha256_hex(value) == hashlib.sha256(data).hexdigest()


def test_known_bytes_and_hash() -> None:
    value = {"to": "submitted", "amount": 50_000_000, "changes": {"title": "지역 사업", "areas": ("서울", "부산")}}
    expected = '{"amount":50000000,"changes":{"areas":["서울","부산"],"title":"지역 사업"},"to":"submitted"}'
    assert dumps(value) == expected.encode()
    assert sha256_hex({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


class Colour(enum.Enum):
    RED = 1


class Word(enum.StrEnum):
    HELLO = "hello"


class Text(str):
    pass


class Number(int):
    pass


@dataclass
class Point:
    x: int


OUTSIDE = [
    (1.5, "float is not allowed"),
    (1.0, "float is not allowed"),
    (float("nan"), "float is not allowed"),
    (LIMIT, "integer of 2^53 or more"),
    (-LIMIT, "integer of 2^53 or more"),
    (2**70, "integer of 2^53 or more"),
    ("\ud800", "lone surrogate in a string"),
    (datetime.datetime(2025, 9, 30, tzinfo=datetime.UTC), "datetime is not allowed"),
    (datetime.date(2025, 9, 30), "date is not allowed"),
    (datetime.time(18, 0), "time is not allowed"),
    (uuid.UUID(int=7), "UUID is not allowed"),
    (decimal.Decimal(1), "Decimal is not allowed"),
    (b"bytes", "bytes is not allowed"),
    ({1, 2}, "set is not allowed"),
    (Colour.RED, "Colour is not allowed"),
    (Word.HELLO, "Word is not allowed"),
    (Text("x"), "Text is not allowed"),
    (Number(1), "Number is not allowed"),
    (OrderedDict(a=1), "OrderedDict is not allowed"),
    (Point(1), "Point is not allowed"),
    (orjson.Fragment(b"1"), "Fragment is not allowed"),
]


@pytest.mark.parametrize(("outside", "reason"), OUTSIDE, ids=[type(part).__name__ for part, _ in OUTSIDE])
def test_what_is_outside_the_profile_is_refused_with_its_path(outside: object, reason: str) -> None:
    for value, path, field in [
        (outside, "$", ""),
        ({"ok": 1, "changes": {"rows": [0, {"sum": outside}]}}, "$.changes.rows[1].sum", "changes.rows.1.sum"),
        (((), ("가", outside)), "$[1][1]", "1.1"),
    ]:
        with pytest.raises(CanonicalError) as refused:
            dumps(value)
        assert str(refused.value) == f"{path}: {reason}"
        assert (refused.value.field, refused.value.reason) == (field, reason)


@pytest.mark.parametrize("key", ["키", "é", "\ud800", 1, None, True, 1.5, Text("a"), Word.HELLO, b"a"], ids=repr)
def test_keys_are_ascii_strings(key: Any) -> None:
    with pytest.raises(CanonicalError) as refused:
        dumps({"changes": [{"ok": 1, key: 1}]})
    assert str(refused.value) == f"$.changes[0]: key {key!r} is not an ASCII string"


@given(values, st.sampled_from([part for part, _ in OUTSIDE]), st.lists(st.booleans(), max_size=6))
def test_one_bad_leaf_anywhere_is_refused(sibling: Any, outside: object, wraps: list[bool]) -> None:
    value = outside
    for in_dict in wraps:
        value = {"a": sibling, "b": value} if in_dict else [sibling, value]
    with pytest.raises(CanonicalError):
        dumps(value)


def test_nesting_has_a_limit_and_circles_are_refused() -> None:
    def nested(depth: int) -> object:
        return [nested(depth - 1)] if depth else 1

    assert dumps(nested(250)) == b"[" * 250 + b"1" + b"]" * 250
    circle: dict[str, object] = {}
    circle["twice"] = [circle, circle]
    for value in (nested(400), circle):
        with pytest.raises(CanonicalError, match="nested more than 254 deep"):
            dumps(value)


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}', b'{"a": 1}', b' 1', b'1\n', b'{"a":1,"a":1}', b'"\\u0041"', b'"\\/"', b'"\\u001F"', b"-0",
        b"1.0", b"1e2", b"9007199254740992", b'{"\xea\xb0\x80":1}', b"", b"{", b"nul", b'"\xff"', b'"\\ud800"', b"NaN",
        b"\xef\xbb\xbf1", b"[" * 300 + b"]" * 300,
    ],
)  # fmt: skip
def test_other_spellings_are_not_canonical(data: bytes) -> None:
    assert not is_canonical(data)


def test_loads_refuses_what_is_not_json() -> None:
    with pytest.raises(CanonicalError, match="not JSON"):
        loads(b"{")
