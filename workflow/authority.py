"""Who may: role × organisation × trigger, read from the row that declares the transition."""

from states.context import Context
from states.lifecycle import Refusal, Transition
from states.parties import holds
from states.roles import SYSTEM


def unauthorised(row: Transition, context: Context) -> tuple[Refusal, ...]:
    """Nothing if the actor may take this row; else the one refusal. Only a due timer acts as the system."""
    actor = context.actor
    as_clock = actor.role == SYSTEM
    if actor.role in row.by and as_clock == bool(context.timer) and holds(actor, context):
        return ()
    facts = {"role": actor.role, "org": actor.org, "allowed": list(row.by)}
    return (Refusal("role.not_allowed", row.cite, facts),)
