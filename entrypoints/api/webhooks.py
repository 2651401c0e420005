"""Webhooks: who listens to which events, the log of what was sent, another try, another secret."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from entrypoints.api import models
from entrypoints.api.access import V1
from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.routes import Bounded, once
from entrypoints.api.sessions import Body
from entrypoints.api.state import api
from entrypoints.api.streams import storable
from entrypoints.shapes import message_shape, webhook_shape
from jobs.channels.webhook import is_offered
from workflow.webhooks import events_of

router = APIRouter(tags=["webhooks"], route_class=Bounded)
As = Annotated[Caller, Depends(caller)]
LONGEST = 1_000
"""Characters of an address."""
Url = Annotated[str, Field(min_length=9, max_length=LONGEST, examples=["https://hooks.example.org/yeongo"])]
Events = Annotated[list[str], Field(min_length=1, max_length=50, examples=[["project.submit", "call.*"]])]
Id = Annotated[str, Field(max_length=100)]


class NewWebhook(Body):
    """`personal`: yours alone, and ended with your duty; otherwise it is your organisation's in this role."""

    url: Url
    events: Events
    personal: bool = False


class Change(Body):
    url: Url | None = None
    events: Events | None = None
    active: bool | None = None


@router.get(f"{V1}/webhooks", **models.shown(models.Webhooks))
def webhooks(request: Request, who: As) -> dict[str, Any]:
    """The webhooks of the duty you act in, and every event one can listen to."""
    listening = api(request).webhooks
    found = [webhook_shape(each) for each in listening.all(who.acting)]
    return {"webhooks": found, "events": events_of(listening.definitions.family)}


@router.post(f"{V1}/webhooks", **models.shown(models.Webhook, 201))
@once("secret")
def add(request: Request, who: As, given: NewWebhook) -> dict[str, Any]:
    """Be told of events from now on. The secret that signs the messages is shown this once."""
    callable_url(given.url)
    new, secret = api(request).webhooks.add(who.acting, given.url, given.events, personal=given.personal)
    return webhook_shape(new) | {"secret": secret}


@router.get(f"{V1}/webhooks/{{id}}", **models.shown(models.Webhook))
def webhook(request: Request, who: As, id: str) -> dict[str, Any]:
    """One of them."""
    storable({"id": id})
    return webhook_shape(api(request).webhooks.get(who.acting, id))


@router.patch(f"{V1}/webhooks/{{id}}", **models.shown(models.Webhook))
def change(request: Request, who: As, id: str, given: Change) -> dict[str, Any]:
    """Another address, other events, a rest (`active: false`) or its end. What happens while it rests is not told."""
    storable({"id": id})
    if given.url is not None:
        callable_url(given.url)
    told = api(request).webhooks.change(who.acting, id, url=given.url, events=given.events, active=given.active)
    return webhook_shape(told)


@router.delete(f"{V1}/webhooks/{{id}}", status_code=204)
def remove(request: Request, who: As, id: str) -> Response:
    """Listen no more; its log is forgotten with it."""
    storable({"id": id})
    api(request).webhooks.remove(who.acting, id)
    return Response(status_code=204)


@router.post(f"{V1}/webhooks/{{id}}/rotate", **models.shown(models.Webhook))
@once("secret")
def rotate(request: Request, who: As, id: str) -> dict[str, Any]:
    """A new secret, shown this once. For a day messages carry a signature under each of the two."""
    storable({"id": id})
    new, secret = api(request).webhooks.rotate(who.acting, id)
    return webhook_shape(new) | {"secret": secret}


@router.post(f"{V1}/webhooks/{{id}}/test", **models.shown(models.Message, 202))
@once()
def test(request: Request, who: As, id: str) -> dict[str, Any]:
    """Send a message of the event `ping`."""
    storable({"id": id})
    return message_shape(api(request).webhooks.test(who.acting, id), [])


@router.get(f"{V1}/webhooks/{{id}}/deliveries", **models.shown(models.Messages))
def deliveries(
    request: Request,
    who: As,
    id: str,
    status: Literal["", "waiting", "sent", "failed"] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    cursor: Annotated[str, Query(max_length=200)] = "",
) -> dict[str, Any]:
    """What went or goes to it, the latest first, with every attempt; `cursor` continues after a page."""
    storable({"id": id, "cursor": cursor})
    found = api(request).webhooks.sent(who.acting, id, status, limit + 1, cursor)
    following = found[limit - 1][0].key if len(found) > limit else ""
    return {"deliveries": [message_shape(each, tried) for each, tried in found[:limit]], "cursor": following}


@router.post(f"{V1}/webhooks/{{id}}/deliveries/{{key}}/redeliver", **models.shown(models.Message, 202))
@once()
def redeliver(request: Request, who: As, id: str, key: str) -> dict[str, Any]:
    """Send a message again, under the same `webhook-id`."""
    storable({"id": id, "key": key})
    return message_shape(api(request).webhooks.redeliver(who.acting, id, key), [])


def callable_url(url: str) -> None:
    """Problem `webhook.address` unless a webhook may have this address."""
    if not is_offered(url) or len(url) > LONGEST:
        raise Problem("webhook.address")
