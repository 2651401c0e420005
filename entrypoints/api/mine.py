"""What a person sets for themselves: calendar feeds, and which letters they do not want."""

from collections.abc import Mapping
from datetime import time
from functools import cache
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from entrypoints.api.access import V1
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded, once
from entrypoints.api.sessions import Body
from entrypoints.api.state import Api, api
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from jobs.digest import DIGEST
from jobs.letter import letters
from states.instants import written
from states.lifecycle import Notice
from states.rules.reminders import WAKING, are_hours, type_of_hours
from storage import deliveries, feeds
from storage.deliveries import Delivery
from storage.queries import seen_stream
from storage.transaction import Reader, Transaction
from workflow.calendar_feed import subscribed
from workflow.credentials import FEED, SESSION, new_secret
from workflow.rights import sight_of

router = APIRouter(tags=["me"], route_class=Bounded)
Signed = Annotated[Caller, Depends(caller)]
Minute = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
CALENDAR = "text/calendar; charset=utf-8"
PAGE = """<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>연고 · Yeongo</title><h1>{label.ko} · {label.en}</h1>
<form method="post"><button>이 안내를 그만 받기 · Stop receiving this letter</button></form></html>"""


class NewFeed(Body):
    """Of a stream, of a call or project with all below it; without one of all that your duties see to."""

    stream: str = Field(default="", max_length=200, examples=["project-mfrggzdfmztwq2lk"])


class Wanted(Body):
    wanted: bool


class Hours(Body):
    """`HH:MM` in Korea."""

    earliest: Minute
    latest: Minute


@router.get(f"{V1}/me/feeds")
def my_feeds(request: Request, who: Signed) -> dict[str, Any]:
    """Your calendar feeds, without their addresses."""
    with api(request).parts.store.snapshot() as reader:
        found = feeds.granted(reader, who.principal.person)
    return {"feeds": [{"id": x.id, "stream": x.scope, "created": written(x.created)} for x in found]}


@router.post(f"{V1}/me/feeds", status_code=201)
@once("url")
def make_feed(request: Request, who: Signed, given: NewFeed) -> dict[str, Any]:
    """Subscribe a calendar to deadlines: of a stream, of a call or project with all below it, or your own.

    The address is shown this once; whoever knows it reads what you may see at that time. A token cannot make one.
    """
    return new_feed(api(request), who, given.stream)


@router.delete(f"{V1}/me/feeds/{{id}}", status_code=204)
def end_feed(request: Request, who: Signed, id: str) -> Response:
    """Revoke one feed."""
    revoke_feed(api(request), who, id)
    return Response(status_code=204)


@router.get("/calendar/{token}.ics")
def calendar(request: Request, token: str, lang: Literal["ko", "en"] = "ko") -> Response:
    """Deadlines as iCalendar. 404 for a token that is unknown or revoked, or whose person may not look any more."""
    parts = api(request).parts
    with parts.store.snapshot() as reader:
        text = subscribed(reader, token, parts.definitions, lang, parts.clock.now())
    if text is None:
        raise Problem("found.nothing")
    return Response(text, media_type=CALENDAR)


@router.get(f"{V1}/me/letters")
def my_letters(request: Request, who: Signed) -> dict[str, Any]:
    """Every letter there is, whether the law asks for it, and whether you want it."""
    with api(request).parts.store.snapshot() as reader:
        return {"letters": wishes(reader, who.principal.person)}


@router.put(f"{V1}/me/letters/{{letter}}", status_code=204)
def want(request: Request, who: Signed, letter: str, given: Wanted) -> Response:
    """Say whether you want a letter. What the law asks for is sent all the same: it cannot be refused."""
    if letter not in labels():
        raise Problem("found.nothing")
    if letters()[letter].statutory and not given.wanted:
        raise Problem("letter.statutory")
    with api(request).parts.store.transaction() as transaction:
        choose(transaction, who.principal.person, letter, wanted=given.wanted)
    return Response(status_code=204)


@router.get(f"{V1}/me/hours")
def my_hours(request: Request, who: Signed) -> dict[str, Any]:
    """Between which hours (KST) of working days the letters that can wait reach you."""
    with api(request).parts.store.snapshot() as reader:
        earliest, latest = deliveries.hours(reader, who.principal.person) or WAKING
    return {"earliest": f"{earliest:%H:%M}", "latest": f"{latest:%H:%M}"}


