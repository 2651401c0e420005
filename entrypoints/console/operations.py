"""Operations: how the clock, the letters and the seal go; what was set aside and its retry; people; definitions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.operations import checks, measured
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import names
from entrypoints.console.posted import Form
from entrypoints.console.rows import Titles, step_name
from entrypoints.console.view import View, see_other
from jobs.status import status
from states.catalogue.roles import PHASES
from states.instants import micros
from states.pictures import Walk, svg
from storage.boards import counts
from storage.people import duties, people
from storage.queries import calls_with_rules
from storage.timers import incidents, retry

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
PEOPLE = 100
"""People of a page."""


@router.get("/operations")
def operations(request: Request, who: As, after: Annotated[str, Query(max_length=200)] = "") -> Response:
    """One look at everything that runs by itself; `after` a person, the people that follow."""
    storable({"after": after})
    v = View(request, who)
    parts = v.shared.parts
    ready, figures = checks(v.shared), measured(v.shared)
    now = micros(v.now)
    with parts.store.snapshot() as reader:
        found = status(reader, v.now)
        calls = calls_with_rules(reader)
        numbers = {kind: sum(counts(reader, kind).values()) for kind in FAMILY}
        staff = [
            (each.id, each.status, [duty for duty in duties(reader, each.id) if duty.holds(now)])
            for each in people(reader, PEOPLE + 1, after)
        ]
        named = names(reader, parts.definitions, v.language)
        titles = Titles(reader, named, [*(each.stream for each in found.incidents), *(id for id, _ in calls)])
    return v.page(
        "operations.html", jobs=found, calls=calls, numbers=numbers, ready=ready, figures=figures, family=FAMILY,
        people=staff[:PEOPLE], next=staff[PEOPLE - 1][0] if len(staff) > PEOPLE else "", named=named, titles=titles,
        step=step_name,
    )  # fmt: skip


@router.post("/operations/retry")
def try_again(request: Request, who: As, form: Form) -> Response:
    """Have one incident tried again, or all of them."""
    v = View(request, who)
    wanted = form.get("incident")
    with v.shared.parts.store.transaction() as transaction:
        chosen = [each for each in incidents(transaction) if wanted in {"all", f"{each.stream}/{each.timer}"}]
        retry(transaction, chosen)
        transaction.poke()
    return see_other("/operations#incidents")


@router.get("/lifecycles/{kind}")
def lifecycle(request: Request, who: As, kind: str) -> Response:
    """One lifecycle: its drawing, its states and its rows."""
    v = View(request, who)
    found = FAMILY.get(kind)
    if found is None:
        return see_other("/operations")
    picture = svg(found, v.language, Walk(), {id: v.said(each) for id, each in PHASES.items()}, v.said(found))
    return v.page("lifecycle.html", found=found, picture=picture)
