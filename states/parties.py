"""Which organisation holds a role for a stream: the one table behind rights and the addresses of notices.

The table is data, so that a lifecycle keeps the rights its streams were begun under: where they differ from the first
table (`ORIGINAL`), its definition holds them, and every event is judged by the rights it was recorded with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

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
    value = _facts(ctx).get(fact)
    if value is None:
        return frozenset()
    return frozenset(value) if isinstance(value, list | tuple) else frozenset({str(value)})


def _facts(ctx: Context) -> Mapping[str, Any]:
    project = ctx.family.get("project")
    return ctx.after if project is None or ctx.stream.kind == "project" else project.facts


def _day(ctx: Context) -> date:
    return ctx.effective_at.astimezone(KST).date()


def _area(ctx: Context) -> frozenset[str]:
    """The project's municipality, by the code it has on the day of the step."""
    return frozenset(ctx.rules.area_code(code, _day(ctx)) for code in _of_project(ctx, "area"))


SOURCES: Mapping[str, Callable[[Context], frozenset[str]]] = {
    "nobody": lambda _: frozenset(),
    "anyone": lambda _: ANY,
    "rules.lead_ministry": lambda ctx: frozenset({ctx.rules.lead_ministry.code}),
    "rules.partners": lambda ctx: frozenset(each.code for each in ctx.rules.ministries if each.role == "partner"),
    "rules.agency": lambda ctx: frozenset({ctx.rules.call.agency}),
    "project.lead": lambda ctx: _of_project(ctx, "lead"),
    "project.ministries": lambda ctx: _of_project(ctx, "ministries"),
    "project.participants": lambda ctx: frozenset(str(each["org"]) for each in _facts(ctx).get("participants") or ()),
    "project.area": _area,
    "project.province": lambda ctx: frozenset(code[:2] for code in _area(ctx)),
    "own.brn": lambda ctx: frozenset({str(ctx.after["brn"])} if "brn" in ctx.after else ()),
}
"""Where organisations are found, by names that definitions keep: what a name means is never changed, only added to."""
DATED = frozenset({"project.area", "project.province"})
"""What depends on the day of the step."""
FACTS = ("lead", "area", "ministries", "participants", "brn")
"""Every fact that SOURCES read: what must be known of a moment to say who could act then."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who holds a role: the organisations of a source, `but` for those of another; `otherwise` where there are none.

    `of_call`: those for a call itself, which no project names.
    """

    source: str
    but: str = "nobody"
    otherwise: str = "nobody"
    of_call: str = ""

    def __call__(self, ctx: Context) -> frozenset[str]:
        """The organisations, ANY where it is every one."""
        if self.of_call and ctx.stream.kind == "call":
            return SOURCES[self.of_call](ctx)
        found = SOURCES[self.source](ctx)
        return found if found is ANY else (found - SOURCES[self.but](ctx)) or SOURCES[self.otherwise](ctx)

    @property
    def is_dated(self) -> bool:
        """Whether it depends on the day of the step."""
        return not DATED.isdisjoint({self.source, self.but, self.otherwise, self.of_call})

    def plain(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}


type_of_parties = Mapping[str, Party]
ANYONE = Party("anyone")
ORIGINAL: type_of_parties = MappingProxyType({
    MINISTRY: Party("rules.lead_ministry"),
    PARTNER_MINISTRY: Party("project.ministries", but="rules.lead_ministry", of_call="rules.partners"),
    AGENCY: Party("rules.agency"),
    SECRETARY: Party("rules.agency"),
    LEAD: Party("project.lead", otherwise="anyone"),  # who may register one is a guard's to say, with the reason
    PARTICIPANT: Party("project.participants"),
    MUNICIPALITY: Party("project.area"),
    PROVINCE: Party("project.province"),
    COMPANY: Party("own.brn"),
    **dict.fromkeys((EVALUATOR, ACCOUNTANT, HELPDESK, AUDITOR, ADMIN, SYSTEM), ANYONE),
})  # fmt: skip
"""The table of every definition that holds none. It is never edited: what changes is changed in PARTIES."""
PARTIES: type_of_parties = MappingProxyType({**ORIGINAL})
"""The table of today's lifecycles."""


def changed(parties: type_of_parties) -> dict[str, dict[str, str]]:
    """What of a table a definition holds: who holds a role otherwise than in the first one."""
    return {role: party.plain() for role, party in sorted(parties.items()) if ORIGINAL.get(role) != party}


def restored(plain: Mapping[str, Mapping[str, str]]) -> type_of_parties:
    """The table a definition holds. KeyError for a source this program does not know."""
    found = {role: Party(**each) for role, each in plain.items()}
    for party in found.values():
        for name in (party.source, party.but, party.otherwise, party.of_call or "nobody"):
            SOURCES[name]
    return MappingProxyType({**ORIGINAL, **found})


def holds(actor: Actor, ctx: Context, parties: type_of_parties = PARTIES) -> bool:
    """Whether the actor's organisation is one that holds the actor's role for this stream."""
    party = parties[actor.role](ctx)
    return party is ANY or actor.org in party


def addresses(roles: tuple[str, ...], ctx: Context) -> list[list[str]]:
    """Role and organisation of everyone a notice goes to, in a stable order."""
    return [[role, org] for role in roles for org in sorted(PARTIES[role](ctx))]
