"""An accepted command is one event, whole, hashed and chained; everything beside it is derived from it."""

from hashlib import sha256
from typing import Any

import pytest

from states.canonical import dumps, is_canonical, loads
from states.instants import micros, read
from states.rules.calendar import Calendar
from states.rules.periods import compute
from tests.toy import CALL, PROJECT
from tests.world import AGENCY_1, CALL_ID, COMPANY_1, JANGSU, JEONBUK, START, World, real_rules

NOW = "2024-12-10T01:00:00.000000Z"


def bodies(world: World, stream: str) -> list[dict[str, Any]]:
    return [loads(body.encode()) for _, _, body in world.events(stream)]


def test_each_command_is_one_event_and_the_receipt_is_its_proof(world: World) -> None:
    before = len(world.rows("event"))
    outcome = world.one(CALL_ID, "register", JEONBUK, "k", data={"area": JANGSU, "title": "한우"})
    assert outcome.receipt is not None
    (event,) = world.events(outcome.receipt.stream)
    assert len(world.rows("event")) == before + 1
    receipt = outcome.receipt
    assert (receipt.version, receipt.event, receipt.hash) == (1, f"{receipt.stream}@1", event[1])
    assert (outcome.state, receipt.recorded_at, outcome.refusals, outcome.problems) == ("draft", NOW, (), ())
    assert outcome.event == loads(event[2].encode())


def test_the_body_of_a_birth(world: World) -> None:
    id = world.project(JANGSU)
    (body,) = bodies(world, id)
    given = dumps({"area": JANGSU, "title": "연고산업"})
    assert body == {
        "format": 1,
        "stream": id,
        "version": 1,
        "prev": "0" * 64,
        "trigger": "register",
        "row": "register",
        "from": "unborn",
        "to": "draft",
        "actor": {"id": "lead-jeonbuk", "role": "lead", "org": "tp-jeonbuk"},
        "key": "key-3",
        "command": sha256(b"register\nlead\ntp-jeonbuk\n\n" + given).hexdigest(),
        "received_at": NOW,
        "recorded_at": NOW,
        "lifecycle": PROJECT.fingerprint,
        "rules": real_rules().fingerprint,
        "parents": {"call": CALL_ID},
        "changes": {"area": JANGSU, "title": "연고산업", "lead": "tp-jeonbuk"},
        "deadlines": {
            "open": [
                {
                    "id": "filing@1",
                    "kind": "filing",
                    "fires": "expire",
                    "owner": "lead",
                    "rule": "fixed",
                    "start": "2024-12-20T09:00:00.000000Z",
                    "length": "0d",
                    "calendar": body["deadlines"]["open"][0]["calendar"],
                    "due_date": "2024-12-20",
                    "expires": "2024-12-20T09:00:00.000001Z",
                    "fires_at": "2024-12-20T09:00:32.000001Z",
                }
            ]
        },
        "claims": [{"scope": "area", "key": f"{CALL_ID}/{JANGSU}", "amount": 1, "ceiling": 1}],
    }


