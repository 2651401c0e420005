"""Half-way streams move to a generation with a split state, a removed one and a new deadline; and back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest

from jobs.sealing import AT_ONCE, seal
from states.canonical import dumps, loads
from states.lifecycle import STAY, Deadline, Lifecycle
from states.migration import Move
from states.roles import AGENCY, LEAD, Actor
from tests.conformance.attacker import KEY
from tests.toy import FAMILY, PAUSED, PROJECT, SUBMITTED, row, state
from tests.world import AGENCY_1, CALL_ID, GUNWI, JANGSU, JEONBUK, JINAN, World, world_on
from workflow.audit.bundles import verify_bundle
from workflow.audit.bundling import bundle
from workflow.audit.verify import verify
from workflow.errors import WorkflowError
from workflow.migration import Unmapped, plan, previews, proposal
from workflow.replay import rebuild

AGENCY_2 = Actor("agency-2", AGENCY, "tipa")
QUICK, THOROUGH = state("quick"), state("thorough")
VISITING = Deadline("visiting", "방문", "Visit", AGENCY, "overdue", "공고 §5", period="objection_decision")
REVIEWING = Deadline("reviewing", "심사", "Review", AGENCY, "overdue", "공고 §5", period="objection_decision")


def newer() -> Lifecycle:
    """`submitted` is split by round into quick and thorough, `paused` is gone, a visit is due, reviewing is shorter."""
    split = {"submitted": ("quick", "thorough")}
    rows = []
    for each in PROJECT.rows:
        if each.trigger in ("pause", "resume") or each.dest == "submitted":
            continue
        sources = [s for source in each.sources if source != "paused" for s in split.get(source, (source,))]
        opens = tuple({"reviewing": REVIEWING}.get(d.id, d) for d in each.opens)
        meets = tuple({"reviewing": REVIEWING}.get(d.id, d) for d in each.meets)
        rows.append(replace(each, sources=tuple(sources), opens=opens, meets=meets))
    submit = PROJECT.by_name["submit"]
    opens = (REVIEWING, VISITING)
    named = [(f"submit_{dest.id}", dest.id) for dest in (QUICK, THOROUGH)]
    rows += [replace(submit, trigger=name, name=name, dest=dest, opens=opens) for name, dest in named]
    rows.append(row("visited", (QUICK, THOROUGH), STAY, LEAD, opens=[VISITING]))
    states = tuple(each for each in PROJECT.states if each not in (SUBMITTED, PAUSED))
    return replace(PROJECT, states=(*states, QUICK, THOROUGH), rows=tuple(rows))


NEWER: Final = newer()
SPLIT = (
    Move("submitted", "quick", {"round": frozenset({1})}),
    Move("submitted", "thorough", {"round": frozenset({2})}),
)
BACK = (Move("quick", "submitted"), Move("thorough", "submitted"))


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as older:
        older.opened()
        world = World(older.store, {**FAMILY, "project": NEWER}, kept=(*PROJECT.rows[0].guards,)).continued(older)
        world.define()
        yield world


@pytest.fixture
def older(world: World) -> World:
    earlier = World(world.store, FAMILY).continued(world)
    earlier.keys = 1_000
    return earlier


def halfway(older: World) -> tuple[str, str]:
    """One submitted at once, one that was paused on the way and so is in its second round."""
    first, second = older.project(JANGSU, upto="submitted"), older.project(JINAN, upto="submitted")
    older.done(second, "pause", AGENCY_1)
    older.done(second, "resume", AGENCY_1)
    return first, second


def moved(world: World, streams: tuple[str, ...], to: Lifecycle, moves: tuple[Move, ...]) -> None:
    migration, found = plan(world.engine, streams, to.fingerprint, moves)
    shown = previews(world.engine, migration, found, world.clock.now())
    order = proposal(world.engine, migration, shown, "개정")
    world.agreed(AGENCY_1, AGENCY_2, CALL_ID, "migrate_streams", order)
    world.drained()


def test_a_dry_run_shows_everything_and_records_nothing(world: World, older: World) -> None:
    first, second = halfway(older)
    before = world.dump()
    migration, found = plan(world.engine, (first, second), NEWER.fingerprint, SPLIT)
    one, other = previews(world.engine, migration, found, world.clock.now())
    assert world.dump() == before
    assert (one.source, one.dest, other.dest) == ("submitted", "quick", "thorough")
    assert (one.kept, one.closed, list(one.opened)) == ((), (), ["visiting"])
    assert one.moved == {"reviewing": ("2024-12-20", one.opened["visiting"])}
    assert one.gained == (("lead", "visited"),)
    assert one.lost == (("agency", "pause"),)
    assert (one.refusals, one.problems) == ((), ())


def test_there_and_back_across_the_seam(world: World, older: World) -> None:
    first, second = halfway(older)
    moved(world, (first, second), NEWER, SPLIT)
    assert [world.stream(id).state for id in (first, second)] == ["quick", "thorough"]
    assert {world.stream(id).lifecycle for id in (first, second)} == {NEWER.fingerprint}
    assert sorted(world.stream(first).deadlines) == ["reviewing", "visiting"]
    world.done(first, "visited", JEONBUK)
    assert rebuild(world.store, world.definitions)[1] == []
    findings = verify(world.store).findings
    assert [each for each in findings if not each.code.startswith("log.")] == []

    moved(world, (first, second), PROJECT, BACK)
    assert [world.stream(id).state for id in (first, second)] == ["submitted", "submitted"]
    assert sorted(world.stream(first).deadlines) == ["reviewing"]
    assert world.done(first, "revise", JEONBUK, data={"plan": "다"}).event["lifecycle"] == PROJECT.fingerprint
    assert rebuild(world.store, world.definitions)[1] == []
    findings = verify(world.store).findings
    assert [each for each in findings if not each.code.startswith("log.")] == []


def test_a_bundle_that_holds_a_crossing_is_proven_without_the_database(world: World, older: World) -> None:
    first, second = halfway(older)
    moved(world, (first, second), NEWER, SPLIT)
    world.done(first, "visited", JEONBUK)
    seal(world.store, KEY, world.clock.now(), manifests=AT_ONCE)
    with world.store.snapshot() as reader:
        made = loads(dumps(bundle(reader, [first], private=False)))
    assert verify_bundle(made, KEY.verifier) == ()
    crossing = next(each for each in made["records"] if '"trigger":"migrate"' in each["body"])
    crossing["body"] = crossing["body"].replace('"to":"quick"', '"to":"thorough"')
    assert {each.code for each in verify_bundle(made, KEY.verifier)} != set()


def test_each_crossing_is_one_event_that_names_its_approval(world: World, older: World) -> None:
    first, second = halfway(older)
    moved(world, (first, second), NEWER, SPLIT)
    version = world.stream(CALL_ID).version
    last = [loads(world.events(id)[-1][2].encode()) for id in (first, second)]
    assert [each["timer"] for each in last] == [f"{CALL_ID}@{version}#0", f"{CALL_ID}@{version}#1"]
    assert {each["trigger"] for each in last} == {"migrate"}


def test_streams_that_have_nowhere_to_go_are_named(world: World, older: World) -> None:
    first = older.project(JANGSU, upto="submitted")
    lost = older.project(GUNWI)
    older.done(lost, "pause", AGENCY_1)
    migration, found = plan(world.engine, (first, lost), NEWER.fingerprint, SPLIT)
    shown = previews(world.engine, migration, found, world.clock.now())
    with pytest.raises(Unmapped, match=rf"{lost} \(paused\)"):
        proposal(world.engine, migration, shown, "개정")
    world.engine.definitions.try_out(migration)


def test_nobody_approves_their_own_proposal_or_another_one(world: World, older: World) -> None:
    first, _ = halfway(older)
    migration, found = plan(world.engine, (first,), NEWER.fingerprint, SPLIT)
    shown = previews(world.engine, migration, found, world.clock.now())
    order = proposal(world.engine, migration, shown, "개정")
    assert codes(world.one(CALL_ID, "migrate_streams", AGENCY_2, data=order)) == ["approval.not_proposed"]
    world.done(CALL_ID, "propose", AGENCY_1, data={"trigger": "migrate_streams", "content": order})
    assert codes(world.one(CALL_ID, "migrate_streams", AGENCY_1, data=order)) == ["approval.same_person"]
    other = {**order, "migration": "0" * 64}
    assert codes(world.one(CALL_ID, "migrate_streams", AGENCY_2, data=other)) == ["approval.not_proposed"]
    world.done(CALL_ID, "migrate_streams", AGENCY_2, data=order)
    assert codes(world.one(CALL_ID, "migrate_streams", AGENCY_2, data=order)) == ["approval.not_proposed"]


def test_what_went_on_since_the_review_is_not_moved_and_says_so(world: World, older: World) -> None:
    first, second = halfway(older)
    migration, found = plan(world.engine, (first, second), NEWER.fingerprint, SPLIT)
    shown = previews(world.engine, migration, found, world.clock.now())
    order = proposal(world.engine, migration, shown, "개정")
    world.done(CALL_ID, "propose", AGENCY_1, data={"trigger": "migrate_streams", "content": order})
    world.done(first, "revise", JEONBUK, data={"plan": "나"})
    world.done(CALL_ID, "migrate_streams", AGENCY_2, data=order)
    world.drained()
    assert [world.stream(id).lifecycle for id in (first, second)] == [PROJECT.fingerprint, NEWER.fingerprint]
    (refused,) = [body for stream, body in world.rows("refusal", "stream", "body") if stream == first]
    assert '"migration.as_reviewed"' in refused
    moved(world, (first,), NEWER, SPLIT)
    assert world.stream(first).lifecycle == NEWER.fingerprint


def test_no_person_crosses_by_themselves(world: World, older: World) -> None:
    first, _ = halfway(older)
    migration, found = plan(world.engine, (first,), NEWER.fingerprint, SPLIT)
    data = {"migration": migration.fingerprint, "reviewed": found[0].version}
    assert codes(world.one(first, "migrate", JEONBUK, data=data)) == ["role.not_allowed"]
    unknown = world.one(first, "migrate", JEONBUK, data={**data, "migration": "0" * 64})
    assert [each.code for each in unknown.problems] == ["trigger.unknown"]


def test_a_step_that_changes_its_lifecycle_without_a_migration_is_found(world: World, older: World) -> None:
    first, second = halfway(older)
    moved(world, (first, second), NEWER, SPLIT)
    migration = world.stream(first).facts["migration"]
    world.sql(f"DELETE FROM definition WHERE fingerprint = '{migration}'")
    found = {(each.code, each.stream) for each in verify(world.store).findings}
    assert {("event.illegal", first), ("event.illegal", second)} <= found


def test_streams_of_several_generations_or_none_are_not_planned(world: World, older: World) -> None:
    first = older.project(JANGSU)
    with pytest.raises(WorkflowError, match="not all under one lifecycle"):
        plan(world.engine, (first, CALL_ID), NEWER.fingerprint, ())
    with pytest.raises(WorkflowError, match="there is no stream project-none"):
        plan(world.engine, ("project-none",), NEWER.fingerprint, ())
    with pytest.raises(WorkflowError, match="has no state nirvana"):
        plan(world.engine, (first,), NEWER.fingerprint, (Move("draft", "nirvana"),))


def codes(outcome: object) -> list[str]:
    return [each.code for each in outcome.refusals]  # type: ignore[attr-defined]
