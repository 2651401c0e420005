"""Board reads give the same on both databases, whatever the filters, page by page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from states.context import Stream
from states.instants import micros_of, written
from storage.projections import Rows, stream_row
from storage.queries import (
    PAGE,
    Filter,
    PendingTimer,
    counts,
    deadline_book,
    every,
    every_row,
    page,
    pending,
    refusals,
    supports_of,
)
from storage.schema import migrate
from storage.sight import Line, Sight
from storage.store import Store
from storage.transaction import Reader
from tests.world import world_on

NOW = datetime(2025, 1, 10, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALLS = ("call-2025-1", "call-2025-2")


def project(n: int, call: str = CALLS[1], state: str = "draft", due: datetime | None = None, **facts: object) -> Stream:
    given = {"area": "52740", "ministries": ["MSS", "MOJ"], "title": f"과제 {n}", "lead": "tp-jeonbuk", **facts}
    deadlines = {"reception_close": {"id": "reception_close@1", "expires": written(due)}} if due else {}
    id = f"project-{n:02}"
    return Stream(id, "project", state, 1, "h", given, deadlines, {"call": call}, "f", written(NOW))


def support(n: int, of: int) -> Stream:
    parents = {"call": CALLS[1], "project": f"project-{of:02}"}
    return Stream(f"support-{n}", "support", "planning", 1, "h", {"order": n}, {}, parents, "f", written(NOW))


PROJECTS = (
    project(1, due=NOW - DAY),
    project(2, state="submitted", due=NOW + DAY),
    project(3, state="submitted", ministries=["MSS", "MOIS"], title="고랭지 배추 (Kimchi)"),
    project(4, call=CALLS[0], area="51760", lead="tp-gangwon"),
    project(5, due=NOW),
)
SUPPORTS = (support(1, of=2), support(2, of=2), support(3, of=3))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A database with these projects and supports, timers and a refusal."""
    found = Store(database_url)
    migrate(found)
    rows = Rows()
    for stream in (*PROJECTS, *SUPPORTS):
        rows.born[stream.id] = stream_row(stream, "running" if stream.state == "planning" else "application")
        for each in stream.deadlines.values():
            named = ("reception_close", "lead", "civil", "", "", "", "")
            for id in (each["id"], "second@1"):  # two that end at once
                rows.deadlines[stream.id, id] = (stream.id, id, *named, micros_of(each["expires"]), "open")
    for n, (due, status) in enumerate(((30, "pending"), (10, "fired"), (20, "pending"), (20, "pending"))):
        key = (f"project-{n:02}", "t")
        rows.timers[key] = (*key, "expire", "{}", due * 1_000_000, status)
    rows.refusals.append(("project-01", "hash", "{}"))
    with found.transaction() as transaction:
        transaction.write(rows)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Filter("project"), [1, 2, 3, 4, 5]),
        (Filter("project", call=CALLS[1]), [1, 2, 3, 5]),
        (Filter("project", state="submitted"), [2, 3]),
        (Filter("project", phase="running"), []),
        (Filter("project", province="51"), [4]),
        (Filter("project", ministry="MOJ"), [1, 2, 4, 5]),
        (Filter("project", ministry="MO"), []),
        (Filter("project", search="배추"), [3]),
        (Filter("project", search="kimCHI"), [3]),
        (Filter("project", search="고랭지"), [3]),
        (Filter("project", search="%"), []),
        (Filter("project", search="과제_1"), []),
        (Filter("project", search="\\"), []),
        (Filter("project", search="tp-gangwon"), [4]),
        (Filter("project", overdue_at=NOW), [1]),
        (Filter("project", overdue_at=NOW + 2 * DAY), [1, 2, 5]),
        (Filter("project", state="submitted", ministry="MOIS", search="배추"), [3]),
    ],
    ids=str,
)
def test_a_filter_lets_through_what_it_says(store: Store, wanted: Filter, numbers: list[int]) -> None:
    with store.snapshot() as reader:
        found = page(reader, wanted, 100)
    assert [row.stream.id for row in found.rows] == [f"project-{n:02}" for n in numbers]
    assert found.cursor == ""


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
def test_pages_together_are_the_whole(store: Store, size: int) -> None:
    seen, cursor = list[Stream](), ""
    with store.snapshot() as reader:
        for _ in range(10):
            found = page(reader, Filter("project"), size, cursor)
            assert len(found.rows) <= size
            seen += [row.stream for row in found.rows]
            cursor = found.cursor
            if not cursor:
                break
    assert seen == list(PROJECTS)


