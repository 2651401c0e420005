"""What every verb shares: the language and form of its answers, its help, its options."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta, timezone
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import click
import orjson

from entrypoints.errors import Fault
from entrypoints.settings import Language, Settings, load_settings
from states.catalogue.cli import OPTIONS, SENTENCES, VERBS, WORDS
from states.catalogue.console import WORDS as SHARED
from states.catalogue.roles import PHASES, ROLES
from states.catalogue.said import Said
from states.instants import read

if TYPE_CHECKING:
    from rich.console import Console

type_of_verb = TypeVar("type_of_verb", bound=Callable[..., Any])
KST = timezone(timedelta(hours=9))
MOMENT = timedelta(microseconds=1)
PIPE_WIDTH = 200
"""Columns of a table where no terminal says its own width."""


@dataclass
class Door:
    """One run of the command line: the language and form of every answer."""

    language: Language
    json: bool
    given_language: str | None = None
    kept: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def settings(self) -> Settings:
        """The settings of this run. SettingsError for a value that cannot be used."""
        return load_settings(lang=self.given_language)

    def pick(self, said: Said) -> str:
        return said.ko if self.language == "ko" else said.en

    def label(self, named: Any) -> str:
        """The label of anything declared with `ko` and `en`."""
        return str(named.ko if self.language == "ko" else named.en)

    def phase(self, id: str) -> str:
        return self.pick(PHASES[id]) if id in PHASES else id

    def role(self, id: str) -> str:
        return self.pick(ROLES[id]) if id in ROLES else id

    def time(self, written: str) -> str:
        """A recorded instant as people read it: in Korea."""
        return read(written).astimezone(KST).isoformat(sep=" ") if written else ""

    def until(self, end: str) -> str:
        """The last moment before a deadline ends as people read it: a whole day, or a time in Korea; empty for none."""
        if not end:
            return ""
        at = read(end).astimezone(KST)
        if at.time() == time.min:
            return (at - MOMENT).date().isoformat()
        return (at - MOMENT).isoformat(sep=" ", timespec="minutes") if at.microsecond == 1 else at.isoformat(sep=" ")

    def word(self, name: str) -> str:
        return self.pick(WORDS[name])

    def told(self, name: str) -> str:
        """A word the console says too; the last part of its name where it has none."""
        return self.pick(SHARED[name]) if name in SHARED else name.rpartition(".")[2]

    def sentence(self, name: str, **facts: object) -> str:
        return self.pick(SENTENCES[name].filled(facts))

    def answer(self, document: object, show: Callable[[], None]) -> None:
        """One JSON document on stdout, or what `show` prints for people."""
        if self.json:
            self.document(document)
        else:
            show()

    def document(self, document: object) -> None:
        click.echo(orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())

    def tell(self, name: str, **facts: object) -> None:
        click.echo(self.sentence(name, **facts))

    def fail(self, fault: Fault) -> None:
        """Say what stopped the run: on stdout as JSON where JSON was asked for, else on stderr."""
        if self.json:
            self.document(fault.document())
            return
        click.echo(fault.ko if self.language == "ko" else fault.en, err=True)
        for detail in fault.details:
            click.echo("  " + str(detail[self.language]), err=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
        """A table headed by words of the catalogue."""
        from rich.markup import escape  # noqa: PLC0415 - a heavy import, only where a table is printed
        from rich.table import Table  # noqa: PLC0415

        table = Table(*(self.word(column) for column in columns), title=title or None, title_justify="left")
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
        self.console.print(table)

    def pairs(self, rows: Iterable[tuple[str, object]]) -> None:
        """Names and values, one a line."""
        from rich.markup import escape  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415

        grid = Table.grid(padding=(0, 2))
        for name, value in rows:
            grid.add_row(f"[bold]{escape(name)}[/bold]", escape(str(value)))
        self.console.print(grid)

    @property
    def console(self) -> "Console":
        from rich.console import Console  # noqa: PLC0415

        return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False)


def door_of(context: click.Context) -> Door:
    return context.find_object(Door) or Door("en", json=False)


def path_of(context: click.Context) -> str:
    """The verb as its catalogue entry is named: `call check`."""
    return " ".join(context.command_path.split()[1:])


class Spoken(click.Command):
    """A verb whose help comes from the catalogue."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=door_of(ctx).word("usage"))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(door_of(ctx).label(VERBS[path_of(ctx)]))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        door, path = door_of(ctx), path_of(ctx)
        records = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None and isinstance(param, click.Option):
                name = max(param.opts, key=len)
                records.append((record[0], door.pick(OPTIONS.get(f"{path} {name}") or OPTIONS[name])))
        with formatter.section(door.word("options")):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(door_of(ctx).word("example")):
            formatter.write(f"{'':>{formatter.current_indent}}{VERBS[path_of(ctx)].example}\n")


class Verbs(Spoken, click.Group):
    """A group of verbs. `modules` names where a verb is declared, so that help loads none of them."""

    command_class = Spoken

    def __init__(self, *args: Any, modules: Mapping[str, str] | None = None, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.modules = modules or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.modules, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.modules:
            return self.commands.get(cmd_name)
        from importlib import import_module  # noqa: PLC0415

        module, _, name = self.modules[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"entrypoints.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        door, path = door_of(ctx), path_of(ctx)
        shown = [name for name in self.list_commands(ctx) if name not in HIDDEN]
        with formatter.section(door.word("verbs")):
            formatter.write_dl([(name, door.label(VERBS[f"{path} {name}".strip()])) for name in shown])


HIDDEN = frozenset({"docs"})
"""Verbs for those who build the program."""


def spoken(command: type_of_verb) -> type_of_verb:
    """Give a verb the options every verb has. They are read before the line is parsed: wrong lines are answered too."""
    command = click.option("--json", "_json", is_flag=True, expose_value=False)(command)
    return click.option("--lang", "_lang", type=click.Choice(["ko", "en"]), expose_value=False)(command)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """What shows how far something is, 0 to 1: a bar in a terminal, nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415 - a heavy import, only where something takes long
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, done: bar.update(task, description=what, completed=done)
