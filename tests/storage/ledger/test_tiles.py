"""Tiles: the same roots and proofs as a tree held whole, however the leaves arrive."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.ledger.tiles import WIDTH, appended, nodes_of, tile_path, type_of_tiles
from storage.ledger.tree import HASH, inclusion, leaf_hash, root, verify_inclusion


def tiles_of(tiles: Mapping[tuple[int, int], bytes]) -> type_of_tiles:
    return lambda level, n: tiles[level, n]


def grown(count: int, steps: list[int]) -> dict[tuple[int, int], bytes]:
    """The tiles of a tree of `count` leaves that grew in these steps."""
    tiles: dict[tuple[int, int], bytes] = {}
    for begin, end in pairwise([0, *sorted({step for step in steps if step < count}), count]):
        leaves = (leaf_hash(str(n).encode()) for n in range(begin, end))
        tiles |= appended(begin, leaves, tiles_of(tiles))
    return tiles


@given(st.integers(1, 1500), st.lists(st.integers(0, 1500), max_size=6))
def test_the_steps_of_growth_leave_no_trace(count: int, steps: list[int]) -> None:
    assert grown(count, steps) == grown(count, [])


def test_a_tall_tree_has_a_tile_above() -> None:
    count = WIDTH * WIDTH + WIDTH + 3
    tiles = grown(count, [70, WIDTH * WIDTH])
    assert {level: max(n for at, n in tiles if at == level) for level in (0, 1, 2)} == {0: 257, 1: 1, 2: 0}
    assert [len(tiles[place]) // HASH for place in ((0, 0), (0, 257), (1, 0), (1, 1), (2, 0))] == [256, 3, 256, 1, 1]
    nodes = nodes_of(tiles_of(tiles))
    for index in (0, 255, 256, WIDTH * WIDTH - 1, count - 1):
        proof = inclusion(index, count, nodes)
        assert verify_inclusion(leaf_hash(str(index).encode()), index, count, proof, root(count, nodes))


def test_a_short_tile_is_named() -> None:
    nodes = nodes_of(lambda level, n: bytes(HASH))
    assert nodes(0, 256) == bytes(HASH)
    with pytest.raises(LookupError, match=r"tile tile/0/000\.p/1 is too short"):
        nodes(1, 0)


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ((0, 1234067, 256), "tile/0/x001/x234/067"),
        ((0, 0, 256), "tile/0/000"),
        ((1, 1000, 1), "tile/1/x001/000.p/1"),
    ],
)
def test_the_published_paths(place: tuple[int, int, int], path: str) -> None:
    assert tile_path(*place) == path
