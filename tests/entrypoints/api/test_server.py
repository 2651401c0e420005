"""The served process: it starts, answers, stops gracefully; killed under load it loses nothing it acknowledged."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

import httpx
import pytest

from entrypoints.bootstrap import FAMILY, initialise, service
from entrypoints.settings import Settings
from storage.store import Store
from tests.entrypoints.api.conftest import furnish
from tests.world import World
from workflow.clock import SystemClock
from workflow.people import People
from workflow.replay import Replayer, stream_at

SERVE = (sys.executable, "-m", "entrypoints.cli.main", "serve")
START = "2024-12-12T10:00:00+09:00"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(url: str, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves this database, and its address."""
    port = free_port()
    env = os.environ | {
        "YEONGO_DATABASE_URL": url, "YEONGO_LISTEN": f"127.0.0.1:{port}", "YEONGO_LANG": "en",
        "YEONGO_RATE": "100000", "YEONGO_BURST": "100000",
    }  # fmt: skip
    # A pipe nobody reads would stop the server once it is full.
    with TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen([*SERVE, *arguments], env=env, stderr=log, text=True)
        process.stderr = log
        try:
            yield process, _answering(process, port)
        finally:
            process.kill()
            process.wait()


def _answering(process: subprocess.Popen[str], port: int) -> str:
    """The address, once it answers."""
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{address}/healthz", timeout=5)
            break
        except httpx.TransportError:
            assert process.poll() is None, said(process)
            time.sleep(0.05)
    return address


def said(process: subprocess.Popen[str]) -> str:
    """What a served process wrote so far."""
    assert process.stderr
    process.stderr.seek(0)
    return process.stderr.read()


@pytest.fixture
def furnished_url(database_url: str) -> tuple[str, str, str]:
    """A database with the announced call: its URL, a project, a lead's token."""
    initialise(Settings(database_url=database_url), virtual=datetime.fromisoformat(START))
    store = Store(database_url)
    try:
        world = World(store, FAMILY)
        world.define()
        tokens, project = furnish(world)
    finally:
        store.close()
    return database_url, project, tokens["lead-1"]


def test_nothing_acknowledged_is_lost_when_it_is_killed(furnished_url: tuple[str, str, str]) -> None:
    url, project, token = furnished_url
    acknowledged: dict[str, str] = {}
    headers = {"Authorization": f"Bearer {token}"}

    def save(address: str, writer: int) -> None:
        with httpx.Client(base_url=address, headers=headers, timeout=10) as client:
            path = f"/api/v1/projects/{project}/actions/save"
            for n in range(10_000):
                try:
                    body = {"title": f"{writer}-{n}"}
                    answer = client.post(path, json=body, headers={"Idempotency-Key": f"{writer}-{n}"})
                except httpx.TransportError:
                    return
                if answer.status_code == 200:
                    receipt = answer.json()["receipt"]
                    acknowledged[f"{writer}-{n}"] = receipt["event"] + receipt["hash"]

    with served(url) as (process, address):
        started = httpx.post(
            f"{address}/api/v1/projects/{project}/actions/start_draft", headers=headers | {"Idempotency-Key": "s"}
        )
        assert started.status_code == 200, started.text
        writers = [threading.Thread(target=save, args=(address, n)) for n in range(4)]
        for writer in writers:
            writer.start()
        while len(acknowledged) < 50:
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        for writer in writers:
            writer.join()
    with service(Settings(database_url=url)) as parts, parts.store.snapshot() as reader:
        kept = {json.loads(body)["key"]: f"{project}@{version}{hash}" for version, hash, body in reader.events(project)}
        replayed = stream_at(reader, Replayer(parts.definitions), project)
        stored = reader.streams([project])[project]
    assert len(acknowledged) >= 50
    assert {key: kept.get(key) for key in acknowledged} == acknowledged
    assert (replayed.version, replayed.head) == (stored.version, stored.head)


def test_it_stops_gracefully_and_finishes_what_it_took(furnished_url: tuple[str, str, str]) -> None:
    url, project, token = furnished_url
    with served(url) as (process, address):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "s"}
        path = f"{address}/api/v1/projects/{project}/actions/start_draft"
        assert httpx.post(path, headers=headers, timeout=30).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert "Traceback" not in said(process)


def test_several_processes_share_one_address_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    settings = Settings(database_url=postgres_url, log_key=tmp_path / "key")
    initialise(settings)
    store = Store(postgres_url)
    people = People(store, SystemClock(), os.urandom)
    people.accept(people.begin(), "a long password 1")
    store.close()
    with served(postgres_url, "--workers", "2") as (process, address):
        prefixes = set()
        for _ in range(200):
            prefixes.add(httpx.get(f"{address}/healthz").headers["x-request-id"].rpartition("-")[0])
            if len(prefixes) == 2:
                break
        assert len(prefixes) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_sqlite_is_served_by_one_process(sqlite_url: str) -> None:
    env = os.environ | {"YEONGO_DATABASE_URL": sqlite_url, "YEONGO_LANG": "en"}
    done = subprocess.run([*SERVE, "--workers", "2"], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "SQLite is served by one process: use PostgreSQL for several.\n")


def test_the_first_start_hands_out_one_link(sqlite_url: str) -> None:
    initialise(Settings(database_url=sqlite_url))
    links = []
    for _ in range(2):
        with served(sqlite_url) as (process, _):
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            links.append(said(process).count("yol_"))
    assert links == [1, 0]
