"""What each role may look at: kind of stream × relation of its organisation × phase. What is not listed is not seen.

What a role may *do* stands in the rows of the lifecycles; whoever may take a step must see where it starts, and the
tests hold this table to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
)

ANY, PROGRAMME, OWN = "any", "programme", "own"
"""Relations: to every stream · to the streams of the calls one runs · to what one's own organisation brought in."""
CALLS, PROJECTS, SUPPORTS, COMPANIES, SURVEYS = "call", "project", "support", "company", "survey"
KINDS = (CALLS, PROJECTS, SUPPORTS, COMPANIES)
JUDGED = ("evaluation", "objection", "selection", "review", "closing")
SETTLED = ("support", "review", "closing", "end")


@dataclass(frozen=True, slots=True)
class See:
    """One line: streams of a kind, by a relation, in these phases (all if none is named)."""

    kind: str
    relation: str
    phases: tuple[str, ...] = ()


def _all(relation: str) -> tuple[See, ...]:
    return tuple(See(kind, relation) for kind in KINDS)


def _below(relation: str, phases: tuple[str, ...] = ()) -> tuple[See, ...]:
    """Every call, and the projects one is related to with all that is below them."""
    return (See(CALLS, ANY), See(PROJECTS, relation, phases), See(SUPPORTS, relation), See(COMPANIES, relation))


VIEWS: Mapping[str, tuple[See, ...]] = {
    MINISTRY: (*_all(PROGRAMME), See(SURVEYS, PROGRAMME)),
    PARTNER_MINISTRY: (*_below("partner"), See(SURVEYS, ANY)),
    AGENCY: (*_all(PROGRAMME), See(SURVEYS, PROGRAMME)),
    SECRETARY: _all(PROGRAMME),
    LEAD: (*_below("lead"), See(SURVEYS, OWN)),
    PARTICIPANT: _below("participant"),
    MUNICIPALITY: _below("municipality"),
    PROVINCE: _below("province"),
    EVALUATOR: (See(CALLS, ANY), See(PROJECTS, "panel", JUDGED)),
    COMPANY: (See(CALLS, ANY), See(PROJECTS, ANY, ("support",)), See(SUPPORTS, ANY), See(COMPANIES, OWN)),
    ACCOUNTANT: (See(CALLS, ANY), See(PROJECTS, ANY, SETTLED), See(SUPPORTS, ANY), See(COMPANIES, ANY)),
    HELPDESK: (See(CALLS, ANY), See(PROJECTS, ANY), See(SUPPORTS, ANY), See(COMPANIES, ANY)),
    AUDITOR: (*_all(ANY), See(SURVEYS, ANY)),
    ADMIN: (*_all(ANY), See(SURVEYS, ANY)),
}
"""The whole table; a role that is missing sees nothing. Survey answers are not for those who evaluate (공고 §6)."""

CALL, PROVINCE_DIGITS, MUNICIPALITY_DIGITS = "call-", 2, 5


def audited(org: str) -> tuple[See, ...]:
    """What an auditor of an organisation looks at: a province or municipality (by code) at its own projects, one who is
    named by a call at that call, anybody else at everything."""
    if org.isdecimal() and len(org) == PROVINCE_DIGITS:
        return VIEWS[PROVINCE]
    if org.isdecimal() and len(org) == MUNICIPALITY_DIGITS:
        return VIEWS[MUNICIPALITY]
    if org.startswith(CALL):
        return (*_all(PROGRAMME), See(SURVEYS, PROGRAMME))
    return VIEWS[AUDITOR]
