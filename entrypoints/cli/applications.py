"""Applications: what one still lacks, its complete versions, what changed between two of them."""

from collections.abc import Mapping
from typing import Any

import click

from entrypoints.bootstrap import Service, service
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.moments import short
from entrypoints.errors import BadInput
from entrypoints.shapes import label, refusal_shape
from entrypoints.streams import replay_of, shown, wording
from states.catalogue.fields import field_name
from states.completeness import Completeness, changed, completeness
from states.rules.calendar import Calendar
from states.wording import Wording
from storage.transaction import Reader


@spoken
@click.command("missing", cls=Spoken)
@click.argument("stream", metavar="PROJECT")
@click.pass_obj
def missing(door: Door, stream: str) -> int:
    """What stands between an application and its submission; 1 where anything does."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = _completeness(parts, reader, stream)
    document = {
        "stream": stream,
        "complete": found.complete,
        "parts": [{"id": part.id, "label": label(part), "lacks": list(lacks)} for part, lacks in found.parts],
        "refusals": [refusal_shape(each) for each in found.refusals],
    }
    door.answer(document, lambda: _show_missing(door, found))
    return 0 if found.complete else 1


def _completeness(parts: Service, reader: Reader, stream: str) -> Completeness:
    shown(parts, reader, stream, "project")
    project = reader.streams([stream])[stream]
    call = reader.streams([project.parents["call"]])[project.parents["call"]]
    rules = parts.definitions.rules(str(call.facts["rules"]), reader)
    return completeness(project, call, rules, Calendar.as_known(None), parts.clock.now())


def _show_missing(door: Door, found: Completeness) -> None:
    named = {part.id: part for part, _ in found.parts}
    said = ([door.label(named.get(each) or field_name("", each)) for each in lacks] for _, lacks in found.parts)
    rows = (
        (door.label(part), ", ".join(lacks) or door.word("given"))
        for (part, _), lacks in zip(found.parts, said, strict=True)
    )
    door.table(("part", "missing"), rows)
    if found.complete:
        door.tell("application_complete")
        return
    reasons = (refusal_shape(each) for each in found.refusals)
    door.table(
        ("reason", "cite", "cure"),
        ((r["message"][door.language], r["clause"], r["cure"][door.language]) for r in reasons),
    )


@spoken
@click.command("versions", cls=Spoken)
@click.argument("stream", metavar="PROJECT")
@click.pass_obj
def versions(door: Door, stream: str) -> None:
    """The complete versions of an application: the last one counts."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        found = _versions(parts, reader, stream)
    rows = ((each["no"], each["version"], door.time(each["received_at"])) for each in found)
    door.answer({"stream": stream, "versions": found}, lambda: door.table(("order", "version", "recorded"), rows))


@spoken
@click.command("compare", cls=Spoken)
@click.argument("stream", metavar="PROJECT")
@click.argument("old", type=click.IntRange(min=1), metavar="OLD")
@click.argument("new", type=click.IntRange(min=1), metavar="NEW")
@click.pass_obj
def compare(door: Door, stream: str, old: int, new: int) -> int:
    """What an application says differently in two of its versions; 1 where anything differs."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        known = {each["no"]: each["version"] for each in _versions(parts, reader, stream)}
        for no in (old, new):
            if no not in known:
                raise BadInput("application.no_version", found=no, stream=stream, known=len(known))
        sides = [replay_of(parts, reader, stream, known[no]) for no in (old, new)]
        words = wording(parts, reader, shown(parts, reader, stream), door.language)
    found = changed(*sides)
    document = {"stream": stream, "from": old, "to": new, "changes": found}
    door.answer(document, lambda: _show_changes(door, found, words))
    return 1 if found else 0


def _versions(parts: Service, reader: Reader, stream: str) -> list[dict[str, Any]]:
    facts: Mapping[str, Any] = shown(parts, reader, stream, "project")["facts"]
    return list(facts.get("application_versions", ()))


def _show_changes(door: Door, found: dict[str, dict[str, Any]], words: Wording) -> None:
    if not found:
        door.tell("no_difference")
        return
    rows = (
        (words.label(name), *(short(words.value(name, each[side])) for side in ("from", "to")))
        for name, each in found.items()
    )
    door.table(("name", "before", "after"), rows)
