"""`bulk`: one trigger on every stream a filter shows."""

from typing import Any

import click

from entrypoints.boards import check, check_step
from entrypoints.bootstrap import service
from entrypoints.cli.commands import drain, wish, wishing
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import data
from entrypoints.errors import BadInput
from entrypoints.shapes import answer
from storage.boards import Filter
from workflow.bulk import Bulk, commands, units
from workflow.proposals import tried

FIELDS = ("call", "project", "state", "phase", "province", "ministry", "search")


@spoken
@click.command(cls=Spoken)
@click.argument("trigger")
@click.option("--kind", type=click.Choice(["call", "project", "support", "company", "survey"]), default="project")
@click.option("--where", "terms", multiple=True, metavar="NAME=VALUE")
@click.option("--data", "text", metavar="JSON|@FILE")
@click.option("--together", is_flag=True)
@wishing
@click.pass_obj
def bulk(door: Door, /, trigger: str, kind: str, terms: tuple[str, ...], text: str | None, **given: Any) -> int:
    """Say one command on many streams; 1 if any is refused."""
    together = given.pop("together")
    check_step(kind, trigger)
    wished, where, payload = wish(given), _where(kind, terms), data(text)
    with service(door.settings) as parts:
        asked = Bulk(trigger, payload, wished.actor, wished.key, parts.clock.now())
        with parts.store.snapshot() as reader:
            try:
                found = commands(reader, where, asked)
            except ValueError as error:
                raise BadInput("bulk.many", reason=str(error)) from error
        if wished.dry_run:
            outcomes = [tried(parts.engine, command) for command in found]
        else:
            outcomes = parts.engine.execute(units(found, together=together))
            drain(parts)
    items = [{"stream": c.stream} | answer(o, dry_run=wished.dry_run) for c, o in zip(found, outcomes, strict=True)]
    accepted = sum(outcome.accepted for outcome in outcomes)
    document = {"batch": wished.key, "accepted": accepted, "refused": len(items) - accepted, "items": items}
    door.answer(document, lambda: _show(door, document))
    return 0 if accepted == len(items) else 1


def _where(kind: str, terms: tuple[str, ...]) -> Filter:
    found: dict[str, Any] = {}
    for term in terms:
        name, equals, value = term.partition("=")
        if not equals or name not in FIELDS:
            raise BadInput("bulk.where", found=term, known=", ".join(FIELDS))
        found[name] = value
    check(kind, {"state": "", "phase": ""} | found)
    return Filter(kind, **found)


def _show(door: Door, document: dict[str, Any]) -> None:
    rows = (
        (
            item["stream"],
            door.word("allowed" if item.get("accepted") else "refused"),
            " ".join(each["message"][door.language] for each in item.get("refusals", ())),
        )
        for item in document["items"]
    )
    door.table(("stream", "verdict", "reason"), rows)
    door.tell("bulk_done", **{name: document[name] for name in ("batch", "accepted", "refused")})
