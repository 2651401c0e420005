"""Group commit: whatever waits when the engine is free shares one transaction. No timer, no added latency."""

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from storage.errors import StorageError
from workflow.engine import Engine
from workflow.messages import Outcome, type_of_unit

MOST = 128
"""Units in one batch; more starve those that came last."""
type_of_waiting = tuple[type_of_unit, asyncio.Future[list[Outcome]]]


class Dispatcher:
    """One per process. `submit` from the event loop; one thread runs the engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._waiting: deque[type_of_waiting] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._running: asyncio.Task[None] | None = None

    async def submit(self, unit: type_of_unit) -> list[Outcome]:
        """The unit's outcomes once they are durable. Raises what the engine raised for this unit alone."""
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((unit, future))
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        result: list[Outcome] = await future
        return result

    async def close(self) -> None:
        """Finish what was accepted, then stop."""
        if self._running is not None:
            await self._running
        self._thread.shutdown()

    async def _run(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            await self._execute(batch)

    async def _execute(self, batch: Sequence[type_of_waiting]) -> None:
        loop = asyncio.get_running_loop()
        units = [unit for unit, _ in batch]
        try:
            outcomes = await loop.run_in_executor(self._thread, self.engine.execute, units)
        except Exception as error:  # noqa: BLE001 - handed to the caller it belongs to, below
            await self._singly(batch, error)
            return
        start = 0
        for unit, future in batch:
            _settle(future, outcomes[start : start + len(unit)])
            start += len(unit)

    async def _singly(self, batch: Sequence[type_of_waiting], error: Exception) -> None:
        """One unit spoiled the batch, or the database failed: run each alone, so that only the guilty one fails."""
        if len(batch) == 1 or isinstance(error, StorageError):
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for each in batch:
            await self._execute([each])


def _settle(future: asyncio.Future[list[Outcome]], outcomes: list[Outcome]) -> None:
    if not future.done():
        future.set_result(outcomes)
