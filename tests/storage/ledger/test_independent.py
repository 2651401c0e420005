"""An implementation that is not ours (metamorphic-log, in Rust) reads our checkpoints and proofs, refuses bent ones."""

import pytest
from metamorphic_log import (
    VerifyError,
    checkpoint_verify,
    checkpoint_verify_consistency,
    checkpoint_verify_inclusion,
)

from storage.ledger.checkpoint import Checkpoint
from storage.ledger.notes import Signer
from storage.ledger.tiles import appended, nodes_of
from storage.ledger.tree import consistency, inclusion, leaf_hash, root

SIGNER = Signer("yeongo/independent", bytes(range(32)))
KEYS = [str(SIGNER.verifier)]
SIZE = 700
LEAVES = [leaf_hash(str(n).encode()) for n in range(SIZE)]
TILES = appended(0, LEAVES, lambda level, n: b"")
NODES = nodes_of(lambda level, n: TILES[level, n])


def note(size: int) -> str:
    return Checkpoint(SIGNER.name, size, root(size, NODES)).signed(SIGNER)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, SIZE])
def test_it_reads_our_checkpoints(size: int) -> None:
    head = checkpoint_verify(note(size), KEYS)
    assert (head.origin, head.size, head.root) == (SIGNER.name, size, root(size, NODES))


@pytest.mark.parametrize("index", [0, 1, 255, 256, 511, SIZE - 1])
def test_it_accepts_our_inclusion_proofs(index: int) -> None:
    proof = inclusion(index, SIZE, NODES)
    checkpoint_verify_inclusion(note(SIZE), KEYS, index, LEAVES[index], proof)
    with pytest.raises(VerifyError):
        checkpoint_verify_inclusion(note(SIZE), KEYS, index, LEAVES[index], [*proof[:-1], bytes(32)])


@pytest.mark.parametrize("old", [1, 2, 255, 256, 300, 699])
def test_it_accepts_our_consistency_proofs(old: int) -> None:
    proof = consistency(old, SIZE, NODES)
    checkpoint_verify_consistency(note(old), note(SIZE), KEYS, proof)
    with pytest.raises(VerifyError):
        checkpoint_verify_consistency(note(old), note(SIZE), KEYS, [*proof[:-1], bytes(32)])


def test_it_refuses_a_stranger() -> None:
    with pytest.raises(VerifyError):
        checkpoint_verify(note(7), [str(Signer("yeongo/independent", bytes(32)).verifier)])
