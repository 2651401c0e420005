"""Deadline evening over HTTP: everyone saves at once; beside it an endpoint that only validates, and the naive app.

    yeongo bench rush --database postgresql --processes 2 --connections 64,512 --seconds 5 --sync-ms 2

One line of JSON for each number of connections: requests a second, latencies in ms, the peers in the same run, and
whether every acknowledged command is in the record as it was acknowledged; a worker drains timers beside it. A last
line tells of the closing itself: the senders do not stop then, and what is acknowledged must have come before.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import orjson

from bench.databases import POSTGRESQL, SQLITE, fresh, server
from bench.evening import announced_on, closing_at
from bench.hammer import Blows, hammer
from entrypoints.api.server import listening
from entrypoints.bootstrap import initialise, service
from entrypoints.cli.commands import travel
from entrypoints.settings import Settings
from states.instants import from_micros, micros, read
from states.roles import ADMIN, LEAD, MINISTRY, Actor
from workflow.clock import SystemClock, VirtualClock
from workflow.definitions import store_call
from workflow.engine import Engine
from workflow.messages import Command
from workflow.people import People

CALL = "call-2025-2"
LAST_MINUTE = timedelta(minutes=10)
"""How long before its closing a measurement begins: long enough for the slowest machine to end before it."""
STOPPING = 40.0
"""Seconds a server may take to stop; one that has stalled is ended."""
OVER = 1.0
"""Seconds the senders go on after the closing."""
PEERS = Path(__file__).with_name("peers_http.py")
MOST_RATE = {"YEONGO_RATE": "1000000", "YEONGO_BURST": "1000000", "YEONGO_LOG_LEVEL": "ERROR"}


def main(arguments: Sequence[str]) -> int:
    """Measure; 1 if anything acknowledged is not in the record, or was late, or anything in time was turned away."""
    asked = _parsed(arguments)
    fine = True
    with server(asked.database, asked.url) as where:
        for connections in asked.connections:
            found = measure(asked.database, where, asked.processes, connections, asked.seconds, alone=asked.alone)
            print(orjson.dumps(found).decode(), flush=True)  # noqa: T201 - what a benchmark is for
            fine = fine and found["lost"] == found["unanswered"] == 0
        if asked.sync_ms:
            found = slow_disk(asked.database, where, max(asked.connections), asked.seconds, asked.sync_ms)
            print(orjson.dumps(found).decode(), flush=True)  # noqa: T201
            fine = fine and found["lost"] == found["unanswered"] == 0
        last = closing(asked.database, where, asked.processes, max(asked.connections), asked.lead)
        print(orjson.dumps(last).decode(), flush=True)  # noqa: T201
        fine = fine and not any(last[name] for name in ("lost", "unanswered", "late", "unfounded"))
    return 0 if fine else 1


def measure(
    database: str, where: str, processes: int, connections: int, seconds: float, *, alone: bool
) -> dict[str, object]:
    """One measurement on a fresh database, its peers in the same run unless `alone`; no ratio to one that stalled."""
    with fresh(database, where) as url:
        settings = Settings(database_url=url, listen="127.0.0.1:0")
        drafts = _prepared(settings, SystemClock().now() + LAST_MINUTE)
        with _worker(settings), _served(settings, "-m", "entrypoints.cli.main", "serve", processes=processes) as port:
            _warm(port, drafts)
            blows = hammer(port, connections, seconds, lambda c, n: _save(drafts, c, n), keep=True)
        lost = _lost(settings, blows)
    told = {"workload": "rush", "database": database, "processes": processes, "connections": connections}
    told |= _figures(blows) | {"lost": lost}
    if alone:
        return told
    peers = {name: _peer(name, database, where, connections, seconds) for name in ("empty", "naive")}
    return told | _beside(blows, peers)


def _beside(blows: Blows, peers: Mapping[str, Blows]) -> dict[str, Any]:
    """The peers' figures and ours as multiples; None of the naive app where its threads wait for each other."""
    stalled = peers["naive"].unanswered or not peers["naive"].seconds
    return {
        "empty": _figures(peers["empty"]),
        "naive": _figures(peers["naive"]) if peers["naive"].seconds else None,
        "of_empty": round(_rate(blows) / _rate(peers["empty"]), 2),
        "times_naive": None if stalled else round(_rate(blows) / _rate(peers["naive"]), 1),
    }


