"""What two persons decide: one proposes, another approves or declines; letters wait for them in the same way."""

from collections.abc import Sequence
from dataclasses import asdict, replace

import click

from entrypoints.bootstrap import FAMILY, service
from entrypoints.cli.commands import Wish, send, wish, wishing
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import data
from entrypoints.errors import BadInput
from states.instants import read
from states.names import Names
from states.proposals import DECLINE, PROPOSE
from states.wording import Wording
from workflow.proposals import Waiting, waiting_below, waiting_on


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.argument("trigger")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def propose(door: Door, /, stream: str, trigger: str, text: str | None, **given: object) -> int:
    """Propose a step that two persons decide."""
    return send(door, stream, PROPOSE, {"trigger": trigger, "content": data(text)}, wish(given))


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.argument("number")
@wishing
@click.pass_obj
def approve(door: Door, /, stream: str, number: str, **given: object) -> int:
    """Take the step that was proposed, or that a letter asks for."""
    return approved(door, found_on(door, stream, number), wish(given))


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.argument("number")
@click.option("--reason", required=True, metavar="TEXT")
@wishing
@click.pass_obj
def decline(door: Door, /, stream: str, number: str, reason: str, **given: object) -> int:
    """Decline a proposal, or refuse a letter."""
    found_on(door, stream, number)
    return send(door, stream, DECLINE, {"proposal": number, "reason": reason}, wish(given))


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.pass_obj
def proposals(door: Door, /, stream: str) -> None:
    """What waits for a second person on a stream; of a call also on all below it."""
    rows = _all(door, stream)
    shapes = [asdict(each) for each in rows]
    door.answer({"rows": shapes}, lambda: _show(door, rows))


def approved(door: Door, found: Waiting, wished: Wish) -> int:
    """Send the step as it was proposed, at the arrival of its letter."""
    arrived = read(found.arrived_at) if found.arrived_at else None
    return send(door, found.stream, found.trigger, found.content, replace(wished, arrived=arrived))


def found_on(door: Door, stream: str, number: str) -> Waiting:
    """What waits on the stream under this number: the event's version, or the receipt book's. BadInput if nothing."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = reader.streams([stream]).get(stream)
        if found is None:
            raise BadInput("stream.unknown", found=stream)
        rows = waiting_on(reader, found)
    for each in rows:
        if number in (each.number, each.book_no):
            return each
    raise BadInput("proposal.none", stream=stream, number=number)


def _all(door: Door, stream: str) -> Sequence[Waiting]:
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = reader.streams([stream]).get(stream)
        if found is None:
            raise BadInput("stream.unknown", found=stream)
        return [*waiting_on(reader, found), *(waiting_below(reader, stream) if found.kind == "call" else ())]


def _show(door: Door, rows: Sequence[Waiting]) -> None:
    words = Wording(Names(None, door.language), FAMILY.values())
    shown = (
        (r.stream, r.number, words.step(r.trigger), r.by, door.time(r.at), r.book_no, door.time(r.arrived_at))
        for r in rows
    )
    door.table(("stream", "number", "trigger", "by", "at", "book_no", "arrived"), shown)
