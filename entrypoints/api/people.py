"""People, organisations and duties, for administrators; every change is recorded with who made it."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime, Field

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded, once
from entrypoints.api.sessions import Body, duty_shape
from entrypoints.api.state import Api, api
from states.personal import shown
from states.roles import Actor
from storage import people as rows
from storage.ledger.erasure import Held
from storage.people import Person
from storage.transaction import Reader
from workflow.errors import Denied

router = APIRouter(tags=["people"], route_class=Bounded)
Admin = Annotated[Caller, Depends(caller)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Limit = Annotated[int, Query(ge=1, le=500)]
Unmasked = Annotated[bool, Query(description="names and contacts as they were given")]
Cursor = Annotated[str, Query(max_length=200)]
# JSON has no instants: a text with an offset is one.
Instant = Annotated[AwareDatetime, Field(strict=False, examples=["2026-01-02T09:00:00+09:00"])]


class Invitation(Body):
    login: Name
    name: Name
    contact: Annotated[str, Field(max_length=200)] = ""
    email: Annotated[str, Field(max_length=200, pattern=r"^([^\s@]+@[^\s@]+)?$")] = ""
    language: Literal["ko", "en"] = "ko"
    id: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9._-]*$")] = ""


class NewDuty(Body):
    role: Name
    org: Name
    since: Instant
    until: Instant | None = None


class Absence(Body):
    deputy: Name
    since: Instant
    until: Instant


class Handover(Body):
    source: Name
    target: Name
    at: Instant


class Status(Body):
    status: Literal["active", "suspended"]


class Forgetting(Body):
    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class Identity(Body):
    issuer: Annotated[str, Field(pattern=r"^https?://", max_length=300)]
    subject: Name


class Organisation(Body):
    ko: Name
    en: Name


@router.get(f"{V1}/people", **models.shown(models.People))
def people(
    request: Request, who: Admin, limit: Limit = 50, cursor: Cursor = "", unmasked: Unmasked = False
) -> dict[str, Any]:
    """A page of people with their duties; names and contacts are masked unless asked for, which is remembered."""
    shared = api(request)
    with shared.parts.store.snapshot() as reader:
        found = rows.people(reader, limit, _clean(cursor))
        shapes = [_person_shape(shared, reader, who.acting, each, unmasked=unmasked) for each in found]
    if unmasked:
        shared.noted(who.acting, "people", people=[each.id for each in found])
    return {"people": shapes, "cursor": found[-1].id if len(found) == limit else None}


@router.get(f"{V1}/people/changes")
def changes(request: Request, who: Admin, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0) -> dict[str, Any]:
    """What was changed in people and duties, by whom, in order; pseudonyms only."""
    with api(request).parts.store.snapshot() as reader:
        found = rows.changes(reader, after)
    return {"changes": [{"seq": seq, "hash": hash, "change": orjson.loads(body)} for seq, hash, body in found]}


@router.get(f"{V1}/people/{{person}}", **models.shown(models.PersonRecord))
def one(request: Request, who: Admin, person: str, unmasked: Unmasked = False) -> dict[str, Any]:
    """A person with every duty they have, had or will have; masked unless asked for, which is remembered."""
    shared = api(request)
    with shared.parts.store.snapshot() as reader:
        found = rows.person(reader, _clean(person))
        if found is None:
            raise Denied("person.unknown", person=person)
        shape = _person_shape(shared, reader, who.acting, found, unmasked=unmasked)
    if unmasked:
        shared.noted(who.acting, "people", people=[found.id])
    return shape


@router.post(f"{V1}/people", **models.shown(models.Linked, 201))
@once("link")
def invite(request: Request, who: Admin, given: Invitation) -> dict[str, Any]:
    """Add a person; the link lets them set their password once.

    Letters go to `email`, without one to the login name if that is an address, in `language`.
    """
    profile = given.model_dump(include={"name", "contact", "email", "language"})
    person, link = api(request).people.invite(who.principal.person, given.login, profile, given.id)
    return {"person": person, "link": link}


@router.post(f"{V1}/people/{{person}}/recovery", **models.shown(models.Linked, 201))
@once("link")
def recover(request: Request, who: Admin, person: str) -> dict[str, Any]:
    """A new one-time link for a person who cannot sign in."""
    return {"person": person, "link": api(request).people.recover(who.principal.person, _clean(person))}


@router.put(f"{V1}/people/{{person}}/status", status_code=204)
def set_status(request: Request, who: Admin, person: str, given: Status) -> Response:
    """Suspend or restore a person. Suspending ends every session, token and link."""
    people = api(request).people
    act = people.suspend if given.status == "suspended" else people.restore
    act(who.principal.person, _clean(person))
    return _done(request)


@router.put(f"{V1}/people/{{person}}/identity", status_code=204)
def link(request: Request, who: Admin, person: str, given: Identity) -> Response:
    """Let an account of an OpenID provider sign in as this person."""
    api(request).people.link(who.principal.person, _clean(person), given.issuer, given.subject)
    return _done(request)


@router.post(f"{V1}/people/{{person}}/forgetting", **models.shown(models.Forgotten))
@once()
def forget(request: Request, who: Admin, person: str, given: Forgetting) -> dict[str, Any]:
    """Destroy a person's name, contact, addresses and credentials for good, once a second administrator asks too."""
    shared = api(request)
    try:
        forgotten = shared.people.ask_to_forget(who.acting, _clean(person), given.reason)
    except Held:
        raise Problem("person.held") from None
    shared.gate.forget()
    return {"person": person, "forgotten": forgotten}


