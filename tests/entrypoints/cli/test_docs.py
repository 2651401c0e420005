"""The lifecycle pages: written from the declarations, and found stale when they are."""

from pathlib import Path

from entrypoints.bootstrap import FAMILY
from tests.entrypoints.cli.conftest import Line
from workflow.documents import page


def test_pages_are_written_and_stale_ones_named(sqlite_line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    missing = sqlite_line("docs", "--check", "--folder", str(folder), "--json")
    assert (missing.code, missing.document["stale"]) == (1, sorted(f"{name}.md" for name in FAMILY))
    sqlite_line.json("docs", "--folder", str(folder))
    assert sqlite_line.json("docs", "--check", "--folder", str(folder)) == {"ok": True, "stale": []}
    (folder / "call.md").write_text("edited", "utf-8")
    (folder / "old.md").write_text("a lifecycle that is gone", "utf-8")
    stale = sqlite_line("docs", "--check", "--folder", str(folder))
    assert stale.code == 1
    assert f"Stale pages: {folder}/call.md, {folder}/old.md." in stale.out
    assert sqlite_line.json("docs", "--folder", str(folder))["written"] == ["call.md", "old.md"]
    assert sorted(file.name for file in folder.iterdir()) == sorted(f"{name}.md" for name in FAMILY)


def test_a_page_has_a_line_for_every_state_row_and_deadline() -> None:
    for lifecycle in FAMILY.values():
        lines = page(lifecycle).splitlines()
        for state in lifecycle.states:
            assert any(line.startswith(f"| `{state.id}` | {state.ko} | {state.en} |") for line in lines)
        for row in lifecycle.rows:
            assert any(line.startswith(f"| `{row.name}` | {row.ko} | {row.en} |") for line in lines)
        for id, deadline in lifecycle.deadlines.items():
            assert any(line.startswith(f"| `{id}` | {deadline.ko} | {deadline.en} |") for line in lines)


def test_a_page_is_the_same_every_time() -> None:
    for lifecycle in FAMILY.values():
        assert page(lifecycle) == page(lifecycle)
