"""The demand survey (공고 붙임6): its form, a technopark's answers, what all answered."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import service
from entrypoints.cli.commands import Wish, send, wish, wishing
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.projects import show_one
from entrypoints.cli.values import actor, data
from entrypoints.errors import BadInput
from entrypoints.shapes import label
from entrypoints.streams import shown
from states.context import Stream
from states.rules import survey as rules_of_survey
from states.rules.call_rules import CallRules
from workflow import sheets, surveys


@click.group(cls=Verbs)
def survey() -> None:
    """Verbs on the demand survey."""


@survey.command("form")
@spoken
@click.argument("call", metavar="CALL")
@click.pass_obj
def form(door: Door, call: str) -> None:
    """The questions, their options and lines."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = shown(parts, reader, call, "call")
        rules = parts.definitions.rules(shape["facts"]["rules"], reader)
    questions = rules_of_survey.questions(rules)
    document = [
        {"id": each.id, "kind": each.kind, "label": label(each), "options": each.options, "fields": each.fields}
        for each in questions
    ]
    rows = [(each.id, each.kind, door.label(each), " ".join((*each.options, *each.fields))) for each in questions]
    door.answer({"questions": document}, lambda: door.table(("name", "kind", "title", "value"), rows))


@survey.command("answer")
@spoken
@click.argument("call", metavar="CALL")
@click.option("--data", "text", metavar="JSON|@FILE")
@wishing
@click.pass_obj
def answer(door: Door, /, call: str, text: str | None, **given: Any) -> int:
    """Answer for an area, or revise what the technopark answered for it before."""
    filled, wished = data(text), wish(given)
    earlier = _earlier(door, call, str(filled.get("area", "")), wished)
    if earlier is None:
        return send(door, call, "answer", filled, wished)
    revised = {name: value for name, value in filled.items() if name != "area"}
    return send(door, earlier, "revise", revised, wished)


def _earlier(door: Door, call: str, area: str, wished: Wish) -> str | None:
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        try:
            found = surveys.answers(reader, call, wished.actor)
        except PermissionError:
            return None
    own = (each.id for each in found if (each.facts["lead"], each.facts["area"]) == (wished.actor.org, area))
    return next(own, None)


@survey.command("show")
@spoken
@click.argument("stream", metavar="SURVEY")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def show(door: Door, stream: str, who: str | None) -> None:
    """One answer as it stands, without who gave it."""
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        call = shown(parts, reader, stream, "survey")["call"]
    with _answers(door, call, who) as (_, found):
        if stream not in {each.id for each in found}:
            raise BadInput("stream.unknown", found=stream)
    show_one(door, stream, "survey")


@survey.command("aggregate")
@spoken
@click.argument("call", metavar="CALL")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def aggregate(door: Door, call: str, who: str | None) -> None:
    """All answers together: counts and what was written."""
    with _answers(door, call, who) as (rules, found):
        summed = surveys.summary(rules, found)
    door.answer({"call": call, **summed}, lambda: _show_summary(door, summed))


def _show_summary(door: Door, summed: Mapping[str, Any]) -> None:
    door.tell("survey_answers", answers=summed["answers"], technoparks=summed["technoparks"])
    rows = [
        (each["id"], each[door.language], name, number)
        for each in summed["questions"]
        for name, number in [*each["chosen"].items(), *each["counts"].items()]
    ]
    door.table(("name", "title", "value", "count"), rows)
    texts = [(each["id"], text["name"], text["text"]) for each in summed["questions"] for text in each["texts"]]
    if texts:
        door.table(("name", "title", "value"), texts)


@survey.command("export")
@spoken
@click.argument("call", metavar="CALL")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def export(door: Door, call: str, file: Path, who: str | None) -> None:
    """A row for each answer, as CSV or XLSX."""
    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise BadInput("sheet.ending", file=file)
    with _answers(door, call, who) as (rules, found):
        file.write_bytes(sheets.write(file.name, surveys.table(rules, found)))
    said = {"file": str(file), "rows": len(found)}
    door.answer(said, lambda: door.tell("rows_written", **said))


@contextmanager
def _answers(door: Door, call: str, who: str | None) -> Iterator[tuple[CallRules, Sequence[Stream]]]:
    """The rules of a call and the answers this actor may read; BadInput where there is no call or no right."""
    reading = actor(who)
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        shape = shown(parts, reader, call, "call")
        try:
            found = surveys.answers(reader, call, reading)
        except PermissionError as error:
            raise BadInput("survey.not_yours", role=reading.role) from error
        yield parts.definitions.rules(shape["facts"]["rules"], reader), found
