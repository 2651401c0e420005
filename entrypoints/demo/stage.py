"""The stage the demo plays on: people say commands at a virtual instant; every answer is checked."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import count
from typing import Any

from entrypoints.demo import cast as people
from jobs.sealing import seal
from states.canonical import loads
from states.context import Stream
from states.proposals import ENTER, PROPOSE
from states.roles import Actor
from states.rules.call_parts import KST
from states.rules.call_rules import CallRules
from storage.ledger.notes import Signer
from storage.store import Store
from storage.timers import incidents, next_due
from workflow.clock import VirtualClock
from workflow.engine import Engine
from workflow.messages import Command, Outcome
from workflow.replay import Replayer, stream_at

type_of_progress = Callable[[str, float], None]
type_of_schedule = Mapping[datetime, Sequence[Command]]
COMMANDS = 2_300
"""About so many commands make up the play: what its progress is measured by."""


class DemoError(Exception):
    """The play cannot go on: an answer nobody expected, or a database that is not the demo's. One sentence."""


def on(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An instant on a Korean clock."""
    return datetime.combine(day, time(hour, minute), KST)


def sha(text: str) -> str:
    """The fingerprint of an invented document."""
    return sha256(text.encode()).hexdigest()


class Curtain(Exception):  # noqa: N818 - it falls
    """The play has come to where it was to stop."""


@dataclass
class Stage:
    """Engine and clock, and what the play remembers: streams by name, who was refused and why.

    `files` are the call's folder, `rules` what is in force of it; `until` is the instant the curtain falls, None plays
    to the end.
    """

    store: Store
    engine: Engine
    clock: VirtualClock
    rules: CallRules
    files: Mapping[str, str]
    progress: type_of_progress
    signer: Signer | None = None
    act: str = ""
    expected: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    told: int = 0
    until: datetime | None = None
    _keys: "count[int]" = field(default_factory=lambda: count(1))
    _letters: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def call(self) -> str:
        return f"call-{self.rules.id}"

    @cached_property
    def cast(self) -> tuple[people.Part, ...]:
        return people.cast(self.rules)

    @property
    def minister(self) -> Actor:
        return people.minister(self.rules)

    @property
    def officer(self) -> Actor:
        return people.officer(self.rules)

    @property
    def keeper(self) -> Actor:
        return people.keeper(self.rules)

    def lead_of(self, area: str) -> Actor:
        """The designated technopark's person for an area of the call."""
        return people.lead(self.rules.lead_of(area) or "")

    def municipality(self, area: str) -> Actor:
        """The municipality's person: under the code it has today, which may not be the call's any more."""
        return people.municipality(self.rules.area_code(area, self.today))

    def province(self, area: str) -> Actor:
        """The province's person, as above."""
        return people.province(self.rules.area_code(area, self.today))

    def lead(self, project: str) -> Actor:
        """Who handles a project."""
        return people.lead(str(self.stream(project).facts["lead"]))

    def year(self, round_no: int) -> int:
        """The fiscal year of a round."""
        return self.rules.round(round_no).starts_on.year

    @property
    def today(self) -> date:
        """The day in Korea."""
        return self.clock.now().astimezone(KST).date()

    def later(self, days: int, hour: int = 10) -> None:
        """Go on some days later, at this hour."""
        self.advance_to(on(self.today + timedelta(days=days), hour))

    def not_before(self, day: date, hour: int = 10) -> None:
        """Go on on this day, or now if it has passed."""
        self.advance_to(max(on(day, hour), self.clock.now()))

    def last_day(self, id: str, deadline: str) -> date:
        """The last day of a stream's open deadline. DemoError if it is not open."""
        entry = self.stream(id).deadlines.get(deadline)
        if entry is None:
            raise DemoError(f"the deadline {deadline} of {id} should be open")
        return date.fromisoformat(str(entry["due_date"]))

    def pass_by(self, id: str, deadline: str, days: int = 1) -> None:
        """Go on some days after the last day of a stream's open deadline."""
        self.not_before(self.last_day(id, deadline) + timedelta(days=days))

    def order(
        self,
        actor: Actor,
        trigger: str,
        stream: str,
        data: Mapping[str, Any] | None = None,
        *,
        at: datetime | None = None,
        arrived: datetime | None = None,
    ) -> Command:
        """A command as it would arrive now, or at `at`; `arrived`: a paper that came earlier."""
        key = f"{trigger}-{next(self._keys)}"
        return Command(stream, trigger, data or {}, actor, key, at or self.clock.now(), occurred_at=arrived)

    def tell(self, *commands: Command) -> list[Outcome]:
        """Say commands in one go, each for itself, and let what they cause happen. DemoError if one is not accepted."""
        outcomes = self.engine.execute([(command,) for command in commands])
        for command, outcome in zip(commands, outcomes, strict=True):
            if not outcome.accepted:
                raise DemoError(f"{_said(command)} was not accepted: {_reasons(outcome)}")
        self._settle(len(commands))
        return outcomes

    def tell_together(self, commands: Sequence[Command], *, repeated: bool = False) -> None:
        """Say commands that stand or fall together. DemoError if one falls, or if they are new but should be known."""
        outcomes = self.engine.execute([tuple(commands)])
        for command, outcome in zip(commands, outcomes, strict=True):
            if not outcome.accepted or outcome.repeated is not repeated:
                raise DemoError(f"{_said(command)} was not taken in as it should: {_reasons(outcome)}")
        self._settle(len(commands))

    def do(self, actor: Actor, trigger: str, stream: str, **data: Any) -> str:
        """Say one command now; the stream it moved or began."""
        return began(self.tell(self.order(actor, trigger, stream, data))[0])

    def agree(self, second: Actor, trigger: str, stream: str, **data: Any) -> None:
        """What two persons decide: the minister's officer proposes, cannot approve it alone, and the second does."""
        first = self.minister
        self.tell(self.order(first, PROPOSE, stream, {"trigger": trigger, "content": data}))
        self.refuse(self.order(first, trigger, stream, data), "approval.same_person")
        self.do(second, trigger, stream, **data)

    def by_letter(self, project: str, trigger: str, arrived: datetime, **content: Any) -> None:
        """A letter of the lead that came by post or hand: one enters it, cannot confirm it alone, and another does."""
        entry = {
            "trigger": trigger, "book_no": f"{arrived.year}-{next(self._letters):04d}", "document": sha("scan"),
            "delivery": "post", "content": content,
        }  # fmt: skip
        self.tell(self.order(self.officer, ENTER, project, entry, arrived=arrived))
        self.refuse(self.order(self.officer, trigger, project, content, arrived=arrived), "approval.same_person")
        self.tell(self.order(people.officer(self.rules, 2), trigger, project, content, arrived=arrived))

    def refuse_proposal(self, trigger: str, stream: str, data: Mapping[str, Any], *codes: str) -> None:
        """What would be refused cannot even be proposed."""
        self.refuse(self.order(self.minister, PROPOSE, stream, {"trigger": trigger, "content": data}), *codes)

    def refuse(self, command: Command, *codes: str) -> None:
        """Say a command that must be refused with exactly these codes, each perhaps on several grounds."""
        outcome = self.engine.execute([(command,)])[0]
        found = sorted(each.code for each in outcome.refusals)
        if {*found} != {*codes} or outcome.receipt is None:
            raise DemoError(f"{_said(command)} should be refused with {sorted(codes)}, but: {_reasons(outcome)}")
        self.expected.add(outcome.receipt.hash)
        self.refused.update(found)
        self._settle(1)

    def play(self, schedule: type_of_schedule) -> None:
        """Say each group of commands at its instant, in order of time."""
        for instant in sorted(schedule):
            self.advance_to(instant)
            self.tell(*schedule[instant])

    def advance_to(self, instant: datetime) -> None:
        """Move the clock from timer to timer, firing each at its instant, until `instant`. Curtain where it falls."""
        if self.until is not None and instant > self.until:
            until, self.until = self.until, None
            self.advance_to(until)
            raise Curtain
        while (due := self._next_timer()) is not None and due <= instant:
            self.clock.set(max(due, self.clock.now()))
            self._settle(0)
        self.clock.set(instant)

    def seal(self) -> None:
        """Take what was recorded into the log, as the worker does every second."""
        if self.signer is not None:
            seal(self.store, self.signer, self.clock.now())

    def stream(self, id: str) -> Stream:
        """A stream as it stands."""
        with self.store.snapshot() as reader:
            return reader.streams([id])[id]

    def stream_at(self, id: str, version: int) -> Stream:
        """A stream as it was at a version, from its events."""
        with self.store.snapshot() as reader:
            return stream_at(reader, Replayer(self.engine.definitions), id, version=version)

    def below(self, parent: str, kind: str) -> tuple[Stream, ...]:
        """The streams of one kind below another, by id."""
        with self.store.snapshot() as reader:
            return reader.children(reader.streams([parent])[parent], [kind])

    def try_out(self, command: Command) -> None:
        """Ask whether a command would be accepted; nothing is recorded. DemoError if not."""
        outcome = self.engine.dry_run(command)
        if not outcome.accepted:
            raise DemoError(f"{_said(command)} would not be accepted: {_reasons(outcome)}")

    def check(self, id: str, *states: str) -> Stream:
        """The stream, which must stand in one of these states. DemoError otherwise."""
        found = self.stream(id)
        if found.state not in states:
            raise DemoError(f"{id} should be {' or '.join(states)} by now, but is {found.state}")
        return found

    def _next_timer(self) -> datetime | None:
        with self.store.snapshot() as reader:
            return next_due(reader)

    def _settle(self, told: int) -> None:
        fired = 0
        while number := self.engine.drain(self.clock.now()):
            fired += number
        if fired:
            self._no_silent_refusal()
        self.told += told + fired
        self.progress(f"{self.act} · {self.today}", min(0.95, self.told / COMMANDS))

    def _no_silent_refusal(self) -> None:
        """A timer that is refused is answered to nobody, one that fails is set aside: either stops the play."""
        with self.store.snapshot() as reader:
            rows, failed = reader.table_rows("refusal", ("hash", "body")), incidents(reader)
        for each in failed:
            raise DemoError(f"the timer {each.timer} on {each.stream} failed: {each.reason}")
        for hash, body in rows:
            if hash not in self.expected:
                kept = loads(body.encode())
                reasons = "; ".join(f"{each['code']} {each['facts']}" for each in kept["refusals"])
                raise DemoError(
                    f"the timer {kept['trigger']} on {kept['stream']} ({kept['state']}) was refused: {reasons}"
                )


def began(outcome: Outcome) -> str:
    """The stream an accepted command moved or began."""
    if outcome.receipt is None:
        raise DemoError("an accepted command has no receipt")
    return outcome.receipt.stream


def merged(schedules: Iterable[tuple[datetime, Command]]) -> dict[datetime, list[Command]]:
    """Commands grouped by their instant, in the order they were written."""
    groups: dict[datetime, list[Command]] = {}
    for instant, command in schedules:
        groups.setdefault(instant, []).append(command)
    return groups


def _said(command: Command) -> str:
    return f"{command.trigger} by {command.actor.role} {command.actor.org} on {command.stream}"


def _reasons(outcome: Outcome) -> str:
    given = [f"{each.code} {dict(each.facts)}" for each in outcome.refusals]
    given += [f"{each.code} {dict(each.facts)}" for each in outcome.problems]
    return "; ".join(given) or f"accepted, now {outcome.state}"
