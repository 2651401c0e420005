"""The paper desk: a letter is entered by one person and confirmed, or refused, by another."""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.commands import Wish, send, wish, wishing
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import data, instant
from entrypoints.errors import BadInput
from states.guards.paper import WAITING
from states.instants import read


@spoken
@click.command(cls=Spoken)
@click.argument("trigger")
@click.argument("stream")
@click.option("--number", required=True, metavar="NUMBER")
@click.option("--arrived", metavar="INSTANT")
@click.option("--scan", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--delivery", type=click.Choice(["post", "hand"]), default="post")
@click.option("--data", "text", metavar="JSON|@FILE")
@click.option("--confirm", is_flag=True)
@click.option("--refuse", "reason", metavar="REASON")
@wishing
@click.pass_obj
def paper(door: Door, /, trigger: str, stream: str, number: str, **given: Any) -> int:
    """Enter, confirm or refuse a letter."""
    wished = wish(given)
    if given["reason"] is not None:
        _entered(door, stream, number)
        return send(door, stream, "refuse_paper", {"reason": given["reason"]}, wished)
    if given["confirm"]:
        letter = _entered(door, stream, number)
        return send(door, stream, trigger, letter["content"], replace(wished, arrived=read(str(letter["arrived_at"]))))
    return _enter(door, stream, {"trigger": trigger, "book_no": number}, given, wished)


def _enter(door: Door, stream: str, entry: Mapping[str, str], given: Mapping[str, Any], wished: Wish) -> int:
    for name in ("arrived", "scan"):
        if given[name] is None:
            raise click.MissingParameter(ctx=click.get_current_context(), param=_option(name))
    content = {"delivery": given["delivery"], "document": _fingerprint(given["scan"]), "content": data(given["text"])}
    return send(door, stream, "enter_paper", {**entry, **content}, replace(wished, arrived=instant(given["arrived"])))


def _option(name: str) -> click.Parameter:
    return next(param for param in click.get_current_context().command.params if param.name == name)


def _fingerprint(scan: Path) -> str:
    try:
        return sha256(scan.read_bytes()).hexdigest()
    except OSError as error:
        raise BadInput("paper.scan", file=str(scan), reason=error.strerror or str(error)) from error


def _entered(door: Door, stream: str, number: str) -> Mapping[str, Any]:
    """The letter of this number that waits on the stream; BadInput if there is none."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = reader.streams([stream]).get(stream)
    if found is None:
        raise BadInput("stream.unknown", found=stream)
    letter: Mapping[str, Any] = found.facts.get("letter", {})
    if found.facts.get("paper") != WAITING or letter.get("book_no") != number:
        raise BadInput("paper.none", stream=stream, number=number)
    return letter
