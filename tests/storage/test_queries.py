"""Supports, timers and refused attempts are found."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage.queries import PendingTimer, pending, refusals, supports_of
from storage.store import Store
from tests.storage.board_scene import SUPPORTS, filled


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with filled(database_url) as found:
        yield found


def test_supports_of_projects(store: Store) -> None:
    with store.snapshot() as reader:
        assert supports_of(reader, []) == {}
        found = supports_of(reader, ["project-02", "project-03", "project-04"])
    assert found == {"project-02": list(SUPPORTS[:2]), "project-03": [SUPPORTS[2]]}


def test_pending_timers_come_earliest_first(store: Store) -> None:
    def timer(n: int, second: int) -> PendingTimer:
        return PendingTimer(f"project-{n:02}", "t", "expire", datetime(1970, 1, 1, 0, 0, second, tzinfo=UTC))

    with store.snapshot() as reader:
        assert pending(reader, 10) == [timer(2, 20), timer(3, 20), timer(0, 30)]
        assert pending(reader, 1) == [timer(2, 20)]
        assert pending(reader, 10, datetime(1970, 1, 1, 0, 0, 20, tzinfo=UTC)) == [timer(2, 20), timer(3, 20)]
        assert pending(reader, 10, datetime(1970, 1, 1, 0, 0, 19, tzinfo=UTC)) == []


def test_refusals_of_a_stream(store: Store) -> None:
    with store.snapshot() as reader:
        assert refusals(reader, "project-01") == [("hash", "{}")]
        assert refusals(reader, "project-02") == []
