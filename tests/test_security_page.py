"""Every test the security page names is there, no section is left out, and the bill of materials is whole."""

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


SECTIONS = (5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 1)
"""Sections of each chapter of ASVS 5.0; of WebRTC one line stands for all."""


def test_no_section_is_left_out() -> None:
    told = set(re.findall(r"^\| V(\d+\.\d+) ", (ROOT / "docs" / "security.md").read_text("utf-8"), re.MULTILINE))
    assert told == {f"{chapter}.{n + 1}" for chapter, count in enumerate(SECTIONS, 1) for n in range(count)}


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
