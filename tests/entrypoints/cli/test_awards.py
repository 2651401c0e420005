"""Awards on the line: drawn by the budget, cut to a lower one, proposed for a second person."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from entrypoints.demo.playing import play
from tests.entrypoints.cli.conftest import CALL, CALLS, Line

FIRST, SECOND = "ministry:MSS:kim", "ministry:MSS:lee"


def event_of(line: Line, trigger: str) -> Mapping[str, Any]:
    """The call's first event of this trigger."""
    bodies = (orjson.loads(body) for row in line.dump()["event"] for body in row if str(body).startswith("{"))
    return next(each for each in bodies if each["trigger"] == trigger and each["stream"] == CALL)


@pytest.fixture(scope="session")
def ranked_file(tmp_path_factory: pytest.TempPathFactory, played_file: Path) -> Path:
    """The play up to the ranking: nobody is awarded anything yet."""
    fixed = event_of(Line(f"sqlite:///{played_file}", None), "fix_ranking")["recorded_at"]  # type: ignore[arg-type]
    file = tmp_path_factory.mktemp("ranked") / "ranked.db"
    until = datetime.fromisoformat(fixed).astimezone(UTC) + timedelta(seconds=1)
    play(f"sqlite:///{file}", CALLS / "2025-2", lambda _what, _part: None, until)
    return file


@pytest.fixture
def ranked(played: Line, ranked_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    copy = tmp_path / "ranked.db"
    shutil.copyfile(ranked_file, copy)
    monkeypatch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
    return Line(f"sqlite:///{copy}", played.capture)


def test_the_line_is_drawn_by_the_budget_proposed_awarded_and_cut(ranked: Line) -> None:
    ranking = [row["project"] for row in ranked.json("call", "show", CALL)["facts"]["ranking"]]
    drawn = ranked.json("evaluate", "line", CALL, "--reserves", "2")
    awarded = [each["project"] for each in drawn["awards"]]
    assert awarded == ranking[: len(awarded)]
    assert drawn["reserves"] == ranking[len(awarded) : len(awarded) + 2]
    total = sum(each["amount"] for each in drawn["awards"])
    budget = 3_952_000_000
    assert 0 < total <= budget
    assert ranked.json("evaluate", "line", CALL, "--reserves", "2", "--propose", "--as", FIRST)["accepted"]
    (waiting,) = ranked.json("proposals", CALL)["rows"]
    assert (waiting["trigger"], waiting["content"]) == ("award", drawn)
    assert ranked.json("approve", CALL, waiting["number"], "--as", SECOND)["state"] == "notified"
    voted = total * 95 // 100
    vote = orjson.dumps({"year": 2025, "amount": voted, "voted_on": "2025-01-02", "document": "a" * 64}).decode()
    ranked.json("advance", CALL, "record_budget", "--data", vote, "--as", FIRST)
    cut = ("evaluate", "cut", CALL, "--reason", "확정 예산이 적음")
    lowered = {each["project"]: each["amount"] for each in ranked.json(*cut)["awards"]}
    assert (list(lowered), sum(lowered.values())) == (awarded, voted)
    assert all(lowered[each["project"]] <= each["amount"] for each in drawn["awards"])
    assert ranked.json(*cut, "--propose", "--as", FIRST)["accepted"]
    (waiting,) = ranked.json("proposals", CALL)["rows"]
    ranked.json("approve", CALL, waiting["number"], "--as", SECOND)
    assert ranked.json("call", "show", CALL)["facts"]["awards"] == lowered


def test_the_reserve_list_moves_up_where_somebody_left_as_the_budget_bears_it(ranked: Line) -> None:
    ranked.json("evaluate", "line", CALL, "--reserves", "2", "--propose", "--as", FIRST)
    (waiting,) = ranked.json("proposals", CALL)["rows"]
    first, second = waiting["content"]["reserves"]
    ranked.json("approve", CALL, waiting["number"], "--as", SECOND)
    promote = ("evaluate", "promote", CALL, "--reason", "선정과제 포기")
    assert "bears no project of the reserve list" in ranked(*promote).said
    awards = {each["project"]: each["amount"] for each in waiting["content"]["awards"]}
    leaving = list(awards)[1]
    lead = ranked.json("project", "show", leaving)["facts"]["lead"]
    letter = orjson.dumps({"letter": "a" * 64, "municipality_consents": True}).decode()
    ranked.json("advance", leaving, "give_up", "--data", letter, "--as", f"lead:{lead}:kim")
    drawn = ranked.json(*promote)
    given = {each["project"]: each["amount"] for each in drawn["awards"]}
    assert list(given) == [*(each for each in awards if each != leaving), first]
    assert (drawn["reserves"], drawn["reason"]) == ([second], "선정과제 포기")
    assert sum(given.values()) <= 3_952_000_000
    tried = ranked.json(*promote, "--propose", "--as", FIRST, "--dry-run")
    assert tried["then"]["would"]["changes"]["awards"] == given
    ranked.json(*promote, "--propose", "--as", FIRST)
    (waiting,) = ranked.json("proposals", CALL)["rows"]
    ranked.json("approve", CALL, waiting["number"], "--as", SECOND)
    assert ranked.json("project", "show", first)["state"] == "selection_notified"


def test_without_a_ranking_or_an_award_nothing_is_drawn(played: Line) -> None:
    assert "just fixed" in played("evaluate", "line", CALL).said
    assert "nobody holds an award" in played("evaluate", "cut", CALL, "--reason", "x").said
    assert played("evaluate", "line", "project-a").code == 2
