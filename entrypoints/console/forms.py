"""Forms of payloads: from pairs a browser posts to the payload's data and back. Pure; the engine judges."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from entrypoints.console.fields import Asked
from states.rules.call_parts import KST

KEY = "key"
"""The name of a map's key in its row."""
SPARE = 2
"""Empty rows offered below those that are filled."""
type_of_pairs = Sequence[tuple[str, str]]
_INTEGER = re.compile(r"-?\d+")
_POINTS = re.compile(r"(\d+)(?:\.(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Control:
    """One control on the page: the field, its name in the form, what stands in it, what is wrong with it."""

    asked: Asked
    path: str
    value: str = ""
    values: tuple[str, ...] = ()
    inside: tuple["Control", ...] = ()
    rows: tuple[tuple["Control", ...], ...] = ()
    errors: tuple[str, ...] = field(default=())


def controls(
    fields: Iterable[Asked], pairs: type_of_pairs, errors: Mapping[str, Sequence[str]], under: str = ""
) -> tuple[Control, ...]:
    """The controls of some fields, filled from pairs; `errors`: sentences by path."""
    return tuple(_control(each, pairs, errors, f"{under}{each.name}") for each in fields)


def _control(asked: Asked, pairs: type_of_pairs, errors: Mapping[str, Sequence[str]], path: str) -> Control:
    wrong = tuple(errors.get(path, ()))
    match asked.kind:
        case "group":
            return Control(asked, path, inside=controls(asked.inside, pairs, errors, f"{path}."), errors=wrong)
        case "scores":
            inside = tuple(
                _control(Asked(key, words, "points", True), pairs, errors, f"{path}.{key}")
                for key, words in asked.options.items()
            )
            return Control(asked, path, inside=inside, errors=wrong)
        case "rows" | "map":
            numbers = _numbers(pairs, path)
            shown = [*numbers, *range(max(numbers, default=-1) + 1, max(numbers, default=-1) + 1 + SPARE)]
            fields = (*_key(asked), *asked.inside)
            rows = tuple(controls(fields, pairs, errors, f"{path}.{n}.") for n in shown)
            return Control(asked, path, rows=rows, errors=wrong)
    values = tuple(value for name, value in pairs if name == path)
    return Control(asked, path, values[-1] if values else "", values, errors=wrong)


def _key(asked: Asked) -> tuple[Asked, ...]:
    if asked.kind != "map":
        return ()
    return (Asked(KEY, asked.key_label or asked.label, "choice" if asked.options else "text", False, asked.options),)


def _numbers(pairs: type_of_pairs, path: str) -> list[int]:
    """The rows under a path that hold anything."""
    head = f"{path}."
    found = {name[len(head) :].partition(".")[0] for name, value in pairs if name.startswith(head) and value.strip()}
    return sorted(int(each) for each in found if each.isdecimal() and len(each) < 5)


def data(fields: Iterable[Asked], pairs: type_of_pairs, under: str = "") -> dict[str, Any]:
    """What the pairs say, as the payload's data; what was left empty is left out, what cannot be read stays text."""
    found = {each.name: _read(each, pairs, f"{under}{each.name}") for each in fields}
    return {name: value for name, value in found.items() if value is not None}


def _read(asked: Asked, pairs: type_of_pairs, path: str) -> Any:
    values = [value.strip() for name, value in pairs if name == path and value.strip()]
    match asked.kind:
        case "group":
            return data(asked.inside, pairs, f"{path}.") or None
        case "scores":
            fields = [Asked(key, "", "points", True) for key in asked.options]
            return data(fields, pairs, f"{path}.") or None
        case "rows":
            return [data(asked.inside, pairs, f"{path}.{n}.") for n in _numbers(pairs, path)] or None
        case "map":
            rows = [data((*_key(asked), *asked.inside), pairs, f"{path}.{n}.") for n in _numbers(pairs, path)]
            return {str(row.pop(KEY, "")): row for row in rows} or None
        case "choices":
            return values or None
        case "lines":
            return [line.strip() for value in values for line in value.split("\n") if line.strip()] or None
        case "numbers":
            return [_scalar("number", each) for value in values for each in value.split()] or None
    return _scalar(asked.kind, values[-1]) if values else None


def _scalar(kind: str, text: str) -> Any:
    match kind:
        case "number" | "won" | "percent":
            bare = text.replace(",", "").removesuffix("원").strip()
            return int(bare) if _INTEGER.fullmatch(bare) and len(bare) < 20 else text
        case "points":
            parts = _POINTS.fullmatch(text)
            return int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0")) if parts and len(text) < 12 else text
        case "yesno":
            return {"true": True, "false": False}.get(text, text)
        case "moment":
            return _moment(text)
        case "json":
            return _json(text)
    return text


def _moment(text: str) -> str:
    """What a browser sends of a moment has no offset: it is meant in Korea."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (found if found.tzinfo else found.replace(tzinfo=KST)).isoformat()


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def pairs_of(fields: Iterable[Asked], given: Mapping[str, Any], under: str = "") -> list[tuple[str, str]]:
    """Data as a form would hold it: the way back."""
    return [pair for each in fields if each.name in given for pair in _pairs(each, given[each.name], under + each.name)]


def _pairs(asked: Asked, value: Any, path: str) -> Iterator[tuple[str, str]]:
    match asked.kind:
        case "group":
            yield from pairs_of(asked.inside, value or {}, f"{path}.")
        case "scores":
            yield from ((f"{path}.{key}", _text("points", each)) for key, each in value.items())
        case "rows":
            for n, row in enumerate(value or ()):
                yield from pairs_of(asked.inside, row, f"{path}.{n}.")
        case "map":
            for n, (key, row) in enumerate(value.items()):
                yield f"{path}.{n}.{KEY}", key
                yield from pairs_of(asked.inside, row, f"{path}.{n}.")
        case "choices":
            yield from ((path, str(each)) for each in value or ())
        case "lines" | "numbers":
            yield path, "\n".join(map(str, value or ()))
        case _ if value is not None:
            yield path, _text(asked.kind, value)


def _text(kind: str, value: Any) -> str:
    match kind:
        case "yesno":
            return "true" if value else "false"
        case "won":
            return f"{value:,}"
        case "points":
            return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else str(value)
        case "moment":
            return datetime.fromisoformat(str(value)).astimezone(KST).strftime("%Y-%m-%dT%H:%M")
        case "json":
            return orjson.dumps(value).decode()
    return str(value)
