"""The tree as its leaves come gives the roots and tiles that the tree's own definition gives."""

import pytest

from storage.ledger.tiles import WIDTH, appended, nodes_of
from storage.ledger.tree import leaf_hash, root
from workflow.audit.rising import Rising

SIZES = (1, 2, 3, 255, 256, 257, 511, 512, 700, 2 * WIDTH * 3 + 5)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("full", [0, 1, 2])
def test_every_root_and_every_tile(size: int, full: int) -> None:
    leaves = [leaf_hash(str(n).encode()) for n in range(size)]
    if full * WIDTH > size:
        return
    tiles = appended(0, leaves, lambda level, n: b"")
    nodes = nodes_of(lambda level, n: tiles[level, n])
    rising = Rising([nodes(8, n) for n in range(full)])
    for begin in range(full * WIDTH, size, WIDTH):
        rising.take(leaves[begin : begin + WIDTH])
        assert rising.lowest == tiles[0, begin // WIDTH]
        for upto in range(begin + 1, rising.size + 1, 37):
            assert rising.root(upto) == root(upto, nodes)
    assert rising.size == size
    assert rising.root(size) == root(size, nodes)
    assert rising.tiles(1) == [tiles[place] for place in sorted(tiles) if place[0] == 1]
