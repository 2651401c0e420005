"""Canonical bytes: the one form in which a value is hashed, committed to and stored.

The profile is JSON without floats: dicts with ASCII string keys, lists and tuples, strings, booleans, None and
integers with |i| < 2^53. On it the bytes equal RFC 8785 (JCS): that sorts keys by UTF-16 units, which for ASCII
keys is the byte order orjson sorts by.
"""

import hashlib
from typing import Any

import orjson

_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
_INTEGER_LIMIT = 2**53
_LEAVES = frozenset({str, int, bool, type(None)})
_CONTAINERS = frozenset({dict, list, tuple})
_DOTTED = str.maketrans({"[": ".", "]": None})


class CanonicalError(ValueError):
    """A value or bytes outside the profile; the message names the path, `$` being the value itself."""

    @property
    def field(self) -> str:
        """The path as a form names its field, `rows.1.sum`; empty for the value itself."""
        return str(self).partition(": ")[0].translate(_DOTTED).removeprefix("$").removeprefix(".")

    @property
    def reason(self) -> str:
        """What is wrong there."""
        return str(self).partition(": ")[2]


def dumps(value: object) -> bytes:
    """Canonical bytes (UTF-8, keys sorted, no spaces) of a value of the profile; CanonicalError names what is not."""
    data = encoded(value)
    if not _within_profile(value):
        raise CanonicalError(_fault(value, "$", 0))
    return data


def encoded(value: object) -> bytes:
    """Canonical bytes of a value whose parts are already known to be of the profile: they are not walked again.

    CanonicalError for what no JSON can hold, such as an integer of 2^53 or more.
    """
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise CanonicalError(_fault(value, "$", 0) or f"$: {error}") from error


def loads(data: bytes) -> Any:
    """The value of JSON bytes, canonical or not; CanonicalError if they are not JSON."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise CanonicalError(f"not JSON: {error}") from error


def sha256_hex(value: object) -> str:
    """SHA-256 of the canonical bytes, as 64 hex digits; errors as in dumps."""
    return hashlib.sha256(dumps(value)).hexdigest()


def is_canonical(data: bytes) -> bool:
    """Whether these are exactly the bytes dumps gives for the value they hold."""
    try:
        return dumps(loads(data)) == data
    except CanonicalError:
        return False


def _within_profile(value: object) -> bool:
    """Whether a value orjson accepted is of the profile.

    orjson has already refused subclasses, large integers, lone surrogates, keys that are not strings and circles;
    floats, UUIDs, enums, fragments and keys that are not ASCII are left. One flat loop: this runs on every command.
    """
    pending: list[Any] = [(value,)]
    for container in pending:
        items = container
        if type(container) is dict:
            if not "".join(container).isascii():
                return False
            items = container.values()
        for item in items:
            if type(item) not in _LEAVES:
                if type(item) not in _CONTAINERS:
                    return False
                if item:
                    pending.append(item)
    return True


def _fault(value: Any, path: str, depth: int) -> str:
    """The first thing outside the profile as `path: what`, or "" if there is none. Only walked once refused."""
    kind = type(value)
    if depth > 254:
        return f"{path[:80]}…: nested more than 254 deep"
    if kind is str:
        return "" if _encodes(value) else f"{path}: lone surrogate in a string"
    if kind is int:
        return "" if abs(value) < _INTEGER_LIMIT else f"{path}: integer of 2^53 or more"
    if kind is dict:
        return _fault_in_dict(value, path, depth)
    if kind is list or kind is tuple:
        faults = (_fault(item, f"{path}[{index}]", depth + 1) for index, item in enumerate(value))
        return next(filter(None, faults), "")
    return "" if kind in _LEAVES else f"{path}: {kind.__name__} is not allowed"


def _fault_in_dict(value: dict[Any, Any], path: str, depth: int) -> str:
    for key, item in value.items():
        if type(key) is not str or not key.isascii():
            return f"{path}: key {key!r} is not an ASCII string"
        if fault := _fault(item, f"{path}.{key}", depth + 1):
            return fault
    return ""


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
