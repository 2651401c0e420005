"""A wrong line, told in the user's language."""

from collections.abc import Sequence
from difflib import get_close_matches

import click
from click.exceptions import MissingParameter, NoSuchCommand, NoSuchOption

from entrypoints.errors import BAD_INPUT, Fault, fault


def usage_fault(error: click.UsageError) -> Fault:
    """The fault a usage error of click is told as."""
    path = error.ctx.command_path if error.ctx else "yeongo"
    match error:
        case NoSuchCommand():
            return _meant("usage.verb", error.command_name, _near(error))
        case NoSuchOption():
            return _meant("usage.option", error.option_name, error.possibilities)
        case MissingParameter(param=param) if param is not None:
            return fault("usage.missing", BAD_INPUT, name=_name(param, error.ctx), path=path)
        case click.BadParameter(param=param) if param is not None:
            return fault("usage.value", BAD_INPUT, name=_name(param, error.ctx), reason=error.message)
        case _:
            return fault("usage", BAD_INPUT, reason=error.format_message().rstrip("."), path=path)


def _meant(code: str, name: str, possibilities: Sequence[str] | None) -> Fault:
    return fault(code, BAD_INPUT, name=name, meant=did_you_mean(possibilities or ()))


def _near(error: NoSuchCommand) -> list[str]:
    """The verbs that come nearest: click itself knows only those that are loaded."""
    context = error.ctx
    known = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []
    return get_close_matches(error.command_name, known)


def did_you_mean(possibilities: Sequence[str]) -> str:
    return f" → {', '.join(possibilities)}?" if possibilities else ""


def _name(param: click.Parameter, context: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(context) if context else str(param.name)
