"""Paper: the letters of a stream as official letters to print or as HWPX, lists and rankings as XLSX."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, islice
from typing import Annotated
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.access import STREAMS, UNSERVED
from entrypoints.api.commands import COLLECTIONS
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.papers import as_attachment
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable, visible
from entrypoints.bootstrap import FAMILY
from entrypoints.console.boards import Asked, filter_of
from entrypoints.console.names import Names, names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from jobs.delivery import letter_to
from states.catalogue.fields import field_name
from states.instants import read
from states.papers.letters import letter as official_letter
from states.roles import ADMIN, AGENCY, AUDITOR, MINISTRY, SECRETARY
from states.rules.call_parts import KST
from storage.boards import BoardRow, every_row
from storage.deliveries import Notice, notices
from workflow.papers.writing import written
from workflow.rights import sight
from workflow.sheets import write

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
OFFICES = frozenset({ADMIN, AGENCY, AUDITOR, MINISTRY, SECRETARY})
"""Who reads every letter of what they see; others read those to their own organisation."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 20_000
"""Rows of one sheet."""
LISTED = ("area", "lead", "ministries", "award", "score", "brn", "amount", "self_pay", "order")
"""Facts that stand in a list, where a stream has them."""


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """A letter as 공문 writes it. `digest` is the SHA-256 of its text: the same content gives the same digest."""

    notice: Notice
    subject: str
    body: str
    digest: str


def _letters(collection: str) -> Callable[..., Response]:
    def listing(request: Request, who: As, stream: str) -> Response:
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            found = visible(v.shared, reader, who, collection, stream)
            named = names(reader, parts.definitions, v.language, found.parents.get("call", ""))
            titles = Titles(reader, named, [found.id, *found.parents.values()])
            rows = [each for each in notices(reader, stream) if _may_read(who, each)]
        labels = {each.id: v.said(each) for row in FAMILY[found.kind].rows for each in row.notify}
        return v.page("letters.html", found=found, title=titles.of(found), rows=rows, labels=labels, named=named)

    return listing


def _letter(collection: str) -> Callable[..., Response]:
    def show(
        request: Request,
        who: As,
        stream: str,
        version: int,
        n: int,
        form: Annotated[str, Query(alias="as", max_length=10)] = "",
    ) -> Response:
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            found = visible(v.shared, reader, who, collection, stream)
            notice = next((x for x in notices(reader, stream) if (x.version, x.n) == (version, n)), None)
            if notice is None or not _may_read(who, notice):
                raise Problem("found.nothing")
            named = names(reader, parts.definitions, v.language, found.parents.get("call", ""))
            subject, text = letter_to(reader, parts.definitions, notice, v.language)
            head, recorded = next(rest for number, *rest in reader.events(stream, version) if number == version)
            titles = Titles(reader, named, [found.id, *found.parents.values()])
        letter = _official(notice, subject, text)
        sent = read(_recorded_at(recorded)).astimezone(KST).date()
        if form == "hwpx":
            sender = named.org(named.rules.call.agency) if named.rules else ""
            proof = {"stream": stream, "version": version, "head": head, "language": v.language}
            filled = official_letter(notice.letter, subject, letter.body, sender, named.org(notice.org), sent, proof)
            return as_attachment(written(filled, f"{stream}-{version}", "hwpx"))
        return v.page("letter.html", found=found, title=titles.of(found), letter=letter, named=named, sent=sent)

    return show


def _may_read(who: Caller, notice: Notice) -> bool:
    return who.acting.role in OFFICES or notice.org == who.acting.org


def _official(notice: Notice, subject: str, text: str) -> OfficialLetter:
    """The letter without its frame's address line: an official letter has a line of its own for that."""
    body = text.partition("\n")[2].strip()
    return OfficialLetter(notice, subject, body, sha256(f"{subject}\n{body}".encode()).hexdigest())


def _recorded_at(event: str) -> str:
    return str(orjson.loads(event)["recorded_at"])


def _sheets(collection: str) -> Callable[..., Response]:
    kind = COLLECTIONS[collection]

    def sheet(request: Request, who: As, asked: Annotated[Asked, Query()]) -> Response:
        storable(asked.model_dump())
        v = View(request, who)
        parts = v.shared.parts
        with parts.store.snapshot() as reader:
            named = names(reader, parts.definitions, v.language, asked.call)
            scope = sight(who.acting, reader, parts.definitions)
            wanted = filter_of(kind, asked, named, v.now, scope, who.acting.role)
            found = list(islice(every_row(reader, wanted), MOST + 1))
            rows = found[:MOST]
            titles = Titles(reader, named, [row.stream.id for row in rows] if kind in {"support", "company"} else ())
        told = asked.model_dump(exclude_defaults=True, exclude={"search"})  # a record is for ever, and names are typed
        v.shared.noted(who.acting, "sheet", collection=collection, rows=len(rows), **told)
        table = chain(_table(v, kind, rows, titles, named), rest(v, len(found), MOST))
        return as_file(write("list.xlsx", table), XLSX, f"{collection}.xlsx")

    return sheet


def rest(v: View, found: int, most: int) -> Iterable[list[object]]:
    """The last row of a sheet that does not hold everything: that there is more."""
    if found > most:
        yield [v.t("sheet.more", number=f"{most:,}")]


def _table(v: View, kind: str, rows: Sequence[BoardRow], titles: Titles, named: Names) -> Iterable[list[object]]:
    shown = [name for name in LISTED if any(row.stream.facts.get(name) is not None for row in rows)]
    lifecycle = FAMILY[kind]
    yield [v.kind(kind), *(v.said(field_name("", name)) for name in shown), v.t("state"), v.t("next_due"),
           v.t("proof.stream"), v.t("proof.version"), v.t("proof.head")]  # fmt: skip
    for row in rows:
        facts = row.stream.facts
        due = v.until(row.next_due).striptags() if row.next_due else ""
        state = v.said(lifecycle.by_id[row.stream.state])
        yield [titles.of(row.stream), *(_cell(named, name, facts.get(name)) for name in shown), state, due,
               row.stream.id, row.stream.version, row.stream.head]  # fmt: skip


def _cell(named: Names, name: str, value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(named.org(str(each)) for each in value)
    if name == "score" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02}"
    return value if isinstance(value, int) else named.area(str(value)) if name == "area" else named.org(str(value))


def as_file(content: bytes, kind: str, name: str) -> Response:
    """A file to keep."""
    return Response(
        content, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}, media_type=kind
    )


for _collection in STREAMS:
    router.add_api_route(f"/sheets/{_collection}", _sheets(_collection))
    if (_collection, "/{stream}/events") not in UNSERVED:
        router.add_api_route(f"/{_collection}/{{stream}}/letters", _letters(_collection))
        router.add_api_route(f"/{_collection}/{{stream}}/letters/{{version}}/{{n}}", _letter(_collection))
