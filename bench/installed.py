"""The real engine over the benchmark's family, on an empty database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bench.lifecycle import FAMILY, call_files, load
from storage.schema import migrate
from storage.store import Store
from workflow.clock import SystemClock
from workflow.definitions import Definitions, store_call
from workflow.engine import Engine


@contextmanager
def engine(url: str) -> Iterator[tuple[Engine, str]]:
    """The engine and the id of its loaded call."""
    store = Store(url)
    try:
        migrate(store)
        clock, definitions = SystemClock(), Definitions(FAMILY)
        with store.transaction() as transaction:
            definitions.store_lifecycles(transaction)
            rules = store_call(call_files(), transaction)
        ready = Engine(store, definitions, clock, os.urandom)
        call = f"call-{rules.id}"
        (begun,) = ready.execute([(load(call, rules.fingerprint, clock.now()),)])
        if not begun.accepted:
            raise RuntimeError(f"the call was not loaded: {begun}")
        yield ready, call
    finally:
        store.close()
