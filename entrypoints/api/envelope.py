"""What every answer gets: a request id, security headers, a measurement, a log line; and never a traceback."""

import logging
import re
from collections.abc import Callable
from itertools import count
from typing import Any

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from entrypoints.api.commands import is_command, short_way
from entrypoints.api.metrics import Metrics
from entrypoints.api.problem import Problem
from storage.errors import StorageError
from storage.fair_lock import LockTimeout
from workflow.errors import Denied, Later, Overloaded, Undecided

REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
)
PRIVATE = (b"cache-control", b"no-store")
_log = structlog.get_logger("yeongo.http")
DETAILS = logging.getLogger("yeongo.http")
"""Asked at every answer whether it is worth a line; a bound logger is dear to make."""


class Envelope:
    """The outermost layer. `prefix` makes request ids of this process its own; `stopping` ends what has no end."""

    def __init__(self, app: ASGIApp, metrics: Metrics, prefix: str, stopping: Callable[[], None]) -> None:
        self.app = app
        self.trust("127.0.0.1")
        self.stopping = stopping
        self.metrics = metrics
        self.prefix = prefix
        self._numbers = count(1)

    def trust(self, proxies: str | list[str]) -> None:
        """From which addresses a proxy's word for the caller's address and scheme is taken."""
        self.behind_proxy = ProxyHeadersMiddleware(self._inside, proxies)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = self.metrics.ticks()
        scope["request_id"] = request_id = self._request_id(scope)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _sealed(message.get("headers", []), request_id)
            await send(message)

        try:
            await self.behind_proxy(scope, receive, sending)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001 - the last door: told as a problem, never as a traceback
            problem = known(error)
            if problem is None:
                _log.error("failed", request=request_id, path=_template(scope), exc_info=error)
                problem = Problem("server.failed")
            if not status:
                await problem.response(Request(scope))(scope, receive, sending)
        finally:
            template = _template(scope)
            self.metrics.answered(scope["method"], template, status, began)
            if status >= 400 or DETAILS.isEnabledFor(logging.DEBUG):
                _log.info("answered", request=request_id, method=scope["method"], path=template, status=status)

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Through the application; for commands straight to their endpoint."""
        if is_command(scope):
            scope["app"] = self.app
            await short_way(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _request_id(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
                return str(value.decode())
        return f"{self.prefix}-{next(self._numbers):x}"


KNOWN: tuple[type[Exception], ...] = (Problem, Denied, Later, StorageError, LockTimeout)
"""The errors a problem is told for; whatever else is raised is a fault of the system."""


def known(error: BaseException) -> Problem | None:
    """The problem an error is told as; None for one nobody foresaw."""
    match error:
        case Problem():
            return error
        case Denied():
            headers = {"Retry-After": str(error.facts["seconds"])} if "seconds" in error.facts else None
            return Problem(error.code, facts=error.facts, headers=headers)
        case Overloaded():
            return Problem("server.busy", headers={"Retry-After": str(error.seconds)})
        case Undecided():
            return Problem("server.undecided", headers={"Retry-After": str(error.seconds)})
        case StorageError() | LockTimeout():
            _log.error("storage", reason=str(error))
            return Problem("storage.failed", headers={"Retry-After": "5"})
    return None


def _sealed(headers: list[Any], request_id: str) -> list[Any]:
    found = [*headers, *HEADERS, (b"x-request-id", request_id.encode())]
    if not any(name == b"cache-control" for name, _ in headers):
        found.append(PRIVATE)
    return found


def _template(scope: Scope) -> str:
    """The route's own path: ids of streams and people stay out of logs and measurements."""
    route = scope.get("route")
    return getattr(route, "path", "") or "unmatched"
