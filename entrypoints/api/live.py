"""Telling open pages that what they show has moved: one look at the database for all of them, again and again."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from entrypoints.api.problem import Problem
from storage.queries import versions_of
from storage.store import Store

EVERY, LIFE, QUIET = 2.0, 600.0, 15.0
"""Seconds between two looks; an answer lasts; after which it says that it is still there."""
MOST_LISTENING, MOST_WATCHED = 1000, 60
"""Pages listening at once; streams one page watches."""


@dataclass(eq=False, slots=True)
class _Listener:
    seen: dict[str, int]
    moved: asyncio.Queue[tuple[str, int]] = field(default_factory=asyncio.Queue)


class Live:
    """One per process. Everything on the event loop but the look itself. `told`: how often a page was told anything."""

    def __init__(self, store: Store, every: float = EVERY) -> None:
        self.store = store
        self.every = every
        self._listeners: set[_Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._stopped = False
        self.told = 0

    @property
    def stopped(self) -> bool:
        """Whether the process is about to stop."""
        return self._stopped

    @property
    def listeners(self) -> int:
        """How many pages listen now."""
        return len(self._listeners)

    def stop(self) -> None:
        """End every answer soon: the process is about to stop."""
        self._stopped = True

    async def moves(self, seen: Mapping[str, int]) -> AsyncIterator[tuple[str, int] | None]:
        """Each of these streams that has moved on with its new version, as it does; None now and then meanwhile.

        Problem if too many listen already.
        """
        with self._listening(_Listener(dict(seen))) as listener:
            loop = asyncio.get_running_loop()
            end, told = loop.time() + LIFE, loop.time()
            while (not self._stopped or not listener.moved.empty()) and loop.time() < end:
                try:
                    yield await asyncio.wait_for(listener.moved.get(), self.every)
                except TimeoutError:
                    if loop.time() - told < QUIET:
                        continue
                    yield None
                told = loop.time()

    @contextmanager
    def _listening(self, listener: _Listener) -> Iterator[_Listener]:
        if len(self._listeners) >= MOST_LISTENING:
            raise Problem("server.busy", headers={"Retry-After": "60"})
        self._listeners.add(listener)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.get_running_loop().create_task(self._look())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)

    async def _look(self) -> None:
        while self._listeners and not self._stopped:
            ids = sorted({id for each in self._listeners for id in each.seen})
            versions = await asyncio.to_thread(self._versions, ids)
            for listener in self._listeners:
                for id, before in listener.seen.items():
                    if versions.get(id, before) > before:
                        listener.seen[id] = versions[id]
                        listener.moved.put_nowait((id, versions[id]))
                        self.told += 1
            await asyncio.sleep(self.every)

    def _versions(self, ids: list[str]) -> dict[str, int]:
        with self.store.snapshot() as reader:
            return versions_of(reader, ids)
