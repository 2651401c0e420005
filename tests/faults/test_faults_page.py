"""The page on faults names every harness here, and only tests that are there, long ones where it says so."""

import ast
import re
from pathlib import Path

from tests.test_security_page import NAMED, ROOT, functions

HERE = Path(__file__).parent
PAGE = (ROOT / "docs" / "faults.md").read_text("utf-8")
ROWS = [line.split("|")[1:-1] for line in PAGE.splitlines() if re.match(r"\| [123]", line)]


def long_ones(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    found = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return {node.name for node in found if any(ast.unparse(each) == "pytest.mark.long" for each in node.decorator_list)}


def test_every_test_it_names_is_there() -> None:
    assert [each for each in NAMED.findall(PAGE) if each[1] not in functions(each[0])] == []


def test_it_names_every_harness() -> None:
    harnesses = {f"tests/faults/{path.name}" for path in HERE.glob("test_*.py")} - {"tests/faults/test_faults_page.py"}
    assert harnesses - {path for path, _ in NAMED.findall(PAGE)} == set()


def test_what_is_long_is_run_by_make_faults() -> None:
    for _, _, short, long, control in ROWS:
        assert [name for path, name in NAMED.findall(short + control) if name in long_ones(path)] == []
        assert [name for path, name in NAMED.findall(long) if name not in long_ones(path)] == []
