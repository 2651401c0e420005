"""`call new` writes next year's folder; `call check` says what is still missing."""

import shutil
from pathlib import Path

import pytest

from tests.entrypoints.cli.conftest import CALLS, Line


def test_a_new_folder_is_written_and_says_what_is_missing(
    sqlite_line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CALLS / "2025-2", tmp_path / "calls" / "2025-2")
    monkeypatch.setenv("YEONGO_CALLS", str(tmp_path / "calls"))
    written = sqlite_line.json("call", "new", "--from", "2025-2", "--to", "2026-1")
    assert written["folder"] == str(tmp_path / "calls" / "2026-1")
    checked = sqlite_line("call", "check", written["folder"], "--json")
    assert (checked.code, checked.document["faults"]) == (1, written["undecided"])
    assert {each["code"] for each in written["undecided"]} == {"undecided"}
    assert "exists already" in sqlite_line("call", "new", "--from", "2025-2", "--to", "2026-1", "--lang", "en").said
    assert "write year and number" in sqlite_line("call", "new", "--from", "2025-2", "--to", "x", "--lang", "en").said
    assert sqlite_line("call", "new", "--from", "1999-1", "--to", "2026-1").code == 2
