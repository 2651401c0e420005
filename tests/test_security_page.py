"""Every test the security page names is there, no requirement is left out, and the bill of materials is whole."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_named_test_exists() -> None:
    named = NAMED.findall((ROOT / "docs" / "security.md").read_text("utf-8"))
    assert len(named) >= 20
    missing = [f"{path}::{name}" for path, name in named if name not in functions(path)]
    assert missing == []


def test_every_requirement_of_levels_1_and_2_is_answered_once() -> None:
    """`asvs_5_0_0.txt`: number and level of each, from the standard's own `flat.json` of release 5.0.0."""
    known = [line.split()[0] for line in (ROOT / "tests" / "asvs_5_0_0.txt").read_text().splitlines()]
    assert len(known) == 253
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+\.\d+\.\d+(?: · \d+\.\d+\.\d+)*) \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert sorted(number for numbers, _, _ in rows for number in numbers.split(" · ")) == sorted(known)
    assert [row for row in rows if not (row[2] == "–" or NAMED.fullmatch(row[2]))] == []


def test_the_bill_of_materials_names_all_that_is_locked() -> None:
    line = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", "requirements.txt"]
    made = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    named = {(each["name"], each["version"]) for each in json.loads(made.stdout)["components"]}
    locked = set(
        re.findall(r"^([\w.-]+)==(\S+)", re.sub(r"\[\w+]", "", (ROOT / "requirements.txt").read_text()), re.MULTILINE)
    )
    assert len(locked) > 30
    assert named == locked


def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
