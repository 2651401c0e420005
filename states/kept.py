"""Rules and payloads that only earlier generations of the lifecycles name: kept while a stream may still need them.

When a rule must change for new streams only, its new text gets `@version(2)` where it stands; the old one moves here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.application import unproven_links
from states.guards.paper import arrived_at
from states.guards.shared import mapping, sequence
from states.lifecycle import Payload, Reaction, guard, reacting, version
from states.payloads import call, deadline
from states.payloads.common import Code, Hundredths, Line, Ref, Sha256, Text, Won
from states.payloads.migration import MigrationOrder
from states.roles import AGENCY

BROUGHT: Mapping[str, frozenset[str]] = {
    "object_screening": frozenset({"screened_out", "rejected"}),
    "object_rejection": frozenset({"rejected_notified", "reserve", "rejected"}),
    "object_termination": frozenset({"termination_notified", "terminated"}),
    "object_grade": frozenset({"grade_notified", "settlement"}),
}
LISTS: Mapping[str, str] = {"MOJ": "visa", "MOIS": "fund"}
KINDS = ("project", "support", "company", "survey")


@version(1)
class SettingDecision(call.SettingDecision):
    """0.1: the second person is only named."""

    approved_by: Ref | None = None


@version(1)
class Relief(call.Relief):
    approved_by: Ref


@version(1)
class AwardDecision(call.AwardDecision):
    approved_by: Ref


@version(1)
class RankingRevision(call.RankingRevision):
    approved_by: Ref


@version(1)
class AwardCut(call.AwardCut):
    approved_by: Ref


@version(1)
class Extended(deadline.Extended):
    approved_by: Ref


@version(1)
class Suspended(deadline.Suspended):
    approved_by: Ref


@version(1)
class Recomputed(deadline.Recomputed):
    approved_by: Ref


@version(1)
class Preference(Payload):
    """0.1: without the municipality's infrastructure."""

    granted: bool
    what: Text
    beneficiary: Line
    document: Sha256


class MigrationProposal(MigrationOrder):
    """0.1: proposed by one."""


class MigrationApproval(Payload):
    """0.1: approved by another."""

    migration: Sha256


class Evaluation(Payload):
    """0.1: without the line of business."""

    score: Hundredths
    opinion: Text


class Continuation(Payload):
    """0.1: without the evaluators."""

    grade: Code
    amount: Won


class Graded(Payload):
    """0.1: without the evaluators."""

    grade: Code
    opinion: Text


@guard("ministries.no_evidence", "공고 §2·붙임3·붙임4")
def links_proven(ctx: Context) -> Mapping[str, Any] | None:
    """Before a call's rules said which list proves a ministry's link."""
    return unproven_links(ctx, LISTS)


@guard("approval.same_person", "common")
def two_persons(ctx: Context) -> Mapping[str, Any] | None:
    approver = ctx.given.get("approved_by")
    return None if approver and approver != ctx.actor.id else {"approved_by": str(approver or "")}


@guard("paper.not_brought", "common")
def brings_a_step(ctx: Context) -> Mapping[str, Any] | None:
    trigger = str(ctx.given.get("trigger", ""))
    return None if ctx.state in BROUGHT.get(trigger, frozenset()) else {"trigger": trigger, "state": ctx.state}


def entered(ctx: Context) -> dict[str, Any]:
    given = ("trigger", "book_no", "document", "delivery", "content")
    return {"letter": {name: ctx.given[name] for name in given} | {"arrived_at": arrived_at(ctx), "by": ctx.actor.id}}


@guard("paper.not_as_entered", "common")
def as_entered(ctx: Context) -> Mapping[str, Any] | None:
    if ctx.actor.role != AGENCY:
        return None
    letter = _letter(ctx)
    wanted = (letter.get("trigger"), letter.get("arrived_at"), mapping(letter.get("content")))
    if wanted == (ctx.trigger, arrived_at(ctx), ctx.given):
        return None
    return {"trigger": str(letter.get("trigger", "")), "arrived_at": str(letter.get("arrived_at", "")), "waiting": []}


@guard("approval.same_person", "common")
def second_person(ctx: Context) -> Mapping[str, Any] | None:
    by = str(_letter(ctx).get("by", ""))
    return {"approved_by": by} if ctx.actor.role == AGENCY and by == ctx.actor.id else None


def _letter(ctx: Context) -> Mapping[str, Any]:
    return mapping(ctx.facts.get("letter")) if ctx.facts.get("paper") == "waiting" else {}


@guard("approval.not_proposed", "common")
def as_proposed(ctx: Context) -> Mapping[str, Any] | None:
    proposed = str(ctx.facts.get("migration", "")) if ctx.facts.get("moving") else ""
    same = proposed == str(ctx.given.get("migration", ""))
    return None if same else {"trigger": ctx.trigger, "proposed": [proposed[:12]]}


@guard("approval.same_person", "common")
def another_than_proposed(ctx: Context) -> Mapping[str, Any] | None:
    proposer = str(ctx.facts.get("migration_by", ""))
    return None if proposer != ctx.actor.id else {"approved_by": ctx.actor.id}


def proposed(ctx: Context) -> Mapping[str, Any]:
    return {"migration_by": ctx.actor.id}


def approved(ctx: Context) -> Mapping[str, Any]:
    return {"moving": [], "moved": sequence(ctx.facts.get("moving")), "migration_approved_by": ctx.actor.id}


@reacting(*(f"{kind}.migrate" for kind in KINDS))
def move_streams(ctx: Context) -> Iterable[Reaction]:
    moving = sequence(ctx.stream.facts.get("moved"))
    data = {"migration": ctx.facts["migration"]}
    return [Reaction(each["stream"], "migrate", {**data, "reviewed": each["reviewed"]}) for each in moving]


@reacting("project.reception_extended")
def move_unsubmitted(ctx: Context) -> Iterable[Reaction]:
    left = (each for each in ctx.of("project") if each.state in ("announced", "draft"))
    return [Reaction(each.id, "reception_extended") for each in left]


KEPT: tuple[object, ...] = (
    SettingDecision, Relief, AwardDecision, RankingRevision, AwardCut, Extended, Suspended, Recomputed,
    MigrationProposal, MigrationApproval, Evaluation, Continuation, Graded, Preference, links_proven, two_persons,
    brings_a_step, entered, as_entered, second_person, as_proposed, another_than_proposed, proposed, approved,
    move_streams, move_unsubmitted,
)  # fmt: skip
