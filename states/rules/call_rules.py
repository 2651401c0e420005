"""A call's rules: from the text of its folder to typed data, or to every fault with its file and line. Pure."""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, get_type_hints

import orjson
from pydantic import BaseModel, TypeAdapter, ValidationError

from states.rules import call_parts as p
from states.rules.call_checks import problems
from states.rules.call_faults import CallFaults, Fault, fault, reason_ko
from states.rules.call_text import Path, Text, read_csv, read_toml
from states.rules.next_call import undecided

UNANNOUNCED = "preparing"
"""Where nobody has been told of a call yet."""
SETTINGS_FILE, ANNOUNCEMENT = "call.toml", "announcement.txt"
TABLES: Mapping[str, tuple[str, type[BaseModel]]] = {
    "areas.csv": ("area_rows", p.Area),
    "criteria.csv": ("criteria", p.Criterion),
    "facts.csv": ("facts", p.Fact),
    "programme_items.csv": ("programme_items", p.ProgrammeItem),
    "provinces.csv": ("province_rows", p.Province),
    "survey.csv": ("survey", p.Question),
}
FILES = (SETTINGS_FILE, ANNOUNCEMENT, *TABLES)
"""The files of a call's folder: all are needed, no other is known."""


class CallRules(p.Part):
    """Everything a call decides. Money is integer won, shares whole percent, instants UTC.

    `decided` in its methods are the decisions recorded for the call's settings, by name: they come before defaults.
    """

    fingerprint: str
    announcement: str
    call: p.Call
    notice: p.PublicNotice
    reception: p.Reception
    agreement: p.Agreement
    rounds: tuple[p.Round, ...]
    money: p.Money
    company: p.CompanyRules
    participation: p.Participation
    equipment: p.Equipment
    sanction: p.Sanction
    evaluation: p.Evaluation
    counts: p.Counts
    ministries: tuple[p.Ministry, ...]
    collaborations: tuple[p.Collaboration, ...]
    roles: tuple[p.Role, ...]
    organisations: tuple[p.Organisation, ...]
    participants: tuple[p.ParticipantKind, ...]
    programmes: tuple[p.Programme, ...]
    parts: tuple[p.ApplicationPart, ...]
    screening_reasons: tuple[p.Reason, ...]
    deductions: tuple[p.DeductionGround, ...]
    grades: tuple[p.Grade, ...]
    milestones: tuple[p.Milestone, ...]
    systems: tuple[p.System, ...]
    regulations: tuple[p.Regulation, ...]
    periods: Mapping[str, p.Period]
    settings: Mapping[str, p.Setting]
    amendable: tuple[p.Amendable, ...] = p.AMENDABLE
    area_rows: tuple[p.Area, ...]
    province_rows: tuple[p.Province, ...]
    criteria: tuple[p.Criterion, ...]
    programme_items: tuple[p.ProgrammeItem, ...]
    survey: tuple[p.Question, ...]
    facts: tuple[p.Fact, ...]

    @property
    def id(self) -> str:
        return self.call.id

    @cached_property
    def areas(self) -> Mapping[str, p.Area]:
        """The eligible municipalities by 5-digit code."""
        return {area.code: area for area in self.area_rows}

    @cached_property
    def provinces(self) -> Mapping[str, p.Province]:
        return {province.code: province for province in self.province_rows}

    @cached_property
    def combinations(self) -> frozenset[frozenset[str]]:
        """The sets of ministries that may work together (공고 붙임6)."""
        return frozenset(frozenset(each.ministries) for each in self.collaborations)

    def lead_of(self, area_code: str) -> str | None:
        """The organisation that leads projects of an area: its province's designated technopark; None if unknown."""
        area = self.areas.get(area_code)
        return self.provinces[area.province].technopark if area else None

    def area_code(self, area_code: str, day: date) -> str:
        """The code a municipality of the call has on a day in Korea: a project keeps the call's, its people do not."""
        area = self.areas.get(area_code)
        moved = area is not None and area.valid_to is not None and day > area.valid_to
        return area.later_code if area and moved and area.later_code else area_code

    def ministry(self, code: str) -> p.Ministry:
        return next(ministry for ministry in self.ministries if ministry.code == code)

    @property
    def lead_ministry(self) -> p.Ministry:
        return next(ministry for ministry in self.ministries if ministry.role == "lead")

    def round(self, no: int) -> p.Round:
        return self.rounds[no - 1]

    def amendable_in(self, state: str) -> frozenset[str]:
        """The sections a notice of change may touch while the call stands in this state: all before it is announced."""
        if state == UNANNOUNCED:
            return frozenset(CallRules.model_fields) - {"fingerprint"}
        return frozenset(section for each in self.amendable if each.state == state for section in each.sections)

    def changed(self, other: "CallRules") -> list[str]:
        """The sections in which the other rules differ, by name."""
        sections = CallRules.model_fields.keys() - {"fingerprint"}
        return sorted(name for name in sections if getattr(self, name) != getattr(other, name))

    def period(self, name: str) -> p.Period:
        return self.periods[name]

    def setting(self, name: str, decided: Mapping[str, object]) -> Any:
        """The recorded decision, else the default, else None: it waits for a decision."""
        return decided.get(name, self.settings[name].default)

    def settings_waiting(self, decided: Mapping[str, object]) -> tuple[str, ...]:
        """The settings with neither decision nor default."""
        return tuple(name for name in self.settings if self.setting(name, decided) is None)

    def budget(self, year: int) -> int | None:
        """The announced state money of a fiscal year; None where the announcement gives none."""
        return next((budget.won for budget in self.money.budgets if budget.year == year), None)

    def cap(self, ministries: int, decided: Mapping[str, object]) -> int | None:
        """State money a project and year for so many ministries; None while it waits or for no such number."""
        cap = next((cap for cap in self.money.caps if cap.ministries == ministries), None)
        if cap is None:
            return None
        amount: int | None = cap.won or self.setting(cap.setting, decided)
        return amount

    def length(self, name: str, decided: Mapping[str, object]) -> str | None:
        """A period's length as its rule reads it (10d, 3m, 02-last); None while its setting waits."""
        length = self.periods[name].length
        if length not in self.settings:
            return length
        value = self.setting(length, decided)
        return f"{value}d" if isinstance(value, int) else value

    def fixed(self, name: str, decided: Mapping[str, object], round_no: int = 1) -> date | datetime | None:
        """Where a period of rule `fixed` ends: an instant (UTC, inclusive) or a day; None if the step gives it."""
        anchor = self.length(name, decided)
        match (anchor or "given").split("."):
            case ["reception", "opens_at"]:
                return self.reception.opens_at
            case ["reception", "closes_at"]:
                return self.reception.closes_at
            case ["round", "ends_on"]:
                return self.round(round_no).ends_on
            case ["agreement", "ends_on"]:
                return self.agreement.ends_on
            case ["milestones", id]:
                return _last_day(next(each.month for each in self.milestones if each.id == id))
            case ["given"]:
                return None
            case _:
                return p.parsed_instant(str(anchor))


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def parse(files: Mapping[str, str]) -> CallRules:
    """A call from the text of its files by name; CallFaults with every fault if there is any."""
    found, parts, contents = _read(files)
    if found:
        raise CallFaults(found)
    return CallRules(fingerprint=fingerprint(contents), **parts)


