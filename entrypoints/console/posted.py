"""What a form brings: pairs, and files beside them, within a size and a time; the instant its last byte was read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, BinaryIO
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from entrypoints.api.bodies import whole
from entrypoints.api.problem import Problem
from entrypoints.api.state import api
from workflow.uploads import LARGEST

PAIRS, MIXED = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS, MOST_FILES = 5_000, 200
LARGEST_FORM, LARGEST_FIELD = LARGEST + (10 << 20), 1 << 20
"""Bytes of a form with its files, and of one of its texts."""
PATIENCE = 600
"""Seconds a form with files may take."""
FILE = "file:"
"""Before the name of the field that a file is for."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came with a form: the field it is for, its name, its bytes."""

    path: str
    name: str
    size: int
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Posted:
    """The pairs of a form in their order; names may repeat."""

    pairs: tuple[tuple[str, str], ...]
    received_at: datetime
    files: tuple[Sent, ...] = ()

    def get(self, name: str) -> str:
        """The last value under a name; empty where there is none."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def with_value(self, name: str, value: str) -> "Posted":
        """The same form with another value in one field."""
        return replace(self, pairs=(*(pair for pair in self.pairs if pair[0] != name), (name, value)))


async def posted(request: Request) -> AsyncIterator[Posted]:
    """Problem for a body that is no form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == PAIRS:
        yield await _pairs(request)
    elif kind == MIXED:
        form = await _mixed(request)
        try:
            yield _told(form, api(request).parts.clock.now())
        finally:
            await form.close()
    else:
        await whole(request)
        raise Problem("body.type", found=kind or "–")


async def _pairs(request: Request) -> Posted:
    body = await whole(request)
    received_at = api(request).parts.clock.now()
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem("body.malformed", reason=type(error).__name__) from None
    return Posted(tuple((name, _lines(value)) for name, value in pairs), received_at)


async def _mixed(request: Request) -> FormData:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > LARGEST_FORM:
        raise Problem("body.too_large", limit=LARGEST_FORM)
    came = 0

    async def receive() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > LARGEST_FORM:
            raise Problem("body.too_large", limit=LARGEST_FORM)
        return message

    bounded = Request(request.scope, receive)
    try:
        async with asyncio.timeout(PATIENCE):
            return await bounded.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
    except TimeoutError:
        raise Problem("body.slow", seconds=PATIENCE) from None
    except (HTTPException, UnicodeDecodeError) as error:
        raise Problem("body.malformed", reason=type(error).__name__) from None


def _told(form: FormData, received_at: datetime) -> Posted:
    pairs = tuple((name, _lines(value)) for name, value in form.multi_items() if isinstance(value, str))
    files = tuple(
        Sent(name.removeprefix(FILE), value.filename or "", value.size or 0, value.file)
        for name, value in form.multi_items()
        if isinstance(value, UploadFile) and name.startswith(FILE) and value.filename
    )
    return Posted(pairs, received_at, files)


def _lines(value: str) -> str:
    return value.replace("\r\n", "\n")


Form = Annotated[Posted, Depends(posted)]
