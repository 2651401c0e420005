"""The life of an installation: `init`, `migrate`, `config`."""

import click

from entrypoints.bootstrap import initialise, service, upgrade
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import instant
from entrypoints.settings import describe, mask
from storage.store import Store


@spoken
@click.command(cls=Spoken)
@click.option("--virtual", metavar="INSTANT")
@click.pass_obj
def init(door: Door, virtual: str | None) -> None:
    """Create or migrate the database. Repeating it changes nothing."""
    start = instant(virtual) if virtual else None
    schema = initialise(door.settings, virtual=start)
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        clock = reader.installation()["clock"]
    found = {"database": mask(door.settings.database_url), "schema": schema, "clock": clock}
    door.answer(found, lambda: door.tell("initialised", **found))


@spoken
@click.command(cls=Spoken)
@click.pass_obj
def migrate(door: Door) -> None:
    """Bring the database to this program's schema."""
    store = Store(door.settings.database_url)
    try:
        found = {"database": store.name, "schema": upgrade(door.settings, store)}
    finally:
        store.close()
    door.answer(found, lambda: door.tell("migrated", **found))


@spoken
@click.command(cls=Spoken)
@click.pass_obj
def config(door: Door) -> None:
    """Every setting with where its value came from."""
    rows = describe(door.settings)
    document = {row.name: {"value": row.value, "source": row.source} for row in rows}
    door.answer(document, lambda: door.table(("name", "value", "source"), rows))
