"""The demand survey at the command line: answered, revised, summed, exported; not for those who evaluate."""

from pathlib import Path

import orjson

from tests.entrypoints.cli.conftest import CALL, LEAD, Line
from workflow.sheets import read

FORM = {
    "area": "52740",
    "department": "기업지원단",
    "person": "김담당",
    "telephone": "063-219-2114",
    "answers": {"q1": {"chosen": ["MOIS+MOJ"]}, "q5": {"text": "=비자"}},
}
DAY = ("--at", "2024-12-10T10:00:00+09:00")


def said(**changes: object) -> str:
    return orjson.dumps(FORM | changes).decode()


def test_an_answer_is_given_revised_summed_and_exported(programme: Line, tmp_path: Path) -> None:
    first = programme.json("survey", "answer", CALL, "--data", said(), "--as", LEAD, *DAY)["receipt"]
    again = said(answers={"q1": {"chosen": ["MAFRA+MOIS"]}, "q2": {"counts": {"other": 2}, "detail": "농장"}})
    second = programme.json("survey", "answer", CALL, "--data", again, "--as", LEAD)["receipt"]
    assert (second["stream"], second["version"]) == (first["stream"], 2)
    shape = programme.json("survey", "show", first["stream"], "--as", LEAD)
    assert (shape["state"], shape["facts"]["answers"]["q1"]) == ("answered", {"chosen": ["MOIS+MAFRA"]})
    summed = programme.json("survey", "aggregate", CALL)
    assert (summed["answers"], summed["technoparks"]) == (1, 1)
    assert {each["id"]: each["answered"] for each in summed["questions"]} == {
        "type": 0, "departments": 0, "q1": 1, "q2": 1, "q3": 0, "q4": 0, "q5": 0,
    }  # fmt: skip
    for name in ("out.csv", "out.xlsx"):
        file = tmp_path / name
        assert programme.json("survey", "export", CALL, str(file)) == {"file": str(file), "rows": 1}
        header, row = read(name, file.read_bytes())
        cells = dict(zip(header, row, strict=False))
        assert (cells["area_name"], cells["q1.chosen.MOIS+MAFRA"], cells["q2.counts.other"]) == ("장수군", "1", "2")
        assert "063-219-2114" not in file.read_bytes().decode(errors="ignore")
    assert not any("김담당" in str(row) for rows in programme.dump().values() for row in rows)
    assert "1 answers by 1 technoparks." in programme("survey", "aggregate", CALL).out
    assert "MOIS+MAFRA" in programme("survey", "form", CALL).out


def test_it_is_not_shown_to_those_who_evaluate_nor_to_another_technopark(programme: Line, tmp_path: Path) -> None:
    stream = programme.json("survey", "answer", CALL, "--data", said(), "--as", LEAD, *DAY)["receipt"]["stream"]
    for role in ("evaluator:panel:e1", "secretary:tipa:s1", "company:1234567891:c1"):
        for verb in (("aggregate", CALL), ("export", CALL, str(tmp_path / "x.csv")), ("show", stream)):
            answer = programme("survey", *verb, "--as", role)
            assert (answer.code, "serves policy alone" in answer.said) == (2, True)
    assert programme("survey", "show", stream, "--as", "lead:tp-busan:lee").code == 2
    assert programme.json("survey", "aggregate", CALL, "--as", "lead:tp-busan:lee")["answers"] == 0
    assert programme("survey", "export", CALL, str(tmp_path / "x.pdf")).code == 2


def test_a_refused_answer_says_why(programme: Line) -> None:
    answer = programme("survey", "answer", CALL, "--data", said(area="51760"), "--as", LEAD, *DAY)
    assert answer.code == 1
    assert "not the technopark designated" in answer.out
