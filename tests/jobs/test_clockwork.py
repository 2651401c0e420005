"""The clock behind the jobs: it beats, wakes early, hears pokes, survives failures and a clock set back, and stops."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from jobs.clockwork import Clockwork, Job, _Steady
from workflow.clock import SystemClock

PATIENCE = 20.0
HOUR = timedelta(hours=1)


class Counted:
    """A job that counts its runs and lets a test wait for them."""

    def __init__(self, wait: timedelta | None = None) -> None:
        self.wait, self.runs, self.ran = wait, 0, threading.Condition()

    def __call__(self) -> timedelta | None:
        with self.ran:
            self.runs += 1
            self.ran.notify_all()
        return self.wait

    def reach(self, runs: int) -> None:
        with self.ran:
            assert self.ran.wait_for(lambda: self.runs >= runs, PATIENCE), f"{self.runs} runs, not {runs}"


@contextmanager
def going(run: Callable[[], timedelta | None], heartbeat: timedelta = HOUR) -> Iterator[Clockwork]:
    clockwork = Clockwork([Job("job", run, heartbeat)], SystemClock(), threading.Event())
    clockwork.start()
    try:
        yield clockwork
    finally:
        clockwork.stop()


def test_it_beats_without_being_asked() -> None:
    counted = Counted()
    with going(counted, timedelta(seconds=0.05)):
        counted.reach(3)


def test_it_wakes_when_the_job_wished_to_though_the_heartbeat_is_far() -> None:
    counted = Counted(wait=timedelta(seconds=0.05))
    with going(counted):
        counted.reach(3)


@pytest.mark.parametrize("wait", [timedelta(), timedelta(seconds=-5)])
def test_what_came_due_while_it_looked_is_looked_at_soon_not_at_the_next_beat(wait: timedelta) -> None:
    counted = Counted(wait=wait)
    with going(counted):
        counted.reach(3)


def test_a_wish_beyond_the_heartbeat_does_not_delay_it() -> None:
    counted = Counted(wait=timedelta(days=30))
    with going(counted, timedelta(seconds=0.05)):
        counted.reach(3)


def test_a_poke_is_heard_at_once() -> None:
    counted = Counted()
    with going(counted) as clockwork:
        counted.reach(1)
        clockwork.poke("job")
        counted.reach(2)


def test_pokes_while_it_runs_are_one_more_run() -> None:
    inside, leave, counted = threading.Event(), threading.Event(), Counted()

    def slow() -> None:
        counted()
        inside.set()
        assert leave.wait(PATIENCE)

    with going(slow) as clockwork:
        assert inside.wait(PATIENCE)
        for _ in range(50):
            clockwork.poke("job")
        leave.set()
        counted.reach(2)
    assert counted.runs == 2


def test_a_failure_does_not_stop_the_clock() -> None:
    counted = Counted()

    def failing() -> None:
        counted()
        raise RuntimeError("this time")

    with going(failing, timedelta(seconds=0.05)):
        counted.reach(3)


def test_a_clock_set_back_is_not_slept_out() -> None:
    """After a step back of two hours the next beat lies two hours ahead, as here."""
    counted = Counted()
    with going(counted, timedelta(seconds=1)) as clockwork:
        counted.reach(1)
        clockwork._scheduler.modify_job("job", next_run_time=SystemClock().now() + timedelta(hours=2))
        counted.reach(2)


def test_the_library_alone_would_sleep_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the test above."""
    monkeypatch.setattr(_Steady, "_process_jobs", BackgroundScheduler._process_jobs)
    counted = Counted()
    with going(counted, timedelta(seconds=1)) as clockwork:
        counted.reach(1)
        clockwork._scheduler.modify_job("job", next_run_time=SystemClock().now() + timedelta(hours=2))
        with counted.ran:
            assert not counted.ran.wait_for(lambda: counted.runs > 2, 2.5)


def test_stopping_waits_for_what_runs_and_begins_nothing_new() -> None:
    inside, ended = threading.Event(), threading.Event()

    def slow() -> None:
        inside.set()
        ended.wait(0.3)
        ended.set()

    with going(slow, timedelta(seconds=0.05)) as clockwork:
        assert inside.wait(PATIENCE)
    assert ended.is_set()
    assert clockwork.stopping.is_set()
