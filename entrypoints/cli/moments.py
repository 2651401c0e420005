"""Streams in time: `replay`, `diff`, and how a stream is shown."""

from collections.abc import Iterable, Mapping
from typing import Any

import click

from entrypoints.bootstrap import Service, service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import instant, moment
from entrypoints.shapes import label
from entrypoints.streams import replay_of, replayed
from storage.queries import versions_in
from workflow.audit.moments import causes
from workflow.batch import kind_of
from workflow.replay import changes

GROUPED = 10_000
"""From here on digits are grouped: a year is below, money above."""


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
        by = {name: _cause(parts, event) for name, event in causes(reader, before, after).items()}
    found = changes(before, after)
    sides = {
        side: {"version": each.version, "state": each.state, "recorded_at": each.updated_at}
        for side, each in (("from", before), ("to", after))
    }
    differences = {name: {"from": old, "to": new, "by": by.get(name)} for name, (old, new) in found.items()}
    document = {"stream": stream, **sides, "changes": differences}
    door.answer(document, lambda: _show_changes(door, differences))
    return 1 if found else 0


def _cause(parts: Service, event: Mapping[str, Any]) -> dict[str, Any]:
    """By whom, when and on which ground something changed."""
    row = parts.definitions.lifecycle(kind_of(event["stream"]), event["lifecycle"]).by_name[event["row"]]
    told = {name: event[name] for name in ("version", "trigger", "actor", "recorded_at")}
    return told | {"label": label(row), "cite": row.cite}


def _show_changes(door: Door, found: Mapping[str, Mapping[str, Any]]) -> None:
    if not found:
        door.tell("no_difference")
        return
    rows = ((name, brief(each["from"]), brief(each["to"]), _ground(door, each["by"])) for name, each in found.items())
    door.table(("name", "before", "after", "changed_by"), rows)


def _ground(door: Door, by: Mapping[str, Any] | None) -> str:
    if by is None:
        return ""
    who = f"{by['actor']['role']} {by['actor']['org']}"
    return f"{door.time(by['recorded_at'])} {who}: {by['label'][door.language]} [{by['cite']}]"


def show(door: Door, shape: dict[str, Any]) -> None:
    """A stream for people: where it stands, what is due, its supports and facts."""
    named = shape["state_label"][door.language]
    rows = [
        (door.word("stream"), shape["stream"]),
        (door.word("call"), shape["call"]),
        (door.word("state"), f"{named} ({shape['state']})"),
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
