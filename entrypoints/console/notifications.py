"""Notifications: which letters one wants and when, calendar feeds, and the webhooks of the duty one acts in."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.mine import choose, keep_hours, new_feed, revoke_feed, wishes
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable
from entrypoints.api.webhooks import callable_url
from entrypoints.bootstrap import FAMILY
from entrypoints.console.posted import Form, Posted
from entrypoints.console.view import View, see_other
from states.instants import written
from states.lifecycle import Lifecycle
from states.rules.reminders import WAKING
from storage import deliveries, feeds
from storage.webhooks import UNHEARD, Webhook

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
HERE = "/notifications"
SHOWN = 100
"""Messages in the log of a webhook."""


@router.get("/notifications")
def notifications(request: Request, who: As) -> Response:
    """Everything one sets for oneself, and the duty's webhooks."""
    return _page(View(request, who), who)


@router.post("/notifications/letters")
def want(request: Request, who: As, form: Form) -> Response:
    """Want the letters that are ticked, and no other that may be refused."""
    v, person = View(request, who), who.principal.person
    ticked = _ticked(form, "letter")
    with v.shared.parts.store.transaction() as transaction:
        for each in wishes(transaction, person):
            if not each["statutory"]:
                choose(transaction, person, each["letter"], wanted=each["letter"] in ticked)
    return see_other(f"{HERE}#letters")


@router.post("/notifications/hours")
def set_hours(request: Request, who: As, form: Form) -> Response:
    """Be written to between these hours only."""
    try:
        hours = time.fromisoformat(form.get("earliest")), time.fromisoformat(form.get("latest"))
    except ValueError:
        raise Problem("request.invalid") from None
    keep_hours(View(request, who).shared, who.principal.person, hours)
    return see_other(f"{HERE}#hours")


@router.post("/notifications/feeds")
def feed(request: Request, who: As, form: Form) -> Response:
    """Make a calendar feed, whose address is shown this once; or revoke one."""
    v = View(request, who)
    if ended := form.get("revoke"):
        revoke_feed(v.shared, who, ended)
        return see_other(f"{HERE}#feeds")
    return _page(v, who, address=new_feed(v.shared, who, form.get("stream").strip())["url"])


@router.post("/notifications/webhooks")
def add(request: Request, who: As, form: Form) -> Response:
    """Be told of events from now on; the secret is shown this once."""
    v = View(request, who)
    url, events = _address(form), sorted(_ticked(form, "event"))
    if not events:
        raise Problem("webhook.unknown_event", events="–")
    new, secret = v.shared.webhooks.add(who.acting, url, events, personal=form.get("personal") == "yes")
    return _webhook(v, who, new, secret)


@router.get("/notifications/webhooks/{id}")
def webhook(request: Request, who: As, id: str, after: Annotated[str, Query(max_length=200)] = "") -> Response:
    """One webhook: what it hears, and what became of each message; `after` one, of those before it."""
    v = View(request, who)
    storable({"id": id, "after": after})
    return _webhook(v, who, v.shared.webhooks.get(who.acting, id), after=after)


@router.post("/notifications/webhooks/{id}")
def act(request: Request, who: As, id: str, form: Form) -> Response:
    """Change a webhook, let it rest or end, rotate its secret, test it, send a message again."""
    v, listening = View(request, who), View(request, who).shared.webhooks
    storable({"id": id, "key": form.get("redeliver")})
    if key := form.get("redeliver"):
        listening.redeliver(who.acting, id, key)
    match form.get("do"):
        case "rotate":
            return _rotated(v, who, id, form)
        case "change":
            listening.change(who.acting, id, url=_address(form), events=sorted(_ticked(form, "event")))
        case "pause" | "resume" as what:
            listening.change(who.acting, id, active=what == "resume")
        case "test":
            listening.test(who.acting, id)
        case "remove":
            listening.remove(who.acting, id)
            return see_other(f"{HERE}#webhooks")
    return see_other(f"{HERE}/webhooks/{id}")


def _rotated(v: View, who: Caller, id: str, form: Posted) -> Response:
    """A new secret. A form that was sent twice rotates once: twice would end the old secret at once."""
    old = v.shared.webhooks.get(who.acting, id)
    if form.get("seen") != written(old.older_until):
        return see_other(f"{HERE}/webhooks/{id}")
    new, secret = v.shared.webhooks.rotate(who.acting, id)
    return _webhook(v, who, new, secret)


def _page(v: View, who: Caller, address: str = "") -> Response:
    person = who.principal.person
    with v.shared.parts.store.snapshot() as reader:
        wanted = wishes(reader, person)
        hours = deliveries.hours(reader, person) or WAKING
        granted = feeds.granted(reader, person)
    return v.page(
        "notifications.html", letters=wanted, hours=hours, feeds=granted, address=address,
        webhooks=v.shared.webhooks.all(who.acting), heard=heard(FAMILY), chosen=(),
    )  # fmt: skip


def _webhook(v: View, who: Caller, found: Webhook, secret: str | None = None, after: str = "") -> Response:
    sent = v.shared.webhooks.sent(who.acting, found.id, "", SHOWN + 1, after)
    signs = found.older and found.older_until > v.now
    return v.page(
        "webhook.html", webhook=found, secret=secret, messages=sent[:SHOWN],
        next=sent[SHOWN - 1][0].key if len(sent) > SHOWN else "", old_until=found.older_until if signs else None,
        seen=written(found.older_until), heard=heard(FAMILY), chosen=found.events,
    )  # fmt: skip


def heard(family: Mapping[str, Lifecycle]) -> Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]:
    """By kind of stream, what a webhook can hear of: `project.submit` and its names."""
    return {
        kind: [
            (f"{kind}.{trigger}", {"ko": row.ko, "en": row.en})
            for trigger, row in sorted({row.trigger: row for row in reversed(each.rows)}.items())
        ]
        for kind, each in family.items()
        if kind not in UNHEARD
    }


def _address(form: Posted) -> str:
    url = form.get("url").strip()
    callable_url(url)
    return url


def _ticked(form: Posted, name: str) -> set[str]:
    return {value for key, value in form.pairs if key == name}
