"""The first changes of docs/newcomer.md, each applied to a copy of the project, which then still holds."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.states.rules.test_next_call import decided

ROOT = Path(__file__).parents[2]
ROOMS = ("bench", "calls", "docs", "entrypoints", "jobs", "states", "storage", "workflow", "tests")
LOOSE = ("pyproject.toml", "Makefile", "requirements.txt", "requirements-dev.txt", "README.md", "README.ko.md")
GENERATED = {"A state": "survey", "A guarded transition": "survey", "A letter": "survey", "A period": ""}
"""The changes by their titles, with the lifecycle to verify."""
CHANGE = re.compile(r"^## \d\. ([^\n]+)\n(?:(?!^## ).)*?```diff\n(.*?)```", re.DOTALL | re.MULTILINE)
DIFFS = dict(CHANGE.findall((ROOT / "docs" / "newcomer.md").read_text(encoding="utf-8")))
FILE = re.compile(r"^--- (?:a/\S+|/dev/null)\n\+\+\+ b/(\S+)\n(.*?)(?=^--- (?:a/|/dev)|\Z)", re.DOTALL | re.MULTILINE)
WITNESSED = "something_answered or every_condition"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.db*"))
    for name in LOOSE:
        if (ROOT / name).exists():
            shutil.copy2(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return tmp_path


def applied(diff: str, root: Path) -> None:
    """Apply a diff whose places are found by their lines: each must stand exactly once in its file."""
    for name, body in FILE.findall(diff):
        file = root / name
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        for hunk in re.split(r"^@@.*\n", body, flags=re.M)[1:]:
            lines = hunk.splitlines()
            old = "".join(line[1:] + "\n" for line in lines if line[0] in " -")
            new = "".join(line[1:] + "\n" for line in lines if line[0] in " +")
            assert text.count(old) == 1 or not text, f"{name}: {old!r} stands {text.count(old)} times"
            text = text.replace(old, new) if old else new
        file.write_text(text, encoding="utf-8")


def run(root: Path, *line: str) -> subprocess.CompletedProcess[str]:
    """A line in the copy, whose own modules come first."""
    environment = {**os.environ, "PYTHONPATH": str(root), "YEONGO_CALLS": str(root / "calls")}
    return subprocess.run(line, cwd=root, env=environment, capture_output=True, text=True, check=False)


def yeongo(root: Path, *verb: str) -> subprocess.CompletedProcess[str]:
    return run(root, sys.executable, "-c", "from entrypoints.cli.main import main; main()", *verb)


def held(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_change_is_told() -> None:
    assert DIFFS.keys() == GENERATED.keys()


@pytest.mark.parametrize("title", GENERATED)
def test_a_change_holds_by_its_own_check(title: str, copy: Path) -> None:
    applied(DIFFS[title], copy)
    lifecycle = GENERATED[title]
    held(yeongo(copy, "lifecycle", "check", lifecycle) if lifecycle else yeongo(copy, "call", "check", "calls/2025-2"))
    if title == "A guarded transition":
        guards = "tests/states/guards/test_every_guard.py"
        told = run(copy, sys.executable, "-m", "pytest", "-q", "-n", "0", guards, "-k", WITNESSED)
        held(told)
        assert "2 passed" in told.stdout


@pytest.mark.long
@pytest.mark.parametrize("title", GENERATED)
def test_a_change_passes_make_check(title: str, copy: Path) -> None:
    applied(DIFFS[title], copy)
    held(yeongo(copy, "docs"))
    held(run(copy, "make", "-o", ".venv/.ready", "check"))


def test_what_is_forgotten_is_noticed(copy: Path) -> None:
    """The state without the way on from it: the check is no formality."""
    forgotten = DIFFS["A state"].replace("(ANSWERED, CHECKED), CLOSED", "ANSWERED, CLOSED")
    applied(forgotten, copy)
    assert yeongo(copy, "lifecycle", "check", "survey").returncode == 1


def next_call(root: Path) -> Path:
    """Next year's call, written and decided; until it is decided its check fails."""
    held(yeongo(root, "call", "new", "--from", "2025-2", "--to", "2026-1"))
    folder = root / "calls" / "2026-1"
    assert yeongo(root, "call", "check", str(folder)).returncode == 1
    files = decided({file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()})
    files["areas.csv"] = files["areas.csv"].replace(",2026,", ",2027,")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_next_years_call_needs_no_diff(copy: Path) -> None:
    held(yeongo(copy, "call", "check", str(next_call(copy))))


@pytest.mark.long
def test_next_years_call_passes_make_check_and_lives_its_whole_life(copy: Path) -> None:
    folder = next_call(copy)
    held(run(copy, "make", "-o", ".venv/.ready", "check"))
    held(yeongo(copy, "demo", "--call", str(folder), "--database", f"sqlite:///{copy}/next.db"))
