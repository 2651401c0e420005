"""A line to PostgreSQL that can be cut: a TCP relay on loopback that resets or falls silent at a chosen byte."""

import ctypes
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

RESET, SILENT = "reset", "silent"
UP, DOWN = "up", "down"
COMMITTED: Final = b"COMMIT\0"
"""How the server says that a transaction is committed."""
SIZE = 1 << 16
AT_ONCE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER of a socket whose closing is a reset."""
ATTACH_FILTER = 26
DROP_ALL: Final = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))
"""A socket filter that lets no packet in: to the other side the network is dead, nothing is even acknowledged."""


@dataclass
class Cut:
    """How a line is cut, the first on which it comes to that: after so many bytes one way, or before these words."""

    how: str
    way: str
    after: int = 0
    before: bytes = b""

    def place(self, data: bytes) -> int:
        """How many bytes of this still pass; -1 for all."""
        if self.before:
            return data.find(self.before)
        if len(data) > self.after:
            return self.after
        self.after -= len(data)
        return -1


@dataclass(eq=False)
class Line:
    """One connection through the relay: the client's socket and the server's."""

    client: socket.socket
    server: socket.socket
    dead: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pass_on(self, way: str, relay: "Relay") -> None:
        """Until either side ends it, or it is cut."""
        source, to = (self.client, self.server) if way == UP else (self.server, self.client)
        with suppress(OSError):
            while not self.dead and (data := source.recv(SIZE)):
                passed, how = relay.strike(way, data)
                if how == SILENT:
                    self.fall_silent()
                    return
                to.sendall(data[:passed])
                if how == RESET:
                    break
        if not self.dead:
            self.end()

    def fall_silent(self) -> None:
        self.dead = True
        program = struct.pack("HL", 1, ctypes.addressof(DROP_ALL))
        for each in (self.client, self.server):
            each.setsockopt(socket.SOL_SOCKET, ATTACH_FILTER, program)

    def end(self) -> None:
        """Reset both sides, once."""
        with self.lock:
            self.dead = True
            for each in (self.client, self.server):
                with suppress(OSError):
                    each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                    each.shutdown(socket.SHUT_RD)
                each.close()


class Relay:
    """Passes everything on to a port; `cut` is what happens next, None once it has. Later lines are whole again."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.lines: list[Line] = []
        self.cut: Cut | None = None
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def strike(self, way: str, data: bytes) -> tuple[int, str]:
        """How many bytes of this pass, and how the line is cut then; empty if it is not."""
        with self._lock:
            cut = self.cut
            place = cut.place(data) if cut and cut.way == way else -1
            if cut is None or place < 0:
                return len(data), ""
            self.cut = None
            return place, cut.how

    def close(self) -> None:
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for line in self.lines:
            line.end()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                line = Line(client, socket.create_connection(("127.0.0.1", self.target)))
                self.lines.append(line)
                for each in (line.client, line.server):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for way in (UP, DOWN):
                    threading.Thread(target=line.pass_on, args=(way, self), daemon=True).start()
