"""The crowd is one the engine could have written, and every look is measured and compared with its limit."""

from random import Random

from bench.board import crowd, line, looks, measured, project
from bench.databases import SQLITE, fresh, server
from bench.installed import engine
from bench.replay import fill
from storage.boards import Filter, counts, page
from storage.book import deadline_book
from storage.sight import EVERYTHING


def test_a_crowd_is_found_on_the_board_and_in_the_book() -> None:
    with server(SQLITE, "") as where, fresh(SQLITE, where) as url, engine(url) as (ready, call):
        (real,) = fill(ready, call, "b", 1)
        crowd(ready.store, 1_500)
        with ready.store.snapshot() as reader:
            assert sum(counts(reader, "project").values()) == 1_501
            assert sum(counts(reader, "project", "call-000001").values()) == 500
            assert len(page(reader, Filter("project", call="call-000000"), 2_000).rows) == 1_000
            assert len(deadline_book(reader, EVERYTHING, 2_000)) == 1_500
            assert all(look(reader) for name, look in looks(1_500, real) if name != "overdue_ms")


def test_chance_is_the_same_every_time() -> None:
    assert project(7, Random(1)) == project(7, Random(1)) != project(7, Random(2))


def test_every_look_is_measured() -> None:
    with server(SQLITE, "") as where:
        found = measured(SQLITE, where, 1_000, 2)
    assert found.keys() == {name for name, _ in looks(1_000, "")}
    assert all(figure > 0 for figure in found.values())


def test_a_look_that_is_slow_or_grows_misses() -> None:
    told = line(SQLITE, 100, {"a": 1.0, "b": 1.0, "c": 9.0}, {"a": 2.0, "b": 2.1, "c": 10.1})
    assert told["met"] == {"a": True, "b": False, "c": False}
