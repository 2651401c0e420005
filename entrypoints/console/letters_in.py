"""The paper desk: letters that wait to be confirmed, telephone notes. A letter is entered on its project's own page."""

import os
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable, visible
from entrypoints.bootstrap import FAMILY
from entrypoints.console.boards import Asked, filter_of
from entrypoints.console.names import names
from entrypoints.console.posted import Form
from entrypoints.console.rows import Titles
from entrypoints.console.view import View, see_other
from entrypoints.shapes import problem_shape, refusal_shape
from states.guards.paper import PAPER
from states.proposals import DECLINE
from states.rules.personal_numbers import personal_number
from storage.boards import page
from storage.ledger.journal import TELEPHONE, found, record
from storage.queries import every_undecided
from storage.sight import Sight
from storage.transaction import Reader
from workflow.messages import Command, Outcome, is_storable
from workflow.proposals import Waiting, approval, waiting_on
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
NOTES, LONGEST, TAKERS = 50, 2000, 100
"""Notes of a page, characters of one, projects to choose one's subject from."""


class Wish(BaseModel):
    """Which notes, those before one, and which projects to choose from, by what they are called."""

    before: Annotated[int | None, Field(ge=1, le=2**53)] = None
    search: Annotated[str, Field(max_length=200)] = ""


@router.get("/paper-desk")
def desk(request: Request, who: As, wish: Annotated[Wish, Query()]) -> Response:
    """Letters that wait for their second person; what was said on the telephone."""
    storable({"search": wish.search})
    return _desk(View(request, who), who, wish, None)


def _desk(v: View, who: Caller, wish: Wish, refused: Outcome | None) -> Response:
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        waiting = _waiting(reader, scope)
        notes = found(reader, TELEPHONE, "", wish.before, NOTES + 1)
        named = names(reader, parts.definitions, v.language)
        told = {str(each.body["about"]) for each in notes}
        titles = Titles(reader, named, told | {each.stream for each in waiting})
        takers = page(reader, filter_of("project", Asked(search=wish.search), named, v.now, scope), TAKERS)
    return v.page(
        "paper_desk.html",
        409 if refused else 200,
        waiting=waiting,
        notes=notes[:NOTES],
        earlier=notes[NOTES - 1].version if len(notes) > NOTES else 0,
        titles=titles,
        named=named,
        labels={row.trigger: v.said(row) for row in FAMILY["project"].rows},
        reasons=[refusal_shape(each) for each in refused.refusals] if refused else [],
        problems=[v.said(problem_shape(each)["message"]) for each in refused.problems] if refused else [],
        takers=[row.stream for row in takers.rows],
        many=bool(takers.cursor),
        search=wish.search,
        key=os.urandom(12).hex(),
    )


def _waiting(reader: Reader, scope: Sight) -> list[Waiting]:
    """Every undecided letter, by the project it is about, oldest first."""
    projects = (each for each in every_undecided(reader, scope) if each.kind == "project" and each.facts.get(PAPER))
    return [each for project in projects for each in waiting_on(reader, project) if each.book_no]


@router.post("/paper-desk/{stream}")
async def confirm(request: Request, who: As, stream: str, form: Form) -> Response:
    """Confirm a letter that waits on a project as it was entered, or refuse it with a reason."""
    v = View(request, who)
    number, key = form.get("letter"), form.get("key")
    with v.shared.parts.store.snapshot() as reader:
        letters = waiting_on(reader, visible(v.shared, reader, who, "projects", stream))
    letter = next((each for each in letters if each.book_no and each.number == number), None)
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
    return _desk(v, who, Wish(), outcome)


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
