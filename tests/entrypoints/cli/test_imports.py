"""Files of other systems at the command line: all or nothing, by row and column, repeatable without effect."""

from hashlib import sha256
from pathlib import Path

import pytest

from tests.entrypoints.cli.conftest import CALL, Line
from workflow.sheets import write
from workflow.templates import TEMPLATES, headings

AGENCY = "agency:tipa:hong"
VISA = [["지역코드", "지정일", "배정인원"], ["51760", "2024-01-02", "30"], ["52740", "2024. 1. 2.", "1,200"]]
RUNNING = [
    ["52740", "MSS+MOIS", "장수 오미자", "round_one", "2025", "600000000", "130000000", "130,000,000", "2025-1",
     "2025-02-01", "2026-12-31", "commercialisation"],
    ["51760", "MSS+MOJ", "평창 고랭지", "agreed", "2025", "450000000", "100000000", "100000000", "2025-2",
     "2025-02-01", "2026-12-31", ""],
]  # fmt: skip


def saved(file: Path, *rows: list[str]) -> str:
    file.write_bytes(write(file.name, rows))
    return str(file)


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_a_template_is_written_and_its_emptiness_told(
    sqlite_programme: Line, tmp_path: Path, kind: str, name: str
) -> None:
    file = str(tmp_path / name)
    assert sqlite_programme.json("import", "template", kind, file)["columns"] == list(TEMPLATES[kind].model_fields)
    answer = sqlite_programme("import", kind, file, "--call", CALL, "--as", AGENCY, "--json")
    assert (answer.code, [each["code"] for each in answer.document["error"]["details"]]) == (2, ["import.no_rows"])


def test_areas_become_one_fact_with_their_origin_and_repeat_without_effect(
    sqlite_programme: Line, tmp_path: Path
) -> None:
    file = saved(tmp_path / "visa.xlsx", *VISA)
    line = ("import", "visa", file, "--call", CALL, "--as", AGENCY)
    assert sqlite_programme.json(*line, "--dry-run")["recorded"] == 0
    assert "would be recorded (nothing was)" in sqlite_programme(*line, "--dry-run").out
    first = sqlite_programme.json(*line)
    origin = sha256(Path(file).read_bytes()).hexdigest()
    assert (first["recorded"], first["repeated"], first["sha256"]) == (1, 0, origin)
    areas = sqlite_programme.json("call", "show", CALL)["facts"]["areas"]["visa"]
    assert areas["52740"] == {"area": "52740", "since": "2024-01-02", "people": 1200, "row": 3, "file": origin}
    before = sqlite_programme.dump()
    again = sqlite_programme.json(*line)
    assert (again["recorded"], again["repeated"]) == (0, 1)
    assert sqlite_programme.dump() == before


def test_running_projects_are_taken_over_or_none_of_them(sqlite_programme: Line, tmp_path: Path) -> None:
    header = headings(TEMPLATES["projects"])
    wrong = [[*RUNNING[0]], [*RUNNING[1]]]
    wrong[1][1] = "MOJ"
    line = ("--call", CALL, "--as", AGENCY, "--at", "2025-03-03T10:00:00+09:00")
    refused = sqlite_programme("import", "projects", saved(tmp_path / "w.csv", header, *wrong), *line, "--json")
    assert (refused.code, refused.document["recorded"]) == (1, 0)
    assert [(each["row"], each["code"]) for each in refused.document["refused"]] == [(3, "ministries.combination")]
    assert sqlite_programme.json("project", "list", "--call", CALL)["rows"] == []
    file = saved(tmp_path / "r.csv", header, *RUNNING)
    taken = sqlite_programme.json("import", "projects", file, "--call", CALL, "--as", AGENCY)
    assert (taken["recorded"], taken["repeated"]) == (2, 0)
    rows = sqlite_programme.json("project", "list", "--call", CALL)["rows"]
    assert sorted(row["state"] for row in rows) == ["agreed", "supporting"]
    shape = sqlite_programme.json(
        "project", "show", next(row["stream"] for row in rows if row["state"] == "supporting")
    )
    assert shape["facts"]["imported"] == {"file": taken["sha256"], "row": 2}
    before = sqlite_programme.dump()
    again = sqlite_programme.json("import", "projects", file, "--call", CALL, "--as", AGENCY)
    assert (again["recorded"], again["repeated"]) == (0, 2)
    assert sqlite_programme.dump() == before


def test_every_wrong_row_is_named_and_nothing_recorded(sqlite_programme: Line, tmp_path: Path) -> None:
    rows = [VISA[0], ["5176", "2024-01-02", ""], VISA[1], ["52740", "", "900101-1234567"]]
    before = sqlite_programme.dump()
    answer = sqlite_programme("import", "visa", saved(tmp_path / "v.csv", *rows), "--call", CALL, "--as", AGENCY)
    assert answer.code == 2
    assert "row 2 'area'" in answer.err
    assert "row 4 'people': holds a number that identifies a person" in answer.err
    assert "900101" not in answer.err
    assert sqlite_programme.dump() == before
    nobody = saved(
        tmp_path / "k.csv", ["사업자등록번호", "area", "month", "won"], ["123-45-67891", "51760", "2025-04", "1"]
    )
    answer = sqlite_programme("import", "rcms", nobody, "--call", CALL, "--as", AGENCY)
    assert (answer.code, "row 2 'brn': no company of the call takes this now." in answer.err) == (2, True)


def test_what_is_no_table_is_refused(sqlite_programme: Line, tmp_path: Path) -> None:
    for name, content in (("a.xlsx", b"no zip"), ("a.csv", b"\xff\xff"), ("a.txt", b"x")):
        (tmp_path / name).write_bytes(content)
        assert sqlite_programme("import", "visa", str(tmp_path / name), "--call", CALL, "--as", AGENCY).code == 2
    assert sqlite_programme("import", "visa", str(tmp_path / "none.csv"), "--call", CALL, "--as", AGENCY).code == 2
