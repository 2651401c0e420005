"""Papers from the line, over the whole life: every paper in every form, by right, the same bytes again, kept."""

import re
import shlex
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import load_workbook

from entrypoints.bootstrap import service
from entrypoints.cli.values import DEFAULT_ACTOR
from entrypoints.settings import Settings
from states.papers.declared import PAPERS
from tests.entrypoints.cli.conftest import CALL, Line
from workflow.errors import Denied
from workflow.papers.gathering import Asked, Gatherer

AGENCY = "agency:tipa:kim"
SIGNING = "2025-02-27T09:00:00+09:00"
SUPPORTING = "2025-06-02T09:00:00+09:00"


@pytest.fixture
def desk(played: Line, played_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    """A copy of the whole life, to write to."""
    copy = tmp_path / "desk.db"
    shutil.copyfile(played_file, copy)
    monkeypatch.setenv("YEONGO_DATABASE_URL", f"sqlite:///{copy}")
    return Line(f"sqlite:///{copy}", played.capture)


def first(line: Line, kind: str, state: str) -> str:
    return str(line.json(kind, "list", "--state", state, "--limit", "1")["rows"][0]["stream"])


def judged(line: Line) -> str:
    """A closed project that was selected here, in the technopark of Jeonnam."""
    for row in line.json("project", "list", "--state", "closed", "--limit", "100")["rows"]:
        facts = line.json("project", "show", row["stream"])["facts"]
        if facts.get("score") and facts["lead"] == "tp-jeonnam":
            return str(row["stream"])
    raise AssertionError


def subjects(line: Line) -> dict[str, tuple[str, ...]]:
    project, support = judged(line), first(line, "support", "completed")
    return {
        "result-notice": (project,),
        "agreement": (project, "--at", SIGNING),
        "selection-report": (support,),
        "inspection-report": (support,),
        "inspection-sheet": (first(line, "company", "completed"),),
        "ranking": (CALL,),
        "survey-aggregate": (CALL,),
        "weekly-status": (CALL, "--at", SUPPORTING, "--ministry", "MAFRA"),
        "evaluation-result": (project,),
        "budget-table": (CALL,),
    }


def test_every_paper_is_written_in_every_form_and_again_the_same(played: Line, tmp_path: Path) -> None:
    found = subjects(played)
    assert {*found, "handover"} == set(PAPERS)
    for name, where in found.items():
        for form in ("hwpx", "xlsx", "html"):
            made = [
                played.json("paper", name, *where, "--out", str(tmp_path / f"{n}.{form}"), "--as", AGENCY)
                for n in range(2)
            ]
            assert made[0]["sha256"] == made[1]["sha256"] == sha256((tmp_path / f"1.{form}").read_bytes()).hexdigest()


def test_a_notice_tells_of_its_step_whatever_came_after(played: Line, tmp_path: Path) -> None:
    project, file = judged(played), tmp_path / "a.html"
    told = played.json("paper", "result-notice", project, "--out", str(file), "--lang", "ko")
    history = played.json("project", "history", project)["history"]
    (step,) = [each for each in history if each["trigger"] == "notify_selected" and each["accepted"]]
    assert told["version"] == step["version"]
    assert "2025. 1. 17." in file.read_text(encoding="utf-8")


def test_who_may_not_see_a_paper_is_told_so_and_nothing_is_written(played: Line, tmp_path: Path) -> None:
    project, file = judged(played), tmp_path / "a.hwpx"
    company = first(played, "company", "completed")
    for name, subject, who, code in (
        ("evaluation-result", project, "lead:tp-jeonnam:kim", "may not have"),
        ("result-notice", project, "lead:tp-jeju:kim", "nothing here"),
        ("survey-aggregate", CALL, "secretary:tipa:kim", "may not have"),
        ("ranking", CALL, "lead:tp-jeonnam:kim", "may not have"),
        ("ranking", CALL, "evaluator:univ-1:evaluator-1", "may not have"),
        ("ranking", CALL, "auditor:46:kim", "may not have"),
        ("inspection-sheet", company, "company:0000000000:kim", "may not have"),
        ("handover", "somebody", "agency:tipa:kim", "may not have"),
        ("handover", "nobody", "admin:yeongo:root", "nothing here"),
        ("ranking", project, AGENCY, "nothing here"),
        ("agreement", project, AGENCY, "cannot be written there"),
    ):
        answer = played("paper", name, subject, "--out", str(file), "--as", who)
        assert (answer.code, code in answer.said, file.exists()) == (2, True, False), answer
    rejected = first(played, "project", "expired")
    assert "None of the steps" in played("paper", "result-notice", rejected, "--out", str(file)).said


def test_bad_input_is_named(played: Line, tmp_path: Path) -> None:
    assert "no paper thing" in played("paper", "thing", CALL, "--out", str(tmp_path / "a.hwpx")).said
    assert "names no form" in played("paper", "ranking", CALL, "--out", str(tmp_path / "a.doc")).said
    assert played("paper", "ranking", CALL).code == 2


def test_a_partner_ministry_sees_its_own_projects_alone(played: Line, tmp_path: Path) -> None:
    def week(who: str, *more: str) -> str:
        where = ("weekly-status", CALL, "--at", SUPPORTING, "--out", str(tmp_path / "w.html"), *more)
        played.json("paper", *where, "--as", who, "--lang", "ko")
        return (tmp_path / "w.html").read_text(encoding="utf-8")

    own = week("partner_ministry:MAFRA:kim", "--ministry", "MOJ")
    assert "농식품부" in own
    assert "보성 녹차" not in own
    assert "보성 녹차" in week("ministry:MSS:kim")
    assert "보성 녹차" in week("ministry:MSS:kim", "--ministry", "MOJ")


def test_what_is_kept_is_a_document_of_the_stream_and_on_record(desk: Line, tmp_path: Path) -> None:
    support = first(desk, "support", "completed")
    line = ("paper", "selection-report", support, "--out", str(tmp_path / "a.hwpx"), "--keep", "--as", AGENCY)
    told, again = desk.json(*line), desk.json(*line)
    assert told["document"] == again["document"]
    assert told["entry"] != again["entry"]
    tables = desk.dump()
    assert [told["sha256"] in row for row in tables["document"]] == [True]
    entries = [row for row in tables["journal"] if "log-papers" in row]
    assert len(entries) == 2
    assert all(told["sha256"] in str(row) for row in entries)
    assert desk("audit", "verify").code == 0
    page = (*line[:3], "--out", str(tmp_path / "a.html"), "--keep")
    assert "not kept in this form" in desk(*page).said


def test_papers_are_listed_and_of_a_stream_those_that_can_be_written(played: Line) -> None:
    assert [each["paper"] for each in played.json("papers")["papers"]] == list(PAPERS)

    def of(stream: str, who: str) -> list[str]:
        return [each["paper"] for each in played.json("papers", stream, "--as", who)["papers"]]

    project = judged(played)
    assert of(project, AGENCY) == ["budget-table", "evaluation-result", "result-notice"]
    assert of(project, "lead:tp-jeonnam:kim") == ["budget-table", "result-notice"]
    assert of(CALL, "lead:tp-jeonnam:kim") == ["budget-table"]
    assert of(CALL, "secretary:tipa:kim") == ["ranking"]


def test_who_sees_a_part_is_told_so_and_no_budget_is_compared_with_it(played: Line, tmp_path: Path) -> None:
    def budget(who: str) -> str:
        file = tmp_path / "b.html"
        played.json("paper", "budget-table", CALL, "--out", str(file), "--as", who, "--lang", "ko")
        return file.read_text(encoding="utf-8")

    whole, part = budget("ministry:MSS:kim"), budget("lead:tp-jeonnam:kim")
    assert ("국비 예산 대비 배정" in whole, "열람 권한이 있는 것만" in whole) == (True, False)
    assert ("국비 예산 대비 배정" in part, "열람 권한이 있는 것만" in part) == (False, True)
    assert ("보성 녹차" in part, "순창 장류" in part) == (True, False)


def test_a_grade_is_told_without_the_scores_of_the_selection(played: Line, tmp_path: Path) -> None:
    project, file = judged(played), tmp_path / "e.html"
    played.json("paper", "evaluation-result", project, "--out", str(file), "--lang", "ko")
    final = file.read_text(encoding="utf-8")
    assert ("우수" in final, "항목별 점수" in final) == (True, False)
    at = "2025-01-13T00:00:00+09:00"
    played.json("paper", "evaluation-result", project, "--out", str(file), "--lang", "ko", "--at", at)
    selection = file.read_text(encoding="utf-8")
    assert ("등급" in selection, "항목별 점수" in selection) == (False, True)


def cells(line: Line, name: str, *where: str, file: Path) -> list[list[object]]:
    """The rows of a paper as a workbook, by another reader."""
    line.json("paper", name, *where, "--out", str(file), "--as", AGENCY, "--lang", "ko")
    sheet = load_workbook(file).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_ranking_has_the_cells_of_the_record(played: Line, tmp_path: Path) -> None:
    facts = played.json("call", "show", CALL)["facts"]
    rows = [row for row in cells(played, "ranking", CALL, file=tmp_path / "a.xlsx") if isinstance(row[0], int)]
    assert [(row[0], round(100 * float(str(row[6])))) for row in rows] == [
        (each["rank"], each["score"]) for each in facts["ranking"]
    ]
    awards = [facts["awards"].get(each["project"]) for each in facts["ranking"]]
    assert [row[8] for row in rows] == [won and (won + 500_000) // 1_000_000 for won in awards]


def test_the_survey_has_the_counts_of_the_record(played: Line, tmp_path: Path) -> None:
    told = played.json("survey", "aggregate", CALL, "--as", AGENCY)
    rows = cells(played, "survey-aggregate", CALL, file=tmp_path / "a.xlsx")
    counts = [n for each in told["questions"] for n in [*each["chosen"].values(), *each["counts"].values()]]
    start = next(n for n, row in enumerate(rows) if row[:2] == ["문항", "응답"]) + 1
    assert [row[2] for row in rows[start : start + len(counts)]] == counts
    written = [text["text"] for each in told["questions"] for text in each["texts"]]
    start = next(n for n, row in enumerate(rows) if row[:2] == ["문항", "항목"]) + 1
    assert [row[2] for row in rows[start : start + len(written)]] == written


def test_an_inspection_has_every_selected_company(played: Line, tmp_path: Path) -> None:
    support = first(played, "support", "completed")
    facts = played.json("support", "show", support)["facts"]
    rows = cells(played, "inspection-report", support, file=tmp_path / "a.xlsx")
    listed = [row for row in rows if isinstance(row[0], int)]
    assert len(listed) >= len(facts["selection"])
    inspected = [row for row in listed if row[3]]
    assert len(inspected) == len(facts["inspections"])
    assert {row[5] for row in inspected} == {"지원금 집행\n결과물 진척"}
    chosen = [row for row in cells(played, "selection-report", support, file=tmp_path / "b.xlsx") if row[0] == "계"][-1]
    assert chosen[8] == sum(each["amount"] for each in facts["selection"]) // 1000


def test_papers_are_the_same_on_every_database(programme: Line, tmp_path: Path) -> None:
    for name in ("weekly-status", "survey-aggregate", "budget-table"):
        told = programme.json("paper", name, CALL, "--out", str(tmp_path / f"{name}.xlsx"))
        assert told["version"] > 0
    rows = cells(programme, "budget-table", CALL, file=tmp_path / "b.xlsx")
    assert [row[:4] for row in rows if row[0] == "2025"] == [["2025", 3_952_000, 0, 3_952_000]]


def test_the_lines_of_the_page_on_papers_do_what_it_says(
    desk: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[3] / "docs" / "papers.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    known = {"PROJECT": judged(desk), "SUPPORT": first(desk, "support", "completed"), "CALL": CALL}
    monkeypatch.chdir(tmp_path)
    for told in block.splitlines():
        words = [known.get(word, word) for word in shlex.split(told, comments=True)]
        assert (words[0], desk(*words[1:]).code) == ("yeongo", 0), told
    assert sorted(each.name for each in tmp_path.glob("*.*x")) == ["budget.xlsx", "notice.hwpx", "report.hwpx"]


def test_a_paper_of_too_much_is_none(played: Line) -> None:
    with service(Settings(database_url=played.url)) as parts, parts.store.snapshot() as reader:
        asked = Asked(PAPERS["budget-table"], CALL, DEFAULT_ACTOR, parts.clock.now())
        there = len(Gatherer(reader, parts.definitions, parts.past).material(asked).below)
        assert len(Gatherer(reader, parts.definitions, parts.past, most=there).material(asked).below) == there
        with pytest.raises(Denied) as raised:
            Gatherer(reader, parts.definitions, parts.past, most=there - 1).material(asked)
    assert (raised.value.code, raised.value.facts) == ("paper.many", {"paper": "budget-table", "most": there - 1})
