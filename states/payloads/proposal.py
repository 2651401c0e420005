"""What is carried when one person proposes a step, enters a letter that asks for one, or refuses either."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from states.lifecycle import Payload, Private
from states.payloads.common import Code, Reasoned, Ref, Sha256

Content = Annotated[dict[Code, JsonValue], Field(max_length=60), Private()]
"""What the step itself carries; its own payload judges it. Nobody is to read in the record what is not decided yet."""


class Proposed(Payload):
    """A step that a second person is to take, and what it carries."""

    trigger: Code
    content: Content


class PaperEntry(Payload):
    """A letter of the receipt book: its number, its scan, how it came, the step it asks for and what that step carries.

    Its arrival is the command's `occurred_at`.
    """

    trigger: Code
    book_no: Ref
    document: Sha256
    delivery: Literal["post", "hand"]
    content: Content


class Declined(Reasoned):
    """Which proposal is not approved, by the version of the event that made it, and why."""

    proposal: Annotated[str, Field(pattern=r"^[1-9]\d{0,8}$")]
