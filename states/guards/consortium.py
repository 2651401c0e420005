"""Who takes part beside the lead: regional innovation bodies of the call's kinds, each once (공고 §1·§2)."""

from collections.abc import Mapping
from typing import Any

from states.context import Context
from states.guards.shared import sequence
from states.lifecycle import guard


def _participants(ctx: Context) -> list[Mapping[str, Any]]:
    return sequence(ctx.after.get("participants"))


@guard("participants.kind", "공고 §1·§2")
def kinds_known(ctx: Context) -> Mapping[str, Any] | None:
    known = [each.id for each in ctx.rules.participants]
    wrong = [str(each["org"]) for each in _participants(ctx) if each["kind"] not in known]
    return {"orgs": wrong, "known": known} if wrong else None


@guard("participants.reason", "공고 §2")
def other_kinds_reasoned(ctx: Context) -> Mapping[str, Any] | None:
    """The list of kinds ends with "등": another kind is admitted with a reason."""
    open_ = {each.id for each in ctx.rules.participants if each.open}
    bare = [str(each["org"]) for each in _participants(ctx) if each["kind"] in open_ and not each.get("reason")]
    return {"orgs": bare} if bare else None


@guard("participants.repeated", "공고 §2")
def participants_once(ctx: Context) -> Mapping[str, Any] | None:
    """Each takes part once, and the lead is not its own participant."""
    orgs = [str(each["org"]) for each in _participants(ctx)]
    repeated = sorted({org for org in orgs if orgs.count(org) > 1 or org == ctx.facts.get("lead")})
    return {"orgs": repeated} if repeated else None
