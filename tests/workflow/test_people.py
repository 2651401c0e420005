"""People and duties: invitations once, passwords throttled, duties by time, a handover in one act, all recorded."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from states.instants import micros
from storage import people as rows
from storage.store import Store
from tests.world import world_on
from workflow.clock import VirtualClock
from workflow.credentials import TOKEN, hash_of
from workflow.errors import Denied
from workflow.people import FREE_TRIES, LINK_LASTS, People
from workflow.principal import IDLE

NOW = datetime(2026, 1, 2, tzinfo=UTC)
DAY = timedelta(days=1)
PASSWORD = "correct horse 7"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with world_on(database_url) as world:
        yield world.store


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOW)


@pytest.fixture
def people(store: Store, clock: VirtualClock) -> People:
    made = People(store, clock, os.urandom)
    made.organise("admin", "tp", "테크노파크", "Technopark")
    return made


def person(people: People, login: str, *roles: str) -> str:
    """Someone who has accepted and holds these roles."""
    id, link = people.invite("admin", login, {"name": "홍길동"}, login)
    people.accept(link, PASSWORD)
    for role in roles:
        people.assign("admin", id, role, "tp", NOW)
    return id


def held(people: People, id: str, at: datetime) -> list[tuple[str, str]]:
    with people.store.snapshot() as reader:
        return sorted((d.role, d.behalf) for d in rows.duties(reader, id) if d.holds(micros(at)))


def denied(people: People, *arguments: str) -> str:
    with pytest.raises(Denied) as error:
        people.sign_in(*arguments)
    return error.value.code


def test_an_invitation_opens_once(people: People) -> None:
    id, link = people.invite("admin", "kim@tp.example", {"name": "김"})
    who, session = people.accept(link, PASSWORD)
    principal = people.principal(session)
    assert (who, principal and principal.person) == (id, id)
    with pytest.raises(Denied, match=r"link\.spent"):
        people.accept(link, PASSWORD)
    assert people.sign_in(" KIM@tp.example ", PASSWORD)[0] == id


def test_a_link_ends(people: People, clock: VirtualClock) -> None:
    _, link = people.invite("admin", "kim", {})
    clock.set(NOW + LINK_LASTS)
    with pytest.raises(Denied, match=r"link\.spent"):
        people.accept(link, PASSWORD)


@pytest.mark.parametrize("password", ["short", "kimkimkimkim", "x" * 300])
def test_a_weak_password_is_refused_and_the_link_stays(people: People, password: str) -> None:
    _, link = people.invite("admin", "kimkimkimkim", {})
    with pytest.raises(Denied, match=r"password\.unfit"):
        people.accept(link, password)
    people.accept(link, PASSWORD)


def test_tries_are_throttled_and_a_success_forgives(people: People, clock: VirtualClock) -> None:
    person(people, "kim")
    assert [denied(people, "kim", "wrong") for _ in range(FREE_TRIES)] == ["login.wrong"] * FREE_TRIES
    assert denied(people, "kim", PASSWORD) == "login.throttled"
    clock.set(NOW + timedelta(seconds=2))
    people.sign_in("kim", PASSWORD)
    assert denied(people, "kim", "wrong") == "login.wrong"
    assert denied(people, "nobody", "wrong") == "login.wrong"


def test_a_session_ends_by_idleness_by_age_and_by_suspension(people: People, clock: VirtualClock) -> None:
    id = person(people, "kim")
    _, session = people.sign_in("kim", PASSWORD)
    clock.set(NOW + IDLE - timedelta(seconds=1))
    assert people.principal(session) is not None
    clock.set(NOW + 2 * IDLE)
    assert people.principal(session) is None
    _, session = people.sign_in("kim", PASSWORD)
    people.suspend("admin", id)
    assert people.principal(session) is None
    assert denied(people, "kim", PASSWORD) == "login.wrong"
    people.restore("admin", id)
    people.sign_in("kim", PASSWORD)


def test_a_token_has_a_scope_an_end_and_no_secret_at_rest(people: People, clock: VirtualClock) -> None:
    id = person(people, "kim")
    _, secret = people.new_token(id, "bridge", ["read"], DAY)
    principal = people.principal(secret)
    assert principal is not None
    assert (secret.startswith("yeongo_"), principal.scope) == (True, frozenset({"read"}))
    with people.store.snapshot() as reader:
        (kept,) = rows.credentials(reader, id, TOKEN)
    assert (kept.hash, secret in repr(kept)) == (hash_of(secret), False)
    clock.set(NOW + DAY)
    assert people.principal(secret) is None
    for scope, lasts in ((["all"], DAY), ([], DAY), (["read"], 400 * DAY)):
        with pytest.raises(Denied, match=r"token\.unfit"):
            people.new_token(id, "x", scope, lasts)


def test_recovery_ends_earlier_links_and_sessions(people: People) -> None:
    id = person(people, "kim")
    _, session = people.sign_in("kim", PASSWORD)
    first, second = people.recover("admin", id), people.recover("admin", id)
    with pytest.raises(Denied):
        people.accept(first, "another long one 2")
    people.accept(second, "another long one 2")
    assert people.principal(session) is None
    assert denied(people, "kim", PASSWORD) == "login.wrong"


def test_changing_the_password_ends_sessions_not_tokens(people: People) -> None:
    id = person(people, "kim")
    _, session = people.sign_in("kim", PASSWORD)
    _, token = people.new_token(id, "bridge", ["read"], DAY)
    with pytest.raises(Denied, match=r"login\.wrong"):
        people.change_password(id, "wrong", "another long one 2")
    people.change_password(id, PASSWORD, "another long one 2")
    assert (people.principal(session), people.principal(token) is not None) == (None, True)


def test_duties_hold_by_time(people: People) -> None:
    id = person(people, "kim")
    duty = people.assign("admin", id, "lead", "tp", NOW, NOW + 10 * DAY)
    assert [held(people, id, NOW + n * DAY) for n in (-1, 0, 9, 10)] == [[], [("lead", "")], [("lead", "")], []]
    people.end("admin", duty, NOW + 3 * DAY)
    assert held(people, id, NOW + 3 * DAY) == []
    for role in ("system", "king"):
        with pytest.raises(Denied, match=r"duty\.role"):
            people.assign("admin", id, role, "tp", NOW)
    with pytest.raises(Denied, match=r"organisation\.unknown"):
        people.assign("admin", id, "lead", "nowhere", NOW)


def test_a_deputy_acts_for_the_absent_until_they_are_back(people: People) -> None:
    kim, lee = person(people, "kim", "lead", "agency"), person(people, "lee")
    people.absent("admin", kim, lee, NOW + DAY, NOW + 3 * DAY)
    assert [held(people, lee, NOW + n * DAY) for n in (0, 1, 3)] == [[], [("agency", kim), ("lead", kim)], []]
    assert held(people, kim, NOW + 2 * DAY) == [("agency", ""), ("lead", "")]
    with people.store.snapshot() as reader:
        lead = next(d for d in rows.duties(reader, kim) if d.role == "lead")
    people.end("admin", lead.id, NOW + 2 * DAY)
    assert held(people, lee, NOW + 2 * DAY) == [("agency", kim)]
    with pytest.raises(Denied, match=r"absence\.empty"):
        people.absent("admin", kim, kim, NOW, NOW + DAY)


def test_a_handover_passes_everything_in_one_act(people: People) -> None:
    kim, lee = person(people, "kim", "lead", "agency"), person(people, "lee")
    people.hand_over("admin", kim, lee, NOW + DAY)
    assert held(people, kim, NOW) == [("agency", ""), ("lead", "")]
    assert (held(people, lee, NOW), held(people, kim, NOW + DAY)) == ([], [])
    assert held(people, lee, NOW + DAY) == [("agency", ""), ("lead", "")]
    with pytest.raises(Denied, match=r"duty\.none"):
        people.hand_over("admin", kim, lee, NOW + DAY)


def test_who_stands_in_for_the_one_who_hands_over_does_so_no_longer(people: People) -> None:
    kim, lee, park = person(people, "kim", "lead"), person(people, "lee"), person(people, "park", "agency")
    people.absent("admin", kim, park, NOW, NOW + DAY)
    people.absent("admin", park, kim, NOW, NOW + 3 * DAY)
    people.hand_over("admin", kim, lee, NOW + DAY / 2)
    assert held(people, park, NOW) == [("agency", ""), ("lead", kim)]
    assert held(people, park, NOW + DAY / 2) == [("agency", "")]
    assert held(people, lee, NOW + DAY / 2) == [("agency", park), ("lead", "")]
    people.hand_over("admin", lee, park, NOW + 2 * DAY)
    assert held(people, park, NOW + 2 * DAY) == [("agency", ""), ("lead", "")], "nobody stands in for themselves"


def test_every_change_is_recorded_without_names(people: People) -> None:
    kim = person(people, "kim@tp.example", "lead")
    with people.store.snapshot() as reader:
        bodies = [body for _, _, body in rows.changes(reader)]
    text = "".join(bodies)
    assert all(word in text for word in ("person.invited", "person.accepted", "duty.assigned"))
    assert (kim in text, "홍길동" in text, PASSWORD in text) == (True, False, False)


def test_the_first_start_makes_one_administrator(people: People) -> None:
    link = people.begin()
    _, session = people.accept(link, PASSWORD)
    principal = people.principal(session)
    assert principal is not None
    assert [(duty.role, duty.org) for duty in principal.now(NOW)] == [("admin", "yeongo")]
    assert people.begin() == ""


def test_names_are_unreadable_at_rest(people: People) -> None:
    id = person(people, "kim@tp.example")
    with people.store.snapshot() as reader:
        found = rows.person(reader, id)
    assert found is not None
    assert people.profile_of(found) == {"name": "홍길동", "login": "kim@tp.example"}
    assert ("kim" in found.login, "홍길동".encode() in found.profile) == (False, False)


def test_an_account_elsewhere_is_linked_once(people: People) -> None:
    id = person(people, "kim")
    people.link("admin", id, "https://id.example", "42")
    assert people.sign_in_as("https://id.example", "42")[0] == id
    with pytest.raises(Denied, match=r"login\.unlinked"):
        people.sign_in_as("https://id.example", "43")
