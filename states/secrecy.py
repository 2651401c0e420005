"""What is not for everyone who sees a stream: single evaluators' sheets (운영요령 89), results (공고 §5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Stream
from states.lifecycle import Refusal
from states.roles import ADMIN, AGENCY, AUDITOR, EVALUATOR, MINISTRY, PARTNER_MINISTRY, SECRETARY, Actor
from states.rules.call_rules import CallRules

ANSWERING = frozenset({ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY, SECRETARY})
"""Who sees a call's ranking: a partner ministry of the calls it takes part in, an auditor of a province or
municipality what that one sees."""
RESULTS: Mapping[str, frozenset[str]] = {
    "call": frozenset({"ranking", "ranking_inputs", "awards", "reserves", "submissions", "rejections"}),
    "project": frozenset({"score", "item_scores", "marked_down"}),
}
"""The facts nobody else sees: of a call ever, of a project until its result was notified, with its rank and award."""
UNTOLD = frozenset({"presenting", "scored"})
"""Where a project's result is not notified."""
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
    return (Refusal("sheets.sealed", "운영요령 89", facts, rules=rules),)


def own_only(actor: Actor) -> tuple[Refusal, ...]:
    """Nothing for an evaluator, who may always read what they handed in."""
    facts = {"role": actor.role, "org": actor.org, "state": ""}
    return () if actor.role == EVALUATOR else (Refusal("sheets.sealed", "운영요령 89", facts),)


def is_outside(actor: Actor) -> bool:
    """Whether the actor answers for no call's results: an auditor of a province or municipality does not either."""
    return actor.role not in ANSWERING or (actor.role == AUDITOR and actor.org.isdecimal())


def veiled(actor: Actor, stream: Stream) -> frozenset[str]:
    """The names of a stream's facts this actor does not see; none for who answers for the results."""
    if not is_outside(actor) and not _of_another_call(actor, stream):
        return frozenset()
    return RESULTS.get(stream.kind, frozenset()) if stream.kind != "project" or stream.state in UNTOLD else frozenset()


def _of_another_call(actor: Actor, stream: Stream) -> bool:
    """Whether a partner ministry reads a call that it did not announce with others."""
    if actor.role != PARTNER_MINISTRY or stream.kind != "call":
        return False
    return actor.org not in {each["ministry"] for each in stream.facts.get("notices", ())}


def without(stream: Stream, hidden: frozenset[str]) -> Stream:
    """The stream without these facts."""
    if not hidden:
        return stream
    return stream.with_facts({name: fact for name, fact in stream.facts.items() if name not in hidden})


def told_to(actor: Actor, stream: Stream, entries: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A timeline as the actor may read it.

    Of a call whose results are not theirs, neither what a step took or caused below it, nor what others were refused.
    """
    hidden = veiled(actor, stream)
    if not hidden:
        return [dict(entry) for entry in entries]
    left_out = {"claims", "reactions"} if stream.kind == "call" else set[str]()
    return [
        {name: _less(value, hidden) for name, value in entry.items() if name not in left_out}
        for entry in entries
        if entry["accepted"] or stream.kind != "call" or entry["actor"]["org"] == actor.org
    ]


def _less(value: Any, hidden: frozenset[str]) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {name: each for name, each in value.items() if name not in hidden}
