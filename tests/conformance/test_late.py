"""Ends and reminders the clock finds late, and what was let pass: who hears of it, what waits, what is on record."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from states.canonical import loads
from states.deadline_rows import deadline_rows
from states.lifecycle import ESCALATE, STAY, SUPERSEDE, UNBORN, Deadline, Lifecycle, Notice
from states.payloads.common import Expiry
from states.roles import AGENCY, LEAD, MINISTRY, SYSTEM, responsible_after
from states.standing import GRACE, MISSED
from storage.book import book
from storage.timers import incidents, retry
from tests import toy
from tests.world import AGENCY_1, CALL_ID, JANGSU, JEONBUK, World, world_on
from workflow.audit.verify import verify
from workflow.past import Past
from workflow.replay import rebuild
from workflow.traces import Moment

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TOLD = Notice("told", (LEAD,), "경과", "Passed")
PAYING = Deadline("paying", "지급", "Pay", LEAD, "overdue", "공고 §5", period="state_money", late=SUPERSEDE)
ANSWERING = Deadline("answering", "답변", "Answer", LEAD, "lapse", "공고 §5", period="objection", late=ESCALATE)
PLAIN = Deadline("plain", "확인", "Check", LEAD, "lapse", "공고 §5", period="objection")
PROJECT = Lifecycle(
    name="project",
    ko="과제",
    en="Project",
    states=(toy.DRAFT, toy.EXPIRED),
    rows=(
        toy.row(
            "register", UNBORN, toy.DRAFT, LEAD, payload=toy.Register, records=toy.led, opens=[PAYING, ANSWERING, PLAIN]
        ),
        toy.row("pay", toy.DRAFT, STAY, LEAD, meets=[PAYING]),
        toy.row("overdue", toy.DRAFT, STAY, SYSTEM, payload=Expiry, notify=[TOLD]),
        toy.row("lapse", toy.DRAFT, STAY, SYSTEM, payload=Expiry, notify=[TOLD]),
        toy.row("wake", toy.DRAFT, STAY, SYSTEM),
        toy.row("give_up", toy.DRAFT, toy.EXPIRED, LEAD, cancels=[PAYING, ANSWERING, PLAIN]),
        *deadline_rows((toy.DRAFT,)),
    ),
)
FAMILY: Mapping[str, Lifecycle] = {**toy.FAMILY, "project": PROJECT}
"""Paying: a month, reminded 7, 3 and 1 days before and 1 and 7 days after. The others: ten days, 3 and 1 before."""


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url, FAMILY) as world:
        yield world.opened()


def happened(world: World, id: str, since: int = 1) -> list[tuple[Any, ...]]:
    """Trigger, timer, lateness, policy and the letters with whom they went to, of each event after the first."""
    events = [loads(body.encode()) for _, _, body in world.events(id)[since:]]
    return [
        (x["trigger"], x["timer"], x.get("late"), x.get("late_policy"), [n["to"] for n in x.get("notices", [])])
        for x in events
    ]


def ends(world: World, id: str, kind: str) -> datetime:
    due = world.due(id)
    return due[f"{kind}@1"]


def walked(world: World, until: datetime) -> None:
    """The clock is never down: each timer fires at its own instant."""
    while True:
        due = [at for id in ids(world) for at in world.due(id).values() if at <= until]
        if not due:
            world.clock.set(until)
            return
        world.clock.set(max(world.clock.now(), min(due)))
        world.drained()


def ids(world: World) -> list[str]:
    return [id for (id,) in world.rows("stream", "id")]


def sound(world: World) -> None:
    assert rebuild(world.store, world.definitions)[1] == []
    assert verify(world.store).findings == ()


TO_LEAD, TO_AGENCY, TO_MINISTRY = ["lead", "tp-jeonbuk"], ["agency", "tipa"], ["ministry", "MSS"]


def test_what_was_let_pass_is_asked_for_again_each_time_one_responsible_higher(world: World) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "paying")
    walked(world, end + 8 * DAY)
    assert happened(world, id)[-3:] == [
        ("overdue", "paying@1", None, None, [[TO_LEAD]]),
        ("remind_overdue", "paying@1~3", None, None, [[TO_LEAD, TO_AGENCY]]),
        ("remind_overdue", "paying@1~4", None, None, [[TO_LEAD, TO_AGENCY, TO_MINISTRY]]),
    ]
    assert world.stream(id).deadlines["paying+"]["chased"] == 2
    assert "paying" not in world.stream(id).deadlines
    sound(world)


def test_what_is_done_late_is_asked_for_no_more_and_says_so(world: World) -> None:
    id = world.project(JANGSU)
    walked(world, ends(world, id, "paying") + 2 * DAY)
    world.done(id, "pay", JEONBUK)
    assert "paying+" not in world.stream(id).deadlines
    status = {row[1]: row[-1] for row in world.rows("deadline") if row[0] == id}
    assert status["paying@1"] == "late"
    before = len(world.events(id))
    walked(world, world.clock.now() + 30 * DAY)
    assert len(world.events(id)) == before
    sound(world)


def test_the_book_as_it_was_tells_what_was_owed_and_what_was_done_late(world: World) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "paying")
    walked(world, end + 2 * DAY)
    world.done(id, "pay", JEONBUK)
    done, past = world.clock.now(), Past(world.definitions)
    with world.store.snapshot() as reader:
        found = [
            {row.kind: row.status for row in past.book(reader, Moment(at), 9, stream=id)}["paying"]
            for at in (end - DAY, end + DAY, done)
        ]
        now = {row.kind: row.status for row in book(reader, 9, stream=id)}["paying"]
    assert (found, now) == (["open", "expired", "late"], "late")


def test_at_the_end_nothing_is_owed(world: World) -> None:
    id = world.project(JANGSU)
    walked(world, ends(world, id, "paying") + 2 * DAY)
    world.done(id, "give_up", JEONBUK)
    assert (world.stream(id).deadlines, world.due(id)) == ({}, {})
    sound(world)


def test_a_deadline_without_reminders_after_its_end_leaves_nothing_owed(world: World) -> None:
    id = world.project(JANGSU)
    walked(world, ends(world, id, "plain") + DAY)
    assert set(world.stream(id).deadlines) == {"paying"}


def test_of_an_end_found_late_whose_reminder_is_due_already_only_that_is_sent(world: World) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "paying")
    walked(world, end - SECOND)
    world.clock.set(end + 8 * DAY)
    world.drained()
    late = 8 * 86_400
    assert happened(world, id)[-2:] == [
        ("overdue", "paying@1", late, "supersede", []),
        ("remind_overdue", "paying@1~3", 140_432, None, [[TO_LEAD, TO_AGENCY]]),
    ]
    assert "remind_at" not in world.stream(id).deadlines["paying+"], "of two that were missed one is sent"
    sound(world)


def test_an_end_found_late_is_told_to_the_next_responsible_where_the_kind_says_so(world: World) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "answering")
    walked(world, end - SECOND)
    world.clock.set(end + 3 * DAY)
    world.drained()
    found = {timer: rest for _, timer, *rest in happened(world, id)}
    assert found["answering@1"] == [3 * 86_400, "escalate", [[TO_LEAD, TO_AGENCY]]]
    assert found["plain@1"] == [3 * 86_400, None, [[TO_LEAD]]]
    sound(world)


def test_a_short_wait_is_no_lateness_worth_a_policy(world: World) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "answering")
    walked(world, end - SECOND)
    world.clock.set(end + MISSED)
    world.drained()
    found = {timer: rest for _, timer, *rest in happened(world, id)}
    assert found["answering@1"] == [600, None, [[TO_LEAD]]]


def test_a_policy_the_definition_does_not_have_is_found_by_the_audit(world: World) -> None:
    id = world.project(JANGSU)
    walked(world, ends(world, id, "plain") - SECOND)
    world.clock.set(ends(world, id, "plain") + DAY)
    entry = world.stream(id).deadlines["plain"]
    told = {**world.stream(id).deadlines, "plain": {**entry, "late": "escalate"}}
    text = orjson.dumps(told).decode()
    world.sql(f"UPDATE stream SET deadlines = '{text}' WHERE id = '{id}'")
    world.drained()
    assert "event.consequences" in {each.code for each in verify(world.store).findings}


def test_after_a_missed_reminder_the_clock_waits_a_day_before_it_acts(world: World) -> None:
    """Nothing expires before its reminder is on record and its notice ran: after downtime both come in one moment."""
    id = world.project(JANGSU)
    end = ends(world, id, "answering")
    back = end + 3 * DAY
    walked(world, end - 2 * DAY)
    before = len(world.events(id))
    world.clock.set(back)
    world.drained()
    assert [(x[0], x[1]) for x in happened(world, id, before)] == [
        ("remind", "answering@1~1"), ("remind", "plain@1~1"),
    ]  # fmt: skip
    standing = world.stream(id).deadlines["answering"]
    assert (standing["expires"], standing["timer"]) == (
        f"{end - GRACE:%Y-%m-%dT%H:%M:%S.%fZ}",
        f"answering@1~late{before + 1}",
    )
    assert world.due(id)[standing["timer"]] == back + DAY
    sound(world)
    walked(world, back + DAY + MISSED)
    assert [(x[0], x[1], x[2]) for x in happened(world, id, before + 2)][:2] == [
        ("lapse", f"answering@1~late{before + 1}", None), ("lapse", f"plain@1~late{before + 2}", None),
    ]  # fmt: skip
    status = {row[1]: row[-1] for row in world.rows("deadline") if row[0] == id}
    assert (status["answering@1"], status["plain@1"]) == ("expired", "expired")
    sound(world)


def test_what_is_ended_while_it_waits_does_not_fire(world: World) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "answering")
    walked(world, end - 2 * DAY)
    world.clock.set(end + 3 * DAY)
    world.drained()
    world.done(id, "give_up", JEONBUK)
    assert world.due(id) == {}
    sound(world)


@pytest.mark.parametrize("limit", [1, 128])
def test_an_end_does_not_fire_while_its_reminder_is_set_aside(world: World, limit: int) -> None:
    id = world.project(JANGSU)
    end = ends(world, id, "answering")
    walked(world, end - 2 * DAY)
    world.sql(f"UPDATE timer SET data = 'unreadable' WHERE stream = '{id}' AND id = 'answering@1~1'")
    world.clock.set(end)
    while world.engine.drain(world.clock.now(), limit):
        pass
    with world.store.snapshot() as reader:
        aside = {each.timer: each.reason for each in incidents(reader)}
    assert set(aside) == {"answering@1~1", "answering@1"}
    assert aside["answering@1"].startswith("Unreminded: the reminder answering@1~1")
    assert "plain@1~1" in {x[1] for x in happened(world, id)}, "the others are not held up"
    world.sql("""UPDATE timer SET data = '{"reminder":"answering@1~1"}' WHERE id = 'answering@1~1'""")
    with world.store.transaction() as transaction:
        retry(transaction, incidents(transaction))
    walked(world, end + 2 * DAY)
    assert [x[0] for x in happened(world, id) if x[1].startswith("answering@1")][-2:] == ["remind", "lapse"]
    sound(world)


def test_a_reaction_that_comes_late_says_how_late(world: World) -> None:
    id = world.project(JANGSU)
    world.done(CALL_ID, "rouse", AGENCY_1, data={"project": id})
    world.clock.set(world.clock.now() + timedelta(minutes=90))
    world.drained()
    assert happened(world, id) == [("wake", f"{CALL_ID}@3#0", 5_400, None, [])]


def test_the_line_of_responsibility_ends_at_the_ministry() -> None:
    assert responsible_after(LEAD, 1) == (AGENCY,)
    assert responsible_after(LEAD, 9) == (AGENCY, MINISTRY)
    assert responsible_after(MINISTRY, 1) == ()
