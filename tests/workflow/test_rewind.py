"""A copy goes back to a moment: as it was then, proven whole, with everything that was recorded later left out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from storage.ledger.journal import ERASURES, entries
from storage.ledger.log import last_checkpoint, seal
from storage.ledger.notes import KEY_BYTES, Signer
from storage.store import Store
from tests.world import DAEGU, GUNWI, JANGSU, JEONBUK, World, world_on
from workflow.audit.verify import verify
from workflow.replay import rebuild
from workflow.rewind import rewind

SIGNER = Signer("yeongo/test", bytes(range(KEY_BYTES)))
THEN = ("event", "refusal", "event_private", "stream", "deadline", "timer", "claim", "balance", "outbox")


def later(world: World) -> None:
    world.clock.set(world.clock.now() + timedelta(hours=1))


def sealed(world: World) -> None:
    with world.store.transaction() as transaction:
        seal(transaction, SIGNER, world.clock.now(), 1000)


@pytest.fixture
def lived(database_url: str) -> Any:
    """A world, what it was at a moment, and that moment; much happened since."""
    with world_on(database_url) as world:
        first = world.opened().project(JANGSU, upto="submitted")
        assert not world.one(first, "submit", JEONBUK).accepted
        sealed(world)
        later(world)
        world.done(first, "revise", JEONBUK, data={"plan": "다시", "money": 8})
        moment, before = world.clock.now(), tables(world)
        later(world)
        world.done(first, "revise", JEONBUK, data={"plan": "또", "money": 9})
        second = world.project(GUNWI)
        assert not world.one(second, "submit", DAEGU).accepted
        sealed(world)
        later(world)
        world.drained()
        yield world, moment, before


def tables(world: World) -> Mapping[str, Any]:
    return {name: world.rows(name) for name in THEN}


def test_it_is_as_it_was_and_holds(lived: Any) -> None:
    world, moment, before = lived
    with world.store.snapshot() as reader:
        whole = last_checkpoint(reader)
    found = rewind(world.store, world.definitions, moment)
    assert tables(world) == before
    assert (found.kept, found.dropped) == (len(before["event"]), 2)
    assert rebuild(world.store, world.definitions) == (found.kept, [])
    with world.store.snapshot() as reader:
        head = last_checkpoint(reader)
    assert whole is not None
    assert head is not None
    assert head.size == found.size < whole.size
    verdict = verify(world.store)
    assert (verdict.findings, verdict.unsealed) == ((), 1)
    sealed(world)
    assert verify(world.store, trusted=SIGNER.verifier).unsealed == 0


def test_the_record_is_final_again(lived: Any) -> None:
    world, moment, _ = lived
    rewind(world.store, world.definitions, moment)
    for table in ("event", "refusal"):
        with pytest.raises(Exception, match="admits no delete"):
            world.sql(f"DELETE FROM {table}")


def test_an_auditor_who_kept_a_later_head_sees_that_something_is_gone(lived: Any) -> None:
    world, moment, _ = lived
    with world.store.snapshot() as reader:
        kept = last_checkpoint(reader)
    assert kept
    rewind(world.store, world.definitions, moment)
    assert verify(world.store, kept=[kept.note]).findings != ()


def test_back_to_now_changes_nothing(lived: Any) -> None:
    world, _, _ = lived
    before = world.dump()
    assert rewind(world.store, world.definitions, world.clock.now()).dropped == 0
    assert world.dump() == before


def test_work_goes_on_from_there(lived: Any) -> None:
    world, moment, _ = lived
    rewind(world.store, world.definitions, moment)
    world.done(world.rows("stream", "id", "kind")[-1][0], "revise", JEONBUK, data={"plan": "새로", "money": 7})
    assert verify(world.store).findings == ()


def test_what_was_done_to_the_record_is_not_undone(lived: Any) -> None:
    world, moment, _ = lived
    with world.store.snapshot() as reader:
        acts = entries(reader, ERASURES)
    rewind(world.store, world.definitions, moment)
    with world.store.snapshot() as reader:
        assert entries(reader, ERASURES) == acts


def test_a_store_is_one_whole_or_not_at_all(lived: Any) -> None:
    world, moment, _ = lived
    before = world.dump()
    store: Store = world.store
    with pytest.raises(ZeroDivisionError):
        _spoiled(store, world, moment)
    assert world.dump() == before


def _spoiled(store: Store, world: World, moment: Any) -> None:
    with store.joined():
        rewind(store, world.definitions, moment)
        raise ZeroDivisionError
