"""Serving: one process with its own engine thread, or several beside each other on PostgreSQL."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from entrypoints.api.app import build, shared
from entrypoints.api.envelope import Envelope
from entrypoints.bootstrap import Service, service, settle, working
from entrypoints.settings import Settings
from workflow.clock import SystemClock
from workflow.people import People

BACKLOG = 4096
KEEP_ALIVE, GRACE = 65, 25
"""Seconds an idle connection is kept; seconds running requests have when the service stops."""


def people_of(parts: Service) -> People:
    """The people of an installation; passwords and sessions live in the wall's time."""
    return People(parts.store, SystemClock(), os.urandom)


@contextmanager
def application(settings: Settings, parts: Service) -> Iterator[Envelope]:
    """The application with its jobs running beside it."""
    with working(parts):
        api = shared(settings, parts, people_of(parts), time.monotonic)
        yield build(api, f"{os.getpid():x}-{os.urandom(4).hex()}")


def serve(settings: Settings, listener: socket.socket) -> None:
    """Answer on a listening socket until told to stop; what was accepted is finished first."""
    with service(settings) as parts, application(settings, parts) as app:
        settle()
        config = uvicorn.Config(
            app,
            loop="uvloop",
            http="httptools",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=GRACE,
            ws="none",
        )
        uvicorn.Server(config).run(sockets=[listener])


def listening(settings: Settings) -> socket.socket:
    """A socket bound to the address of the settings; OSError if it is taken."""
    host, _, port = settings.listen.partition(":")
    made = socket.create_server((host, int(port)), backlog=BACKLOG)
    made.set_inheritable(True)
    return made


def serve_many(workers: int, listener: socket.socket) -> int:
    """Run as many processes on one socket; one that dies takes the others along. The first exit code that is not 0."""
    command = [sys.executable, "-m", "entrypoints.cli.main", "serve", "--socket", str(listener.fileno())]
    children = [subprocess.Popen(command, pass_fds=[listener.fileno()]) for _ in range(workers)]  # noqa: S603 - our own

    def stop(number: int, _: FrameType | None) -> None:
        for child in children:
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    os.wait()
    stop(signal.SIGTERM, None)
    return next((code for child in children if (code := child.wait())), 0)
