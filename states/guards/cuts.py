"""Awards lowered after they were notified, because the vote is lower than the notice said (공고 §2·§5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.awards import given_awards, held_awards
from states.lifecycle import Reaction, guard, reacting

LOWERABLE = frozenset({"selection_notified", "accepted", "selected", "supplementing", "agreement_pending"})
"""Where an award is not yet part of an agreement."""


def _lowered(ctx: Context) -> dict[str, int]:
    held = held_awards(ctx)
    return {id: amount for id, amount in given_awards(ctx).items() if amount != held.get(id)}


@guard("cut.not_the_holders", "공고 §2")
def names_every_holder(ctx: Context) -> Mapping[str, Any] | None:
    """The whole list is decided again: everyone who holds an award, and nobody else."""
    wrong = sorted(given_awards(ctx).keys() ^ held_awards(ctx).keys())
    return {"projects": wrong} if wrong else None


@guard("cut.raises", "공고 §2")
def nobody_raised(ctx: Context) -> Mapping[str, Any] | None:
    held = held_awards(ctx)
    raised = sorted(id for id, amount in given_awards(ctx).items() if amount > held.get(id, amount))
    return {"projects": raised} if raised else None


@guard("cut.too_late", "운영요령 66·68")
def not_yet_agreed(ctx: Context) -> Mapping[str, Any] | None:
    """What is agreed is lowered by a change of the agreement, not by the call."""
    states = {project.id: project.state for project in ctx.of("project")}
    agreed = sorted(id for id in _lowered(ctx) if id in states and states[id] not in LOWERABLE)
    return {"projects": agreed} if agreed else None


def record_cut(ctx: Context) -> Mapping[str, Any]:
    return {"awards": given_awards(ctx)}


@reacting("project.reduce_award")
def reduce_awards(ctx: Context) -> Iterable[Reaction]:
    """Every project whose award was lowered takes over the new amount, and its match is computed anew."""
    reason = str(ctx.given["reason"])
    for id, amount in sorted(_lowered(ctx).items()):
        yield Reaction(id, "reduce_award", {"amount": amount, "reason": reason})
