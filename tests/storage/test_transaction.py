"""What a reader and a transaction are asked, on both databases alike."""

from states.instants import micros
from storage.transaction import KNOWN, in_order
from tests.world import AGENCY_1, CALL_ID, GUNWI, JANGSU, JEONBUK, LEADS, START, real_rules, world_on


def test_streams_are_found_by_their_ids(database_url: str) -> None:
    with world_on(database_url) as world:
        id = world.opened().project(JANGSU)
        with world.store.transaction() as transaction:
            assert set(transaction.streams([id, CALL_ID, "project-none", 'odd"\\,{}'])) == {id, CALL_ID}
            keys = [(each, "someone", "k") for each in (CALL_ID, id, "project-none")]
            assert transaction.take(keys) == (transaction.streams([id, CALL_ID]), {})
            assert transaction.take([]) == ({}, {})
            assert transaction.streams([]) == {}


def test_children_are_listed_by_kind_and_id(database_url: str) -> None:
    with world_on(database_url) as world:
        ids = sorted([world.opened().project(JANGSU), world.project(GUNWI)])
        supports = [world.done(ids[0], "plan", LEADS[world.stream(ids[0]).facts["area"]]).receipt for _ in range(2)]
        with world.store.snapshot() as reader:
            call, project = world.stream(CALL_ID), world.stream(ids[0])
            assert [child.id for child in reader.children(call, ["project"])] == ids
            found = [child.id for child in reader.children(project, ["company", "support"])]
        assert found == sorted(receipt.stream for receipt in supports if receipt)


def test_known_keys_are_found_whole(database_url: str) -> None:
    with world_on(database_url) as world:
        id = world.opened().project(JANGSU)
        world.done(id, "save", JEONBUK, "k", data={"plan": "가"})
        asked = [(id, JEONBUK.id, "k"), (id, "another", "k"), (CALL_ID, JEONBUK.id, "k")]
        with world.store.transaction() as transaction:
            streams, found = transaction.take([*asked, asked[0]])
        ((version, hash, body),) = world.events(id)[1:]
        assert KNOWN.startswith("e.actor, e.key")
        assert set(streams) == {id, CALL_ID}
        assert list(found) == asked[:1]
        assert (found[asked[0]][0], found[asked[0]][1], found[asked[0]][3]) == (version, hash, body)


def test_due_timers_come_earliest_first(database_url: str) -> None:
    with world_on(database_url) as world:
        id = world.opened().project(JANGSU)
        world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
        ends = micros(real_rules().reception.closes_at) + 32_000_001
        with world.store.transaction() as transaction:
            assert transaction.due(micros(START) - 1, 9) == ([], {})
            now = [(row[1], row[2], row[4]) for row in transaction.due(micros(START), 9)[0]]
            later = [(row[1], row[4]) for row in transaction.due(ends, 9)[0]]
            assert transaction.due(ends, 1)[0][0][1] == f"{CALL_ID}@3#0"
        assert now == [(f"{CALL_ID}@3#0", "wake", micros(START))]
        assert later == [(f"{CALL_ID}@3#0", micros(START)), ("filing@1", ends)]


def test_a_sum_and_a_share_of_it(database_url: str) -> None:
    with world_on(database_url) as world:
        one, other = world.opened().project(JANGSU), world.project(GUNWI)
        world.done(one, "draw", JEONBUK, data={"amount": 30})
        with world.store.transaction() as transaction:
            found = [transaction.balance("fund", CALL_ID, id) for id in (one, other)]
            assert found == [(30, 30), (30, 0)]
            assert transaction.balance("fund", "call-none", one) == (0, 0)


def test_a_definition_is_stored_once(database_url: str) -> None:
    with world_on(database_url) as world:
        with world.store.transaction() as transaction:
            transaction.define("f", "call", "a", "first")
            transaction.define("f", "call", "a", "second")
        with world.store.snapshot() as reader:
            assert (reader.definition("f"), reader.definition("none")) == (("call", "first"), None)
            assert reader.last_recorded() is None
        world.opened()
        with world.store.snapshot() as reader:
            assert reader.last_recorded() == START


def test_every_event_comes_with_its_stream_in_order(database_url: str) -> None:
    with world_on(database_url) as world:
        ids = [world.opened().project(JANGSU, upto="submitted"), world.project(GUNWI)]
        with world.store.snapshot() as reader:
            found = list(reader.every_event(2))
        assert {stream for stream, *_ in found} == {CALL_ID, *ids}
        for id in ids:
            mine = [(version, hash, body.decode()) for stream, version, hash, body in found if stream == id]
            assert mine == world.events(id)


def test_an_event_that_comes_early_waits_for_those_before_it() -> None:
    rows = [("a", 2, "h", b""), ("b", 1, "h", b""), ("a", 3, "h", b""), ("a", 1, "h", b""), ("b", 3, "h", b"")]
    assert [(row[0], row[1]) for row in in_order(rows)] == [("b", 1), ("a", 1), ("a", 2), ("a", 3), ("b", 3)]
