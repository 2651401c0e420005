"""`demo`: the whole life of a call, played."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click
import orjson

from entrypoints.bootstrap import service
from entrypoints.cli.calls import sound
from entrypoints.cli.door import Door, Spoken, progress_bar, spoken
from entrypoints.demo import DemoError, Ending, endings, play
from entrypoints.demo.stage import on
from entrypoints.errors import fault
from entrypoints.logging import configure_logging
from states.instants import from_micros

DATABASE = "sqlite:///var/demo.db"
CALL = "2025-2"
REFUSED = 1


@spoken
@click.command(cls=Spoken)
@click.option("--call", "folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--database", default=DATABASE, metavar="URL")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY")
@click.option("--serve", "served", is_flag=True)
@click.pass_obj
def demo(door: Door, folder: Path | None, database: str, until: datetime | None, served: bool) -> int:
    """Play a call through its whole life, 2025-2 unless another folder is named, or until the morning of a day, with
    everything left to do that is to be done then; the last line is JSON."""
    folder = folder or door.settings.calls / CALL
    sound(folder)
    try:
        with progress_bar() as progress:
            found = play(database, folder, progress, on(until.date()) if until else None)
    except DemoError as error:
        door.fail(fault("demo.failed", REFUSED, reason=str(error).rstrip(".")))
        return REFUSED
    if not door.json:
        _show(door, endings(database))
    click.echo(orjson.dumps(found).decode())
    if not (found["replay_equal"] and found["proven"]):
        return REFUSED
    return _serve(door, database) if served else 0


def _serve(door: Door, database: str) -> int:
    """Serve what was played; everyone who acted can sign in."""
    from entrypoints.api.server import people_of  # noqa: PLC0415 - heavy, only where it serves
    from entrypoints.cli.service import run  # noqa: PLC0415
    from entrypoints.demo.people import PASSWORD, acted, enrol  # noqa: PLC0415

    settings = door.settings.model_copy(update={"database_url": database})
    configure_logging(settings.log_format, settings.log_level)
    with service(settings) as parts:
        with parts.store.snapshot() as reader:
            known = acted(reader)
        enrolled = enrol(people_of(parts), known, from_micros(0))
    click.echo(door.sentence("demo_users", names=", ".join(enrolled[:12]), password=PASSWORD), err=True)
    return run(door, settings)


def _show(door: Door, found: Iterable[Ending]) -> None:
    """Who ended where."""
    columns = ("area", "title", "ministries", "state", "score", "award", "supports", "companies")
    door.table(columns, (_cells(door, each) for each in found))


def _cells(door: Door, each: Ending) -> tuple[object, ...]:
    korean = door.language == "ko"
    score = "" if each.score is None else f"{each.score // 100}.{each.score % 100:02}"
    award = "" if each.award is None else f"{each.award:,}"
    return (
        each.area_ko if korean else each.area_en,
        each.title,
        "·".join(each.ministries_ko if korean else each.ministries),
        door.label(each.state),
        score,
        award,
        each.supports,
        each.companies,
    )
