"""A fair lock between processes, and threads of one process: turns are taken in the order they were asked for.

It lets several processes take turns writing one SQLite file, whose own lock favours whoever asks again first.

Each waiter draws the next number from a counter in the file, locks the byte of that number, then waits until it can
lock all bytes before it, which those who came earlier keep until their turn is over. The kernel frees the bytes of a
killed process, so a dead holder or waiter blocks nobody and lets nobody in early. Every holder has locked the first
place, so exclusion never depends on the counter: a damaged one costs only the order.

The locks are Linux's open-file-description locks, which belong to the descriptor: other descriptors of the file,
opened or closed anywhere in the process, do not disturb them. The file must be on a local disk and never be deleted
while in use.
"""

import fcntl
import os
import struct
import threading
import time
import weakref
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Final

_COUNTER_BYTES: Final = 8
_LAST_NUMBER: Final = 2**62
_FIRST_PAUSE: Final = 50e-6
_LONGEST_PAUSE: Final = 1e-3


def _range(kind: int, start: int, length: int) -> bytes:
    """A `struct flock` of 64-bit Linux; length 0 means to the end. The bytes locked need not exist."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, start, length, 0)


# Lock byte 0 guards the drawing of numbers; number n has its place at byte n, the first number being 2.
_DRAWING: Final = _range(fcntl.F_WRLCK, 0, 1)
_DRAWN: Final = _range(fcntl.F_UNLCK, 0, 1)
_EVERYTHING: Final = _range(fcntl.F_UNLCK, 0, 0)


class LockTimeout(TimeoutError):  # noqa: N818 -- named like the TimeoutError it is
    """The turn did not come within the time allowed."""


class FairLock:
    """A lock on one file, made if missing. Not reentrant; may be released by another thread than took it.

    A process with several waiting threads takes one place in the queue at a time and lets its threads go in order.
    After a fork the child holds nothing and queues like any other process.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).absolute()
        self._descriptor: int | None = None
        self._threads = _ThreadQueue()
        self._held = False
        _locks.add(self)

    def acquire(self, timeout: float | None = None) -> None:
        """Wait for the turn: without end, asleep in the kernel, or for `timeout` seconds, asking every 1 ms at least.

        LockTimeout when the time is over. Waiting without a time limit passes turns on fastest.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        if not self._threads.enter(deadline):
            raise LockTimeout(f"no turn at {self._path.name} within {timeout} s")
        try:
            self._queue(deadline)
        except BlockingIOError as error:
            self._step_back()
            raise LockTimeout(f"no turn at {self._path.name} within {timeout} s") from error
        except BaseException:
            self._step_back()
            raise
        self._held = True

    def release(self) -> None:
        """End the turn. RuntimeError if there is none."""
        if not self._held:
            raise RuntimeError(f"{self._path.name} is not held")
        self._held = False
        self._step_back()

    def close(self) -> None:
        """Close the file; acquire opens it again. RuntimeError while a thread holds the lock or waits for it."""
        if not self._threads.enter(time.monotonic()):
            raise RuntimeError(f"{self._path.name} is in use")
        self._close_descriptor()
        self._threads.leave()

    def __enter__(self) -> "FairLock":
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()

    def _queue(self, deadline: float | None) -> None:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        descriptor = self._descriptor
        _lock(descriptor, _DRAWING, deadline)
        number = _draw(descriptor)
        _lock(descriptor, _range(fcntl.F_WRLCK, number, 1), deadline)
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _DRAWN)
        _lock(descriptor, _range(fcntl.F_WRLCK, 1, number - 1), deadline)

    def _step_back(self) -> None:
        if self._descriptor is not None:
            fcntl.fcntl(self._descriptor, fcntl.F_OFD_SETLK, _EVERYTHING)
        self._threads.leave()

    def _close_descriptor(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _forget_after_fork(self) -> None:
        """The child's descriptor is the parent's: kept, it would count as the holder and outlive a killed parent."""
        self._close_descriptor()
        self._threads = _ThreadQueue()
        self._held = False


class _ThreadQueue:
    """The same order among threads of one process: threading.Lock alone lets the last one back in first."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._busy = False
        self._waiting: deque[threading.Lock] = deque()

    def enter(self, deadline: float | None) -> bool:
        """Whether the turn came before the deadline (seconds of time.monotonic)."""
        with self._guard:
            if not self._busy:
                self._busy = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            came = turn.acquire(timeout=-1 if deadline is None else max(0.0, deadline - time.monotonic()))
        except BaseException:
            if not self._give_up(turn):
                self.leave()
            raise
        return came or not self._give_up(turn)

    def leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False

    def _give_up(self, turn: threading.Lock) -> bool:
        """Leave the queue; False if the turn was handed over meanwhile."""
        with self._guard:
            if turn not in self._waiting:
                return False
            self._waiting.remove(turn)
            return True


def _draw(descriptor: int) -> int:
    counter = int.from_bytes(os.pread(descriptor, _COUNTER_BYTES, 0), "little")
    number = counter % _LAST_NUMBER + 1
    os.pwrite(descriptor, number.to_bytes(_COUNTER_BYTES, "little"), 0)
    return number + 1


def _lock(descriptor: int, wanted: bytes, deadline: float | None) -> None:
    """Lock a range, waiting until the deadline (seconds of time.monotonic); BlockingIOError when it has passed."""
    if deadline is None:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLKW, wanted)
        return
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
            return
        except BlockingIOError:
            left = deadline - time.monotonic()
            if left <= 0:
                raise
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE)


_locks: "weakref.WeakSet[FairLock]" = weakref.WeakSet()


def _forget_all_after_fork() -> None:
    for lock in list(_locks):
        lock._forget_after_fork()


os.register_at_fork(after_in_child=_forget_all_after_fork)
