"""The tree as tiles (C2SP tlog-tiles): each holds up to 256 neighbouring hashes of every eighth level.

Only the last tile of a level is partial; a full one never changes, so copies of it can be kept anywhere.
"""

from collections.abc import Callable, Iterable

from storage.ledger.tree import HASH, above, type_of_nodes

HEIGHT = 8
WIDTH = 1 << HEIGHT
type_of_tiles = Callable[[int, int], bytes]
"""(tile level, index) → its hashes one after another; the level's hashes stand at tree level 8·level."""


def nodes_of(tiles: type_of_tiles) -> type_of_nodes:
    """The tree's nodes, read from tiles."""

    def node(level: int, index: int) -> bytes:
        upper, inside = divmod(level, HEIGHT)
        first = index << inside
        tile, offset = tiles(upper, first // WIDTH), first % WIDTH * HASH
        hashes = tile[offset : offset + (HASH << inside)]
        if len(hashes) != HASH << inside:
            raise LookupError(f"tile {tile_path(upper, first // WIDTH, len(tile) // HASH)} is too short")
        return _folded(hashes)

    return node


def appended(size: int, leaves: Iterable[bytes], tiles: type_of_tiles) -> dict[tuple[int, int], bytes]:
    """The tiles that change when leaf hashes are added to a tree of `size`: (level, index) → the whole tile."""
    changed: dict[tuple[int, int], bytearray] = {}

    def add(level: int, n: int, hash: bytes) -> None:
        place = (level, n // WIDTH)
        if place not in changed:
            changed[place] = bytearray(tiles(*place) if n % WIDTH else b"")
        changed[place] += hash
        if (n + 1) % WIDTH == 0:
            add(level + 1, n // WIDTH, _folded(bytes(changed[place])))

    for n, leaf in enumerate(leaves, size):
        add(0, n, leaf)
    return {place: bytes(tile) for place, tile in changed.items()}


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Where a tile is published: `tile/0/x001/x234/067`, a partial one `….p/<width>`."""
    digits = f"{index:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{path}" + ("" if width == WIDTH else f".p/{width}")


def _folded(hashes: bytes) -> bytes:
    """The root of 2^n hashes."""
    row = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    while len(row) > 1:
        row = above(row)
    return row[0]
