"""Judging one command: repeated, bad, refused with every reason, or a step. Nothing is written here."""

import dataclasses
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from states.canonical import CanonicalError, dumps, loads
from states.context import Context, PrivatePart, Stream
from states.instants import written
from states.lifecycle import Lifecycle, Nothing, Payload, Refusal, Transition
from states.machine import compiled, decide
from states.migration import MIGRATE
from states.proposals import CONTENT, DECLINE, ENTER, PROPOSE, waiting
from states.roles import CLOCK, ROLES
from states.rules.calendar import CalendarError
from states.rules.call_rules import CallRules
from states.rules.characters import may_not_show, unshown
from states.rules.periods import PeriodError
from states.rules.personal_numbers import may_hold, personal_numbers
from states.standing import CHASE, REMIND, calendar_of
from states.step import Step, consequences, private_fields
from workflow.authority import unauthorised
from workflow.batch import Batch, Planned
from workflow.errors import UnknownDefinition
from workflow.messages import Command, Outcome, Problem, Receipt, unstorable

UNSTORABLE = "holds a character that cannot be stored"


class Verdict(Struct, frozen=True):
    """What became of a command: a step in its context, or an outcome that is already final."""

    outcome: Outcome
    step: Step | None = None
    context: Context | None = None
    lifecycle: str = ""
    digest: str = ""
    key: str = ""


def judge(plan: Planned, batch: Batch) -> Verdict:
    """The verdict on one command as the batch stands. Lock and load come before, writing after."""
    command = plan.command
    text = _canonical(plan)
    if isinstance(text, Problem):
        return _bad(text)
    stream = batch.stream(plan)
    if stream is None:
        return _bad(Problem("stream.unknown", {"stream": command.stream}))
    lifecycle = _deciding(stream, command, batch)
    if command.trigger not in lifecycle.triggers:
        return _bad(Problem("trigger.unknown", {"trigger": command.trigger, "kind": stream.kind}))
    modes = lifecycle.modes_of(stream.facts)
    row = compiled(lifecycle).row(stream.state, command.trigger, modes)
    if problem := _unfit(command, row):
        return _bad(problem)
    family = batch.family(stream, plan, joins=bool(row and row.joins))
    digest = _digest(command, lifecycle, text)
    earlier = batch.known.get((plan.id, command.actor.id, command.key))
    if earlier is not None:
        return _earlier(plan, earlier, digest)
    payload = _parsed(row.payload if row else Nothing, text if row else b"{}")
    if isinstance(payload, Outcome):
        return Verdict(payload)
    proposed = _proposed(stream, command, batch)
    if isinstance(proposed, Problem):
        return _bad(proposed)
    context = Context(
        stream=stream,
        trigger=command.trigger,
        data=payload,
        actor=command.actor,
        received_at=command.received_at,
        recorded_at=batch.recorded_at,
        rules=batch.rules(stream, plan, family),
        calendar=calendar_of(family.get("call", stream)),
        reminds=REMIND in lifecycle.triggers,
        chases=CHASE in lifecycle.triggers,
        modes=modes,
        family=family,
        children=batch.children(stream, row.reads) if row and row.reads else (),
        private_parts=batch.private_parts(stream, row.reads_private) if row and row.reads_private else (),
        occurred_at=command.occurred_at,
        timer=command.timer,
        due_at=command.due_at,
        proposed=proposed,
    )
    return _decided(context, row, lifecycle, plan, batch, digest)


def _asked(context: Context, plan: Planned, lifecycle: Lifecycle, batch: Batch) -> Outcome:
    """What stands against the step that is proposed, or that a letter asks for, as if it were taken now.

    A letter is entered whatever is to be said of it, as long as it can be read and asks for something that can be had.
    """
    trigger, by_letter = context.trigger, context.trigger == ENTER
    if trigger == DECLINE:
        proposal = waiting(context.facts).get(str(context.given["proposal"]), {})
        rows = [row for row in lifecycle.rows if row.trigger == proposal.get("trigger")]
        theirs = [unauthorised(row, context, lifecycle) for row in rows]
        return Outcome(refusals=() if not theirs or () in theirs else theirs[0])
    if trigger not in (PROPOSE, ENTER):
        return Outcome()
    wanted = str(context.given["trigger"])
    row = compiled(lifecycle).row(context.state, wanted, context.modes)
    if row is None or not (row.paper and row.trigger != ENTER if by_letter else row.two_person):
        facts = {"state": context.state, "trigger": wanted}
        no_letter, alone = (
            Refusal("paper.not_brought", "common", facts),
            Refusal("proposal.not_needed", "common", facts),
        )
        return Outcome(refusals=(no_letter if by_letter else alone,))
    command = replace(plan.command, trigger=wanted, data=context.given.get("content", {}), expect=None)
    found = judge(replace(plan, command=command), _as_if_proposed(context, command, batch)).outcome
    return Outcome(problems=tuple(map(_in_content, found.problems)), refusals=() if by_letter else found.refusals)


