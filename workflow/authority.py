"""Who may: role × organisation × trigger, read from the row that declares the transition."""

from states.context import Context
from states.lifecycle import Lifecycle, Refusal, Transition
from states.parties import holds
from states.roles import SYSTEM


def unauthorised(row: Transition, context: Context, lifecycle: Lifecycle) -> tuple[Refusal, ...]:
    """Nothing if the actor may take this row of a lifecycle, whose rights hold; else the one refusal.

    Only a due timer acts as the system.
    """
    actor = context.actor
    as_clock = actor.role == SYSTEM
    if actor.role in row.by and as_clock == bool(context.timer) and holds(actor, context, lifecycle.parties):
        return ()
    facts = {"role": actor.role, "org": actor.org, "allowed": list(row.by)}
    return (Refusal("role.not_allowed", row.cite, facts),)
