"""Playing and measuring: `demo` and `bench`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import orjson

from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.errors import BadInput, fault

DATABASE = "sqlite:///var/demo.db"
REFUSED = 1
BENCHES = "bench"


@spoken
@click.command(cls=Spoken)
@click.option("--database", default=DATABASE, metavar="URL")
@click.pass_obj
def demo(door: Door, database: str) -> int:
    """Play call 2025-2 through its whole life; the last line is JSON."""
    from entrypoints.demo.playing import play
    from entrypoints.demo.stage import DemoError

    try:
        with progress_bar() as progress:
            found = play(database, door.settings.calls, progress)
    except DemoError as error:
        door.fail(fault("demo.failed", REFUSED, reason=str(error).rstrip(".")))
        return REFUSED
    if not door.json:
        _show(door, found)
    click.echo(orjson.dumps(found).decode())
    return 0 if found["replay_equal"] else REFUSED


def _show(door: Door, found: Mapping[str, Any]) -> None: ...


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """What shows how far the play is: a bar in a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, done: bar.update(task, description=what, completed=done)


@spoken
@click.command(cls=Spoken, context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("name")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def bench(door: Door, name: str, arguments: tuple[str, ...]) -> int:
    """Measure one workload of bench/; its own options follow the name."""
    if not name.isidentifier() or name not in known_benches():
        raise BadInput("bench.unknown", found=name, known=", ".join(known_benches()))
    code: int = import_module(f"{BENCHES}.{name}").main(list(arguments))
    return code


def known_benches() -> list[str]:
    """The workloads: modules of bench/ that can be run."""
    found = find_spec(BENCHES)
    folders = [Path(each) for each in found.submodule_search_locations or ()] if found else []
    return sorted(file.stem for folder in folders for file in folder.glob("*.py") if "def main(argv" in file.read_text("utf-8"))
