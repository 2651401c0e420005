"""The Merkle tree of RFC 9162 §2.1 (and RFC 6962): roots and proofs. Nodes are read through a function, never kept."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

HASH = 32
"""Bytes of a hash."""
EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""
type_of_nodes = Callable[[int, int], bytes]
"""(level, index) → the hash of the complete subtree of 2^level leaves that begins at leaf index·2^level."""


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def leaf_hashes(records: Iterable[str]) -> list[bytes]:
    """The leaf hashes of records' hashes in hex. ValueError where one is none."""
    return [sha256(b"\0" + bytes.fromhex(record)).digest() for record in records]


def above(row: Sequence[bytes]) -> list[bytes]:
    """The nodes over each whole pair of a row."""
    return [sha256(b"\1" + left + right).digest() for left, right in zip(row[0:-1:2], row[1::2], strict=True)]


def root(size: int, nodes: type_of_nodes) -> bytes:
    """The root of the first `size` leaves."""
    return _subtree(0, size, nodes)


def inclusion(index: int, size: int, nodes: type_of_nodes) -> list[bytes]:
    """The proof that leaf `index` is in the tree of `size` leaves (§2.1.3.1). IndexError if it is not."""
    if not 0 <= index < size:
        raise IndexError(f"leaf {index} is not in a tree of {size}")
    begin, end, path = 0, size, list[bytes]()
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(_subtree(middle, end, nodes))
            end = middle
        else:
            path.append(_subtree(begin, middle, nodes))
            begin = middle
    return path[::-1]


def consistency(old: int, new: int, nodes: type_of_nodes) -> list[bytes]:
    """The proof that the tree of `old` leaves is the beginning of that of `new` (§2.1.4.1). IndexError if it cannot."""
    if not 0 < old <= new:
        raise IndexError(f"a tree of {new} does not begin with one of {old}")
    begin, end, path, whole = 0, new, list[bytes](), True
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(_subtree(middle, end, nodes))
            end = middle
        else:
            path.append(_subtree(begin, middle, nodes))
            begin, whole = middle, False
    return [*([] if whole else [_subtree(begin, end, nodes)]), *path[::-1]]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof leads from a leaf's hash to the root (§2.1.3.2)."""
    if not 0 <= index < size or any(len(each) != HASH for each in (leaf, root, *proof)):
        return False
    place, last, found = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(each, found)
            place, last = _up(place, last)
        else:
            found = node_hash(found, each)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the new tree only adds to the old one (§2.1.4.2)."""
    if any(len(each) != HASH for each in (old_root, new_root, *proof)):
        return False
    if old == new:
        return old > 0 and not proof and old_root == new_root
    if not 0 < old < new or not proof:
        return False
    first, *rest = [old_root, *proof] if old & (old - 1) == 0 else proof
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = first
    for each in rest:
        if last == 0:
            return False
        if place & 1 or place == last:
            before, after = node_hash(each, before), node_hash(each, after)
            place, last = _up(place, last)
        else:
            after = node_hash(after, each)
        place, last = place >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _up(place: int, last: int) -> tuple[int, int]:
    """Climb a right edge to where the next left turn is."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1


def _subtree(begin: int, end: int, nodes: type_of_nodes) -> bytes:
    width = end - begin
    if width == 0:
        return EMPTY
    if width & (width - 1) == 0 and begin % width == 0:
        return nodes(width.bit_length() - 1, begin // width)
    middle = begin + _split(width)
    return node_hash(_subtree(begin, middle, nodes), _subtree(middle, end, nodes))
