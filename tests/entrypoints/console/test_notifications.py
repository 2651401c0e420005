"""Notifications: letters, hours and feeds of one's own, the duty's webhooks; by plain forms, in both languages."""

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from jobs.letter import letters
from states.instants import from_micros
from storage import deliveries, webhooks
from storage.deliveries import FAILED
from storage.webhooks import Attempt, Message, Webhook
from tests.entrypoints.api.conftest import PASSWORD, House
from tests.entrypoints.console.test_pages import assert_sound, get, post

AT, WHERE, LEAD = "/notifications", "https://hooks.example.org/in", "lead-1"


def ticked(house: House, who: str = LEAD) -> list[str]:
    return re.findall(r'name="letter" value="([^"]+)" checked>', get(house, AT, who).text)


def made(house: House, who: str = LEAD, **more: str) -> str:
    """The address of a new webhook's page."""
    shown = post(house, f"{AT}/webhooks", urlencode({"url": WHERE, "event": "project.*", **more}), who)
    (act,) = set(re.findall(r'action="(/notifications/webhooks/[^"]+)"', shown.text))
    return str(act)


def test_letters_are_wanted_as_ticked_and_the_laws_stay(house: House) -> None:
    before = get(house, AT, LEAD)
    assert_sound(before)
    assert "digest" not in ticked(house)
    assert "deadline_reminder" in ticked(house)
    post(house, f"{AT}/letters", "letter=digest", LEAD)
    assert ticked(house) == ["digest"]
    law = next(id for id, each in letters().items() if each.statutory)
    assert f'value="{law}"' not in before.text
    post(house, f"{AT}/letters", "letter=digest&letter=nothing", LEAD)
    with house.parts.store.snapshot() as reader:
        assert deliveries.asked(reader, LEAD) == {"digest"}
        assert "deadline_reminder" in deliveries.refused(reader, LEAD)
    assert ticked(house, "lead-2") != ["digest"]


def test_hours_are_kept_and_nonsense_is_not(house: House) -> None:
    assert post(house, f"{AT}/hours", "earliest=09:30&latest=18:00", LEAD).headers["location"] == f"{AT}#hours"
    assert post(house, f"{AT}/hours", "earliest=18:00&latest=09:30", LEAD).status_code == 422
    assert post(house, f"{AT}/hours", "earliest=x&latest=", LEAD).status_code == 422
    assert re.findall(r'type="time" name="\w+" required value="([^"]+)"', get(house, AT, LEAD).text) == [
        "09:30",
        "18:00",
    ]


def test_a_feed_is_made_shown_once_and_revoked(house: House) -> None:
    people = house.api.people
    _, link = people.invite("admin-1", "kim@tp.example", {"email": "kim@tp.example"}, "kim")
    people.assign("admin-1", "kim", "lead", "tp-jeonbuk", from_micros(0))
    house.ask("POST", "/api/v1/links", json={"link": link, "password": PASSWORD})
    house.headers["Sec-Fetch-Site"] = "same-origin"
    shown = post(house, f"{AT}/feeds", f"stream={house.project}")
    (address,) = re.findall(r"<code class=\"hash\">[^<]*(/calendar/[^<]+)</code>", shown.text)
    assert get(house, address).headers["content-type"] == "text/calendar; charset=utf-8"
    listed = get(house, AT)
    assert (address in listed.text, house.project in listed.text) == (False, True)
    (id,) = re.findall(r'name="revoke" value="([^"]+)"', listed.text)
    post(house, f"{AT}/feeds", f"revoke={id}")
    assert get(house, address).status_code == 404
    assert post(house, f"{AT}/feeds", "stream=project-other").status_code == 404


def test_a_webhook_is_made_seen_changed_and_removed(house: House) -> None:
    shown = post(house, f"{AT}/webhooks", urlencode({"url": WHERE, "event": "project.submit"}), LEAD)
    assert_sound(shown)
    assert re.search(r"<code class=\"hash\">whsec_[^<]+</code>", shown.text)
    page = made(house, personal="yes")
    again = get(house, page, LEAD)
    assert_sound(again)
    assert "whsec_" not in again.text
    listed = get(house, AT, LEAD)
    assert (listed.text.count(f'href="{AT}/webhooks/'), listed.text.count("나만 봄</span>")) == (2, 1)
    assert post(house, page, "do=pause", LEAD).headers["location"] == page
    assert 'value="resume"' in get(house, page, LEAD).text
    post(house, page, "do=resume", LEAD)
    post(house, page, urlencode([("do", "change"), ("url", WHERE + "2"), ("event", "*"), ("event", "call.load")]), LEAD)
    with house.parts.store.snapshot() as reader:
        found = webhooks.webhook(reader, page.rpartition("/")[2])
    assert found is not None
    assert (found.url, found.events, found.status) == (WHERE + "2", ("*", "call.load"), "active")
    post(house, page, "do=remove", LEAD)
    assert get(house, page, LEAD).status_code == 404


def test_a_secret_is_changed_once_however_often_the_form_is_sent(house: House) -> None:
    page = made(house)
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', get(house, page, LEAD).text)
    form = urlencode({"do": "rotate", "seen": seen})
    first, second = (post(house, page, form, LEAD) for _ in range(2))
    assert (first.status_code, "whsec_" in first.text, second.status_code) == (200, True, 303)
    assert "이전 비밀값으로도" in get(house, page, LEAD).text


def test_the_log_says_what_became_of_each_message_and_sends_it_again(house: House) -> None:
    page = made(house)
    post(house, page, "do=test", LEAD)
    with house.parts.store.transaction() as transaction:
        (message,) = webhooks.messages(transaction, page.rpartition("/")[2], "", 9)
        failed = replace(message, status=FAILED, attempts=1, reason="answered 404")
        webhooks.settle(transaction, failed, Attempt(1, message.created, 12, "answered 404"))
    shown = get(house, page, LEAD)
    assert_sound(shown)
    assert ("12 ms · answered 404" in shown.text, "포기함" in shown.text) == (True, True)
    assert "given up" in get(house, page, LEAD, **{"Accept-Language": "en"}).text
    assert post(house, page, f"redeliver={message.key}", LEAD).headers["location"] == page
    assert kept(house, message) == "waiting"
    assert post(house, page, "redeliver=msg_none", LEAD).status_code == 404


def kept(house: House, message: Message) -> str:
    with house.parts.store.snapshot() as reader:
        found = webhooks.message(reader, message.webhook, message.key)
    assert found is not None
    return found.status


def test_nobody_of_another_duty_sees_or_touches_it(house: House) -> None:
    page = made(house)
    for who in ("lead-2", "agency-1", "admin-1", "auditor-1"):
        assert f'href="{AT}/webhooks/' not in get(house, AT, who).text
        assert get(house, page, who).status_code == 404
        assert post(house, page, "do=remove", who).status_code == 404
    assert found(house, page) is not None


def found(house: House, page: str) -> Webhook | None:
    with house.parts.store.snapshot() as reader:
        return webhooks.webhook(reader, page.rpartition("/")[2])


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://a.example/"},
        {"url": "https://a.example/" + "x" * 1000},
        {"event": "project.vanish"},
        {"event": ""},
    ],
)
def test_a_webhook_that_cannot_be_is_refused(house: House, wrong: dict[str, str]) -> None:
    form = urlencode({"url": WHERE, "event": "*", **wrong})
    assert post(house, f"{AT}/webhooks", form, LEAD).status_code == 422
    assert f'href="{AT}/webhooks/' not in get(house, AT, LEAD).text
