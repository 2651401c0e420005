"""The audit desk: what auditors are given of a scope and a period, as an index that proves itself, with a receipt."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.console.boards import Asked, filter_of
from entrypoints.console.names import names
from entrypoints.console.paper import XLSX, as_file
from entrypoints.console.posted import Form
from entrypoints.console.rows import Titles
from entrypoints.console.view import View, see_other
from states.canonical import dumps, loads
from states.instants import micros, micros_of, written
from states.rules.call_parts import KST
from storage.boards import Filter, every
from storage.ledger.journal import DELIVERIES, entries, record
from storage.queries import supports_of
from storage.transaction import Reader
from workflow.messages import is_storable
from workflow.rights import sight
from workflow.sheets import write

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
FILTERS = ("call", "province", "ministry", "phase")
MOST = 2000
"""Streams of one delivery."""


@router.get("/deliveries")
def desk(request: Request, who: As) -> Response:
    """Every delivery, the latest first, and a form for the next."""
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        found = entries(reader, DELIVERIES)
        named = names(reader, parts.definitions, v.language)
    today = v.now.astimezone(KST).date()
    return v.page("deliveries.html", deliveries=list(reversed(found)), named=named, today=today)


@router.post("/deliveries")
def deliver(request: Request, who: As, form: Form) -> Response:
    """Make the index of a scope and a period and record that it was handed over, to whom and for what."""
    v = View(request, who)
    parts = v.shared.parts
    to, purpose = form.get("to").strip(), form.get("purpose").strip()
    if not (0 < len(to) <= 200 and 0 < len(purpose) <= 500 and is_storable(to + purpose)):
        raise Problem("request.invalid")
    since, until = day_of(form.get("since")), day_of(form.get("until"))
    query = {name: form.get(name)[:200] for name in FILTERS if form.get(name)}
    with parts.store.snapshot() as reader:
        named = names(reader, parts.definitions, v.language, query.get("call", ""))
        wanted = filter_of("project", Asked(**query), named, v.now, sight(who.acting, reader, parts.definitions))
        families = touched(reader, wanted, since, until + timedelta(days=1))
        index = [row for _, rows in families for row in rows]
    if len(index) > MOST:
        raise Problem("bulk.many")
    content = {
        "to": to,
        "purpose": purpose,
        "query": query,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "index": index,
        "digest": sha256(dumps(index)).hexdigest(),
    }
    with parts.store.transaction() as transaction:
        made = record(transaction, DELIVERIES, content, v.now, who.acting)
    return see_other(f"/deliveries/{made.version}")


def touched(reader: Reader, wanted: Filter, since: date, until: date) -> Iterator[tuple[str, list[list[Any]]]]:
    """Each project with what happened in its family from one day until before another (KST): a row per stream.

    A row: stream, first and last version of the period, how many events it has in it, hash of the last.
    """
    begin, end = (micros(datetime.combine(each, time.min, KST)) for each in (since, until))
    for project in every(reader, wanted):
        below = supports_of(reader, [project.id]).get(project.id, [])
        companies = [each.id for each in every(reader, Filter("company", project=project.id))]
        family = (project.id, *(each.id for each in below), *companies)
        yield project.id, [row for id in family if (row := _within(reader, id, begin, end))]


def _within(reader: Reader, id: str, begin: int, end: int) -> list[Any]:
    rows = [
        (version, hash)
        for version, hash, body in reader.events(id)
        if begin <= micros_of(loads(body.encode())["recorded_at"]) < end
    ]
    return [id, rows[0][0], rows[-1][0], len(rows), rows[-1][1]] if rows else []


@router.get("/deliveries/{n}")
def show(request: Request, who: As, n: int) -> Response:
    """The receipt of one delivery with its index; `?as=xlsx` gives the index as a workbook."""
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        entry = next((each for each in entries(reader, DELIVERIES) if each.version == n), None)
        if entry is None:
            raise Problem("found.nothing")
        named = names(reader, parts.definitions, v.language)
        titles = Titles(reader, named, [row[0] for row in entry.body["index"]])
    index: Sequence[Sequence[Any]] = entry.body["index"]
    if request.query_params.get("as") == "xlsx":
        head: list[object] = [v.t("stream"), v.t("proof.stream"), v.t("deliveries.from"), v.t("deliveries.to_version"),
                              v.t("audit.events"), v.t("proof.head")]  # fmt: skip
        rows = [head, *([titles[row[0]], *row] for row in index)]
        return as_file(write("index.xlsx", rows), XLSX, f"delivery-{n}.xlsx")
    made = written(v.now)
    return v.page("delivery.html", entry=entry, index=index, titles=titles, named=named, made=made)


def day_of(text: str) -> date:
    """A day of a form. Problem for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("request.invalid") from None
