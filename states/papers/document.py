"""A filled paper: plain text and cells in order, the same whichever file it becomes."""

from dataclasses import dataclass

from states.canonical import dumps


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: its text; and the number it is, with so many decimals, where it is one."""

    text: str = ""
    number: int | None = None
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `level`: how far it is indented; `kind`: `body`, `heading`, `note` or `closing`."""

    text: str
    level: int = 0
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `heads` is empty where the first cell of every pair names the next; `total` is its last row or empty."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    caption: str = ""
    unit: str = ""
    total: tuple[Cell, ...] = ()
    empty: str = ""

    @property
    def columns(self) -> int:
        return len(self.widths)


@dataclass(frozen=True, slots=True)
class Signature:
    """One party that signs: what it is called here, and its name with a place for the seal."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends an official letter to whom."""

    sender: str
    to: str
    signed: str


Block = Paragraph | Grid | tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper in one language.

    `day`: its date as written; `version`: of its stream; `record`: what it was filled from, to prove it.
    """

    paper: str
    language: str
    title: str
    blocks: tuple[Block, ...]
    day: str
    iso_day: str
    version: int = 0
    record: tuple[str, ...] = ()
    letterhead: Letterhead | None = None
    wide: bool = False
    compact: bool = False

    @property
    def canonical(self) -> bytes:
        """The content as canonical JSON: what the writers write, without how."""
        return dumps(
            {
                "paper": self.paper,
                "language": self.language,
                "title": self.title,
                "day": self.iso_day,
                "letterhead": _plain(self.letterhead),
                "blocks": [_plain(block) for block in self.blocks],
                "record": list(self.record),
            }
        )


def _plain(part: object) -> object:
    match part:
        case Paragraph(text, level, kind):
            return {"text": text, "level": level, "kind": kind}
        case Grid():
            rows = [[cell.text for cell in row] for row in (*part.rows, *([part.total] if part.total else []))]
            return {"caption": part.caption, "unit": part.unit, "heads": list(part.heads), "rows": rows}
        case Letterhead(sender, to, signed):
            return {"sender": sender, "to": to, "signed": signed}
        case tuple():
            return {"signatures": [[each.role, each.name] for each in part]}
        case _:
            return None
