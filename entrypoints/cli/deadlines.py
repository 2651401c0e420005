"""The deadline book: list, extend, recompute. Every change is a command on the streams it is about."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from entrypoints.boards import book_shape
from entrypoints.bootstrap import Service, service
from entrypoints.cli.boards import as_of, moment_given
from entrypoints.cli.commands import Wish, drain, travel, wish, wishing
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.errors import BadInput
from entrypoints.shapes import answer, proposal_shape
from storage.book import book
from storage.sight import EVERYTHING
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.deadline_book import Proposal, acceptances, holders, milestones, proposals
from workflow.messages import Command
from workflow.proposals import proposal_of, tried


@click.group(cls=Verbs)
def deadline() -> None:
    """Verbs on deadlines."""


@deadline.command("list")
@spoken
@click.option("--call", default="", metavar="CALL")
@click.option("--project", default="", metavar="PROJECT")
@click.option("--stream", default="", metavar="STREAM")
@click.option("--kind", default="", metavar="KIND")
@click.option("--owner", default="", metavar="ROLE")
@click.option("--status", default="", metavar="STATUS")
@click.option("--limit", default=200, type=click.IntRange(1, 10_000))
@click.option("--cursor", default="", metavar="CURSOR")
@as_of
@click.pass_obj
def list_deadlines(door: Door, /, limit: int, cursor: str, **given: Any) -> None:
    """The book's rows by their end, as they stand or as they stood; of a call also its milestones."""
    wanted = {name: given[name] for name in ("call", "project", "stream", "kind", "owner", "status")}
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        moment = moment_given(reader, given)
        if moment is None:
            rows = book(reader, limit + 1, EVERYTHING, after=cursor, **wanted)
        else:
            rows = parts.past.book(reader, moment, limit + 1, EVERYTHING, after=cursor, **wanted)
        targets = _milestones(parts, reader, wanted["call"]) if wanted["call"] else []
    following = rows[limit - 1].place if len(rows) > limit else ""
    document = {"rows": [book_shape(row) for row in rows[:limit]], "cursor": following, "milestones": targets}
    door.answer(document, lambda: _show_book(door, document))


def _milestones(parts: Service, reader: Reader, call: str) -> list[dict[str, Any]]:
    """What the call aims at: months without any effect in law, beside the hard ends."""
    found = reader.streams([call]).get(call)
    if found is None:
        raise BadInput("stream.unknown", found=call)
    return milestones(parts.definitions.rules(str(found.facts["rules"]), reader))


def _show_book(door: Door, document: Mapping[str, Any]) -> None:
    shown = (
        (
            row["stream"],
            f"{row['label'][door.language]} ({row['kind']})",
            door.role(row["owner"]),
            row["due_date"],
            door.until(row["expires"]),
            row["rule"],
            row["length"],
            door.told(f"how.{row['status']}"),
        )
        for row in document["rows"]
    )
    door.table(("stream", "kind", "owner", "due", "expires", "rule", "length", "state"), shown)
    if document["cursor"]:
        door.tell("more", cursor=document["cursor"])
    if document["milestones"]:
        listed = ((each["month"], each["label"][door.language]) for each in document["milestones"])
        door.table(("month", "milestone"), listed)


@deadline.command("extend")
@spoken
@click.argument("stream")
@click.argument("kind")
@click.option("--until", required=True, metavar="DAY")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--confirm", is_flag=True)
@wishing
@click.pass_obj
def extend(door: Door, /, stream: str, kind: str, until: str, reason: str, confirm: bool, **given: Any) -> int:
    """Propose to extend one deadline, or all of a kind in a call; the same line with --confirm is the second person."""
    wished = wish(given)
    with service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            streams = _over(reader, stream, kind)
        data = {"extended": {"kind": kind, "until": until, "reason": reason}}
        return _move(door, parts, [(each, "extend_deadline", data) for each in streams], wished, confirm)


