"""What goes into the engine and what comes out: commands in units, outcomes one for each.

Structs and not dataclasses: a frozen one is made eight times as fast, and each command makes several.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from states.lifecycle import Refusal
from states.roles import Actor


class Command(Struct, frozen=True):
    """One wish on one stream; to begin a stream, name its parent. `received_at`: when the request's last byte was read.

    `key` makes it idempotent for this actor and stream; `expect` is the version the caller saw; `occurred_at` is the
    arrival of a paper; `timer` and `due_at`, when that timer was due, are set by the clock alone.
    """

    stream: str
    trigger: str
    data: Mapping[str, Any]
    actor: Actor
    key: str
    received_at: datetime
    expect: int | None = None
    occurred_at: datetime | None = None
    timer: str = ""
    due_at: datetime | None = None


LONGEST = 200
"""Characters of a stream, key, actor or organisation: names are indexed."""


def unstorable(command: Command) -> str:
    """Which name in a command no database can hold (a NUL, a lone surrogate, too long a text); empty if none."""
    actor = command.actor
    texts = (command.stream, command.key, actor.id, actor.org, command.timer)
    together = "".join(texts)
    if len(together) <= LONGEST and together.isascii() and "\x00" not in together:
        return ""
    names = zip(("stream", "key", "actor", "org", "timer"), texts, strict=True)
    return next((name for name, text in names if len(text) > LONGEST or not is_storable(text)), "")


def is_storable(text: str) -> bool:
    """Whether both databases can hold this text."""
    return "\x00" not in text and (text.isascii() or all(not "\ud800" <= letter <= "\udfff" for letter in text))


type_of_unit = tuple[Command, ...]
"""Commands that stand or fall together."""


class Receipt(Struct, frozen=True):
    """Proof of what was recorded: `event` is `stream@version`; a refusal's version is the one it was judged at."""

    stream: str
    version: int
    event: str
    hash: str
    recorded_at: str


class Problem(Struct, frozen=True):
    """What is wrong with a command that cannot even be judged: a code of the catalogue and where."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class Outcome(Struct, frozen=True):
    """Accepted with a receipt; refused with every reason; or a bad command with its problems. Nothing else.

    `then`, of a proposal or letter that is only tried: what its step would do, taken by a second person.
    """

    state: str = ""
    receipt: Receipt | None = None
    refusals: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    repeated: bool = False
    event: Mapping[str, Any] = field(default_factory=dict)
    then: "Outcome | None" = None

    @property
    def accepted(self) -> bool:
        return not self.refusals and not self.problems
