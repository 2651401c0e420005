"""A project's life in a real browser: each step clicked by whoever takes it, on the demo's play."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from entrypoints.bootstrap import Service, service
from entrypoints.demo.cast import OPERATOR, officer
from entrypoints.demo.playing import acts, staged
from entrypoints.demo.stage import Curtain, Stage, on
from entrypoints.settings import Settings
from tests.end_to_end.clicking import Clicker, Clicking, browser, clicking, served
from tests.world import FOLDER, real_rules
from workflow.clock import SystemClock
from workflow.people import People
from workflow.replay import rebuild

SUNCHANG = "52770"
"""Three ministries, selected, two years: the longest life of the play that nothing interrupts."""

LIFE = (
    "project.register", "project.submit", "project.submit_sheet", "project.accept", "project.sign_agreement",
    "support.open", "project.submit_final_report",
)  # fmt: skip


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


def played(
    chromium: Browser, folder: Path, until: datetime | None, language: str, *, script: bool
) -> Iterator[tuple[Clicking, Service, Clicker]]:
    """The play up to an instant, our project's steps clicked; then the house it left."""
    settings = Settings(database_url=f"sqlite:///{folder / 'play.db'}")
    with staged(settings, FOLDER, lambda what, done: None) as (stage, _), service(settings) as made:
        parts = Service(made.store, made.definitions, stage.engine, stage.clock, made.key_file, made.secret_file)
        with served(parts) as address:
            clicker = Clicker(chromium, address, _people(parts), parts.definitions, language, script)
            engine = clicking(stage, parts, clicker, SUNCHANG)
            _until(stage, until)
            yield engine, parts, clicker


def _people(parts: Service) -> People:
    return People(parts.store, SystemClock(), os.urandom)


def _until(stage: Stage, until: datetime | None) -> None:
    stage.until = until
    with suppress(Curtain):
        acts(stage)


@pytest.mark.parametrize(("language", "script"), [("ko", True), pytest.param("en", False, marks=pytest.mark.long)])
def test_an_application_is_written_and_submitted_by_clicking(
    chromium: Browser, tmp_path: Path, language: str, script: bool
) -> None:
    for engine, parts, clicker in played(chromium, tmp_path, on(date(2024, 12, 19)), language, script=script):
        assert clicker.clicked[0] == "project.register"
        assert clicker.clicked[1] == "project.start_draft"
        assert clicker.clicked.count("project.save") == 7
        assert clicker.clicked[-1] == "project.submit"
        _every_page_is_ours(clicker, engine.project)
        _a_stranger_sees_nothing(clicker, engine.project)
        assert clicker.stray == []
        assert rebuild(parts.store, parts.definitions)[1] == []


@pytest.mark.long
@pytest.mark.parametrize(("language", "script"), [("ko", True), ("en", False)])
def test_the_whole_life_of_a_project_by_clicking_as_each_role(
    chromium: Browser, tmp_path: Path, language: str, script: bool
) -> None:
    for engine, parts, clicker in played(chromium, tmp_path, None, language, script=script):
        with parts.store.snapshot() as reader:
            assert reader.streams([engine.project])[engine.project].state == "closed"
        wanted = set(LIFE)
        assert wanted - set(clicker.clicked) == set()
        assert clicker.stray == []
        assert rebuild(parts.store, parts.definitions)[1] == []


def _every_page_is_ours(clicker: Clicker, project: str) -> None:
    """Pages of an officer and of an operator: shown, one first heading, the keyboard reaches the skip link first."""
    paths = ("/", "/projects", "/projects?view=board", f"/projects/{project}", f"/projects/{project}/timeline",
             f"/projects/{project}/receipts/1", f"/audit/{project}", "/calendar", "/evaluation", "/calls")  # fmt: skip
    for actor, more in ((officer(real_rules()), ()), (OPERATOR, ("/operations", "/audit", "/lifecycles/project"))):
        page = clicker.page(actor)
        for path in (*paths, *more):
            answer = page.goto(f"{clicker.address}{path}")
            assert answer is not None
            assert answer.status == 200, path
            expect(page.locator("h1")).to_have_count(1)
            _fits(page, path)
        page.keyboard.press("Tab")
        assert page.locator(":focus").get_attribute("class") == "skip"


def _fits(page: Page, path: str) -> None:
    """Nothing makes the page itself scroll sideways, nor on a telephone."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (path, width)


def _a_stranger_sees_nothing(clicker: Clicker, project: str) -> None:
    page = clicker.fresh()
    page.goto(f"{clicker.address}/projects/{project}")
    assert page.url.startswith(f"{clicker.address}/login?next=")
