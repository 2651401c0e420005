"""What the console adds to the HTTP door: its pages, and problems told as pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from entrypoints.api.app import Pages
from entrypoints.console import (
    acting,
    assembly,
    audit,
    boards,
    calendar,
    deliveries,
    desks,
    evaluation,
    jobs,
    letters_in,
    live,
    notifications,
    operations,
    outages,
    paper,
    papers,
    proofs,
    readings,
    remarks,
    sessions,
    several,
    streams,
    today,
)
from entrypoints.console.view import View
from states.catalogue.engine_refusals import reason_ko

ROUTERS: tuple[APIRouter, ...] = (
    sessions.router, today.router, calendar.router, evaluation.router, audit.router, operations.router, boards.router,
    live.router, several.router, remarks.router, paper.router, desks.router, assembly.router, deliveries.router,
    letters_in.router, notifications.router, outages.router, jobs.router, readings.router, proofs.router, acting.router,
    streams.router, papers.router,
)  # fmt: skip


def pages() -> Pages:
    return Pages(ROUTERS, problem)


def problem(
    request: Request, status: int, code: str, said: tuple[str, str], more: Mapping[str, Any], headers: Mapping[str, str]
) -> Response:
    """A problem as a page that helps; who must sign in or choose a duty first is led there."""
    there = quote(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path, safe="/")
    if request.method == "GET" and code in {"login.needed", "duty.choose"}:
        door = "login" if code == "login.needed" else "duty"
        return RedirectResponse(f"/{door}?next={there}", 303)
    v = View(request)
    ko, en = said
    answer = v.page(
        "problem.html",
        status,
        code=code,
        message=en if v.language == "en" else ko,
        errors=[_wrong(each, v.language) for each in more.get("errors", ())],
        id=request.scope.get("request_id", ""),
    )
    answer.headers.update(headers)
    return answer


def _wrong(error: Mapping[str, Any], language: str) -> str:
    """One thing that is wrong with an address or a form: its name and why."""
    reason = str(error.get("reason", ""))
    return f"{error.get('field', '')} {reason_ko(reason) if language == 'ko' else reason}"