def slow_disk(database: str, where: str, connections: int, seconds: float, sync_ms: float) -> dict[str, object]:
    """The same rush where each commit takes `sync_ms` more, sharing commits and with one for each command."""
    found = {}
    for name, most in (("shared", 128), ("one_commit", 1)):
        with fresh(database, where) as url:
            settings = Settings(database_url=url, listen="127.0.0.1:0")
            drafts = _prepared(settings, SystemClock().now() + LAST_MINUTE)
            line = ("-m", "bench.slow_disk", str(sync_ms), str(most), "serve")
            with _served(settings, *line) as port:
                _warm(port, drafts)
                blows = hammer(port, connections, seconds, partial(_save, drafts), keep=True)
            found[name] = _figures(blows) | {"lost": _lost(settings, blows)}
    lost, unanswered = (sum(each[word] for each in found.values()) for word in ("lost", "unanswered"))
    times = round(found["shared"]["per_second"] / found["one_commit"]["per_second"], 1)
    told: dict[str, object] = {"workload": "rush slow disk", "database": database, "connections": connections}
    return told | {"sync_ms": sync_ms, **found, "times_one_commit": times, "lost": lost, "unanswered": unanswered}


def closing(database: str, where: str, processes: int, connections: int, lead: float) -> dict[str, object]:
    """Senders who do not stop at the closing, `lead` seconds from now: what became of whom, by the record."""
    with fresh(database, where) as url:
        settings = Settings(database_url=url, listen="127.0.0.1:0")
        closes_at = (SystemClock().now() + timedelta(seconds=lead)).replace(microsecond=0)
        drafts = _prepared(settings, closes_at)
        with _worker(settings), _served(settings, "-m", "entrypoints.cli.main", "serve", processes=processes) as port:
            _warm(port, drafts)
            left = (closes_at - SystemClock().now()).total_seconds()
            if left < 0:
                raise RuntimeError(f"the call closed before it was served: give more than --lead {lead:g}")
            blows = hammer(port, connections, left + OVER, lambda c, n: _save(drafts, c, n), keep=True)
        late, unfounded = _judged(settings, micros(closes_at))
        fired = _fired(settings)
        lost = _lost(settings, blows)
    statuses = {str(k): v for k, v in sorted(blows.statuses.items())}
    told: dict[str, object] = {"workload": "rush closing", "database": database, "processes": processes}
    told |= {"connections": connections, "statuses": statuses}
    told |= {"unanswered": blows.unanswered, "lost": lost, "late": late, "unfounded": unfounded}
    return told | {"timers_fired": fired}


def _judged(settings: Settings, closes_at: int) -> tuple[int, int]:
    """Saves recorded though they came late; saves turned away without a reason or though they came in time."""
    late = unfounded = 0
    with service(settings) as parts, parts.store.snapshot() as reader:
        for (body,) in reader.query("SELECT body FROM event WHERE actor LIKE ?", "lead-%"):
            event = orjson.loads(body)
            late += event["trigger"] == "save" and micros(read(event["received_at"])) > closes_at
        for (body,) in reader.query("SELECT body FROM refusal"):
            refusal = orjson.loads(body)
            unfounded += refusal["trigger"] == "save" and (
                not refusal["refusals"] or micros(read(refusal["received_at"])) <= closes_at
            )
    return late, unfounded


def _fired(settings: Settings) -> int:
    with service(settings) as parts, parts.store.snapshot() as reader:
        return int(reader.query("SELECT count(*) FROM timer WHERE status = 'fired'")[0][0])


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="yeongo bench rush")
    parser.add_argument("--database", choices=[SQLITE, POSTGRESQL], default=SQLITE)
    parser.add_argument("--url", default="", help="a PostgreSQL server; default: one from a wheel")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--connections", type=lambda text: [int(n) for n in text.split(",")], default=[64])
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--lead", type=float, default=30.0, help="seconds from the preparation to the closing")
    parser.add_argument("--alone", action="store_true", help="leave the peers out")
    parser.add_argument("--sync-ms", type=float, default=0.0, help="also on a disk that takes so long to sync")
    return parser.parse_args(arguments)


def _prepared(settings: Settings, closes_at: datetime) -> list[tuple[str, str]]:
    """The call is announced, every eligible area has a draft; each with a token of its own writer.

    Callers take turns: one writer for all drafts of a technopark would wait for itself. What is past is played on a
    clock moved by hand; the opening and the reminders are left to the worker.
    """
    initialise(settings)
    with service(settings) as real:
        clock = VirtualClock(announced_on(closes_at))
        engine = Engine(real.store, real.definitions, clock, os.urandom)
        parts = replace(real, clock=clock, engine=engine)
        with parts.store.transaction() as transaction:
            rules = store_call(closing_at(closes_at), transaction)
        people = People(parts.store, SystemClock(), os.urandom)

        def say(stream: str, trigger: str, actor: Actor, data: Mapping[str, object] | None = None) -> str:
            command = Command(stream, trigger, data or {}, actor, f"{trigger}-{stream}-{actor.id}", parts.clock.now())
            outcome = parts.engine.execute([(command,)])[0]
            if outcome.receipt is None or not outcome.accepted:
                raise RuntimeError(f"{trigger} on {stream}: {outcome}")
            return outcome.receipt.stream

        say(CALL, "load", Actor("a", ADMIN, "yeongo"), {"rules": rules.fingerprint})
        notices = [{"ministry": code, "number": "1"} for code in ("MSS", "MOIS", "MOJ", "MAFRA")]
        notice = {"notices": notices, "announced_on": f"{clock.now():%Y-%m-%d}", "document": "a" * 64}
        say(CALL, "announce", Actor("m", MINISTRY, "MSS"), notice)
        travel(parts, SystemClock().now() - timedelta(minutes=1), fire=True)
        drafts = []
        for area in rules.areas:
            lead = rules.lead_of(area) or ""
            actor = Actor(f"lead-{area}", LEAD, lead)
            data: dict[str, object] = {"area": area, "ministries": ["MSS", "MOIS"], "title": area}
            command = Command(CALL, "register", data, actor, f"register-{area}", parts.clock.now())
            outcome = parts.engine.execute([(command,)])[0]
            if outcome.receipt is None or not outcome.accepted:
                continue
            say(outcome.receipt.stream, "start_draft", actor)
            drafts.append((outcome.receipt.stream, _token(people, actor)))
        return drafts


