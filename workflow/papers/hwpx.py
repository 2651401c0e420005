"""A paper as HWPX (KS X 6101): the library's package and styles, a section of our own (its tables take minutes)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from states.catalogue.papers import WORDS
from states.papers.document import Cell, Document, Grid, Paragraph, Signature
from workflow.packing import packed, parts_of

TALL, BROAD = 42520, 65000
"""Width of the text in 1/7200 inch on an A4 page that stands, and on one that lies."""
FONT = "함초롬바탕"
HEADER, SECTION, PACKAGE = "Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"
PREVIEW, PICTURE = "Preview/PrvText.txt", "Preview/PrvImage.png"
LEVEL_MM = 5
"""How far a level is indented."""
ROW_HEIGHT = 1700
GREY = "#EDEDED"


@dataclass(frozen=True, slots=True)
class Styles:
    """The package's parts without a section, the section's opening with its page, and the ids of what is used."""

    parts: tuple[tuple[str, bytes], ...]
    opening: str
    page: str
    characters: dict[str, str]
    paragraphs: dict[str, str]
    borders: dict[str, str]


def written(document: Document) -> bytes:
    """The bytes of the file; the same for the same document."""
    styles = _styles(document.wide)
    section = _Section(styles, BROAD if document.wide else TALL, document)
    own = {SECTION: section.xml().encode(), PREVIEW: _preview(document).encode(), HEADER: _part(styles, HEADER)}
    own[PACKAGE] = _described(_part(styles, PACKAGE).decode(), document).encode()
    return packed((name, own.get(name, content)) for name, content in styles.parts)


def _part(styles: Styles, name: str) -> bytes:
    return next(content for each, content in styles.parts if each == name)


@cache
def _styles(wide: bool) -> Styles:
    from hwpx.document import HwpxDocument  # noqa: PLC0415 - a heavy import, only where a file is written

    document = HwpxDocument.new()
    characters = {
        name: document.styles.ensure_run(bold=bold, size=size, font=FONT, color=color)
        for name, bold, size, color in (
            ("body", False, 11, None), ("bold", True, 11, None), ("title", True, 18, None), ("sender", True, 15, None),
            ("cell", False, 10, None), ("head", True, 10, None), ("note", False, 8, "#595959"),
            ("small", False, 8.5, None), ("small_head", True, 8.5, None),
        )
    }  # fmt: skip
    paragraphs = dict(_paragraphs(document))
    borders = {
        "cell": document.styles.ensure_border_fill(border_color="#000000", border_width="0.12 mm"),
        "head": document.styles.ensure_border_fill(border_color="#000000", border_width="0.12 mm", fill_color=GREY),
    }
    if wide:
        document.page.setup(paper_size="A4", orientation="landscape")
    parts = parts_of(document.to_bytes())
    section = next(content for name, content in parts if name == SECTION).decode()
    opening, page = _opening(section)
    kept = tuple((name, content) for name, content in parts if name != PICTURE)
    return Styles(kept, opening, page, characters, paragraphs, borders)


def _paragraphs(document: Any) -> Iterator[tuple[str, str]]:
    """A style of paragraph for each use: made on a paragraph and kept by its id."""
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("body", {"alignment": "JUSTIFY"}),
        ("centre", {"alignment": "CENTER"}),
        ("right", {"alignment": "RIGHT"}),
        ("tight", {"alignment": "LEFT", "line_spacing_percent": 130}),
        ("tight_centre", {"alignment": "CENTER", "line_spacing_percent": 130}),
        ("tight_right", {"alignment": "RIGHT", "line_spacing_percent": 130}),
    ]
    wanted += [(f"level{n}", {"alignment": "JUSTIFY", "indent_left_mm": LEVEL_MM * (n - 1)}) for n in range(1, 9)]
    for name, how in wanted:
        made = document.add_paragraph("", inherit_style=False)
        spacing = {"line_spacing_percent": 160, "spacing_after_pt": 0 if name.startswith("tight") else 4}
        document.styles.apply_paragraph_format(paragraph_index=len(document.paragraphs) - 1, **{**spacing, **how})
        yield name, str(made.para_pr_id_ref)


def _opening(section: str) -> tuple[str, str]:
    """The root's start tag, and the properties of the page that the first run holds."""
    root = re.match(r"<\?xml[^>]*\?>\s*<hs:sec[^>]*>", section)
    page = re.search(r"<hp:secPr.*?</hp:secPr>", section, re.DOTALL)
    columns = re.search(r"<hp:ctrl>.*?</hp:ctrl>", section, re.DOTALL)
    if root is None or page is None:
        raise ValueError("the library made a section without a page")
    return root[0], page[0] + (columns[0] if columns else "")


