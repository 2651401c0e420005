"""Every page is looked through by axe, in both languages and every appearance; open pages hear of moves."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from bench.pages import unopened
from entrypoints.bootstrap import Service, service
from entrypoints.demo.cast import lead
from entrypoints.demo.playing import acts, staged
from entrypoints.demo.stage import Curtain, on
from entrypoints.settings import Settings
from tests.end_to_end.axe import script
from tests.end_to_end.clicking import Clicker, browser, served
from tests.end_to_end.walk import OFFICER, STRANGERS, first, made, walk
from tests.world import FOLDER
from workflow.clock import SystemClock
from workflow.messages import Command
from workflow.people import People
from workflow.uploads import kept

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module")
def axe() -> str:
    try:
        return script()
    except OSError as error:
        pytest.skip(f"no axe-core: {error}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[tuple[Service, str]]:
    """The play in the winter of its first year, served; and where."""
    folder: Path = tmp_path_factory.mktemp("winter")
    settings = Settings(database_url=f"sqlite:///{folder}/play.db")
    with staged(settings, FOLDER, lambda what, done: None) as (stage, _), service(settings) as made:
        stage.until = on(date(2026, 1, 3))
        with suppress(Curtain):
            acts(stage)
        stage.seal()
        parts = Service(made.store, made.definitions, stage.engine, stage.clock, made.key_file, made.secret_file)
        with served(parts) as address:
            yield parts, address


def clicker(house: tuple[Service, str], chromium: Browser, language: str = "ko") -> Clicker:
    parts, address = house
    return Clicker(chromium, address, People(parts.store, SystemClock(), os.urandom), parts.definitions, language)


LOOKS = [(language, theme) for language in ("ko", "en") for theme in ("light", "dark", "contrast")]


@pytest.mark.parametrize(
    ("language", "theme"),
    [look if not n else pytest.param(*look, marks=pytest.mark.long) for n, look in enumerate(LOOKS)],
)
def test_axe_finds_nothing_serious_on_any_page(
    house: tuple[Service, str], chromium: Browser, axe: str, language: str, theme: str
) -> None:
    people = clicker(house, chromium, language)
    found: dict[str, list[Any]] = {}
    seen: list[str] = []
    for actor, paths in [*walk(house[0]), (None, STRANGERS)]:
        shown = people.page(actor) if actor else people.fresh()
        shown.context.add_cookies([{"name": "yeongo_theme", "value": theme, "url": people.address}])
        opened = [*paths, *(made(shown, people.address, actor) if actor else ())]
        for path in opened:
            shown.goto(f"{people.address}{path}")
            told = shown.evaluate(f"{axe}; axe.run(document, {{runOnly: {RULES}}})")
            if grave := [_plain(each) for each in told["violations"] if each["impact"] in GRAVE]:
                found[path] = grave
        seen += opened
    assert not found, "\n".join(f"{path} {each}" for path, several in found.items() for each in several)
    assert people.stray == []
    assert unopened(seen) == []
    assert "/readings" in unopened(each for each in seen if each != "/readings")


def _plain(violation: dict[str, Any]) -> tuple[str, str]:
    return str(violation["id"]), str(violation["nodes"][0]["html"])[:160]


def test_axe_sees_what_is_wrong(house: tuple[Service, str], chromium: Browser, axe: str) -> None:
    shown = clicker(house, chromium).fresh()
    shown.goto(f"{house[1]}/login")
    shown.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')")
    told = shown.evaluate(f"{axe}; axe.run(document, {{runOnly: {RULES}}})")
    assert "label" in {each["id"] for each in told["violations"]}


def test_an_open_page_is_shown_anew_when_its_project_moves(house: tuple[Service, str], chromium: Browser) -> None:
    parts, address = house
    project = first(parts, "project", state="supporting")
    shown = clicker(house, chromium).page(OFFICER)
    shown.goto(f"{address}/projects/{project}")
    before = shown.locator("#timeline li").first.inner_text()
    _change(parts, project, "one")
    expect(shown.locator("#timeline li").first).not_to_have_text(before, timeout=15_000)
    shown.fill("#remarks textarea", "쓰는 중")
    _change(parts, project, "two")
    expect(shown.locator("[data-moved]")).to_be_visible(timeout=15_000)
    assert shown.input_value("#remarks textarea") == "쓰는 중"


def test_what_today_calls_late_is_what_the_board_finds_late_and_puts_first(
    house: tuple[Service, str], chromium: Browser
) -> None:
    shown = clicker(house, chromium).page(OFFICER)
    shown.goto(f"{house[1]}/")
    late = shown.locator("#late a span").all_inner_texts()
    rows = shown.locator("table.grid tbody th")
    found = []
    for kind in ("projects", "companies"):
        shown.goto(f"{house[1]}/{kind}?overdue=1")
        found.append(rows.all_inner_texts())
        shown.goto(f"{house[1]}/{kind}?order=due")
        assert sorted(rows.all_inner_texts()[: len(found[-1])]) == sorted(found[-1])
    assert [len(each) for each in found] == [1, 5]
    assert sorted(late) == sorted(each for names in found for each in names)


def test_an_open_board_is_shown_anew_when_a_project_on_it_moves(house: tuple[Service, str], chromium: Browser) -> None:
    parts, address = house
    shown = clicker(house, chromium).page(OFFICER)
    shown.goto(f"{address}/projects?view=board")
    with shown.expect_event("load", timeout=15_000):
        _change(parts, first(parts, "project", state="supporting"), "board")
    assert shown.url == f"{address}/projects?view=board"


def test_menus_open_and_close_by_keyboard(house: tuple[Service, str], chromium: Browser) -> None:
    shown = clicker(house, chromium).page(OFFICER)
    shown.goto(f"{house[1]}/")
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    assert shown.locator(":focus").get_attribute("id") == "main"
    menu = shown.locator("details.menu").last
    menu.locator("summary").focus()
    shown.keyboard.press("Enter")
    shown.keyboard.press("Tab")
    expect(menu.locator('a[href="/notifications"]')).to_be_focused()
    assert shown.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    shown.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu).not_to_have_attribute("open", "")


def test_a_session_says_that_it_ends_and_goes_on_where_it_is_wanted(
    house: tuple[Service, str], chromium: Browser
) -> None:
    shown = clicker(house, chromium).page(OFFICER)
    shown.clock.install()
    shown.goto(f"{house[1]}/calls")
    warning = shown.locator("[data-ending]")
    expect(warning).to_be_hidden()
    shown.clock.fast_forward("01:55:30")
    expect(warning).to_contain_text(re.compile(r" [34]:[0-5]\d "))
    shown.locator("[data-stay]").press("Enter")
    expect(warning).to_be_hidden()
    shown.clock.fast_forward("01:58:00")
    expect(warning.locator("[data-stay]")).to_be_visible()
    shown.clock.fast_forward("00:02:30")
    expect(warning.locator("[data-over]")).to_be_visible()
    expect(warning.locator("[data-stay]")).to_be_hidden()


def test_what_was_being_written_is_kept_with_its_lines_and_sent_by_enter_to_be_tried(
    house: tuple[Service, str], chromium: Browser
) -> None:
    parts, address = house
    project = first(parts, "project", state="supporting")
    with parts.store.snapshot() as reader:
        shown = clicker(house, chromium).page(lead(str(reader.streams([project])[project].facts["lead"])))
    form = f"{address}/projects/{project}/actions/change_people"
    shown.goto(form)
    lines = shown.locator('[data-rows="people"] > .row')
    served = lines.count()
    shown.locator('[data-rows="people"] button[value="rows"]').press("Enter")
    expect(lines).to_have_count(served + 1)
    expect(shown.locator(f'[name="people.{served}.ref"]')).to_be_focused()
    shown.keyboard.type("r-new")
    shown.select_option(f'[name="people.{served}.role"]', "member")
    shown.fill('[name="approval"]', "a" * 64)
    shown.goto(f"{address}/")
    shown.goto(form)
    assert (lines.count(), shown.input_value('[name="approval"]')) == (served, "")
    shown.click("[data-resume]")
    assert shown.input_value(f'[name="people.{served}.ref"]') == "r-new"
    assert shown.input_value(f'[name="people.{served}.role"]') == "member"
    assert shown.input_value('[name="approval"]') == "a" * 64
    expect(shown.locator("[data-kept]")).to_be_hidden()
    with shown.expect_response(lambda answer: answer.request.method == "POST") as tried:
        shown.locator(f'[name="people.{served}.ref"]').press("Enter")
    assert "do=try" in (tried.value.request.post_data or "").replace('name="do"\r\n\r\n', "do=")
    expect(shown.locator(".alert.danger")).to_be_visible()


def _change(parts: Service, project: str, key: str) -> None:
    data = {"reason": "현장 확인", "kind": "notice", "subject": "주소", "request": "a" * 64}
    (outcome,) = parts.engine.execute([(Command(project, "change_agreement", data, OFFICER, key, parts.clock.now()),)])
    assert outcome.accepted


def test_a_large_document_goes_ahead_of_its_form_in_chunks(
    house: tuple[Service, str], chromium: Browser, tmp_path: Path
) -> None:
    parts, address = house
    project = first(parts, "project", state="supporting")
    shown = clicker(house, chromium).page(OFFICER)
    scan = tmp_path / "변경 요청.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + os.urandom(9 << 20))
    shown.goto(f"{address}/projects/{project}/actions/change_agreement")
    shown.set_input_files('input[name="file:request"]', scan)
    expect(shown.locator('input[name="request"]')).to_have_value(sha256(scan.read_bytes()).hexdigest(), timeout=15_000)
    assert shown.locator('input[name="file:request"]').input_value() == ""
    with parts.store.snapshot() as reader:
        assert [(each.name, each.size) for each in kept(reader, project)] == [("변경 요청.pdf", 9 + (9 << 20))]
