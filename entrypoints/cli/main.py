"""The command line: one line in, one answer out, an exit code of INTERFACES. No traceback ever leaves here."""

import sys
from collections.abc import Sequence
from typing import cast, get_args

import click

from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.usage import usage_fault
from entrypoints.errors import explain
from entrypoints.settings import Language, SettingsError, load_settings, mask

INTERRUPTED = 130
MODULES = {
    "init": "installation:init",
    "migrate": "installation:migrate",
    "config": "installation:config",
    "worker": "jobs:worker",
    "call": "calls:call",
    "lifecycle": "lifecycles:lifecycle",
    "project": "projects:project",
    "support": "supports:support",
    "company": "supports:company",
    "survey": "survey:survey",
    "import": "imports:imports",
    "evaluate": "evaluations:evaluate",
    "paper": "papers:paper",
    "papers": "outgoing:papers",
    "advance": "commands:advance",
    "propose": "proposals:propose",
    "approve": "proposals:approve",
    "decline": "proposals:decline",
    "proposals": "proposals:proposals",
    "replay": "moments:replay",
    "diff": "moments:diff",
    "period": "periods:period",
    "deadline": "deadlines:deadline",
    "jobs": "jobs:jobs",
    "webhook": "webhooks:webhook",
    "audit": "audit:audit",
    "docs": "docs:docs",
    "serve": "service:serve",
    "bulk": "bulk:bulk",
    "backup": "backups:backup",
    "restore": "backups:restore",
    "user": "people:user",
    "org": "people:org",
    "assign": "people:assign",
    "absent": "people:absent",
    "handover": "people:handover",
    "demo": "play:demo",
    "bench": "measure:bench",
}


@spoken
@click.group(cls=Verbs, modules=MODULES)
def yeongo() -> None:
    """The root of all verbs; its help is in the catalogue."""


def run(arguments: Sequence[str]) -> int:
    """Do what the line asks; the exit code: 0 done, 1 the answer is no, 2 bad input, 3 a fault of the system."""
    door = _door(arguments)
    try:
        code = yeongo.main(list(arguments), prog_name="yeongo", standalone_mode=False, obj=door)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help(), err=True)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.UsageError as error:
        door.fail(usage_fault(error))
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last door: what nobody foresaw is told as a fault, never a traceback
        return _failed(door, error)
    return code if isinstance(code, int) else 0


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))


def _door(arguments: Sequence[str]) -> Door:
    """The language and form of the answers, known before the line is parsed: a wrong line is answered in them too."""
    given = None
    for n, each in enumerate(arguments):
        name, equals, value = each.partition("=")
        if name == "--lang":
            given = value if equals else next(iter(arguments[n + 1 : n + 2]), None)
    given = given if given in get_args(Language) else None
    return Door(_language(given), json="--json" in arguments, given_language=given)


def _language(given: str | None) -> Language:
    if given is not None:
        return cast(Language, given)
    try:
        return load_settings().language
    except SettingsError:
        # Told when a verb asks for its settings; help is given all the same.
        return "ko"


def _failed(door: Door, error: Exception) -> int:
    try:
        database = mask(door.settings.database_url)
    except SettingsError:
        database = ""
    fault = explain(error, database)
    _log(door, error)
    door.fail(fault)
    return fault.exit


def _log(door: Door, error: Exception) -> None:
    """The whole error for those who look for it, at the level they ask for."""
    try:
        settings = door.settings
    except SettingsError:
        return
    if settings.log_level == "DEBUG":
        import structlog  # noqa: PLC0415 - a heavy import, only where something is logged

        from entrypoints.logging import configure_logging  # noqa: PLC0415

        configure_logging(settings.log_format, settings.log_level)
        structlog.get_logger("yeongo").debug("failed", exc_info=error)


if __name__ == "__main__":
    main()
