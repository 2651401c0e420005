"""What is wrong with a form, in words, each at the control it belongs to; pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from entrypoints.console.forms import Control
from states.catalogue.engine_refusals import reason_ko

INVALID = "payload.invalid"
type_of_errors = dict[str, list[str]]


def errors_at(
    shown: Sequence[Control], problems: Sequence[Mapping[str, Any]], faults: Mapping[str, str], language: str
) -> type_of_errors:
    """Sentences by the path of the control they stand at, empty where they stand at none.

    `problems` in their shape; `faults`: what is wrong with documents, by field. That a list lacks items is not said
    where it is only because some of them are wrong.
    """
    paths = set(_paths(shown))
    named = {_field(each) for each in problems}
    found: type_of_errors = {}
    for path, text in faults.items():
        found.setdefault(_nearest(path, paths), []).append(text)
    for each in problems:
        field = _field(each)
        if "should have at least" in str(each["facts"].get("reason")) and any(
            other.startswith(f"{field}.") for other in named
        ):
            continue
        at = _nearest(field, paths)
        text = _sentence(each, field[len(at) + 1 :], language) if at else _whole(each, language)
        found.setdefault(at, []).append(text)
    return found


def _sentence(problem: Mapping[str, Any], item: str, language: str) -> str:
    """What is wrong at the control itself: its name stands beside it. `item`: which one of several."""
    if problem["code"] != INVALID:
        return _whole(problem, language)
    reason = str(problem["facts"]["reason"])
    text = reason_ko(reason) if language == "ko" else reason
    return f"{int(item) + 1}. {text}" if item.isdecimal() else text


def _whole(problem: Mapping[str, Any], language: str) -> str:
    return str(problem["message"][language])


def _field(problem: Mapping[str, Any]) -> str:
    return str(problem["facts"].get("field", ""))


def _nearest(path: str, paths: set[str]) -> str:
    while path and path not in paths:
        path = path.rpartition(".")[0]
    return path


def _paths(shown: Sequence[Control]) -> Iterator[str]:
    for each in shown:
        yield each.path
        yield from _paths(each.inside)
        for row in each.rows:
            yield from _paths(row)
