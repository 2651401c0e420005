"""Who was allowed then: a step is judged by the rights its lifecycle was pinned with, whatever the program has now."""

from collections.abc import Mapping
from dataclasses import replace

from states.lifecycle import Lifecycle
from states.parties import ORIGINAL, PARTIES, Party, changed, restored
from states.roles import LEAD, Actor
from tests.conformance.attacker import Attacker
from tests.toy import FAMILY
from tests.world import CALL_ID, GUNWI, JANGSU, JEONBUK, LEADS, World, world_on
from workflow.audit.verify import verify

ELSEWHERE = {**ORIGINAL, LEAD: Party("project.area", otherwise="anyone")}
"""Leads that are named by their municipality instead of their own name: another table of rights."""
TOWN = Actor("town", LEAD, JANGSU)


def family(parties: Mapping[str, Party]) -> dict[str, Lifecycle]:
    return {kind: replace(lifecycle, parties=parties) for kind, lifecycle in FAMILY.items()}


def later(world: World, parties: Mapping[str, Party]) -> World:
    """A later program on the same database, with other rights."""
    found = World(world.store, family(parties)).continued(world)
    found.clock = found.engine.clock = world.clock
    found.define()
    return found


def test_the_first_table_is_in_no_definition() -> None:
    assert "parties" not in FAMILY["project"].definition
    assert changed(PARTIES) == {}
    assert restored(changed(ELSEWHERE)) == ELSEWHERE


def test_a_stream_keeps_the_rights_it_was_begun_under(world: World) -> None:
    one = world.project()
    after = later(world, ELSEWHERE)
    assert after.one(one, "save", TOWN, data={"plan": "계획"}).refusals[0].code == "role.not_allowed"
    after.done(one, "save", JEONBUK, data={"plan": "계획"})
    assert verify(after.store).findings == ()


def test_rights_that_were_taken_back_verify_where_they_held(database_url: str) -> None:
    town = Actor("town", LEAD, GUNWI)
    with world_on(database_url, family(ELSEWHERE)) as world:
        registered = world.opened().done(CALL_ID, "register", town, data={"area": GUNWI, "title": "연고산업"}).receipt
        assert registered is not None
        two = registered.stream
        world.done(two, "save", town, data={"plan": "계획"})
        after = later(world, ORIGINAL)
        after.done(two, "save", town, data={"plan": "다시"})
        assert after.one(two, "save", LEADS[GUNWI], data={"plan": "계획"}).refusals[0].code == "role.not_allowed"
        assert [verify(program.store).findings for program in (world, after)] == [(), ()]


def test_rights_of_another_generation_do_not_excuse(world: World) -> None:
    """The negative control: what only a later table allows is found on a stream of the first."""
    one = world.project()
    after = later(world, ELSEWHERE)
    town = {"id": TOWN.id, "role": TOWN.role, "org": TOWN.org}
    Attacker(after, one, one, "").append(
        one, row="save", trigger="save", **{"from": "draft", "to": "draft"}, actor=town
    )
    assert "event.org" in {each.code for each in verify(after.store).findings}
