"""The log's tree as its leaves come, a tile at a time: every hash is made once, every signed root is looked up."""

from collections.abc import Sequence

from storage.ledger.tiles import HEIGHT, WIDTH
from storage.ledger.tree import above, node_hash, root


class Rising:
    """Complete subtrees of a growing tree: those inside the last tile, and above it those of every full tile."""

    def __init__(self, full: Sequence[bytes] = ()) -> None:
        """`full`: the hashes of the tiles that are there already."""
        self.size = len(full) * WIDTH
        self.above: list[list[bytes]] = [[]]
        """By level from 8 on, the hash of every complete subtree."""
        self._inside: list[list[bytes]] = [[]]
        self._begin = 0
        for each in full:
            self._raise(each)

    def take(self, leaves: Sequence[bytes]) -> None:
        """The leaf hashes of the next tile; only the last tile is not full."""
        self._begin, self.size = self.size, self.size + len(leaves)
        row = list(leaves)
        self._inside = [row]
        while len(row) > 1:
            row = above(row)
            self._inside.append(row)
        if len(leaves) == WIDTH:
            self._raise(self._inside[HEIGHT][0])

    def _raise(self, hash: bytes) -> None:
        for level in range(len(self.above) + 1):
            if level == len(self.above):
                self.above.append([])
            self.above[level].append(hash)
            if len(self.above[level]) % 2:
                return
            hash = node_hash(*self.above[level][-2:])

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves, which end in the tile that was taken last."""
        return root(size, self._node)

    def _node(self, level: int, index: int) -> bytes:
        if level >= HEIGHT:
            return self.above[level - HEIGHT][index]
        return self._inside[level][index - (self._begin >> level)]

    @property
    def lowest(self) -> bytes:
        """The tile that was taken last."""
        return b"".join(self._inside[0])

    def tiles(self, level: int) -> list[bytes]:
        """Every tile of a level above the lowest, the last one partial."""
        row = self.above[HEIGHT * (level - 1)] if HEIGHT * (level - 1) < len(self.above) else []
        return [b"".join(row[at : at + WIDTH]) for at in range(0, len(row), WIDTH)]
