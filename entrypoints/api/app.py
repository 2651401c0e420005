"""The application: routes behind the gate, problems as answers, nothing served that the policy does not know."""

import os
import shlex
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from fastapi import APIRouter, Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from entrypoints.api import (
    amendments,
    audit,
    bulk,
    commands,
    deadlines,
    documents,
    jobs,
    mine,
    oidc,
    operations,
    papers,
    people,
    sessions,
    streams,
    webhooks,
)
from entrypoints.api.access import API, POLICY, Access, uncovered
from entrypoints.api.envelope import KNOWN, Envelope, known
from entrypoints.api.gate import Gate
from entrypoints.api.guard import guard
from entrypoints.api.limits import Limiter
from entrypoints.api.live import Live
from entrypoints.api.metrics import Metrics
from entrypoints.api.openapi import document
from entrypoints.api.problem import Problem, listed
from entrypoints.api.state import Api
from entrypoints.api.working import Working
from entrypoints.bootstrap import FAMILY, Service, documents_folder, long_jobs
from entrypoints.settings import Settings
from storage.depot import Depot
from workflow.dispatcher import Dispatcher
from workflow.people import People
from workflow.uploads import Documents

ROUTERS: tuple[APIRouter, ...] = (
    operations.router, sessions.router, oidc.router, people.router, mine.router, deadlines.router, bulk.router,
    audit.router, amendments.router, documents.router, papers.router, jobs.router, streams.router, webhooks.router,
)  # fmt: skip
OPENAPI = "/api/openapi.json"
TRIES, TRIES_AT_ONCE = 0.5, 20.0
"""Sign-ins a second of one address on average, and at once."""


def shared(settings: Settings, parts: Service, people: People, ticks: Callable[[], float]) -> Api:
    """What the routes of one process share."""
    limiter, tries = Limiter(settings.rate, settings.burst, ticks), Limiter(TRIES, TRIES_AT_ONCE, ticks)
    gate = Gate(people, parts.clock, limiter, tries)
    depot = Depot(documents_folder(settings, parts.store))
    scanner = shlex.split(settings.scanner or "")
    documents = Documents(parts.store, depot, people.clock, os.urandom, scanner)
    working = Working(settings, parts, long_jobs(settings, parts))
    dispatcher, live = Dispatcher(parts.engine), Live(parts.store)
    return Api(settings, parts, dispatcher, people, gate, Metrics(ticks), documents, live, working)


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages served beside the API, and how they tell a problem."""

    routers: tuple[APIRouter, ...]
    problem: Callable[..., Response]


def build(api: Api, prefix: str, pages: Pages | None = None) -> Envelope:
    """The application around what its routes share. RuntimeError if routes and policy differ."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        await api.dispatcher.close()
        await api.gate.remember()

    app = FastAPI(
        title="Yeongo", lifespan=life, openapi_url=None, docs_url=None, redoc_url=None,
        generate_unique_id_function=lambda route: "_".join((*map(str, route.tags[:1]), route.name)),
    )  # fmt: skip
    app.state.api = api
    app.router.routes.append(commands.ROUTE)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(guard)])
    app.router.routes.append(Route(OPENAPI, _described(app), methods=["GET"]))
    for router in pages.routers if pages else ():
        app.include_router(router, dependencies=[Depends(guard)], include_in_schema=False)
    app.state.problem_page = pages and pages.problem
    hold(app.routes, POLICY if pages else API)
    app.add_middleware(GZipMiddleware, minimum_size=2048, compresslevel=5)
    _answer_with_problems(app)
    return Envelope(app, api.metrics, prefix, api.live.stop)


def hold(routes: list[BaseRoute], policy: Mapping[str, Access] = POLICY) -> None:
    """RuntimeError unless every route has its line in the policy, and every line its route."""
    served = list(_names(routes))
    missing, idle = uncovered(served), sorted(policy.keys() - set(served))
    if missing or idle:
        raise RuntimeError(f"routes without a policy: {missing}; policy without a route: {idle}")


def _names(routes: list[BaseRoute]) -> list[str]:
    """Every served route as `METHOD path`, those of included routers among them."""
    found = []
    for route in routes:
        if isinstance(route, APIRoute | Route):
            found += [f"{method} {route.path}" for method in sorted(route.methods or ()) if method != "HEAD"]
            continue
        included = getattr(route, "original_router", None)
        if not isinstance(included, APIRouter):
            raise RuntimeError(f"{route} is served, but not by a route the policy can name")
        found += _names(included.routes)
    return found


def _described(app: FastAPI) -> Callable[[Request], Any]:
    made: dict[str, bytes] = {}

    async def openapi(_: Request) -> Response:
        if "text" not in made:
            made["text"] = orjson.dumps(document(app, FAMILY))
        headers = {"Cache-Control": "public, max-age=300"}
        return Response(made["text"], headers=headers, media_type="application/json")

    return openapi


def _answer_with_problems(app: FastAPI) -> None:
    async def raised(request: Request, error: Exception) -> Response:
        problem = known(error)
        assert problem is not None  # noqa: S101 - only registered for what is known
        return problem.response(request)

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return Problem("request.invalid", more={"errors": listed(error.errors())}).response(request)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        code = {405: "method.wrong", 400: "body.malformed"}.get(error.status_code, "found.nothing")
        return Problem(code, status=error.status_code, headers=error.headers, reason=error.detail).response(request)

    async def failed(request: Request, _: Exception) -> Response:
        return Problem("server.failed").response(request)

    for kind in KNOWN:
        app.add_exception_handler(kind, raised)
    app.add_exception_handler(Exception, failed)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
