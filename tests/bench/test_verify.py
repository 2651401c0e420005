"""The audit counts every event, alone and with others, and finds nothing in a record nobody touched."""

from bench.copies import MODELS, copied
from bench.installed import engine
from bench.lifecycle import STEPS
from bench.verify import KEY, verified
from jobs.sealing import seal


def test_the_whole_record_is_verified(database_url: str) -> None:
    with engine(database_url) as (ready, call):
        copied(ready, call, "v", MODELS + 3)
        seal(ready.store, KEY, ready.clock.now())
        assert verified(ready.store, 1, 1)[0] == 1 + (MODELS + 3) * STEPS