def _token(people: People, actor: Actor) -> str:
    people.organise("bench", actor.org, actor.org, actor.org)
    people.invite("bench", actor.id, {}, actor.id)
    people.restore("bench", actor.id)
    people.assign("bench", actor.id, actor.role, actor.org, from_micros(0))
    return people.new_token(actor.id, "bench", ["read", "act"], timedelta(days=1))[1]


def _save(drafts: Sequence[tuple[str, str]], connection: int, n: int) -> bytes:
    stream, token = drafts[connection % len(drafts)]
    body = b'{"title":"%d-%d"}' % (connection, n)
    return (
        f"POST /api/v1/projects/{stream}/actions/save HTTP/1.1\r\nHost: yeongo\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: {connection}-{n}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _plain(connection: int, n: int) -> bytes:
    body = b'{"title":"%d-%d"}' % (connection, n)
    head = f"POST /s{connection} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


def _warm(port: int, drafts: Sequence[tuple[str, str]]) -> None:
    blows = hammer(port, len(drafts), 1.0, lambda c, n: _save(drafts, c, 10_000_000 + n))
    if set(blows.statuses) != {200}:
        raise RuntimeError(f"the rush is not accepted: {blows.statuses}")


def _lost(settings: Settings, blows: Blows) -> int:
    """How many acknowledged commands the record does not hold as they were acknowledged."""
    acknowledged = [orjson.loads(body)["receipt"] for body in blows.bodies]
    with service(settings) as parts, parts.store.snapshot() as reader:
        kept = {
            (stream, version): hash
            for stream in {receipt["stream"] for receipt in acknowledged}
            for version, hash, _ in reader.events(stream)
        }
    return sum(kept.get((each["stream"], each["version"])) != each["hash"] for each in acknowledged)


def _peer(name: str, database: str, where: str, connections: int, seconds: float) -> Blows:
    with fresh(database, where) as url, _served(Settings(database_url=url), str(PEERS), name) as port:
        hammer(port, 16, 0.5, _plain)
        return hammer(port, connections, seconds, _plain)


@contextmanager
def _served(settings: Settings, *line: str, processes: int = 1) -> Iterator[int]:
    """Processes that answer on one socket; its port."""
    with listening(settings.model_copy(update={"listen": "127.0.0.1:0"})) as listener:
        descriptor, port = listener.fileno(), listener.getsockname()[1]
        known = {"YEONGO_DATABASE_URL": settings.database_url, "BENCH_URL": settings.database_url, **MOST_RATE}
        ours = line[-1] == "serve"
        command = [sys.executable, *line, *(["--socket", str(descriptor)] if ours else [str(descriptor)])]
        started = [subprocess.Popen(command, pass_fds=[descriptor], env=os.environ | known) for _ in range(processes)]
        try:
            _await(port)
            yield int(port)
        finally:
            for each in started:
                each.terminate()
            for each in started:
                _ended(each)


def _ended(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    """A process that drains what is due meanwhile."""
    known = os.environ | {"YEONGO_DATABASE_URL": settings.database_url, "YEONGO_LOG_LEVEL": "ERROR"}
    started = subprocess.Popen([sys.executable, "-m", "entrypoints.cli.main", "worker"], env=known)
    try:
        yield
    finally:
        started.terminate()
        started.wait()


def _await(port: int) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30):
                return
        except OSError as error:
            if getattr(error, "code", 0) in {404, 405}:
                return
            time.sleep(0.1)


def _rate(blows: Blows) -> float:
    return len(blows.seconds) / blows.took if blows.took else 0.0


def _figures(blows: Blows) -> dict[str, Any]:
    ordered = sorted(blows.seconds)
    at = {name: round(1000 * ordered[int(len(ordered) * part)], 1) for name, part in (("p50", 0.5), ("p99", 0.99))}
    statuses = {str(k): v for k, v in sorted(blows.statuses.items())}
    return {"per_second": round(_rate(blows)), **at, "statuses": statuses, "unanswered": blows.unanswered}
