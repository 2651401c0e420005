"""The command line on a real database: what it answered, and whether it changed anything."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlmodel import SQLModel

from entrypoints.cli.main import run
from storage.store import Store

CALLS = Path(__file__).parents[3] / "calls"
CALL, AREA = "call-2025-2", "52740"
START, REGISTERED, OPENED = "2024-12-03T09:00:00+09:00", "2024-12-04T10:00:00+09:00", "2024-12-09T09:00:00+09:00"
LEAD, MINISTRY = "lead:tp-jeonbuk:kim", "ministry:MSS:lee"
DOCUMENT = "a" * 64
NOTICE = {
    "notices": [{"ministry": code, "number": "2024-1"} for code in ("MSS", "MOIS", "MOJ", "MAFRA")],
    "announced_on": "2024-12-03",
    "document": DOCUMENT,
}


ANNOUNCED = (
    ("init", "--virtual", START),
    ("call", "load", str(CALLS / "2025-2")),
    ("advance", CALL, "announce", "--data", orjson.dumps(NOTICE).decode(), "--as", MINISTRY),
)


@dataclass(frozen=True)
class Answer:
    """What one line gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return orjson.loads(self.out)

    @property
    def said(self) -> str:
        """The one sentence of an error."""
        assert self.out == ""
        (line,) = self.err.splitlines()
        return line


@dataclass(frozen=True)
class Line:
    """The command line with its database."""

    url: str
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> Answer:
        self.capture.readouterr()
        code = run(arguments)
        found = self.capture.readouterr()
        return Answer(code, found.out, found.err)

    def json(self, *arguments: str) -> Any:
        """The document of a line that must succeed without a word on stderr."""
        answer = self(*arguments, "--json")
        assert (answer.code, answer.err) == (0, ""), answer
        return answer.document

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        store = Store(self.url)
        try:
            with store.snapshot() as reader:
                return {
                    name: sorted(reader.table_rows(name, reader.shape(name)[0])) for name in SQLModel.metadata.tables
                }
        finally:
            store.close()


@pytest.fixture
def line(database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """The command line on a database with the schema and nothing else, once on each kind."""
    return _line(database_url, capsys, monkeypatch)


@pytest.fixture
def new_line(empty_database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """The command line on an empty database, once on each kind."""
    return _line(empty_database_url, capsys, monkeypatch)


@pytest.fixture
def sqlite_line(sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    """The command line on an empty SQLite file."""
    return _line(sqlite_url, capsys, monkeypatch)


def _line(url: str, capture: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    _settings(url, monkeypatch)
    return Line(url, capture)


def _settings(url: str, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("YEONGO_DATABASE_URL", url)
    patch.setenv("YEONGO_CALLS", str(CALLS))
    patch.setenv("YEONGO_LANG", "en")


def registering(title: str = "오미자", key: str = "first") -> tuple[str, ...]:
    """The line that registers the project of these tests."""
    who = ("--as", LEAD, "--at", REGISTERED, "--key", key)
    return (
        "project",
        "register",
        CALL,
        "--area",
        AREA,
        "--ministry",
        "MSS",
        "--ministry",
        "MOIS",
        "--title",
        title,
        *who,
    )


@pytest.fixture
def programme(line: Line) -> Line:
    """The same with the call announced, on a virtual clock."""
    for arguments in ANNOUNCED:
        line.json(*arguments)
    return line


@pytest.fixture(scope="session")
def announced_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the call announced, to be copied."""
    file = tmp_path_factory.mktemp("announced") / "yeongo.db"
    with pytest.MonkeyPatch.context() as patch:
        _settings(f"sqlite:///{file}", patch)
        for arguments in ANNOUNCED:
            assert run([*arguments, "--json"]) == 0
    return file


@pytest.fixture
def sqlite_programme(sqlite_line: Line, sqlite_url: str, announced_file: Path) -> Line:
    """The command line on a SQLite file with the call announced."""
    shutil.copyfile(announced_file, sqlite_url.removeprefix("sqlite:///"))
    return sqlite_line


@pytest.fixture
def project(programme: Line) -> str:
    """A registered project's stream."""
    return str(programme.json(*registering())["receipt"]["stream"])


@pytest.fixture(scope="session")
def played_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("played") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YEONGO_CALLS", str(CALLS))
        assert run(["demo", "--database", f"sqlite:///{file}", "--json"]) == 0
    return file


@pytest.fixture
def played(sqlite_line: Line, played_file: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{played_file}")
    return Line(f"sqlite:///{played_file}", sqlite_line.capture)
