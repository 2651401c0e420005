"""The one dependency of every FastAPI route: the policy's line of the route that matched, or nobody passes."""

from fastapi import Request

from entrypoints.api.access import POLICY
from entrypoints.api.gate import Caller
from entrypoints.api.problem import Problem
from entrypoints.api.state import api


async def guard(request: Request) -> None:
    """Admit the request by the policy. A route without a line is refused, however it came to be served."""
    path = getattr(request.scope.get("route"), "path", "")
    access = POLICY.get(f"{request.method} {path}")
    if access is None:
        raise Problem("access.denied")
    request.state.caller = await api(request).gate.admit(request, access)


def caller(request: Request) -> Caller:
    """Who the request is from; only on routes where someone must be."""
    found: Caller | None = request.state.caller
    if found is None:
        raise Problem("login.needed")
    return found
