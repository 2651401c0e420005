"""The sums of a year on both databases: what the former number took, its successor has taken."""

from dataclasses import replace
from typing import Any

from entrypoints.bootstrap import FAMILY
from states.lifecycle import Lifecycle, Refusal
from states.roles import COMPANY, LEAD, MINISTRY, Actor
from tests.states.scene import SHA
from tests.states.test_company import BRN, KTOP, NEXT
from tests.world import AGENCY_1, CALL_ID, JANGSU, JINAN, World, real_rules, world_on

JEONBUK = Actor("lead-jeonbuk", LEAD, real_rules().lead_of(JANGSU) or "")


def unguarded(lifecycle: Lifecycle) -> Lifecycle:
    """The same rows without their guards: only the sums are tried here."""
    return replace(lifecycle, rows=tuple(replace(row, guards=()) for row in lifecycle.rows))


def selected(world: World, area: str, brn: str, won: int) -> Any:
    """A company of a new project applies and is selected for this much general support; what is answered."""
    place = {"area": area, "ministries": ["MSS", "MOIS"], "title": "연고산업"}
    project = world.done(CALL_ID, "register", JEONBUK, data=place).receipt
    assert project is not None
    opening = {"order": 1, "round": 1, "programmes": ["commercialisation"]}
    support = world.done(project.stream, "open", JEONBUK, data=opening).receipt
    assert support is not None
    application = {"support": support.stream, "programmes": ["commercialisation"], "sales": 0, "document": SHA}
    owner = Actor(f"owner-{brn}", COMPANY, brn)
    company = world.done(project.stream, "apply_directly", owner, data=application | {"brn": brn}).receipt
    assert company is not None
    world.done(company.stream, "check", JEONBUK)
    world.done(company.stream, "record_ktop", JEONBUK, data={"ktop": KTOP})
    world.done(company.stream, "evaluate", JEONBUK, data={"score": 8_000, "opinion": "우수"})
    item = {"programme": "commercialisation", "item": "p2c", "amount": won, "self_pay": won}
    return world.one(company.stream, "select", JEONBUK, data={"items": [item], "year": 2025})


def test_the_successor_goes_on_where_the_former_number_stood(database_url: str) -> None:
    family = {name: unguarded(each) for name, each in FAMILY.items()}
    with world_on(database_url, family) as world:
        world.run(world.load())
        days = {"name": "support_plan_days", "value": 10, "reason": "결정"}
        world.done(CALL_ID, "decide_setting", Actor("minister", MINISTRY, "MSS"), data=days)
        notice = {"notices": [{"ministry": "MSS", "number": "1"}], "announced_on": "2024-12-03", "document": SHA}
        world.done(CALL_ID, "announce", Actor("minister", MINISTRY, "MSS"), data=notice)
        assert selected(world, JANGSU, BRN, 40_000_000).accepted
        told = {"former": BRN, "successor": NEXT, "succeeded_on": "2024-12-09", "document": SHA}
        world.done(CALL_ID, "record_succession", AGENCY_1, data=told)
        world.drained()
        over = selected(world, JINAN, NEXT, 10_000_001)
        facts = {"key": f"{NEXT}/2025/general", "taken": 40_000_000, "asked": 10_000_001, "ceiling": 50_000_000}
        assert over.refusals == (Refusal("company.over_cap", "공고 §3", facts),)
        sums = {(scope, key): total for scope, key, total in world.rows("balance", "scope", "key", "total")}
        assert sums["company-year", f"{BRN}/2025/general"] == 0
        assert sums["company-year", f"{NEXT}/2025/all"] == 40_000_000
