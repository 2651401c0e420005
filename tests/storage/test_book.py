"""The deadline book finds what is open by its own index."""

from storage.book import deadline_book
from storage.sight import Line, Sight
from storage.transaction import Reader
from tests.world import world_on


def test_whoever_sees_a_programme_reads_the_book_in_its_own_order(sqlite_url: str) -> None:
    """SQLite's plan of a wide sight begins with the open deadlines; of a narrow one, with the streams it is about."""
    with world_on(sqlite_url) as world, world.store.snapshot() as reader:
        wide = Sight((Line("project", "programme", calls=("call-a",)), Line("call", "programme", calls=("call-a",))))
        narrow = Sight((Line("project", "lead", "tp-a"),))
        assert [plan_of_book(reader, sight) for sight in (wide, narrow)] == [
            "SCAN d USING INDEX deadline_open",
            "SEARCH s USING COVERING INDEX stream_holder (holder=? AND kind=?)",
        ]


def plan_of_book(reader: Reader, sight: Sight) -> str:
    """The first line of the plan for a page of the deadline book."""
    seen: list[str] = []
    reader.cursor.connection.set_trace_callback(seen.append)
    deadline_book(reader, sight, 50)
    reader.cursor.connection.set_trace_callback(None)
    return str(reader.query(f"EXPLAIN QUERY PLAN {seen[-1]}")[0][3])
