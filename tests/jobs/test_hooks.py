"""Webhooks over a real receiver with TLS: each organisation hears what it may see, signed, at least once, on record."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from cryptography.fernet import Fernet

from jobs.channels.webhook import Caller, signature
from jobs.delivery import FIRST, LEASE, LONGEST, MOST
from jobs.hooks import Hooks
from jobs.sealing import seal
from states.roles import Actor
from storage import webhooks as rows
from storage.deliveries import FAILED, SENT, WAITING
from storage.vault import Vault
from tests.conformance.attacker import KEY
from tests.jobs.test_delivery import certificate, people_of
from tests.jobs.test_webhook import Hook, hook
from tests.toy import FAMILY
from tests.world import AGENCY_1, CALL_ID, DAEGU, GUNWI, JANGSU, JEONBUK, JINAN, World, world_on
from workflow.definitions import Definitions
from workflow.errors import Denied
from workflow.people import People
from workflow.webhooks import BOTH_VALID, Webhooks, events_of

__all__ = ["certificate", "hook"]

KIM, LEE = Actor("kim", "lead", JEONBUK.org), Actor("lee", "agency", AGENCY_1.org)
VAULT = Vault([Fernet.generate_key().decode()])
type_of_hook = tuple[Caller, str]


@pytest.fixture
def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(Hook, "status", 204)
    with world_on(database_url) as world:
        people_of(world.opened())
        yield world


def listening(world: World, vault: Vault | None = VAULT) -> Webhooks:
    return Webhooks(world.store, world.definitions, world.clock, world.engine.entropy, vault)


def hooks(world: World, caller: Caller, vault: Vault = VAULT) -> Hooks:
    definitions = Definitions(FAMILY, world.store.definition)
    return Hooks(world.store, definitions, vault, world.clock.now, lambda: False, caller)


def told(world: World, caller: Caller) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Seal, hand out, post; what the receiver got since, as headers and body."""
    Hook.taken.clear()
    seal(world.store, KEY, world.clock.now())
    hooks(world, caller)()
    return [(headers, orjson.loads(body)) for _, headers, body in Hook.taken]


def test_an_organisation_hears_of_what_it_may_see_and_of_nothing_else(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    before = world.project(JANGSU)
    world.drained()
    seal(world.store, KEY, world.clock.now())
    _, secret = listening(world).add(KIM, url, ["project.*"], personal=False)
    own, foreign = before, world.project(GUNWI)
    world.done(own, "save", JEONBUK, data={"plan": "계획", "money": 7})
    world.done(foreign, "save", DAEGU, data={"plan": "계획", "money": 7})
    ((headers, body),) = told(world, caller)
    assert body == {
        "type": "project.save",
        "timestamp": "2024-12-10T01:00:00.000000Z",
        "data": {
            "stream": own, "version": 2, "hash": world.stream(own).head, "from": "draft", "to": "draft",
            "state_label": {"ko": "draft 상태", "en": "draft"}, "role": "lead", "org": "tp-jeonbuk",
        },
    }  # fmt: skip
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"])).astimezone()
    text = next(body for _, _, body in Hook.taken)
    assert headers["webhook-signature"] == signature(secret, headers["webhook-id"], at, text)
    assert told(world, caller) == [], "each once"


def test_the_one_who_runs_the_programme_hears_of_everyone_in_the_order_of_the_log(
    world: World, hook: type_of_hook
) -> None:
    caller, url = hook
    listening(world).add(LEE, url, ["project.register", "call.*"], personal=False)
    ids = [world.project(JANGSU), world.project(GUNWI)]
    world.done(CALL_ID, "settle", AGENCY_1, data={"settings": {"supplement_days": 5}})
    found = [(body["type"], body["data"]["stream"]) for _, body in told(world, caller)]
    wanted = [("project.register", ids[0]), ("project.register", ids[1]), ("call.settle", CALL_ID)]
    assert sorted(found) == sorted([("call.load", CALL_ID), ("call.open", CALL_ID), *wanted])


def test_what_happened_before_it_listened_is_not_told_though_it_is_sealed_later(
    world: World, hook: type_of_hook
) -> None:
    caller, url = hook
    id = world.project(JANGSU)
    world.clock.set(world.clock.now() + timedelta(seconds=1))
    listening(world).add(KIM, url, ["project.*"], personal=False)
    world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 7})
    assert [body["type"] for _, body in told(world, caller)] == ["project.save"]


