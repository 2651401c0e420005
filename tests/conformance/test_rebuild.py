"""Every projection follows from the record: a rebuild finds no difference, and finds each row that was touched."""

from collections.abc import Mapping

import pytest

from states.canonical import dumps, loads, sha256_hex
from states.instants import read
from tests.world import AGENCY_1, CALL_ID, DAEGU, EVALUATOR_1, GUNWI, JANGSU, JEONBUK, JINAN, World
from workflow.errors import RecordFault, UnknownDefinition, WorkflowError
from workflow.replay import Replayer, changes, rebuild, stream_at

SEALED = ("event", "refusal")


@pytest.fixture
def busy(world: World) -> World:
    """Something in every table: notices, claims, a met, a moved and an open deadline, a refusal, a private part."""
    id = world.project(JANGSU, upto="submitted")
    world.done(id, "revise", JEONBUK, data={"plan": "다시", "money": 8})
    world.done(id, "review", EVALUATOR_1, data={"opinion": "좋음", "score": 9000})
    world.done(id, "draw", JEONBUK, data={"amount": 30})
    other = world.project(GUNWI)
    assert not world.one(other, "submit", DAEGU).accepted
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": other})
    world.drained()
    world.project(JINAN)
    return world


def unlocked(world: World) -> World:
    """As a copy of the database in the hands of somebody who may do everything."""
    for table in SEALED:
        if world.store.is_sqlite:
            world.sql(f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete")
        else:
            world.sql(f"DROP TRIGGER {table}_is_final ON {table}")
    return world


def test_a_rebuild_finds_nothing_where_nothing_was_touched(busy: World) -> None:
    assert rebuild(busy.store, busy.definitions) == (len(busy.rows("event")), [])
    assert len(busy.rows("event")) == 12


TAMPERED = [
    ("stream", "state", "'granted'"),
    ("stream", "facts", "'{}'"),
    ("stream", "head", f"'{'1' * 64}'"),
    ("stream", "version", "99"),
    ("stream", "next_due", "7"),
    ("stream", "phase", "'other'"),
    ("stream", "search", "'other'"),
    ("deadline", "status", "'lost'"),
    ("deadline", "expires_at", "7"),
    ("timer", "status", "'lost'"),
    ("timer", "due_at", "7"),
    ("timer", "trigger", "'grant'"),
    ("timer", "data", "'{}'"),
    ("claim", "amount", "77"),
    ("balance", "total", "77"),
    ("outbox", "org", "'nobody'"),
    ("outbox", "status", "'lost'"),
    ("unsealed", "hash", f"'{'1' * 64}'"),
]


@pytest.mark.parametrize(("table", "column", "value"), TAMPERED)
def test_one_touched_value_is_named(busy: World, table: str, column: str, value: str) -> None:
    with busy.store.snapshot() as reader:
        names, width = reader.shape(table)
    row = busy.rows(table, *names)[-1]
    where = " AND ".join(f"\"{name}\" = '{key}'" for name, key in zip(names, row[:width], strict=False))
    busy.sql(f'UPDATE {table} SET "{column}" = {value} WHERE {where}')
    found = rebuild(busy.store, busy.definitions)[1]
    assert {each.table for each in found} == {table}
    if column in names[:width]:
        assert [each.stored is None for each in found].count(True) == 1
        assert len(found) == 2
    else:
        ((key, computed),) = [(each.key, each.computed) for each in found]
        assert (key, computed) == (row[:width], row[width:])


@pytest.mark.parametrize("table", ["stream", "deadline", "timer", "claim", "balance", "outbox", "unsealed"])
def test_a_row_dropped_is_named(busy: World, table: str) -> None:
    with busy.store.snapshot() as reader:
        names, width = reader.shape(table)
    row = busy.rows(table, *names)[0]
    where = " AND ".join(f"\"{name}\" = '{key}'" for name, key in zip(names, row[:width], strict=False))
    busy.sql(f"DELETE FROM {table} WHERE {where}")
    (difference,) = rebuild(busy.store, busy.definitions)[1]
    assert (difference.table, difference.key, difference.stored, difference.computed) == (
        table,
        row[:width],
        None,
        row[width:],
    )


def test_an_invented_stream_is_named(busy: World) -> None:
    columns = ", ".join(f'"{name}"' for name in busy_columns(busy) if name != "id")
    busy.sql(f"INSERT INTO stream (id, {columns}) SELECT 'project-ghost', {columns} FROM stream WHERE id = '{CALL_ID}'")
    (difference,) = rebuild(busy.store, busy.definitions)[1]
    assert (difference.table, difference.key, difference.computed) == ("stream", ("project-ghost",), None)


def busy_columns(world: World) -> tuple[str, ...]:
    with world.store.snapshot() as reader:
        return reader.shape("stream")[0]


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("change", ["UPDATE {} SET body = body", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_record(busy: World, table: str, change: str) -> None:
    before = busy.rows(table)
    with pytest.raises(Exception, match=r"the record admits no (update|delete)"):
        busy.sql(change.format(table))
    assert busy.rows(table) == before


def project(world: World) -> str:
    """The stream of the project that went furthest."""
    (found,) = (id for id, kind, version in world.rows("stream", "id", "kind", "version") if version == 6)
    return str(found)


def rewritten(world: World, id: str, version: int, parts: Mapping[str, object], *, rehash: bool = True) -> None:
    """Change parts of one event's body behind the program's back, and its hash unless told otherwise."""
    body = loads(world.events(id)[version - 1][2].encode()) | parts
    text, hash = dumps(body).decode().replace("'", "''"), sha256_hex(body)
    new = f"body = '{text}'" + (f", hash = '{hash}'" if rehash else "")
    unlocked(world).sql(f"UPDATE event SET {new} WHERE stream = '{id}' AND version = {version}")


def fault(world: World) -> RecordFault:
    with pytest.raises(RecordFault) as caught:
        rebuild(world.store, world.definitions)
    return caught.value


def test_a_flipped_body_is_found(busy: World) -> None:
    id = project(busy)
    rewritten(busy, id, 2, {"changes": {"plan": "계략", "money": 7, "saves": 1}}, rehash=False)
    found = fault(busy)
    assert (found.stream, found.version) == (id, 2)
    assert found.cause == "the body does not have the hash stored beside it"


def test_a_flipped_body_with_its_hash_breaks_the_chain_behind_it(busy: World) -> None:
    id = project(busy)
    rewritten(busy, id, 2, {"changes": {"plan": "계략", "money": 7, "saves": 1}})
    found = fault(busy)
    assert (found.stream, found.version, found.cause) == (id, 3, "does not continue the chain of its stream")


def test_the_last_event_rewritten_shows_in_the_projections(busy: World) -> None:
    id = project(busy)
    rewritten(busy, id, 6, {"changes": {"amount": 31}})
    assert {each.table for each in rebuild(busy.store, busy.definitions)[1]} == {"stream", "unsealed"}


def test_a_missing_event_is_found(busy: World) -> None:
    id = project(busy)
    unlocked(busy).sql(f"DELETE FROM event WHERE stream = '{id}' AND version = 3")
    found = fault(busy)
    assert (found.stream, found.version) == (id, 4)
    assert found.cause == "follows version 2: an event is missing or renumbered"


def test_a_renumbered_event_is_found(busy: World) -> None:
    id = project(busy)
    unlocked(busy).sql(f"UPDATE event SET version = 9 WHERE stream = '{id}' AND version = 6")
    assert (fault(busy).version, fault(busy).cause) == (9, "follows version 5: an event is missing or renumbered")


def test_an_event_of_another_stream_is_found(busy: World) -> None:
    id = project(busy)
    rewritten(busy, id, 6, {"stream": "project-other"})
    assert (fault(busy).stream, fault(busy).version) == (id, 6)


def test_a_wrong_link_is_found(busy: World) -> None:
    id = project(busy)
    rewritten(busy, id, 4, {"prev": "1" * 64})
    assert (fault(busy).version, fault(busy).cause) == (4, "does not continue the chain of its stream")


@pytest.mark.parametrize(
    ("parts", "cause"),
    [
        ({"version": "4"}, "is no event: Expected `int`, got `str` - at `$.version`"),
        ({"changes": 7}, "is no event: Expected `object | null`, got `int` - at `$.changes`"),
    ],
)
def test_a_body_that_is_no_event_is_found(busy: World, parts: dict[str, object], cause: str) -> None:
    id = project(busy)
    rewritten(busy, id, 4, parts)
    assert (fault(busy).version, fault(busy).cause) == (4, cause)


def test_a_step_from_another_state_is_found(busy: World) -> None:
    id = project(busy)
    rewritten(busy, id, 6, {"from": "draft", "to": "draft"})
    assert (fault(busy).version, fault(busy).cause) == (6, "starts from draft, but the stream was reviewed")


@pytest.mark.parametrize("parts", [{"to": "granted"}, {"row": "submit"}, {"row": "fly"}])
def test_a_step_no_row_allows_is_found(busy: World, parts: dict[str, str]) -> None:
    id = project(busy)
    rewritten(busy, id, 6, parts)
    row, to = parts.get("row", "draw"), parts.get("to", "reviewed")
    assert (fault(busy).version, fault(busy).cause) == (6, f"no row {row} leads from reviewed to {to}")


def test_a_step_under_an_unknown_definition_is_found(busy: World) -> None:
    rewritten(busy, project(busy), 6, {"lifecycle": "1" * 64})
    with pytest.raises(UnknownDefinition, match="the project lifecycle 111111111111 is not known"):
        rebuild(busy.store, busy.definitions)


def test_a_changed_refusal_is_found(busy: World) -> None:
    ((stream, _, body),) = busy.rows("refusal")
    text = body.replace("plan.missing", "plan.present")
    unlocked(busy).sql(f"UPDATE refusal SET body = '{text}'")
    assert (fault(busy).stream, "does not have the hash" in fault(busy).cause) == (stream, True)


def test_a_stream_as_it_was(busy: World) -> None:
    id = project(busy)
    busy.clock.set(read("2024-12-12T00:00:00Z"))
    busy.done(id, "draw", JEONBUK, data={"amount": 1})
    replayer = Replayer(busy.definitions)
    with busy.store.snapshot() as reader:
        states = [stream_at(reader, replayer, id, version=n).state for n in range(8)]
        assert states == ["unborn", "draft", "draft", "submitted", "submitted", "reviewed", "reviewed", "reviewed"]
        assert stream_at(reader, replayer, id) == reader.streams([id])[id]
        assert stream_at(reader, replayer, id, at=read("2024-12-11T23:59:59Z")).version == 6
        assert stream_at(reader, replayer, id, at=read("2024-12-12T00:00:00Z")).version == 7
        assert stream_at(reader, replayer, id, at=read("2024-12-09T00:00:00Z")).version == 0
        two, four = (stream_at(reader, replayer, id, version=n) for n in (2, 4))
        assert changes(two, four) == {"state": ("draft", "submitted"), "plan": ("계획", "다시"), "money": (7, 8)}
        with pytest.raises(WorkflowError, match=f"{id} has versions 0 to 7, not 8"):
            stream_at(reader, replayer, id, version=8)
