"""Acts on the record: erasing a private part, a legal hold, and who looked."""

from collections.abc import Mapping
from typing import Any

import click

from entrypoints.api.server import people_of
from entrypoints.bootstrap import service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.looking import looker
from entrypoints.cli.values import actor, instant
from entrypoints.errors import BadInput
from entrypoints.shapes import label
from states.catalogue.auditing import AUDITING
from states.catalogue.fields import field_name
from states.instants import written
from states.retention import RETENTION, Retention
from storage.ledger.erasure import Held, hold
from storage.ledger.erasure import erase as erased
from storage.people import person
from workflow.audit.search import Reading
from workflow.audit.search import readings as readings_of
from workflow.retention import Due, apply, due


@spoken
@click.command(cls=Spoken)
@click.argument("record", metavar="STREAM@VERSION")
@click.argument("part", metavar="PART")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def erase(door: Door, record: str, part: str, reason: str, who: str | None) -> int:
    """Destroy one private part for good; 1 while a legal hold stands."""
    stream, _, version = record.rpartition("@")
    if not version.isdecimal():
        raise BadInput("record.unknown", found=record)
    with service(door.settings) as parts, parts.store.transaction() as transaction:
        try:
            act = erased(transaction, stream, int(version), part, reason, parts.clock.now(), actor(who))
        except LookupError as error:
            raise BadInput("part.unknown", record=record, part=part) from error
        except Held:
            door.answer({"erased": False, "held": stream}, lambda: door.tell("held", stream=stream))
            return 1
    door.answer({"erased": True, "act": act.hash}, lambda: door.tell("erased", record=record, part=part))
    return 0


@spoken
@click.command("hold", cls=Spoken)
@click.argument("stream")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--lift", is_flag=True)
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def hold_(door: Door, stream: str, reason: str, lift: bool, who: str | None) -> None:
    """Lay a legal hold on a stream or a person, or lift it."""
    with service(door.settings) as parts, parts.store.transaction() as transaction:
        if not transaction.events(stream) and person(transaction, stream) is None:
            raise BadInput("stream.unknown", found=stream)
        act = hold(transaction, stream, reason, parts.clock.now(), actor(who), holds=not lift)
    told = "hold_lifted" if lift else "hold_laid"
    door.answer({"stream": stream, "holds": not lift, "act": act.hash}, lambda: door.tell(told, stream=stream))


@spoken
@click.command(cls=Spoken)
@click.option("--actor", "by", default="", metavar="PERSON")
@click.option("--role", default="", metavar="ROLE")
@click.option("--what", default="", metavar="WHAT")
@click.option("--about", default="", metavar="NAME")
@click.option("--from", "since", metavar="INSTANT")
@click.option("--until", metavar="INSTANT")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def readings(door: Door, /, who: str | None, since: str | None, until: str | None, **asked: Any) -> int:
    """Who searched, exported or took private parts; for auditors and administrators."""
    wanted = Reading(**asked, since=instant(since) if since else None, until=instant(until) if until else None)
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        looker(parts, reader, who)
        found = [dict(each.body) for each in readings_of(reader, wanted)]
    shown: list[dict[str, Any]] = [
        {name: each[name] for name in ("version", "recorded_at", "actor", "what", "scope")} for each in found
    ]
    rows = (
        (
            door.time(each["recorded_at"]),
            f"{door.role(each['actor']['role'])} {each['actor']['id']}",
            door.told(f"reading.{each['what']}"),
            _scope(door, each["scope"]),
        )
        for each in shown
    )
    door.answer({"readings": shown}, lambda: door.table(("recorded", "role", "action", "value"), rows))
    return 0


def _scope(door: Door, scope: Mapping[str, Any]) -> str:
    """What somebody looked at or for, in words."""
    plain = {name: ", ".join(map(str, each)) if isinstance(each, list) else each for name, each in scope.items()}
    return "; ".join(f"{_name(door, name)}: {value}" for name, value in plain.items() if value)


def _name(door: Door, name: str) -> str:
    return door.pick(AUDITING.get(f"scope.{name}") or field_name("", name))


@spoken
@click.command(cls=Spoken)
@click.option("--apply", "doing", is_flag=True)
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def retention(door: Door, doing: bool, who: str | None) -> None:
    """What has been kept as long as its rule says; with --apply it is destroyed, each as an act."""
    with service(door.settings) as parts:
        now = parts.clock.now()
        with parts.store.snapshot() as reader:
            found = due(reader, now)
        people = people_of(parts)
        done = [doing and apply(people, each, now, actor(who)) for each in found]
    shapes = [_due_shape(each, erased) for each, erased in zip(found, done, strict=True)]
    door.answer(
        {"due": shapes, "rules": [_rule_shape(each) for each in RETENTION.values()]},
        lambda: _show_due(door, shapes, doing),
    )


def _due_shape(found: Due, erased: bool) -> dict[str, Any]:
    plain = {"kind": found.kind, "about": found.about, "part": found.part, "ended": written(found.ended)}
    return plain | {"held": found.held, "erased": erased}


def _rule_shape(rule: Retention) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "label": label(rule.named),
        "since": label(rule.since),
        "years": rule.years,
        "cite": rule.cite,
    }


def _show_due(door: Door, shapes: list[dict[str, Any]], doing: bool) -> None:
    if not shapes:
        door.tell("nothing_due")
        return
    rows = (
        (
            door.pick(RETENTION[each["kind"]].named),
            f"{each['about']} {each['part']}".strip(),
            door.time(each["ended"]),
            each["held"],
        )
        for each in shapes
    )
    door.table(("name", "value", "ended", "on_hold"), rows)
    if doing:
        erased = sum(each["erased"] for each in shapes)
        door.tell("retained", done=erased, held=len(shapes) - erased)
