"""A private part is destroyed as an act: gone for good, and the whole record still holds. A legal hold prevents it."""

import pytest

from jobs.sealing import seal
from storage.ledger.erasure import Held, erase, hold, is_held
from storage.ledger.journal import ERASURES, HOLDS, entries
from tests.conformance.attacker import KEY, lived
from tests.world import ADMIN_1, World
from workflow.audit.bundles import verify_bundle
from workflow.audit.bundling import bundle
from workflow.audit.verify import verify


@pytest.fixture
def one(world: World) -> str:
    """The project with a private score and remarks in its fifth event."""
    return lived(world)[0]


def erased(world: World, one: str, part: str) -> None:
    with world.store.transaction() as transaction:
        erase(transaction, one, 5, part, "정보주체의 요청", world.clock.now(), ADMIN_1)


def test_an_erased_part_is_gone_and_everything_still_verifies(world: World, one: str) -> None:
    erased(world, one, "score")
    seal(world.store, KEY, world.clock.now())
    assert world.rows("event_private", "stream", "version", "part") == [(one, 5, "remarks")]
    found = verify(world.store, trusted=KEY.verifier)
    assert (found.findings, found.unsealed) == ((), 0)
    with world.store.snapshot() as reader:
        (act,) = entries(reader, ERASURES)
        document = bundle(reader, [one], private=True)
    assert act.body["part"] == {"stream": one, "version": 5, "part": "score"}
    assert (act.body["actor"]["id"], act.body["reason"]) == ("admin-1", "정보주체의 요청")
    assert [each["part"] for each in document["private"]] == ["remarks"]
    assert verify_bundle(document, KEY.verifier) == ()


def test_a_part_is_erased_once(world: World, one: str) -> None:
    erased(world, one, "score")
    with pytest.raises(LookupError, match="has no private part score"):
        erased(world, one, "score")


def test_a_part_put_back_after_its_erasure_is_found(world: World, one: str) -> None:
    (kept,) = (row for row in world.rows("event_private") if row[2] == "score")
    erased(world, one, "score")
    with world.store.transaction() as transaction:
        marks = ", ".join(transaction.mark for _ in kept)
        transaction.cursor.execute(f"INSERT INTO event_private VALUES ({marks})", kept)
    assert [each.code for each in verify(world.store).findings] == ["private.altered"]


def test_a_legal_hold_prevents_it_until_it_is_lifted(world: World, one: str) -> None:
    now = world.clock.now()
    with world.store.transaction() as transaction:
        hold(transaction, one, "수사", now, ADMIN_1, holds=True)
    with pytest.raises(Held, match=one):
        erased(world, one, "score")
    assert len(world.rows("event_private")) == 2
    with world.store.transaction() as transaction:
        hold(transaction, one, "종결", now, ADMIN_1, holds=False)
        assert not is_held(transaction, one)
    erased(world, one, "score")
    with world.store.snapshot() as reader:
        assert [each.body["holds"] for each in entries(reader, HOLDS)] == [True, False]
    assert verify(world.store).findings == ()
