"""Next year's call from this year's folder: what stays is copied, what must be decided anew is marked. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date

from states.rules.call_faults import Fault, fault

MARK = "?"
"""What stands where a decision is missing; `call check` names each by file and line."""
ID = re.compile(r"(\d{4})-(\d{1,2})")
LINE = re.compile(r"(?P<key>[A-Za-z0-9_]+) = (?P<value>.*)")
MARKED = re.compile(r'(?P<key>[A-Za-z0-9_]+) = "\?"(?:  # before: (?P<before>.*))?')
DATED, MONEY = re.compile(r'\d{4}-\d{2}-\d{2}|"\d{4}-\d{2}"$'), re.compile(r"[\d_]{7,}$")
ALWAYS = frozenset({"notice_no", "urgency_ko", "urgency_en"})
TITLES = frozenset({"ko", "en"})
"""Of the section `call` alone: elsewhere names stay what they are."""


def renewed(files: Mapping[str, str], to: str) -> dict[str, str]:
    """The files of the call `to` (year-sequence). ValueError for an id that is none.

    Dates, months, the budgets' years, sums of a million won and more, notice numbers and the call's name are marked; so
    is every area whose code lapses before that year.
    """
    named = ID.fullmatch(to)
    if named is None:
        raise ValueError(f"{to} is no call: write year and number, as in 2026-1")
    year, number = int(named[1]), int(named[2])
    fixed = {"id": f'"{to}"', "year": str(year), "sequence": str(number)}
    return dict(files) | {
        "call.toml": _marked(files["call.toml"], fixed),
        "areas.csv": _areas(files["areas.csv"], date(year, 1, 1)),
        "announcement.txt": f"{MARK}\n",
    }


def _marked(text: str, fixed: Mapping[str, str]) -> str:
    lines, section = [], ""
    for line in text.splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        found = LINE.fullmatch(line)
        lines.append(_line(section, found["key"], found["value"], fixed) if found else line)
    return "\n".join(lines) + "\n"


def _line(section: str, key: str, value: str, fixed: Mapping[str, str]) -> str:
    if section == "call" and key in fixed:
        return f"{key} = {fixed[key]}"
    return f'{key} = "{MARK}"  # before: {value}' if _is_open(section, key, value) else f"{key} = {value}"


def _is_open(section: str, key: str, value: str) -> bool:
    if (section, key) == ("money.budgets", "year"):
        return True
    if key in ALWAYS or (section == "call" and key in TITLES):
        return True
    return bool(DATED.match(value) or MONEY.match(value))


def _areas(text: str, first_day: date) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    ends = rows[0].index("valid_to")
    for row in rows[1:]:
        if row[ends] and date.fromisoformat(row[ends]) < first_day:
            row[0] = MARK
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def undecided(files: Mapping[str, str]) -> tuple[Fault, ...]:
    """Every mark that is left, by file and line."""
    return tuple(each for name, text in sorted(files.items()) for each in _left(name, text))


def _left(name: str, text: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), 1):
        found = MARKED.fullmatch(line)
        if found:
            yield fault(name, number, "undecided", key=found["key"], found=found["before"] or MARK)
        elif line.strip() == MARK or (name.endswith(".csv") and MARK in line.split(",")):
            yield fault(name, number, "undecided", key=name, found=line)
