"""The digest: one letter a working day of what a person's duties owe, to those who ask or stand in for them."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest

from jobs.channels.email import Mailer
from jobs.delivery import Post, _due
from jobs.digest import DIGEST, day_of, parts_of, written
from states.canonical import dumps, loads
from states.rules.calendar import Calendar
from states.rules.periods import KST
from storage.deliveries import WAITING, ask, asking, deliveries, refuse, set_hours
from tests.conformance.test_late import FAMILY, walked
from tests.jobs.test_delivery import KIM, Inbox, certificate, inbox, people_of
from tests.world import CALL_ID, GUNWI, JANGSU, JEONBUK, World, world_on
from workflow.people import People

__all__ = ["certificate", "inbox"]

HOUR = timedelta(hours=1)


def kst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KST)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """Two projects of two leads; what they owe ends on 2024-12-20 (two answers) and 2025-01-10 (a payment)."""
    with world_on(database_url, FAMILY) as world:
        world.opened()
        world.project(JANGSU)
        world.project(GUNWI)
        yield world


def active(world: World) -> People:
    """The lead's and the agency's people, signed in before."""
    people = people_of(world)
    for person in ("kim", "lee"):
        people.restore("admin", person)
    return people


def post_of(world: World, people: People) -> Post:
    return Post(world.definitions, people, world.clock.now, lambda: False, None)


def waiting(world: World) -> list[tuple[str, str]]:
    with world.store.snapshot() as reader:
        return [(each.person, each.notice.letter) for each in deliveries(reader, WAITING)]


def parts(world: World, person: str) -> dict[str, list[tuple[str, str]]]:
    with world.store.snapshot() as reader:
        found = parts_of(reader, world.definitions, person, world.clock.now())
    return {each.en: [(str(x["due_date"]), str(x["label"]["en"])) for x in each.deadlines] for each in found}


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2024-12-11 08:29", None), ("2024-12-11 08:30", date(2024, 12, 11)), ("2024-12-11 17:59", date(2024, 12, 11)),
        ("2024-12-11 18:00", None), ("2024-12-14 09:00", None), ("2024-12-25 09:00", None),
    ],
)  # fmt: skip
def test_it_goes_out_on_working_days_in_the_morning(at: str, day: date | None) -> None:
    assert day_of(kst(at), Calendar.as_known(None)) == day


def test_only_those_get_it_who_ask_and_once_a_day(world: World) -> None:
    people = active(world)
    walked(world, kst("2024-12-11 09:00"))
    post_of(world, people).hand_out()
    assert waiting(world) == []
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
        assert asking(transaction, DIGEST) == ["kim"]
    for _ in range(2):
        post_of(world, people).hand_out()
    assert waiting(world) == [("kim", DIGEST)]
    world.clock.set(kst("2024-12-16 09:00"))
    post_of(world, people).hand_out()
    assert waiting(world) == [("kim", DIGEST)] * 2


def test_it_arrives_by_mail_with_one_click_to_end_it(world: World, inbox: tuple[Inbox, Mailer]) -> None:
    handler, mailer = inbox
    people = active(world)
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
    world.clock.set(kst("2024-12-11 09:00"))
    Post(world.definitions, people, world.clock.now, lambda: False, mailer, "https://yeongo.example")()
    (message,) = handler.taken
    assert (str(message["To"]), str(message["Subject"])) == (KIM, "[Yeongo] Deadlines on 2024-12-11")
    assert "2024-12-20 Answer" in str(message.get_content())  # type: ignore[attr-defined] # an EmailMessage
    assert str(message["List-Unsubscribe"]).startswith("<https://yeongo.example/unsubscribe/")


def test_it_tells_what_is_due_what_is_new_and_what_is_overdue_of_ones_own_duties(world: World) -> None:
    active(world)
    walked(world, kst("2024-12-10 10:30"))
    assert parts(world, "kim") == {"New": [("2024-12-20", "Answer"), ("2024-12-20", "Check"), ("2025-01-10", "Pay")]}
    walked(world, kst("2024-12-16 09:00"))
    assert parts(world, "kim") == {"Due within seven days": [("2024-12-20", "Answer"), ("2024-12-20", "Check")]}
    walked(world, kst("2025-01-13 09:00"))
    assert parts(world, "kim") == {"Overdue": [("2025-01-10", "Pay")]}
    assert parts(world, "lee") == {}, "the lead's, not the agency's"


def test_the_letter_says_it_in_both_languages(world: World) -> None:
    active(world)
    walked(world, kst("2025-01-13 09:00"))
    (id,) = [id for id, _ in world.rows("stream", "id", "holder") if id.startswith("project") and _ == JEONBUK.org]
    with world.store.snapshot() as reader:
        said = {x: written(reader, world.definitions, "kim", world.clock.now(), x) for x in ("ko", "en")}
    assert said["ko"][0] == "[연고] 2025-01-13 기한"
    assert f"기한이 지난 것\n  2025-01-10 지급 – 연고산업 ({id})" in said["ko"][1]
    assert said["en"] == (
        "[Yeongo] Deadlines on 2025-01-13",
        f"The deadlines you must see to, as of 2025-01-13.\n\nOverdue\n  2025-01-10 Pay – 연고산업 ({id})",
    )


def test_while_someone_stands_in_they_get_it_and_the_absent_do_not(world: World) -> None:
    people = active(world)
    people.invite("admin", "park@tp.example", {"email": "park@tp.example"}, "park")
    people.restore("admin", "park")
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
    since, until = kst("2024-12-11 00:00"), kst("2024-12-14 00:00")
    people.absent("admin", "kim", "park", since, until)
    got = []
    for day in ("2024-12-11", "2024-12-16"):
        world.clock.set(kst(f"{day} 09:00"))
        post_of(world, people).hand_out()
        got = waiting(world)
    assert got == [("park", DIGEST), ("kim", DIGEST)]


def test_the_stand_in_of_a_stand_in_who_is_absent_too_gets_it_and_one_who_left_does_not(world: World) -> None:
    people = active(world)
    for new in ("park", "choi"):
        people.invite("admin", f"{new}@tp.example", {"email": f"{new}@tp.example"}, new)
        people.restore("admin", new)
        people.assign("admin", new, "lead", JEONBUK.org, kst("2024-01-01 00:00"))
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
    since, until = kst("2024-12-11 00:00"), kst("2024-12-18 00:00")
    people.absent("admin", "kim", "park", since, until)
    people.absent("admin", "park", "choi", since, until)
    world.clock.set(kst("2024-12-11 09:00"))
    post_of(world, people).hand_out()
    people.suspend("admin", "choi")
    world.clock.set(kst("2024-12-16 09:00"))
    post_of(world, people).hand_out()
    assert waiting(world) == [("choi", DIGEST), ("park", DIGEST)]


def test_a_holiday_only_the_call_was_told_of_is_a_day_off_for_its_people(world: World) -> None:
    """Friday 12-20 is declared a holiday: no digest that day, and its letters wait until Monday morning."""
    people = active(world)
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
    holiday = {
        "day": "2024-12-20",
        "known_from": "2024-12-11",
        "ko": "임시공휴일",
        "en": "Holiday",
        "basis": "국무회의",
    }
    told = dumps({**world.stream(CALL_ID).facts, "holidays": [holiday]}).decode()
    world.sql(f"UPDATE stream SET facts = '{told}' WHERE id = '{CALL_ID}'")
    walked(world, kst("2024-12-20 09:00"))
    post_of(world, people).hand_out()
    post_of(world, people).route()
    with world.store.snapshot() as reader:
        at = {each.notice.letter: each.next_at.astimezone(KST) for each in deliveries(reader, WAITING)}
    assert (DIGEST in at, at["deadline_reminder"]) == (False, kst("2024-12-23 08:00"))
    world.clock.set(kst("2024-12-23 09:00"))
    post_of(world, people).hand_out()
    assert ("kim", DIGEST) in waiting(world)


def test_letters_that_can_wait_wait_for_ones_own_hours(world: World) -> None:
    people = active(world)
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
        set_hours(transaction, "kim", (time(10, 15), time(16)))
    walked(world, kst("2024-12-20 09:00"))
    post_of(world, people).hand_out()
    post_of(world, people).route()
    with world.store.snapshot() as reader:
        at = {(each.person, each.notice.letter): each.next_at.astimezone(KST) for each in deliveries(reader, WAITING)}
    assert at["kim", DIGEST] == at["kim", "deadline_reminder"] == kst("2024-12-20 10:15")


def test_who_has_left_or_owes_nothing_gets_none(world: World) -> None:
    people = active(world)
    with world.store.transaction() as transaction:
        ask(transaction, "kim", DIGEST)
        ask(transaction, "lee", DIGEST)
    people.suspend("admin", "kim")
    world.clock.set(kst("2024-12-11 09:00"))
    post_of(world, people).hand_out()
    assert waiting(world) == []


def test_what_the_law_does_not_ask_for_waits_until_people_are_at_work(world: World) -> None:
    """An escalation of Friday midnight is read on Monday morning; what the law asks for goes at once."""
    people = active(world)
    friday = kst("2024-12-20 23:59")
    walked(world, friday + HOUR)
    post_of(world, people).route()
    with world.store.snapshot() as reader:
        at = {each.notice.letter: each.next_at.astimezone(KST) for each in deliveries(reader, WAITING)}
    assert at["told"] == friday + HOUR, "a letter without a file of its own counts as the law's"
    assert at["deadline_reminder"] == kst("2024-12-23 08:00")


def test_a_letter_names_the_deadline_that_passed_or_is_reminded_of(world: World) -> None:
    walked(world, kst("2025-01-14 09:00"))
    (id,) = [id for id, org in world.rows("stream", "id", "holder") if id.startswith("project") and org == JEONBUK.org]
    found = {}
    with world.store.snapshot() as reader:
        standing = reader.streams([id])[id].deadlines
        for _, _, body in reader.events(id):
            event = loads(body.encode())
            due = _due(reader, event, standing, world.definitions, "project")
            found[event["trigger"]] = [(label["en"], day) for label, day in due]
    assert found["overdue"] == found["remind_overdue"] == [("Pay", "2025-01-10")]
    assert found["lapse"] == [("Check", "2024-12-20")]


def test_who_refused_reminders_still_gets_the_digest(world: World) -> None:
    people = active(world)
    with world.store.transaction() as transaction:
        refuse(transaction, "kim", "deadline_reminder")
        ask(transaction, "kim", DIGEST)
    walked(world, kst("2024-12-19 09:30"))
    post_of(world, people)()
    assert set(waiting(world)) == {("kim", DIGEST)}
