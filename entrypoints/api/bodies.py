"""Reading what a request brings: within a size and a time, as JSON, with the instant its last byte was read."""

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from types import NoneType
from typing import Any

from starlette.requests import ClientDisconnect, Request

from entrypoints.api.problem import Problem
from states.canonical import CanonicalError, loads
from states.instants import read
from workflow.clock import Clock

LARGEST = 1 << 20
"""Bytes of a command."""
PATIENCE = 30
"""Seconds a body may take."""


async def whole(request: Request, limit: int = LARGEST) -> bytes:
    """The body. Problem if it is too large or too slow."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise Problem("body.too_large", limit=limit)
    message = await request.receive()
    if not message.get("more_body"):
        body: bytes = message.get("body", b"")
        _within(len(body), limit)
        return body
    try:
        async with asyncio.timeout(PATIENCE):
            return await _rest(request, message.get("body", b""), limit)
    except TimeoutError:
        raise Problem("body.slow", seconds=PATIENCE) from None


async def _rest(request: Request, first: bytes, limit: int) -> bytes:
    body = bytearray(first)
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        _within(len(body), limit)
        if not message.get("more_body"):
            return bytes(body)


def _within(size: int, limit: int) -> None:
    if size > limit:
        raise Problem("body.too_large", limit=limit)


async def command_data(request: Request, clock: Clock) -> tuple[Mapping[str, Any], datetime]:
    """A command's payload and when its last byte was read. No body is no payload."""
    text = await whole(request)
    received_at = clock.now()
    if not text:
        return {}, received_at
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem("body.type", found=kind or "–")
    try:
        found = loads(text)
        _named_once(text)
    except CanonicalError as error:
        raise Problem("body.malformed", reason=str(error)) from None
    if not isinstance(found, dict):
        raise Problem("body.malformed", reason=KINDS[type(found)])
    return found, received_at


KINDS = {list: "array", str: "string", int: "number", float: "number", bool: "boolean", NoneType: "null"}
"""What JSON calls what is no object."""


def _named_once(text: bytes) -> None:
    """CanonicalError where an object names a value twice: which one is meant, readers disagree about (RFC 8259 §4)."""
    try:
        json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str)
    except RecursionError:
        raise CanonicalError("nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise CanonicalError(f"{name[:80]!r} stands twice in one object")
        found[name] = value
    return found


def idempotency_key(request: Request) -> str:
    """The key of a request. Problem without one."""
    key = request.headers.get("idempotency-key", "").strip('"')
    if not 0 < len(key) <= 200 or not key.isprintable():
        raise Problem("key.missing")
    return key


def expected(request: Request) -> int | None:
    """The version `If-Match` names; None where it is not given or `*`."""
    given = request.headers.get("if-match")
    if given is None or given == "*":
        return None
    number = given.removeprefix("W/").strip('"').partition(".")[0]
    if not number.isdecimal() or len(number) > 9:
        raise Problem("etag.malformed", found=given[:40])
    return int(number)


def instant(request: Request, name: str) -> datetime | None:
    """An instant with an offset in the query; None where it is not given."""
    given = request.query_params.get(name)
    if not given:
        return None
    try:
        return read(given)
    except (ValueError, OverflowError):
        reason = "an instant with an offset, such as 2025-01-31T18:00:00+09:00"
        raise Problem("request.invalid", more={"errors": [{"field": name, "reason": reason}]}) from None
