"""Readiness names what is wrong: no disk, no room, a clock that is off; each alone sends callers elsewhere."""

import time
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from entrypoints.api import operations
from entrypoints.api.app import shared
from entrypoints.api.server import people_of
from entrypoints.bootstrap import initialise, service
from entrypoints.settings import Settings
from tests.entrypoints.api.conftest import House
from workflow.clock import SystemClock


class Off:
    """A host's clock that is ahead of the database's."""

    def __init__(self, ahead: float) -> None:
        self.ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead


def failed(house: House) -> tuple[int, list[str]]:
    answer = house.ask("GET", "/readyz")
    return answer.status_code, answer.json().get("failed", [])


def test_too_little_disk(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert failed(house) == (200, [])
    monkeypatch.setattr(operations, "LEAST_DISK", 1 << 62)
    assert failed(house) == (503, ["disk"])


def test_a_queue_that_is_half_full(house: House) -> None:
    house.api.dispatcher.room = 1
    assert failed(house) == (503, ["queue"])


@pytest.mark.parametrize(("ahead", "fine"), [(0.0, True), (3.0, False), (-3.0, False)])
def test_a_clock_that_is_off(postgres_url: str, ahead: float, fine: bool) -> None:
    settings = Settings(database_url=postgres_url)
    initialise(settings)
    with service(settings) as parts:
        api = shared(settings, replace(parts, clock=Off(ahead)), people_of(parts), time.monotonic)
        assert operations.checks(api)["clock"] is fine
        assert abs(operations.measured(api)["clock_skew_seconds"] - ahead) < 1
