"""`bench`: one workload measured."""

from importlib import import_module

import click

from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.errors import BadInput

WORKLOADS = ("transitions", "replay", "verify", "rush", "storm", "reminders", "console", "asof", "board")


@spoken
@click.command(cls=Spoken, context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def bench(door: Door, name: str, arguments: tuple[str, ...]) -> int:
    """Measure one workload of bench/; its own options follow the name."""
    if name not in WORKLOADS:
        raise BadInput("bench.unknown", found=name, known=", ".join(WORKLOADS))
    code: int = import_module(f"bench.{name}").main(list(arguments))
    return code
