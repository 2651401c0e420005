"""The paper desk on the line: one enters, another confirms or refuses; bad input changes nothing."""

import shutil
from pathlib import Path

import orjson
import pytest

from tests.entrypoints.cli.conftest import Line

FIRST, SECOND = "agency:tipa:kim", "agency:tipa:lee"
IN_TIME = "2025-01-20T10:00:00+09:00"
LETTER = orjson.dumps({"ground": "method", "reason": "산식 오류", "letter": "a" * 64}).decode()


@pytest.fixture
def desk(played: Line, played_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A copy of the whole life, to write to."""
    copy = tmp_path / "desk.db"
    shutil.copyfile(played_file, copy)
    monkeypatch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
    return Line(f"sqlite:///{copy}", played.capture)


@pytest.fixture
def scan(tmp_path: Path) -> str:
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"scanned")
    return str(file)


def lapsed(desk: Line) -> str:
    """A project that nobody objected for: its period lapsed on 23 January."""
    rows = desk.json("project", "list", "--state", "rejected", "--limit", "100")["rows"]
    for row in rows:
        facts = desk.json("project", "show", row["stream"])["facts"]
        if facts.get("lapsed_in") == "rejected_notified" and not facts["objected"]:
            return str(row["stream"])
    raise AssertionError


def entry(project: str, scan: str, arrived: str = IN_TIME) -> tuple[str, ...]:
    given = ("--arrived", arrived, "--number", "2029-1", "--scan", scan, "--data", LETTER, "--as", FIRST)
    return ("paper", "object_rejection", project, *given)


def test_a_letter_is_entered_by_one_and_confirmed_by_another(desk: Line, scan: str) -> None:
    project = lapsed(desk)
    foreseen = desk.json(*entry(project, scan), "--dry-run")["then"]
    assert (foreseen["accepted"], foreseen["state"]) == (True, "objection_rejection")
    assert desk.json(*entry(project, scan))["state"] == "rejected"
    confirm = ("paper", "object_rejection", project, "--number", "2029-1", "--confirm", "--json")
    alone = desk(*confirm, "--as", FIRST)
    assert (alone.code, [each["code"] for each in alone.document["refusals"]]) == (1, ["approval.same_person"])
    assert desk.json(*confirm[:-1], "--as", SECOND)["state"] == "objection_rejection"
    history = desk.json("project", "history", project)["history"]
    (taken,) = [each for each in history if each["trigger"] == "object_rejection" and each["accepted"]]
    assert taken["occurred_at"] == "2025-01-20T01:00:00.000000Z"


def test_a_letter_that_came_late_is_refused_and_the_lapse_stands(desk: Line, scan: str) -> None:
    project = lapsed(desk)
    line = entry(project, scan, desk.json("project", "show", project)["facts"]["objection_expired_at"])
    foreseen = desk.json(*line, "--dry-run")
    assert foreseen["accepted"]
    assert [each["code"] for each in foreseen["then"]["refusals"]] == ["objection.too_late"]
    desk.json(*line)
    late = desk("paper", "object_rejection", project, "--number", "2029-1", "--confirm", "--as", SECOND, "--json")
    assert [each["code"] for each in late.document["refusals"]] == ["objection.too_late"]
    refuse = ("paper", "object_rejection", project, "--number", "2029-1", "--refuse", "기간 경과", "--as", SECOND)
    assert desk.json(*refuse)["state"] == "rejected"
    assert desk.json("project", "show", project)["facts"]["paper"] == ""


def test_a_letter_asks_for_what_can_be_had_and_says_it_readably(desk: Line, scan: str) -> None:
    project = lapsed(desk)
    given = ("--arrived", IN_TIME, "--number", "2029-9", "--scan", scan, "--as", FIRST, "--json")
    for trigger in ("submit", "enter_paper", "object_grade"):
        answer = desk("paper", trigger, project, *given)
        assert [each["code"] for each in answer.document["refusals"]] == ["paper.not_brought"]
    unreadable = desk("paper", "object_rejection", project, *given, "--data", '{"ground": "taste"}')
    fields = {each["facts"]["field"] for each in unreadable.document["error"]["details"]}
    assert (unreadable.code, fields) == (2, {"content.ground", "content.reason", "content.letter"})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--confirm",), "No proposal or letter 2029-1 of {project} waits to be confirmed: propose or enter it first."),
        (("--scan", "x"), "'--arrived' is missing: see `yeongo paper --help`."),
        (("--arrived", IN_TIME), "'--scan' is missing: see `yeongo paper --help`."),
        (("--arrived", IN_TIME, "--scan", "no.pdf"), "The scan no.pdf cannot be read: No such file or directory."),
        (("--arrived", "yesterday", "--scan", "{scan}"), None),
    ],
)
def test_bad_input_changes_nothing(desk: Line, scan: str, arguments: tuple[str, ...], said: str | None) -> None:
    project = lapsed(desk)
    before = desk.dump()
    given = [each.format(scan=scan) for each in arguments]
    answer = desk("paper", "object_rejection", project, "--number", "2029-1", *given, "--as", FIRST)
    assert answer.code == 2
    assert said is None or answer.said == said.format(project=project)
    assert desk.dump() == before
