"""What the log says of each command once it is durable: which it was and what became of it, never what it carried.

Only at DEBUG, asked once a batch: who does not listen pays nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from logging import DEBUG, getLogger
from typing import NamedTuple

import structlog
from structlog.contextvars import bound_contextvars

from workflow.batch import Batch, Planned
from workflow.messages import Outcome

NAME = "yeongo.engine"
_log, _level = structlog.get_logger(NAME), getLogger(NAME)


class Line(NamedTuple):
    """One judged command: its ids, and what became of it."""

    call: str
    stream: str
    command: str
    trigger: str
    role: str
    outcome: Outcome


def lines(batch: Batch, judged: Iterable[tuple[Planned, Outcome]]) -> tuple[Line, ...]:
    """What there will be to say of these commands; nothing unless somebody listens."""
    return tuple(_lines(batch, judged)) if _level.isEnabledFor(DEBUG) else ()


def paired(
    plans: Sequence[Sequence[Planned]], outcomes: Sequence[Sequence[Outcome] | None]
) -> Iterator[tuple[Planned, Outcome]]:
    """Each command of the units that were judged, with what became of it."""
    for unit, found in zip(plans, outcomes, strict=True):
        yield from zip(unit, found or (), strict=found is not None)


def _lines(batch: Batch, judged: Iterable[tuple[Planned, Outcome]]) -> Iterator[Line]:
    for plan, outcome in judged:
        stream = batch.streams.get(plan.id) or batch.streams.get(plan.parent)
        call = stream.parents.get("call", stream.id) if stream else ""
        command = plan.command
        yield Line(call, plan.id or command.stream, command.key, command.trigger, command.actor.role, outcome)


def write(said: Iterable[Line]) -> None:
    """One record each, with call, stream and command bound."""
    for each in said:
        outcome = each.outcome
        codes = [*(refusal.code for refusal in outcome.refusals), *(problem.code for problem in outcome.problems)]
        version = outcome.receipt.version if outcome.accepted and outcome.receipt else None
        with bound_contextvars(call=each.call, stream=each.stream, command=each.command):
            _log.debug(
                "judged",
                trigger=each.trigger,
                role=each.role,
                accepted=outcome.accepted,
                repeated=outcome.repeated,
                version=version,
                codes=codes,
            )
