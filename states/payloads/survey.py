"""What the commands of a survey's answer carry. Whoever answers is kept apart from the event (개인정보 보호법)."""

from typing import Annotated

from pydantic import Field

from states.lifecycle import Payload, Private
from states.payloads.common import AreaCode, Code, Count, Line, Text

Option = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,59}$")]
"""An option of a question; several ministries are joined by `+`, in any order."""


class Given(Payload):
    """The answer to one question: ticked options, companies counted by option, described fields, or a text."""

    chosen: Annotated[tuple[Option, ...], Field(max_length=20)] | None = None
    counts: Annotated[dict[Option, Count], Field(max_length=20)] | None = None
    detail: Text | None = None
    fields: Annotated[dict[Code, Text], Field(max_length=20)] | None = None
    text: Text | None = None


class Response(Payload):
    """The whole form, each question by its id; it replaces what was answered before."""

    department: Line
    person: Annotated[Line, Private]
    telephone: Annotated[Line, Private]
    answers: Annotated[dict[Code, Given], Field(min_length=1, max_length=40)]


class FirstResponse(Response):
    """The form of one municipality."""

    area: AreaCode