@pytest.mark.parametrize(
    ("order", "numbers"),
    [("due", [1, 5, 2, 3, 4]), ("updated", [5, 4, 3, 2, 1]), ("area", [4, 1, 2, 3, 5]), ("lead", [4, 1, 2, 3, 5])],
)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_in_an_order_are_the_whole_in_that_order(store: Store, order: str, numbers: list[int], size: int) -> None:
    expected = [f"project-{n:02}" for n in numbers]
    seen, cursor, asked = list[str](), "", 0
    with store.snapshot() as reader:
        while asked == 0 or cursor:
            found = page(reader, Filter("project"), size, cursor, order)
            seen, cursor, asked = [*seen, *(row.stream.id for row in found.rows)], found.cursor, asked + 1
    assert seen == expected


@pytest.mark.parametrize("cursor", ["project-01", "none~project-01", "~", f"{2**63}~project-01"])
def test_a_cursor_of_another_order_begins_at_the_start(store: Store, cursor: str) -> None:
    with store.snapshot() as reader:
        assert page(reader, Filter("project"), 5, cursor, "due") == page(reader, Filter("project"), 5, "", "due")


def test_a_filter_of_ids_lets_through_these_alone(store: Store) -> None:
    with store.snapshot() as reader:
        found = page(reader, Filter("project", ids=("project-02", "project-05", "project-99")), 5)
    assert [row.stream.id for row in found.rows] == ["project-02", "project-05"]


def test_a_row_has_its_phase_and_next_deadline(store: Store) -> None:
    with store.snapshot() as reader:
        rows = page(reader, Filter("project"), 100).rows
    assert [row.next_due for row in rows] == [NOW - DAY, NOW + DAY, None, None, NOW]
    assert {row.phase for row in rows} == {"application"}


def test_counts_by_state(store: Store) -> None:
    with store.snapshot() as reader:
        assert counts(reader, "project") == {"draft": 3, "submitted": 2}
        assert counts(reader, "project", CALLS[0]) == {"draft": 1}
        assert counts(reader, "company") == {}


def test_supports_of_projects(store: Store) -> None:
    with store.snapshot() as reader:
        assert supports_of(reader, []) == {}
        found = supports_of(reader, ["project-02", "project-03", "project-04"])
    assert found == {"project-02": list(SUPPORTS[:2]), "project-03": [SUPPORTS[2]]}


def test_pending_timers_come_earliest_first(store: Store) -> None:
    def timer(n: int, second: int) -> PendingTimer:
        return PendingTimer(f"project-{n:02}", "t", "expire", datetime(1970, 1, 1, 0, 0, second, tzinfo=UTC))

    with store.snapshot() as reader:
        assert pending(reader, 10) == [timer(2, 20), timer(3, 20), timer(0, 30)]
        assert pending(reader, 1) == [timer(2, 20)]
        assert pending(reader, 10, datetime(1970, 1, 1, 0, 0, 20, tzinfo=UTC)) == [timer(2, 20), timer(3, 20)]
        assert pending(reader, 10, datetime(1970, 1, 1, 0, 0, 19, tzinfo=UTC)) == []


def test_refusals_of_a_stream(store: Store) -> None:
    with store.snapshot() as reader:
        assert refusals(reader, "project-01") == [("hash", "{}")]
        assert refusals(reader, "project-02") == []


def test_whoever_sees_a_programme_reads_the_book_in_its_own_order(sqlite_url: str) -> None:
    """SQLite's plan of a wide sight begins with the open deadlines; of a narrow one, with the streams it is about."""
    with world_on(sqlite_url) as world, world.store.snapshot() as reader:
        wide = Sight((Line("project", "programme", calls=("call-a",)), Line("call", "programme", calls=("call-a",))))
        narrow = Sight((Line("project", "lead", "tp-a"),))
        assert [plan_of_book(reader, sight) for sight in (wide, narrow)] == [
            "SCAN d USING INDEX deadline_open",
            "SEARCH s USING COVERING INDEX stream_holder (holder=? AND kind=?)",
        ]


def plan_of_book(reader: Reader, sight: Sight) -> str:
    """The first line of the plan for a page of the deadline book."""
    seen: list[str] = []
    reader.cursor.connection.set_trace_callback(seen.append)
    deadline_book(reader, sight, 50)
    reader.cursor.connection.set_trace_callback(None)
    return str(reader.query(f"EXPLAIN QUERY PLAN {seen[-1]}")[0][3])


def test_everything_is_read_however_much_there_is(store: Store) -> None:
    many = [project(100 + n, call="call-many") for n in range(PAGE + 1)]
    with store.transaction() as transaction:
        transaction.write(Rows(born={each.id: stream_row(each, "agreement") for each in many}))
    with store.snapshot() as reader:
        wanted = Filter("project", call="call-many", phase="agreement")
        assert [row.stream.id for row in every_row(reader, wanted)] == sorted(each.id for each in many)
        assert list(every(reader, wanted)) == [row.stream for row in every_row(reader, wanted)]