def _as_if_proposed(context: Context, command: Command, batch: Batch) -> Batch:
    """The batch where somebody else had proposed just this."""
    stream = replace(context.stream, version=context.stream.version + 1)
    entry = {"trigger": command.trigger, "by": "", "at": ""}
    if command.occurred_at:
        entry["arrived_at"] = written(command.occurred_at)
    trial = batch.trial()
    trial.streams[stream.id] = stream.with_facts({**stream.facts, "proposals": {str(stream.version): entry}})
    part = PrivatePart("", stream.version, CONTENT, command.data)
    trial.private[stream.id, stream.version, CONTENT] = part
    return trial


def _in_content(problem: Problem) -> Problem:
    """Where a proposed step's own payload is wrong: inside what the proposal carries."""
    field = str(problem.facts.get("field", ""))
    return replace(problem, facts={**problem.facts, "field": f"content.{field}".rstrip(".")})


def _deciding(stream: Stream, command: Command, batch: Batch) -> Lifecycle:
    """The lifecycle the stream is under; for a crossing to another generation, the bridge."""
    if command.trigger == MIGRATE:
        found = batch.definitions.bridge(stream.kind, command.data.get("migration"))
        if found is not None:
            return found
    return batch.definitions.lifecycle(stream.kind, stream.lifecycle)


def _canonical(plan: Planned) -> bytes | Problem:
    """The payload's canonical bytes, or why this command cannot be recorded."""
    if not plan.id and (name := unstorable(plan.command)):
        return Problem("payload.invalid", {"field": name, "reason": UNSTORABLE})
    try:
        text = dumps(dict(plan.command.data))
    except CanonicalError as error:
        return Problem("payload.invalid", {"field": error.field, "reason": error.reason})
    if may_not_show(text):
        for field, reason in unshown(plan.command.data):
            return Problem("payload.invalid", {"field": field, "reason": reason})
    return _naming(plan.command, text) or text


def _naming(command: Command, text: bytes) -> Problem | None:
    """A number that identifies a person: no text of any command may hold one, so that none is ever stored."""
    if not may_hold(b"%b\n%b" % (text, "\n".join((command.actor.id, command.actor.org, command.key)).encode())):
        return None
    named = {"actor": command.actor.id, "org": command.actor.org, "key": command.key}
    for field, kind in chain(personal_numbers(command.data), personal_numbers(named)):
        return Problem("payload.personal_number", {"field": field, "kind": kind})
    return None


def _unfit(command: Command, row: Transition | None) -> Problem | None:
    """An unknown role, a person who calls itself the clock, the arrival of a paper where none can have arrived."""
    if command.actor.role not in ROLES:
        return Problem("role.unknown", {"role": command.actor.role})
    if command.actor.id == CLOCK.id and command.actor != CLOCK:
        return Problem("actor.reserved", {"actor": command.actor.id})
    arrived = command.occurred_at
    if arrived is not None and (row is None or not row.paper or arrived > command.received_at):
        return Problem("paper.not_here", {"trigger": command.trigger})
    return None


def _proposed(stream: Stream, command: Command, batch: Batch) -> CallRules | Problem | None:
    """The rules a call is put under: they and the lifecycles must be known, or nothing below it could be decided."""
    named = command.data.get("rules")
    if stream.kind != "call" or not isinstance(named, str):
        return None
    try:
        for kind, fingerprint in command.data.get("lifecycles", {}).items():
            batch.definitions.lifecycle(kind, fingerprint)
        return batch.definitions.rules(named, batch.reader)
    except UnknownDefinition as error:
        return Problem("payload.invalid", {"field": "rules", "reason": str(error)})


