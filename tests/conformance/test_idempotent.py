"""Asking again: the same key and command give the first receipt; another command under the key is refused."""

import pytest

from states.canonical import loads
from states.lifecycle import Refusal
from states.roles import EVALUATOR, LEAD, Actor
from storage.private import PartPlace, commits, open_part
from tests.world import AGENCY_1, CALL_ID, EVALUATOR_1, GUNWI, JANGSU, JEONBUK, World
from workflow.batch import derived_id

REVIEW = {"opinion": "좋음", "score": 8725, "remarks": "비공개"}


def reviewed(world: World) -> str:
    id = world.project(JANGSU, upto="submitted")
    world.done(id, "review", EVALUATOR_1, "review", data=REVIEW)
    return id


def test_the_same_key_and_command_give_the_first_receipt_and_write_nothing(world: World) -> None:
    id = world.project(JANGSU)
    first = world.one(id, "save", JEONBUK, "k", data={"plan": "가"})
    world.done(id, "save", JEONBUK, data={"plan": "나"})
    before = world.dump()
    again = world.one(id, "save", JEONBUK, "k", data={"plan": "가"})
    assert (again.repeated, first.repeated) == (True, False)
    assert (again.receipt, again.state, again.accepted) == (first.receipt, "draft", True)
    assert world.dump() == before


def test_the_same_key_with_another_command_is_refused(world: World) -> None:
    id = world.project(JANGSU)
    world.done(id, "save", JEONBUK, "k", data={"plan": "가"})
    for trigger, data in (("save", {"plan": "나"}), ("withdraw", {})):
        outcome = world.one(id, trigger, JEONBUK, "k", data=data)
        assert outcome.refusals == (Refusal("key.reused", "", {"key": "k", "version": 2}),)
    assert world.stream(id).version == 2
    assert len(world.rows("refusal")) == 2


def test_only_acceptance_consumes_a_key(world: World) -> None:
    id = world.project(JANGSU)
    assert not world.one(id, "submit", JEONBUK, "k").accepted
    assert world.one(id, "save", JEONBUK, "k", data={"plan": 1}).problems
    world.done(id, "save", JEONBUK, data={"plan": "가", "money": 1})
    assert world.one(id, "submit", JEONBUK, "k").state == "submitted"


def test_a_key_is_the_actors_and_the_streams_own(world: World) -> None:
    one, other = world.project(JANGSU), world.project(GUNWI)
    second = Actor("lead-jeonbuk-2", LEAD, "tp-jeonbuk")
    daegu = Actor("lead-jeonbuk", LEAD, "tp-daegu")
    for stream, actor in ((one, JEONBUK), (one, second), (other, daegu)):
        outcome = world.one(stream, "save", actor, "k", data={"plan": "가"})
        assert (outcome.accepted, outcome.repeated) == (True, False)


def test_asking_twice_in_one_batch(world: World) -> None:
    id = world.project(JANGSU)
    command = world.command(id, "save", JEONBUK, "k", data={"plan": "가"})
    first, second = world.run(command, command)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.receipt == second.receipt
    assert world.stream(id).version == 2


def test_a_birth_asked_twice_is_the_same_stream(world: World) -> None:
    command = world.register(JANGSU, "birth")
    first, second = world.run(command)[0], world.run(command)[0]
    assert first.receipt == second.receipt
    assert second.repeated
    assert first.receipt is not None
    assert first.receipt.stream == derived_id("project", CALL_ID, command)
    assert [id for (id, kind) in world.rows("stream", "id", "kind") if kind == "project"] == [first.receipt.stream]


def test_a_births_id_follows_from_parent_actor_and_key(world: World) -> None:
    ids = {
        derived_id("project", parent, world.command(parent, "register", actor, key))
        for parent in (CALL_ID, "call-2026-1")
        for actor in (JEONBUK, AGENCY_1)
        for key in ("a", "b")
    }
    assert len(ids) == 8
    assert derived_id("project", CALL_ID, world.command(CALL_ID, "register", JEONBUK, "a")) in ids
    assert all(id.startswith("project-") and len(id) == 24 for id in ids)


def test_the_born_stream_does_not_take_its_birth_again(world: World) -> None:
    id = world.project(JANGSU)
    outcome = world.one(id, "register", JEONBUK, data={"area": JANGSU, "title": "t"})
    assert outcome.refusals == (Refusal("trigger.not_here", "", {"state": "draft", "trigger": "register"}),)


def test_private_parts_lie_beside_the_event_behind_commitments(world: World) -> None:
    id = reviewed(world)
    _, _, body = world.events(id)[-1]
    assert ("8725" in body, "비공개" in body, '"opinion":"좋음"' in body) == (False, False, True)
    rows = {part: (secret, text) for _, _, part, secret, text in world.rows("event_private")}
    assert set(rows) == {"score", "remarks"}
    with world.store.transaction() as transaction:
        secrets = transaction.secrets(id, 4)
    for part, value in (("score", 8725), ("remarks", "비공개")):
        secret, text = secrets[part]
        assert open_part(bytes(text), bytes(secret), PartPlace(id, 4, part)) == value
        assert commits(value, bytes(secret), _commitment(body, part))
    assert "score" not in world.stream(id).facts


def _commitment(body: str, part: str) -> str:
    commitment: str = loads(body.encode())["private"][part]
    return commitment


def test_a_key_is_compared_without_private_parts(world: World) -> None:
    id = reviewed(world)
    other = world.one(id, "review", EVALUATOR_1, "review", data=REVIEW | {"score": 1})
    assert (other.repeated, other.receipt and other.receipt.version) == (True, 4)
    assert [
        r.code for r in world.one(id, "review", EVALUATOR_1, "review", data=REVIEW | {"opinion": "x"}).refusals
    ] == ["key.reused"]


@pytest.mark.parametrize("then", ["", "review", "pause"])
def test_a_key_is_compared_alike_in_every_state(world: World, then: str) -> None:
    id = world.project(JANGSU)
    evaluator = Actor("e", EVALUATOR, "panel")
    first = world.done(id, "note", evaluator, "k", data={"note": "숨김", "page": 3})
    if then == "pause":
        world.done(id, "pause", AGENCY_1)
    if then == "review":
        world.done(id, "save", JEONBUK, data={"plan": "가", "money": 1})
        world.done(id, "submit", JEONBUK)
        world.done(id, "review", EVALUATOR_1, data=REVIEW)
    again = world.one(id, "note", evaluator, "k", data={"note": "숨김", "page": 3})
    assert (again.repeated, again.receipt) == (True, first.receipt)
