"""One of several who write to one stream: `python -m tests.faults.racing URL STREAM WHO TIMES [unlocked]`."""

import os
import sys
from typing import Any

import orjson

import storage.store
from storage.store import Store
from storage.transaction import Postgres
from tests.toy import FAMILY
from tests.world import JEONBUK
from workflow.clock import SystemClock
from workflow.definitions import Definitions
from workflow.engine import Engine
from workflow.messages import Command, Outcome


class Unlocked(Postgres):
    """The negative control: it reads the stream and writes the next version, as one would write it at first."""

    def __init__(self, cursor: Any, *, locking: bool = False) -> None:
        super().__init__(cursor, locking=False)


def main(url: str, stream: str, who: str, times: int) -> None:
    """Save so many times, each time expecting the version seen last; told are the versions and hashes got."""
    store, clock = Store(url), SystemClock()
    engine = Engine(store, Definitions(FAMILY, store.definition), clock, os.urandom)
    got: list[tuple[int, str]] = []
    seen, attempts = None, 0
    while len(got) < times:
        attempts += 1
        data = {"plan": f"{who} {len(got)}"}
        key = f"{who} {attempts}"
        (outcome,) = engine.execute([(Command(stream, "save", data, JEONBUK, key, clock.now(), expect=seen),)])
        if outcome.accepted and outcome.receipt:
            got.append((outcome.receipt.version, outcome.receipt.hash))
            seen = outcome.receipt.version if attempts % 2 else None
        else:
            seen = _told(outcome)
    store.close()
    sys.stdout.buffer.write(orjson.dumps({"got": got, "attempts": attempts}))


def _told(outcome: Outcome) -> int:
    """The version a refusal names: somebody was faster."""
    (refusal,) = outcome.refusals
    assert refusal.code == "version.stale", outcome
    return int(refusal.facts["version"])


if __name__ == "__main__":
    if sys.argv[5:] == ["unlocked"]:
        vars(storage.store)["Postgres"] = Unlocked
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
