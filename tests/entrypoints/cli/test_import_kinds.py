"""Each kind of file taken in whole: tried first, recorded with its origin, and the same file again changes nothing."""

import shutil
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from entrypoints.demo.playing import play
from tests.entrypoints.cli.conftest import CALL, CALLS, Line
from tests.entrypoints.cli.test_imports import AGENCY, RUNNING, saved
from workflow.templates import TEMPLATES, headings

LEAD = "lead:{org}:kim"
LATER = "2027-01-04T10:00:00+09:00"
CHECKING, SUPPORTING = "2025-05-08T10:00:00+09:00", "2025-07-01T10:00:00+09:00"
type_of_during = Callable[[str], Line]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The play, stopped at each of two moments."""
    folder = tmp_path_factory.mktemp("during")
    for n, until in enumerate((CHECKING, SUPPORTING)):
        url = f"sqlite:///{folder / f'{n}.db'}"
        play(url, CALLS / "2025-2", lambda _what, _part: None, datetime.fromisoformat(until))
    return {CHECKING: folder / "0.db", SUPPORTING: folder / "1.db"}


@pytest.fixture
def during(
    sqlite_line: Line, files: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> type_of_during:
    """The line on a copy of the play at a moment."""

    def opened(moment: str) -> Line:
        copy = tmp_path / "during.db"
        shutil.copyfile(files[moment], copy)
        monkeypatch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
        return Line(f"sqlite:///{copy}", sqlite_line.capture)

    return opened


def companies(line: Line, state: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = line.json("company", "list", "--call", CALL, "--state", state, "--limit", "100")[
        "rows"
    ]
    return rows


def taken(line: Line, kind: str, file: str, who: str, count: int, *when: str) -> str:
    """Tried, taken in, and taken in again without effect; the file's fingerprint."""
    before = line.dump()
    order = ("import", kind, file, "--call", CALL, "--as", who, *when)
    tried = line.json(*order, "--dry-run")
    assert (tried["accepted"], tried["recorded"], tried["refused"]) == (True, 0, [])
    assert line.dump() == before
    first = line.json(*order)
    assert (first["accepted"], first["recorded"], first["repeated"]) == (True, count, 0)
    before = line.dump()
    again = line.json(*order)
    assert (again["recorded"], again["repeated"]) == (0, count)
    assert line.dump() == before
    assert first["sha256"] == sha256(Path(file).read_bytes()).hexdigest()
    return str(first["sha256"])


def test_the_index_of_companies(during: type_of_during, tmp_path: Path) -> None:
    line = during(CHECKING)
    first = companies(line, "checking")[0]
    project = line.json("project", "show", line.json("company", "show", first["stream"])["parents"]["project"])
    own = [each for each in companies(line, "checking") if _of(line, each) == project["stream"]][:2]
    rows = [
        [each["facts"]["brn"], "72.5", "70", "71", "72", "73", "BBB", "2025", "2025-05-07", "10", "Y"] for each in own
    ]
    file = saved(tmp_path / "ktop.xlsx", headings(TEMPLATES["ktop"]), *rows)
    digest = taken(line, "ktop", file, LEAD.format(org=project["facts"]["lead"]), len(own))
    for number, each in enumerate(own, 2):
        now = line.json("company", "show", each["stream"])
        assert (now["state"], now["facts"]["ktop"]["index"], now["facts"]["ktop"]["source"]) == (
            "ktop_scored", 7_250, "K-TOP",
        )  # fmt: skip
        assert now["facts"]["imported"] == {"file": digest, "row": number}


def _of(line: Line, company: dict[str, Any]) -> str:
    return str(line.json("company", "show", company["stream"])["parents"]["project"])


def test_what_companies_spent(during: type_of_during, tmp_path: Path) -> None:
    line = during(SUPPORTING)
    own = companies(line, "supported")[0]
    project = line.json("project", "show", _of(line, own))["facts"]
    rows = [
        [project["area"], own["facts"]["brn"], month, won] for month, won in (("2025-06", "1,000"), ("2025-07", "7"))
    ]
    file = saved(tmp_path / "rcms.csv", headings(TEMPLATES["rcms"]), *rows)
    digest = taken(line, "rcms", file, LEAD.format(org=project["lead"]), 2)
    facts = line.json("company", "show", own["stream"])["facts"]
    assert (facts["spending"], facts["imported"]) == ({"2025-06": 1_000, "2025-07": 7}, {"file": digest, "row": 3})


@pytest.mark.parametrize(
    ("kind", "row", "fact"),
    [
        ("visa", ["51760", "2024-01-02", "", "30"], {"since": "2024-01-02", "people": 30}),
        ("fund", ["51760", "2024-01-02", "", "provincial", "청년마을", "1000"],
         {"since": "2024-01-02", "account": "provincial", "title": "청년마을", "won": 1_000}),
        ("agreements", ["51760", "2022-06-01", "2027-05-31", "", "300000000"],
         {"since": "2022-06-01", "until": "2027-05-31", "won": 300_000_000}),
    ],
)  # fmt: skip
def test_what_is_known_of_areas(
    sqlite_programme: Line, tmp_path: Path, kind: str, row: list[str], fact: dict[str, Any]
) -> None:
    file = saved(tmp_path / f"{kind}.xlsx", headings(TEMPLATES[kind]), row)
    digest = taken(sqlite_programme, kind, file, AGENCY, 1)
    known = sqlite_programme.json("call", "show", CALL)["facts"]["areas"][kind]["51760"]
    assert known == {"area": "51760", "row": 2, "file": digest, **fact}


def test_a_trial_judges_the_file_as_one(sqlite_programme: Line, tmp_path: Path) -> None:
    """Two projects of one area: each might come alone, together they may not."""
    rows = [RUNNING[0], [*RUNNING[0][:2], "장수 사과", *RUNNING[0][3:]]]
    file = saved(tmp_path / "twice.csv", headings(TEMPLATES["projects"]), *rows)
    line = ("import", "projects", file, "--call", CALL, "--as", AGENCY, "--json")
    tried = sqlite_programme(*line, "--dry-run")
    real = sqlite_programme(*line)
    for answer in (tried, real):
        assert answer.code == 1
        assert {(each["row"], each["code"]) for each in answer.document["refused"]} == {
            (3, "area.taken"), (3, "area_year.exceeded"),
        }  # fmt: skip
    assert sqlite_programme.json("project", "list", "--call", CALL)["rows"] == []


def test_a_project_comes_with_its_final_report_awaited(sqlite_programme: Line, tmp_path: Path) -> None:
    row = [*RUNNING[0][:3], "final_report", "2026", *RUNNING[0][5:]]
    file = saved(tmp_path / "ended.xlsx", headings(TEMPLATES["projects"]), row)
    early = sqlite_programme("import", "projects", file, "--call", CALL, "--as", AGENCY, "--json")
    assert [each["code"] for each in early.document["refused"]] == ["taken_over.term"]
    sqlite_programme.json("jobs", "run-due", "--until", LATER)
    taken(sqlite_programme, "projects", file, AGENCY, 1, "--at", LATER)
    (project,) = sqlite_programme.json("project", "list", "--call", CALL)["rows"]
    assert project["state"] == "final_report_due"
