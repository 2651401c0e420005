"""Many connections that each send the next request when the answer has come: HTTP/1.1 on plain sockets."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import uvloop

type_of_request = Callable[[int, int], bytes]
"""Connection and number to the bytes of a request."""
END = b"\r\n\r\n"
PATIENCE = 10.0
"""Seconds after the end that answers are waited for: a server that stalls would hold the measurement for ever."""


@dataclass
class Blows:
    """What came back: seconds of each answer, how many of each status, the bodies of those that were accepted.

    `unanswered`: connections whose last request had no answer when nobody waited any longer.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)
    took: float = 0.0
    unanswered: int = 0


class _Connection(asyncio.Protocol):
    def __init__(self, n: int, request: type_of_request, blows: Blows, keep: bool) -> None:
        self.n, self.request, self.blows, self.keep = n, request, blows, keep
        self.until = 0.0
        self.sent = 0
        self.buffer = b""
        self.done = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self.at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def begin(self, until: float) -> None:
        """Send, and go on sending until that instant."""
        self.until = until
        self._send()

    def _send(self) -> None:
        assert self.transport is not None  # noqa: S101
        self.at = time.perf_counter()
        if self.at >= self.until:
            self.transport.close()
            return
        self.transport.write(self.request(self.n, self.sent))
        self.sent += 1

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head = self.buffer.find(END)
        if head < 0:
            return
        start = self.buffer.lower().index(b"content-length:") + 15
        size = head + 4 + int(self.buffer[start : self.buffer.index(b"\r", start)])
        if len(self.buffer) < size:
            return
        status = int(self.buffer[9:12])
        self.blows.seconds.append(time.perf_counter() - self.at)
        self.blows.statuses[status] = self.blows.statuses.get(status, 0) + 1
        if self.keep and status in {200, 201}:
            self.blows.bodies.append(self.buffer[head + 4 : size])
        self.buffer = self.buffer[size:]
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(error)


def hammer(port: int, connections: int, seconds: float, request: type_of_request, *, keep: bool = False) -> Blows:
    """Send for so many seconds over so many connections of this machine, once all of them are made."""
    blows = Blows()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        made = [_Connection(n, request, blows, keep) for n in range(connections)]
        await asyncio.gather(*(loop.create_connection(partial(_itself, each), "127.0.0.1", port) for each in made))
        until = time.perf_counter() + seconds
        for each in made:
            each.begin(until)
        _, left = await asyncio.wait([each.done for each in made], timeout=seconds + PATIENCE)
        blows.took = time.perf_counter() - until + seconds
        blows.unanswered = len(left)
        for each in made:
            if each.done in left and each.transport is not None:
                each.transport.abort()

    uvloop.run(run())
    return blows


def _itself(made: _Connection) -> _Connection:
    return made
