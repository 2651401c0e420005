"""The door itself: help for every verb, languages, start-up, pipes."""

import os
import resource
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import orjson
import pytest

from entrypoints.cli.door import Door, Verbs
from entrypoints.cli.main import yeongo
from states.catalogue.cli import VERBS
from tests.entrypoints.cli.conftest import Line

RUN = (sys.executable, "-m", "entrypoints.cli.main")
ROOT = Path(__file__).parents[3]


def verbs(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb with the words that name it, groups among them."""
    yield path, command
    if isinstance(command, Verbs):
        with click.Context(command) as context:
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None
                yield from verbs(found, (*path, name))


ALL = dict(verbs(yeongo))


def test_the_catalogue_knows_exactly_the_verbs_there_are() -> None:
    assert {" ".join(path) for path in ALL} == set(VERBS)


@pytest.mark.parametrize("path", [path for path in ALL if path != ("bench",)], ids=" ".join)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_verb_has_help_with_an_example(sqlite_line: Line, path: tuple[str, ...], language: str) -> None:
    answer = sqlite_line("--lang", language, *path, "--help")
    assert (answer.code, answer.err) == (0, "")
    known = VERBS[" ".join(path)]
    assert known.example in answer.out
    assert "".join((known.ko if language == "ko" else known.en).split()) in "".join(answer.out.split())


@pytest.mark.parametrize("path", [path for path, found in ALL.items() if not isinstance(found, Verbs)], ids=" ".join)
def test_every_example_parses(path: tuple[str, ...]) -> None:
    name, *arguments = shlex.split(VERBS[" ".join(path)].example)
    assert name == "yeongo"
    assert tuple(arguments[: len(path)]) == path
    command, rest = ALL[path], arguments[len(path) :]
    if "--help" not in rest:
        command.make_context("yeongo", rest, obj=Door("en", json=False))


def test_a_group_without_a_verb_shows_its_help(sqlite_line: Line) -> None:
    answer = sqlite_line("call")
    assert (answer.code, answer.out) == (2, "")
    assert "yeongo call check calls/2025-2" in answer.err


def test_the_language_follows_option_variable_and_locale(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sqlite_line("--help").out.startswith("Usage: ")
    assert sqlite_line("--lang=ko", "--help").out.startswith("사용법: ")
    monkeypatch.delenv("YEONGO_LANG")
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert sqlite_line("--help").out.startswith("사용법: ")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert sqlite_line("--help").out.startswith("Usage: ")


def test_help_is_quick() -> None:
    """Half a second on an idle machine; measured as processor time, which other work does not lengthen."""
    before, began = children_seconds(), time.monotonic()
    subprocess.run([*RUN, "--help"], cwd=ROOT, capture_output=True, check=True)
    assert min(children_seconds() - before, time.monotonic() - began) < 0.5


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from entrypoints.cli.main import run; run(['--help']); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert not loaded & {"sqlalchemy", "sqlmodel", "alembic", "transitions", "rich", "structlog", "psycopg"}


def test_a_reader_that_stops_reading_gets_no_traceback() -> None:
    line = f"{shlex.join(RUN)} lifecycle show project --json | head -n 1"
    done = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{\n", "")


def test_what_nobody_foresaw_is_a_sentence(sqlite_line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrypoints.cli.installation.describe", lambda _: 1 / 0)
    answer = sqlite_line("config")
    assert answer.code == 3
    assert answer.said.startswith("An unforeseen fault: ZeroDivisionError: division by zero.")


def test_the_whole_error_is_logged_for_those_who_ask(tmp_path: Path) -> None:
    file = tmp_path / "yeongo.db"
    file.write_bytes(b"no database at all " * 4096)
    env = os.environ | {"YEONGO_DATABASE_URL": f"sqlite:///{file}", "YEONGO_LOG_LEVEL": "DEBUG"}
    done = subprocess.run([*RUN, "call", "list", "--json"], cwd=ROOT, env=env, capture_output=True, check=False)
    assert done.returncode == 3
    assert orjson.loads(done.stdout)["error"]["code"] == "storage.damaged"
    logged = [orjson.loads(line) for line in done.stderr.splitlines()]
    assert [each["event"] for each in logged] == ["failed"]
    assert "file is not a database" in logged[0]["exception"][0]["exc_value"]
