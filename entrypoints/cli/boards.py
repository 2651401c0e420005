"""Lists of streams: filters, pages, rows."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from entrypoints.boards import MOST, check, row_shape
from entrypoints.bootstrap import service
from entrypoints.cli.door import Door
from entrypoints.cli.moments import support_state
from entrypoints.shapes import support_shape
from storage.queries import Filter, Page, counts, page, supports_of

type_of_verb = TypeVar("type_of_verb", bound=Callable[..., Any])


def paging(command: type_of_verb) -> type_of_verb:
    """Give a list the options of every list."""
    options = (
        click.option("--call", default="", metavar="STREAM"),
        click.option("--state", default="", metavar="STATE"),
        click.option("--phase", default="", metavar="PHASE"),
        click.option("--overdue", is_flag=True),
        click.option("--search", default="", metavar="TEXT"),
        click.option("--limit", type=click.IntRange(1, MOST), default=50, metavar="N"),
        click.option("--cursor", default="", metavar="CURSOR"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def listed(door: Door, kind: str, given: Mapping[str, Any]) -> None:
    """Print one page of a kind's streams."""
    check(kind, given)
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        now = parts.clock.now()
        plain = {name: given.get(name, "") for name in ("call", "project", "state", "phase", "province", "ministry")}
        wanted = Filter(kind, **plain, search=given["search"], overdue_at=now if given["overdue"] else None)
        found = page(reader, wanted, given["limit"], given["cursor"])
        below = supports_of(reader, [row.stream.id for row in found.rows]) if kind == "project" else {}
        totals = counts(reader, kind, given["call"])
    shapes = [row_shape(row, parts) for row in found.rows]
    for shape in shapes if kind == "project" else ():
        shape["supports"] = [support_shape(each, parts.definitions) for each in below.get(shape["stream"], ())]
    document = {"rows": shapes, "cursor": found.cursor or None, "counts": totals}
    door.answer(document, lambda: _show(door, found, shapes))


def _show(door: Door, found: Page, shapes: list[dict[str, Any]]) -> None:
    if not shapes:
        door.tell("no_rows")
        return
    project = shapes[0]["kind"] == "project"
    columns = (
        "stream",
        "state",
        "phase",
        "version",
        "due",
        *(("area", "ministries", "title", "supports") if project else ("facts",)),
    )
    door.table(columns, (_cells(door, shape, project) for shape in shapes))
    if found.cursor:
        door.tell("more", cursor=found.cursor)


def _cells(door: Door, shape: dict[str, Any], project: bool) -> tuple[object, ...]:
    facts = shape["facts"]
    state = f"{shape['state_label'][door.language]} ({shape['state']})"
    first = (shape["stream"], state, shape["phase"], shape["version"], door.time(shape["next_due"] or ""))
    if not project:
        return (*first, ", ".join(f"{name}={value}" for name, value in facts.items()))
    steps = ", ".join(support_state(door, each) for each in shape["supports"])
    return (*first, facts.get("area", ""), "·".join(facts.get("ministries", ())), facts.get("title", ""), steps)
