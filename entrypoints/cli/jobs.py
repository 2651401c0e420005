"""What happens by itself, made to happen now."""

import click

from entrypoints.bootstrap import service
from entrypoints.cli.commands import drain
from entrypoints.cli.door import Door, Verbs, spoken


@click.group(cls=Verbs)
def jobs() -> None:
    """Verbs on what happens by itself."""


@jobs.command("run-due")
@spoken
@click.pass_obj
def run_due(door: Door) -> None:
    """Fire every timer due now."""
    with service(door.settings) as parts:
        fired = drain(parts)
    door.answer({"fired": fired}, lambda: door.tell("fired", fired=fired))
