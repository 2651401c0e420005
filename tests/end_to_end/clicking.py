"""The demo's play, where the commands on one project are not said to the engine but clicked by those who say them."""

import asyncio
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from msgspec import structs
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from entrypoints.api.app import build, shared
from entrypoints.api.server import Server
from entrypoints.bootstrap import Service
from entrypoints.console.door import pages
from entrypoints.console.fields import asked
from entrypoints.console.forms import pairs_of
from entrypoints.console.names import names
from entrypoints.demo.people import PASSWORD
from entrypoints.demo.stage import Stage
from entrypoints.settings import Settings
from states.instants import from_micros
from states.proposals import PROPOSE
from states.roles import Actor
from storage.people import person
from workflow.batch import kind_of
from workflow.clock import SystemClock
from workflow.definitions import Definitions
from workflow.engine import Engine
from workflow.messages import Command, Outcome, Receipt, type_of_unit
from workflow.people import People

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PLURAL = {"call": "calls", "project": "projects", "support": "supports", "company": "companies", "survey": "surveys"}


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium. AssertionError where it is not installed: nothing here is skipped."""
    path = os.environ.get("YEONGO_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "install Debian's chromium (apt-get install chromium) or name a browser with YEONGO_TEST_CHROMIUM"
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield found
        finally:
            found.close()


@contextmanager
def served(parts: Service) -> Iterator[str]:
    """The console over these parts on a free port of this machine; its address."""
    people = People(parts.store, SystemClock(), os.urandom)
    api = shared(Settings(rate=10_000.0, burst=100_000.0), parts, people, time.monotonic)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(build(api, "test", pages()), log_config=None, access_log=False, ws="none", lifespan="on")
    server = Server(config, api.live.stop)
    server.capture_signals = _as_they_are  # type: ignore[method-assign]
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@contextmanager
def _as_they_are() -> Iterator[None]:
    """Signals belong to the test's own process."""
    yield


