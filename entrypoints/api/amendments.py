"""Amending a call: the changed folder and what it would touch, the amendment itself, the deadlines a person accepts."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from entrypoints.api.access import V1
from entrypoints.api.bodies import idempotency_key
from entrypoints.api.commands import told
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from entrypoints.shapes import answer, proposal_shape
from states.rules.call_faults import CallFaults
from states.rules.call_rules import parse
from workflow.amendment import Amendment, NothingToAmend, amendment
from workflow.deadline_book import Proposal, acceptances, proposals
from workflow.definitions import store_call
from workflow.messages import Command, Outcome
from workflow.proposals import proposal_of

router = APIRouter(tags=["amendments"])
Text = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]
FileName = Annotated[str, Field(max_length=40)]


class Folder(Body):
    """The call's folder as it should be: the text of every file by its name; the notice of change and its reason."""

    files: Annotated[dict[FileName, Annotated[str, Field(max_length=500_000)]], Field(max_length=20)]
    notice_no: Text
    reason: Text
    dry_run: bool = False


class Seen(Body):
    """A proposal that was looked at: the stream, the deadline's id, its new last day."""

    stream: Text
    id: Text
    after: Text


class Acceptance(Body):
    """Why; exactly what was looked at is proposed, and with `confirm` moved by a second person."""

    reason: Text
    confirm: bool = False
    seen: Annotated[list[Seen], Field(max_length=5_000)]


@router.post(f"{V1}/calls/{{stream}}/amendments", response_model=dict[str, Any])
async def amend(request: Request, stream: str, who: Annotated[Caller, Depends(caller)], folder: Folder) -> Any:
    """Amend a call by its changed folder. `dry_run`: only say whether it may be, and which deadlines it touches."""
    shared, key = api(request), idempotency_key(request)
    found = await asyncio.to_thread(_amendment, shared, stream, folder)
    command = Command(stream, "amend", found.data, who.acting, key, shared.parts.clock.now())
    outcome = await _said(shared, command, folder.dry_run)
    if not outcome.accepted:
        return told(request, outcome)
    touched = [proposal_shape(each) for each in found.touched]
    return answer(outcome, dry_run=folder.dry_run) | {"changed": found.data["changed"], "deadlines": touched}


@router.get(f"{V1}/calls/{{stream}}/recomputations")
async def recomputations(request: Request, stream: str, _: Annotated[Caller, Depends(caller)]) -> dict[str, Any]:
    """The open deadlines that the rules in force and the holidays known now would move."""
    found = await asyncio.to_thread(_proposals, api(request), stream)
    return {"proposals": [proposal_shape(each) for each in found]}


@router.post(f"{V1}/calls/{{stream}}/recomputations")
async def recompute(
    request: Request, stream: str, who: Annotated[Caller, Depends(caller)], accepted: Acceptance
) -> dict[str, Any]:
    """Propose to move the deadlines that were looked at, or move them as the second person, each by its own event.

    What has changed since is left as it is.
    """
    shared, key = api(request), idempotency_key(request)
    seen = {(each.stream, each.id, each.after) for each in accepted.seen}
    found = [each for each in await asyncio.to_thread(_proposals, shared, stream) if _named(each) in seen]
    commands = acceptances(found, accepted.reason, who.acting, key, shared.parts.clock.now())
    if not accepted.confirm:
        commands = [proposal_of(each) for each in commands]
    asked = (shared.dispatcher.submit((each,), who.acting.id) for each in commands)
    outcomes = [outcome for each in await asyncio.gather(*asked) for outcome in each]
    items = [{"stream": c.stream} | answer(o) for c, o in zip(commands, outcomes, strict=True)]
    moved = sum(outcome.accepted for outcome in outcomes)
    return {"batch": key, "accepted": moved, "refused": len(items) - moved, "items": items}


async def _said(shared: Api, command: Command, dry_run: bool) -> Outcome:
    if dry_run:
        return await asyncio.to_thread(shared.parts.engine.dry_run, command)
    (outcome,) = await shared.dispatcher.submit((command,), command.actor.id)
    return outcome


def _named(each: Proposal) -> tuple[str, str, str]:
    return each.stream, each.id, each.after


def _amendment(shared: Api, call: str, folder: Folder) -> Amendment:
    said = {"notice_no": folder.notice_no, "reason": folder.reason}
    try:
        rules = parse(folder.files)
        with shared.parts.store.transaction() as transaction:
            store_call(folder.files, transaction)
        with shared.parts.store.snapshot() as reader:
            return amendment(reader, shared.parts.definitions, call, rules, said)
    except CallFaults as faults:
        told = [{"field": f"{each.file}:{each.line}", "reason": each.en} for each in faults.faults]
        raise Problem("request.invalid", more={"errors": told}) from None
    except NothingToAmend as error:
        raise Problem("request.invalid", more={"errors": [{"field": "files", "reason": str(error)}]}) from None


def _proposals(shared: Api, call: str) -> list[Proposal]:
    parts = shared.parts
    with parts.store.snapshot() as reader:
        standing = reader.streams([call]).get(call)
        if standing is None or standing.kind != "call":
            raise Problem("found.nothing")
        return proposals(reader, call, parts.definitions.rules(str(standing.facts["rules"]), reader))
