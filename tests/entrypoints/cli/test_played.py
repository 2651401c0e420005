"""The verbs on a whole life: what the demo leaves behind."""

import re
from typing import Any

import orjson
import pytest

from tests.entrypoints.cli.conftest import Line

MIDDLE = "2025-06-01T00:00:00+09:00"


def test_the_demo_ends_with_one_line_of_json(sqlite_line: Line) -> None:
    answer = sqlite_line("--lang", "ko", "demo", "--database", sqlite_line.url)
    assert (answer.code, answer.err) == (0, "")
    *table, last = answer.out.splitlines()
    found = orjson.loads(last)
    assert found["replay_equal"] is True
    assert found["projects"] == len(table) - 4
    assert found["database"] == sqlite_line.url


def test_the_demo_can_be_stopped_on_a_day_with_work_left(sqlite_line: Line) -> None:
    found = sqlite_line.json("demo", "--database", sqlite_line.url, "--until", "2024-12-09")
    assert (found["by_state"]["call"], found["replay_equal"], found["proven"]) == ({"open": 1}, True, True)
    assert sqlite_line("demo", "--database", sqlite_line.url, "--until", "someday").code == 2


def test_every_project_replays_to_what_is_stored(played: Line) -> None:
    rows = played.json("project", "list", "--limit", "500")["rows"]
    assert len(rows) >= 40
    for row in rows:
        assert played("replay", row["stream"], "--json").out == played("project", "show", row["stream"], "--json").out


def test_a_project_in_the_past_has_the_supports_of_then(played: Line) -> None:
    rows = played.json("project", "list", "--state", "closed")["rows"]
    row = next(each for each in rows if len(each["supports"]) > 1)
    now, then = played.json("project", "show", row["stream"]), played.json("replay", row["stream"], "--at", MIDDLE)
    assert 0 < len(then["supports"]) < len(now["supports"])
    for each in then["supports"]:
        alone = played.json("replay", each["stream"], "--at", MIDDLE)
        assert (each["state"], each["state_label"]) == (alone["state"], alone["state_label"])
        assert each["step"] in range(1, 9)
    assert {each["state"] for each in now["supports"]} == {"completed"}


def test_boards_are_paged(played: Line) -> None:
    whole = played.json("company", "list", "--limit", "500")
    page = played.json("company", "list", "--limit", "100")
    seen = page["rows"]
    while page["cursor"]:
        page = played.json("company", "list", "--limit", "100", "--cursor", page["cursor"])
        seen += page["rows"]
    assert seen == whole["rows"]
    assert len(seen) == sum(whole["counts"].values())
    assert "There is more: --cursor company-" in played("company", "list", "--limit", "1").out


def test_facts_are_told_in_words(played: Line) -> None:
    raw = re.compile(r"[a-z]+_[a-z_]+")
    (row, *_) = played.json("project", "list", "--state", "closed")["rows"]
    shown = played("--lang", "ko", "project", "show", row["stream"]).out
    assert raw.findall(shown.replace(row["stream"], "")) == []
    assert "협업 부처" in shown
    assert raw.findall(played("--lang", "ko", "project", "history", row["stream"]).out) == []


def test_supports_of_a_project_are_listed_and_shown(played: Line) -> None:
    (row, *_) = played.json("support", "list", "--state", "completed")["rows"]
    mine = played.json("support", "list", "--project", row["parents"]["project"])["rows"]
    assert row["stream"] in [each["stream"] for each in mine]
    shape = played.json("support", "show", row["stream"])
    assert (shape["kind"], shape["state"], shape["parents"]) == ("support", "completed", row["parents"])
    (company, *_) = played.json("company", "list", "--state", "completed")["rows"]
    assert played.json("company", "show", company["stream"])["facts"]["brn"] == company["facts"]["brn"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_whole_life_is_readable_in_both_languages(played: Line, language: str) -> None:
    (row, *_) = played.json("project", "list", "--state", "closed")["rows"]
    for verb in ("show", "history", "actions"):
        answer = played("--lang", language, "project", verb, row["stream"])
        assert (answer.code, answer.err) == (0, "")
        assert len(answer.out.splitlines()) > 8


def titled(played: Line, word: str) -> dict[str, Any]:
    """The one project whose title has the word."""
    (row,) = played.json("project", "list", "--search", word)["rows"]
    return dict(row)


def test_the_versions_of_an_application_are_listed_and_compared(played: Line) -> None:
    row = titled(played, "영덕")
    found = played.json("project", "versions", row["stream"])["versions"]
    assert [each["no"] for each in found] == [1, 2]
    answer = played("project", "compare", row["stream"], "1", "2", "--json")
    assert (answer.code, list(answer.document["changes"])) == (1, ["plan"])
    assert played.json("project", "compare", row["stream"], "2", "2")["changes"] == {}
    absent = played("project", "compare", row["stream"], "1", "3")
    assert (absent.code, absent.said) == (2, f"The application of {row['stream']} has no version 3: it has 2.")


def test_what_an_application_lacks_is_told_with_its_parts(played: Line) -> None:
    row = titled(played, "담양")
    answer = played("project", "missing", row["stream"], "--json")
    assert (answer.code, answer.document["complete"]) == (1, False)
    lacking = {each["id"] for each in answer.document["parts"] if each["lacks"]}
    assert lacking == {"letters_of_intent", "matching_pledge", "municipality_confirmation"}
    codes = {each["code"] for each in answer.document["refusals"]}
    assert codes == {"reception.closed", "parts.missing", "confirmation.missing"}
    assert "Pledge of the local match" in played("project", "missing", row["stream"]).out


def test_a_projects_money_explains_itself(played: Line) -> None:
    row = titled(played, "영덕")
    figures = {each["figure"]: each for each in played.json("project", "show", row["stream"], "--figures")["figures"]}
    assert figures["cap"]["result"] == 900_000_000
    assert figures["local_needed"]["inputs"]["national"] == 769_311_008
    assert figures["local_needed"]["result"] == 329_704_718
    assert (
        "rounded up(state money × local parts ÷ state parts)"
        in played("project", "show", row["stream"], "--figures").out
    )