def _described(package: str, document: Document) -> str:
    """The package's description: title and the paper's own day, nobody's name and no time of making."""
    stamp = f"{document.iso_day}T00:00:00Z"
    sender = document.letterhead.sender if document.letterhead else ""
    package = re.sub(
        r"<opf:title\s*/>|<opf:title>.*?</opf:title>",
        f"<opf:title>{_literal(escape(document.title))}</opf:title>",
        package,
    )
    values = {
        "creator": sender,
        "lastsaveby": sender,
        "CreatedDate": stamp,
        "ModifiedDate": stamp,
        "date": document.day,
    }
    for name, value in values.items():
        old = rf'(<opf:meta name="{name}" content="text")(?:\s*/>|>.*?</opf:meta>)'
        package = re.sub(old, rf"\1>{_literal(escape(value))}</opf:meta>", package)
    return re.sub(r"<opf:language>.*?</opf:language>", f"<opf:language>{document.language}</opf:language>", package)


def _literal(text: str) -> str:
    """A text as a pattern's replacement takes it: a backslash is one."""
    return text.replace("\\", r"\\")


def _preview(document: Document) -> str:
    texts = [document.title, *(each.text for each in document.blocks if isinstance(each, Paragraph))]
    return "\r\n".join(texts)


class _Section:
    """The section's XML, written once from top to bottom; ids count up."""

    def __init__(self, styles: Styles, width: int, document: Document) -> None:
        self.styles = styles
        self.width = width
        self.document = document
        self.ids = count(1)

    def xml(self) -> str:
        return f"{self.styles.opening}{''.join(self._pieces())}</hs:sec>"

    def _pieces(self) -> Iterator[str]:
        head = self.document.letterhead
        first = f'<hp:run charPrIDRef="{self.styles.characters["body"]}">{self.styles.page}</hp:run>'
        if head is None:
            yield self._paragraph(self.document.title, "centre", "title", first)
            yield self._paragraph(self.document.day, "right", "body")
        else:
            yield self._paragraph(head.sender, "centre", "sender", first)
            yield self._paragraph(f"{self._word('to')}  {head.to}", "body", "body")
            yield self._paragraph(f"{self._word('subject')}  {self.document.title}", "body", "bold")
            yield self._paragraph("", "body", "body")
        for block in self.document.blocks:
            yield from self._block(block)
        if head is not None:
            yield self._paragraph("", "body", "body")
            yield self._paragraph(self.document.day, "centre", "body")
            yield self._paragraph(head.signed, "centre", "sender")
        yield self._paragraph("", "body", "note")
        yield from (self._paragraph(line, "tight", "note") for line in self.document.record)

    def _word(self, name: str) -> str:
        return str(getattr(WORDS[name], self.document.language))

    def _block(self, block: Paragraph | Grid | tuple[Signature, ...]) -> Iterator[str]:
        match block:
            case Paragraph(text, level, kind):
                style = f"level{level}" if level else "body"
                yield self._paragraph(text, style, "bold" if kind == "heading" else "body")
            case Grid():
                if block.caption:
                    yield self._paragraph(f"□ {block.caption}", "body", "bold")
                if block.unit:
                    yield self._paragraph(block.unit, "right", "cell")
                yield self._paragraph("", "tight", "cell", self._run(self._table(block), "cell"))
                yield self._paragraph("", "tight", "cell")
            case _:
                for each in block:
                    line = f"{each.role}  {each.name}  {self._word('seal')}"
                    yield self._paragraph(line, "right", "body")

    def _paragraph(self, text: str, style: str, characters: str, before: str = "") -> str:
        run = self._run(f"<hp:t>{_lines(text)}</hp:t>", characters) if text or not before else ""
        at = f'id="{next(self.ids)}" paraPrIDRef="{self.styles.paragraphs[style]}" styleIDRef="0"'
        return f'<hp:p {at} pageBreak="0" columnBreak="0" merged="0">{before}{run}</hp:p>'

    def _run(self, content: str, characters: str) -> str:
        return f'<hp:run charPrIDRef="{self.styles.characters[characters]}">{content}</hp:run>'

    def _table(self, grid: Grid) -> str:
        rows = list(_rows(grid))
        widths = _shares(grid.widths, self.width)
        body = "".join(self._row(n, cells, widths, labelled=not grid.heads) for n, cells in enumerate(rows))
        attributes = {
            "id": next(self.ids), "zOrder": 0, "numberingType": "TABLE", "textWrap": "TOP_AND_BOTTOM",
            "textFlow": "BOTH_SIDES", "lock": 0, "dropcapstyle": "None", "pageBreak": "CELL",
            "repeatHeader": 1 if grid.heads else 0, "rowCnt": len(rows), "colCnt": grid.columns, "cellSpacing": 0,
            "borderFillIDRef": self.styles.borders["cell"], "noAdjust": 0,
        }  # fmt: skip
        told = " ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes.items())
        return (
            f'<hp:tbl {told}><hp:sz width="{self.width}" widthRelTo="ABSOLUTE" height="{ROW_HEIGHT * len(rows)}" '
            'heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" '
            'allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" '
            'horzAlign="LEFT" vertOffset="0" horzOffset="0"/><hp:outMargin left="0" right="0" top="0" bottom="0"/>'
            f'<hp:inMargin left="510" right="510" top="141" bottom="141"/>{body}</hp:tbl>'
        )

    def _row(self, n: int, cells: tuple[tuple[Cell, str], ...], widths: list[int], *, labelled: bool) -> str:
        drawn = []
        for m, (cell, kind) in enumerate(cells):
            head = kind == "head" or (labelled and m % 2 == 0)
            shown = Cell(cell.text) if labelled else cell
            drawn.append(self._cell(n, m, shown, widths[m], kind, head=head))
        return f"<hp:tr>{''.join(drawn)}</hp:tr>"

    def _cell(self, n: int, m: int, cell: Cell, width: int, kind: str, *, head: bool) -> str:
        style = "tight_centre" if head else "tight_right" if cell.number is not None else "tight"
        small = "small" if self.document.compact else "cell"
        bold = "small_head" if self.document.compact else "head"
        text = self._paragraph(cell.text, style, bold if head or kind == "total" else small)
        fill = self.styles.borders["head" if head or kind == "total" else "cell"]
        return (
            f'<hp:tc name="" header="{int(kind == "head")}" hasMargin="0" protect="0" editable="0" dirty="0" '
            f'borderFillIDRef="{fill}"><hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" '
            'vertAlign="CENTER" linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" '
            f'hasNumRef="0">{text}</hp:subList><hp:cellAddr colAddr="{m}" rowAddr="{n}"/>'
            f'<hp:cellSpan colSpan="1" rowSpan="1"/><hp:cellSz width="{width}" height="{ROW_HEIGHT}"/>'
            '<hp:cellMargin left="510" right="510" top="141" bottom="141"/></hp:tc>'
        )


def _rows(grid: Grid) -> Iterator[tuple[tuple[Cell, str], ...]]:
    """Every row with what each of its cells is: `head`, `cell` or `total`; an empty table says so in one row."""
    if grid.heads:
        yield tuple((Cell(head), "head") for head in grid.heads)
    yield from (tuple((cell, "cell") for cell in row) for row in grid.rows)
    if not grid.rows:
        yield ((Cell(grid.empty), "cell"), *((Cell(), "cell") for _ in range(grid.columns - 1)))
    elif grid.total:
        yield tuple((cell, "total") for cell in grid.total)


def _shares(widths: Iterable[int], whole: int) -> list[int]:
    """The whole width in these shares; what rounding leaves goes to the last."""
    shares = list(widths)
    found = [whole * each // sum(shares) for each in shares]
    found[-1] += whole - sum(found)
    return found


def _lines(text: str) -> str:
    return "<hp:lineBreak/>".join(escape(line) for line in text.split("\n"))
