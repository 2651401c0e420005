"""The announcement traced: how each of its statements, and each reading of an unclear place, is answered here."""

import csv
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from workflow.documents import HEAD, table

HOWS: Mapping[str, str] = {"enforced": "강제 · Enforced", "data": "자료 · Data", "quoted": "인용만 · Quoted only"}
SOURCES = ("statements.csv", "readings.csv", "how.csv")
KEYS = ("id", "code", "no", "year", "key")
"""What names an entry of a list in a call's TOML."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How one id is answered: `where` names symbols (enforced) or keys of the call's files (data), `|` between them."""

    how: str
    where: tuple[str, ...]
    tests: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Statements R… and readings A… of the sources by id, and the answers by id, in the order of their files."""

    statements: Mapping[str, Mapping[str, str]]
    readings: Mapping[str, Mapping[str, str]]
    answers: Mapping[str, Answer]
    repeated: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The ids that nothing answers yet."""
        return tuple(id for id in (*self.statements, *self.readings) if not self._answered(id))

    def _answered(self, id: str) -> bool:
        return id in self.answers and bool(self.answers[id].how)


def read(sources: Mapping[str, str]) -> Coverage:
    """The coverage from the text of its three files by name. KeyError for a missing file or column."""
    statements, readings, how = (_rows(sources[name]) for name in SOURCES)
    ids = [row["id"] for row in how]
    return Coverage(
        statements={row["id"]: row for row in statements},
        readings={row["id"]: row for row in readings},
        answers={row["id"]: _answer(row) for row in how},
        repeated=tuple(sorted({id for id in ids if ids.count(id) > 1})),
    )


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def _answer(row: Mapping[str, str]) -> Answer:
    return Answer(row["how"], _several(row["where"]), _several(row["test"]), row["why"])


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@dataclass(frozen=True, slots=True)
class World:
    """What an answer may point at: does this symbol import, is there this key of the call, is there this test."""

    symbol: Callable[[str], bool]
    key: Callable[[str], bool]
    test: Callable[[str], bool]


def faults(coverage: Coverage, world: World) -> list[str]:
    """What is wrong with the answers, a line each: `id: reason`; empty when every id is answered by what exists."""
    known = coverage.statements.keys() | coverage.readings.keys()
    return [
        *(f"{id}: unknown id" for id in coverage.answers if id not in known),
        *(f"{id}: answered twice" for id in coverage.repeated),
        *(f"{id}: not answered" for id in coverage.open),
        *(f"{id}: {wrong}" for id, answer in coverage.answers.items() for wrong in _wrong(answer, world)),
    ]


def _wrong(answer: Answer, world: World) -> Iterator[str]:
    if not answer.how:  # open, and named as such
        return
    if answer.how not in HOWS:
        yield f"'{answer.how}' is none of {', '.join(HOWS)}"
    if answer.how == "quoted" and not answer.why:
        yield "quoted without a reason"
    if answer.how != "quoted" and not answer.where:
        yield f"{answer.how} nowhere"
    if answer.how == "enforced" and not answer.tests:
        yield "enforced without a test"
    there = world.symbol if answer.how == "enforced" else world.key
    yield from (f"{where} does not exist" for where in answer.where if not there(where))
    yield from (f"{test} does not exist" for test in answer.tests if not world.test(test))


def value_at(files: Mapping[str, str], where: str) -> Any:
    """What stands at `file:key` of a call: a dotted path of its TOML, a row of a table by its first cell; else None."""
    name, _, key = where.partition(":")
    if name not in files or not key:
        return None
    if name.endswith(".toml"):
        return _found(tomllib.loads(files[name]), key.split("."))
    rows = csv.reader(StringIO(files[name], newline="")) if name.endswith(".csv") else ()
    return next((row for row in rows if row[:1] == [key]), None)


def _found(node: Any, path: Sequence[str]) -> Any:
    for name in path:
        if isinstance(node, list):
            node = next((each for each in node if any(str(each.get(key)) == name for key in KEYS)), None)
        else:
            node = node.get(name) if isinstance(node, dict) else None
    return node


def page(coverage: Coverage) -> str:
    """The whole page as Markdown."""
    return "\n".join(_lines(coverage))


def _lines(coverage: Coverage) -> Iterable[str]:
    yield from (HEAD, "", "# 공고의 추적 · The announcement, traced", "")
    counts = [answer.how for answer in coverage.answers.values() if answer.how]
    yield "; ".join(f"{title}: {counts.count(how)}" for how, title in HOWS.items()) + "."
    if coverage.open:
        yield from ("", "## 남은 것 · Open", "", ", ".join(coverage.open))
    yield from ("", "## 공고의 진술 · Statements", "")
    columns = ("처리 · How", "위치 · Where", "시험 · Test", "이유 · Why")
    yield from table(
        ("번호 · Id", "공고 · Notice", "원문 · Quote", *columns),
        (
            (id, f"{row['section']} ({row['lines']})", row["quote"], *_shown(coverage, id))
            for id, row in coverage.statements.items()
        ),
    )
    yield from ("", "## 해석 · Readings", "")
    yield from table(
        ("번호 · Id", "쟁점 · Topic", "문제 · Problem", "해석 · Reading", *columns),
        (
            (id, f"{row['topic']} ({row['where']})", row["problem"], row["reading"], *_shown(coverage, id))
            for id, row in coverage.readings.items()
        ),
    )
    yield ""


def _shown(coverage: Coverage, id: str) -> Sequence[str]:
    answer = coverage.answers.get(id)
    if answer is None or not answer.how:
        return ("–", "", "", "")
    where, tests = (", ".join(f"`{each}`" for each in some) for some in (answer.where, answer.tests))
    return (HOWS.get(answer.how, answer.how), where, tests, answer.why)
