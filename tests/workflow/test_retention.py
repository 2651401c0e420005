"""Erasing people, and what was kept long enough: as acts, never under a hold; everything still verifies."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jobs.sealing import seal
from states.instants import micros
from states.retention import CREDENTIAL, PART, PROFILE
from states.roles import ADMIN, AGENCY, AUDITOR, Actor
from storage import people as rows
from storage.ledger.erasure import Held, hold
from storage.ledger.journal import ERASURES, entries
from tests.conformance.attacker import KEY
from tests.world import EVALUATOR_1, JANGSU, JEONBUK, Entropy, World, world_on
from workflow.audit.verify import verify
from workflow.errors import Denied
from workflow.people import FORGOTTEN, People
from workflow.retention import apply, due

OPERATOR = Actor("admin-1", ADMIN, "yeongo")
YEAR = timedelta(days=365)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        yield world.opened()


@pytest.fixture
def people(world: World) -> People:
    """Kim, who worked at the agency for a day."""
    people = People(world.store, world.clock, Entropy())
    people.organise("admin-1", "tipa", "평가원", "TIPA")
    people.invite("admin-1", "kim@example.kr", {"name": "김하나", "contact": "042-000-0000"}, "kim")
    now = world.clock.now()
    people.assign("admin-1", "kim", AGENCY, "tipa", now, now + timedelta(days=1))
    return people


def held(world: World, on: str, *, holds: bool) -> None:
    with world.store.transaction() as transaction:
        hold(transaction, on, "감사", world.clock.now(), OPERATOR, holds=holds)


def person(people: People) -> rows.Person:
    with people.store.snapshot() as reader:
        found = rows.person(reader, "kim")
    assert found is not None
    return found


def codes(world: World) -> list[str]:
    return [each.code for each in verify(world.store).findings]


def test_a_person_is_forgotten_as_an_act_and_everything_verifies(world: World, people: People) -> None:
    assert people.profile_of(person(people)) == {
        "name": "김하나", "contact": "042-000-0000", "login": "kim@example.kr",
    }  # fmt: skip
    assert codes(world) == []
    people.forget(OPERATOR, "kim", "요청")
    seal(world.store, KEY, world.clock.now())
    found = person(people)
    assert (people.profile_of(found), found.secret, found.profile, found.status) == ({}, b"", b"", FORGOTTEN)
    assert "kim@example.kr" not in str(world.dump()["person"])
    assert codes(world) == []
    with world.store.snapshot() as reader:
        (act,) = entries(reader, ERASURES)
    assert (act.body["person"], act.body["reason"], act.body["actor"]["id"]) == ("kim", "요청", "admin-1")
    with pytest.raises(Denied):
        people.restore("admin-1", "kim")
    people.invite("admin-1", "kim@example.kr", {"name": "김하나"}, "kim-2")


def test_a_legal_hold_keeps_a_person(world: World, people: People) -> None:
    held(world, "kim", holds=True)
    with pytest.raises(Held):
        people.forget(OPERATOR, "kim", "요청")
    assert people.profile_of(person(people))["name"] == "김하나"
    held(world, "kim", holds=False)
    people.forget(OPERATOR, "kim", "요청")
    assert people.profile_of(person(people)) == {}
    assert codes(world) == []


@pytest.mark.parametrize(
    ("code", "statement"),
    [
        ("people.profile", "DELETE FROM person_key"),
        ("people.profile", "UPDATE person SET profile = substr(profile, 2)"),
        ("people.profile", "DELETE FROM person"),
        ("people.duty", "UPDATE duty SET until = until + 1"),
        ("people.status", "UPDATE person SET status = 'active'"),
    ],
)
def test_what_was_done_without_an_act_is_found(world: World, people: People, code: str, statement: str) -> None:
    assert person(people).id == "kim"
    world.sql(statement)
    assert code in codes(world)


def test_what_was_kept_long_enough_is_listed_and_destroyed(world: World, people: People) -> None:
    one = world.project(JANGSU, upto="submitted")
    world.done(one, "review", EVALUATOR_1, data={"opinion": "좋음", "score": 9000, "remarks": "비고"})
    people.recover("admin-1", "kim")
    ended = world.clock.now()

    def found() -> list[tuple[str, str, str, bool]]:
        with world.store.snapshot() as reader:
            return [(each.kind, each.about, each.part, each.held) for each in due(reader, world.clock.now())]

    assert found() == []
    world.clock.set(ended + 4 * YEAR)
    assert [each[:2] for each in found()] == [(PROFILE, "kim"), (CREDENTIAL, "kim")]
    world.done(one, "withdraw", JEONBUK)
    world.sql(f"UPDATE stream SET phase = 'end' WHERE id = '{one}'")  # the toy's phases have one name
    world.clock.set(world.clock.now() + 6 * YEAR)
    held(world, one, holds=True)
    parts = [(PART, f"{one}@4", "remarks", True), (PART, f"{one}@4", "score", True)]
    assert [each for each in found() if each[0] == PART] == parts
    with world.store.snapshot() as reader:
        several = due(reader, world.clock.now())
    assert [apply(people, each, world.clock.now(), OPERATOR) for each in several] == [True, False, False, True]
    held(world, one, holds=False)
    with world.store.snapshot() as reader:
        several = due(reader, world.clock.now())
    assert [apply(people, each, world.clock.now(), OPERATOR) for each in several] == [True, True]
    assert found() == []
    world.sql(f"UPDATE stream SET phase = 'toy' WHERE id = '{one}'")
    seal(world.store, KEY, world.clock.now())
    assert codes(world) == []


def test_an_auditor_does_not_look_for_ever(world: World, people: People) -> None:
    now = world.clock.now()
    people.assign("admin-1", "kim", AUDITOR, "tipa", now)
    people.assign("admin-1", "kim", AUDITOR, "tipa", now - YEAR)
    people.assign("admin-1", "kim", AUDITOR, "tipa", now, now + YEAR / 2)
    with world.store.snapshot() as reader:
        ends = sorted(each.until for each in rows.duties(reader, "kim") if each.role == AUDITOR)
    assert ends == [micros(now + YEAR / 2), micros(now + YEAR), micros(now + YEAR)]
