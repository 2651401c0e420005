"""The whole programme from a seed: a walk over the real lifecycles, and the same walk again while faults strike."""

import multiprocessing
import random
import signal
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec.structs import replace

from entrypoints.bootstrap import FAMILY
from states.lifecycle import Lifecycle
from storage.errors import StorageError
from storage.store import Store
from tests.conformance.test_real_walks import Walk, unguarded
from tests.faults.proxy import COMMITTED, DOWN, RESET, UP, Cut, Relay
from tests.world import TABLES, World
from workflow.clock import Clock, VirtualClock
from workflow.engine import Engine
from workflow.messages import Outcome, type_of_unit

FREE: Final[dict[str, Lifecycle]] = {name: unguarded(each) for name, each in FAMILY.items()}
"""Without guards a walk gets everywhere."""
SAME: Final = tuple(name for name in TABLES if name not in ("refusal", "unsealed"))
"""What must be the same in the end; a refusal whose answer was lost is asked for, and kept, again."""
OFTEN = 0.4
HOLD = 0.02
MOST_STEPS, MOST_BYTES, MOST_SECONDS = 30, 6_000, 0.02
STEP = 5
"""Instructions of SQLite's between two looks at whether to abort."""
type_of_step = tuple[datetime, type_of_unit | None]


def steady(size: int) -> bytes:
    """Bytes that are the same however often one asked before."""
    return bytes(range(size))


class Recording(Engine):
    """Notes everything that is asked of it: when, and the unit, or None where the clock fires."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store, engine.definitions, engine.clock, steady)
        self.script: list[type_of_step] = []

    def execute(self, units: list[type_of_unit]) -> list[Outcome]:  # type: ignore[override] # the walk gives lists
        found: list[Outcome] = []
        for unit in units:
            self.script.append((self.clock.now(), unit))
            found += super().execute([unit])
        return found

    def drain(self, now: datetime, limit: int = 128) -> int:
        self.script.append((now, None))
        return super().drain(now, limit)


def walked(world: World, seed: int, steps: int) -> list[type_of_step]:
    """Walk without faults; what was asked of the engine."""
    world.engine = recording = Recording(world.engine)
    Walk(world, seed).walk(steps)
    return recording.script


@dataclass
class Behind:
    """A host's clock that is hours behind while the timers are fired."""

    clock: Clock

    def now(self) -> datetime:
        return self.clock.now() - timedelta(hours=3)


class Strikes:
    """What goes wrong at a step, decided by the seed; `met` counts what did."""

    def __init__(self, world: World, seed: int, relay: Relay | None, *, fresh_key: bool = False) -> None:
        self.world, self.relay, self.fresh_key = world, relay, fresh_key
        self.dice = random.Random(seed)
        self.met: dict[str, int] = {}
        self.world.engine = Engine(world.store, world.definitions, world.clock, steady)

    def play(self, script: list[type_of_step]) -> None:
        for now, unit in script:
            self.world.clock.set(now)
            if unit is None:
                self.fire(now)
            else:
                self.ask(unit)

    def ask(self, unit: type_of_unit) -> None:
        """Ask until there is an answer; sometimes it is lost and asked for again, which must bring the same."""
        first = self.answered(lambda: self.world.engine.execute([unit]))
        if self.dice.random() < OFTEN / 2:
            self.count("sent twice")
            again = self.answered(lambda: self.world.engine.execute([self.again(unit)]))
            if not self.fresh_key:
                assert [each.receipt for each in again if each.accepted] == [o.receipt for o in first if o.accepted]

    def again(self, unit: type_of_unit) -> type_of_unit:
        return tuple(replace(each, key=f"{each.key} again") for each in unit) if self.fresh_key else unit

    def fire(self, now: datetime) -> None:
        if not self.relay and self.dice.random() < OFTEN / 4:
            self.killed(now)
        engine = self.world.engine
        if self.dice.random() < OFTEN:
            self.count("clock behind")
            engine = Engine(self.world.store, self.world.definitions, Behind(self.world.clock), steady)
        self.answered(lambda: engine.drain(now), fires=True)

    def answered(self, work: Callable[[], Any], *, fires: bool = False) -> Any:
        """What it comes to, under a fault or not; what failed is tried again, whole.

        On PostgreSQL a timer of a held stream is left for the next look, and others may come before it: not a fault.
        """
        struck = self.dice.random() < OFTEN
        faults = [self.cut, self.ended] if self.relay else [self.cut]
        faults += [] if fires and self.relay else [self.held]
        while True:
            if struck:
                self.dice.choice(faults)()
            try:
                return work()
            except StorageError:
                self.count("failed")
                struck = False
            finally:
                self.calm()

    def count(self, name: str) -> None:
        self.met[name] = self.met.get(name, 0) + 1

    def held(self) -> None:
        """Another writer has the turn, or every stream, for a while."""
        self.count("held")
        ready = threading.Event()

        def hold() -> None:
            other = Store(self.world.store.url.render_as_string(hide_password=False))
            with suppress(StorageError), other.transaction() as transaction:
                if not other.is_sqlite:
                    transaction.cursor.execute("SELECT id FROM stream FOR UPDATE")
                ready.set()
                threading.Event().wait(HOLD)
            other.close()

        self.holder = threading.Thread(target=hold)
        self.holder.start()
        ready.wait(10)

    def ended(self) -> None:
        """PostgreSQL ends every connection."""
        self.count("ended")
        assert self.relay
        direct = self.world.store.url.set(port=self.relay.target, query={}).render_as_string(hide_password=False)
        admin = Store(direct)
        with admin.snapshot() as reader:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            reader.query(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
        admin.close()

    def cut(self) -> None:
        """The work breaks off in its middle: at a step of SQLite's, or a byte on the line, or before the answer."""
        self.count("cut")
        if self.relay:
            lost = self.dice.random() < 0.3
            after = self.dice.randrange(MOST_BYTES)
            self.relay.cut = (
                Cut(RESET, DOWN, before=COMMITTED) if lost else Cut(RESET, self.dice.choice((UP, DOWN)), after)
            )
            return
        looks = iter([*[False] * self.dice.randrange(MOST_STEPS), True])
        self._watch(lambda: next(looks, False))

    def calm(self) -> None:
        """What was meant to strike and did not is called off."""
        if holder := getattr(self, "holder", None):
            holder.join()
        if self.relay:
            self.relay.cut = None
            return
        self._watch(None)

    def _watch(self, look: Callable[[], bool] | None) -> None:
        """Ask at each few steps of SQLite's whether to abort what it does."""
        pooled = self.world.store.engine.raw_connection()
        driver = pooled.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(look, STEP)
        pooled.close()

    def killed(self, now: datetime) -> None:
        """A worker of its own process is killed while it fires."""
        self.count("killed")
        url = self.world.store.url.render_as_string(hide_password=False)
        after = self.dice.uniform(0.001, MOST_SECONDS)
        worker = multiprocessing.get_context("fork").Process(
            target=work, args=(url, self.world.definitions.family, now, after)
        )
        worker.start()
        worker.join()
        worker.close()


def work(url: str, family: Mapping[str, Lifecycle], now: datetime, seconds: float) -> None:
    """A worker that lives so long; the alarm's own action ends it at whatever it does."""
    store = Store(url)
    world = World(store, family)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    Engine(store, world.definitions, VirtualClock(now), steady).drain(now)
    signal.pause()
