"""One worker that fires alarms until it is killed: `python -m tests.faults.firing URL BATCH [unlocked]`."""

import os
import sys
from itertools import count
from time import sleep

import storage.store
from jobs.timers import DueTimers, database_time
from storage.store import Store
from storage.transaction import DUE, Postgres, type_of_due
from tests.faults.alarms import FAMILY
from workflow.clock import SystemClock
from workflow.definitions import Definitions
from workflow.engine import Engine


class Unlocked(Postgres):
    """The negative control: it claims without a lock, as one would write it at first."""

    def due(self, now: int, limit: int) -> type_of_due:
        where = "WHERE t.status = 'pending' AND t.due_at <= %s ORDER BY t.due_at, t.stream, t.id LIMIT %s"
        found = self.query(f"SELECT {DUE} FROM timer t {where}", now, limit)
        streams = self.streams({row[0] for row in found})
        self.cursor.execute("SELECT pg_sleep(0.1)")
        return found, streams


def main(url: str, batch: int, *, unlocked: bool) -> None:
    if unlocked:
        vars(storage.store)["Postgres"] = Unlocked
    store, clock = Store(url), SystemClock()
    engine = Engine(store, Definitions(FAMILY), clock, os.urandom)
    fire = DueTimers(engine, database_time(store, clock), lambda: False, batch)
    for _ in count():
        fire()
        sleep(0.01)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), unlocked=sys.argv[3:] == ["unlocked"])
