"""A call is amended: what may change is data, what it touches is shown, accepted and recorded, everybody hears."""

import shutil
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.entrypoints.cli.conftest import CALL, CALLS, LEAD, MINISTRY, Line
from tests.entrypoints.cli.test_deadlines import SECOND, WHY, bodies, lay
from tests.entrypoints.cli.test_survey import said

SAID = ("--notice-no", "2024-2", "--reason", "기간 연장", "--as", MINISTRY)
TEN, TWENTY = (f'[periods.objection]\nrule = "objection"\nlength = "{each}"' for each in ("10d", "20d"))


def amended(folder: Path, *pairs: tuple[str, str]) -> str:
    """A copy of the call's folder with some text of its settings replaced; its path."""
    shutil.copytree(CALLS / "2025-2", folder)
    text = (folder / "call.toml").read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "call.toml").write_text(text, "utf-8")
    return str(folder)


def accept(line: Line) -> Any:
    """What the rules in force would move is proposed by one and moved by another."""
    recompute = ("deadline", "recompute", CALL, "--accept", *WHY)
    line.json(*recompute)
    return line.json(*recompute, "--confirm", "--as", SECOND)


@pytest.fixture
def longer(tmp_path: Path) -> str:
    """The call with a longer period of objection."""
    return amended(tmp_path / "2025-2", (TEN, TWENTY))


def test_what_it_would_move_is_shown_and_nothing_done(programme: Line, project: str, longer: str) -> None:
    lay(programme, project)
    accept(programme)
    before = programme.dump()
    tried = programme.json("call", "amend", CALL, longer, *SAID, "--dry-run")
    (touched,) = tried["deadlines"]
    assert (tried["accepted"], tried["changed"], touched["stream"]) == (True, ["periods"], project)
    assert (touched["kind"], touched["before"], touched["after"]) == ("objection", "2025-01-31", "2025-02-06")
    assert touched["derivation"]
    assert {name for name, rows in programme.dump().items() if rows != before[name]} == {"definition"}


def test_a_deadline_it_touches_moves_when_a_person_accepts_it(programme: Line, project: str, longer: str) -> None:
    lay(programme, project)
    accept(programme)
    done = programme("call", "amend", CALL, longer, *SAID)
    assert "1 deadlines wait for two persons: `yeongo deadline recompute call-2025-2 --accept`" in done.out
    rows = ("deadline", "list", "--project", project, "--kind", "objection", "--status", "open")
    assert programme.json(*rows)["rows"][0]["due_date"] == "2025-01-31"
    accepted = accept(programme)
    assert [each["accepted"] for each in accepted["moved"]] == [True]
    (row,) = programme.json(*rows)["rows"]
    assert (row["due_date"], row["length"]) == ("2025-02-06", "20d")
    assert programme.json("deadline", "recompute", CALL) == {"proposals": []}


def test_everybody_on_the_way_hears_of_it(programme: Line, project: str, longer: str) -> None:
    lay(programme, project)
    accept(programme)
    programme.json("call", "amend", CALL, longer, *SAID)
    accept(programme)
    heard = {event["trigger"]: event["notices"] for event in bodies(programme, project) if "notices" in event}
    assert heard["call_amended"] == [
        {"letter": "call_amended", "to": [["lead", "tp-jeonbuk"], ["municipality", "52740"]]}
    ]
    assert heard["recompute_deadline"] == [
        {"letter": "deadline_moved", "to": [["lead", "tp-jeonbuk"], ["agency", "tipa"]]}
    ]


def test_a_day_a_person_has_set_stays(programme: Line, project: str, longer: str) -> None:
    lay(programme, project)
    extend = ("deadline", "extend", project, "objection", "--until", "2025-02-10", *WHY)
    programme.json(*extend)
    programme.json(*extend, "--confirm", "--as", SECOND)
    assert programme.json("call", "amend", CALL, longer, *SAID)["deadlines"] == []
    assert programme.json("deadline", "recompute", CALL) == {"proposals": []}


def test_what_may_not_change_is_refused_with_its_name(programme: Line, tmp_path: Path) -> None:
    folder = amended(tmp_path / "2025-2", ("restriction_max_years = 10", "restriction_max_years = 5"))
    answer = programme("call", "amend", CALL, folder, *SAID, "--json")
    (refusal,) = answer.document["refusals"]
    assert (answer.code, refusal["code"], refusal["facts"]["sections"]) == (1, "call.not_amendable", ["sanction"])
    assert answer.document["deadlines"] == []


def test_an_extension_moves_everybody_and_proposes_what_ends_with_reception(programme: Line, project: str) -> None:
    """Drafts move with it at once; an answer to the survey, which ends when reception does, once it is accepted."""
    day = ("--at", "2024-12-10T10:00:00+09:00")
    survey = programme.json("survey", "answer", CALL, "--data", said(), "--as", LEAD, *day)["receipt"]["stream"]
    later = {"reception_closes_at": "2024-12-24T18:00:00+09:00", "reason": "장애", "notice_no": "2024-2"}
    programme.json("advance", CALL, "extend_reception", "--data", orjson.dumps(later).decode(), "--as", MINISTRY)
    (row,) = programme.json("deadline", "list", "--stream", project, "--status", "open")["rows"]
    assert row["due_date"] == "2024-12-24"
    (proposal,) = programme("deadline", "recompute", CALL, "--json").document["proposals"]
    assert (proposal["stream"], proposal["before"], proposal["after"]) == (survey, "2024-12-20", "2024-12-24")
    accept(programme)
    assert programme.json("deadline", "recompute", CALL) == {"proposals": []}
    (row,) = programme.json("deadline", "list", "--stream", survey, "--status", "open")["rows"]
    assert row["expires"] == "2024-12-24T09:00:00.000001Z"
