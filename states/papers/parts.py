"""What a paper is declared with: its parts, their fields and columns. `states.papers.filling` fills them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from states.papers.material import Material, type_of_row

WON, THOUSAND, MILLION = 1, 1_000, 1_000_000
"""Units of sums in a paper's tables: 원, 천원, 백만원."""
PERSON = "person"
"""What a paper is about that is no stream: a person's desk."""
HAND = ""
"""The key of a column that is left empty, to be filled by hand."""


@dataclass(frozen=True, slots=True)
class When:
    """Where a part stands: the value at a path is one of these; none given: there is any value at all."""

    path: str
    among: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Says:
    """A paragraph, numbered at its level (1. 가. 1) 가)); level 0 has no number. `{path:form}` places are filled."""

    ko: str
    en: str
    level: int = 1
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Every value of a list, a paragraph each, one level below what was said."""

    path: str
    form: str = ""
    level: int = 2


@dataclass(frozen=True, slots=True)
class Field:
    """One value with its name: the catalogue's name of the path's last part where none is given."""

    path: str
    form: str = ""
    ko: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and values, `across` pairs in a row. A field without a value is left out where `given` is set."""

    fields: tuple[Field, ...]
    ko: str = ""
    en: str = ""
    across: int = 1
    given: bool = False
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Where a table's rows come from: a pure function of the material, and the keys every row has."""

    keys: frozenset[str]
    compute: Callable[[Material], Iterable[type_of_row]]

    @property
    def name(self) -> str:
        return self.compute.__name__


def rows(*keys: str) -> Callable[[Callable[[Material], Iterable[type_of_row]]], Rows]:
    """Declare a function as a source of rows with these keys."""
    return lambda compute: Rows(frozenset(keys), compute)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a key of the rows (HAND: empty), how it is written, its heading where the catalogue's does not fit.

    `wide`: its share of the width; `sums`: whether the last row adds it up.
    """

    key: str
    form: str = ""
    ko: str = ""
    en: str = ""
    wide: int = 2
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, with a caption; a last row of sums where a column asks for one."""

    rows: Rows
    columns: tuple[Column, ...]
    ko: str = ""
    en: str = ""
    when: When | None = None

    @property
    def total(self) -> bool:
        return any(column.sums for column in self.columns)


@dataclass(frozen=True, slots=True)
class Article:
    """제N조(heading) and what it says; articles number themselves."""

    ko: str
    en: str
    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose signatures or seals stand below, in this order: roles."""

    roles: tuple[str, ...]


Part = Says | Listed | Fields | Table | Article | Signed


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    `on`: the kinds of stream it is about, or PERSON; `by`: the roles that may have it, of what they may see;
    `states`: where it can be written (all if none is named); `after`: the steps it tells of: it is filled as things
    stood right after the last of them and dated so; `reads`: the streams below it is filled from, all of them where
    it `sums` over what its reader does not see one by one; `sender`, `to`: roles, for one that is sent (공문);
    `wide`: on a page that lies, `compact`: in small print, to be one page;
    `per_ministry`: each ministry has its own;
    `step`: the command that brings it into the record, and the field of its payload that holds its hash.
    """

    id: str
    ko: str
    en: str
    on: tuple[str, ...]
    by: frozenset[str]
    parts: tuple[Part, ...]
    cite: str
    states: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    sums: bool = False
    sender: str = ""
    to: tuple[str, ...] = ()
    attached: tuple[tuple[str, str], ...] = ()
    step: tuple[str, str] | None = None
    unit: int = WON
    wide: bool = False
    compact: bool = False
    per_ministry: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether it is an official letter: with sender, addressee, subject and 끝."""
        return bool(self.sender and self.to)
