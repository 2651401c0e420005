"""Serving: one process with its own engine thread, or several beside each other on PostgreSQL."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from entrypoints.api.app import Pages, build, shared
from entrypoints.api.envelope import Envelope
from entrypoints.api.protocol import Protocol
from entrypoints.bootstrap import Service, service, settle, working
from entrypoints.settings import Settings
from workflow.clock import SystemClock
from workflow.people import People

BACKLOG = 4096
KEEP_ALIVE, GRACE = 65, 25
"""Seconds an idle connection is kept; seconds running requests have when the service stops."""
WATCH = 0.5
"""Seconds between two looks at the processes."""


def people_of(parts: Service) -> People:
    """The people of an installation; passwords and sessions live in the wall's time."""
    return People(parts.store, SystemClock(), os.urandom)


class Server(uvicorn.Server):
    """Stops when told to and returns; the library raises the signal once more, before anything else is closed."""

    def __init__(self, config: uvicorn.Config, stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self.stopping = stopping

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell answers without an end that they end; wait for the others."""
        self.stopping()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        yield


@contextmanager
def application(settings: Settings, parts: Service, pages: Pages | None = None) -> Iterator[Envelope]:
    """The application with its jobs running beside it."""
    with working(parts, settings):
        api = shared(settings, parts, people_of(parts), time.monotonic)
        yield build(api, f"{os.getpid():x}-{os.urandom(4).hex()}", pages)


def serve(settings: Settings, listener: socket.socket, pages: Pages | None = None) -> None:
    """Answer on a listening socket until told to stop; what was accepted is finished first."""
    with service(settings) as parts, application(settings, parts, pages) as app:
        settle()
        # What strangers send is not worth a line each: it names nobody, and anyone could fill the disk with it.
        logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http=Protocol,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the envelope looks at them
            date_header=True,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
            ws="none",
        )
        app.trust(config.forwarded_allow_ips)
        Server(config, app.stopping).run(sockets=[listener])


def listening(settings: Settings) -> socket.socket:
    """A socket bound to the address of the settings; OSError if it is taken."""
    host, _, port = settings.listen.partition(":")
    made = socket.create_server((host, int(port)), backlog=BACKLOG)
    made.set_inheritable(True)
    return made


def serve_many(workers: int, listener: socket.socket) -> int:
    """Run as many processes on one socket; one that ends takes the others along. The first exit code that is not 0."""
    command = [sys.executable, "-m", "entrypoints.cli.main", "serve", "--socket", str(listener.fileno())]
    children = [subprocess.Popen(command, pass_fds=[listener.fileno()]) for _ in range(workers)]  # noqa: S603 - our own
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    while not told.wait(WATCH) and all(child.poll() is None for child in children):
        pass
    for child in children:
        child.terminate()
    return next((code for child in children if (code := child.wait())), 0)
