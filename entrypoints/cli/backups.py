"""`backup` and `restore`: a consistent copy while everything runs, and the way back."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import instant
from states.instants import written
from storage.backup import backup as copy
from storage.backup import keys_of
from storage.backup import restore as bring
from storage.schema import require_current
from storage.store import Store
from workflow.rewind import rewind

FILE = click.Path(path_type=Path, dir_okay=False)


@spoken
@click.command(cls=Spoken)
@click.argument("file", type=FILE)
@click.pass_obj
def backup(door: Door, file: Path) -> None:
    """Write one consistent moment to a new file."""
    with service(door.settings) as parts:
        found = {"file": str(file), "bytes": copy(parts.store, file), "keys": str(keys_of(file))}
    door.answer(found, lambda: door.tell("backed_up", **found))


@spoken
@click.command(cls=Spoken)
@click.argument("file", type=FILE)
@click.option("--until", metavar="INSTANT")
@click.pass_obj
def restore(door: Door, file: Path, until: str | None) -> None:
    """Bring a backup into the empty database of the settings; with `until` back to that moment."""
    at = instant(until) if until else None
    store = Store(door.settings.database_url)
    try:
        bring(store, file)
        require_current(store)
        found: dict[str, Any] = {"file": str(file), "database": store.name}
    finally:
        store.close()
    if at is not None:
        with service(door.settings) as parts:
            found |= {"until": written(at), **asdict(rewind(parts.store, parts.definitions, at))}
    door.answer(found, lambda: door.tell("restored_until" if at else "restored", **found))