@router.post(f"{V1}/people/{{person}}/duties", **models.shown(models.Made, 201))
@once()
def assign(request: Request, who: Admin, person: str, given: NewDuty) -> dict[str, Any]:
    """Give a person a role at an organisation for a time."""
    shared = api(request)
    duty = shared.people.assign(who.principal.person, _clean(person), given.role, given.org, given.since, given.until)
    shared.gate.forget()
    return {"duty": duty}


@router.delete(f"{V1}/duties/{{duty}}", status_code=204)
def end(request: Request, who: Admin, duty: str) -> Response:
    """End a duty now."""
    shared = api(request)
    shared.people.end(who.principal.person, _clean(duty), shared.parts.clock.now())
    return _done(request)


@router.post(f"{V1}/people/{{person}}/absences", **models.shown(models.ManyMade, 201))
@once()
def absent(request: Request, who: Admin, person: str, given: Absence) -> dict[str, Any]:
    """While a person is absent a deputy holds their duties on their behalf."""
    shared = api(request)
    made = shared.people.absent(who.principal.person, _clean(person), given.deputy, given.since, given.until)
    shared.gate.forget()
    return {"duties": made}


@router.post(f"{V1}/handovers", **models.shown(models.ManyMade, 201))
@once()
def hand_over(request: Request, who: Admin, given: Handover) -> dict[str, Any]:
    """All duties of one person pass to another, in one act."""
    shared = api(request)
    made = shared.people.hand_over(who.principal.person, given.source, given.target, given.at)
    shared.gate.forget()
    return {"duties": made}


@router.get(f"{V1}/organisations")
def organisations(request: Request, who: Admin, limit: Limit = 50, cursor: Cursor = "") -> dict[str, Any]:
    """A page of organisations."""
    with api(request).parts.store.snapshot() as reader:
        found = rows.organisations(reader, limit, _clean(cursor))
    return {"organisations": found, "cursor": found[-1]["id"] if len(found) == limit else None}


@router.put(f"{V1}/organisations/{{org}}", status_code=204)
def organise(request: Request, who: Admin, org: str, given: Organisation) -> Response:
    """Add or rename an organisation."""
    api(request).people.organise(who.principal.person, _clean(org), given.ko, given.en)
    return _done(request)


def _person_shape(shared: Api, reader: Reader, by: Actor, found: Person, *, unmasked: bool) -> dict[str, Any]:
    return {
        "person": found.id,
        "status": found.status,
        "profile": shown(by, found.id, shared.people.profile_of(found), unmasked=unmasked),
        "identity": {"issuer": found.issuer, "subject": found.subject} if found.issuer else None,
        "duties": [duty_shape(duty) for duty in rows.duties(reader, found.id)],
    }


def _clean(text: str) -> str:
    """A name no database would refuse: anything else names nothing."""
    return text if text.isprintable() else "?"


def _done(request: Request) -> Response:
    api(request).gate.forget()
    return Response(status_code=204)