def _decided(
    context: Context,
    row: Transition | None,
    lifecycle: Lifecycle,
    plan: Planned,
    batch: Batch,
    digest: str,
) -> Verdict:
    strangers = unauthorised(row, context, lifecycle) if row else ()
    if strangers:  # what a stream lacks is told only to those who may act on it
        return _refused(strangers, context, lifecycle, digest)
    asked = _asked(context, plan, lifecycle, batch) if row else Outcome()
    if asked.problems:
        return Verdict(asked)
    command = plan.command
    refusals = [*_stale(command, context.stream, batch), *asked.refusals]
    decision = decide(compiled(lifecycle), context)
    refusals += decision.refusals
    if refusals or decision.row is None:
        return _refused(refusals, context, lifecycle, digest)
    try:
        row = lifecycle.taken(decision.row, context.stream)
        step = consequences(row, decision.to, context, lifecycle.by_id[decision.to].terminal)
        dumps(step.changes) if isinstance(step, Step) and step.row.records else None
    except (PeriodError, CalendarError, CanonicalError) as error:
        return _bad(Problem("payload.invalid", {"field": "", "reason": str(error)}))
    if not isinstance(step, Step):
        return _refused(step, context, lifecycle, digest)
    exceeded = list(_exceeded(step, context, batch))
    if exceeded:
        return _refused(exceeded, context, lifecycle, digest)
    return Verdict(Outcome(state=step.to), step, context, lifecycle.fingerprint, digest, command.key)


def _bad(*problems: Problem) -> Verdict:
    return Verdict(Outcome(problems=problems))


def _refused(refusals: Iterable[Refusal], context: Context, lifecycle: Lifecycle, digest: str) -> Verdict:
    told = tuple(dataclasses.replace(each, lifecycle=lifecycle, rules=context.rules) for each in refusals)
    outcome = Outcome(state=context.state, refusals=told)
    return Verdict(outcome, None, context, lifecycle.fingerprint, digest)


def _earlier(plan: Planned, earlier: tuple[Any, ...], digest: str) -> Verdict:
    """A repeated key: the same command has its receipt again, another one is refused."""
    version, hash, written, body = earlier
    if written != digest:
        return Verdict(Outcome(refusals=(Refusal("key.reused", "", {"key": plan.command.key, "version": version}),)))
    recorded = loads(body.encode())
    receipt = Receipt(plan.id, version, f"{plan.id}@{version}", hash, recorded["recorded_at"])
    return Verdict(Outcome(state=recorded["to"], receipt=receipt, repeated=True))


def _parsed(model: type[Payload], text: bytes) -> Payload | Outcome:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        problems = (
            Problem("payload.invalid", {"field": ".".join(map(str, each["loc"])), "reason": each["msg"]})
            for each in found
        )
        return Outcome(problems=tuple(problems))


def _digest(command: Command, lifecycle: Lifecycle, text: bytes) -> str:
    """What a repeated key is compared by: the command without its private parts, so erasing leaves no trace of them."""
    hidden = _hidden(lifecycle, command.trigger) & command.data.keys()
    shown = dumps({name: value for name, value in command.data.items() if name not in hidden}) if hidden else text
    actor, arrived = command.actor, written(command.occurred_at) if command.occurred_at else ""
    who = "\n".join((command.trigger, actor.role, actor.org, arrived))
    return sha256(b"%b\n%b" % (who.encode(), shown)).hexdigest()


@lru_cache(maxsize=1024)
def _hidden(lifecycle: Lifecycle, trigger: str) -> frozenset[str]:
    """What any row of a trigger keeps private: the same in every state, so that a repeated command stays the same."""
    return frozenset(name for row in lifecycle.rows if row.trigger == trigger for name in private_fields(row.payload))


def _stale(command: Command, stream: Stream, batch: Batch) -> tuple[Refusal, ...]:
    """A refusal where the stream moved on since the caller saw it; that people were reminded is no such move."""
    if command.expect in (None, stream.version) or _only_reminded(command.expect, stream, batch):
        return ()
    return (Refusal("version.stale", "", {"expected": command.expect, "version": stream.version}),)


def _only_reminded(seen: int, stream: Stream, batch: Batch) -> bool:
    """Whether every step after the version `seen` was a reminder. The batch's own steps, unwritten yet, are none."""
    bodies = batch.reader.bodies_by(CLOCK.id, stream.id, after=seen)
    return len(bodies) == stream.version - seen and all(
        loads(body.encode())["trigger"] in {REMIND, CHASE} for body in bodies
    )


def _exceeded(step: Step, context: Context, batch: Batch) -> Iterable[Refusal]:
    """A refusal for each sum a claim would carry over its ceiling, as the batch's running balances stand."""
    for claiming in step.row.claims:
        for claim in claiming.compute(context):
            total, held = batch.balance(claim.scope, claim.key, context.stream.id)
            if claim.amount and total - held + claim.amount > claim.ceiling:
                facts = {"key": claim.key, "taken": total - held, "asked": claim.amount, "ceiling": claim.ceiling}
                yield Refusal(claiming.code, claiming.clause, facts)
