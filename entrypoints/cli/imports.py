"""Files of other systems: a template to fill in, a filled one taken in as one unit."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import Service, service
from entrypoints.cli.commands import drain, travel, wish, wishing
from entrypoints.cli.door import Door, Spoken, Verbs, spoken
from entrypoints.errors import BadInput
from entrypoints.shapes import problem_shape, refusal_shape
from entrypoints.streams import shown
from states.catalogue.cli_faults import FAULTS
from states.catalogue.engine_refusals import reason_ko
from workflow import sheets
from workflow.imports import Importing, Planned, planned
from workflow.messages import Outcome
from workflow.sheets import UnreadableSheet, type_of_table
from workflow.templates import TEMPLATES, Row, RowFault, headings

ENDINGS = (".csv", ".xlsx")


@click.group("import", cls=Verbs)
def imports() -> None:
    """Verbs on files of other systems."""


@imports.command("template")
@spoken
@click.argument("kind", type=click.Choice(list(TEMPLATES)))
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.pass_obj
def template(door: Door, kind: str, file: Path) -> None:
    """Write an empty table with its columns."""
    _ending(file)
    file.write_bytes(sheets.write(file.name, [headings(TEMPLATES[kind])]))
    document = {"file": str(file), "columns": list(TEMPLATES[kind].model_fields)}
    door.answer(document, lambda: door.tell("written", file=file))


def _importer(kind: str) -> click.Command:
    """The verb of one kind of file: they differ in nothing but their table."""

    def take(door: Door, /, file: Path, call: str, **given: Any) -> int:
        return take_in(door, kind, file, call, given)

    command: Callable[..., Any] = click.pass_obj(take)
    command = wishing(command)
    command = click.option("--call", required=True, metavar="CALL")(command)
    command = click.argument("file", type=click.Path(path_type=Path), metavar="FILE")(command)
    return spoken(click.command(kind, cls=Spoken)(command))


for _kind in TEMPLATES:
    imports.add_command(_importer(_kind))


def take_in(door: Door, kind: str, file: Path, call: str, given: Mapping[str, Any]) -> int:
    """Take in every row of a file, or none of them and say which are wrong."""
    content, table = _read(file)
    wished = wish(given)
    with service(door.settings) as parts:
        if wished.at is not None:
            travel(parts, wished.at, fire=not wished.dry_run)
        importing = Importing(call, kind, content, wished.actor, parts.clock.now())
        with parts.store.snapshot() as reader:
            shown(parts, reader, call, "call")
            plans, faults = planned(reader, table, importing)
        if faults:
            told = tuple(_fault_shape(each, TEMPLATES[kind]) for each in faults)
            raise BadInput("import.faulty", told, file=file, count=len(faults))
        outcomes = _told(parts, plans, dry_run=wished.dry_run)
    return _answer(door, importing, plans, outcomes, dry_run=wished.dry_run)


def _told(parts: Service, plans: Sequence[Planned], *, dry_run: bool) -> list[Outcome]:
    """What became of each row. Where one fell all fell: then the file is gone through again to name every wrong row."""
    unit = tuple(each.command for each in plans)
    if dry_run:
        return parts.engine.rehearse(unit)
    outcomes = parts.engine.execute([unit])
    if not all(each.accepted for each in outcomes):
        return parts.engine.rehearse(unit)
    drain(parts)
    return outcomes


def _answer(door: Door, of: Importing, plans: Sequence[Planned], outcomes: Sequence[Outcome], *, dry_run: bool) -> int:
    """What became of the file; 1 if a row was refused and nothing was recorded."""
    wrong = [shape for each, outcome in zip(plans, outcomes, strict=True) for shape in _refused(each.row, outcome)]
    repeated = sum(outcome.repeated for outcome in outcomes)
    new = 0 if wrong else len(plans) - repeated
    document = {
        "accepted": not wrong,
        "kind": of.kind,
        "sha256": of.file,
        "dry_run": dry_run,
        "recorded": 0 if dry_run else new,
        "repeated": repeated,
        "refused": wrong,
    }
    door.answer(document, lambda: _show(door, document, new))
    return 1 if wrong else 0


def _show(door: Door, document: Mapping[str, Any], new: int) -> None:
    for each in document["refused"]:
        click.echo(each["message"][door.language])
    name = "import_refused" if document["refused"] else "would_import" if document["dry_run"] else "imported"
    door.tell(name, recorded=new, repeated=document["repeated"])


def _refused(row: int, outcome: Outcome) -> list[dict[str, Any]]:
    """Each reason with its row first; a row that fell with another one has none of its own."""
    shapes = [*map(refusal_shape, outcome.refusals), *map(problem_shape, outcome.problems)]
    for shape in shapes:
        shape["row"] = row
        message = shape["message"]
        shape["message"] = {"ko": f"{row}행: {message['ko']}", "en": f"row {row}: {message['en']}"}
    return shapes


def _fault_shape(fault: RowFault, model: type[Row]) -> dict[str, Any]:
    """A row's fault in both languages; in Korean the column by its heading."""
    facts = {"row": fault.row, "column": fault.column}
    heading = dict(zip(model.model_fields, headings(model), strict=True)).get(fault.column, fault.column)
    ko = FAULTS[fault.code].filled({**facts, "column": heading, "reason": reason_ko(fault.reason)}).ko
    en = FAULTS[fault.code].filled({**facts, "reason": fault.reason}).en
    return {**facts, "code": fault.code, "ko": ko, "en": en}


def _read(file: Path) -> tuple[bytes, type_of_table]:
    """The file's bytes and its table; BadInput if it is none."""
    _ending(file)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput("data.unreadable", file=file, reason=error.strerror or str(error)) from error
    try:
        return content, sheets.read(file.name, content)
    except UnreadableSheet as error:
        raise BadInput(error.code, (), **error.facts) from error


def _ending(file: Path) -> None:
    if file.suffix.lower() not in ENDINGS:
        raise BadInput("sheet.ending", file=file)