def check(files: Mapping[str, str]) -> tuple[Fault, ...]:
    """Every fault of a call's folder, by file and line; empty when it is sound. While anything is undecided, that."""
    return undecided(files) or _read(files)[0]


def fingerprint(contents: Mapping[str, Any]) -> str:
    """SHA-256 in hex of what the files say: comments and layout of TOML and CSV do not count."""
    return hashlib.sha256(orjson.dumps(contents, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _read(files: Mapping[str, str]) -> tuple[tuple[Fault, ...], dict[str, Any], dict[str, Any]]:
    """The faults; the parts that could be read, by section; the plain content of each file."""
    faults = [fault(name, 1, "missing_file") for name in FILES if name not in files]
    faults += [fault(name, 1, "unknown_file") for name in sorted(files.keys() - set(FILES))]
    texts = {name: _text(name, files[name]) for name in FILES if name in files}
    faults += [each for text in texts.values() for each in text.faults]
    parts: dict[str, Any] = {}
    for name, text in texts.items():
        if not text.faults:
            faults += _read_sections(name, text, parts) if name == SETTINGS_FILE else _read_rows(name, text, parts)
    for path, code, facts in problems(parts):
        name = next((file for file, (section, _) in TABLES.items() if section == path[0]), SETTINGS_FILE)
        faults.append(_located(name, texts[name], path[1:] if name in TABLES else path, code, facts))
    return tuple(sorted(set(faults))), parts, {name: text.data for name, text in texts.items()}


def _text(name: str, text: str) -> Text:
    if name == SETTINGS_FILE:
        return read_toml(name, text)
    return read_csv(name, text, TABLES[name][1].model_fields) if name in TABLES else Text(text)


def _located(name: str, text: Text, path: Path, code: str, facts: Mapping[str, object]) -> Fault:
    """The fault at the line of `path`; of a table's cell the column is named, its row is the line."""
    key = ".".join(map(str, path[1:] if name in TABLES else path))
    return fault(name, text.line(path), code, **({"key": key or name} | dict(facts)))


FROM_FILES = {"fingerprint", "announcement", *(section for section, _ in TABLES.values())}
SECTIONS: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint)
    for name, hint in get_type_hints(CallRules, include_extras=True).items()
    if name in CallRules.model_fields and name not in FROM_FILES
}


def _read_sections(name: str, text: Text, parts: dict[str, Any]) -> Iterator[Fault]:
    for section in SECTIONS.keys() | text.data.keys():
        if section not in text.data and not CallRules.model_fields[section].is_required():
            continue
        if section not in SECTIONS or section not in text.data:
            code = "missing_key" if section in SECTIONS else "unknown_key"
            yield _located(name, text, (section,), code, {})
            continue
        try:
            parts[section] = SECTIONS[section].validate_python(text.data[section], strict=True)
        except ValidationError as error:
            yield from _translated(name, text, (section,), error)


def _read_rows(name: str, text: Text, parts: dict[str, Any]) -> Iterator[Fault]:
    if name == ANNOUNCEMENT:
        parts["announcement"] = text.data
        return
    section, model = TABLES[name]
    rows: list[BaseModel] = []
    faults: list[Fault] = []
    for index, row in enumerate(text.data):
        try:
            rows.append(model.model_validate_strings(row))
        except ValidationError as error:
            faults += _translated(name, text, (index,), error)
    if not faults:
        parts[section] = tuple(rows)
    yield from faults


CODES = {"missing": "missing_key", "extra_forbidden": "unknown_key", "literal_error": "unknown_code"}


def _translated(name: str, text: Text, base: Path, error: ValidationError) -> Iterator[Fault]:
    for each in error.errors(include_url=False):
        path = (*base, *each["loc"])
        kind = each["type"]
        wrong_type = kind.endswith(("_type", "_parsing", "_from_float", "_naive", "_aware"))
        code = CODES.get(kind, "wrong_type" if wrong_type else "bad_value")
        why = reason_ko(kind, each.get("ctx", {}), each["msg"])
        yield _located(name, text, path, code, {"found": repr(each["input"]), "reason": each["msg"], "why": why})
