"""The lifecycle pages: written, or compared with what the declarations make."""

from pathlib import Path

import click

from entrypoints.bootstrap import FAMILY
from entrypoints.cli.door import Door, Spoken, spoken
from workflow.documents import page

FOLDER = Path("docs/lifecycles")


@spoken
@click.command(cls=Spoken)
@click.option("--check", is_flag=True)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=FOLDER, metavar="FOLDER")
@click.pass_obj
def docs(door: Door, check: bool, folder: Path) -> int:
    """Write the pages; with --check name the stale ones and end 1 if there are any."""
    pages = {f"{each.name}.md": page(each) for each in FAMILY.values()}
    stale = sorted(_stale(pages, folder))
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in pages.keys() & set(stale):
            (folder / name).write_text(pages[name], encoding="utf-8")
        for name in set(stale) - pages.keys():
            (folder / name).unlink()
        document = {"written": stale, "folder": str(folder)}
        door.answer(document, lambda: door.tell("docs_written", count=len(stale), folder=folder))
        return 0
    names = ", ".join(str(folder / name) for name in stale)
    told = "docs_stale" if stale else "docs_current"
    door.answer({"ok": not stale, "stale": stale}, lambda: door.tell(told, names=names, count=len(pages)))
    return 1 if stale else 0


def _stale(pages: dict[str, str], folder: Path) -> set[str]:
    """The pages that are missing, differ, or belong to no lifecycle."""
    found = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return {name for name in pages.keys() | found.keys() if pages.get(name) != found.get(name)}
