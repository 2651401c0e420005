"""Pages that look at one call: the latest unless another is asked for, and everything of that one."""

import re

import pytest

from bench.families import multiplied
from entrypoints.demo.cast import officer
from storage.queries import Filter, every, every_row, page, undecided
from storage.sight import EVERYTHING
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get
from tests.world import real_rules

OFFICER = officer(real_rules()).id


@pytest.mark.parametrize("page", ["money", "forecast", "preferences", "evaluation", "outages"])
def test_a_page_shows_one_call_and_leads_to_the_others(summer: House, page: str) -> None:
    alone = get(summer, f"/{page}", OFFICER)
    assert_sound(alone)
    assert 'name="call"' not in alone.text
    assert multiplied(summer.parts.store, 90) == 86
    shown = get(summer, f"/{page}?call=call-2025-2", OFFICER)
    assert_sound(shown)
    assert re.findall(r'<option value="([^"]+)" selected>', shown.text) == ["call-2025-2"]
    assert 'value="call-000000"' in shown.text
    assert get(summer, f"/{page}?call=call-nothing", OFFICER).status_code == 404


def test_the_money_of_a_call_is_that_of_its_projects_alone(summer: House) -> None:
    multiplied(summer.parts.store, 90)
    with summer.parts.store.snapshot() as reader:
        awarded = {
            call: {each.id for each in every(reader, Filter("project", call=call)) if each.facts.get("award")}
            for call in ("call-2025-2", "call-000000")
        }
    for call, expected in awarded.items():
        shown = get(summer, f"/money?year=2025&call={call}", OFFICER).text
        assert set(re.findall(r'<th scope="row"><a href="/projects/([^"]+)"', shown)) == expected
    assert len(awarded["call-2025-2"]) == len(awarded["call-000000"]) > 0


@pytest.mark.parametrize("kind", ["project", "company"])
def test_streams_by_their_next_deadline_are_all_there_and_in_order(summer: House, kind: str) -> None:
    found, cursor, more = list[str](), "", True
    with summer.parts.store.snapshot() as reader:
        while more:
            some = page(reader, Filter(kind), 25, cursor, "due")
            found += [row.stream.id for row in some.rows]
            cursor, more = some.cursor, bool(some.cursor)
        rows = list(every_row(reader, Filter(kind)))
    by_due = sorted(rows, key=lambda row: (row.next_due is None, row.next_due, row.stream.id))
    assert found == [row.stream.id for row in by_due]
    assert None not in {row.next_due for row in by_due[:5]}


def test_lanes_hold_what_stands_in_their_phase(summer: House) -> None:
    multiplied(summer.parts.store, 90)
    shown = get(summer, "/projects?view=board&phase=support", OFFICER).text
    with summer.parts.store.snapshot() as reader:
        standing = {each.id for each in every(reader, Filter("project", phase="support"))}
        assert undecided(reader, EVERYTHING, 50) == []
    assert set(re.findall(r'href="/projects/(project-[a-z0-9]+)"', shown)) <= standing
    assert len(standing) > 0
