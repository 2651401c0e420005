"""Filling a paper: a declaration and its material become a document. Pure: the same of both gives the same bytes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from string import Formatter
from typing import Any

from states import formats
from states.catalogue.fields import field_name
from states.catalogue.papers import WORDS
from states.catalogue.roles import ROLES
from states.catalogue.said import Said
from states.names import Names
from states.papers.document import Block, Cell, Document, Grid, Letterhead, Paragraph, Signature
from states.papers.forms import EMPTY, NOTHING, Writing, usual, write
from states.papers.material import Material, type_of_row
from states.papers.official import UNITS, ended, mark, signatory
from states.papers.parts import (
    HAND,
    Article,
    Column,
    Field,
    Fields,
    Listed,
    Paper,
    Part,
    Says,
    Signed,
    Table,
    When,
)
from states.roles import AGENCY, LEAD, MINISTRY, MUNICIPALITY, PARTICIPANT, PROVINCE

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no XML file may hold."""
ARTICLE_LEVEL = 7
"""The level of numbers ① that paragraphs of an article have."""
IN_TEXT = {"won": "full_won"}
"""What a form is where it stands in a sentence: a sum there has no unit of a table."""


def filled(paper: Paper, material: Material, language: str) -> Document:
    """The paper in one language. KeyError where a declaration names what is not there: `faults` finds that before."""
    return _Filling(paper, material, language).document()


