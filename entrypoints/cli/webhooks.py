"""Webhooks, as the operator looks after them: any of them, on behalf of whoever it belongs to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from entrypoints.bootstrap import service
from entrypoints.cli.door import Door, Verbs, spoken
from entrypoints.cli.values import actor
from entrypoints.errors import BadInput
from entrypoints.shapes import message_shape, webhook_shape
from jobs.channels.webhook import is_offered
from states.catalogue.api import PROBLEMS
from states.roles import Actor
from storage import webhooks as rows
from storage.deliveries import FAILED
from workflow.errors import Denied
from workflow.secrets import Change, change_key, end_change
from workflow.webhooks import Webhooks

MOST = 10_000


@click.group(cls=Verbs)
def webhook() -> None:
    """Verbs on webhooks."""


@webhook.command("list")
@spoken
@click.pass_obj
def list_webhooks(door: Door) -> None:
    """Every webhook of the installation."""
    with _webhooks(door) as listening, listening.store.snapshot() as reader:
        found = [webhook_shape(each) for each in rows.webhooks(reader)]
    lines = ((x["id"], f"{x['role']}:{x['org']}", x["url"], " ".join(x["events"]), x["status"]) for x in found)
    door.answer({"webhooks": found}, lambda: door.table(("webhooks", "role", "url", "events", "state"), lines))


@webhook.command("add")
@spoken
@click.argument("url")
@click.option("--events", required=True, metavar="EVENT,…")
@click.option("--as", "who", required=True, metavar="ROLE:ORG:PERSON")
@click.option("--personal", is_flag=True)
@click.pass_obj
def add(door: Door, url: str, events: str, who: str, personal: bool) -> None:
    """Begin to tell an address of events."""
    with _webhooks(door) as listening:
        if not is_offered(url):
            raise Denied("webhook.address")
        new, secret = listening.add(actor(who), url, events.split(","), personal=personal)
    _show_secret(door, new, secret)


@webhook.command("rotate")
@spoken
@click.argument("id")
@click.pass_obj
def rotate(door: Door, id: str) -> None:
    """A new secret; the old one signs for a day longer."""
    with _webhooks(door) as listening:
        new, secret = listening.rotate(_owner(listening, id), id)
    _show_secret(door, new, secret)


@webhook.command("rekey")
@spoken
@click.option("--end", is_flag=True)
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def rekey(door: Door, end: bool, who: str | None) -> int:
    """Another key for all secrets; both open until --end. Ends 1 where a secret opens under none."""
    with service(door.settings) as parts, _said():
        if parts.vault is None:
            raise Denied("webhook.no_key")
        done = (end_change if end else change_key)(parts.store, parts.vault, parts.clock.now(), actor(who))
    door.answer(done._asdict(), lambda: _show_change(door, done, end))
    return 1 if done.lost else 0


def _show_change(door: Door, done: Change, end: bool) -> None:
    if end:
        door.tell("rekey_ended", key=done.key)
    else:
        door.tell("rekeyed", key=done.key, resealed=done.resealed, older=len(done.older))
    if done.lost:
        door.tell("rekey_lost", ids=", ".join(done.lost))


def _show_secret(door: Door, new: rows.Webhook, secret: str) -> None:
    shape = webhook_shape(new) | {"secret": secret}
    door.answer(shape, lambda: door.tell("webhook_secret", id=new.id, secret=secret))


@webhook.command("pause")
@spoken
@click.argument("id")
@click.option("--restore", is_flag=True)
@click.pass_obj
def pause(door: Door, id: str, restore: bool) -> None:
    """Tell it nothing for a while; with --restore tell it again."""
    with _webhooks(door) as listening:
        new = listening.change(_owner(listening, id), id, active=restore)
    door.answer(webhook_shape(new), lambda: door.tell("webhook_is", id=new.id, status=new.status))


@webhook.command("remove")
@spoken
@click.argument("id")
@click.pass_obj
def remove(door: Door, id: str) -> None:
    """Forget it and its log."""
    with _webhooks(door) as listening:
        listening.remove(_owner(listening, id), id)
    door.answer({"removed": id}, lambda: door.tell("webhook_is", id=id, status="removed"))


@webhook.command("test")
@spoken
@click.argument("id")
@click.pass_obj
def test(door: Door, id: str) -> None:
    """Send it a message about nothing."""
    with _webhooks(door) as listening:
        new = listening.test(_owner(listening, id), id)
    door.answer(message_shape(new, []), lambda: door.tell("webhook_is", id=new.key, status=new.status))


@webhook.command("deliveries")
@spoken
@click.argument("id")
@click.option("--status", default="", type=click.Choice(["", "waiting", "sent", "failed"]))
@click.option("--limit", default=50, type=click.IntRange(1, MOST))
@click.pass_obj
def deliveries(door: Door, id: str, status: str, limit: int) -> None:
    """What went or goes to it, with every attempt."""
    with _webhooks(door) as listening:
        sent = listening.sent(_owner(listening, id), id, status, limit)
    found = [message_shape(each, tried) for each, tried in sent]
    lines = ((x["key"], x["event"], x["stream"], x["version"], x["status"], x["attempts"], x["reason"]) for x in found)
    columns = ("message", "events", "stream", "version", "state", "attempts", "reason")
    door.answer({"deliveries": found}, lambda: door.table(columns, lines))


@webhook.command("redeliver")
@spoken
@click.argument("id")
@click.argument("keys", nargs=-1, metavar="KEY")
@click.option("--all", "everything", is_flag=True)
@click.pass_obj
def redeliver(door: Door, id: str, keys: tuple[str, ...], everything: bool) -> None:
    """Send messages again: those named, or with --all every one that was given up."""
    with _webhooks(door) as listening:
        owner = _owner(listening, id)
        failed = [each.key for each, _ in listening.sent(owner, id, FAILED, MOST)] if everything else []
        again = [listening.redeliver(owner, id, key).key for key in (*keys, *failed)]
    door.answer({"again": again}, lambda: door.tell("messages_again", count=len(again)))


@contextmanager
def _webhooks(door: Door) -> Iterator[Webhooks]:
    """The installation's webhooks; what cannot be done is bad input."""
    with service(door.settings) as parts, _said():
        yield Webhooks(parts.store, parts.definitions, parts.clock, os.urandom, parts.vault)


@contextmanager
def _said() -> Iterator[None]:
    """What is denied is bad input."""
    try:
        yield
    except Denied as error:
        said = PROBLEMS[error.code].said.filled(error.facts)
        raise BadInput("people.denied", ko=said.ko, en=said.en) from error


def _owner(listening: Webhooks, id: str) -> Actor:
    """Whoever made a webhook. Denied if there is none."""
    with listening.store.snapshot() as reader:
        found = rows.webhook(reader, id)
    if found is None:
        raise Denied("found.nothing")
    return Actor(found.person, found.role, found.org)
