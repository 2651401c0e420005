"""Tables as files: CSV and XLSX read with limits and written so that no spreadsheet runs what a person typed."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from workflow.packing import packed, parts_of

MOST_BYTES = 16 * 2**20
"""Of a file as it comes."""
MOST_UNPACKED = 64 * 2**20
"""Of an XLSX file when it is unpacked: a small file that grows beyond is a bomb."""
MOST_PARTS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MADE = datetime(1980, 1, 1)  # noqa: DTZ001 - XLSX has no zone
"""When a workbook says it was made: the same rows give the same bytes."""
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell of a CSV file for a formula."""
type_of_table = list[list[str]]


class UnreadableSheet(Exception):  # noqa: N818 - it names what came in
    """A file that is no table one may read: a code of the catalogue and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read(name: str, content: bytes) -> type_of_table:
    """The cells of a CSV or XLSX file (its first sheet) as text, row by row, empty rows among them. UnreadableSheet."""
    if len(content) > MOST_BYTES:
        raise UnreadableSheet("sheet.too_large", file=name, most=MOST_BYTES)
    rows = _read_xlsx(name, content) if name.lower().endswith(".xlsx") else _read_csv(name, content)
    table: type_of_table = []
    for row in rows:
        if len(table) > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise UnreadableSheet("sheet.too_many", file=name, rows=MOST_ROWS, columns=MOST_COLUMNS)
        table.append([cell.strip() for cell in row])
    return table


def _read_csv(name: str, content: bytes) -> Iterator[list[str]]:
    """UTF-8, or as Korean Excel writes it."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            yield from csv.reader(StringIO(text, newline=""), strict=True)
        except csv.Error as error:
            raise UnreadableSheet("sheet.malformed", file=name, reason=str(error)) from error
        return
    raise UnreadableSheet("sheet.malformed", file=name, reason="UTF-8, CP949")


def _read_xlsx(name: str, content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a heavy import, only where a workbook is read

    _unpackable(name, content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
            yield _trimmed([_text(name, cell) for cell in row])
        book.close()
    except UnreadableSheet:
        raise
    except Exception as error:
        raise UnreadableSheet("sheet.malformed", file=name, reason=type(error).__name__) from error


def _unpackable(name: str, content: bytes) -> None:
    """Judged by the archive's own directory, before anything is unpacked: a reader never takes more than it says."""
    try:
        parts = ZipFile(BytesIO(content)).infolist()
    except BadZipFile as error:
        raise UnreadableSheet("sheet.malformed", file=name, reason="xlsx") from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableSheet("sheet.too_large", file=name, most=MOST_UNPACKED)


def _text(name: str, cell: Any) -> str:
    """A cell as a person sees it; a formula is refused: what it shows depends on who opens it."""
    if cell.data_type == "f":
        raise UnreadableSheet("sheet.formula", file=name, cell=cell.coordinate)
    match cell.value:
        case None:
            return ""
        case bool(value):
            return "true" if value else "false"
        case float(value) if value.is_integer():
            return str(int(value))
        case datetime() as value if value.time() == datetime.min.time():
            return value.date().isoformat()
        case datetime() | date() as value:
            return value.isoformat()
        case value:
            return str(value)


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def write(name: str, rows: Iterable[Sequence[object]]) -> bytes:
    """A table as the bytes of a CSV or XLSX file, by the ending of `name`. Text stays text; numbers are numbers."""
    return _write_xlsx(rows) if name.lower().endswith(".xlsx") else _write_csv(rows)


def _write_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """With a byte order mark, so that Excel reads Korean."""
    target = StringIO(newline="")
    csv.writer(target).writerows([_safe(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell


def _write_xlsx(rows: Iterable[Sequence[object]]) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415 - a heavy import, only where a workbook is written

    target = BytesIO()
    with Workbook(target, {"in_memory": True, "constant_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(n, m, cell)
                else:
                    sheet.write_string(n, m, str(cell))
    return packed(parts_of(target.getvalue()))
