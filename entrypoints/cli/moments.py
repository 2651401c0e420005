"""Streams in time: `replay`, `diff`, and how a stream is shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import instant, moment
from entrypoints.streams import compared, replayed, wording
from states.wording import Wording, holds
from storage.queries import versions_in
from storage.transaction import Reader

CHECKPOINT = "checkpoint:"
WIDEST = 160
"""Letters of a fact in a table."""


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.option("--at", metavar="INSTANT")
@click.option("--version", type=click.IntRange(min=0), metavar="N")
@click.option("--checkpoint", type=click.IntRange(min=0), metavar="N")
@click.option("--effective", is_flag=True)
@click.pass_obj
def replay(
    door: Door, stream: str, at: str | None, version: int | None, checkpoint: int | None, effective: bool
) -> None:
    """State as of a moment, from events alone."""
    given = [each for each in (at, version, checkpoint) if each is not None]
    if len(given) > 1 or (effective and at is None):
        raise click.UsageError("--at [--effective] | --version | --checkpoint", click.get_current_context())
    wanted = instant(at) if at is not None else version
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        if checkpoint is not None:
            wanted = versions_in(reader, [stream], checkpoint).get(stream, 0)
        shape = replayed(parts, reader, stream, wanted, effective=effective)
        words = wording(parts, reader, shape, door.language)
    door.answer(shape, lambda: show(door, shape, words))


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.option("--from", "start", default="0", metavar="MOMENT")
@click.option("--to", "end", metavar="MOMENT")
@click.option("--effective", is_flag=True)
@click.pass_obj
def diff(door: Door, stream: str, start: str, end: str | None, effective: bool) -> int:
    """What changed between two moments; 1 where anything did."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        one = moment_in(reader, stream, start)
        other = moment_in(reader, stream, end) if end is not None else None
        document = compared(parts, reader, stream, one, other, effective=effective)
    door.answer(document, lambda: _show_changes(door, document["told"]))
    return 1 if document["told"] else 0


def moment_in(reader: Reader, stream: str, text: str) -> int | datetime:
    """A version, an instant, or the version a stream had at a checkpoint (`checkpoint:N`)."""
    if text.startswith(CHECKPOINT) and text[len(CHECKPOINT) :].isdecimal():
        return versions_in(reader, [stream], int(text[len(CHECKPOINT) :])).get(stream, 0)
    return moment(text)


def _show_changes(door: Door, told: Sequence[Mapping[str, Any]]) -> None:
    if not told:
        door.tell("no_difference")
        return
    rows = ((each["words"][door.language], _ground(door, each["by"]), _ground(door, each["corrects"])) for each in told)
    door.table(("changed", "changed_by", "corrects"), rows)


def _ground(door: Door, by: Mapping[str, Any] | None) -> str:
    if by is None:
        return ""
    who = f"{door.role(by['actor']['role'])} {by['actor']['org']}"
    return f"{door.time(by['recorded_at'])} {who}: {by['label'][door.language]} [{by['cite']}]"


def show(door: Door, shape: dict[str, Any], words: Wording) -> None:
    """A stream for people: where it stands, what is due, its supports and facts."""
    named = shape["state_label"][door.language]
    rows = [
        (door.word("stream"), shape["stream"]),
        (door.word("call"), shape["call"]),
        (door.word("state"), f"{named} ({shape['state']})"),
        (door.word("phase"), door.phase(shape["phase"])),
        (door.word("version"), shape["version"]),
        (door.word("as_of"), door.time(shape["as_of"])),
        (door.word("lifecycle"), shape["lifecycle"][:12]),
        (door.word("head"), shape["head_hash"][:12]),
    ]
    door.pairs(rows)
    if shape["deadlines"]:
        due = (
            (each["label"][door.language], door.role(each["owner"]), door.until(each["expires"]))
            for each in shape["deadlines"]
        )
        door.table(("deadlines", "owner", "expires"), due)
    if shape["supports"]:
        steps = ((each["stream"], each["order"], support_state(door, each)) for each in shape["supports"])
        door.table(("supports", "order", "state"), steps)
    if shape["facts"]:
        door.table(("facts", "value"), said(words, shape["facts"]))


def support_state(door: Door, shape: dict[str, Any]) -> str:
    """A support's state with its step ①–⑧."""
    step = chr(ord("①") + shape["step"] - 1) if shape["step"] else ""
    return f"{step} {shape['state_label'][door.language]}".strip()


def said(words: Wording, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of each fact that holds anything."""
    return [(words.label(name), short(words.value(name, value))) for name, value in facts.items() if holds(value)]


def short(text: str) -> str:
    """At most so much of a text as stands in a cell."""
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
