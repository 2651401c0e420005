"""Verification since a checkpoint the auditor kept: less work, and what came after it is found all the same."""

from collections.abc import Callable

import pytest

from jobs.sealing import seal
from storage.ledger.checkpoint import parsed
from storage.ledger.tree import verify_consistency
from tests.conformance.attacker import KEY, ROGUE, Attacker, lived
from tests.world import AGENCY_1, CALL_ID, JEONBUK, World
from workflow.audit.verify import Verdict, verify


@pytest.fixture
def attacker(world: World) -> Attacker:
    """A life that was sealed, and after the checkpoint that was kept last another project, not sealed yet."""
    return Attacker(world, *lived(world))


def last_kept(world: World) -> str:
    return str(max(world.rows("checkpoint", "size", "note"))[1])


def since(world: World, note: str) -> Verdict:
    return verify(world.store, trusted=KEY.verifier, since=note)


def test_only_what_moved_is_checked(attacker: Attacker) -> None:
    world, note = attacker.world, last_kept(attacker.world)
    whole, late, early = since(world, ""), since(world, note), since(world, attacker.early)
    assert [each.findings for each in (whole, late, early)] == [(), (), ()]
    assert (whole.events, late.events) == (12, 1)
    assert whole.since == 0 < early.since < late.since


def test_the_proof_says_that_the_log_only_grew(attacker: Attacker) -> None:
    seal(attacker.world.store, KEY, attacker.world.clock.now())
    found = since(attacker.world, attacker.early)
    assert found.checkpoint is not None
    old, new = (parsed(note.partition("\n\n")[0] + "\n") for note in (attacker.early, found.checkpoint.note))
    proof = [bytes.fromhex(each) for each in found.consistency]
    assert verify_consistency(old.size, new.size, old.root, new.root, proof)


def test_what_a_reaction_did_to_a_stream_that_rested_is_checked(attacker: Attacker) -> None:
    world = attacker.world
    seal(world.store, KEY, world.clock.now())
    note = last_kept(world)
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": attacker.one})
    assert since(world, note).findings == ()
    attacker.sql("UPDATE timer SET due_at = due_at + 1 WHERE stream = '{one}' AND id LIKE '%#%'")
    assert [(each.code, each.stream) for each in since(world, note).findings] == [("projection.timer", attacker.one)]
    world.sql(f"UPDATE timer SET due_at = due_at - 1 WHERE stream = '{attacker.one}' AND id LIKE '%#%'")
    world.drained()
    assert since(world, note).findings == ()


def undone(a: Attacker) -> None:
    last = "(SELECT min(size) FROM checkpoint)"
    a.sql(f"DELETE FROM leaf WHERE n >= {last}", f"DELETE FROM checkpoint WHERE size > {last}", "DELETE FROM tile")


def anew(key_of: str) -> Callable[[Attacker], None]:
    def attack(a: Attacker) -> None:
        a.rewrite(a.one, 2, key="another")
        a.seal_anew(KEY if key_of == "real" else ROGUE)

    return attack


ATTACKS: list[tuple[str, Callable[[Attacker], object]]] = [
    ("log.count", lambda a: a.sql("DELETE FROM event WHERE stream = '{one}' AND version = 1")),
    ("projection.stream", lambda a: a.sql("UPDATE stream SET version = 9 WHERE id = '{one}'")),
    ("projection.stream", lambda a: a.sql("DELETE FROM unsealed")),
    ("kept.rolled_back", undone),
    ("kept.forked", anew("real")),
    ("log.rogue_key", anew("rogue")),
    ("projection.balance", lambda a: a.sql("UPDATE balance SET total = 7")),
    ("log.tile", lambda a: a.sql("UPDATE tile SET hashes = substr(hashes, 33)")),
]


@pytest.mark.parametrize(("code", "attack"), ATTACKS, ids=lambda value: value if isinstance(value, str) else "")
def test_what_was_done_to_the_log_or_after_it_is_found(
    code: str, attack: Callable[[Attacker], object], attacker: Attacker
) -> None:
    note = last_kept(attacker.world)
    attack(attacker)
    assert code in {each.code for each in since(attacker.world, note).findings}


def test_what_moved_is_judged_like_everything(attacker: Attacker) -> None:
    note = last_kept(attacker.world)
    attacker.world.done(attacker.one, "withdraw", JEONBUK)
    attacker.edit(attacker.one, 7, trigger="submit")
    assert ("event.illegal", 7) in {(each.code, each.version) for each in since(attacker.world, note).findings}


def test_what_rested_is_taken_as_it_was_verified(attacker: Attacker) -> None:
    """The negative control: a shorter look sees less, which is why the whole is verified now and then."""
    note = last_kept(attacker.world)
    attacker.sql("UPDATE stream SET facts = replace(facts, '30', '99') WHERE id = '{one}'")
    assert since(attacker.world, note).findings == ()
    assert {each.code for each in since(attacker.world, "").findings} == {"projection.stream"}
