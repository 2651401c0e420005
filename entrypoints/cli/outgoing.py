"""Papers that go out: which there are, and one written to a file, kept with its stream if that is wished."""

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from entrypoints.bootstrap import Service, documents_folder, service
from entrypoints.cli.commands import Wish
from entrypoints.cli.door import Door, Spoken, spoken
from entrypoints.cli.values import actor
from entrypoints.errors import BadInput
from entrypoints.shapes import label
from states.catalogue.api import PROBLEMS
from states.papers.declared import PAPERS
from states.papers.parts import Paper
from storage.depot import Depot
from storage.transaction import Reader
from workflow.batch import kind_of
from workflow.errors import Denied
from workflow.papers.gathering import Asked, Gatherer
from workflow.papers.issuing import Issued, issue
from workflow.papers.writing import WRITERS, Written, document, written
from workflow.uploads import Documents


@spoken
@click.command(cls=Spoken)
@click.argument("stream", required=False, metavar="[STREAM]")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def papers(door: Door, /, stream: str | None, who: str | None) -> None:
    """Every paper there is; of a stream those that can be written now."""
    found = list(PAPERS.values()) if stream is None else _possible(door, stream, who)
    shapes = [
        {"paper": each.id, "label": label(each), "on": list(each.on), "cite": each.cite, "by": sorted(each.by)}
        for each in found
    ]
    rows = [(each.id, door.label(each), " ".join(each.on), " ".join(sorted(each.by))) for each in found]
    door.answer({"papers": shapes}, lambda: door.table(("name", "title", "kind", "role"), rows))


def _possible(door: Door, stream: str, who: str | None) -> list[Paper]:
    with service(door.settings) as parts, parts.store.snapshot() as reader:
        gatherer = Gatherer(reader, parts.definitions, parts.past)
        asked = (Asked(each, stream, actor(who), parts.clock.now()) for each in PAPERS.values())
        return [each.paper for each in asked if kind_of(stream) in each.paper.on and gatherer.possible(each)]


def write(door: Door, name: str, subject: str, given: Mapping[str, Any], wished: Wish) -> int:
    """Write a paper to the file named; BadInput where there is no such paper, form or right."""
    file: Path = given["out"]
    form = file.suffix.lower().removeprefix(".")
    if form not in WRITERS:
        raise BadInput("paper.form", file=str(file), forms=", ".join(WRITERS))
    with _denied(), service(door.settings) as parts:
        with parts.store.snapshot() as reader:
            asked = Asked(_paper(name), subject, wished.actor, parts.clock.now(), wished.at, given["ministry"])
            made, version = _made(parts, reader, asked, door, form)
        file.write_bytes(made.content)
        kept = _kept(door, parts, asked, made) if given["keep"] else None
    told = {"paper": name, "subject": subject, "version": version, "file": str(file), "bytes": len(made.content)}
    told |= {
        "sha256": made.sha256,
        "document": kept.document.id if kept else None,
        "entry": kept.hash if kept else None,
    }
    door.answer(told, lambda: door.tell("paper_written", file=str(file), sha256=made.sha256))
    return 0


def _paper(name: str) -> Paper:
    if name not in PAPERS:
        raise BadInput("paper.none", found=name, known=", ".join(PAPERS))
    return PAPERS[name]


def _made(parts: Service, reader: Reader, asked: Asked, door: Door, form: str) -> tuple[Written, int]:
    found = document(Gatherer(reader, parts.definitions, parts.past), asked, door.language)
    return written(found, asked.subject, form), found.version


def _kept(door: Door, parts: Service, asked: Asked, made: Written) -> Issued:
    depot = Depot(documents_folder(door.settings, parts.store))
    scanner = shlex.split(door.settings.scanner or "")
    return issue(Documents(parts.store, depot, parts.clock, os.urandom, scanner), asked, made)


@contextmanager
def _denied() -> Iterator[None]:
    """What cannot be had is bad input, in its own words."""
    try:
        yield
    except Denied as error:
        said = PROBLEMS[error.code].said.filled(error.facts)
        raise BadInput("people.denied", ko=said.ko, en=said.en) from error