def _over(reader: Reader, stream: str, kind: str) -> list[str]:
    """The stream itself if the deadline is open over it, else the call's streams that have it."""
    found = reader.streams([stream]).get(stream)
    if found is None:
        raise BadInput("stream.unknown", found=stream)
    below = [stream] if kind in found.deadlines else holders(reader, stream, kind) if found.kind == "call" else []
    if not below:
        raise BadInput("deadline.nobody", stream=stream, kind=kind)
    return below


@deadline.command("recompute")
@spoken
@click.argument("stream", metavar="CALL")
@click.option("--accept", is_flag=True)
@click.option("--reason", metavar="TEXT")
@click.option("--confirm", is_flag=True)
@wishing
@click.pass_obj
def recompute(door: Door, /, stream: str, accept: bool, reason: str | None, confirm: bool, **given: Any) -> int:
    """What rules and calendar known now would move; --accept proposes it, a second person adds --confirm."""
    wished = wish(given)
    with service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            call = reader.streams([stream]).get(stream)
            if call is None or kind_of(stream) != "call":
                raise BadInput("stream.unknown", found=stream)
            found = proposals(reader, stream, parts.definitions.rules(str(call.facts["rules"]), reader))
        if not accept:
            door.answer({"proposals": [proposal_shape(x) for x in found]}, lambda: show_proposals(door, found))
            return 1 if found else 0
        if not reason:
            raise BadInput("deadline.unexplained")
        if wished.at is not None:
            travel(parts, wished.at, fire=not wished.dry_run)
        commands = acceptances(found, reason, wished.actor, wished.key, parts.clock.now())
        return _say(door, parts, commands, wished.dry_run, confirm)


def show_proposals(door: Door, found: Sequence[Proposal]) -> None:
    if not found:
        door.tell("nothing_to_recompute")
        return
    rows = ((each.stream, each.kind, each.before, each.after, _why(door, each)) for each in found)
    door.table(("stream", "kind", "before", "after", "derivation"), rows)


def _why(door: Door, each: Proposal) -> str:
    return "; ".join(step.ko if door.language == "ko" else step.en for step in each.derivation)


type_of_wishes = Sequence[tuple[str, str, Mapping[str, Any]]]


def _move(door: Door, parts: Service, wishes: type_of_wishes, wished: Wish, confirm: bool) -> int:
    """Each stream's deadline is proposed, or moves, by a command of its own; the answer ends 1 if one was refused."""
    if wished.at is not None:
        travel(parts, wished.at, fire=not wished.dry_run)
    now = parts.clock.now()
    commands = [
        Command(stream, trigger, data, wished.actor, f"{wished.key}:{_kind(data)}", now, wished.expect)
        for stream, trigger, data in wishes
    ]
    return _say(door, parts, commands, wished.dry_run, confirm)


def _say(door: Door, parts: Service, commands: Sequence[Command], dry_run: bool, confirm: bool) -> int:
    if not confirm:
        commands = [proposal_of(each) for each in commands]
    if dry_run:
        outcomes = [tried(parts.engine, command) for command in commands]
    else:
        outcomes = parts.engine.execute([(command,) for command in commands])
        drain(parts)
    answers = [
        {"stream": command.stream} | answer(outcome, dry_run=dry_run)
        for command, outcome in zip(commands, outcomes, strict=True)
    ]
    failed = sum(not outcome.accepted for outcome in outcomes)
    told = "moved" if confirm else "proposed"
    door.answer({told: answers}, lambda: _show_answers(door, told, answers, failed))
    return 1 if failed else 0


def _show_answers(door: Door, told: str, answers: Sequence[Mapping[str, Any]], failed: int) -> None:
    for each in answers:
        for refusal in each.get("refusals", ()):
            click.echo(f"- {each['stream']}: {refusal['message'][door.language]}")
    door.tell(told, done=len(answers) - failed, failed=failed)


def _kind(data: Mapping[str, Any]) -> str:
    """The kind of deadline a command moves: two kinds of one stream are two commands."""
    return str(next(each["kind"] for each in data.values() if isinstance(each, Mapping)))
