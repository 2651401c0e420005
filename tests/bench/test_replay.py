"""Both ways of reading count every event, and the long project is as long as it says."""

from bench.installed import engine
from bench.lifecycle import STEPS
from bench.replay import LONG, fill, lengthen, long_project, looked_up, replayed


def test_both_ways_read_the_whole_record(database_url: str) -> None:
    with engine(database_url) as (ready, call):
        streams = fill(ready, call, "t", 3)
        lengthen(ready, streams[0])
        with ready.store.snapshot() as reader:
            counts = (replayed(reader), looked_up(reader))
            versions = reader.query("SELECT version FROM stream WHERE id = ?", streams[0])
        expected = 1 + 2 * STEPS + LONG
        assert counts == (expected, expected)
        assert versions == [(LONG,)]
        assert long_project(ready.store, streams[0], 1) > 0
