"""The outage desk: who was concerned when the reception closed, what was refused around then, relief for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.choosing import chosen
from entrypoints.console.names import names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from entrypoints.shapes import refusals_of
from states.canonical import loads
from states.context import Stream
from states.instants import read
from states.rules.call_rules import CallRules
from storage.boards import Filter, every, page
from storage.queries import refusals
from storage.transaction import Reader
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
AROUND = timedelta(hours=24)
"""How near to the closing a refused attempt is looked at."""
CONCERNED = ("expired", "draft", "announced")


@dataclass(frozen=True, slots=True)
class Concerned:
    """A project that did not make it in time, or not before relief was given; what it tried around the closing."""

    project: Stream
    tried: Sequence[Mapping[str, Any]]


@router.get("/outages")
def desk(request: Request, who: As, call: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Of one call: when it closed, who was concerned and what they tried, what relief was given."""
    storable({"call": call})
    v = View(request, who)
    parts = v.shared.parts
    found = []
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        of = chosen(reader, call, scope)
        named = names(reader, parts.definitions, v.language, of.call)
        for id in (of.call,) if of.call else ():
            row = next(iter(page(reader, Filter("call", ids=(id,), sight=scope), 1).rows), None)
            if row is None:
                continue
            steps = [loads(body.encode()) for _, _, body in reader.events(id)]
            closed = next(
                (read(each["recorded_at"]) for each in reversed(steps) if each["trigger"] == "close_reception"), None
            )
            relief = [each for each in steps if each["trigger"] == "relieve_outage"]
            late = {each.id: each for each in every(reader, Filter("project", call=id, states=CONCERNED, sight=scope))}
            eased = tuple(reaction["stream"] for each in relief for reaction in each.get("reactions", ()))
            if eased:
                late |= {each.id: each for each in every(reader, Filter("project", ids=eased, sight=scope))}
            concerned = [Concerned(each, _tried(reader, each.id, closed, named.rules)) for each in late.values()]
            found.append(
                (row.stream, closed, relief, sorted(concerned, key=lambda each: (not each.tried, each.project.id)))
            )
        titles = Titles(reader, named, [each.id for each, *_ in found])
    return v.page("outages.html", calls=found, titles=titles, named=named, lifecycle=FAMILY["project"], of=of)


def _tried(reader: Reader, stream: str, closed: datetime | None, rules: CallRules | None) -> list[dict[str, Any]]:
    if closed is None:
        return []
    attempts = [loads(body.encode()) for _, body in refusals(reader, stream)]
    return [
        {"at": each["received_at"], "trigger": each["trigger"],
         "reasons": refusals_of(each["refusals"], rules)}
        for each in attempts
        if abs(read(each["received_at"]) - closed) <= AROUND
    ]  # fmt: skip
