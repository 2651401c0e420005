"""A disk that remembers: what SQLite wrote and what it waited for, and what may be left of it after a power cut.

SQLite reaches files through a table of functions (its VFS). Here the one in use is copied, and three of its functions
are replaced by ours, which note what they are asked before they hand it on. So it is the real write log of the real
library, of every connection this process opens meanwhile.
"""

import _sqlite3
import ctypes
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

SECTOR: Final = 512
"""Bytes a disk writes at once: of an unfinished write each of them may be new or old."""
WRITE, TRUNCATE, SYNC = 2, 3, 4
"""Places in the table of a file's functions."""
OPEN: Final = 0
"""Place in the table of the VFS."""


class _Methods(ctypes.Structure):
    """`sqlite3_io_methods`, version 3."""

    _fields_ = (("version", ctypes.c_int), ("calls", ctypes.c_void_p * 18))


class _Vfs(ctypes.Structure):
    """`sqlite3_vfs`, version 3."""

    _fields_ = (
        ("version", ctypes.c_int), ("file_size", ctypes.c_int), ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p), ("name", ctypes.c_char_p), ("own", ctypes.c_void_p),
        ("calls", ctypes.c_void_p * 16),
    )  # fmt: skip


P = ctypes.c_void_p
_opens = ctypes.CFUNCTYPE(ctypes.c_int, P, P, P, ctypes.c_int, P)
_writes = ctypes.CFUNCTYPE(ctypes.c_int, P, P, ctypes.c_int, ctypes.c_int64)
_truncates = ctypes.CFUNCTYPE(ctypes.c_int, P, ctypes.c_int64)
_syncs = ctypes.CFUNCTYPE(ctypes.c_int, P, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    file: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the program told its caller at this point: from here on it must not be lost."""

    what: object


type_of_entry = Write | Truncated | Synced | Said


class Disk:
    """Notes in `log` what is written from `watching` on."""

    def __init__(self) -> None:
        self.log: list[type_of_entry] = []
        self._library = ctypes.CDLL(_sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._files: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._kept: list[Any] = []

    def say(self, what: object) -> None:
        self.log.append(Said(what))

    @contextmanager
    def watching(self) -> Iterator["Disk"]:
        """Every connection opened meanwhile writes through us; close them before the end."""
        usual = self._library.sqlite3_vfs_find(None)
        ours = _Vfs.from_buffer_copy(usual.contents)
        ours.name, ours.next = b"remembering", None
        ours.calls[OPEN] = self._opening(ours.calls[OPEN])
        self._library.sqlite3_vfs_register(ctypes.byref(ours), 1)
        try:
            yield self
        finally:
            self._library.sqlite3_vfs_unregister(ctypes.byref(ours))
            self._library.sqlite3_vfs_register(usual, 1)

    def _opening(self, address: int) -> int:
        usual = _opens(address)

        def opened(vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
            answer = int(usual(vfs, name, file, flags, out))
            table = P.from_address(file)
            if answer == 0 and table.value:
                self._files[file] = Path(ctypes.string_at(name).decode()).name if name else ""
                table.value = ctypes.addressof(self._remembering(table.value))
            return answer

        return self._callable(_opens(opened))

    def _remembering(self, address: int) -> _Methods:
        """The same functions, but for those that change a file."""
        if address not in self._tables:
            ours = _Methods.from_buffer_copy(_Methods.from_address(address))
            write, truncate, sync = (ours.calls[n] for n in (WRITE, TRUNCATE, SYNC))
            ours.calls[WRITE] = self._writing(_writes(write))
            ours.calls[TRUNCATE] = self._truncating(_truncates(truncate))
            ours.calls[SYNC] = self._syncing(_syncs(sync))
            self._tables[address] = ours
        return self._tables[address]

    def _writing(self, usual: Any) -> int:
        def written(file: int, content: int, size: int, at: int) -> int:
            self.log.append(Write(self._files[file], at, ctypes.string_at(content, size)))
            return int(usual(file, content, size, at))

        return self._callable(_writes(written))

    def _truncating(self, usual: Any) -> int:
        def truncated(file: int, size: int) -> int:
            self.log.append(Truncated(self._files[file], size))
            return int(usual(file, size))

        return self._callable(_truncates(truncated))

    def _syncing(self, usual: Any) -> int:
        def synced(file: int, flags: int) -> int:
            answer = int(usual(file, flags))
            self.log.append(Synced(self._files[file]))
            return answer

        return self._callable(_syncs(synced))

    def _callable(self, function: Any) -> int:
        """The address of one of our functions, which must live as long as SQLite may call it."""
        self._kept.append(function)
        return int(ctypes.cast(function, P).value or 0)


@dataclass
class Surface:
    """A file as the disk surely has it, and what it was told since the last time it was waited for."""

    content: bytearray
    exists: bool = True
    waiting: list[Write | Truncated] = field(default_factory=list)

    def settle(self) -> None:
        for each in self.waiting:
            _apply(each, self.content)
        self.exists = self.exists or bool(self.waiting)
        self.waiting.clear()

    def left(self, dice: random.Random) -> bytes | None:
        """What may be found after the cut: of what was not waited for any sectors, whatever came first."""
        found = bytearray(self.content)
        keeps = dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        kept = [each for each in _sectors(self.waiting) if dice.random() < keeps]
        if dice.random() < 0.5:
            dice.shuffle(kept)
        for each in kept:
            _apply(each, found)
        return bytes(found) if self.exists or kept else None


def _sectors(entries: Iterable[Write | Truncated]) -> Iterator[Write | Truncated]:
    for each in entries:
        if isinstance(each, Truncated):
            yield each
            continue
        at, end = each.at, each.at + len(each.content)
        while at < end:
            stop = min(end, at - at % SECTOR + SECTOR)
            yield Write(each.file, at, each.content[at - each.at : stop - each.at])
            at = stop


def _apply(entry: Write | Truncated, content: bytearray) -> None:
    if isinstance(entry, Truncated):
        del content[entry.size :]
        return
    if len(content) < entry.at:
        content.extend(bytes(entry.at - len(content)))
    content[entry.at : entry.at + len(entry.content)] = entry.content


def power_cuts(
    log: Sequence[type_of_entry], before: Mapping[str, bytes], moments: Iterable[int], dice: random.Random
) -> Iterator[tuple[int, dict[str, bytes], list[object]]]:
    """For each moment (entries of the log that had happened): the files that are left, and what had been said."""
    surfaces = {name: Surface(bytearray(content)) for name, content in before.items()}
    said: list[object] = []
    done = 0
    for moment in sorted(moments):
        for entry in log[done:moment]:
            if isinstance(entry, Said):
                said.append(entry.what)
                continue
            surface = surfaces.setdefault(entry.file, Surface(bytearray(), exists=False))
            if isinstance(entry, Synced):
                surface.settle()
            else:
                surface.waiting.append(entry)
        done = moment
        left = {name: surface.left(dice) for name, surface in surfaces.items()}
        yield moment, {name: content for name, content in left.items() if content is not None}, list(said)
