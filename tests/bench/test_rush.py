"""The rush measures what it says: accepted saves, found in the record; a lost one is counted."""

import pytest

from bench import rush
from bench.databases import SQLITE, fresh, server
from bench.hammer import Blows
from entrypoints.settings import Settings
from workflow.clock import SystemClock


def test_a_short_rush_loses_nothing() -> None:
    with server(SQLITE, "") as where:
        found = rush.measure(SQLITE, where, 1, 8, 0.3, alone=False)
    statuses = found["statuses"]
    assert isinstance(statuses, dict)
    assert (found["lost"], set(statuses)) == (0, {"200"})
    assert {"empty", "naive", "of_empty", "times_naive"} <= found.keys()


def test_an_acknowledged_command_that_is_not_there_counts_as_lost() -> None:
    with server(SQLITE, "") as where, fresh(SQLITE, where) as url:
        settings = Settings(database_url=url)
        (stream, _), *_ = rush._prepared(settings, SystemClock().now() + rush.LAST_MINUTE)
        body = b'{"receipt":{"stream":"%b","version":99,"hash":"x"}}' % stream.encode()
        assert rush._lost(settings, Blows(bodies=[body, body])) == 2


def test_a_peer_that_answers_nothing_any_more_does_not_end_the_measurement() -> None:
    fast = Blows(seconds=[0.001, 0.001], took=1.0)
    found = rush._beside(fast, {"empty": Blows(seconds=[0.001] * 4, took=1.0), "naive": Blows()})
    assert (found["of_empty"], found["naive"], found["times_naive"]) == (0.5, None, None)


def test_figures_of_nothing_are_not_made_up() -> None:
    with pytest.raises(IndexError):
        rush._figures(Blows())
