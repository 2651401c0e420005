"""Pages of streams, their order, their cursors; how many stand in each state."""

from collections.abc import Iterator

import pytest

from states.context import Stream
from storage.boards import PAGE, Filter, counts, every, every_row, page
from storage.projections import Rows, stream_row
from storage.store import Store
from tests.storage.board_scene import CALLS, DAY, NOW, PROJECTS, filled, project


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with filled(database_url) as found:
        yield found


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


def test_everything_is_read_however_much_there_is(store: Store) -> None:
    many = [project(100 + n, call="call-many") for n in range(PAGE + 1)]
    with store.transaction() as transaction:
        transaction.write(Rows(born={each.id: stream_row(each, "agreement") for each in many}))
    with store.snapshot() as reader:
        wanted = Filter("project", call="call-many", phase="agreement")
        assert [row.stream.id for row in every_row(reader, wanted)] == sorted(each.id for each in many)
        assert list(every(reader, wanted)) == [row.stream for row in every_row(reader, wanted)]