def test_who_has_lost_the_duty_hears_no_more(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    listening(world).add(KIM, url, ["*"], personal=False)
    world.sql("UPDATE duty SET until = 0 WHERE person = 'kim'")
    world.project(JANGSU)
    assert told(world, caller) == []


def test_a_personal_one_ends_with_the_persons_duty_an_organisations_does_not(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    people = people_of_more(world)
    mine, _ = listening(world).add(KIM, url, ["project.register"], personal=True)
    ours, _ = listening(world).add(KIM, url, ["project.register"], personal=False)
    told(world, caller)
    world.sql("UPDATE duty SET until = 0 WHERE person = 'kim'")
    world.project(JANGSU)
    assert len(told(world, caller)) == 1
    with world.store.snapshot() as reader:
        assert [len(rows.messages(reader, each.id, "", 9)) for each in (mine, ours)] == [0, 1]
    assert people == "park"
    with pytest.raises(Denied):
        listening(world).get(Actor("park", "lead", JEONBUK.org), mine.id)
    assert listening(world).get(Actor("park", "lead", JEONBUK.org), ours.id).id == ours.id


def people_of_more(world: World) -> str:
    """A second person of the lead."""
    people = People(world.store, world.clock, os.urandom)
    id, _ = people.invite("admin", "park@tp.example", {"email": "park@tp.example"}, "park")
    people.assign("admin", id, "lead", JEONBUK.org, world.clock.now() - timedelta(days=1))
    return id


def test_what_was_on_its_way_is_not_told_once_it_may_not_be_seen(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    mine, _ = listening(world).add(KIM, url, ["project.register"], personal=False)
    Hook.status = 500
    world.project(JANGSU)
    told(world, caller)
    Hook.status = 204
    world.sql("UPDATE duty SET until = 0 WHERE person = 'kim'")
    world.clock.set(world.clock.now() + FIRST * 2)
    assert told(world, caller) == []
    with world.store.snapshot() as reader:
        (dead,) = rows.messages(reader, mine.id, FAILED, 9)
    assert dead.reason == "what happened may not be seen any more"


def test_a_failing_receiver_is_tried_again_under_the_same_id_and_given_up(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    mine, _ = listening(world).add(KIM, url, ["project.register"], personal=False)
    Hook.status = 503
    world.project(JANGSU)
    ids = set()
    for _ in range(MOST):
        ((headers, _),) = told(world, caller)
        ids.add(headers["webhook-id"])
        world.clock.set(world.clock.now() + LONGEST * 2)
    assert (len(ids), told(world, caller)) == (1, [])
    ((message, log),) = listening(world).sent(KIM, mine.id, FAILED, 9)
    assert (message.attempts, message.reason) == (MOST, "answered 503")
    assert [(each.n, each.reason) for each in log] == [(n + 1, "answered 503") for n in range(MOST)]
    Hook.status = 204
    listening(world).redeliver(KIM, mine.id, message.key)
    ((headers, _),) = told(world, caller)
    assert ids == {headers["webhook-id"]}
    ((message, log),) = listening(world).sent(KIM, mine.id, "", 9)
    assert (message.status, message.attempts, log[-1].reason) == (SENT, MOST + 1, "")


def test_a_slow_or_dead_receiver_does_not_hold_up_the_others(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    dead, _ = listening(world).add(KIM, "https://localhost:1/", ["project.register"], personal=False)
    live, _ = listening(world).add(LEE, url, ["project.register"], personal=False)
    world.project(JANGSU)
    assert len(told(world, caller)) == 1
    with world.store.snapshot() as reader:
        standing = [rows.messages(reader, each.id, "", 9)[0].status for each in (dead, live)]
    assert standing == [WAITING, SENT]


def test_after_a_rotation_both_secrets_sign_for_a_day(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    webhook, old = listening(world).add(KIM, url, ["project.*"], personal=False)
    _, new = listening(world).rotate(KIM, webhook.id)
    id = world.project(JANGSU)
    told(world, caller)
    assert signed_by(old, new) == [True, True]
    world.clock.set(world.clock.now() + BOTH_VALID)
    world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 7})
    told(world, caller)
    assert signed_by(old, new) == [False, True]


def signed_by(*secrets: str) -> list[bool]:
    ((_, headers, body),) = Hook.taken
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"])).astimezone()
    found = headers["webhook-signature"].split(" ")
    return [signature(secret, headers["webhook-id"], at, body) in found for secret in secrets]


def test_who_says_it_is_gone_is_called_no_more(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    mine, _ = listening(world).add(KIM, url, ["project.*"], personal=False)
    Hook.status = 410
    id = world.project(JANGSU)
    told(world, caller)
    Hook.status = 204
    world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 7})
    assert told(world, caller) == []
    assert listening(world).get(KIM, mine.id).status == rows.GONE
    listening(world).change(KIM, mine.id, active=True)
    world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 8})
    assert [body["data"]["version"] for _, body in told(world, caller)] == [3], "what happened meanwhile is not told"


def test_a_receiver_that_asks_to_wait_is_left_alone_so_long(
    world: World, hook: type_of_hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, url = hook
    listening(world).add(KIM, url, ["project.*"], personal=False)
    monkeypatch.setattr(Hook, "status", 429)
    monkeypatch.setattr(Hook, "headers_too", {"Retry-After": "3600"})
    id = world.project(JANGSU)
    assert len(told(world, caller)) == 1
    Hook.status = 204
    world.done(id, "save", JEONBUK, data={"plan": "계획", "money": 7})
    assert [body["type"] for _, body in told(world, caller)] == ["project.save"], "what is new tries its luck"
    world.clock.set(world.clock.now() + timedelta(minutes=59))
    assert told(world, caller) == []
    world.clock.set(world.clock.now() + timedelta(minutes=1))
    assert [body["type"] for _, body in told(world, caller)] == ["project.register"]


def test_what_else_waits_for_that_receiver_waits_too(
    world: World, hook: type_of_hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, url = hook
    listening(world).add(KIM, url, ["project.*"], personal=False)
    monkeypatch.setattr(Hook, "status", 503)
    world.project(JANGSU)
    told(world, caller)
    monkeypatch.setattr(Hook, "headers_too", {"Retry-After": "3600"})
    world.project(JINAN)
    told(world, caller)
    Hook.status = 204
    world.clock.set(world.clock.now() + FIRST * 2)
    assert told(world, caller) == []
    world.clock.set(world.clock.now() + timedelta(hours=1))
    assert len(told(world, caller)) == 2


def test_secrets_are_not_in_the_database_and_open_under_the_key_of_the_file_alone(
    world: World, hook: type_of_hook
) -> None:
    caller, url = hook
    webhook, first = listening(world).add(KIM, url, ["project.*"], personal=False)
    _, second = listening(world).rotate(KIM, webhook.id)
    stored = str(world.dump())
    assert [each in stored for each in (url, first, second, first[6:], second[6:])] == [True, *[False] * 4]
    world.project(JANGSU)
    seal(world.store, KEY, world.clock.now())
    Hook.taken.clear()
    stranger = Vault([Fernet.generate_key().decode()])
    hooks(world, caller, stranger)()
    assert Hook.taken == []
    ((message, _),) = listening(world).sent(KIM, webhook.id, WAITING, 9)
    assert message.reason == "a secret was sealed under a key that is not in the secret key's file"
    _, third = listening(world, stranger).rotate(KIM, webhook.id)
    world.clock.set(world.clock.now() + FIRST * 2)
    hooks(world, caller, stranger)()
    assert signed_by(second, third) == [False, True], "what was sealed under a lost key signs no more"


def test_without_a_key_no_secret_is_made(world: World) -> None:
    webhook, _ = listening(world).add(KIM, "https://a.example/", ["project.*"], personal=False)
    with pytest.raises(Denied, match=r"webhook\.no_key"):
        listening(world, None).rotate(KIM, webhook.id)
    with pytest.raises(Denied, match=r"webhook\.no_key"):
        listening(world, None).add(KIM, "https://a.example/", ["*"], personal=False)


def test_nothing_is_lost_or_doubled_when_a_worker_dies_after_posting(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    mine, _ = listening(world).add(KIM, url, ["project.register"], personal=False)
    world.project(JANGSU)
    seal(world.store, KEY, world.clock.now())
    job = hooks(world, caller)
    job.hand_out()
    with world.store.transaction() as transaction:
        (taken,) = rows.claim(transaction, world.clock.now(), world.clock.now() + LEASE, 9)
    assert told(world, caller) == [], "another worker has it"
    world.clock.set(world.clock.now() + LEASE)
    ((headers, _),) = told(world, caller)
    assert headers["webhook-id"] == taken.key
    with world.store.snapshot() as reader:
        assert len(rows.messages(reader, mine.id, "", 9)) == 1


def test_an_address_inside_the_network_is_never_called(world: World) -> None:
    mine, _ = listening(world).add(KIM, "https://metadata.example/", ["project.register"], personal=False)
    world.project(JANGSU)
    told(world, Caller(lambda _host, _port: ["169.254.169.254"]))
    ((message, log),) = listening(world).sent(KIM, mine.id, "", 9)
    assert (message.status, len(log)) == (FAILED, 1)
    assert "not on the internet" in message.reason


def test_nobody_hears_of_the_survey_and_of_events_there_are_none(world: World) -> None:
    assert not any(each.startswith("survey") for each in events_of({**FAMILY, "survey": FAMILY["call"]}))
    with pytest.raises(Denied, match="unknown_event"):
        listening(world).add(KIM, "https://a.example/", ["project.vanish"], personal=False)


def test_a_test_says_ping(world: World, hook: type_of_hook) -> None:
    caller, url = hook
    mine, _ = listening(world).add(KIM, url, ["project.*"], personal=False)
    listening(world).test(KIM, mine.id)
    listening(world).test(KIM, mine.id)
    assert [body["data"] for _, body in told(world, caller)] == [{"webhook": mine.id}] * 2
