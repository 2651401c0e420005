"""What goes into the engine and what comes out: commands in units, outcomes one for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from states.lifecycle import Refusal
from states.roles import Actor


@dataclass(frozen=True, slots=True)
class Command:
    """One wish on one stream; to begin a stream, name its parent. `received_at`: when the request's last byte was read.

    `key` makes it idempotent for this actor and stream; `expect` is the version the caller saw; `occurred_at` is the
    arrival of a paper; `timer` is set by the clock alone.
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


type_of_unit = tuple[Command, ...]
"""Commands that stand or fall together."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of what was recorded: `event` is `stream@version`; a refusal's version is the one it was judged at."""

    stream: str
    version: int
    event: str
    hash: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a command that cannot even be judged: a code of the catalogue and where."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Accepted with a receipt; refused with every reason; or a bad command with its problems. Nothing else."""

    state: str = ""
    receipt: Receipt | None = None
    refusals: tuple[Refusal, ...] = ()
    problems: tuple[Problem, ...] = ()
    repeated: bool = False
    event: Mapping[str, Any] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        return not self.refusals and not self.problems
