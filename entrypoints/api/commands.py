"""The one route of every command, `POST /api/v1/projects/{stream}/actions/{trigger}`: plain and thin, as it is hot.

It is declared like every other, and taken a shorter way: the envelope knows its path and hands it the request itself,
past the layers that other routes need.
"""

import asyncio
import re

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from entrypoints.api.access import POLICY, V1
from entrypoints.api.asked import Asked
from entrypoints.api.bodies import command_data, expected, idempotency_key, instant
from entrypoints.api.problem import Problem, document
from entrypoints.api.state import Api, api
from entrypoints.shapes import answer, problem_shape, refusal_shape
from states.roles import Actor
from states.views import ANY, VIEWS
from workflow.batch import kind_of
from workflow.messages import Command, Outcome
from workflow.proposals import tried
from workflow.rights import seen

PATH = f"{V1}/{{collection}}/{{stream}}/actions/{{trigger}}"
ACCESS = POLICY[f"POST {PATH}"]
COLLECTIONS = {
    "calls": "call",
    "projects": "project",
    "supports": "support",
    "companies": "company",
    "surveys": "survey",
}
PLURAL = {kind: plural for plural, kind in COLLECTIONS.items()}
JSON = "application/json"


async def act(request: Request) -> Response:
    """Judge one command and answer once it is durable."""
    shared = api(request)
    caller = await shared.gate.admit(request, ACCESS)
    assert caller is not None  # noqa: S101 - the policy asks for a duty
    command = await _command(request, shared, caller.acting)
    if request.query_params.get("dry_run") in {"true", "1"}:
        return await _tried(request, shared, command)
    (outcome,) = await shared.dispatcher.submit((command,), command.actor.id)
    if not outcome.accepted:
        return await declined(request, shared, command, outcome)
    shared.metrics.judged("repeated" if outcome.repeated else "accepted")
    return _accepted(outcome)


ROUTE = Route(PATH, act, methods=["POST"])
SHAPE = re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", PATH))


def is_command(scope: Scope) -> bool:
    """Whether a request is a command; then it knows its route and what its path names."""
    found = SHAPE.fullmatch(scope["path"]) if scope["method"] == "POST" else None
    if found is None:
        return False
    scope["route"], scope["path_params"] = ROUTE, found.groupdict()
    return True


async def short_way(scope: Scope, receive: Receive, send: Send) -> None:
    """A command's request, straight to its endpoint."""
    response = await act(Asked(scope, receive))
    await response(scope, receive, send)


async def _command(request: Request, shared: Api, actor: Actor) -> Command:
    path = request.path_params
    if kind_of(path["stream"]) != COLLECTIONS.get(path["collection"], "-"):
        raise Problem("found.nothing")
    key, version = idempotency_key(request), expected(request)
    occurred_at = instant(request, "occurred_at")
    data, received_at = await command_data(request, shared.parts.clock)
    return Command(path["stream"], path["trigger"], data, actor, key, received_at, version, occurred_at)


async def _tried(request: Request, shared: Api, command: Command) -> Response:
    outcome = await asyncio.to_thread(tried, shared.parts.engine, command)
    if not outcome.accepted:
        return await declined(request, shared, command, outcome)
    return Response(orjson.dumps(answer(outcome, dry_run=True)), 200, media_type=JSON)


def _accepted(outcome: Outcome) -> Response:
    receipt = outcome.receipt
    assert receipt is not None  # noqa: S101 - what is accepted has a receipt
    began = receipt.version == 1 and not outcome.repeated
    headers = {"ETag": f'"{receipt.version}"'}
    if began:
        headers["Location"] = f"{V1}/{PLURAL[kind_of(receipt.stream)]}/{receipt.stream}"
    return Response(orjson.dumps(answer(outcome)), 201 if began else 200, headers, JSON)


async def declined(request: Request, shared: Api, command: Command, outcome: Outcome) -> Response:
    """Why not; to those who may not see the stream, no more than that there is nothing."""
    shared.metrics.judged("refused" if outcome.refusals else "invalid")
    if not await asyncio.to_thread(_may_see, shared, command):
        return Problem("found.nothing").response(request)
    return told(request, outcome)


def told(request: Request, outcome: Outcome) -> Response:
    """A refusal or a command that cannot be judged, as a problem."""
    if outcome.problems:
        shapes = [problem_shape(each) for each in outcome.problems]
        code = outcome.problems[0].code
        status = 404 if code == "trigger.unknown" else 422
        message = shapes[0]["message"]
        return document(request, status, code, (message["ko"], message["en"]), {"errors": shapes})
    refusals = [refusal_shape(each) for each in outcome.refusals]
    code = outcome.refusals[0].code
    status = 403 if code == "role.not_allowed" else 409
    message = refusals[0]["message"]
    more = {"accepted": False, "state": outcome.state, "refusals": refusals}
    return document(request, status, code, (message["ko"], message["en"]), more)


def _may_see(shared: Api, command: Command) -> bool:
    """Whether the actor may see the stream, or one that is not begun yet and would be theirs to begin."""
    actor = command.actor
    with shared.parts.store.snapshot() as reader:
        if seen(reader, actor, shared.parts.definitions, command.stream):
            return True
        unborn = kind_of(command.stream) == "call" and not reader.streams([command.stream])
    return unborn and any(line.kind == "call" and line.relation == ANY for line in VIEWS.get(actor.role, ()))
