"""Papers as pages: those of a stream, one to read, print and download, one kept with its stream and recorded."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.papers import as_attachment, filled, possible, wanted
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable
from entrypoints.console.names import names
from entrypoints.console.posted import Form
from entrypoints.console.rows import Titles
from entrypoints.console.view import View, see_other
from states.context import Stream
from states.papers.declared import PAPERS
from states.papers.parts import PERSON
from storage.boards import Filter, every
from storage.ledger.journal import PAPERS as ISSUED
from storage.ledger.journal import Entry, entries
from storage.transaction import Reader
from workflow.papers import html
from workflow.papers.issuing import issue
from workflow.papers.writing import WRITERS, written
from workflow.rights import seen, sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Text = Annotated[str, Query(max_length=200)]


@router.get("/papers")
def listing(request: Request, who: As, of: Text = "") -> Response:
    """The papers of a stream that can be had now; without one those of every call, and one's own desk."""
    storable({"of": of})
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        streams = _streams(v, reader, who, of)
        named = names(reader, parts.definitions, v.language)
        titles = Titles(reader, named, [each.id for each in streams])
        issued = _issued(reader, of) if of else []
    offered = [(each, possible(v.shared, who, each.id)) for each in streams]
    desk = PAPERS["handover"]
    return v.page("papers.html", offered=offered, titles=titles, named=named, issued=issued, of=of, desk=desk)


def _streams(v: View, reader: Reader, who: Caller, of: str) -> list[Stream]:
    definitions = v.shared.parts.definitions
    if of:
        found = seen(reader, who.acting, definitions, of)
        if found is None:
            raise Problem("found.nothing")
        return [found]
    return list(every(reader, Filter("call", sight=sight(who.acting, reader, definitions))))


def _issued(reader: Reader, stream: str) -> list[Entry]:
    """What was issued of a stream, the latest first."""
    return [each for each in reversed(entries(reader, ISSUED)) if each.body["of"]["stream"] == stream]


@router.get("/papers/{paper}/{subject}")
def show(
    request: Request,
    who: As,
    paper: str,
    subject: str,
    form: Annotated[str, Query(alias="as", max_length=10)] = "",
    at: Annotated[str, Query(max_length=40)] = "",
    ministry: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """The paper to read and to print; `?as=` gives the file."""
    v = View(request, who)
    asked = wanted(v.shared, who, paper, subject, at, ministry)
    found = filled(v.shared, asked, v.language)
    v.shared.noted(who.acting, "paper", paper=paper, subject=subject)
    if form:
        if form not in WRITERS:
            raise Problem("request.invalid")
        return as_attachment(written(found, subject, form))
    personal = PERSON in asked.paper.on
    with v.shared.parts.store.snapshot() as reader:
        titles = None if personal else Titles(reader, names(reader, v.shared.parts.definitions, v.language), [subject])
    chosen = urlencode([(name, value) for name, value in (("at", at), ("ministry", ministry)) if value])
    return v.page(
        "office_paper.html", paper=asked.paper, subject=subject, article=html.article(found), chosen=chosen, at=at,
        ministry=ministry, personal=personal, titles=titles,
        digests=[(name, written(found, subject, name).sha256) for name in ("hwpx", "xlsx")],
    )  # fmt: skip


@router.post("/papers/{paper}/{subject}")
def keep(request: Request, who: As, paper: str, subject: str, form: Form) -> Response:
    """Keep the paper as HWPX with its stream, record that it was issued, and show what was."""
    v = View(request, who)
    asked = wanted(v.shared, who, paper, subject, form.get("at")[:40], form.get("ministry")[:60])
    issue(v.shared.documents, asked, written(filled(v.shared, asked, v.language), subject, "hwpx"))
    return see_other(f"/papers?{urlencode({'of': subject})}")
