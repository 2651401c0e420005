"""The fair lock under real processes: exclusion, order, kill -9, time limits, threads, forks."""

import bisect
import contextlib
import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import FrameType

import pytest

from storage.fair_lock import FairLock, LockTimeout

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
processes = multiprocessing.get_context("fork")
Guard = Callable[[Path], contextlib.AbstractContextManager[object]]


class NoLock:
    """The negative control for exclusion."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, *error: object) -> None:
        pass


class SqliteLock:
    """The negative control for order, and what the fair lock is there for: SQLite's waiters sleep and ask again."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, timeout=30, isolation_level=None)

    def __enter__(self) -> None:
        self.connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *error: object) -> None:
        self.connection.execute("ROLLBACK")


@pytest.fixture
def start() -> Iterator[Callable[..., ForkProcess]]:
    """Starts processes, and kills at the end those still running."""
    running: list[ForkProcess] = []

    def run(target: Callable[..., object], *args: object) -> ForkProcess:
        process = processes.Process(target=target, args=args)
        process.start()
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.join()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "did not happen within 10 s"
        time.sleep(0.002)


def drawn(path: Path) -> int:
    """How many have asked for a turn, by the counter in the file."""
    return int.from_bytes(path.read_bytes()[:8], "little") if path.exists() else 0


def note(log: Path, text: str) -> None:
    with log.open("a") as file:
        file.write(f"{text}\n")


