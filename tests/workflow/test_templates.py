"""Rows of other systems' files: every fault by row and column, nothing guessed."""

from typing import Any

import pytest

from workflow.templates import TEMPLATES, RowFault, headings, parsed

KTOP = ["123-45-67891", "87.25", "80", "81.5", "70.10", "90", "B+", "2025.1", "2025. 4. 7.", "10", "Y"]


def ktop(*rows: list[str]) -> tuple[list[Any], list[RowFault]]:
    return parsed(TEMPLATES["ktop"], [headings(TEMPLATES["ktop"]), *rows])


def changed(column: str, cell: str) -> list[str]:
    names = list(TEMPLATES["ktop"].model_fields)
    return [cell if name == column else kept for name, kept in zip(names, KTOP, strict=True)]


def test_a_row_is_read_as_offices_write_it() -> None:
    ((number, row),), faults = ktop(KTOP)
    assert (number, faults) == (2, [])
    assert row.model_dump(mode="json") == {
        "brn": "1234567891", "index": 8725, "infrastructure": 8000, "input": 8150, "activity": 7010, "output": 9000,
        "grade": "B+", "version": "2025.1", "measured_on": "2025-04-07", "quantitative_items": 10, "finance": True,
    }  # fmt: skip


def test_columns_stand_in_any_order_under_either_name() -> None:
    table = [["종료일", "area", "지정일"], ["", "51760", "2024-01-02"], [], ["2025-12-31", "52740", "2024-01-02"]]
    rows, faults = parsed(TEMPLATES["visa"], table)
    assert [(number, row.model_dump(mode="json", exclude_none=True)["area"]) for number, row in rows] == [
        (2, "51760"), (4, "52740"),
    ]  # fmt: skip
    assert faults == []


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("brn", "1234567890", "import.cell"),
        ("brn", "", "import.empty"),
        ("index", "87.255", "import.cell"),
        ("index", "-1", "import.cell"),
        ("index", "NaN", "import.cell"),
        ("quantitative_items", "ten", "import.cell"),
        ("measured_on", "2025-02-30", "import.cell"),
        ("finance", "maybe", "import.cell"),
        ("grade", "900101-1234567", "import.personal_number"),
    ],
)
def test_a_wrong_cell_is_named(column: str, cell: str, code: str) -> None:
    rows, faults = ktop(KTOP, changed(column, cell))
    assert [(fault.row, fault.column, fault.code) for fault in faults] == [(3, column, code)]
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ([], RowFault(1, "", "import.no_header")),
        ([["지역코드", "지정일"]], RowFault(1, "", "import.no_rows")),
        ([["지역코드"], ["51760"]], RowFault(1, "since", "import.no_column")),
        ([["지역코드", "지정일", "비고"]], RowFault(1, "비고", "import.unknown_column")),
        ([["지역코드", "지정일", "area"]], RowFault(1, "area", "import.column_twice")),
        ([["지역코드", "지정일"], ["51760", "2024-01-02", "x"]], RowFault(2, "", "import.too_long")),
    ],
)
def test_a_wrong_table_is_named(table: list[list[str]], fault: RowFault) -> None:
    assert parsed(TEMPLATES["visa"], table) == ([], [fault])
