"""Signing in and out, one-time links, one's own sessions and tokens."""

from datetime import timedelta
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.cookies import drop, give, taken
from entrypoints.api.gate import COOKIE, Caller, same_site
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded, once
from entrypoints.api.state import Api, api
from states.instants import from_micros, written
from storage.people import NEVER, Credential, Duty, credentials, person
from workflow.credentials import SESSION, TOKEN
from workflow.people import SESSION_LASTS

_log = structlog.get_logger("yeongo.sessions")
router = APIRouter(tags=["me"], route_class=Bounded)
Signed = Annotated[Caller, Depends(caller)]
Agent = Annotated[str, Header(alias="user-agent", max_length=400)]


class Body(BaseModel):
    """What a request brings: closed and strict."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SignIn(Body):
    login: str = Field(min_length=1, max_length=200, examples=["lead-jeonbuk"])
    password: str = Field(min_length=1, max_length=256)


class Accepting(Body):
    link: str = Field(min_length=1, max_length=200)
    password: str = Field(min_length=1, max_length=256)


class NewPassword(Body):
    old: str = Field(min_length=1, max_length=256)
    new: str = Field(min_length=1, max_length=256)


class NewToken(Body):
    name: str = Field(min_length=1, max_length=80, examples=["KTOP bridge"])
    scope: list[str] = Field(min_length=1, max_length=2, examples=[["read", "act"]])
    days: int = Field(ge=1, le=365)


@router.post(f"{V1}/session", **models.shown(models.Who, 201))
def sign_in(request: Request, response: Response, given: SignIn, agent: Agent = "") -> dict[str, Any]:
    """Begin a session; its cookie opens every other route."""
    shared = api(request)
    from_here(request, shared)
    who, secret = shared.people.sign_in(given.login, given.password, agent)
    open_session(request, response, who, secret, "password")
    return {"person": who}


@router.post(f"{V1}/links", **models.shown(models.Who, 201))
def accept(request: Request, response: Response, given: Accepting, agent: Agent = "") -> dict[str, Any]:
    """Use an invitation or recovery link: set a password and begin a session."""
    shared = api(request)
    from_here(request, shared)
    who, secret = shared.people.accept(given.link, given.password, agent)
    shared.gate.forget()
    open_session(request, response, who, secret, "link")
    return {"person": who}


@router.delete(f"{V1}/session", status_code=204)
def sign_out(request: Request, who: Signed) -> Response:
    """End this session or token."""
    shared = api(request)
    principal = who.principal
    shared.people.revoke(principal.person, principal.person, principal.kind, principal.credential)
    shared.gate.forget()
    gone = Response(status_code=204)
    drop(request, gone, COOKIE)
    return gone


@router.get(f"{V1}/me", **models.shown(models.Me))
def me(request: Request, who: Signed) -> dict[str, Any]:
    """Who you are and what you may act as."""
    shared = api(request)
    now = shared.parts.clock.now()
    with shared.parts.store.snapshot() as reader:
        profile = shared.people.profile_of(person(reader, who.principal.person))
    duties = [duty_shape(duty) for duty in who.principal.now(now)]
    return {
        "person": who.principal.person,
        "profile": profile,
        "duties": duties,
        "scope": sorted(who.principal.scope),
        "expires": written(from_micros(who.principal.expires)),
    }


@router.put(f"{V1}/me/password", status_code=204)
def change_password(request: Request, who: Signed, given: NewPassword) -> Response:
    """Set another password; every session ends, this one too."""
    shared = api(request)
    shared.people.change_password(who.principal.person, given.old, given.new)
    shared.gate.forget()
    return Response(status_code=204)


@router.get(f"{V1}/me/sessions")
def my_sessions(request: Request, who: Signed) -> dict[str, Any]:
    """Where you are signed in."""
    return {"sessions": _own(request, who, SESSION)}


@router.delete(f"{V1}/me/sessions/{{id}}", status_code=204)
def end_session(request: Request, who: Signed, id: str) -> Response:
    """End one session; another than this only within 15 minutes of signing in."""
    others = {each["id"] for each in _own(request, who, SESSION) if not each["this"]}
    if id in others:
        _fresh(request, who)
    return _revoked(request, who, SESSION, id)


@router.delete(f"{V1}/me/sessions", status_code=204)
def end_sessions(request: Request, who: Signed) -> Response:
    """End every session of yours, this one too; only within 15 minutes of signing in."""
    _fresh(request, who)
    return _revoked(request, who, SESSION, "")


@router.get(f"{V1}/me/tokens")
def my_tokens(request: Request, who: Signed) -> dict[str, Any]:
    """Your API tokens, without their secrets."""
    return {"tokens": _own(request, who, TOKEN)}


@router.post(f"{V1}/me/tokens", **models.shown(models.Secret, 201))
@once("secret")
def make_token(request: Request, who: Signed, given: NewToken) -> dict[str, Any]:
    """Make an API token. Its secret is shown this once. A token cannot make another."""
    if who.principal.kind != SESSION:
        raise Problem("access.denied")
    lasts = timedelta(days=given.days)
    id, secret = api(request).people.new_token(who.principal.person, given.name, given.scope, lasts)
    return {"id": id, "secret": secret}


@router.delete(f"{V1}/me/tokens/{{id}}", status_code=204)
def end_token(request: Request, who: Signed, id: str) -> Response:
    """End one token."""
    return _revoked(request, who, TOKEN, id)


def open_session(request: Request, response: Response, person: str, secret: str, by: str) -> None:
    """Hand a new session over; the one this browser had ends. That somebody came in, and how, is a line of the log."""
    shared = api(request)
    if earlier := taken(request, COOKIE):
        shared.people.sign_out(earlier)
        shared.gate.forget()
    give(request, response, COOKIE, secret, int(SESSION_LASTS.total_seconds()))
    _log.info("signed in", request=request.scope.get("request_id", ""), person=person, by=by)


def duty_shape(duty: Duty) -> dict[str, Any]:
    """A duty; `until` is null where it has no end, `behalf` names the absent person it is done for."""
    return {
        "id": duty.id,
        "role": duty.role,
        "org": duty.org,
        "since": written(from_micros(duty.since)),
        "until": None if duty.until >= NEVER else written(from_micros(duty.until)),
        "behalf": duty.behalf or None,
    }


def from_here(request: Request, shared: Api) -> None:
    """Tries of one address are counted; a browser must come from our own pages, and passwords be let in at all."""
    if "origin" in request.headers and not same_site(request.headers):
        raise Problem("origin.foreign")
    if not shared.settings.passwords:
        raise Problem("login.provider")
    shared.gate.tries.take(request.client.host if request.client else "")


def _fresh(request: Request, who: Caller) -> None:
    """Problem `login.again` unless they have just signed in: who found an open page ends nobody's sessions."""
    if not who.principal.is_fresh(api(request).people.clock.now()):
        raise Problem("login.again")


def _own(request: Request, who: Caller, kind: str) -> list[dict[str, Any]]:
    with api(request).parts.store.snapshot() as reader:
        found = credentials(reader, who.principal.person, kind)
    return [_credential_shape(each, who) for each in found]


def _credential_shape(found: Credential, who: Caller) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "scope": found.scope.split(),
        "created": written(from_micros(found.created)),
        "seen": written(from_micros(found.seen)),
        "expires": written(from_micros(found.expires)),
        "this": found.id == who.principal.credential,
    }


def _revoked(request: Request, who: Caller, kind: str, id: str) -> Response:
    shared = api(request)
    shared.people.revoke(who.principal.person, who.principal.person, kind, id)
    shared.gate.forget()
    return Response(status_code=204)
