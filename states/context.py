"""What a guard may look at: the stream as it stands, the command, the call's rules, and time as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BaseModel

from states.roles import Actor
from states.rules.calendar import Calendar
from states.rules.call_rules import CallRules

UNBORN = "unborn"
"""The state of a stream that has not begun; the source of a row that begins one."""
type_of_mode = str | int
EMPTY: Mapping[str, Any] = MappingProxyType({})


class Stream(Struct, frozen=True):
    """A stream folded to now: its state, its facts (modes among them) and its open deadlines by kind."""

    id: str
    kind: str
    state: str = UNBORN
    version: int = 0
    head: str = "0" * 64
    facts: Mapping[str, Any] = {}
    deadlines: Mapping[str, Mapping[str, Any]] = {}
    parents: Mapping[str, str] = {}
    lifecycle: str = ""
    updated_at: str = ""

    def with_facts(self, facts: Mapping[str, Any]) -> "Stream":
        """The same stream with other facts."""
        return replace(self, facts=facts)


def of_timer(stream: Stream, timer: str) -> Mapping[str, Any] | None:
    """The deadline over a stream that a timer belongs to: its end's or its reminder's; None for any other timer."""
    id = timer.partition("~")[0]
    for each in stream.deadlines.values() if timer else ():
        if each["id"] == id:
            return each
    return None


@dataclass(frozen=True, slots=True)
class PrivatePart:
    """A private part of an earlier event of the stream, opened for a row that reads it: who brought it, in what."""

    actor: str
    version: int
    part: str
    value: Any


@dataclass(frozen=True)
class Context:
    """One decision's inputs. `family` holds the ancestors by kind, `children` what a row asked for with `reads`,
    `private_parts` the stream's own private parts it asked for with `reads_private`, oldest first. `due_at` is when the
    timer that brings the command was due; `reminds` and `chases`: the lifecycle has the rows of reminders before an end
    and after it."""

    stream: Stream
    trigger: str
    data: BaseModel
    actor: Actor
    received_at: datetime
    recorded_at: datetime
    rules: CallRules
    calendar: Calendar
    modes: Mapping[str, type_of_mode] = field(default_factory=dict)
    family: Mapping[str, Stream] = field(default_factory=dict)
    children: tuple[Stream, ...] = ()
    private_parts: tuple[PrivatePart, ...] = ()
    occurred_at: datetime | None = None
    timer: str = ""
    due_at: datetime | None = None
    proposed: CallRules | None = None
    reminds: bool = False
    chases: bool = False

    @cached_property
    def deadline(self) -> Mapping[str, Any] | None:
        """The deadline over the stream whose end or reminder brings the command; None for every other command."""
        return of_timer(self.stream, self.timer)

    def changed(self, changes: Mapping[str, Any]) -> "Context":
        """The same decision with these facts already in place: what consequences are computed from."""
        copied = Context.__new__(Context)
        vars(copied).update(vars(self))
        vars(copied).pop("after", None)
        vars(copied)["stream"] = self.stream.with_facts({**self.stream.facts, **changes})
        return copied

    @property
    def state(self) -> str:
        return self.stream.state

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.stream.facts

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """What the command brings, as plain data; private parts among it."""
        return self.data.model_dump(mode="json", exclude_unset=True)

    @cached_property
    def after(self) -> Mapping[str, Any]:
        """The facts as they would be if the command were accepted."""
        return {**self.stream.facts, **self.given}

    @property
    def effective_at(self) -> datetime:
        """When the step counts: the arrival of a late paper, else when the request was read."""
        return self.occurred_at or self.received_at

    def setting(self, name: str) -> Any:
        """A setting of the call: the recorded decision, else the call's own value; None while it waits for one."""
        decided = self.call.facts.get("settings", EMPTY)
        return self.rules.setting(name, decided)

    @property
    def call(self) -> Stream:
        return self.stream if self.stream.kind == "call" else self.family["call"]

    @property
    def project(self) -> Stream:
        return self.stream if self.stream.kind == "project" else self.family["project"]

    @property
    def support(self) -> Stream:
        return self.stream if self.stream.kind == "support" else self.family["support"]

    def of(self, kind: str) -> tuple[Stream, ...]:
        """The children of one kind that the row asked for with `reads`."""
        return tuple(child for child in self.children if child.kind == kind)
