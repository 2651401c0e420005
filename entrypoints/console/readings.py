"""Who looked at what about people: for auditors and administrators, never for the audited."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.streams import storable
from entrypoints.console.facts import Fact, Shower
from entrypoints.console.names import Names, names
from entrypoints.console.rows import Titles, step_name
from entrypoints.console.view import View
from states.catalogue.console import WORDS
from storage.ledger.journal import READINGS, Entry, found
from storage.transaction import Reader

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Text = Annotated[str, Query(max_length=200)]
ROWS = 50
SHOWN = 3
"""Streams of one reading that are named; the rest are counted."""


@router.get("/readings")
def readings(
    request: Request, who: As, search: Text = "", before: Annotated[int | None, Query(ge=1, le=2**53)] = None
) -> Response:
    """Every reading, the latest first, a page at a time; `search` finds people, streams and words of what was asked."""
    storable({"search": search})
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        rows = found(reader, READINGS, search, before, ROWS + 1)
        named = names(reader, parts.definitions, v.language)
        shown = rows[:ROWS]
        shower = Shower(named, _titles(reader, named, shown), v)
    return v.page(
        "readings.html",
        rows=[(each, _scope(shower, each.body["scope"])) for each in shown],
        search=search,
        next=shown[-1].version if len(rows) > ROWS else 0,
    )


def _titles(reader: Reader, named: Names, rows: list[Entry]) -> Titles:
    scopes = [each.body["scope"] for each in rows]
    several = {id for scope in scopes for id in scope.get("projects", ())[:SHOWN]}
    return Titles(reader, named, several | {str(scope["stream"]) for scope in scopes if "stream" in scope})


def _scope(shower: Shower, scope: Mapping[str, Any]) -> list[Fact]:
    """What was looked at, in words: a few of many things, and how many they are."""
    v = shower.v
    told = []
    for name, value in scope.items():
        label = v.t(f"scope.{name}") if f"scope.{name}" in WORDS else shower.label(name)
        told.append(Fact(label, _said(shower, name, value)))
        if isinstance(value, list) and len(value) > SHOWN:
            told.append(Fact(v.t("scope.in_all"), f"{len(value):,}"))
    return told


def _said(shower: Shower, name: str, value: Any) -> str | Markup:
    v = shower.v
    if isinstance(value, list):
        return Markup(", ").join(shower.text(name, each) for each in value[:SHOWN])
    if name == "trigger":
        return step_name(v, str(value))
    known = {"as": f"as.{value}", "collection": f"collection.{value}"}.get(name)
    if known:
        return v.t(known) if known in WORDS else str(value)
    return shower.text(name, value)
