"""Group commit: whatever waits when the engine is free shares one transaction. No timer, no added latency.

Callers take turns, so that one who sends thousands delays nobody else; what the engine could not do in time is not
taken in.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from math import ceil
from typing import TypeVar

from storage.errors import Contended, StorageError
from workflow.engine import Engine
from workflow.errors import Overloaded, Undecided
from workflow.messages import Outcome, type_of_unit

MOST = 128
"""Commands in one batch; more starve those that came last."""
ROOM = 8192
"""Units that may wait."""
PATIENCE = 30.0
"""Seconds after which an undecided command is answered so."""
BUDGET = 10.0
"""Seconds a new unit may be expected to wait, as the last batches went."""
LANES = 3
"""Batches under way at once on PostgreSQL: one is decided while others wait for the server (a tenth more than one)."""
WEIGHT = 0.2
"""How much the last batch counts in the pace: seconds a batch takes, which grows far less than what is in it."""
type_of_result = TypeVar("type_of_result")


@dataclass(eq=False, slots=True)
class _Waiting:
    unit: type_of_unit
    future: asyncio.Future[list[Outcome]]
    until: float


class Dispatcher:
    """One per process. `submit` from the event loop; a thread for each lane does what waits."""

    def __init__(self, engine: Engine, *, room: int = ROOM, patience: float = PATIENCE) -> None:
        self.engine = engine
        self.room = room
        self.patience = patience
        self.waiting = 0
        self._queues: dict[str, deque[_Waiting]] = {}
        self._turns: deque[str] = deque()
        self._lanes = 1 if engine.store.is_sqlite else LANES
        self._threads = ThreadPoolExecutor(self._lanes, thread_name_prefix="engine")
        self._running: set[asyncio.Task[None]] = set()
        self._pending: deque[_Waiting] = deque()
        self._limit: asyncio.TimerHandle | None = None
        self._pace = 0.0
        self._closed = False

    @property
    def expected(self) -> float:
        """Seconds a unit that comes now would wait: the batches before it, as long as the last ones took."""
        return ceil(self.waiting / MOST) * self._pace / self._lanes

    async def submit(self, unit: type_of_unit, caller: str = "") -> list[Outcome]:
        """The unit's outcomes once they are durable. Raises what the engine raised for this unit alone.

        Overloaded if it is not taken in; Undecided if there is no answer in time, and then it is not begun any more.
        """
        if self._closed or self.waiting >= self.room or self.expected > BUDGET:
            raise Overloaded(max(1, ceil(self.expected)))
        loop = asyncio.get_running_loop()
        waiting = _Waiting(unit, loop.create_future(), loop.time() + self.patience)
        self._enqueue(waiting, caller)
        if len(self._running) < self._lanes:
            self._running.add(loop.create_task(self._run()))
        while self._pending and self._pending[0].future.done():
            self._pending.popleft()
        self._pending.append(waiting)
        if self._limit is None:
            self._limit = loop.call_later(self.patience, self._give_up)
        return await waiting.future

    async def run(self, work: Callable[..., type_of_result], *arguments: object) -> type_of_result:
        """Other work of the engine, between two batches."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    async def close(self) -> None:
        """Take nothing more in, finish what was accepted, then stop."""
        self._closed = True
        await asyncio.gather(*self._running)
        if self._limit is not None:
            self._limit.cancel()
        self._threads.shutdown()

    def _give_up(self) -> None:
        """Answer those that waited too long; one timer for all, as most are answered long before."""
        loop, pending = asyncio.get_running_loop(), self._pending
        now = loop.time()
        while pending and (pending[0].until <= now or pending[0].future.done()):
            future = pending.popleft().future
            if not future.done():
                future.set_exception(Undecided(1))
        self._limit = loop.call_at(pending[0].until, self._give_up) if pending else None

    def _enqueue(self, waiting: _Waiting, caller: str) -> None:
        queue = self._queues.get(caller)
        if queue is None:
            queue = self._queues[caller] = deque()
            self._turns.append(caller)
        queue.append(waiting)
        self.waiting += 1

    def _taken(self) -> list[_Waiting]:
        """The next batch: one unit of each caller in turn; those nobody waits for any more are dropped."""
        batch: list[_Waiting] = []
        commands = 0
        while self._turns and commands < MOST:
            caller = self._turns.popleft()
            queue = self._queues[caller]
            waiting = queue.popleft()
            self.waiting -= 1
            if queue:
                self._turns.append(caller)
            else:
                del self._queues[caller]
            if not waiting.future.done():
                batch.append(waiting)
                commands += len(waiting.unit)
        return batch

    async def _run(self) -> None:
        """One lane: batch after batch until nothing waits; it ends in that moment, so that who comes next opens one."""
        loop, lane = asyncio.get_running_loop(), asyncio.current_task()
        try:
            while self._turns:
                batch, began = self._taken(), loop.time()
                if batch:
                    await self._execute(batch)
                    self._pace += WEIGHT * (loop.time() - began - self._pace)
        finally:
            self._running.discard(lane)

    async def _execute(self, batch: Sequence[_Waiting]) -> None:
        try:
            outcomes = await self._decided([waiting.unit for waiting in batch])
        except Exception as error:  # noqa: BLE001 - handed to the caller it belongs to, below
            await self._singly(batch, error)
            return
        for waiting in batch:
            found = [next(outcomes) for _ in waiting.unit]
            if not waiting.future.done():
                waiting.future.set_result(found)

    async def _decided(self, units: Sequence[type_of_unit]) -> Iterator[Outcome]:
        """The outcomes of the units' commands, durable.

        What needs no waiting is judged and written here: a thread would only fight this one for the interpreter. What
        waits goes to the thread: the disk, another writer, PostgreSQL. A unit alone is faster without the change.
        """
        if not self.engine.store.is_sqlite:
            return iter(await self.run(self.engine.execute, units))
        try:
            prepared = self.engine.prepare(units, at_once=True)
            await self.run(prepared.commit) if len(units) > 1 else prepared.commit()
        except Contended:
            return iter(await self.run(self.engine.execute, units))
        return chain.from_iterable(found or () for found in prepared.outcomes)

    async def _singly(self, batch: Sequence[_Waiting], error: Exception) -> None:
        """One unit spoiled the batch, or the database failed: run each alone, so that only the guilty one fails."""
        if len(batch) == 1 or isinstance(error, StorageError):
            for waiting in batch:
                if not waiting.future.done():
                    waiting.future.set_exception(error)
            return
        for each in batch:
            await self._execute([each])
