"""The generated pages: written, or compared with what the declarations and the coverage tables make."""

import ast
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import click

from entrypoints.api.access import POLICY
from entrypoints.bootstrap import FAMILY, call_files
from entrypoints.cli.door import Door, Spoken, spoken
from jobs.letter import in_step
from states.papers.checks import faults as papers_wrong
from states.papers.declared import PAPERS
from states.rules.call_rules import parse
from workflow import coverage, import_page, permissions
from workflow.documents import page
from workflow.papers import page as paper_page

FOLDER, TESTS = Path("docs"), Path("tests")
LIFECYCLES, COVERAGE, LETTERS = "lifecycles", "coverage", "../jobs/letters"
COVERED = "2025-2"
"""The call whose announcement the coverage traces."""


@spoken
@click.command(cls=Spoken)
@click.option("--check", is_flag=True)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, metavar="FOLDER")
@click.pass_obj
def docs(door: Door, check: bool, folder: Path) -> int:
    """Write the pages; with --check name the stale ones and what the coverage gets wrong, and end 1 if there is any."""
    traced = _traced(folder)
    pages = {f"{LIFECYCLES}/{each.name}.md": page(each) for each in FAMILY.values()}
    pages["permissions.md"] = permissions.page(FAMILY, {route: access.told for route, access in POLICY.items()})
    pages |= {"imports.md": import_page.page(), "papers.md": paper_page.page()}
    if folder == FOLDER:
        pages |= {f"{LETTERS}/{name}": text for name, text in in_step(FAMILY).items()}
    pages |= {f"{COVERAGE}.md": coverage.page(traced)} if traced else {}
    stale = sorted(_stale(pages, folder))
    if not check:
        _write(pages, stale, folder)
        document = {"written": stale, "folder": str(folder)}
        door.answer(document, lambda: door.tell("docs_written", count=len(stale), folder=folder))
        return 0
    faults = coverage.faults(traced, world(door.settings.calls / COVERED)) if traced else []
    faults += papers_wrong(PAPERS.values(), FAMILY, parse(call_files(door.settings.calls / COVERED))) if traced else []
    door.answer({"ok": not stale and not faults, "stale": stale, "faults": faults}, lambda: _show(door, stale, faults))
    return 1 if stale or faults else 0


def _traced(folder: Path) -> coverage.Coverage | None:
    """The coverage tables of a documents folder; None where it has none."""
    sources = folder / COVERAGE
    if not sources.is_dir():
        return None
    return coverage.read({name: (sources / name).read_text(encoding="utf-8") for name in coverage.SOURCES})


def _stale(pages: dict[str, str], folder: Path) -> set[str]:
    """The pages that are missing, differ, or belong to no lifecycle."""
    found = {str(path.relative_to(folder)) for path in (folder / LIFECYCLES).glob("*.md")}
    known = {name for name in pages if (folder / name).is_file()}
    return {name for name in pages if name not in known or (folder / name).read_text("utf-8") != pages[name]} | (
        found - pages.keys()
    )


def _write(pages: dict[str, str], stale: list[str], folder: Path) -> None:
    (folder / LIFECYCLES).mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in pages:
            (folder / name).write_text(pages[name], encoding="utf-8")
        else:
            (folder / name).unlink()


def _show(door: Door, stale: list[str], faults: list[str]) -> None:
    if stale:
        door.tell("docs_stale", names=", ".join(stale))
    if faults:
        door.tell("docs_untraced", faults="\n".join(faults))
    if not stale and not faults:
        door.tell("docs_current")


def world(call: Path) -> coverage.World:
    """What answers may point at: the importable symbols, the keys of a call's folder, the tests below `tests`."""
    files = call_files(call)
    return coverage.World(_imports, lambda where: coverage.value_at(files, where) is not None, _is_test)


def _imports(where: str) -> bool:
    """Whether `module:name` can be imported."""
    module, _, name = where.partition(":")
    try:
        return bool(name) and hasattr(import_module(module), name)
    except ImportError:
        return False


def _is_test(where: str) -> bool:
    """Whether `file::name` is a test function."""
    file, _, name = where.partition("::")
    return name.startswith("test_") and name in _functions(Path(file))


@lru_cache
def _functions(file: Path) -> frozenset[str]:
    if not file.is_file() or TESTS not in file.parents:
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
