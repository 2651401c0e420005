"""How a call moves what is below it to another generation: two persons decide, each stream moves by its own step."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Context
from states.guards.shared import sequence
from states.lifecycle import STAY, Notice, Reaction, State, T, Transition, guard, reacting
from states.payloads.migration import MigrationOrder
from states.roles import AGENCY, MINISTRY

MIGRATE_STREAMS = "migrate_streams"
APPROVED = Notice("migration_approved", (AGENCY, MINISTRY), "생애주기 이행 승인", "A migration was approved")
KINDS = ("project", "support", "company", "survey")


@guard("migration.strangers", "common")
def all_below(ctx: Context) -> Mapping[str, Any] | None:
    """Every stream named is below this call."""
    below = {each.id for each in ctx.children}
    strangers = [each["stream"] for each in sequence(ctx.given.get("moving")) if each["stream"] not in below]
    return {"streams": strangers} if strangers else None


@reacting(*(f"{kind}.migrate" for kind in KINDS))
def streams_moved(ctx: Context) -> Iterable[Reaction]:
    """Each stream moves as it was reviewed, by a step of its own that names this approval."""
    data = {"migration": ctx.given["migration"]}
    moving = sequence(ctx.given["moving"])
    return [Reaction(each["stream"], "migrate", {**data, "reviewed": each["reviewed"]}) for each in moving]


def migration_rows(live: Iterable[State]) -> tuple[Transition, ...]:
    """The rows of a call in these states."""
    return (
        T(
            MIGRATE_STREAMS, tuple(live), STAY, by=(AGENCY, MINISTRY), ko="생애주기 이행", en="Migrate streams",
            payload=MigrationOrder, two_person=True, guards=[all_below], reads=list(KINDS), notify=[APPROVED],
            reacts=streams_moved, cite="common",
        ),
    )  # fmt: skip
