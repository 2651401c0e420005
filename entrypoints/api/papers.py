"""Papers over HTTP: which there are, one as a file, one kept with its stream and recorded as issued; all by right."""

from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field
from starlette.responses import Response

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem, prefers_english
from entrypoints.api.routes import Bounded, once
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from entrypoints.api.streams import storable
from entrypoints.shapes import label
from states.instants import read
from states.papers.declared import PAPERS
from states.papers.document import Document
from states.papers.parts import Paper
from workflow.batch import kind_of
from workflow.papers.gathering import Asked, Gatherer
from workflow.papers.issuing import issue
from workflow.papers.writing import Written, document, written

router = APIRouter(tags=["papers"], route_class=Bounded)
As = Annotated[Caller, Depends(caller)]
Form = Literal["hwpx", "xlsx", "html"]
Language = Literal["ko", "en"]
Instant = Annotated[str, Query(max_length=40, examples=["2025-02-27T09:00:00+09:00"])]
Code = Annotated[str, Query(max_length=60)]


class Issuing(Body):
    """How a paper is kept: as which file, in which language, as of when, in which ministry's view."""

    form: Literal["hwpx", "xlsx"] = "hwpx"
    language: Language = "ko"
    at: str = Field(default="", max_length=40)
    ministry: str = Field(default="", max_length=60)


@router.get(f"{V1}/papers", **models.shown(models.Papers))
def listing(request: Request, who: As, subject: Annotated[str, Query(max_length=200)] = "") -> dict[str, Any]:
    """Every paper; of a stream those that can be had now."""
    storable({"subject": subject})
    found = possible(api(request), who, subject) if subject else list(PAPERS.values())
    return {"papers": [{"paper": x.id, "label": label(x), "on": list(x.on), "cite": x.cite} for x in found]}


def possible(shared: Api, who: Caller, subject: str) -> list[Paper]:
    """The papers of a stream that can be had now, in this duty."""
    parts = shared.parts
    with parts.store.snapshot() as reader:
        gatherer = Gatherer(reader, parts.definitions, parts.past)
        asked = (Asked(each, subject, who.acting, parts.clock.now()) for each in PAPERS.values())
        return [each.paper for each in asked if kind_of(subject) in each.paper.on and gatherer.possible(each)]


@router.get(f"{V1}/papers/{{paper}}/{{subject}}", response_class=Response)
def download(
    request: Request,
    who: As,
    paper: str,
    subject: str,
    form: Annotated[Form, Query(alias="as")] = "hwpx",
    language: Language | None = None,
    at: Instant = "",
    ministry: Code = "",
) -> Response:
    """The paper as a file; `ETag` is the SHA-256 of its bytes. The same data gives the same bytes."""
    shared = api(request)
    asked = wanted(shared, who, paper, subject, at, ministry)
    spoken = language or ("en" if prefers_english(request) else "ko")
    made = written(filled(shared, asked, spoken), subject, form)
    shared.noted(who.acting, "paper", paper=paper, subject=subject)
    return as_attachment(made)


@router.post(f"{V1}/papers/{{paper}}/{{subject}}", **models.shown(models.Issued, 201))
@once()
def keep(request: Request, who: As, paper: str, subject: str, given: Issuing) -> dict[str, Any]:
    """Keep the paper as a document of its stream and record that it was issued; a step may carry its `sha256`."""
    shared = api(request)
    asked = wanted(shared, who, paper, subject, given.at, given.ministry)
    made = written(filled(shared, asked, given.language), subject, given.form)
    kept = issue(shared.documents, asked, made)
    told = {"paper": paper, "subject": subject, "version": made.version, "sha256": made.sha256}
    return told | {"document": kept.document.id, "number": kept.number, "entry": kept.hash}


def wanted(shared: Api, who: Caller, paper: str, subject: str, at: str, ministry: str) -> Asked:
    """What is asked for; Problem for a paper that is none, or an instant that is none."""
    storable({"subject": subject, "ministry": ministry})
    if paper not in PAPERS:
        raise Problem("found.nothing")
    return Asked(PAPERS[paper], subject, who.acting, shared.parts.clock.now(), _instant(at), ministry)


def _instant(at: str) -> datetime | None:
    try:
        return read(at) if at else None
    except (ValueError, OverflowError) as error:
        raise Problem("request.invalid", more={"errors": [{"field": "at", "reason": str(error)}]}) from None


def filled(shared: Api, asked: Asked, language: str) -> Document:
    """The paper. Denied where it is not to be had."""
    parts = shared.parts
    with parts.store.snapshot() as reader:
        return document(Gatherer(reader, parts.definitions, parts.past), asked, language)


def as_attachment(made: Written) -> Response:
    """A file to keep, never shown in place."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name, safe='')}",
        "Content-Security-Policy": "sandbox",
        "ETag": f'"{made.sha256}"',
    }
    return Response(made.content, headers=headers, media_type=made.type)
