"""A command that one condition alone stands against: with the condition it is refused, without it no longer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from states.context import UNBORN, Context, PrivatePart, Stream
from states.lifecycle import Lifecycle, Refusal, Transition
from states.machine import compiled, decide
from states.roles import Actor
from states.rules.call_rules import CallRules
from tests.states.scene import Scene, at

type_of_sum = tuple[str, str]


@dataclass(frozen=True)
class Witness:
    """A command, and what surrounds it.

    `rules` are another call's, where its own cannot show the condition; `held` is what other streams hold of a sum
    (scope, key). `gives_back` names the sums a release empties: a claiming that only gives back refuses nothing, so
    its witness is the share that would stay held without it. `alone`: nobody has proposed what two persons decide.
    """

    before: Stream
    trigger: str
    data: Mapping[str, Any]
    actor: Actor
    when: str
    family: tuple[Stream, ...] = ()
    children: tuple[Stream, ...] = ()
    private_parts: tuple[PrivatePart, ...] = ()
    arrived: str = ""
    rules: CallRules | None = None
    held: Mapping[type_of_sum, int] = field(default_factory=dict)
    gives_back: tuple[type_of_sum, ...] = ()
    alone: bool = False


def unborn(kind: str) -> Stream:
    return Stream(f"{kind}-new", kind, UNBORN)


def without(lifecycle: Lifecycle, name: str) -> Lifecycle:
    """The lifecycle as if nobody had written this guard or claiming."""
    rows = tuple(
        replace(
            row,
            guards=tuple(each for each in row.guards if each.name != name),
            claims=tuple(each for each in row.claims if each.name != name),
        )
        for row in lifecycle.rows
    )
    return replace(lifecycle, rows=rows)


def refusals(lifecycle: Lifecycle, witness: Witness) -> set[str]:
    """The codes the command is refused with under this lifecycle, sums among them."""
    return {each.code for each in told(lifecycle, witness)}


def told(lifecycle: Lifecycle, witness: Witness) -> list[Refusal]:
    """What the command is refused with, as its caller is told."""
    context = _context(lifecycle, witness)
    decision = decide(compiled(lifecycle), context)
    found = (
        decision.refusals if decision.refusals or decision.row is None else _exceeded(decision.row, context, witness)
    )
    return [replace(each, lifecycle=lifecycle, rules=context.rules) for each in found]


def _exceeded(row: Transition, context: Context, witness: Witness) -> Iterator[Refusal]:
    for claiming in row.claims:
        for claim in claiming.compute(context):
            taken = witness.held.get((claim.scope, claim.key), 0)
            if claim.amount and taken + claim.amount > claim.ceiling:
                facts = {"key": claim.key, "taken": taken, "asked": claim.amount, "ceiling": claim.ceiling}
                yield Refusal(claiming.code, claiming.clause, facts)


def given_back(lifecycle: Lifecycle, witness: Witness) -> set[type_of_sum]:
    """The sums the accepted command empties."""
    context = _context(lifecycle, witness)
    decision = decide(compiled(lifecycle), context)
    assert decision.row is not None
    assert decision.refusals == ()
    claims = (claim for claiming in decision.row.claims for claim in claiming.compute(context))
    return {(claim.scope, claim.key) for claim in claims if claim.amount == 0}


def _context(lifecycle: Lifecycle, witness: Witness) -> Context:
    scene = Scene(lifecycle, *witness.family)
    scene.alone = witness.alone
    scene.children = list(witness.children)
    scene.private = list(witness.private_parts)
    context = scene.context(witness.before, witness.trigger, witness.data, witness.actor, witness.when)
    arrived = at(witness.arrived) if witness.arrived else None
    return replace(context, occurred_at=arrived, rules=witness.rules or context.rules)
