"""Bytes that are no HTTP, or HTTP that asks for nonsense: no fault of the system, and the server lives."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.entrypoints.api.conftest import copied
from tests.entrypoints.api.test_server import served

SEED = 6
TOGETHER = 100
QUIET = 0.5
"""Connections at a time, and the seconds one is listened to."""
METHODS = (
    b"GET",
    b"POST",
    b"PUT",
    b"PATCH",
    b"DELETE",
    b"HEAD",
    b"OPTIONS",
    b"TRACE",
    b"CONNECT",
    b"get",
    b"",
    b"\x00",
)
NASTY = (
    b"", b"\x00", b"\xff\xfe", b"%00", b"%ff", b"%ED%A0%80", b"../../etc/passwd", b"%2e%2e%2f",
    b"'--", b"{{7*7}}", b" ", b"\t",
    b"a" * 300, "연고".encode(), b"%EC%97%B0", b"-1", b"1e999", b"9" * 40, b"*", b"?", b"#",
    b";", b"//", b"project-x", b"null",
)  # fmt: skip
BODIES = (
    b"", b"{}", b"[]", b"null", b'{"a":', b"[" * 5000, b'{"a":' * 3000, b'{"a":1e999}', b'{"a":NaN}', b'{"\\ud800":1}',
    b'{"a":"\\u0000"}', b"\xff\xfe{}", b"0\r\n\r\n", b"5\r\nab", b"a=b&c=%", b'{"title":"x"}',
)  # fmt: skip


@dataclass
class Aim:
    """Where to throw, what is known there, and what came back."""

    port: int
    project: str
    token: str
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="module")
def aim(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aim]:
    """One server for all: whatever was thrown before, it must still answer."""
    url, project, tokens = copied(furnished, tmp_path_factory.mktemp("aim"))
    with served(url) as (process, address):
        yield Aim(int(address.rpartition(":")[2]), project, tokens["lead-1"])
        assert process.poll() is None
        assert httpx.get(f"{address}/healthz").json() == {"status": "ok"}


def thrown(chance: random.Random, aim: Aim) -> bytes:
    """One request: mostly almost right, as what is plainly wrong never gets far."""
    method = chance.choice(METHODS[:5]) if chance.random() < 0.8 else chance.choice(METHODS)
    head = [
        method + b" " + _target(chance, aim) + b" " + chance.choice([b"HTTP/1.1"] * 8 + [b"HTTP/1.0", b"HTTP/9.9", b""])
    ]
    body = chance.choice(BODIES)
    head.extend(header for header in _headers(chance, aim, body) if chance.random() < 0.9)
    ending = chance.choice([b"\r\n"] * 9 + [b"\n"])
    made = ending.join(head) + ending * 2 + body
    return _spoiled(chance, made) if chance.random() < 0.3 else made


def _target(chance: random.Random, aim: Aim) -> bytes:
    known = aim.project.encode()
    stream = known if chance.random() < 0.5 else chance.choice(NASTY)
    collection = chance.choice(
        [b"projects", b"calls", b"supports", b"companies", b"surveys", b"people", b"documents", b"me"]
    )
    rest = chance.choice(
        [b"", b"/events", b"/actions", b"/actions/save", b"/actions/" + chance.choice(NASTY), b"/content"]
    )
    query = chance.choice(
        [b"", b"", b"?limit=" + chance.choice(NASTY), b"?at=" + chance.choice(NASTY), b"?" + chance.choice(NASTY)]
    )
    known_path = b"/api/v1/" + collection + b"/" + stream + rest + query
    return known_path if chance.random() < 0.85 else b"/" + chance.choice(NASTY) + query


def _headers(chance: random.Random, aim: Aim, body: bytes) -> list[bytes]:
    length = str(len(body) if chance.random() < 0.8 else chance.choice([-1, 0, 3, 10**12, 10**30])).encode()
    return [
        b"Host: yeongo",
        b"Authorization: Bearer " + (aim.token.encode() if chance.random() < 0.8 else chance.choice(NASTY)),
        b"Idempotency-Key: " + chance.choice([b"k", b"", b"k" * 300, b"\x01", "키".encode()]),
        b"Content-Type: "
        + chance.choice([b"application/json"] * 4 + [b"text/plain", b"multipart/form-data; boundary=", b"\xff"]),
        chance.choice([b"Content-Length: " + length] * 5 + [b"Transfer-Encoding: chunked", b"Expect: 100-continue"]),
        chance.choice(NASTY) + b": " + chance.choice(NASTY) if chance.random() < 0.3 else b"Accept: */*",
        b"Cookie: yeongo_session=" + chance.choice(NASTY),
        b"Yeongo-As: " + chance.choice([b"lead:tp-jeonbuk", b":", b"", b"lead"]),
        b"If-Match: " + chance.choice([b"*", b'"1"', b"\xff", b'W/"99999999999"']),
        b"Connection: close" if chance.random() < 0.3 else b"Connection: keep-alive, Upgrade",
        b"Upgrade: websocket" if chance.random() < 0.1 else b"Accept-Encoding: gzip",
    ]  # fmt: skip


def _spoiled(chance: random.Random, made: bytes) -> bytes:
    at = chance.randrange(len(made)) if made else 0
    noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 8)))
    spoils: list[Callable[[], bytes]] = [
        lambda: made[:at],
        lambda: made[:at] + noise + made[at:],
        lambda: noise + made,
        lambda: made[at:],
        lambda: made * 2,
    ]
    return chance.choice(spoils)()


def throw(aim: Aim, count: int, seed: int) -> None:
    """So many requests, a connection each, `TOGETHER` at a time."""
    chance = random.Random(seed)
    requests = [thrown(chance, aim) for _ in range(count)]

    async def hurled() -> list[bytes]:
        room = asyncio.Semaphore(TOGETHER)
        return await asyncio.gather(*(_answered(room, aim.port, each) for each in requests))

    for request, answer in zip(requests, asyncio.run(hurled()), strict=True):
        statuses = _status_lines(answer)
        aim.statuses.update(statuses or [0])
        if any(status >= 500 for status in statuses):
            aim.faults.append(request[:300] + b" -> " + answer[:300])


async def _answered(room: asyncio.Semaphore, port: int, request: bytes) -> bytes:
    """What comes back before the line is quiet: some requests are never finished, and some get two answers."""
    async with room:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        found = b""
        try:
            writer.write(request)
            while more := await asyncio.wait_for(reader.read(1 << 16), QUIET):
                found += more
        except (TimeoutError, ConnectionError):
            pass
        finally:
            writer.close()
        return found


def _status_lines(answer: bytes) -> list[int]:
    found = [each[9:12] for each in answer.split(b"\r\n") if each.startswith(b"HTTP/1.")]
    return [int(each) for each in found]


def test_a_thousand_malformed_requests_find_no_fault(aim: Aim) -> None:
    throw(aim, 1_000, SEED)
    assert aim.faults == []
    assert {400, 401, 404}.issubset(aim.statuses), aim.statuses


@pytest.mark.long
def test_a_hundred_thousand_malformed_requests_find_no_fault(aim: Aim) -> None:
    for lot in range(100):
        throw(aim, 1_000, SEED + 1 + lot)
    assert aim.faults == []
    assert aim.statuses.total() >= 100_000


def test_a_head_without_end_is_refused(aim: Aim) -> None:
    head = b"GET /healthz HTTP/1.1\r\nHost: yeongo\r\n"
    endless = head + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(1000))
    assert 431 in _status_lines(asyncio.run(_answered(asyncio.Semaphore(), aim.port, endless)))


@pytest.mark.parametrize("path", ["/api/v1/session", "/api/v1/bulk", "/api/v1/people"])
def test_a_body_without_end_is_refused_before_it_is_kept(aim: Aim, path: str) -> None:
    body = b'{"login":"' + b"x" * (1 << 20) + b'"}'
    with httpx.Client(
        base_url=f"http://127.0.0.1:{aim.port}", headers={"Authorization": f"Bearer {aim.token}"}
    ) as client:
        declared = client.post(path, content=body, headers={"Content-Type": "application/json"})
        streamed = client.post(path, content=iter([body]), headers={"Content-Type": "application/json"})
    assert [each.json()["code"] for each in (declared, streamed)] == ["body.too_large"] * 2
