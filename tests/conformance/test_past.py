"""Boards and the deadline book as they were: what they answer now of a moment is what was answered then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from jobs.sealing import seal
from states.instants import from_micros
from storage.boards import Filter, Page, counts, page
from storage.book import BookRow, book
from tests.conformance.attacker import KEY
from tests.world import CALL_ID, GUNWI, JANGSU, JEONBUK, JINAN, LEADS, World
from workflow.past import Past
from workflow.traces import Moment

HOUR = timedelta(hours=1)
BOARDS = (
    Filter("project"),
    Filter("project", call=CALL_ID, state="draft"),
    Filter("project", province="52"),
    Filter("project", search="연고"),
    Filter("project", states=("submitted", "reviewed")),
    Filter("call"),
)


@dataclass(frozen=True)
class Seen:
    """What was answered at a moment, when the log had `size` leaves."""

    at: datetime
    size: int
    boards: Sequence[tuple[Page, dict[str, int]]]
    book: Sequence[BookRow]


def walked(world: World) -> list[Seen]:
    """A life with drafts, submissions, a review and deadlines that pass; what was seen after every step."""
    seen: list[Seen] = []

    def look() -> None:
        kept = seal(world.store, KEY, world.clock.now())
        size = kept.size if kept else seen[-1].size
        with world.store.snapshot() as reader:
            boards = [(page(reader, each, 2), counts(reader, each.kind, each.call)) for each in BOARDS]
            seen.append(Seen(world.clock.now(), size, boards, book(reader, 50, call=CALL_ID)))
        world.clock.set(world.clock.now() + HOUR)

    def step(act: Callable[[], Any]) -> Any:
        found = act()
        look()
        return found

    one = step(lambda: world.project(JANGSU))
    two = step(lambda: world.project(JINAN, upto="submitted"))
    three = step(lambda: world.project(GUNWI))
    step(lambda: world.done(one, "save", JEONBUK, data={"plan": "다른 연고", "title": "새 이름", "money": 3}))
    step(lambda: world.done(one, "submit", JEONBUK))
    step(lambda: world.one(three, "submit", LEADS[JANGSU]))
    for stream in (one, two, three):
        for due in sorted(world.due(stream).values()):
            world.clock.set(max(due, world.clock.now()))
            step(world.drained)
    return seen


def test_what_was_seen_is_seen_again(world: World) -> None:
    seen = walked(world)
    past = Past(world.definitions)
    with world.store.snapshot() as reader:
        for then in seen:
            for moment in (Moment(then.at), Moment(checkpoint=then.size)):
                again = [past.board(reader, each, moment, 2) for each in BOARDS]
                assert [(each.page, each.counts) for each in again] == list(then.boards)
                assert past.book(reader, moment, 50, call=CALL_ID) == list(then.book)
    assert {row.status for then in seen for row in then.book} > {"open"}, "no deadline ended: the walk shows too little"
    assert len({str(then.boards) for then in seen}) > 5


def test_pages_follow_each_other(world: World) -> None:
    walked(world)
    past, wanted = Past(world.definitions), Filter("project")
    moment = Moment(world.clock.now())
    with world.store.snapshot() as reader:
        first = past.board(reader, wanted, moment, 2)
        second = past.board(reader, wanted, moment, 2, first.page.cursor)
        whole = past.board(reader, wanted, moment, 50)
    assert [*first.page.rows, *second.page.rows] == list(whole.page.rows)
    assert second.page.cursor == ""


def test_before_anything_there_is_nothing(world: World) -> None:
    walked(world)
    with world.store.snapshot() as reader:
        found = Past(world.definitions).board(reader, Filter("project"), Moment(from_micros(0)), 10)
    assert (found.page.rows, found.counts) == ((), {})


def test_a_late_paper_shows_on_the_board_it_took_effect_on(world: World) -> None:
    one = world.project(JANGSU)
    arrived = world.clock.now() + HOUR
    world.clock.set(arrived + 10 * HOUR)
    world.done(one, "save", JEONBUK, data={"plan": "온라인", "title": "온라인"})
    world.clock.set(arrived + 20 * HOUR)
    world.done(one, "save", JEONBUK, data={"plan": "종이", "title": "종이"}, occurred_at=arrived)
    past = Past(world.definitions)

    def title(at: datetime, *, effective: bool) -> str:
        with world.store.snapshot() as reader:
            board = past.board(reader, Filter("project"), Moment(at, effective=effective), 1)
        return str(board.page.rows[0].stream.facts["title"])

    assert title(arrived, effective=False) == "연고산업"
    assert title(arrived, effective=True) == "종이"
    assert title(arrived + 10 * HOUR, effective=False) == "온라인"


def test_what_is_kept_never_hides_what_came_since(world: World) -> None:
    past = Past(world.definitions)

    def states() -> dict[str, int]:
        with world.store.snapshot() as reader:
            return dict(past.board(reader, Filter("project"), Moment(world.clock.now()), 1).counts)

    one = world.project(JANGSU)
    before = states()
    world.done(one, "save", JEONBUK, data={"plan": "계획", "money": 7})
    world.done(one, "submit", JEONBUK)
    assert (before, states()) == ({"draft": 1}, {"submitted": 1})
