"""The ranking can be computed again: by the program from events alone, and by hand from the exported sheets."""

import csv
import shutil
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest

from storage.ledger.journal import READINGS, entries
from storage.store import Store
from tests.entrypoints.cli.conftest import CALL, Line
from tests.states.test_evaluation import FULL

SECRETARY, EVALUATOR = "secretary:tipa:kim", "evaluator:univ-1:evaluator-1"


def by_hand(text: str) -> list[tuple[str, int]]:
    """What someone with a pencil makes of the exported sheets: trimmed means, half up, ties by the heavier item."""
    sheets: dict[str, list[dict[str, str]]] = defaultdict(list)
    recorded: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(StringIO(text)):
        if row["evaluator"]:
            sheets[row["project"]].append(row)
        else:
            recorded[row["project"]] = row
    found: list[tuple[int, list[int], str]] = []
    for project, row in recorded.items():
        given = sheets[project]
        if not given:
            assert row["aggregation"] == "zero"
            found.append((0, [], project))
            continue
        totals = [sum(int(each[f"indicator_{no}"]) for no in FULL) - int(each["deducted"]) for each in given]
        items = [_mean([sum(int(each[f"indicator_{no}"]) for no in item) for each in given]) for item in ITEMS]
        found.append((_mean(totals) - int(row["screening"]), items, project))
    return [(project, score) for score, _, project in sorted(found, reverse=True)]


ITEMS = ((5, 6), (7, 8), (3, 4), (1, 2), (9,))
"""The indicators of each item, the heaviest item first."""


def _mean(values: list[int]) -> int:
    kept = sorted(values)[1:-1]
    return int((Decimal(sum(kept)) / len(kept)).quantize(Decimal(1), ROUND_HALF_UP))


def test_the_printed_ranking_is_what_the_exported_sheets_make(played: Line, tmp_path: Path) -> None:
    printed = played.json("evaluate", "ranking", CALL)
    file = tmp_path / "sheets.csv"
    assert played.json("evaluate", "export", CALL, "-o", str(file), "--as", SECRETARY) == {
        "file": str(file), "sheets": 213,
    }  # fmt: skip
    text = file.read_text(encoding="utf-8")
    assert by_hand(text) == [(row["project"], row["score"]) for row in printed["ranking"]]
    assert (printed["agrees"], [row["rank"] for row in printed["ranking"]]) == (True, list(range(1, 33)))
    flipped = text.replace(",500,450,950,", ",0,450,950,", 1)
    assert by_hand(flipped) != by_hand(text)


def test_both_forms_of_the_export_say_the_same(played: Line) -> None:
    table = orjson.loads(played("evaluate", "export", CALL, "--format", "json", "--as", SECRETARY).out)
    cells = list(csv.DictReader(StringIO(played("evaluate", "export", CALL, "--as", SECRETARY).out)))
    assert [{name: str(value) for name, value in row.items()} for row in table] == [
        {name: value for name, value in row.items() if name in wide} for row, wide in zip(cells, table, strict=True)
    ]


def test_every_place_is_explained(played: Line) -> None:
    places = played.json("evaluate", "ranking", CALL, "--explain")["ranking"]
    assert [place["outcome"] for place in places] == ["awarded"] * 6 + ["reserve"] * 2 + ["not_reached"] * 24
    first, second = places[:2]
    assert (first["reason"]["code"], first["inputs"]["aggregation"], first["inputs"]["agrees"]) == (
        "highest", "trimmed_mean", True,
    )  # fmt: skip
    assert second["reason"]["above"] == first["project"]
    assert second["reason"]["difference"] == first["score"] - second["score"]
    assert {place["reason"]["code"] for place in places} == {"highest", "lower_score", "lower_item"}
    short = next(place for place in places if place["inputs"].get("absent"))
    assert (short["inputs"]["sheets"], short["inputs"]["absent"]) == (5, ["evaluator-1", "evaluator-2"])
    told = played("evaluate", "ranking", CALL, "--explain")
    assert (told.code, told.out.splitlines()[-1]) == (0, "Computed again from events alone: the recorded one.")


