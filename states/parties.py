"""Which organisation holds a role for a stream: the one table behind rights and the addresses of notices."""

from collections.abc import Callable, Mapping

from states.context import Context
from states.roles import (
    ACCOUNTANT,
    ADMIN,
    AGENCY,
    AUDITOR,
    COMPANY,
    EVALUATOR,
    HELPDESK,
    LEAD,
    MINISTRY,
    MUNICIPALITY,
    PARTICIPANT,
    PARTNER_MINISTRY,
    PROVINCE,
    SECRETARY,
    SYSTEM,
    Actor,
)
from states.rules.periods import KST

ANY = frozenset({"*"})
"""The role is not bound to one organisation."""


def _of_project(ctx: Context, fact: str) -> frozenset[str]:
    """The organisations a fact of the project names; before the project is born, what the command itself brings."""
    project = ctx.family.get("project")
    facts = ctx.after if project is None or ctx.stream.kind == "project" else project.facts
    value = facts.get(fact)
    if value is None:
        return frozenset()
    return frozenset(value) if isinstance(value, list | tuple) else frozenset({str(value)})


def _participants(ctx: Context) -> frozenset[str]:
    project = ctx.family.get("project")
    facts = ctx.after if project is None or ctx.stream.kind == "project" else project.facts
    return frozenset(str(each["org"]) for each in facts.get("participants") or ())


def _lead(ctx: Context) -> frozenset[str]:
    """The project's lead; who may register one is a guard's to say, with the reason."""
    return _of_project(ctx, "lead") or ANY


def _municipality(ctx: Context) -> frozenset[str]:
    """The project's municipality, by the code it has on the day of the step."""
    day = ctx.effective_at.astimezone(KST).date()
    return frozenset(ctx.rules.area_code(code, day) for code in _of_project(ctx, "area"))


def _province(ctx: Context) -> frozenset[str]:
    return frozenset(code[:2] for code in _municipality(ctx))


def _partners(ctx: Context) -> frozenset[str]:
    """The partners of the project; of a call, every ministry beside the lead."""
    if ctx.stream.kind == "call":
        return frozenset(each.code for each in ctx.rules.ministries if each.role == "partner")
    return _of_project(ctx, "ministries") - {ctx.rules.lead_ministry.code}


PARTIES: Mapping[str, Callable[[Context], frozenset[str]]] = {
    MINISTRY: lambda ctx: frozenset({ctx.rules.lead_ministry.code}),
    PARTNER_MINISTRY: _partners,
    AGENCY: lambda ctx: frozenset({ctx.rules.call.agency}),
    SECRETARY: lambda ctx: frozenset({ctx.rules.call.agency}),
    LEAD: _lead,
    PARTICIPANT: _participants,
    MUNICIPALITY: _municipality,
    PROVINCE: _province,
    COMPANY: lambda ctx: frozenset({str(ctx.after["brn"])} if "brn" in ctx.after else ()),
    EVALUATOR: lambda _: ANY,
    ACCOUNTANT: lambda _: ANY,
    HELPDESK: lambda _: ANY,
    AUDITOR: lambda _: ANY,
    ADMIN: lambda _: ANY,
    SYSTEM: lambda _: ANY,
}


FACTS = ("lead", "area", "ministries", "participants", "brn")
"""Every fact that PARTIES reads: what must be known of a moment to say who could act then."""


def holds(actor: Actor, ctx: Context) -> bool:
    """Whether the actor's organisation is one that holds the actor's role for this stream."""
    party = PARTIES[actor.role](ctx)
    return party is ANY or actor.org in party


def addresses(roles: tuple[str, ...], ctx: Context) -> list[list[str]]:
    """Role and organisation of everyone a notice goes to, in a stable order."""
    return [[role, org] for role in roles for org in sorted(PARTIES[role](ctx))]
