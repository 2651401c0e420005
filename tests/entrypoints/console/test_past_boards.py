"""The board dragged back in time: where it leads, what stood where, what cannot be asked."""

import re

import pytest

from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get

OFFICER = "tipa-1"
NUMBER = re.compile(r'<li[^>]*><a href="/projects[^"]*"><b>(\d+)</b>')


def phases(house: House, path: str) -> list[int]:
    answer = get(house, path, OFFICER)
    assert_sound(answer)
    return [int(each) for each in NUMBER.findall(answer.text)]


def test_the_board_shows_what_stood_where_on_a_day(summer: House) -> None:
    assert phases(summer, "/projects?at=2025-01-08T10:00:00Z") == [6, 34, 0, 0, 0, 0, 0, 0, 3]
    assert phases(summer, "/projects?at=2025-01-08T10:00:00Z&view=board")[:2] == [6, 34]
    assert phases(summer, "/projects?at=2024-12-03T00:00:00Z") == [0] * 9
    assert phases(summer, "/projects?at=2030-01-01T00:00:00Z") == phases(summer, "/projects")


def test_a_past_board_leads_to_pasts_and_offers_nothing(summer: House) -> None:
    text = get(summer, "/projects?at=2025-01-08T10:00:00Z&state=evaluation_ready", OFFICER).text
    rows = re.findall(r'<th scope="row"><a href="/projects/([a-z0-9-]+)\?version=(\d+)">', text)
    assert rows
    with summer.parts.store.snapshot() as reader:
        for id, version in rows:
            events = reader.events(id, int(version))
            assert '"to":"evaluation_ready"' in events[-1][2]
    assert 'id="several"' not in text
    assert "당시의 모습입니다" in text


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("on=2024-12-05", "/projects?at=2024-12-05T23%3A59%3A59%2B09%3A00"),
        ("day=0&phase=evaluation", "/projects?phase=evaluation&at=2024-12-03T23%3A59%3A59%2B09%3A00"),
        ("day=99999", "/projects"),
        ("on=2030-01-01&at=2025-01-01T00:00:00Z", "/projects"),
    ],
)
def test_the_slider_and_the_day_lead_to_an_address_that_can_be_shared(summer: House, asked: str, led: str) -> None:
    answer = get(summer, f"/projects?{asked}", OFFICER)
    assert (answer.status_code, answer.headers["location"]) == (303, led)


@pytest.mark.parametrize("asked", ["at=yesterday", "at=2025-01-01", "on=2025-13-01", "day=x"])
def test_what_is_no_moment_is_refused(summer: House, asked: str) -> None:
    assert get(summer, f"/projects?{asked}", OFFICER).status_code == 422
