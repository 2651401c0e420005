"""A payload's fields as a form asks for them, read from its types alone; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from states.catalogue.fields import OPTIONS, field_name
from states.lifecycle import Private
from states.payloads.common import MOST

POINTS = frozenset({"points", "index", "infrastructure", "input", "activity", "output", "score"})
"""Integers that are hundredths of a point."""
KEYS = {"evidence": "ministry"}
"""What the keys of a map are, where its own name does not say."""
PATTERNS = {r"^[0-9a-f]{64}$": "fingerprint", r"^\d{4}-\d{2}-\d{2}$": "day"}
"""What text of a pattern is."""
LONG = 200
"""Characters from which on a text gets more than a line."""
type_of_choices = Mapping[str, Mapping[str, str]]
_LIMITS = ("ge", "le", "min_length", "max_length", "pattern")


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: what kind of control it is, what it may hold, and for groups and rows the fields inside.

    `kind`: text, long, number, won, percent, points, day, moment, choice, choices, yesno, lines, numbers, group, rows,
    map, scores, fingerprint, json.
    """

    name: str
    label: str
    kind: str
    required: bool
    options: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Any] = field(default_factory=dict)
    inside: tuple["Asked", ...] = ()
    private: bool = False
    key_label: str = ""


def asked(model: type[BaseModel], choices: type_of_choices, language: str) -> tuple[Asked, ...]:
    """Every field of a payload, in declared order. `choices`: what fields of a name may be, code → words."""
    return tuple(_asked(model, name, info, choices, language) for name, info in model.model_fields.items())


def _asked(model: type[BaseModel], name: str, info: FieldInfo, choices: type_of_choices, language: str) -> Asked:
    bare, limits = _bare(info.annotation)
    limits = {**limits, **_limits(info.metadata)}
    options = choices.get(f"{model.__name__}.{name}") or choices.get(name) or {}
    kind, options, inside = _control(name, bare, limits, options, choices, language)
    label = getattr(field_name(model.__name__, name), language)
    private = any(each is Private or isinstance(each, Private) for each in info.metadata)
    key = getattr(field_name("", KEYS.get(name, name)), language)
    return Asked(name, label, kind, info.is_required(), options, limits, inside, private, key)


def _control(
    name: str,
    bare: Any,
    limits: Mapping[str, Any],
    options: Mapping[str, str],
    choices: type_of_choices,
    language: str,
) -> tuple[str, Mapping[str, str], tuple[Asked, ...]]:
    """The kind of control, its options, the fields inside."""
    origin = get_origin(bare)
    if origin is Literal:
        return "choice", {str(each): getattr(OPTIONS[each], language) for each in get_args(bare)}, ()
    if origin is tuple:
        inner, _ = _bare(get_args(bare)[0])
        if _is_model(inner):
            return "rows", {}, asked(inner, choices, language)
        if inner is int:
            return "numbers", {}, ()
        return ("choices", options, ()) if options else ("lines", {}, ())
    if origin is dict:
        return _mapping(get_args(bare), options, choices, language)
    if _is_model(bare):
        return "group", {}, asked(bare, choices, language)
    return _scalar(name, bare, limits, options), options, ()


def _mapping(
    types: tuple[Any, ...], options: Mapping[str, str], choices: type_of_choices, language: str
) -> tuple[str, Mapping[str, str], tuple[Asked, ...]]:
    inner, _ = _bare(types[1])
    if _is_model(inner):
        return "map", options, asked(inner, choices, language)
    return ("scores", options, ()) if inner is int and options else ("json", {}, ())


def _scalar(name: str, bare: Any, limits: Mapping[str, Any], options: Mapping[str, str]) -> str:
    if bare is bool:
        return "yesno"
    if bare is int:
        return _number(name, limits)
    if bare in {date, datetime}:
        return "day" if bare is date else "moment"
    if bare is not str:
        return "json"
    if options:
        return "choice"
    if limits.get("pattern") in PATTERNS:
        return PATTERNS[limits["pattern"]]
    return "long" if limits.get("max_length", 0) > LONG else "text"


def _number(name: str, limits: Mapping[str, Any]) -> str:
    if name in POINTS:
        return "points"
    most = limits.get("le", 0)
    if most >= MOST:
        return "won"
    return "percent" if most == 100 and limits.get("ge") == 0 else "number"


def _is_model(bare: Any) -> bool:
    return isinstance(bare, type) and issubclass(bare, BaseModel)


def _bare(annotation: Any) -> tuple[Any, dict[str, Any]]:
    """The type without None and notes, with the limits the notes set. A datetime note keeps its type."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, limits = _bare(get_args(annotation)[0])
        return inner, limits | _limits(annotation.__metadata__)
    if origin in {Union, UnionType}:
        rest = [each for each in get_args(annotation) if each is not NoneType]
        return _bare(rest[0]) if len(rest) == 1 else (annotation, {})
    if getattr(annotation, "__name__", "") == "AwareDatetime":
        return datetime, {}
    return annotation, {}


def _limits(notes: Any) -> dict[str, Any]:
    found = {}
    for note in _flat(notes):
        for name in _LIMITS:
            value = getattr(note, name, None)
            if value is not None:
                found[name] = value
    return found


def _flat(notes: Any) -> Iterator[Any]:
    for note in notes:
        if isinstance(note, FieldInfo):
            yield from note.metadata
        else:
            yield note
