"""People, organisations, duties: who works here, as what, until when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from entrypoints.api.server import people_of
from entrypoints.api.sessions import duty_shape
from entrypoints.bootstrap import Service, service
from entrypoints.cli.door import Door, Spoken, Verbs, spoken
from entrypoints.cli.looking import administrator, noted
from entrypoints.cli.values import instant, known_role
from entrypoints.errors import BadInput
from states.catalogue.api import PROBLEMS
from states.personal import shown
from storage import people as rows
from storage.ledger.erasure import Held
from workflow.errors import Denied
from workflow.people import People
from workflow.recipients import is_address

OPERATOR = "operator"
MOST = 10_000


@click.group(cls=Verbs)
def user() -> None:
    """Verbs on people."""


@click.group(cls=Verbs)
def org() -> None:
    """Verbs on organisations."""


@user.command("list")
@spoken
@click.option("--unmasked", is_flag=True)
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def list_users(door: Door, unmasked: bool, who: str | None) -> None:
    """Everyone with their duties; names are masked unless they are asked for, which is remembered."""
    with _people(door) as (people, parts):
        with parts.store.snapshot() as reader:
            by = administrator(parts, reader, who)
            found = [
                {
                    "person": each.id,
                    "status": each.status,
                    "name": shown(by, each.id, people.profile_of(each), unmasked=unmasked).get("name", ""),
                    "duties": [duty_shape(duty) for duty in rows.duties(reader, each.id)],
                }
                for each in rows.people(reader, MOST)
            ]
        if unmasked:
            noted(parts, by, "people", {"people": [each["person"] for each in found]})
    door.answer({"people": found}, lambda: _show_users(door, found))


def _show_users(door: Door, found: list[dict[str, Any]]) -> None:
    lines = (
        (
            each["person"],
            each["name"],
            door.told(f"person.{each['status']}"),
            ", ".join(f"{door.role(duty['role'])} {duty['org']}" for duty in each["duties"]),
        )
        for each in found
    )
    door.table(("person", "name", "status", "role"), lines)


@user.command("add")
@spoken
@click.argument("login")
@click.option("--name", required=True, metavar="TEXT")
@click.option("--id", "id", default="", metavar="ID")
@click.option("--email", default="", metavar="ADDRESS")
@click.option("--reads", default="ko", type=click.Choice(["ko", "en"]))
@click.pass_obj
def add_user(door: Door, login: str, name: str, id: str, email: str, reads: str) -> None:
    """Invite a person."""
    if email and not is_address(email):
        raise BadInput("people.address", found=email)
    with _people(door) as (people, _):
        person, link = people.invite(OPERATOR, login, {"name": name, "email": email, "language": reads}, id)
    found = {"person": person, "link": link}
    door.answer(found, lambda: door.tell("invited", **found))


@user.command("recover")
@spoken
@click.argument("person")
@click.pass_obj
def recover(door: Door, person: str) -> None:
    """A new one-time link."""
    with _people(door) as (people, _):
        found = {"person": person, "link": people.recover(OPERATOR, person)}
    door.answer(found, lambda: door.tell("invited", **found))


@user.command("suspend")
@spoken
@click.argument("person")
@click.option("--restore", is_flag=True)
@click.pass_obj
def suspend(door: Door, person: str, restore: bool) -> None:
    """Lock a person out, or let them in again."""
    with _people(door) as (people, _):
        act = people.restore if restore else people.suspend
        act(OPERATOR, person)
    found = {"person": person, "status": "active" if restore else "suspended"}
    door.answer(found, lambda: door.tell("person_is", **found))


@user.command("forget")
@spoken
@click.argument("person")
@click.option("--reason", required=True, metavar="TEXT")
@click.option("--as", "who", metavar="ROLE:ORG:PERSON")
@click.pass_obj
def forget(door: Door, person: str, reason: str, who: str | None) -> int:
    """Destroy a person's name, contact and key for good, once another one asks too; 1 while a legal hold stands."""
    with _people(door) as (people, parts):
        with parts.store.snapshot() as reader:
            by = administrator(parts, reader, who)
        try:
            forgotten = people.ask_to_forget(by, person, reason)
        except Held:
            door.answer({"forgotten": False, "held": person}, lambda: door.tell("held", stream=person))
            return 1
    said = "forgotten" if forgotten else "forgetting"
    door.answer({"person": person, "forgotten": forgotten}, lambda: door.tell(said, person=person))
    return 0


@org.command("list")
@spoken
@click.pass_obj
def list_orgs(door: Door) -> None:
    """Every organisation."""
    with _people(door) as (_, parts), parts.store.snapshot() as reader:
        found = rows.organisations(reader, MOST)
    lines = [(each["id"], each["ko" if door.language == "ko" else "en"]) for each in found]
    door.answer({"organisations": found}, lambda: door.table(("org", "name"), lines))


@org.command("set")
@spoken
@click.argument("org")
@click.option("--ko", required=True, metavar="TEXT")
@click.option("--en", required=True, metavar="TEXT")
@click.pass_obj
def set_org(door: Door, org: str, ko: str, en: str) -> None:
    """Add or rename an organisation."""
    with _people(door) as (people, _):
        people.organise(OPERATOR, org, ko, en)
    found = {"id": org, "ko": ko, "en": en}
    door.answer(found, lambda: door.tell("organised", **found))


@spoken
@click.command(cls=Spoken)
@click.argument("person")
@click.argument("role")
@click.argument("org")
@click.option("--from", "since", metavar="INSTANT")
@click.option("--until", metavar="INSTANT")
@click.pass_obj
def assign(door: Door, person: str, role: str, org: str, since: str | None, until: str | None) -> None:
    """Give a person a role at an organisation."""
    with _people(door) as (people, parts):
        start = _when(since, parts)
        end = instant(until) if until else None
        duty = people.assign(OPERATOR, person, known_role(role), org, start, end)
    found = {"duty": duty, "person": person, "role": role, "org": org}
    door.answer(found, lambda: door.tell("assigned", **found))


@spoken
@click.command(cls=Spoken)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--at", metavar="INSTANT")
@click.pass_obj
def handover(door: Door, source: str, target: str, at: str | None) -> None:
    """All duties of one person pass to another."""
    with _people(door) as (people, parts):
        made = people.hand_over(OPERATOR, source, target, _when(at, parts))
    found = {"from": source, "to": target, "duties": made}
    door.answer(found, lambda: door.tell("handed_over", source=source, target=target, count=len(made)))


@spoken
@click.command(cls=Spoken)
@click.argument("person")
@click.argument("deputy")
@click.option("--from", "since", required=True, metavar="INSTANT")
@click.option("--until", required=True, metavar="INSTANT")
@click.pass_obj
def absent(door: Door, person: str, deputy: str, since: str, until: str) -> None:
    """A deputy holds a person's duties for a time."""
    with _people(door) as (people, _):
        made = people.absent(OPERATOR, person, deputy, instant(since), instant(until))
    found = {"person": person, "deputy": deputy, "duties": made}
    door.answer(found, lambda: door.tell("stands_in", person=person, deputy=deputy, count=len(made)))


@contextmanager
def _people(door: Door) -> Iterator[tuple[People, Service]]:
    """The installation's people; what cannot be done is bad input."""
    with service(door.settings) as parts:
        try:
            yield people_of(parts), parts
        except Denied as error:
            said = PROBLEMS[error.code].said.filled(error.facts)
            raise BadInput("people.denied", ko=said.ko, en=said.en) from error


def _when(given: str | None, parts: Service) -> datetime:
    return instant(given) if given else parts.clock.now()
