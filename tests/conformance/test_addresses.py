"""From where people came: recorded, found by, never readable in the record, destroyed with the name."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jobs.sealing import seal
from states.roles import ADMIN, Actor
from storage.ledger.accesses import Access, Stay, stays
from storage.ledger.erasure import hold
from storage.ledger.journal import ACCESSES
from tests.conformance.attacker import KEY
from tests.world import JANGSU, JEONBUK, Entropy, World, world_on
from workflow.audit.search import Wanted, search
from workflow.audit.verify import verify
from workflow.people import People
from workflow.retention import apply, due
from workflow.rewind import rewind

HERE, THERE = "192.0.2.7", "2001:db8::1"
OPERATOR = Actor("admin-1", ADMIN, "yeongo")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """One who saved from one address, and from another after they had moved there."""
    with world_on(database_url) as world:
        people = People(world.opened().store, world.clock, Entropy())
        people.organise("admin-1", JEONBUK.org, "전북", "Jeonbuk")
        people.invite("admin-1", "kim", {"name": "김"}, JEONBUK.id)
        people.assign("admin-1", JEONBUK.id, JEONBUK.role, JEONBUK.org, world.clock.now())
        came(world, HERE)
        project = world.project(JANGSU)
        came(world, THERE)
        world.done(project, "save", JEONBUK, data={"plan": "계획", "money": 7})
        seal(world.store, KEY, world.clock.now())
        yield world


def came(world: World, address: str) -> None:
    world.clock.set(world.clock.now() + MINUTE)
    people = People(world.store, world.clock, Entropy())
    people.entropy = lambda size: bytes([len(address)] * size)
    people.came([Access(JEONBUK.id, "session", "c-1", address, world.clock.now())])


def found(world: World, address: str) -> list[str]:
    with world.store.snapshot() as reader:
        return [str(each["trigger"]) for each in search(reader, Wanted(address=address), 10)]


def codes(world: World) -> list[tuple[str, str, int]]:
    return [(each.code, each.stream, each.version) for each in verify(world.store, trusted=KEY.verifier).findings]


def test_acts_are_found_by_the_address_their_actor_came_from_then(world: World) -> None:
    assert [found(world, each) for each in (HERE, THERE, "192.0.2.8")] == [["register"], ["save"], []]
    with world.store.snapshot() as reader:
        ((person, since, until),) = ((each.person, each.since, each.until) for each in stays(reader, HERE))
        (last,) = stays(reader, THERE)
    assert (person, since < until, last) == (JEONBUK.id, True, Stay(JEONBUK.id, until, ""))


def test_no_address_can_be_read_in_what_is_stored(world: World) -> None:
    assert HERE not in str(world.dump())
    assert codes(world) == []


def test_an_address_is_destroyed_with_the_name_and_everything_verifies(world: World) -> None:
    People(world.store, world.clock, Entropy()).forget(OPERATOR, JEONBUK.id, "요청")
    assert (found(world, HERE), codes(world)) == ([], [])
    assert [row for row in world.rows("event_private", "stream") if row == (ACCESSES,)] == []


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DELETE FROM event_private", "private.missing"),
        ("UPDATE event_private SET ciphertext = secret", "private.altered"),
        ("UPDATE event_private SET part = 'name'", "private.ghost"),
    ],
)
def test_an_address_altered_or_destroyed_without_an_act_is_found(world: World, statement: str, code: str) -> None:
    world.sql(f"{statement} WHERE stream = '{ACCESSES}' AND version = 1")
    assert (code, ACCESSES, 1) in codes(world)


def test_who_came_stays_known_where_a_copy_goes_back(world: World) -> None:
    rewind(world.store, world.definitions, world.clock.now() - 2 * MINUTE)
    seal(world.store, KEY, world.clock.now())
    with world.store.snapshot() as reader:
        assert len(stays(reader, HERE)) == 1
    assert codes(world) == []


def test_an_address_is_destroyed_two_years_after_unless_a_hold_on_the_person_keeps_it(world: World) -> None:
    people, came_last = People(world.store, world.clock, Entropy()), world.clock.now()

    def ended(*, holds: bool | None = None) -> list[tuple[str, bool, bool]]:
        """What was due and kept by a hold, and whether it was destroyed."""
        if holds is not None:
            with world.store.transaction() as transaction:
                hold(transaction, JEONBUK.id, "감사", world.clock.now(), OPERATOR, holds=holds)
        with world.store.snapshot() as reader:
            over = [each for each in due(reader, world.clock.now()) if each.kind == "address"]
        return [(each.about, each.held, apply(people, each, world.clock.now(), OPERATOR)) for each in over]

    world.clock.set(came_last + timedelta(days=729))
    assert ended() == []
    world.clock.set(came_last + timedelta(days=731))
    assert ended(holds=True) == [(f"{ACCESSES}@1", True, False), (f"{ACCESSES}@2", True, False)]
    assert found(world, HERE) == ["register"]
    assert ended(holds=False) == [(f"{ACCESSES}@1", False, True), (f"{ACCESSES}@2", False, True)]
    assert (found(world, HERE), found(world, THERE), ended()) == ([], [], [])
    seal(world.store, KEY, world.clock.now())
    assert codes(world) == []
