"""A paper as XLSX: the same cells, numbers as numbers, and no text that a spreadsheet could take for a formula."""

from datetime import datetime
from io import BytesIO
from typing import Any

from states.catalogue.papers import WORDS
from states.papers.document import Cell, Document, Grid, Paragraph
from workflow.packing import packed, parts_of
from workflow.sheets import RISKY

A4, NARROWEST, POINTS_A_LINE, LETTERS_A_SHARE = 9, 8, 16, 5
NUMBERS = {0: "#,##0", 2: "0.00"}


def written(document: Document) -> bytes:
    """The bytes of the file; the same for the same document."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - a heavy import, only where a workbook is written

    target = BytesIO()
    with Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": document.title, "created": datetime.fromisoformat(f"{document.iso_day}T00:00")})
        _Sheet(book, document).write()
    return packed(parts_of(target.getvalue()))


class _Sheet:
    """One worksheet written from top to bottom."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book = book
        self.document = document
        self.sheet = book.add_worksheet(document.paper[:31])
        self.grids = [each for each in document.blocks if isinstance(each, Grid)]
        self.columns = max((grid.columns for grid in self.grids), default=1)
        self.row = 0
        self.formats: dict[tuple[Any, ...], Any] = {}

    def write(self) -> None:
        """Title and letterhead, every block, the record; ready to print on A4."""
        self._page()
        head = self.document.letterhead
        self._line(self.document.title, bold=True, size=14)
        if head:
            self._line(f"{self._word('to')}  {head.to}")
            self._line(f"{head.sender}  {self.document.day}")
        else:
            self._line(self.document.day)
        for block in self.document.blocks:
            self._block(block)
        for line in (*([head.signed] if head else []), *self.document.record):
            self._line(line, size=9)

    def _page(self) -> None:
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        if self.document.wide:
            self.sheet.set_landscape()
        widest = max(self.grids, key=lambda grid: grid.columns, default=None)
        for m, share in enumerate(widest.widths if widest else (12,)):
            self.sheet.set_column(m, m, max(NARROWEST, share * LETTERS_A_SHARE))

    def _word(self, name: str) -> str:
        return str(getattr(WORDS[name], self.document.language))

    def _block(self, block: object) -> None:
        match block:
            case Paragraph(text, _, kind):
                self._line(text, bold=kind == "heading")
            case Grid():
                self._grid(block)
            case tuple():
                for each in block:
                    self._line(f"{each.role}  {each.name}  {self._word('seal')}")

    def _line(self, text: str, *, bold: bool = False, size: int = 11) -> None:
        """A text of its own over the whole width."""
        shape = self._format(text, bold=bold, font_size=size, text_wrap=True, valign="top")
        if self.columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, self.columns - 1, "", shape)
        self.sheet.write_string(self.row, 0, text, shape)
        room = self.columns * LETTERS_A_SHARE * 4
        lines = sum(1 + len(part) * 2 // room for part in text.split("\n"))
        if lines > 1:
            self.sheet.set_row(self.row, POINTS_A_LINE * lines)
        self.row += 1

    def _grid(self, grid: Grid) -> None:
        self.row += 1
        if grid.caption or grid.unit:
            self._line("  ".join(part for part in (grid.caption, grid.unit) if part), bold=True)
        if grid.heads:
            self._cells([Cell(head) for head in grid.heads], bold=True, shaded=True)
        for row in grid.rows:
            self._cells(row, labelled=not grid.heads)
        if not grid.rows:
            self._cells([Cell(grid.empty), *[Cell()] * (grid.columns - 1)])
        elif grid.total:
            self._cells(grid.total, bold=True, shaded=True)
        self.row += 1

    def _cells(self, cells: Any, *, bold: bool = False, shaded: bool = False, labelled: bool = False) -> None:
        for m, cell in enumerate(cells):
            dark = shaded or (labelled and m % 2 == 0)
            looks = {"bold": bold or (labelled and m % 2 == 0), "border": 1, "text_wrap": True, "valign": "vcenter"}
            looks |= {"bg_color": "#EDEDED"} if dark else {}
            if cell.number is not None and not (labelled and m % 2 == 0):
                shape = self._format("", **looks, num_format=NUMBERS[cell.decimals])
                self.sheet.write_number(self.row, m, cell.number / 10**cell.decimals, shape)
            elif cell.text:
                self.sheet.write_string(self.row, m, cell.text, self._format(cell.text, **looks))
            else:
                self.sheet.write_blank(self.row, m, None, self._format("", **looks))
        self.row += 1

    def _format(self, text: str, **looks: Any) -> Any:
        """A format; text that begins like a formula is marked as text for good, also when somebody edits the cell."""
        if text.startswith(RISKY):
            looks["quote_prefix"] = True
        key = tuple(sorted(looks.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(looks)
        return self.formats[key]