@router.put(f"{V1}/me/hours", status_code=204)
def set_hours(request: Request, who: Signed, given: Hours) -> Response:
    """Be written to between these hours only, at least one a day; what the law asks for is sent all the same."""
    hours = time.fromisoformat(given.earliest), time.fromisoformat(given.latest)
    keep_hours(api(request), who.principal.person, hours)
    return Response(status_code=204)


@router.get("/unsubscribe/{key}/{proof}")
def ask_to_unsubscribe(request: Request, key: str, proof: str) -> Response:
    """The page a letter's List-Unsubscribe leads a person to. Looking changes nothing: mail programs look ahead."""
    sent = _sent(api(request), key, proof)
    return Response(PAGE.format(label=labels()[sent.notice.letter]), media_type="text/html; charset=utf-8")


@router.post("/unsubscribe/{key}/{proof}")
def unsubscribe(request: Request, key: str, proof: str) -> Response:
    """The one click of RFC 8058: whoever got the letter does not get it again."""
    shared = api(request)
    sent = _sent(shared, key, proof)
    with shared.parts.store.transaction() as transaction:
        choose(transaction, sent.person, sent.notice.letter, wanted=False)
    return Response("그만 보냅니다. You will not receive this letter again.", media_type="text/plain; charset=utf-8")


def _sent(shared: Api, key: str, proof: str) -> Delivery:
    """The delivery a proof was made for; Problem `found.nothing` for a wrong one and for what the law asks for."""
    storable({"key": key})
    with shared.parts.store.snapshot() as reader:
        found = deliveries.delivery(reader, key)
    if found is None or not shared.people.proves(key, proof) or letters()[found.notice.letter].statutory:
        raise Problem("found.nothing")
    return found


def keep_hours(shared: Api, person: str, hours: type_of_hours) -> None:
    """Keep when a person wants letters. Problem `letter.hours` for less than an hour a day."""
    if not are_hours(hours):
        raise Problem("letter.hours")
    with shared.parts.store.transaction() as transaction:
        deliveries.set_hours(transaction, person, hours)


def choose(transaction: Transaction, person: str, letter: str, *, wanted: bool) -> None:
    """What a person gets unless they refuse it, and what only those get who ask."""
    if letters()[letter].asked:
        (deliveries.ask if wanted else deliveries.ask_no_more)(transaction, person, letter)
    else:
        (deliveries.want if wanted else deliveries.refuse)(transaction, person, letter)


def new_feed(shared: Api, who: Caller, stream: str) -> dict[str, str]:
    """A feed of a stream, or of all that somebody's duties see to: its id and its address, which is not told again."""
    if who.principal.kind != SESSION:
        raise Problem("access.denied")
    storable({"stream": stream})
    parts, person, secret = shared.parts, who.principal.person, new_secret(FEED, shared.people.entropy)
    with parts.store.transaction() as transaction:
        seen = sight_of(person, transaction, parts.definitions, parts.clock.now())
        if stream and seen_stream(transaction, stream, seen) is None:
            raise Problem("found.nothing")
        id = feeds.grant(transaction, secret, stream, person, shared.people.clock.now())
    return {"id": id, "url": f"{shared.settings.public_url}/calendar/{secret}.ics"}


def revoke_feed(shared: Api, who: Caller, id: str) -> None:
    """Nobody reads this feed any more. Problem if it is not theirs."""
    storable({"id": id})
    with shared.parts.store.transaction() as transaction:
        if not feeds.revoke(transaction, who.principal.person, id):
            raise Problem("found.nothing")


def wishes(reader: Reader, person: str) -> list[dict[str, Any]]:
    """Every letter with whether a person wants it."""
    refused, asked = deliveries.refused(reader, person), deliveries.asked(reader, person)
    return [
        {"letter": id, "label": {"ko": label.ko, "en": label.en}, "statutory": letters()[id].statutory,
         "wanted": id in asked if letters()[id].asked else id not in refused}
        for id, label in labels().items()
    ]  # fmt: skip


@cache
def labels() -> Mapping[str, Notice]:
    """The letters the lifecycles send and those one can ask for, by id."""
    found = {
        DIGEST: Notice(DIGEST, (), "하루의 기한 모음(원하는 분께만)", "The digest of a day, for those who ask")
    } | {notice.id: notice for each in FAMILY.values() for row in each.rows for notice in row.notify}
    return dict(sorted(found.items()))