def test_a_step_carries_only_what_it_changes(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    saved, submitted = bodies(world, id)[1:]
    assert saved["changes"] == {"plan": "계획", "money": 7, "saves": 1}
    assert [name in saved for name in ("parents", "deadlines", "notices", "claims", "reactions", "private")] == [
        False
    ] * 6
    due = compute("objection", START, "10d", Calendar.as_known(None))
    opened = submitted["deadlines"]["open"][0]
    assert (submitted["row"], submitted["from"], submitted["to"]) == ("submit", "draft", "submitted")
    assert submitted["deadlines"]["close"] == {"filing@1": "cancelled"}
    assert (opened["id"], opened["rule"], opened["length"]) == ("reviewing@3", "objection", "10d")
    assert (read(opened["expires"]), opened["due_date"]) == (due.expires, due.due_date.isoformat())
    assert submitted["notices"] == [{"letter": "receipt", "to": [["lead", "tp-jeonbuk"], ["agency", "tipa"]]}]
    assert "changes" not in submitted


def test_the_hash_is_of_the_canonical_body_and_each_event_names_the_one_before(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    prev = "0" * 64
    for n, (version, hash, body) in enumerate(world.events(id), 1):
        assert version == n
        assert is_canonical(body.encode())
        assert sha256(body.encode()).hexdigest() == hash
        assert loads(body.encode())["prev"] == prev
        prev = hash
    assert world.stream(id).head == prev


def test_the_stream_is_its_events_folded(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    stream = world.stream(id)
    assert (stream.kind, stream.state, stream.version) == ("project", "submitted", 3)
    facts = {"area": JANGSU, "title": "연고산업", "lead": "tp-jeonbuk", "plan": "계획", "money": 7, "saves": 1}
    assert stream.facts == facts
    assert stream.parents == {"call": CALL_ID}
    assert {kind: each["id"] for kind, each in stream.deadlines.items()} == {"reviewing": "reviewing@3"}
    assert (stream.lifecycle, stream.updated_at) == (PROJECT.fingerprint, NOW)
    assert world.stream(CALL_ID).lifecycle == CALL.fingerprint


def test_deadlines_timers_notices_and_leaves_are_rows_of_the_same_transaction(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    due = compute("objection", START, "10d", Calendar.as_known(None)).expires
    closes = micros(real_rules().reception.closes_at) + 1
    assert world.rows("deadline", "stream", "id", "kind", "owner", "expires_at", "status") == [
        (id, "filing@1", "filing", "lead", closes, "cancelled"),
        (id, "reviewing@3", "reviewing", "agency", micros(due), "open"),
    ]
    grace = 32_000_000
    assert world.rows("timer", "stream", "id", "trigger", "data", "due_at", "status") == [
        (id, "filing@1", "expire", '{"deadline":"filing"}', closes + grace, "cancelled"),
        (id, "reviewing@3", "overdue", '{"deadline":"reviewing"}', micros(due) + grace, "pending"),
    ]
    assert world.rows("outbox") == [
        (id, 3, 0, "receipt", "lead", "tp-jeonbuk", "waiting"),
        (id, 3, 1, "receipt", "agency", "tipa", "waiting"),
    ]
    assert world.rows("unsealed") == sorted(world.rows("event", "stream", "version", "hash"))
    assert world.rows("refusal") == []


def test_the_board_columns_are_read_from_the_facts(world: World) -> None:
    id = world.project(JANGSU)
    names = ("id", "kind", "state", "phase", "call", "project", "support", "province", "search", "next_due")
    closes = micros(real_rules().reception.closes_at) + 1
    assert (id, "project", "draft", "toy", CALL_ID, "", "", "52", "연고산업 tp-jeonbuk", closes) in world.rows(
        "stream", *names
    )


def test_a_paper_carries_its_arrival(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    world.clock.set(read("2024-12-12T00:00:00Z"))
    world.done(id, "revise", JEONBUK, data={"plan": "종이"}, occurred_at=read("2024-12-11T05:00:00Z"))
    body = bodies(world, id)[-1]
    assert (body["occurred_at"], body["received_at"]) == ("2024-12-11T05:00:00.000000Z", "2024-12-12T00:00:00.000000Z")
    assert body["deadlines"]["open"][0]["start"] == body["occurred_at"]


@pytest.mark.parametrize("came_from", ["draft", "submitted"])
def test_a_way_back_leads_where_it_came_from(world: World, came_from: str) -> None:
    id = world.project(JANGSU, upto=came_from)
    world.done(id, "pause", AGENCY_1)
    assert world.stream(id).facts["was"] == came_from
    outcome = world.done(id, "resume", AGENCY_1)
    assert (outcome.state, outcome.event["row"]) == (came_from, f"resume.{came_from}")


def test_a_company_belongs_to_its_project_and_joins_a_support(world: World) -> None:
    id = world.project(JANGSU)
    support = world.done(id, "plan", JEONBUK).receipt
    assert support is not None
    company = world.done(id, "enlist", COMPANY_1, data={"brn": COMPANY_1.org, "support": support.stream}).receipt
    assert company is not None
    stream = world.stream(company.stream)
    assert stream.parents == {"call": CALL_ID, "project": id, "support": support.stream}
    assert stream.facts == {"brn": COMPANY_1.org, "support": support.stream, "order": 1}
    with world.store.snapshot() as reader:
        found = [reader.children(world.stream(parent), ["company"]) for parent in (id, support.stream)]
    assert found == [(stream,), (stream,)]
