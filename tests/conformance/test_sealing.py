"""Sealing on both databases: gap-free, in order, signed; never signed again once the stored log was touched."""

from datetime import timedelta

import pytest

from jobs.sealing import Sealing, seal
from states.canonical import loads
from storage.errors import StorageError
from storage.ledger import keys
from storage.ledger.checkpoint import opened_checkpoint
from storage.ledger.journal import KEYS, MANIFESTS, entries
from storage.ledger.log import Kept, Prover, lag, last_checkpoint, prove_growth, size
from storage.ledger.log import seal as seal_some
from storage.ledger.manifest import family_leaf, heads, manifest_of
from storage.ledger.notes import Signer
from storage.ledger.tree import leaf_hash, verify_consistency, verify_inclusion
from tests.world import AGENCY_1, CALL_ID, GUNWI, JANGSU, World
from workflow.replay import rebuild

KEY = Signer("yeongo/test", bytes(range(32)))
NEW_KEY = Signer("yeongo/test", bytes(range(1, 33)))
WEEK = timedelta(days=7)


def unlocked(world: World, *tables: str) -> World:
    """As a copy of the database in the hands of somebody who may do everything."""
    for table in tables:
        if world.store.is_sqlite:
            world.sql(f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete")
        else:
            world.sql(f"DROP TRIGGER {table}_is_final ON {table}")
    return world


def test_everything_recorded_becomes_one_leaf(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    assert not world.one(id, "submit", AGENCY_1).accepted
    sealed = seal(world.store, KEY, world.clock.now())
    assert sealed is not None
    assert sealed.drained
    leaves = world.rows("leaf", "n", "stream", "version", "hash")
    assert sorted(n for n, *_ in leaves) == list(range(sealed.size))
    recorded = [*world.rows("event", "stream", "version", "hash"), *world.rows("journal", "stream", "version", "hash")]
    recorded += [(stream, 0, hash) for stream, hash in world.rows("refusal", "stream", "hash")]
    assert sorted(row[1:] for row in leaves) == sorted(recorded)
    assert world.rows("unsealed") == []
    assert rebuild(world.store, world.definitions)[1] == []
    for stream in {stream for _, stream, _, _ in leaves}:
        mine = [version for n, of, version, _ in sorted(leaves) if of == stream and version]
        assert mine == sorted(mine)


def test_each_leaf_is_proven_under_the_signed_head(world: World) -> None:
    world.project(JANGSU)
    sealed = seal(world.store, KEY, world.clock.now())
    assert sealed is not None
    head = opened_checkpoint(sealed.note, [KEY.verifier])
    assert (head.origin, head.size) == ("yeongo/test", sealed.size)
    with world.store.snapshot() as reader:
        prover = Prover(reader)
        for _, stream, version, hash in world.rows("leaf", "n", "stream", "version", "hash"):
            proven = prover.prove(stream, version, hash)
            assert proven is not None
            leaf = leaf_hash(bytes.fromhex(hash))
            assert verify_inclusion(leaf, proven.index, head.size, proven.proof, head.root)


def test_the_log_only_grows(world: World) -> None:
    first = seal(world.store, KEY, world.clock.now())
    world.project(JANGSU)
    second = seal(world.store, KEY, world.clock.now())
    assert first is not None
    assert second is not None
    assert seal(world.store, KEY, world.clock.now()) == second
    before, after = (opened_checkpoint(each.note, [KEY.verifier]) for each in (first, second))
    with world.store.snapshot() as reader:
        proof = prove_growth(reader, before.size, after.size)
    assert verify_consistency(before.size, after.size, before.root, after.root, proof)


def test_a_small_limit_seals_in_turns(world: World) -> None:
    world.project(JANGSU)
    found: list[Kept] = []
    while not found or not found[-1].drained:
        assert len(found) < 5
        with world.store.transaction() as transaction:
            kept = seal_some(transaction, KEY, world.clock.now(), 2)
        assert kept is not None
        found.append(kept)
    assert [each.size for each in found] == [2, 4, 4]
    with world.store.snapshot() as reader:
        assert (size(reader), last_checkpoint(reader)) == (4, found[1])


def test_what_waits_has_an_age(world: World) -> None:
    now = world.clock.now()
    with world.store.snapshot() as reader:
        assert (lag(reader, now + timedelta(seconds=9)).unsealed, lag(reader, now).age) == (2, timedelta(0))
        assert lag(reader, now + timedelta(seconds=9)).age == timedelta(seconds=9)
    seal(world.store, KEY, now)
    with world.store.snapshot() as reader:
        assert (lag(reader, now + WEEK).unsealed, lag(reader, now + WEEK).age) == (0, timedelta(0))


def test_the_manifest_lists_every_head_at_intervals(world: World) -> None:
    id = world.project(JANGSU, upto="submitted")
    seal(world.store, KEY, world.clock.now())
    with world.store.snapshot() as reader:
        (entry,) = entries(reader, MANIFESTS)
        found = manifest_of(heads(reader, entry.body["size"]))
    assert (found.root.hex(), len(found.families)) == (entry.body["root"], entry.body["families"])
    index = next(n for n, each in enumerate(found.families) if each["family"] == id)
    document, proof = found.at(index)
    assert document["heads"] == [[id, 3, world.events(id)[2][1]]]
    assert verify_inclusion(family_leaf(document), index, 2, proof, found.root)
    world.project(GUNWI)
    seal(world.store, KEY, world.clock.now())
    world.clock.set(world.clock.now() + WEEK)
    seal(world.store, KEY, world.clock.now())
    seal(world.store, KEY, world.clock.now() + WEEK)
    with world.store.snapshot() as reader:
        assert [each.body["families"] for each in entries(reader, MANIFESTS)] == [2, 3]


def test_a_new_key_is_signed_in_by_the_old_one(world: World) -> None:
    now = world.clock.now()
    seal(world.store, KEY, now)
    with world.store.transaction() as transaction:
        keys.rotate(transaction, KEY, NEW_KEY, now, AGENCY_1)
    with pytest.raises(StorageError, match="the log is signed with yeongo/test"):
        seal(world.store, KEY, now)
    sealed = seal(world.store, NEW_KEY, now)
    assert sealed is not None
    assert opened_checkpoint(sealed.note, [NEW_KEY.verifier]).size == sealed.size
    with world.store.snapshot() as reader:
        assert keys.chain(entries(reader, KEYS)) == [KEY.verifier, NEW_KEY.verifier]
    with world.store.transaction() as transaction, pytest.raises(StorageError, match="is not the one the log"):
        keys.rotate(transaction, KEY, NEW_KEY, now, AGENCY_1)
    with world.store.transaction() as transaction, pytest.raises(StorageError, match="keeps the log's name"):
        keys.rotate(transaction, NEW_KEY, Signer("other", bytes(32)), now, AGENCY_1)


def test_a_stranger_does_not_seal(world: World) -> None:
    seal(world.store, KEY, world.clock.now())
    with pytest.raises(StorageError, match="give that key"):
        seal(world.store, Signer("yeongo/test", bytes(32)), world.clock.now())


@pytest.mark.parametrize(
    ("tables", "change"),
    [
        (["tile"], "UPDATE tile SET hashes = (SELECT hashes FROM event_private LIMIT 1)"),
        (["tile"], "DELETE FROM tile"),
        (["leaf"], "DELETE FROM leaf WHERE n = (SELECT max(n) FROM leaf)"),
        (["checkpoint"], "DELETE FROM checkpoint"),
        (["checkpoint"], "UPDATE checkpoint SET note = replace(note, 'yeongo/test', 'yeongo/toast')"),
    ],
)
def test_a_touched_log_is_not_signed_again(world: World, tables: list[str], change: str) -> None:
    seal(world.store, KEY, world.clock.now())
    before = world.rows("checkpoint")
    touched = unlocked(world, *(table for table in tables if table != "tile"))
    touched.sql(change.replace("(SELECT hashes FROM event_private LIMIT 1)", "substr(hashes, 2)"))
    world.project(JANGSU)
    with pytest.raises(StorageError, match="stored log"):
        seal(world.store, KEY, world.clock.now())
    assert len(world.rows("checkpoint")) <= len(before)


@pytest.mark.parametrize("table", ["leaf", "checkpoint", "journal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET stream = stream", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_log(world: World, table: str, change: str) -> None:
    seal(world.store, KEY, world.clock.now())
    change = change.replace("stream = stream", "note = note") if table == "checkpoint" else change
    with pytest.raises(Exception, match=r"the record admits no (update|delete)"):
        world.sql(change.format(table))


def test_an_act_continues_the_chain_of_its_kind(world: World) -> None:
    now = world.clock.now()
    seal(world.store, KEY, now)
    with world.store.transaction() as transaction:
        keys.rotate(transaction, KEY, NEW_KEY, now, AGENCY_1)
    first, second = (
        (hash, loads(body.encode()))
        for stream, _, hash, body in world.rows("journal", "stream", "version", "hash", "body")
        if stream == KEYS
    )
    assert second[1]["prev"] == first[0]
    assert (second[1]["actor"]["id"], first[1]["actor"]["id"]) == ("agency-1", "system")
    assert CALL_ID not in str(second)


def test_the_job_seals_what_waits(world: World) -> None:
    world.project(JANGSU)
    Sealing(world.store, KEY, world.clock.now)()
    with world.store.snapshot() as reader:
        assert (lag(reader, world.clock.now()).unsealed, size(reader)) == (0, 5)
