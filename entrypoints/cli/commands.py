"""Commands on streams: `advance`, and what every verb that sends a command shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

import click

from entrypoints.bootstrap import Service, service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.moments import said
from entrypoints.cli.values import actor, data, instant
from entrypoints.errors import BAD_INPUT, BadInput
from entrypoints.logging import configure_logging
from entrypoints.shapes import answer, refusal_shape
from entrypoints.streams import wording
from states.instants import written
from states.roles import Actor
from states.wording import Wording
from storage.timers import next_due
from workflow.batch import kind_of
from workflow.clock import VirtualClock
from workflow.messages import Command, Outcome
from workflow.proposals import tried

type_of_verb = TypeVar("type_of_verb", bound=Callable[..., Any])
DRAINED = 128
"""Timers fired in one transaction."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a command is sent: by whom, under which key, seen at which version, tried only, at which virtual instant; the
    arrival of a letter."""

    actor: Actor
    key: str
    expect: int | None
    dry_run: bool
    at: datetime | None
    arrived: datetime | None = None


def wishing(command: type_of_verb) -> type_of_verb:
    """Give a verb the options of every command; it gets them as `wish`."""
    options = (
        click.option("--as", "actor", metavar="ROLE:ORG:PERSON"),
        click.option("--expect", type=click.IntRange(min=0), metavar="VERSION"),
        click.option("--key", metavar="KEY"),
        click.option("--dry-run", is_flag=True),
        click.option("--at", metavar="INSTANT"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def wish(given: Mapping[str, Any]) -> Wish:
    """The wish a line's options make."""
    return Wish(
        actor=actor(given["actor"]),
        key=given["key"] or uuid4().hex,
        expect=given["expect"],
        dry_run=given["dry_run"],
        at=instant(given["at"]) if given["at"] else None,
    )


@spoken
@click.command(cls=Spoken)
@click.argument("stream")
@click.argument("trigger")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def advance(door: Door, /, stream: str, trigger: str, text: str | None, **given: Any) -> int:
    """One command on a stream."""
    return send(door, stream, trigger, data(text), wish(given))


def send(door: Door, stream: str, trigger: str, given: Mapping[str, Any], wished: Wish) -> int:
    """Send one command and say what became of it; reactions due now are fired after an acceptance."""
    configure_logging(door.settings.log_format, door.settings.log_level)
    with service(door.settings) as parts:
        outcome = submit(parts, stream, trigger, given, wished)
        return tell(door, parts, outcome, wished.dry_run, kind_of(stream))


def submit(parts: Service, stream: str, trigger: str, given: Mapping[str, Any], wished: Wish) -> Outcome:
    """Execute one command, or try it."""
    if wished.at is not None:
        travel(parts, wished.at, fire=not wished.dry_run)
    command = Command(
        stream, trigger, given, wished.actor, wished.key, parts.clock.now(), wished.expect, wished.arrived
    )
    if wished.dry_run:
        return tried(parts.engine, command)
    outcome = parts.engine.execute([(command,)])[0]
    if outcome.accepted and not outcome.repeated:
        drain(parts)
    return outcome


def travel(parts: Service, at: datetime, *, fire: bool) -> int:
    """Move a virtual clock to `at`; with `fire` what falls due on the way is fired, each at its own time; how many."""
    clock = parts.clock
    if not isinstance(clock, VirtualClock):
        raise BadInput("clock.real")
    if at < clock.now():
        raise BadInput("clock.backwards", now=written(clock.now()), found=written(at))
    fired = 0
    while fire and (due := _next(parts)) and due <= at:
        clock.set(max(clock.now(), due))
        if not (count := drain(parts)):
            break
        fired += count
    clock.set(at)
    return fired


def _next(parts: Service) -> datetime | None:
    with parts.store.snapshot() as reader:
        return next_due(reader)


def drain(parts: Service) -> int:
    """Fire every timer due now, and what follows from it; how many."""
    fired = 0
    while count := parts.engine.drain(parts.clock.now(), DRAINED):
        fired += count
    return fired


def tell(
    door: Door, parts: Service, outcome: Outcome, dry_run: bool, kind: str, more: Mapping[str, Any] | None = None
) -> int:
    """Say what became of a command, in JSON with what `more` there is to know; the exit code."""
    document = {**answer(outcome, dry_run=dry_run), **(more or {})}
    if outcome.problems:
        if door.json:
            door.document(document)
        for problem in () if door.json else document["error"]["details"]:
            click.echo(problem["message"][door.language], err=True)
        return BAD_INPUT
    door.answer(document, lambda: _told(door, parts, outcome, document, kind))
    return 0 if outcome.accepted else 1


def _told(door: Door, parts: Service, outcome: Outcome, document: Mapping[str, Any], kind: str) -> None:
    dry_run = document["dry_run"]
    if outcome.refusals:
        door.tell("would_refuse" if dry_run else "refused")
        _show_refusals(door, outcome)
        return
    assert outcome.receipt is not None  # noqa: S101 - what is or would be recorded has a receipt
    kind = kind_of(outcome.receipt.stream) or kind
    label = door.label(parts.definitions.family[kind].by_id[outcome.state])
    if outcome.repeated:
        door.tell("repeated", stream=outcome.receipt.stream, version=outcome.receipt.version)
    elif dry_run:
        door.tell("would_accept", label=label)
        _show_would(door, parts, kind, outcome)
    else:
        door.tell("accepted", label=label, **document["receipt"])


def _show_refusals(door: Door, outcome: Outcome) -> None:
    for each in map(refusal_shape, outcome.refusals):
        clause = f" [{each['clause']}]" if each["clause"] else ""
        click.echo(f"- {each['message'][door.language]}{clause} ({each['code']})")
        click.echo(f"  → {each['cure'][door.language]}")


def _show_would(door: Door, parts: Service, kind: str, outcome: Outcome) -> None:
    """What would be recorded, a line each; of a proposal or a letter what its step would record, or why not."""
    then, lifecycle = outcome.then or outcome, parts.definitions.family[kind]
    if then.refusals:
        door.tell("then_refused")
        _show_refusals(door, then)
        return
    if outcome.then:
        door.tell("then_accepted", label=door.label(lifecycle.by_id[then.state]))
    words = _words(door, parts, kind, outcome)
    for label, value in said(words, then.event.get("changes", {})):
        click.echo(f"  {label} {value}")
    for each in then.event.get("deadlines", {}).get("open", ()):
        named = lifecycle.deadlines[each["kind"]]
        click.echo(f"  {door.label(named)}: {door.until(each['expires'])}")


def _words(door: Door, parts: Service, kind: str, outcome: Outcome) -> Wording:
    """How the facts of a stream are said that may be one there is not yet."""
    stream = outcome.receipt.stream if outcome.receipt else ""
    with parts.store.snapshot() as reader:
        known = reader.streams([stream]).get(stream)
        parents = known.parents if known else outcome.event.get("parents", {})
        return wording(parts, reader, {"call": parents.get("call", stream), "kind": kind}, door.language)