@dataclass
class Clicker:
    """People with a browser each. What a page asks of another host, or breaks of the browser's policy, is kept."""

    browser: Browser
    address: str
    people: People
    definitions: Definitions
    language: str = "ko"
    script: bool = True
    stray: list[str] = field(default_factory=list)
    clicked: list[str] = field(default_factory=list)
    _pages: dict[str, Page] = field(default_factory=dict)

    def page(self, actor: Actor) -> Page:
        """The page of a person who has signed in."""
        found = self._pages.get(f"{actor.id}/{actor.role}")
        if found is None:
            self._enrol(actor)
            found = self._pages[f"{actor.id}/{actor.role}"] = self.fresh()
            found.goto(f"{self.address}/login")
            found.fill("[name=login]", actor.id)
            found.fill("[name=password]", PASSWORD)
            found.click("main button.primary")
        return found

    def fresh(self) -> Page:
        """A page nobody has signed in on."""
        locale = "ko-KR" if self.language == "ko" else "en-GB"
        context = self.browser.new_context(locale=locale, java_script_enabled=self.script)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", self._asked)
        page.on("console", self._said)
        return page

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.address):
            self.stray.append(request.url)

    def _said(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.stray.append(message.text)

    def _enrol(self, actor: Actor) -> None:
        with self.people.store.snapshot() as reader:
            if person(reader, actor.id):
                return
        self.people.organise("demo", actor.org, actor.org, actor.org)
        _, link = self.people.invite("demo", actor.id, {"name": actor.id}, actor.id)
        self.people.accept(link, PASSWORD)
        self.people.assign("demo", actor.id, actor.role, actor.org, from_micros(0))

    def take(self, command: Command, kind: str, pairs: Sequence[tuple[str, str]]) -> str:
        """Fill in the form of one step, look at what it would do, confirm it; the stream it led to."""
        page = self.page(command.actor)
        _open(page, f"{self.address}/{PLURAL[kind_of(command.stream)]}/{command.stream}")
        step = page.locator(f'a.action[href$="/actions/{command.trigger}"]')
        expect(step).to_have_count(1)
        folded = page.locator("details:not([open])", has=step)
        if folded.count():
            folded.locator("> summary").click()
        step.click()
        page.locator("form[data-keep]").wait_for()
        self._fill(page, pairs)
        commit = page.locator('button[value="commit"]')
        if commit.count() == 0:
            page.click('.buttons button[value="try"]')
            commit.or_(page.locator(".alert.danger")).first.wait_for()
        assert commit.count(), (command, page.locator(".alert.danger, .error").all_inner_texts())
        commit.click()
        expect(page.locator(".alert.good")).to_be_visible()
        self.clicked.append(f"{kind}.{command.trigger}")
        return page.url.partition("?")[0].rpartition("/")[2]

    def _fill(self, page: Page, pairs: Sequence[tuple[str, str]]) -> None:
        ticked = {name for name, _ in pairs if page.locator(f'[name="{name}"][type=checkbox]').count()}
        for name in ticked:
            for box in page.locator(f'[name="{name}"]').all():
                box.set_checked((name, box.get_attribute("value")) in pairs)
        for name, value in pairs:
            if name in ticked:
                continue
            control = page.locator(f'[name="{name}"]')
            while control.count() == 0:
                _more(page, name)
            if control.evaluate("each => each.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)


class Clicking(Engine):
    """The engine of a play: what is said on the streams of one project is clicked instead, if it would be accepted."""

    clicker: Clicker
    area: str
    project: str = ""

    def execute(self, units: Sequence[type_of_unit]) -> list[Outcome]:
        """As the engine's; everything else goes to it as it is."""
        found = []
        for unit in units:
            found += [self._clicked(unit[0])] if self._ours(unit) else super().execute([unit])
        return found

    def _ours(self, unit: type_of_unit) -> bool:
        command = unit[0]
        mine = self._about(command)
        return mine and len(unit) == 1 and command.occurred_at is None and self.dry_run(command).accepted

    def _about(self, command: Command) -> bool:
        if command.trigger == "register" and command.data.get("area") == self.area:
            return True
        if not self.project:
            return False
        with self.store.snapshot() as reader:
            stream = reader.streams([command.stream]).get(command.stream)
        above = stream.parents.get("project", stream.id) if stream and stream.kind != "company" else ""
        return above == self.project and command.trigger not in {"give_letter", "apply", "apply_directly"}

    def _clicked(self, said: Command) -> Outcome:
        command = _step(said)
        with self.store.snapshot() as reader:
            stream = reader.streams([command.stream])[command.stream]
            kind = self.definitions.births(stream.kind, command.trigger) or stream.kind
            named = names(reader, self.definitions, self.clicker.language)
        lifecycle = self.definitions.family[kind]
        row = next(each for each in lifecycle.rows if each.trigger == command.trigger)
        pairs = pairs_of(asked(row.payload, named.choices, self.clicker.language), command.data)
        moved = self.clicker.take(command, kind, pairs)
        if command.trigger == "register":
            self.project = moved
        with self.store.snapshot() as reader:
            now = reader.streams([moved])[moved]
        receipt = Receipt(moved, now.version, f"{moved}@{now.version}", now.head, now.updated_at)
        return Outcome(now.state, receipt)


def _more(page: Page, name: str) -> None:
    """One more line of the list that a control's name belongs to."""
    lists = page.locator("[data-rows]")
    of = [each for each in lists.all() if name.startswith(f"{each.get_attribute('data-rows')}.")]
    of[-1].locator('button[value="rows"]').last.click()


def _open(page: Page, address: str) -> None:
    """Go there; once more where the open page is just being shown anew because its project moved."""
    try:
        page.goto(address)
    except Error:
        page.wait_for_load_state()
        page.goto(address)


def _step(command: Command) -> Command:
    """What people see of a command: what two persons decide is proposed on the form of the step itself."""
    if command.trigger != PROPOSE:
        return command
    return structs.replace(command, trigger=command.data["trigger"], data=command.data["content"])


def clicking(stage: Stage, parts: Service, clicker: Clicker, area: str) -> Clicking:
    """Have a stage's play clicked for the project of one area."""
    engine = Clicking(parts.store, parts.definitions, parts.clock, os.urandom)
    engine.clicker, engine.area = clicker, area
    stage.engine = engine
    return engine
