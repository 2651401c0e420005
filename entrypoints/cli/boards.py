"""Lists of streams: filters, pages, rows."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from entrypoints.boards import MOST, board, check, moment_of
from entrypoints.bootstrap import service
from entrypoints.cli.door import Door
from entrypoints.cli.moments import short, support_state
from entrypoints.cli.values import instant
from entrypoints.streams import wording
from states.wording import Wording
from storage.boards import Filter
from storage.transaction import Reader
from workflow.traces import Moment

type_of_verb = TypeVar("type_of_verb", bound=Callable[..., Any])


def as_of(command: type_of_verb) -> type_of_verb:
    """Give a verb the options that name a moment of the past."""
    options = (
        click.option("--at", metavar="INSTANT"),
        click.option("--checkpoint", type=click.IntRange(min=0), metavar="N"),
        click.option("--effective", is_flag=True),
    )
    for option in reversed(options):
        command = option(command)
    return command


def moment_given(reader: Reader, given: Mapping[str, Any]) -> Moment | None:
    """The moment these options name; None for now."""
    at = instant(given["at"]) if given["at"] is not None else None
    return moment_of(reader, at, given["checkpoint"], effective=given["effective"])


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
    return as_of(command)


def listed(door: Door, kind: str, given: Mapping[str, Any]) -> None:
    """Print one page of a kind's streams, as they stand or as they were."""
    check(kind, given)
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        moment = moment_given(reader, given)
        now = moment.at if moment and moment.at else parts.clock.now()
        plain = {name: given.get(name, "") for name in ("call", "project", "state", "phase", "province", "ministry")}
        wanted = Filter(kind, **plain, search=given["search"], overdue_at=now if given["overdue"] else None)
        document = board(parts, reader, wanted, given["limit"], given["cursor"], moment)
        words = {row["call"]: wording(parts, reader, row, door.language) for row in document["rows"]}
    door.answer(document, lambda: _show(door, document, words))


def _show(door: Door, document: Mapping[str, Any], words: Mapping[str, Wording]) -> None:
    shapes = document["rows"]
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
    door.table(columns, (_cells(door, shape, words[shape["call"]]) for shape in shapes))
    if document["cursor"]:
        door.tell("more", cursor=document["cursor"])


def _cells(door: Door, shape: dict[str, Any], words: Wording) -> tuple[object, ...]:
    facts = shape["facts"]
    state = f"{shape['state_label'][door.language]} ({shape['state']})"
    first = (shape["stream"], state, door.phase(shape["phase"]), shape["version"], door.until(shape["next_due"] or ""))
    if shape["kind"] != "project":
        return (*first, short(words.value("", facts)))
    steps = ", ".join(support_state(door, each) for each in shape["supports"])
    named = (words.value(name, facts.get(name, "")) for name in ("area", "ministries", "title"))
    return (*first, *named, steps)
