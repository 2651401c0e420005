"""What each role may do with a stream now and, for what would be refused, every reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from states.context import EMPTY, UNBORN, Context
from states.lifecycle import Lifecycle, Nothing, Transition
from states.parties import ANY, holds, type_of_parties
from states.proposals import ENTER
from states.roles import AGENCY, SYSTEM, Actor
from states.standing import calendar_of
from storage.transaction import Reader
from workflow.batch import Batch
from workflow.definitions import BORN_OF, Definitions
from workflow.engine import Engine
from workflow.messages import Command, Outcome
from workflow.proposals import Waiting, waiting_on

PERSON, ANYWHERE, KEY = "someone", "anyone", "what-if"


@dataclass(frozen=True, slots=True)
class Action:
    """One row one role could take. `outcome` is None where the payload must name the fields `needs` first.

    `waiting`: the proposals and letters it would approve.
    """

    role: str
    org: str
    row: Transition
    kind: str
    needs: tuple[str, ...]
    outcome: Outcome | None
    waiting: tuple[Waiting, ...] = ()


def actions(engine: Engine, stream: str, now: datetime, actor: Actor | None = None) -> list[Action]:
    """Every action of every role (or of one actor) on a stream as it stands, births below it among them.

    KeyError if there is none.
    """
    with engine.store.snapshot() as reader:
        context = _context(engine.definitions, reader, stream, now)
        waiting = waiting_on(reader, context.stream)
    found = engine.definitions.machine(context.stream.kind, context.stream.lifecycle)
    lifecycle = engine.definitions.lifecycle(context.stream.kind, context.stream.lifecycle)
    own = [(lifecycle, row) for row in found.offers(context.state, context.modes)]
    rows = [*own, *_births(context, engine.definitions)]
    found_actions = (each for lifecycle, row in rows for each in _of_row(engine, context, row, lifecycle, actor))
    own_now = (_with_waiting(each, waiting) for each in found_actions)
    return [each for each in own_now if each.waiting or not _by_desk(each)]


def _by_desk(action: Action) -> bool:
    """Whether this is a party's own step, which the paper desk takes for a letter alone."""
    return action.row.paper and action.role == AGENCY and action.row.trigger != ENTER


def _with_waiting(action: Action, waiting: Iterable[Waiting]) -> Action:
    own = tuple(each for each in waiting if each.trigger == action.row.trigger and action.role in action.row.by)
    return replace(action, waiting=own) if own else action


def _births(context: Context, definitions: Definitions) -> Iterator[tuple[Lifecycle, Transition]]:
    """The rows that begin a stream below this one, of the generation its call names."""
    generations = context.call.facts.get("lifecycles", EMPTY)
    for kind, above in BORN_OF.items():
        if above == context.stream.kind and kind in definitions.family:
            lifecycle = definitions.lifecycle(kind, generations.get(kind, ""))
            yield from ((lifecycle, row) for row in lifecycle.rows if UNBORN in row.sources)


def _of_row(
    engine: Engine, context: Context, row: Transition, lifecycle: Lifecycle, actor: Actor | None
) -> Iterator[Action]:
    needs = tuple(name for name, field in row.payload.model_fields.items() if field.is_required())
    parties = lifecycle.parties
    for who in _actors(row, context, parties) if actor is None else _held(row, context, actor, parties):
        command = Command(context.stream.id, row.trigger, {}, who, KEY, context.received_at)
        yield Action(who.role, who.org, row, lifecycle.name, needs, None if needs else engine.dry_run(command))


def _actors(row: Transition, context: Context, parties: type_of_parties) -> Iterator[Actor]:
    """Someone of every organisation that may take a row."""
    for role in row.by:
        if role != SYSTEM:
            yield from (Actor(PERSON, role, org) for org in _organisations(role, context, parties) or [""])


def _held(row: Transition, context: Context, actor: Actor, parties: type_of_parties) -> Iterator[Actor]:
    """The actor, if the row is theirs to take."""
    if actor.role in row.by and holds(actor, context, parties):
        yield actor


def _organisations(role: str, context: Context, parties: type_of_parties) -> list[str]:
    party = parties[role](context)
    return [ANYWHERE] if party is ANY else sorted(party)


def _context(definitions: Definitions, reader: Reader, stream: str, now: datetime) -> Context:
    """Where the stream stands, for someone who has not said yet what they want."""
    batch = Batch(definitions, reader, now)
    command = Command(stream, "", {}, Actor(PERSON, "", ""), KEY, now)
    plan = batch.plan(command)
    batch.load([plan])
    found = batch.streams[stream]
    lifecycle = definitions.lifecycle(found.kind, found.lifecycle)
    family = batch.family(found, plan, joins=False)
    return Context(
        stream=found,
        trigger="",
        data=Nothing(),
        actor=command.actor,
        received_at=now,
        recorded_at=now,
        rules=batch.rules(found, plan, family),
        calendar=calendar_of(family.get("call", found)),
        modes=lifecycle.modes_of(found.facts),
        family=family,
    )