def notes(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


def read(total: Path) -> int:
    return int.from_bytes(total.read_bytes(), "little")


def add_one(total: Path) -> None:
    """Deliberately in two steps: two at once lose one."""
    value = read(total) + 1
    time.sleep(0.0001)
    with total.open("r+b") as file:
        file.write(value.to_bytes(8, "little"))


def count_up(guard: Guard, path: Path, total: Path, turns: int) -> None:
    lock = guard(path)
    for _ in range(turns):
        with lock:
            add_one(total)


def take_turn(path: Path, log: Path, name: str, timeout: float | None = None) -> None:
    lock = FairLock(path)
    lock.acquire(timeout)
    note(log, name)
    lock.release()


def hold(path: Path, log: Path) -> None:
    FairLock(path).acquire()
    note(log, "held")
    time.sleep(60)


def counted(guard: Guard, tmp_path: Path, start: Callable[..., ForkProcess]) -> int:
    total = tmp_path / "total"
    total.write_bytes(bytes(8))
    for process in [start(count_up, guard, tmp_path / "lock", total, 200) for _ in range(4)]:
        process.join()
        assert process.exitcode == 0
    return read(total)


def test_four_processes_never_meet(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    assert counted(FairLock, tmp_path, start) == 800


def test_without_the_lock_they_do_meet(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    assert counted(NoLock, tmp_path, start) < 800


@pytest.mark.parametrize("timeout", [None, 10.0])
def test_turns_come_in_the_order_asked(
    tmp_path: Path, start: Callable[..., ForkProcess], timeout: float | None
) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"
    names = [f"waiter {number}" for number in range(8)]
    with FairLock(path):
        for number, name in enumerate(names):
            start(take_turn, path, log, name, timeout)
            until(lambda number=number: drawn(path) == number + 2)  # type: ignore[misc]
        assert notes(log) == []
    until(lambda: len(notes(log)) == len(names))
    assert notes(log) == names


def hammer(guard: Guard, path: Path, log: Path, seconds: float) -> None:
    """Take turn after turn, noting for each when it was asked for and when it came."""
    lock = guard(path)
    end = time.monotonic() + seconds
    with log.open("a", buffering=1) as file:
        while time.monotonic() < end:
            asked = time.monotonic()
            with lock:
                file.write(f"{time.monotonic()} {asked}\n")
                time.sleep(0.0002)


def most_overtaken(guard: Guard, tmp_path: Path, start: Callable[..., ForkProcess]) -> int:
    """Of the turns 4 hammering processes take, how many asked for at least 2 ms later overtook the unluckiest one."""
    log = tmp_path / "log"
    for process in [start(hammer, guard, tmp_path / "lock", log, 1.5) for _ in range(4)]:
        process.join()
        assert process.exitcode == 0
    turns = sorted(tuple(map(float, line.split())) for line in notes(log))
    assert len(turns) > 200
    earlier: list[float] = []
    worst = 0
    for _, asked in turns:
        worst = max(worst, len(earlier) - bisect.bisect(earlier, asked + 0.002))
        bisect.insort(earlier, asked)
    return worst


def test_processes_that_ask_again_at_once_do_not_overtake(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    assert most_overtaken(FairLock, tmp_path, start) < 40


def test_under_the_lock_of_sqlite_they_do(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    assert most_overtaken(SqliteLock, tmp_path, start) > 400


def test_a_killed_holder_frees_its_turn(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"
    holder = start(hold, path, log)
    until(lambda: notes(log) == ["held"])
    start(take_turn, path, log, "next")
    until(lambda: drawn(path) == 2)
    time.sleep(0.1)
    assert notes(log) == ["held"]
    holder.kill()
    until(lambda: notes(log) == ["held", "next"])


@pytest.mark.parametrize("timeout", [None, 10.0])
def test_a_killed_waiter_lets_nobody_in_early_and_blocks_nobody(
    tmp_path: Path, start: Callable[..., ForkProcess], timeout: float | None
) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"
    waiters = []
    with FairLock(path):
        for number in range(5):
            waiters.append(start(take_turn, path, log, str(number), timeout))
            until(lambda number=number: drawn(path) == number + 2)  # type: ignore[misc]
        for killed in (0, 3):
            waiters[killed].kill()
            waiters[killed].join()
        time.sleep(0.2)
        assert notes(log) == []
    until(lambda: len(notes(log)) == 3)
    assert notes(log) == ["1", "2", "4"]


def count_up_noting(path: Path, total: Path, log: Path) -> None:
    lock = FairLock(path)
    while True:
        with lock:
            add_one(total)
            note(log, "one")


def test_random_kills_lose_no_count(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    """A kill may fall between a count and its note, so there are at most as many more counts than notes."""
    path, total, log = tmp_path / "lock", tmp_path / "total", tmp_path / "log"
    total.write_bytes(bytes(8))
    running = [start(count_up_noting, path, total, log) for _ in range(4)]
    kills = 20
    for kill in range(kills):
        noted = len(notes(log))
        until(lambda noted=noted, kill=kill: len(notes(log)) > noted + 5 + kill)  # type: ignore[misc]
        running[kill % 4].kill()
        running[kill % 4].join()
        running[kill % 4] = start(count_up_noting, path, total, log)
    for process in running:
        process.kill()
        process.join()
    assert len(notes(log)) <= read(total) <= len(notes(log)) + kills + len(running)
    FairLock(path).acquire(timeout=0)


def test_a_turn_that_does_not_come_in_time(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"
    lock = FairLock(path)
    holder = start(hold, path, log)
    until(lambda: notes(log) == ["held"])
    for timeout in (0, 0.1):
        began = time.monotonic()
        with pytest.raises(LockTimeout, match=f"no turn at lock within {timeout} s"):
            lock.acquire(timeout)
        assert timeout <= time.monotonic() - began < timeout + 1
    with pytest.raises(RuntimeError, match="lock is not held"):
        lock.release()
    holder.kill()
    lock.acquire(10)
    lock.release()


def test_who_gave_up_blocks_nobody_behind(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"
    with FairLock(path):
        impatient = start(take_turn, path, log, "impatient", 0.1)
        until(lambda: drawn(path) == 2)
        start(take_turn, path, log, "patient")
        impatient.join()
        assert impatient.exitcode == 1
        assert notes(log) == []
    until(lambda: notes(log) == ["patient"])


def test_an_interrupted_wait_leaves_the_queue(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"
    holder = start(hold, path, log)
    until(lambda: notes(log) == ["held"])
    lock = FairLock(path)

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    with pytest.raises(KeyboardInterrupt):
        lock.acquire()
    signal.signal(signal.SIGALRM, before)
    holder.kill()
    FairLock(path).acquire(10)
    with pytest.raises(LockTimeout):
        lock.acquire(0)


def test_threads_sharing_a_lock_go_in_order(tmp_path: Path) -> None:
    lock, came = FairLock(tmp_path / "lock"), []

    def take(name: int) -> None:
        with lock:
            came.append(name)

    threads = [threading.Thread(target=take, args=(name,)) for name in range(8)]
    with lock:
        for thread in threads:
            thread.start()
            time.sleep(0.02)
        with pytest.raises(LockTimeout):
            lock.acquire(0.01)
        assert came == []
    for thread in threads:
        thread.join()
    assert came == list(range(8))


@pytest.mark.parametrize("shared", [True, False], ids=["one lock", "a lock each"])
def test_threads_never_meet(tmp_path: Path, shared: bool) -> None:
    path, total = tmp_path / "lock", tmp_path / "total"
    total.write_bytes(bytes(8))
    one = FairLock(path)

    def count(lock: FairLock) -> None:
        for turn in range(100):
            lock.acquire(timeout=10 if turn % 2 else None)
            add_one(total)
            lock.release()

    threads = [threading.Thread(target=count, args=(one if shared else FairLock(path),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read(total) == 400


def test_other_users_of_the_file_do_not_free_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with FairLock(path):
        path.read_bytes()
        with pytest.raises(LockTimeout):
            FairLock(path).acquire(0)


@pytest.mark.parametrize("damage", [b"", b"\0" * 8, b"\xff" * 8, b"xyz"], ids=["empty", "zero", "largest", "short"])
def test_a_damaged_counter_lets_no_two_in(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "lock"
    for _ in range(5):
        with FairLock(path):
            pass
    with FairLock(path):
        path.write_bytes(damage)
        with pytest.raises(LockTimeout):
            FairLock(path).acquire(0.01)
    with FairLock(path), pytest.raises(LockTimeout):
        FairLock(path).acquire(0.01)


def test_a_forked_child_does_not_hold_what_its_parent_holds(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    log, lock = tmp_path / "log", FairLock(tmp_path / "lock")

    def child() -> None:
        for attempt in (lock.release, lambda: lock.acquire(0.01)):
            try:
                attempt()
            except (RuntimeError, LockTimeout) as error:
                note(log, type(error).__name__)
        lock.acquire()
        note(log, "came")

    with lock:
        started = start(child)
        until(lambda: drawn(tmp_path / "lock") == 3)
        assert notes(log) == ["RuntimeError", "LockTimeout"]
    started.join()
    assert notes(log) == ["RuntimeError", "LockTimeout", "came"]
    lock.acquire(0)


def test_the_child_of_a_killed_holder_does_not_keep_its_turn(tmp_path: Path, start: Callable[..., ForkProcess]) -> None:
    path, log = tmp_path / "lock", tmp_path / "log"

    def parent() -> None:
        with FairLock(path):
            child = processes.Process(target=time.sleep, args=(60,))
            child.start()
            note(log, str(child.pid))
            time.sleep(60)

    holder = start(parent)
    until(lambda: len(notes(log)) == 1)
    orphan = int(notes(log)[0])
    time.sleep(0.05)
    holder.kill()
    holder.join()
    FairLock(path).acquire(5)
    os.kill(orphan, 0)
    os.kill(orphan, signal.SIGKILL)


def open_descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_close_frees_the_descriptor_and_acquire_opens_again(tmp_path: Path) -> None:
    lock = FairLock(tmp_path / "lock")
    before = open_descriptors()
    for _ in range(3):
        with lock:
            assert open_descriptors() == before + 1
            with pytest.raises(RuntimeError, match="lock is in use"):
                lock.close()
        lock.close()
        assert open_descriptors() == before


def test_a_file_that_cannot_be_made_is_an_error_each_time(tmp_path: Path) -> None:
    lock = FairLock(tmp_path / "missing" / "lock")
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            lock.acquire(1)
    (tmp_path / "missing").mkdir()
    lock.acquire(1)
