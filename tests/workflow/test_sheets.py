"""Tables as files: what comes in is bounded and plain, what goes out runs nowhere."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from workflow import sheets
from workflow.sheets import UnreadableSheet, read, write


def workbook(*rows: Sequence[Any]) -> bytes:
    book = Workbook()
    sheet = book.create_sheet(index=0)
    for row in rows:
        sheet.append(list(row))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("name", ["a.csv", "a.XLSX"])
def test_what_is_written_is_read_back(name: str) -> None:
    rows: list[list[object]] = [["이름", "수"], ["한우", 3], ["사과", 12]]
    assert read(name, write(name, rows)) == [["이름", "수"], ["한우", "3"], ["사과", "12"]]


def test_no_cell_becomes_a_formula() -> None:
    assert write("a.csv", [["=1+1", "-2", "+3", "@x", "ok", -4]]) == "\ufeff'=1+1,'-2,'+3,'@x,ok,-4\r\n".encode()
    assert read("a.xlsx", write("a.xlsx", [["=1+1"]])) == [["=1+1"]]


def test_cells_are_read_as_people_see_them() -> None:
    content = workbook((1234567891, 1.0, 1.5, True, None, date(2025, 4, 7), datetime(2025, 4, 7, 9)), (" a ",))  # noqa: DTZ001
    assert read("a.xlsx", content) == [
        ["1234567891", "1", "1.5", "true", "", "2025-04-07", "2025-04-07T09:00:00"],
        ["a"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_csv_as_korean_spreadsheets_write_it(encoding: str) -> None:
    assert read("a.csv", "이름,수\r\n한우,3\r\n".encode(encoding)) == [["이름", "수"], ["한우", "3"]]


def bomb(size: int, parts: int = 1) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for n in range(parts):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", b"0" * size)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", bomb(sheets.MOST_UNPACKED + 1), "sheet.too_large"),
        ("a.xlsx", bomb(1, sheets.MOST_PARTS + 1), "sheet.too_large"),
        ("a.xlsx", bomb(10), "sheet.malformed"),
        ("a.xlsx", b"no zip", "sheet.malformed"),
        ("a.xlsx", workbook(("=1+1",)), "sheet.formula"),
        ("a.xlsx", workbook(tuple(range(sheets.MOST_COLUMNS + 1))), "sheet.too_many"),
        ("a.csv", b"\xff\xff\xff", "sheet.malformed"),
        ("a.csv", b'"open', "sheet.malformed"),
        ("a.csv", b"x\n" * (sheets.MOST_ROWS + 2), "sheet.too_many"),
        ("a.csv", b"x" * (sheets.MOST_BYTES + 1), "sheet.too_large"),
    ],
    ids=["bomb", "parts", "no-book", "no-zip", "formula", "wide", "bytes", "quote", "long", "large"],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableSheet) as raised:
        read(name, content)
    assert raised.value.code == code


def test_the_same_rows_are_the_same_workbook() -> None:
    assert write("a.xlsx", [["이름", 1], ["=1+1", 2]]) == write("a.xlsx", [["이름", 1], ["=1+1", 2]])
