"""A definition whose guard no longer exists stops every door at its start, with its name."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from entrypoints import bootstrap
from states.context import Context
from states.lifecycle import guard
from states.project import PROJECT
from tests.entrypoints.cli.conftest import ANNOUNCED, CALLS, Line, registering

DOORS = (("serve",), ("worker",), ("project", "list"), ("jobs", "run-due"))


@guard("common.vanished", "common")
def vanished(ctx: Context) -> Mapping[str, Any] | None:
    return None


@pytest.fixture
def older(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A database in which the program of before began a project: that program had a guard this one has not."""
    submit = PROJECT.by_name["submit"]
    rows = tuple(replace(row, guards=(*row.guards, vanished)) if row is submit else row for row in PROJECT.rows)
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "FAMILY", {**bootstrap.FAMILY, "project": replace(PROJECT, rows=rows)})
        for arguments in (*ANNOUNCED, registering()):
            sqlite_line.json(*arguments)
    return sqlite_line


def started(line: Line, *verb: str) -> subprocess.CompletedProcess[str]:
    """The program itself, started on the database; it must not stay."""
    environment = {**os.environ, "YEONGO_DATABASE_URL": line.url, "YEONGO_CALLS": str(CALLS), "YEONGO_LANG": "en"}
    environment |= {"YEONGO_LISTEN": "127.0.0.1:0"}
    program = (sys.executable, "-c", "from entrypoints.cli.main import main; main()", *verb)
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False, timeout=30)


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
def test_every_door_stays_shut_and_names_the_guard(older: Line, door: tuple[str, ...]) -> None:
    before = older.dump()
    found = started(older, *door)
    (line,) = found.stderr.splitlines()
    assert (found.returncode, found.stdout) == (3, "")
    assert "the project lifecycle" in line
    assert "needs what this program no longer has: guard vanished" in line
    assert older.dump() == before
