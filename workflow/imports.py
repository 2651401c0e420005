"""Files of other systems become commands: one unit for a file, all or nothing, the same file twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from states.context import Stream
from states.guards.call import PROJECT_ENDS
from states.roles import Actor
from storage.boards import Filter, every
from storage.queries import has_key
from storage.transaction import Reader
from workflow.messages import Command
from workflow.templates import TEMPLATES, Row, RowFault, parsed

RECORDED = {"record_ktop": ("checking",), "record_spending": ("supported", "correcting")}
"""Where a company takes what a file says of it."""


@dataclass(frozen=True, slots=True)
class Importing:
    """One file for one call: who imports it, when it was received, and its fingerprint."""

    call: str
    kind: str
    content: bytes
    actor: Actor
    received_at: datetime

    @property
    def file(self) -> str:
        return sha256(self.content).hexdigest()

    def key(self, row: int) -> str:
        """Of the file and the row: repeating it is answered with the receipt it had."""
        return f"import-{self.kind}-{self.file[:40]}-{row}"


@dataclass(frozen=True, slots=True)
class Planned:
    """A command and the row it comes from."""

    row: int
    command: Command


def planned(reader: Reader, table: Sequence[Sequence[str]], of: Importing) -> tuple[list[Planned], list[RowFault]]:
    """The file's commands in row order, or every fault of its rows: never some of both."""
    rows, faults = parsed(TEMPLATES[of.kind], table)
    if faults:
        return [], faults
    if of.kind in ("visa", "fund", "agreements"):
        return [_areas(rows, of)], []
    if of.kind == "projects":
        return [_project(number, row, of) for number, row in rows], []
    return _of_companies(reader, rows, of)


def _areas(rows: Sequence[tuple[int, Row]], of: Importing) -> Planned:
    """One event for the whole list: what holds of an area is a fact of the call."""
    given = [{**row.model_dump(mode="json", exclude_none=True), "row": number} for number, row in rows]
    data = {"area_list": of.kind, "areas": given, "file": of.file}
    return Planned(rows[0][0], Command(of.call, "record_areas", data, of.actor, of.key(1), of.received_at))


def _project(number: int, row: Row, of: Importing) -> Planned:
    data = row.model_dump(mode="json", exclude_none=True)
    trigger = f"take_over_{data['state']}"
    lists = {name: data[name].split("+") for name in ("ministries", "programmes") if name in data}
    data = {name: value for name, value in data.items() if name != "state"} | lists | _imported(number, of)
    return Planned(number, Command(of.call, trigger, data, of.actor, of.key(number), of.received_at))


def _imported(number: int, of: Importing) -> dict[str, Any]:
    return {"imported": {"file": of.file, "row": number}}


def _of_companies(
    reader: Reader, rows: Sequence[tuple[int, Row]], of: Importing
) -> tuple[list[Planned], list[RowFault]]:
    trigger = "record_ktop" if of.kind == "ktop" else "record_spending"
    companies, areas = _companies(reader, of.call), _areas_of_projects(reader, of.call)
    plans: list[Planned] = []
    faults: list[RowFault] = []
    for number, row in rows:
        data = row.model_dump(mode="json")
        meant = [each for each in companies.get(data["brn"], ()) if _meant(each, data, areas)]
        found = [each for each in meant if _takes(reader, each, trigger, of, number)]
        faults += [] if found else [RowFault(number, "brn", "import.no_company")]
        given = _ktop(data) if of.kind == "ktop" else {name: data[name] for name in ("month", "won")}
        given |= _imported(number, of)
        plans += [
            Planned(number, Command(each.id, trigger, given, of.actor, of.key(number), of.received_at))
            for each in found
        ]
    return ([], faults) if faults else (plans, [])


def _ktop(data: Mapping[str, Any]) -> dict[str, Any]:
    """The index is the company's, whatever it applies for (공고 붙임5)."""
    return {"ktop": {**{name: value for name, value in data.items() if name != "brn"}, "source": "K-TOP"}}


def _meant(company: Stream, data: Mapping[str, Any], areas: Mapping[str, str]) -> bool:
    return "area" not in data or areas.get(company.parents["project"]) == data["area"]


def _takes(reader: Reader, company: Stream, trigger: str, of: Importing, number: int) -> bool:
    """Whether the company takes it now, or took it from this row before."""
    return company.state in RECORDED[trigger] or has_key(reader, company.id, of.actor.id, of.key(number))


def _companies(reader: Reader, call: str) -> dict[str, list[Stream]]:
    found: dict[str, list[Stream]] = {}
    for each in every(reader, Filter("company", call=call)):
        found.setdefault(str(each.facts["brn"]), []).append(each)
    return found


def _areas_of_projects(reader: Reader, call: str) -> dict[str, str]:
    """The area of each running project of a call."""
    running = (each for each in every(reader, Filter("project", call=call)) if each.state not in PROJECT_ENDS)
    return {each.id: str(each.facts["area"]) for each in running}
