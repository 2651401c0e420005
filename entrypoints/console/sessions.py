"""Signing in and out, choosing a duty, language and appearance."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from starlette.responses import Response

from entrypoints.api.cookies import drop, give
from entrypoints.api.gate import AS_COOKIE, COOKIE, Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.sessions import from_here, open_session
from entrypoints.console.posted import Form
from entrypoints.console.view import ASSETS, LANGUAGE_COOKIE, LANGUAGES, THEME_COOKIE, THEMES, View, local, see_other
from states.catalogue.api import PROBLEMS
from workflow.errors import Denied

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Agent = Annotated[str, Header(alias="user-agent", max_length=400)]
YEAR = 365 * 24 * 3600
"""Seconds a choice of language or appearance is kept."""


@router.get("/login")
def ask_login(request: Request, next: str = "/") -> Response:
    """The door."""
    return View(request).page("login.html", next=local(next), wrong="", login="")


@router.post("/login")
def login(request: Request, form: Form, agent: Agent = "") -> Response:
    """Begin a session and go where one wanted to."""
    v = View(request)
    from_here(request, v.shared)
    try:
        who, secret = v.shared.people.sign_in(form.get("login")[:200], form.get("password")[:256], agent)
    except Denied as error:
        told = PROBLEMS[error.code]
        wrong = v.said(told.said.filled(error.facts))
        return v.page("login.html", told.status, next=local(form.get("next")), wrong=wrong, login=form.get("login"))
    answer = see_other(local(form.get("next")))
    open_session(request, answer, who, secret, "password")
    drop(request, answer, AS_COOKIE)
    return answer


@router.get("/links/{link}")
def ask_password(request: Request, link: str) -> Response:
    """An invitation or a recovery: choose a password."""
    return View(request).page("link.html", link=link, wrong="")


@router.post("/links/{link}")
def accept(request: Request, link: str, form: Form, agent: Agent = "") -> Response:
    """Set the password and begin a session."""
    v = View(request)
    from_here(request, v.shared)
    if form.get("password") != form.get("again"):
        return v.page("link.html", 422, link=link, wrong=v.t("link.differs"))
    try:
        who, secret = v.shared.people.accept(link, form.get("password")[:257], agent)
    except Denied as error:
        told = PROBLEMS[error.code]
        return v.page("link.html", told.status, link=link, wrong=v.said(told.said.filled(error.facts)))
    v.shared.gate.forget()
    answer = see_other("/")
    open_session(request, answer, who, secret, "link")
    return answer


@router.post("/logout")
def logout(request: Request, who: As) -> Response:
    """End this session."""
    v = View(request, who)
    principal = who.principal
    v.shared.people.revoke(principal.person, principal.person, principal.kind, principal.credential)
    v.shared.gate.forget()
    answer = see_other("/login")
    for cookie in (COOKIE, AS_COOKIE):
        drop(request, answer, cookie)
    return answer


@router.get("/duty")
def ask_duty(request: Request, who: As, next: str = "/") -> Response:
    """Which of one's duties to act in."""
    return View(request, who).page("duty.html", next=local(next))


@router.post("/duty")
def choose_duty(request: Request, who: As, form: Form) -> Response:
    """Act in this duty from now on. Whether it is held is asked again with every request."""
    answer = see_other(local(form.get("next")))
    return _keep(request, answer, AS_COOKIE, form.get("duty"))


@router.post("/preferences")
def prefer(request: Request, form: Form) -> Response:
    """Choose language or appearance."""
    answer = see_other(local(form.get("next")))
    if form.get("language") in LANGUAGES:
        _keep(request, answer, LANGUAGE_COOKIE, form.get("language"))
    if form.get("theme") in THEMES:
        _keep(request, answer, THEME_COOKIE, form.get("theme"))
    return answer


def _keep(request: Request, answer: Response, name: str, value: str) -> Response:
    if not value.isascii() or not value.isprintable() or len(value) > 200:
        raise Problem("request.invalid")
    give(request, answer, name, value, YEAR)
    return answer


@router.get("/static/{name}")
def asset(name: str) -> Response:
    """Our own style sheet, script and icon."""
    if name not in ASSETS:
        raise Problem("found.nothing")
    content, kind = ASSETS[name]
    return Response(content, headers={"Cache-Control": "public, max-age=31536000, immutable"}, media_type=kind)
