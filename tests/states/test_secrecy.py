"""Results are for those who answer for them until they are notified, a call's ranking always."""

from typing import Any

import pytest

from states.context import Stream
from states.roles import ADMIN, AGENCY, AUDITOR, LEAD, MINISTRY, PARTNER_MINISTRY, ROLES, SECRETARY, SYSTEM, Actor
from states.secrecy import RESULTS, told_to, veiled, without

ANSWERING = {ADMIN, AGENCY, AUDITOR, MINISTRY, PARTNER_MINISTRY, SECRETARY}
CALL = Stream("call-1", "call", "ranked", facts={"ranking": [], "budget": {}, "notices": [{"ministry": "MOJ"}]})
UNTOLD = Stream("project-1", "project", "scored", facts={"score": 9_000, "title": "x"})
TOLD = Stream("project-1", "project", "rejected_notified", facts={"score": 9_000, "title": "x"})
SUPPORT = Stream("support-1", "support", "planning", facts={"awards": 1})


@pytest.mark.parametrize("role", sorted({*ROLES} - {SYSTEM}))
def test_what_a_role_reads_of_the_results(role: str) -> None:
    actor = Actor("kim", role, "MOJ")
    found = [sorted(without(each, veiled(actor, each)).facts) for each in (CALL, UNTOLD, TOLD, SUPPORT)]
    everything = [["budget", "notices", "ranking"], ["score", "title"], ["score", "title"], ["awards"]]
    told = [["budget", "notices"], ["title"], ["score", "title"], ["awards"]]
    assert found == (everything if role in ANSWERING else told)


def test_a_partner_ministry_of_another_call_reads_no_ranking_of_this_one() -> None:
    partners = (Actor("kim", PARTNER_MINISTRY, org) for org in ("MOJ", "MOIS"))
    assert [veiled(each, CALL) for each in partners] == [frozenset(), RESULTS["call"]]


@pytest.mark.parametrize(("org", "sees"), [("bai", True), ("call-1", True), ("52", False), ("52750", False)])
def test_an_auditor_of_a_municipality_reads_what_it_reads(org: str, sees: bool) -> None:
    assert veiled(Actor("kim", AUDITOR, org), CALL) == (frozenset() if sees else RESULTS["call"])


def test_a_calls_timeline_tells_a_lead_nothing_of_others() -> None:
    mine: dict[str, Any] = {"accepted": False, "actor": {"org": "tp-1"}, "refusals": []}
    theirs: dict[str, Any] = {"accepted": False, "actor": {"org": "MSS"}, "refusals": [{"code": "award.order"}]}
    taken: dict[str, Any] = {"accepted": True, "actor": {"org": "MSS"}, "changes": {"budget": {}}}
    step = taken | {"changes": {"awards": {}, "budget": {}}, "reactions": [1], "claims": [2]}
    lead, office = Actor("kim", LEAD, "tp-1"), Actor("lee", AGENCY, "tipa")
    assert told_to(office, CALL, [mine, theirs, step]) == [mine, theirs, step]
    assert told_to(lead, CALL, [mine, theirs, step]) == [mine, taken]
