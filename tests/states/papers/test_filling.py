from dataclasses import replace
from datetime import UTC, datetime

import pytest
from msgspec import structs

from states.papers.declared import PAPERS
from states.papers.document import Cell, Document, Grid, Paragraph
from states.papers.filling import clean, filled
from states.papers.parts import THOUSAND, Column, Listed, Says, Table, rows
from tests.states.papers.scene import HOSTILE, RULES, company, material, project, support


def grids(found: Document) -> list[Grid]:
    return [each for each in found.blocks if isinstance(each, Grid)]


def texts(found: Document) -> list[str]:
    return [each.text for each in found.blocks if isinstance(each, Paragraph)]


def pairs(grid: Grid) -> dict[str, str]:
    return {row[n].text: row[n + 1].text for row in grid.rows for n in range(0, len(row), 2)}


def test_a_selected_project_is_told_its_award_and_until_when_to_accept() -> None:
    found = filled(PAPERS["result-notice"], material(project()), "ko")
    assert (found.title, found.day, found.iso_day) == ("선정평가 결과 통보", "2025. 1. 17.", "2025-01-17")
    assert found.letterhead is not None
    assert found.letterhead.to == "강원테크노파크원장, 강원 고성군수, 강원특별자치도지사"
    assert found.letterhead.signed == "중소기업기술정보진흥원장"
    told = pairs(grids(found)[0])
    assert (told["결과"], told["순위"], told["평가 점수"]) == ("선정통보", "1", "92.60")
    assert told["국비 지원액"] == "607,000,000원"
    assert "사유" not in told
    assert texts(found)[-1].startswith(
        "3. 선정된 과제의 국비 지원액은 금607,000,000원(금육억칠백만원)이며, 2025. 1. 31.까지"
    )
    assert texts(found)[-1].endswith("  끝.")


def test_a_rejected_project_is_told_how_to_object_and_not_of_an_award() -> None:
    lost = structs.replace(
        project("rejected_notified", award=None), deadlines={"objection": {"due_date": "2025-01-31"}}
    )
    found = filled(PAPERS["result-notice"], material(lost, told={"reason": "예산선 밖"}), "ko")
    told = pairs(grids(found)[0])
    assert ("국비 지원액" in told, told["사유"]) == (False, "예산선 밖")
    assert texts(found)[-1] == (
        "3. 평가 방법 또는 절차에 중대한 흠이 있다고 보는 경우 2025. 1. 31.까지 이의신청을 할 수 있습니다.  끝."
    )


def test_the_same_in_english_has_no_korean_close() -> None:
    found = filled(PAPERS["result-notice"], material(project()), "en")
    assert (found.title, found.day) == ("Result of the selection", "17 Jan 2025")
    assert texts(found)[-1].endswith("change the sum.")


def test_the_agreement_has_the_ten_articles_of_the_call() -> None:
    found = filled(PAPERS["agreement"], material(project("agreement_pending")), "ko")
    headings = [each.text for each in found.blocks if isinstance(each, Paragraph) and each.kind == "heading"]
    assert len(headings) == RULES.agreement.items
    assert (headings[0], headings[9]) == ("제1조(과제와 목표)", "제10조(정산·환수와 제재, 그 밖의 사항)")
    assert "① 2025년도 국비 지원액은 금607,000,000원(금육억칠백만원)으로 한다." in texts(found)
    assert "1. ➋ 사업화지원" in texts(found)
    money = next(each for each in grids(found) if each.heads)
    assert [cell.text for cell in money.rows[0]] == ["2025", "607,000", "130,071", "130,071", "867,143"]


def test_sums_are_made_of_won_and_say_where_rounded_rows_do_not_add_up() -> None:
    below = [company(n) for n in (1, 2)]
    found = filled(PAPERS["selection-report"], material(support(), *below, family=(project("supporting"),)), "ko")
    listed = grids(found)[-1]
    assert [row[8].number for row in listed.rows] == [2, 2]
    assert listed.total[8].number == 3
    assert listed.unit == "(단위: 천원, 반올림으로 합계가 다를 수 있음)"
    assert [row[1].text for row in listed.rows] == ["000-00-00002", "000-00-00001"]
    assert texts(found)[-1] == "붙임  선정위원회 회의록 1부.  끝."


def test_a_table_at_the_end_of_a_letter_has_the_close_on_a_line_of_its_own() -> None:
    bare = replace(PAPERS["selection-report"], attached=())
    found = filled(bare, material(support(), family=(project("supporting"),)), "ko")
    assert found.blocks[-1] == Paragraph("끝.", 0, "closing")
    assert grids(found)[-1].rows == ()
    assert grids(found)[-1].empty == "해당 없음"


def test_papers_count_people_and_name_nobody() -> None:
    for name in ("result-notice", "agreement", "evaluation-result"):
        found = filled(PAPERS[name], material(project("agreement_pending")), "ko")
        assert b"evaluator-" not in found.canonical
        assert b"r-1" not in found.canonical


def test_a_project_that_gave_its_award_back_does_not_count_in_the_budget() -> None:
    lost = structs.replace(project("withdrawn"), id="project-b")
    call = material(project()).family["call"]
    found = filled(PAPERS["budget-table"], material(call, project("agreed"), lost), "ko")
    by_year, against, by_project = grids(found)[1:]
    assert [cell.text for cell in by_year.rows[0]][:2] == ["2025", "607,000"]
    assert [cell.text for cell in against.rows[0]] == ["2025", "3,952,000", "607,000", "3,345,000", "1"]
    assert len(by_project.rows) == 1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_is_text_whatever_it_looks_like(hostile: str) -> None:
    found = filled(PAPERS["result-notice"], material(project(title=hostile)), "ko")
    assert pairs(grids(found)[0])["과제명"] == hostile


def test_what_no_file_may_hold_is_left_out() -> None:
    assert clean("a\x00b\x0bc\r\nd\ud800e\ufffff\tg") == "abc\ndef\tg"


def test_lists_number_below_what_was_said() -> None:
    paper = replace(
        PAPERS["result-notice"], sender="", parts=(Says("가", "a"), Listed("project.supplements"), Says("나", "b"))
    )
    found = filled(paper, material(project(supplements=["하나", "둘"])), "ko")
    assert texts(found) == ["1. 가", "가. 하나", "나. 둘", "2. 나"]


@rows("n", "amount")
def _numbers(_: object) -> list[dict[str, object]]:
    return [{"n": 0, "amount": 0}, {"n": None, "amount": 2_000}]


def test_zero_is_a_number_and_nothing_is_empty() -> None:
    table = Table(_numbers, (Column("n", "count"), Column("amount", sums=True)))
    paper = replace(PAPERS["budget-table"], parts=(table,), unit=THOUSAND)
    (grid,) = grids(filled(paper, material(project()), "en"))
    assert grid.rows == ((Cell("0", 0), Cell("0", 0)), (Cell(), Cell("2", 2)))
    assert grid.total == (Cell("Total"), Cell("2", 2))


def test_the_date_is_koreas_and_the_same_material_gives_the_same_content() -> None:
    late = replace(material(project()), at=datetime(2025, 1, 17, 15, tzinfo=UTC))
    one, other = (filled(PAPERS["result-notice"], late, "ko") for _ in range(2))
    assert (one.iso_day, one.canonical) == ("2025-01-18", other.canonical)
    assert one.record == ("기록: project-a 판 7, 사건 " + "a" * 64,)