def test_an_altered_score_is_found(played_file: Path, played: Line, tmp_path: Path) -> None:
    """The negative control: a sheet that is gone, or an input that was not there, is no longer the ranking."""
    copy = tmp_path / "copy.db"
    shutil.copyfile(played_file, copy)
    project = played.json("evaluate", "ranking", CALL)["ranking"][2]["project"]
    store = Store(f"sqlite:///{copy}")
    with store.transaction() as transaction:
        transaction.cursor.execute("DELETE FROM event_private WHERE stream = ?", (project,))
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
        answer = played("evaluate", "ranking", CALL, "--json")
    assert (answer.code, answer.document["agrees"], answer.document["score_differs"]) == (1, False, [project])


def test_the_spread_is_for_those_who_answer_for_the_panel(played: Line) -> None:
    project = played.json("evaluate", "ranking", CALL)["ranking"][0]["project"]
    found = played.json("evaluate", "dispersion", project, "--as", SECRETARY)
    assert (found["sheets"], list(found["spread"])) == (7, ["total", *FULL])
    assert found["spread"]["total"] == {"mean": 9250, "least": 9100, "most": 9350, "range": 250, "deviation": 84}
    for who in ("lead:tp-gyeongbuk:kim", EVALUATOR, "secretary:other:kim", "ministry:MSS:lee"):
        refused = played("evaluate", "dispersion", project, "--as", who, "--json")
        assert (refused.code, [each["code"] for each in refused.document["refusals"]]) == (1, ["sheets.sealed"])
    assert played("evaluate", "export", CALL, "--as", EVALUATOR, "--json").code == 1


def test_an_evaluator_reads_their_own_sheet_and_nobody_elses(played: Line) -> None:
    project = played.json("evaluate", "ranking", CALL)["ranking"][0]["project"]
    mine = played.json("evaluate", "sheet", project, "--as", EVALUATOR)
    theirs = played.json("evaluate", "sheet", project, "--as", "evaluator:univ-2:evaluator-2")
    assert mine["sheet"]["points"] != theirs["sheet"]["points"]
    assert played("evaluate", "sheet", project, "--as", "evaluator:univ-9:evaluator-9").said.endswith(
        "no sheet to show."
    )
    assert played("evaluate", "sheet", project, "--as", SECRETARY, "--json").code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ranking", "project-1"), "'project-1' is not a call."),
        (("ranking", "call-2099-1"), "There is no stream 'call-2099-1': look its id up with a list command."),
        (("ranking", CALL), f"The ranking of {CALL} is not fixed yet: fix it first."),
        (("dispersion", CALL), f"'{CALL}' is not a project."),
    ],
)
def test_what_cannot_be_shown(sqlite_programme: Line, arguments: tuple[str, ...], said: str) -> None:
    answer = sqlite_programme("evaluate", *arguments)
    assert (answer.code, answer.said) == (2, said)


def test_a_sheet_is_handed_in_and_the_scores_closed_through_the_engine(played: Line) -> None:
    project = played.json("evaluate", "ranking", CALL)["ranking"][0]["project"]
    sheet = orjson.dumps({"points": FULL}).decode()
    wishes: list[tuple[Any, ...]] = [
        ("sheet", project, "--data", sheet, "--as", EVALUATOR),
        ("close", project, "--opinion", "적절함", "--as", SECRETARY),
    ]
    for wish in wishes:
        refused = played("evaluate", *wish, "--dry-run", "--json")
        assert [each["code"] for each in refused.document["refusals"]] == ["trigger.not_here"]


def test_who_saw_the_sheets_is_remembered(played: Line) -> None:
    project = played.json("evaluate", "ranking", CALL)["ranking"][0]["project"]
    before = len(readings(played))
    assert played("evaluate", "dispersion", project, "--as", "lead:tp-gyeongbuk:kim").code == 1
    assert played("evaluate", "export", CALL, "--as", "lead:tp-gyeongbuk:kim").code == 1
    assert len(readings(played)) == before
    played("evaluate", "dispersion", project, "--as", SECRETARY)
    played("evaluate", "export", CALL, "--as", SECRETARY)
    assert readings(played)[before:] == [
        ("kim", "sheets", {"stream": project, "sheets": 7, "as": "dispersion"}),
        ("kim", "sheets", {"stream": CALL, "sheets": 213, "as": "csv"}),
    ]


def readings(line: Line) -> list[tuple[str, str, Any]]:
    store = Store(line.url)
    with store.snapshot() as reader:
        bodies = [each.body for each in entries(reader, READINGS)]
    store.close()
    return [(body["actor"]["id"], body["what"], body["scope"]) for body in bodies]
