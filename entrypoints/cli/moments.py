"""Streams in time: `replay`, `diff`, and how a stream is shown."""

from collections.abc import Iterable
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import instant, moment
from entrypoints.streams import replay_of, replayed
from workflow.replay import changes

GROUPED = 10_000
"""From here on digits are grouped: a year is below, money above."""


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.option("--at", metavar="INSTANT")
@click.option("--version", type=click.IntRange(min=0), metavar="N")
@click.pass_obj
def replay(door: Door, stream: str, at: str | None, version: int | None) -> None:
    """State as of a moment, from events alone."""
    if at is not None and version is not None:
        raise click.UsageError("--at | --version", click.get_current_context())
    wanted = instant(at) if at is not None else version
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = replayed(parts, reader, stream, wanted)
    door.answer(shape, lambda: show(door, shape))


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.option("--from", "start", default="0", metavar="MOMENT")
@click.option("--to", "end", metavar="MOMENT")
@click.pass_obj
def diff(door: Door, stream: str, start: str, end: str | None) -> int:
    """What changed between two moments; 1 where anything did."""
    moments = moment(start), moment(end) if end is not None else None
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        before, after = (replay_of(parts, reader, stream, each) for each in moments)
    found = changes(before, after)
    sides = {
        side: {"version": each.version, "state": each.state, "recorded_at": each.updated_at}
        for side, each in (("from", before), ("to", after))
    }
    differences = {name: {"from": old, "to": new} for name, (old, new) in found.items()}
    document = {"stream": stream, **sides, "changes": differences}
    door.answer(document, lambda: _show_changes(door, found))
    return 1 if found else 0


def _show_changes(door: Door, found: dict[str, tuple[Any, Any]]) -> None:
    if not found:
        door.tell("no_difference")
        return
    door.table(("name", "before", "after"), ((name, brief(old), brief(new)) for name, (old, new) in found.items()))


def show(door: Door, shape: dict[str, Any]) -> None:
    """A stream for people: where it stands, what is due, its supports and facts."""
    label = shape["state_label"][door.language]
    rows = [
        (door.word("stream"), shape["stream"]),
        (door.word("call"), shape["call"]),
        (door.word("state"), f"{label} ({shape['state']})"),
        (door.word("phase"), shape["phase"]),
        (door.word("version"), shape["version"]),
        (door.word("as_of"), door.time(shape["as_of"])),
        (door.word("lifecycle"), shape["lifecycle"][:12]),
        (door.word("head"), shape["head_hash"][:12]),
    ]
    door.pairs(rows)
    if shape["deadlines"]:
        due = ((each["label"][door.language], each["owner"], door.time(each["expires"])) for each in shape["deadlines"])
        door.table(("deadlines", "owner", "expires"), due)
    if shape["supports"]:
        steps = ((each["stream"], each["order"], support_state(door, each)) for each in shape["supports"])
        door.table(("supports", "order", "state"), steps)
    if shape["facts"]:
        door.table(("facts", "value"), ((name, brief(value)) for name, value in shape["facts"].items()))


def support_state(door: Door, shape: dict[str, Any]) -> str:
    """A support's state with its step ①–⑧."""
    step = chr(ord("①") + shape["step"] - 1) if shape["step"] else ""
    return f"{step} {shape['state_label'][door.language]}".strip()


def brief(value: object) -> str:
    """A fact on one line."""
    text = ", ".join(map(brief, value)) if isinstance(value, list | tuple) else _plain(value)
    return text if len(text) <= 120 else text[:119] + "…"


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int():
            return f"{value:,}" if value >= GROUPED else str(value)
        case dict():
            return _named(value.items())
        case _:
            return str(value)


def _named(items: Iterable[tuple[object, object]]) -> str:
    return ", ".join(f"{name}: {brief(value)}" for name, value in items)
