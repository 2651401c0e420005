"""Roots and proofs: the published RFC 6962 vectors, the tree's own laws, and every way a proof can be bent."""

from collections.abc import Callable, Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.ledger.tree import (
    EMPTY,
    consistency,
    inclusion,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

DATA = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [bytes.fromhex(each) for each in (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)]  # fmt: skip
INCLUSION_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CONSISTENCY = {
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def nodes(leaves: Sequence[bytes]) -> Callable[[int, int], bytes]:
    """The nodes of a tree held whole."""

    def node(level: int, index: int) -> bytes:
        return leaves[index] if level == 0 else node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


PUBLISHED = nodes([leaf_hash(each) for each in DATA])


def numbered(count: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(count)]


def test_the_published_hashes() -> None:
    assert sha256(b"").digest() == EMPTY == root(0, PUBLISHED)
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


@pytest.mark.parametrize("size", range(1, 9))
def test_the_published_roots(size: int) -> None:
    assert root(size, PUBLISHED) == ROOTS[size - 1]


def test_the_published_inclusion_proofs() -> None:
    assert [each.hex() for each in inclusion(5, 8, PUBLISHED)] == INCLUSION_5_OF_8
    assert inclusion(2, 3, PUBLISHED) == [ROOTS[1]]
    assert inclusion(0, 1, PUBLISHED) == []


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_published_consistency_proofs(old: int, new: int) -> None:
    proof = consistency(old, new, PUBLISHED)
    assert [each.hex() for each in proof] == CONSISTENCY[old, new]
    assert verify_consistency(old, new, ROOTS[old - 1], ROOTS[new - 1], proof)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_of_every_small_tree_is_proven_at_its_place_only(size: int) -> None:
    leaves = numbered(size)
    top = root(size, nodes(leaves))
    for index in range(size):
        proof = inclusion(index, size, nodes(leaves))
        assert verify_inclusion(leaves[index], index, size, proof, top)
        for other in range(size):
            assert verify_inclusion(leaves[index], other, size, proof, top) == (other == index)


@pytest.mark.parametrize("new", range(1, 34))
def test_every_small_tree_begins_with_each_smaller_one(new: int) -> None:
    leaves = numbered(new)
    top = root(new, nodes(leaves))
    for old in range(1, new + 1):
        proof, before = consistency(old, new, nodes(leaves)), root(old, nodes(leaves))
        assert verify_consistency(old, new, before, top, proof)
        assert not verify_consistency(old, new, before, leaf_hash(b"other"), proof)
        assert not verify_consistency(old, new, leaf_hash(b"other"), top, proof)


@given(st.integers(1, 300), st.data())
def test_a_bent_proof_is_not_accepted(size: int, data: st.DataObject) -> None:
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    top, proof = root(size, nodes(leaves)), inclusion(index, size, nodes(leaves))
    assert verify_inclusion(leaves[index], index, size, proof, top)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, top)
    assert not verify_inclusion(leaves[index], index, size, [*proof, top], top)
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_inclusion(leaves[index], index, size, [*proof[:at], top, *proof[at + 1 :]], top)
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], top)
        assert not verify_inclusion(leaves[index], index, size, [proof[0][:-1], *proof[1:]], top)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        inclusion(index, size, PUBLISHED)
    assert not verify_inclusion(ROOTS[0], index, size, [], ROOTS[0])


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4)])
def test_no_consistency_with_nothing_or_the_future(old: int, new: int) -> None:
    with pytest.raises(IndexError):
        consistency(old, new, PUBLISHED)
    assert not verify_consistency(old, new, ROOTS[0], ROOTS[3], [ROOTS[0]])
