"""The lifecycle pages: written from the declarations, and found stale when they are."""

from pathlib import Path

from entrypoints.bootstrap import FAMILY
from tests.entrypoints.cli.conftest import Line
from workflow.documents import page

PAGES = ["imports.md", *sorted(f"lifecycles/{name}.md" for name in FAMILY), "papers.md", "permissions.md"]


def test_pages_are_written_and_stale_ones_named(sqlite_line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    missing = sqlite_line("docs", "--check", "--folder", str(folder), "--json")
    assert (missing.code, missing.document["stale"]) == (1, PAGES)
    sqlite_line.json("docs", "--folder", str(folder))
    assert sqlite_line.json("docs", "--check", "--folder", str(folder)) == {"ok": True, "stale": [], "faults": []}
    (folder / "lifecycles" / "call.md").write_text("edited", "utf-8")
    (folder / "lifecycles" / "old.md").write_text("a lifecycle that is gone", "utf-8")
    stale = sqlite_line("docs", "--check", "--folder", str(folder))
    assert stale.code == 1
    assert "Stale pages: lifecycles/call.md, lifecycles/old.md." in stale.out
    written = sqlite_line.json("docs", "--folder", str(folder))["written"]
    assert written == ["lifecycles/call.md", "lifecycles/old.md"]
    assert sorted(file.name for file in (folder / "lifecycles").iterdir()) == sorted(f"{name}.md" for name in FAMILY)


def test_the_coverage_is_written_and_what_it_gets_wrong_is_named(sqlite_line: Line, tmp_path: Path) -> None:
    sources = tmp_path / "coverage"
    sources.mkdir()
    (sources / "statements.csv").write_text("id,section,lines,quote\nR001,표지,4,법무부 공고\n", "utf-8")
    (sources / "readings.csv").write_text("id,topic,where,problem,reading\n", "utf-8")
    right = "R001,enforced,states.guards.call:jointly_announced,"
    test = "tests/states/test_call.py::test_a_notice_needs_the_number_of_every_ministry"
    (sources / "how.csv").write_text(f"id,how,where,test,why\n{right}{test},\n", "utf-8")
    sqlite_line.json("docs", "--folder", str(tmp_path))
    assert sqlite_line.json("docs", "--check", "--folder", str(tmp_path))["ok"] is True
    (sources / "how.csv").write_text(f"id,how,where,test,why\n{right}{test}_gone,\nR9,,,,\n", "utf-8")
    sqlite_line.json("docs", "--folder", str(tmp_path))
    wrong = sqlite_line("docs", "--check", "--folder", str(tmp_path), "--json")
    assert (wrong.code, wrong.document["faults"]) == (1, ["R9: unknown id", f"R001: {test}_gone does not exist"])


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
