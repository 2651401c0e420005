"""The pictures in docs/console, taken of the demo's play at three moments: `make screenshots`."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from entrypoints.bootstrap import Service, service
from entrypoints.demo.cast import OPERATOR, evaluator, lead, minister, officer
from entrypoints.demo.playing import acts, staged
from entrypoints.demo.stage import Curtain, Stage, on
from entrypoints.settings import Settings
from states.roles import Actor
from storage.boards import Filter, page
from tests.end_to_end.clicking import Clicker, browser, served
from tests.world import FOLDER, real_rules
from workflow.clock import SystemClock
from workflow.people import People

TARGET = Path("docs/console")
WIDTH, HEIGHT = 1280, 860
MINISTER, OFFICER = minister(real_rules()), officer(real_rules())
type_of_shots = tuple[tuple[str, Actor, str], ...]


def main() -> None:
    """Take every picture anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with browser() as chromium:
        for moment, shots in SCENES:
            with played(moment) as parts, served(parts) as address:
                people = People(parts.store, SystemClock(), os.urandom)
                clicker = Clicker(chromium, address, people, parts.definitions)
                for name, who, path in shots(parts):
                    _take(clicker, name, who, path)
                if shots is _running:
                    _appearances(clicker, parts)


@contextmanager
def played(until: datetime) -> Iterator[Service]:
    """The play, stopped at an instant."""
    with TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/play.db")
        with staged(settings, FOLDER, lambda what, done: None) as (stage, _), service(settings) as made:
            _play(stage, until)
            yield Service(made.store, made.definitions, stage.engine, stage.clock, made.key_file, made.secret_file)


def _play(stage: Stage, until: datetime) -> None:
    stage.until = until
    with suppress(Curtain):
        acts(stage)
    stage.seal()


def first(parts: Service, kind: str, state: str, **more: str) -> str:
    with parts.store.snapshot() as reader:
        return page(reader, Filter(kind, state=state, **more), 1).rows[0].stream.id  # type: ignore[arg-type]


def _reception(parts: Service) -> type_of_shots:
    draft = first(parts, "project", "draft")
    with parts.store.snapshot() as reader:
        me = lead(str(reader.streams([draft])[draft].facts["lead"]))
    return (
        ("today-lead", me, "/"),
        ("application", me, f"/projects/{draft}/actions/save"),
        ("calendar", OFFICER, "/calendar"),
        ("login", OFFICER, "/login"),
    )


def _evaluation(parts: Service) -> type_of_shots:
    presenting = first(parts, "project", "presenting")
    me = evaluator("evaluator-1")
    return (
        ("evaluation", me, "/evaluation"),
        ("sheet", me, f"/projects/{presenting}/actions/submit_sheet"),
        ("board", OFFICER, "/projects?view=board"),
    )


def _running(parts: Service) -> type_of_shots:
    project = first(parts, "project", "annual_evaluation", province="47")
    return (
        ("today", OFFICER, "/"),
        ("projects", OFFICER, "/projects?search=테크노"),
        ("project", OFFICER, f"/projects/{project}"),
        ("timeline", OFFICER, f"/projects/{project}/timeline"),
        ("compare", OFFICER, f"/audit/{project}?before=12&after=30"),
        ("letter", OFFICER, f"/projects/{project}/letters/1/0"),
        ("receipt", OFFICER, f"/projects/{project}/receipts/9"),
        ("support", OFFICER, f"/supports/{first(parts, 'support', 'completed')}"),
        ("ranking", MINISTER, "/calls/call-2025-2/ranking"),
        ("what-if", MINISTER, "/calls/call-2025-2/ranking?budget=2500000000"),
        ("audit", OPERATOR, "/audit?trigger=award"),
        ("operations", OPERATOR, "/operations"),
        ("lifecycle", OPERATOR, "/lifecycles/project"),
        ("readings", OPERATOR, "/readings"),
        ("desks", OFFICER, "/desks"),
        ("money", OFFICER, "/money"),
        ("preferences", OFFICER, "/preferences"),
        ("forecast", OFFICER, "/forecast"),
        ("outages", OFFICER, "/outages"),
        ("paper-desk", OFFICER, "/paper-desk"),
        ("call", OFFICER, "/calls/call-2025-2"),
        ("papers", OFFICER, f"/papers?of={project}"),
        ("paper", OFFICER, f"/papers/budget-table/{project}"),
        ("weekly", OFFICER, "/papers/weekly-status/call-2025-2"),
        ("notifications", OFFICER, "/notifications"),
    )


SCENES: tuple[tuple[datetime, Callable[[Service], type_of_shots]], ...] = (
    (on(date(2024, 12, 18)), _reception),
    (on(date(2025, 1, 13)), _evaluation),
    (on(date(2026, 1, 3)), _running),
)
"""When the play is stopped, and what is taken of it then."""


def _appearances(clicker: Clicker, parts: Service) -> None:
    """The same page dark, in high contrast, in English, on a telephone."""
    project = first(parts, "project", "annual_evaluation", province="47")
    shown = clicker.page(OFFICER)
    for theme in ("dark", "contrast"):
        shown.context.add_cookies([{"name": "yeongo_theme", "value": theme, "url": clicker.address}])
        _take(clicker, f"project-{theme}", OFFICER, f"/projects/{project}")
    shown.context.add_cookies([{"name": "yeongo_theme", "value": "light", "url": clicker.address}])
    shown.context.add_cookies([{"name": "yeongo_lang", "value": "en", "url": clicker.address}])
    _take(clicker, "project-english", OFFICER, f"/projects/{project}")
    _take(clicker, "today-telephone", OFFICER, "/", width=390)


def _take(clicker: Clicker, name: str, who: Actor, path: str, width: int = WIDTH) -> None:
    shown = clicker.page(who)
    shown.set_viewport_size({"width": width, "height": HEIGHT})
    shown.goto(f"{clicker.address}{path}")
    shown.screenshot(path=TARGET / f"{name}.png")
    sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
