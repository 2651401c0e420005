"""A busy office on one database: callers who ask again until they are answered, the clock beside them, the seal."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import monotonic
from typing import Any, Final

import orjson

from jobs.clockwork import Job
from jobs.running import Running, start
from jobs.sealing import seal
from states.instants import from_micros, read
from states.lifecycle import STAY, Lifecycle
from states.roles import LEAD
from storage.errors import Contended, StorageError
from storage.ledger.notes import Signer
from storage.store import Store
from storage.timers import backlog
from tests import toy
from tests.faults import alarms
from tests.world import CALL_ID, JEONBUK, World
from workflow.audit.verify import verify
from workflow.clock import SystemClock
from workflow.dispatcher import Dispatcher
from workflow.engine import Engine
from workflow.errors import Overloaded, Undecided
from workflow.messages import Command, Outcome, Receipt
from workflow.replay import rebuild

KEY: Final = Signer("yeongo/test", bytes(range(32)))
SAVED: Final = toy.row("save", toy.DRAFT, STAY, LEAD, payload=toy.Plan, notify=[toy.RECEIPT])
PROJECT: Final = replace(alarms.PROJECT, rows=(*alarms.PROJECT.rows, SAVED))
FAMILY: Final[Mapping[str, Lifecycle]] = {**alarms.FAMILY, "project": PROJECT}
PATIENCE = 60.0
PAUSE = 0.02
"""Seconds before a caller who got no answer asks again."""
SOUND: Final = {
    "lost": 0, "missing": 0, "doubled": 0, "refused": 0, "twice": 0, "early": 0, "never": 0, "notices": 0,
    "rebuilt otherwise": 0, "findings": 0,
}  # fmt: skip
AGAIN = (StorageError, Contended, Overloaded, Undecided)


@dataclass
class Told:
    """What callers were told, by the matter each asked about; `heads` are signed heads of the log handed out."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    refused: list[Outcome] = field(default_factory=list)
    unanswered: Counter[str] = field(default_factory=Counter)
    heads: list[str] = field(default_factory=list)


class Office:
    """So many callers over one dispatcher; each has its next matter only when the last is answered.

    `fresh_key` is how one must not do it: who asks again about the same matter asks under a new key.
    """

    def __init__(self, store: Store, seed: int, *, callers: int = 6, fresh_key: bool = False) -> None:
        self.store, self.callers, self.fresh_key = store, callers, fresh_key
        self.dice = [random.Random(f"{seed}/{n}") for n in range(callers)]
        self.told = Told()
        self.world = World(store, FAMILY)
        self.matters = 0
        self.closing = threading.Event()
        self.failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="office", daemon=True)

    def open(self) -> "Office":
        """Set the call up, then let callers in."""
        self.world.prepare()
        self.world.clock.set(SystemClock().now())
        self.world.opened()
        self.jobs = start(self._engine(), SystemClock(), self._sealing)
        self._thread.start()
        return self

    def close(self) -> None:
        """Every caller is answered about the matter at hand, every alarm rings, then all go home."""
        self.closing.set()
        try:
            self._thread.join(PATIENCE)
            assert not self._thread.is_alive(), "somebody is never answered"
            self._let_ring()
        finally:
            self.jobs.stop()
        if self.failed:
            raise self.failed

    def _engine(self) -> Engine:
        rolls = random.Random(0)
        return Engine(self.store, self.world.definitions, SystemClock(), rolls.randbytes)

    def _sealing(self, running: Running) -> list[Job]:
        def run() -> None:
            sealed = seal(self.store, KEY, running.now(), manifests=timedelta(seconds=2))
            if sealed:
                self.told.heads.append(sealed.note)

        return [Job("sealing", run, timedelta(seconds=0.2))]

    def _let_ring(self) -> None:
        end, pause = monotonic() + PATIENCE, threading.Event()
        while True:
            try:
                with self.store.snapshot() as reader:
                    if not backlog(reader, SystemClock().now() + timedelta(days=1)).pending:
                        return
            except StorageError:
                assert monotonic() < end, "the database never comes back"
            assert monotonic() < end, "an alarm never rings"
            pause.wait(0.05)

    def _run(self) -> None:
        try:
            asyncio.run(self._work())
        except BaseException as error:  # noqa: BLE001 - told to whoever closes the office
            self.failed = error

    async def _work(self) -> None:
        engine = self._engine()
        engine.on_due = self.jobs.poke
        dispatcher = Dispatcher(engine)
        await asyncio.gather(*(self._caller(dispatcher, n) for n in range(self.callers)))
        await dispatcher.close()

    async def _caller(self, dispatcher: Dispatcher, n: int) -> None:
        """Registers projects with an alarm each, saves the last one, and now and then the first, as all do."""
        dice, own, shared = self.dice[n], "", ""
        while not self.closing.is_set():
            if not own or dice.random() < 0.2:
                rings_at = SystemClock().now() + timedelta(seconds=dice.uniform(0.5, 2))
                data = {"area": f"{self.matters:05d}", "rings_at": rings_at.isoformat(timespec="microseconds")}
                own = (await self._ask(dispatcher, CALL_ID, "register", data)) or own
                shared = shared or min((each.stream for each in self.told.receipts.values()), default="")
            else:
                stream = shared if dice.random() < 0.1 else own
                await self._ask(dispatcher, stream, "save", {"plan": f"matter {self.matters}", "money": 1})

    async def _ask(self, dispatcher: Dispatcher, stream: str, trigger: str, data: Mapping[str, Any]) -> str:
        """One matter, asked about until it is answered; the stream it became part of, empty if it was refused."""
        matter, self.matters = str(data.get("plan", data.get("area"))), self.matters + 1
        attempt = 0
        while True:
            key = f"{matter} {attempt}" if self.fresh_key else matter
            command = Command(stream, trigger, data, JEONBUK, key, SystemClock().now())
            try:
                (outcome,) = await dispatcher.submit((command,), matter)
            except AGAIN as error:
                self.told.unanswered[type(error).__name__] += 1
                attempt += 1
                await asyncio.sleep(PAUSE)
                continue
            if outcome.receipt is None or not outcome.accepted:
                self.told.refused.append(outcome)
                return ""
            self.told.receipts[matter] = outcome.receipt
            return outcome.receipt.stream


