"""Reading a call's text: TOML and CSV into plain data, with the line of every key, because a fault names its line."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from states.rules.call_faults import Fault, fault

Path = tuple[str | int, ...]

STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
NAME = re.compile(r"[\w-]+|" + STRING.pattern)
HEADER = re.compile(r"\s*(\[\[?)([^\]]*)\]")
KEY = re.compile(rf"\s*((?:{NAME.pattern})(?:\s*\.\s*(?:{NAME.pattern}))*)\s*=")
AT_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says: its data, the line of every path in it, and why it could not be read."""

    data: Any = None
    lines: Mapping[Path, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def known(self, path: Path) -> Path:
        """The longest beginning of `path` that has a line: an absent key stands at its section's header."""
        while path and path not in self.lines:
            path = path[:-1]
        return path

    def line(self, path: Path) -> int:
        return self.lines.get(self.known(path), 1)


def read_toml(file: str, text: str) -> Text:
    """Parse TOML; lists become tuples. A syntax error is one fault at its line."""
    try:
        data = _frozen(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        at = AT_LINE.search(str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1
        return Text(faults=(fault(file, line, "syntax", reason=str(error)),))
    return Text(data, _toml_lines(text))


def read_csv(file: str, text: str, columns: Iterable[str]) -> Text:
    """Parse CSV with exactly these columns: a tuple of rows by column; empty cells are left out."""
    table = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        rows = [(table.line_num, row) for row in table if row]
    except csv.Error as error:
        return Text(faults=(fault(file, table.line_num, "syntax", reason=str(error)),))
    header = rows[0][1] if rows else []
    faults = [*_header_faults(file, header, list(columns))]
    faults += [
        fault(file, line, "malformed_row", expected=len(header), found=len(row))
        for line, row in rows[1:]
        if len(row) != len(header)
    ]
    if faults:
        return Text(faults=tuple(faults))
    data = tuple({name: cell for name, cell in zip(header, row, strict=True) if cell} for _, row in rows[1:])
    return Text(data, {(): 1} | {(index,): line for index, (line, _) in enumerate(rows[1:])})


def _header_faults(file: str, header: list[str], columns: list[str]) -> Iterator[Fault]:
    yield from (fault(file, 1, "missing_column", key=name) for name in columns if name not in header)
    yield from (fault(file, 1, "unknown_column", key=name) for name in header if name not in columns)
    repeated = sorted({name for name in header if header.count(name) > 1})
    yield from (fault(file, 1, "duplicate", key="columns", found=name) for name in repeated)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _toml_lines(text: str) -> dict[Path, int]:
    """Where each header and key of well-formed TOML stands; what is inside a value stands where the value begins."""
    lines: dict[Path, int] = {}
    section: Path = ()
    counts: dict[Path, int] = {}
    depth, quotes = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if quotes:
            quotes = "" if quotes in line else quotes
            continue
        quotes = next((mark for mark in ('"""', "'''") if line.count(mark) % 2), "")
        bare = STRING.sub("", line.partition(quotes)[0] if quotes else line).partition("#")[0]
        if depth == 0 and (header := HEADER.match(line)):
            section = _section(_names(header[2]), header[1] == "[[", counts)
            for end in range(1, len(section) + 1):
                lines.setdefault(section[:end], number)
            continue
        if depth == 0 and (key := KEY.match(line)):
            lines[(*section, *_names(key[1]))] = number
        depth += sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))
    return lines


def _section(names: list[str], repeated: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    for name in names:
        path = (*path, name)
        if repeated and len(names) == sum(isinstance(part, str) for part in path):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _names(dotted: str) -> list[str]:
    return [found[0].strip("\"'") for found in NAME.finditer(dotted)]
