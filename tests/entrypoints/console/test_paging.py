"""No list ends without saying so: what a page leaves out, its links lead to."""

import os
import re
from datetime import UTC, datetime
from typing import Any

from bench.families import multiplied
from entrypoints.bootstrap import FAMILY
from entrypoints.console.paper import rest
from entrypoints.console.rows import owned
from entrypoints.demo.cast import OPERATOR, lead, officer
from states.catalogue.console import WORDS
from states.instants import micros
from storage.boards import Filter, counts, every
from storage.book import deadline_book
from storage.sight import EVERYTHING
from tests.entrypoints.api.conftest import House
from tests.entrypoints.console.test_pages import assert_sound, get
from tests.world import real_rules
from workflow.clock import SystemClock
from workflow.people import People
from workflow.rights import sight

OFFICER = officer(real_rules()).id
NEXT = re.compile(r'<a class="button" rel="next" href="([^"]+)"')
ALL = re.compile(r'<a class="button" href="([^"]+)">(?:50|100)건이 넘습니다')
DEADLINES = re.compile(r'<tr(?: class="mine")?><td class="fit">.*?href="/\w+/([a-z]+-[a-z0-9-]+)"', re.DOTALL)


def followed(house: House, address: str, row: re.Pattern[str], who: str = OFFICER) -> list[str]:
    """What stands in the rows of a list, page by page."""
    found: list[str] = []
    while address:
        page = get(house, address, who)
        assert_sound(page)
        main = page.text.partition("<main")[2]
        found += row.findall(main)
        following = [each for each in NEXT.findall(main) if "month=" not in each or "cursor=" in each]
        address = following[-1].replace("&amp;", "&") if following else ""
    return found


def test_deadlines_are_all_there_by_month_by_day_and_once_they_are_late(summer: House) -> None:
    multiplied(summer.parts.store, 300)
    with summer.parts.store.snapshot() as reader:
        standing = [(row[0], row[8]) for row in deadline_book(reader, EVERYTHING, 10_000)]
    november = [stream for stream, ends in standing if ends < micros(datetime(2025, 12, 6, tzinfo=UTC))]
    assert len(november) > 200
    assert followed(summer, "/calendar?month=2025-11&view=list", DEADLINES) == november
    month = get(summer, "/calendar?month=2025-11", OFFICER).text
    (day,) = re.findall(r'<a class="more" href="([^"]+)">\+100\+</a>', month)
    assert month.count('<a class="event') == 4
    assert followed(summer, day.replace("&amp;", "&"), DEADLINES) == november
    summer.clock.set(datetime(2025, 12, 2, tzinfo=UTC))
    today = get(summer, "/", OFFICER).text
    assert "<b>50+</b><span>기한 지남" in today
    (late,) = [each for each in ALL.findall(today) if "late" in each]
    assert followed(summer, late, DEADLINES) == november


def test_what_waits_for_a_role_is_all_there(summer: House) -> None:
    multiplied(summer.parts.store, 600)
    leader = lead("tp-jeonbuk")
    with summer.parts.store.snapshot() as reader:
        scope = sight(leader, reader, summer.parts.definitions)
        waiting = {
            each.id
            for kind in FAMILY
            if (states := owned(kind, leader.role))
            for each in every(reader, Filter(kind, states=states, sight=scope))
        }
    assert len(waiting) > 50
    today = get(summer, "/", leader.id).text
    assert "<b>50+</b><span>내 처리를 기다림" in today
    links = re.findall(r'href="([^"]+mine=1[^"]+)">50건이 넘습니다', today)
    row = re.compile(r'<th scope="row"><a href="/\w+/([a-z]+-[a-z0-9]+)"')
    shown = set(re.findall(r'href="/\w+/([a-z]+-[a-z0-9]+)#actions"', today))
    behind = {each for link in links for each in followed(summer, link.replace("&amp;", "&"), row, leader.id)}
    assert len(shown) == 50
    assert shown | behind == waiting


def test_companies_of_a_project_are_all_there(summer: House) -> None:
    with summer.parts.store.transaction() as transaction:
        columns = [str(row[1]) for row in transaction.query("PRAGMA table_info(stream)")]
        names = ", ".join(f'"{each}"' for each in columns)
        taken = ", ".join("id || ?1" if each == "id" else f'"{each}"' for each in columns)
        copy = f"INSERT INTO stream ({names}) SELECT {taken} FROM stream WHERE kind = 'company' AND project = ?2"
        for n in range(1, 5):
            transaction.cursor.execute(copy, (f"{n}", summer.project))
    with summer.parts.store.snapshot() as reader:
        theirs = [each.id for each in every(reader, Filter("company", project=summer.project))]
    assert len(theirs) > 50
    shown = get(summer, f"/projects/{summer.project}", OFFICER).text
    (whole,) = ALL.findall(shown)
    company = re.compile(r'<th scope="row"><a href="/companies/(company-[a-z0-9]+)"')
    assert company.findall(shown) == theirs[:50]
    assert followed(summer, whole, company) == theirs


def test_people_are_all_there(summer: House) -> None:
    people = People(summer.parts.store, SystemClock(), os.urandom)
    for n in range(101):
        people.invite("test", f"p-{n:03}", {"name": "홍길동"}, f"p-{n:03}")
    found = followed(summer, "/operations", re.compile(r'<tr><th scope="row">(p-\d+)</th>'), OPERATOR.id)
    assert found == [f"p-{n:03}" for n in range(101)]


def test_lists_are_all_there(summer: House) -> None:
    with summer.parts.store.snapshot() as reader:
        numbers = {kind: sum(counts(reader, kind).values()) for kind in ("project", "company", "support", "survey")}
    for kind, number in numbers.items():
        address = "/companies" if kind == "company" else f"/{kind}s"
        row = re.compile(rf'<th scope="row"><a href="{address}/({kind}-[a-z0-9]+)')
        found = followed(summer, address, row, OPERATOR.id)
        assert len(found) == len(set(found)) == number


def test_a_sheet_that_is_cut_says_so_in_its_last_row() -> None:
    class Korean:
        """What the row asks of a view."""

        @staticmethod
        def t(key: str, **facts: object) -> str:
            return WORDS[key].filled(facts).ko

    view: Any = Korean()
    assert list(rest(view, 20_000, 20_000)) == []
    assert list(rest(view, 20_001, 20_000)) == [["20,000건까지만 담았습니다. 조건을 좁혀 나누어 받으십시오."]]