def wrong(store: Store, told: Told, *, whole: bool = True) -> dict[str, int]:
    """What is not as it must be, by how many; `whole`: replayed, rebuilt and audited too."""
    events, matters, rung = set[tuple[str, int, str]](), Counter[str](), dict[tuple[str, str], list[Any]]()
    notices = 0
    with store.snapshot() as reader:
        for stream, version, hash, body in reader.every_event():
            event = orjson.loads(body)
            events.add((stream, version, hash))
            notices += sum(len(each["to"]) for each in event.get("notices", ()))
            if event["row"].startswith(("register", "save")):
                matters[str(event["changes"].get("plan", event["changes"].get("area")))] += 1
            if "timer" in event:
                rung.setdefault((stream, event["timer"]), []).append(read(event["recorded_at"]))
        due = {
            (stream, id): from_micros(at) for stream, id, at in reader.table_rows("timer", ("stream", "id", "due_at"))
        }
        letters = len(reader.table_rows("outbox", ("stream",)))
    receipts = {(each.stream, each.version, each.hash) for each in told.receipts.values()}
    world = World(store, FAMILY)
    return {
        "lost": len(receipts - events),
        "missing": len(told.receipts.keys() - matters.keys()),
        "doubled": sum(n > 1 for n in matters.values()),
        "refused": len(told.refused),
        "twice": sum(len(each) > 1 for each in rung.values()),
        "early": sum(min(each) < due[timer] for timer, each in rung.items()),
        "never": len(due.keys() - rung.keys()),
        "notices": abs(notices - letters),
        "rebuilt otherwise": len(rebuild(store, world.definitions)[1]) if whole else 0,
        "findings": len(verify(store, kept=told.heads).findings) if whole else 0,
    }


@contextmanager
def at_work(url: str, seed: int, **more: Any) -> Iterator[Office]:
    """An office that is open while the block runs; afterwards everybody has been answered."""
    store = Store(url)
    try:
        office = Office(store, seed, **more).open()
        try:
            yield office
        finally:
            office.close()
    finally:
        store.close()
