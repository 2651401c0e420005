"""How a call moves what is below it to another generation: one person proposes, another approves."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import sequence
from states.lifecycle import STAY, Notice, Reaction, State, T, Transition, guard, reacting
from states.payloads.migration import MigrationApproval, MigrationProposal
from states.roles import AGENCY, MINISTRY

PROPOSED = Notice("migration_proposed", (AGENCY, MINISTRY), "생애주기 이행안", "A migration was proposed")
APPROVED = Notice("migration_approved", (AGENCY, MINISTRY), "생애주기 이행 승인", "A migration was approved")
KINDS = ("project", "support", "company", "survey")


@guard("migration.strangers", "common")
def all_below(ctx: Context) -> Mapping[str, Any] | None:
    """Every stream named is below this call."""
    below = {each.id for each in ctx.children}
    strangers = [each["stream"] for each in sequence(ctx.given.get("moving")) if each["stream"] not in below]
    return {"streams": strangers} if strangers else None


@guard("migration.not_proposed", "common")
def as_proposed(ctx: Context) -> Mapping[str, Any] | None:
    """What is approved is what was proposed and not approved yet."""
    proposed = str(ctx.facts.get("migration", "")) if ctx.facts.get("moving") else ""
    given = str(ctx.given.get("migration", ""))
    return None if proposed == given else {"proposed": proposed[:12], "given": given[:12]}


@guard("approval.same_person", "common")
def another_than_proposed(ctx: Context) -> Mapping[str, Any] | None:
    proposer = str(ctx.facts.get("migration_by", ""))
    return None if proposer != ctx.actor.id else {"approved_by": ctx.actor.id}


def proposed(ctx: Context) -> Mapping[str, Any]:
    """Who proposes."""
    return {"migration_by": ctx.actor.id}


def approved(ctx: Context) -> Mapping[str, Any]:
    """The proposal is used up; what it names is moved."""
    return {"moving": [], "moved": sequence(ctx.facts.get("moving")), "migration_approved_by": ctx.actor.id}


@reacting(*(f"{kind}.migrate" for kind in KINDS))
def move_streams(ctx: Context) -> Iterable[Reaction]:
    """Each stream that was proposed moves, by a step of its own that names this approval."""
    moving = sequence(ctx.stream.facts.get("moved"))
    data = {"migration": ctx.facts["migration"]}
    return [Reaction(each["stream"], "migrate", {**data, "reviewed": each["reviewed"]}) for each in moving]


def migration_rows(live: Iterable[State]) -> tuple[Transition, ...]:
    """The rows of a call in these states."""
    states = tuple(live)
    return (
        T(
            "propose_migration", states, STAY, by=(AGENCY, MINISTRY), ko="생애주기 이행 제안", en="Propose a migration",
            payload=MigrationProposal, guards=[all_below], records=proposed, reads=list(KINDS), notify=[PROPOSED],
            cite="common",
        ),
        T(
            "approve_migration", states, STAY, by=(AGENCY, MINISTRY), ko="생애주기 이행 승인", en="Approve a migration",
            payload=MigrationApproval, guards=[as_proposed, another_than_proposed], records=approved,
            notify=[APPROVED], reacts=move_streams, cite="common",
        ),
    )  # fmt: skip