class _Filling:
    def __init__(self, paper: Paper, material: Material, language: str) -> None:
        self.paper = paper
        self.material = material
        self.language = language
        self.writing = Writing(Names(material.rules, language), paper.unit, material.organisations)
        self.counts: dict[int, int] = {}
        self.articles = 0
        self.in_article = False

    def document(self) -> Document:
        blocks = [block for part in self.paper.parts for block in self._blocks(part)]
        if self.paper.is_sent:
            blocks = list(self._closed(blocks))
        return Document(
            self.paper.id,
            self.language,
            self._title(),
            tuple(blocks),
            formats.day(self.material.day, self.language),
            self.material.day.isoformat(),
            self.material.stream.version if self.material.stream else 0,
            tuple(self._record()),
            self._letterhead() if self.paper.is_sent else None,
            self.paper.wide,
            self.paper.compact,
        )

    def _said(self, named: Any) -> str:
        return str(getattr(named, self.language))

    def _title(self) -> str:
        return self._text(self._said(self.paper))

    # parts

    def _blocks(self, part: Part) -> Iterator[Block]:
        match part:
            case Says() if self._stands(part.when):
                yield self._paragraph(self._text(self._said(part)), part.level)
            case Listed():
                for each in self._value(part.path) or ():
                    yield self._paragraph(clean(self._cell(each, part.form, part.path).text), part.level)
            case Fields() if self._stands(part.when):
                yield from self._fields(part)
            case Table() if self._stands(part.when):
                yield self._table(part)
            case Article():
                self.articles += 1
                self.counts.clear()
                self.in_article = True
                heading = f"제{self.articles}조({part.ko})" if self.language == "ko" else f"{self.articles}. {part.en}"
                yield Paragraph(heading, 0, "heading")
                for each in part.parts:
                    yield from self._blocks(each)
                self.in_article = False
            case Signed():
                yield tuple(self._signature(role) for role in part.roles if self._org(role))

    def _paragraph(self, text: str, level: int) -> Paragraph:
        if level == 0:
            return Paragraph(text)
        self.counts = {each: n for each, n in self.counts.items() if each <= level}
        self.counts[level] = self.counts.get(level, 0) + 1
        return Paragraph(f"{self._mark(level)} {text}", level)

    def _mark(self, level: int) -> str:
        """The paragraph's number; of an article ①, below it 1."""
        if self.in_article:
            level = ARTICLE_LEVEL if level == 1 else level - 1
            return mark(level, self.counts[1 if level == ARTICLE_LEVEL else level + 1], self.language)
        return mark(level, self.counts[level], self.language)

    def _stands(self, when: When | None) -> bool:
        if when is None:
            return True
        value = self._value(when.path)
        return value in when.among if when.among else value not in EMPTY

    def _fields(self, part: Fields) -> Iterator[Grid]:
        pairs = [(self._label(each), self._cell(self._value(each.path), each.form, each.path)) for each in part.fields]
        pairs = [pair for pair in pairs if pair[1].text or not part.given]
        if not pairs:
            return
        cells = [each for label, value in pairs for each in (Cell(label), _shown(value))]
        cells += [Cell()] * (-len(cells) % (2 * part.across))
        rows = tuple(tuple(cells[at : at + 2 * part.across]) for at in range(0, len(cells), 2 * part.across))
        yield Grid((), rows, (2, 8 // part.across) * part.across, self._said(part), self._unit(part.fields))

    def _label(self, field: Field) -> str:
        return clean(self._said(field) or self._said(_named(field.path)))

    def _table(self, part: Table) -> Grid:
        found = list(part.rows.compute(self.material))
        rows = tuple(tuple(self._of_row(column, row) for column in part.columns) for row in found)
        heads = tuple(clean(self._said(column) or self._said(_named(column.key))) for column in part.columns)
        total = tuple(self._sum(n, column, found) for n, column in enumerate(part.columns)) if part.total else ()
        caption, unit = self._text(self._said(part)), self._unit(part.columns, rounded=_is_rounded(rows, total))
        return Grid(heads, rows, tuple(c.wide for c in part.columns), caption, unit, total, self._word("none"))

    def _of_row(self, column: Column, row: type_of_row) -> Cell:
        return Cell() if column.key == HAND else self._cell(row[column.key], column.form, column.key)

    def _sum(self, n: int, column: Column, found: Iterable[type_of_row]) -> Cell:
        if column.sums:
            return self._cell(sum(int(row[column.key] or 0) for row in found), column.form, column.key)
        return Cell(self._word("total")) if n == 0 else Cell()

    def _unit(self, columns: Iterable[Field] | Iterable[Column], *, rounded: bool = False) -> str:
        forms = {each.form or usual(each.path if isinstance(each, Field) else each.key) for each in columns}
        if "won" not in forms:
            return ""
        ko, en = UNITS[self.paper.unit]
        if self.language == "ko":
            return f"(단위: {ko}, 반올림으로 합계가 다를 수 있음)" if rounded else f"(단위: {ko})"
        return f"(in {en}; rounded, sums may differ)" if rounded else f"(in {en})"

    # values

    def _value(self, path: str) -> Any:
        return self.material.at_path(path)

    def _cell(self, value: Any, form: str, path: str) -> Cell:
        cell = write(self.writing, value, form or usual(path))
        return Cell(clean(cell.text), cell.number, cell.decimals)

    def _text(self, template: str) -> str:
        """A sentence with its places filled; a sum stands in full won."""
        found = []
        for before, path, form, _ in Formatter().parse(template):
            found.append(before)
            if path is not None:
                cell = self._cell(self._value(path), form or IN_TEXT.get(usual(path), ""), path)
                found.append(cell.text or NOTHING)
        return "".join(found)

    def _word(self, name: str) -> str:
        return self._said(WORDS[name])

    # a letter

    def _letterhead(self) -> Letterhead:
        sender = self._org(self.paper.sender)
        to = ", ".join(self._addressee(role) for role in self.paper.to if self._org(role))
        return Letterhead(sender, to, signatory(self.paper.sender, sender, self.language))

    def _addressee(self, role: str) -> str:
        return signatory(role, self._org(role), self.language)

    def _org(self, role: str) -> str:
        """The name of the organisation that holds a role here; empty where none does."""
        project = self.material.family.get("project")
        facts: Mapping[str, Any] = project.facts if project else {}
        rules, named = self.material.rules, self.writing
        match role:
            case _ if role == MINISTRY:
                return self._said(rules.lead_ministry)
            case _ if role == AGENCY:
                return named.org(rules.call.agency)
            case _ if role == PARTICIPANT:
                return ", ".join(named.org(str(each["org"])) for each in facts.get("participants") or ())
            case _ if role in (LEAD, MUNICIPALITY, PROVINCE):
                code = facts.get({LEAD: "lead", MUNICIPALITY: "area", PROVINCE: "province"}[role])
                return clean(named.org(str(code))) if code else ""
            case _:
                return ""

    def _signature(self, role: str) -> Signature:
        return Signature(self._said(ROLES[role]), signatory(role, self._org(role), self.language))

    def _closed(self, blocks: list[Block]) -> Iterator[Block]:
        """The parts, what is attached, and 끝. behind the last line; below a table it has a line of its own."""
        attached = list(self._attached())
        body = blocks + attached
        last = body[-1] if body else None
        if isinstance(last, Paragraph):
            return iter([*body[:-1], Paragraph(ended(last.text, self.language), last.level, last.kind)])
        return iter([*body, *([Paragraph("끝.", 0, "closing")] if self.language == "ko" else [])])

    def _attached(self) -> Iterator[Paragraph]:
        many = len(self.paper.attached) > 1
        for n, (ko, en) in enumerate(self.paper.attached, 1):
            what = f"{n}. " if many else ""
            copies = " 1부." if self.language == "ko" else "."
            head = self._word("attached") + "  " if n == 1 else " " * 6
            yield Paragraph(f"{head}{what}{self._text(ko if self.language == 'ko' else en)}{copies}", 0)

    def _record(self) -> Iterator[str]:
        """What proves the paper: the stream with its version and the hash of its last event; all it was read from."""
        stream = self.material.stream
        if stream is not None:
            facts = {"stream": stream.id, "version": stream.version, "head": stream.head}
            yield self._said(WORDS["record"].filled(facts))
        if self.material.below:
            yield self._said(WORDS["read_from"].filled({"count": len(self.material.below), "digest": self._digest()}))
        if not self.material.whole:
            yield self._word("partial")

    def _digest(self) -> str:
        lines = sorted(f"{each.id} {each.version} {each.head}" for each in self.material.below)
        return sha256("\n".join(lines).encode()).hexdigest()


def _named(path: str) -> Said:
    return field_name("", path.rpartition(".")[2])


def _is_rounded(rows: tuple[tuple[Cell, ...], ...], total: tuple[Cell, ...]) -> bool:
    """Whether the rows as written do not add up to the sums, which are made of the won."""
    return any(
        each.number is not None and each.number != sum(row[n].number or 0 for row in rows)
        for n, each in enumerate(total)
    )


def _shown(cell: Cell) -> Cell:
    return cell if cell.text else Cell(NOTHING)


def clean(text: str) -> str:
    """The text without what no file may hold; line ends are one character."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
