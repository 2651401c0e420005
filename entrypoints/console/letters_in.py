"""The paper desk: letters that wait to be confirmed, telephone notes. A letter is entered on its project's own page."""

import os
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import visible
from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import names
from entrypoints.console.posted import Form
from entrypoints.console.rows import Titles
from entrypoints.console.view import View, see_other
from entrypoints.shapes import problem_shape, refusal_shape
from states.guards.paper import PAPER
from states.proposals import DECLINE
from states.rules.personal_numbers import personal_number
from storage.ledger.journal import TELEPHONE, recent, record
from storage.queries import Filter, every, streams_of_claims
from storage.sight import Sight
from storage.transaction import Reader
from workflow.messages import Command, Outcome, is_storable
from workflow.proposals import Waiting, approval, waiting_on
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
NOTES, LONGEST = 50, 2000


@router.get("/paper-desk")
def desk(request: Request, who: As) -> Response:
    """Letters that wait for their second person; what was said on the telephone."""
    return _desk(View(request, who), who, None)


def _desk(v: View, who: Caller, refused: Outcome | None) -> Response:
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        waiting = _waiting(reader, scope)
        notes = recent(reader, TELEPHONE, NOTES)
        named = names(reader, parts.definitions, v.language)
        told = {str(each.body["about"]) for each in notes}
        titles = Titles(reader, named, told | {each.stream for each in waiting})
        takers = list(every(reader, Filter("project", sight=scope)))
    return v.page(
        "paper_desk.html",
        409 if refused else 200,
        waiting=waiting,
        notes=notes,
        titles=titles,
        named=named,
        labels={row.trigger: v.said(row) for row in FAMILY["project"].rows},
        reasons=[refusal_shape(each) for each in refused.refusals] if refused else [],
        problems=[v.said(problem_shape(each)["message"]) for each in refused.problems] if refused else [],
        takers=takers,
        key=os.urandom(12).hex(),
    )


def _waiting(reader: Reader, scope: Sight) -> list[Waiting]:
    """Every undecided letter, by the project it is about, oldest first."""
    ids = tuple(streams_of_claims(reader, "paper"))
    projects = every(reader, Filter("project", ids=ids, sight=scope)) if ids else ()
    found = (each for project in projects if project.facts.get(PAPER) for each in waiting_on(reader, project))
    return [each for each in found if each.book_no]


@router.post("/paper-desk/{stream}")
async def confirm(request: Request, who: As, stream: str, form: Form) -> Response:
    """Confirm a letter that waits on a project as it was entered, or refuse it with a reason."""
    v = View(request, who)
    number, key = form.get("letter"), form.get("key")
    with v.shared.parts.store.snapshot() as reader:
        found = waiting_on(reader, visible(v.shared, reader, who, "projects", stream))
    letter = next((each for each in found if each.book_no and each.number == number), None)
    if letter is None or not 0 < len(key) <= 200 or not key.isascii():
        raise Problem("step.not_here")
    if form.get("do") == "refuse":
        given = {"proposal": number, "reason": form.get("reason")}
        command = Command(stream, DECLINE, given, who.acting, key, form.received_at)
    else:
        command = approval(letter, who.acting, key, form.received_at)
    (outcome,) = await v.shared.dispatcher.submit((command,), who.acting.id)
    v.shared.metrics.judged("accepted" if outcome.accepted else "refused")
    if outcome.accepted and outcome.receipt is not None:
        return see_other(f"{v.link(stream)}?done={outcome.receipt.version}")
    return _desk(v, who, outcome)


@router.post("/paper-desk")
def note(request: Request, who: As, form: Form) -> Response:
    """Keep what was said on the telephone, by which organisation, about which project: sealed, without names."""
    v = View(request, who)
    text, by = form.get("text").strip(), form.get("by").strip()
    if not (0 < len(text) <= LONGEST and 0 < len(by) <= 200 and is_storable(text + by)):
        raise Problem("request.invalid")
    if personal_number(text) or personal_number(by):
        raise Problem("remark.personal")
    with v.shared.parts.store.snapshot() as reader:
        about = visible(v.shared, reader, who, "projects", form.get("about"))
    content = {"about": about.id, "by": by, "text": text}
    with v.shared.parts.store.transaction() as transaction:
        record(transaction, TELEPHONE, content, v.now, who.acting)
    return see_other("/paper-desk#telephone")
