"""Who may read single evaluators' sheets (운영요령 89): oneself, and once closed those who answer for the panel."""

from states.context import Stream
from states.lifecycle import Refusal
from states.roles import AGENCY, AUDITOR, EVALUATOR, SECRETARY, Actor
from states.rules.call_rules import CallRules

OPEN = "presenting"
"""While a project stands here, its panel has not finished."""


def sheets_sealed(actor: Actor, project: Stream, rules: CallRules) -> tuple[Refusal, ...]:
    """Nothing if the actor may read every sheet of the project; else the one refusal.

    The secretary and the agency of the call and an auditor may, once the scores are closed; nobody else ever.
    """
    office = actor.role in (SECRETARY, AGENCY) and actor.org == rules.call.agency
    if (office or actor.role == AUDITOR) and project.state != OPEN:
        return ()
    facts = {"role": actor.role, "org": actor.org, "state": project.state}
    return (Refusal("sheets.sealed", "운영요령 89", facts),)


def own_only(actor: Actor) -> tuple[Refusal, ...]:
    """Nothing for an evaluator, who may always read what they handed in."""
    facts = {"role": actor.role, "org": actor.org, "state": ""}
    return () if actor.role == EVALUATOR else (Refusal("sheets.sealed", "운영요령 89", facts),)
