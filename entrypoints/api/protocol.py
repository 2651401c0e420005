"""HTTP/1.1 on a connection: the library's, with a limit to how large a request's head is and how long it may take."""

from asyncio import BaseTransport, TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 64 << 10
"""Bytes from the request line to the empty line; a little more where they come in one piece."""
PATIENCE = 30.0
"""Seconds until a head is whole: from the connection's begin, later from its first byte."""
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Protocol(HttpToolsProtocol):
    """Closes on a head that is too large (431) or too slow. What is inside `data_received` alone costs nothing more."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.open_head = True
        self.size = 0
        self.limit: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self.limit = self.loop.call_later(PATIENCE, self._close)

    def on_message_begin(self) -> None:
        self.open_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.open_head, self.size = False, 0
        self._forget()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.open_head or self.transport.is_closing():
            return
        self.size += len(data)
        if self.size > LARGEST_HEAD:
            self.transport.write(TOO_LARGE)
            self._close()
        elif self.limit is None:
            self.limit = self.loop.call_later(PATIENCE, self._close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _forget(self) -> None:
        if self.limit is not None:
            self.limit.cancel()
            self.limit = None

    def _close(self) -> None:
        self.transport.close()
