"""Pages that look at one call: the latest unless another is asked for, and everything of that one."""

import re

import pytest

from bench.families import multiplied
from entrypoints.demo.cast import officer
from storage.boards import Filter, every, every_row, page
from storage.ledger.journal import TELEPHONE, record
from storage.queries import undecided
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


def test_a_note_is_about_a_project_that_is_looked_for_where_there_are_many(summer: House) -> None:
    few = get(summer, "/paper-desk", OFFICER).text
    assert (few.count('<option value="project-'), "이름으로 찾으십시오" in few) == (43, False)
    assert multiplied(summer.parts.store, 150) == 129
    many = get(summer, "/paper-desk", OFFICER)
    assert_sound(many)
    assert (many.text.count('<option value="project-'), "100건만 고를 수 있습니다" in many.text) == (100, True)
    found = get(summer, "/paper-desk?search=보성", OFFICER).text
    assert re.findall(r'<option value="project-[^"]+">([^<]+)</option>', found) == ["보성 녹차 웰니스 산업"] * 3


def test_notes_are_paged(summer: House) -> None:
    with summer.parts.store.transaction() as transaction:
        for n in range(51):
            content = {"about": summer.project, "by": "전북테크노파크", "text": f"기록 {n:02}"}
            record(transaction, TELEPHONE, content, summer.clock.now())
    first = get(summer, "/paper-desk", OFFICER).text
    (more,) = re.findall(r'href="(/paper-desk\?before=\d+)#telephone"', first)
    second = get(summer, more, OFFICER).text
    assert [re.findall(r"기록 \d\d", each) for each in (first, second)] == [
        [f"기록 {n:02}" for n in range(50, 0, -1)], ["기록 00"],
    ]  # fmt: skip


def test_lanes_hold_what_stands_in_their_phase(summer: House) -> None:
    multiplied(summer.parts.store, 90)
    shown = get(summer, "/projects?view=board&phase=support", OFFICER).text
    with summer.parts.store.snapshot() as reader:
        standing = {each.id for each in every(reader, Filter("project", phase="support"))}
        assert undecided(reader, EVERYTHING, 50) == []
    assert set(re.findall(r'href="/projects/(project-[a-z0-9]+)"', shown)) <= standing
    assert len(standing) > 0
