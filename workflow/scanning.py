"""The scanner: a command of the settings that is given a file and says by its exit code what it is."""

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore

CLEAN, INFECTED = 0, 1
AT_ONCE = 4
"""Scanners of one process at a time: those that hang must not hold every thread it reads with."""
_room = BoundedSemaphore(AT_ONCE)


def scan(scanner: Sequence[str], path: Path, seconds: float) -> int | None:
    """`CLEAN`, `INFECTED`; None where nobody can tell: it failed, hangs or too many are at work."""
    if not _room.acquire(blocking=False):
        return None
    try:
        code = _ended([*scanner, str(path)], seconds)
    finally:
        _room.release()
    return code if code in {CLEAN, INFECTED} else None


def _ended(line: Sequence[str], seconds: float) -> int | None:
    """The exit code of a command; None for one that cannot be started or is stopped, children and all."""
    nowhere = subprocess.DEVNULL  # nobody reads a pipe a forgotten child holds open
    try:
        process = subprocess.Popen(line, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)  # noqa: S603
    except OSError:
        return None
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return None
