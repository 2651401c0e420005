"""What a form brings: pairs, read within a size and a time, with the instant its last byte was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from entrypoints.api.bodies import whole
from entrypoints.api.problem import Problem
from entrypoints.api.state import api

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 5_000


@dataclass(frozen=True, slots=True)
class Posted:
    """The pairs of a form in their order; names may repeat."""

    pairs: tuple[tuple[str, str], ...]
    received_at: datetime

    def get(self, name: str) -> str:
        """The last value under a name; empty where there is none."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")


async def posted(request: Request) -> Posted:
    """Problem for a body that is no form."""
    body = await whole(request)
    received_at = api(request).parts.clock.now()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise Problem("body.type", found=kind or "–")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem("body.malformed", reason=type(error).__name__) from None
    return Posted(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs), received_at)


Form = Annotated[Posted, Depends(posted)]
