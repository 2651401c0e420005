"""Paper: a letter is entered by one person and confirmed, or refused, by another; what goes out is written."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import outgoing
from entrypoints.cli.commands import Wish, send, wish, wishing
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.proposals import approved, found_on
from entrypoints.cli.values import data, instant
from entrypoints.errors import BadInput
from states.proposals import DECLINE, ENTER
from workflow.proposals import Waiting


@spoken
@click.command(cls=Spoken)
@click.argument("trigger")
@click.argument("stream")
@click.option("--number", metavar="NUMBER")
@click.option("--arrived", metavar="INSTANT")
@click.option("--scan", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--delivery", type=click.Choice(["post", "hand"]), default="post")
@click.option("--data", "text", metavar="JSON|@FILE")
@click.option("--confirm", is_flag=True)
@click.option("--refuse", "reason", metavar="REASON")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--keep", is_flag=True)
@click.option("--ministry", default="", metavar="MINISTRY")
@wishing
@click.pass_obj
def paper(door: Door, /, trigger: str, stream: str, number: str | None, **given: Any) -> int:
    """Enter, confirm or refuse a letter; with `--out` write the paper of this name."""
    wished = wish(given)
    if given["out"] is not None:
        return outgoing.write(door, trigger, stream, given, wished)
    if number is None:
        raise click.MissingParameter(ctx=click.get_current_context(), param=_option("number"))
    if given["reason"] is not None:
        letter = _letter(door, stream, number)
        return send(door, stream, DECLINE, {"proposal": letter.number, "reason": given["reason"]}, wished)
    if given["confirm"]:
        return approved(door, _letter(door, stream, number, trigger), wished)
    return _enter(door, stream, {"trigger": trigger, "book_no": number}, given, wished)


def _letter(door: Door, stream: str, number: str, trigger: str = "") -> Waiting:
    """The letter of this number, which asks for this step. BadInput if there is none."""
    found = found_on(door, stream, number)
    if found.book_no != number or trigger not in ("", found.trigger):
        raise BadInput("proposal.none", stream=stream, number=number)
    return found


def _enter(door: Door, stream: str, entry: Mapping[str, str], given: Mapping[str, Any], wished: Wish) -> int:
    for name in ("arrived", "scan"):
        if given[name] is None:
            raise click.MissingParameter(ctx=click.get_current_context(), param=_option(name))
    content = {"delivery": given["delivery"], "document": _fingerprint(given["scan"]), "content": data(given["text"])}
    return send(door, stream, ENTER, {**entry, **content}, replace(wished, arrived=instant(given["arrived"])))


def _option(name: str) -> click.Parameter:
    return next(param for param in click.get_current_context().command.params if param.name == name)


def _fingerprint(scan: Path) -> str:
    try:
        return sha256(scan.read_bytes()).hexdigest()
    except OSError as error:
        raise BadInput("paper.scan", file=str(scan), reason=error.strerror or str(error)) from error
