"""The announcement's trace: quotes stand where they are said to, answers point at what exists."""

import re
from pathlib import Path

import pytest

from workflow.coverage import SOURCES, Coverage, World, faults, page, read, value_at

ROOT = Path(__file__).parents[2]
TABLES = {name: (ROOT / "docs" / "coverage" / name).read_text(encoding="utf-8") for name in SOURCES}
CALL = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "calls" / "2025-2").iterdir()}
EVERYTHING = World(symbol=lambda _: True, key=lambda _: True, test=lambda _: True)
NOTHING = World(symbol=lambda _: False, key=lambda _: False, test=lambda _: False)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def one(how: str) -> Coverage:
    statement = "id,section,lines,quote\nR1,§1,1,글\n"
    return read({
        "statements.csv": statement, "readings.csv": "id,topic,where,problem,reading\n",
        "how.csv": f"id,how,where,test,why\n{how}\n",
    })  # fmt: skip


def test_every_quote_stands_in_its_lines_of_the_announcement() -> None:
    lines = CALL["announcement.txt"].split("\n")
    misquoted = []
    for id, row in read(TABLES).statements.items():
        first, _, last = row["lines"].partition("-")
        stands = bare("".join(lines[int(first) - 1 : int(last or first)]))
        misquoted += [id for part in row["quote"].split(" / ") if bare(part) not in stands]
    assert misquoted == []


def test_every_statement_and_reading_is_answered() -> None:
    assert read(TABLES).open == ()


def test_every_statement_and_reading_is_listed_once_in_order() -> None:
    coverage = read(TABLES)
    assert list(coverage.statements) == [f"R{n:03}" for n in range(1, 218)]
    assert list(coverage.readings) == [f"A{n:02}" for n in range(1, 46)]
    assert list(coverage.answers) == [*coverage.statements, *coverage.readings]
    assert coverage.repeated == ()


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("R1,enforced,a:b,t::t,", []),
        ("R1,enforced,a:b,,", ["R1: enforced without a test"]),
        ("R1,enforced,,t::t,", ["R1: enforced nowhere"]),
        ("R1,data,,,", ["R1: data nowhere"]),
        ("R1,quoted,,,", ["R1: quoted without a reason"]),
        ("R1,quoted,,,for information", []),
        ("R1,guessed,a:b,,", ["R1: 'guessed' is none of enforced, data, quoted"]),
        ("R1,data,a:b,,\nR3,data,a:b,,", ["R3: unknown id"]),
        ("R1,data,a:b,,\nR1,data,a:b,,", ["R1: answered twice"]),
    ],
)
def test_an_answer_says_where_and_by_what_it_is_tested(how: str, found: list[str]) -> None:
    assert faults(one(how), EVERYTHING) == found


def test_an_answer_points_at_what_exists() -> None:
    enforced, data = one("R1,enforced,a:b | c:d,t::t,"), one("R1,data,call.toml:no,,")
    assert faults(enforced, NOTHING) == [f"R1: {each} does not exist" for each in ("a:b", "c:d", "t::t")]
    assert faults(data, NOTHING) == ["R1: call.toml:no does not exist"]


def test_what_is_not_answered_is_open() -> None:
    coverage = one("R1,,,,")
    assert coverage.open == ("R1",)
    assert faults(coverage, EVERYTHING) == ["R1: not answered"]
    assert "\n## 남은 것 · Open\n\nR1\n" in page(coverage)


@pytest.mark.parametrize(
    ("where", "there"),
    [
        ("call.toml:money.cap_project_year", True),
        ("call.toml:ministries.MOJ.notice_no", True),
        ("call.toml:money.budgets.2025", True),
        ("call.toml:ministries.MOEL", False),
        ("call.toml:money.cap", False),
        ("call.toml:", False),
        ("areas.csv:27720", True),
        ("areas.csv:11110", False),
        ("facts.csv:ktop.what", True),
        ("criteria.csv:9", True),
        ("other.csv:1", False),
    ],
)
def test_a_key_of_a_call_is_a_path_or_a_row(where: str, there: bool) -> None:
    assert (value_at(CALL, where) is not None) is there


def words(text: str) -> set[str]:
    return set(re.findall(r"\d+|[가-힣]{2,}|[A-Za-z]{3,}", text.replace(",", "").replace("_", "")))


def agrees(quote: str, value: object) -> bool:
    """Whether quote and value share a number or a word, or one begins with the other (3,952백만원, 3952000000)."""
    said, stands = words(quote), words(str(value))
    return any(one.startswith(other) or other.startswith(one) for one in said for other in stands)


def test_data_rows_point_at_what_the_quote_says() -> None:
    coverage = read(TABLES)
    wrong = [
        f"{id}: {where}"
        for id, row in coverage.statements.items()
        for where in (coverage.answers[id].where if coverage.answers[id].how == "data" else ())
        if not agrees(row["quote"], value_at(CALL, where))
    ]
    assert wrong == []
    assert not agrees("법무부 공고 제2024-497호", value_at(CALL, "call.toml:agreement.months"))
