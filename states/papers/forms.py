"""How values are written in a paper: won in its unit, days as 2025. 1. 17., codes by their names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from states import formats
from states.catalogue.fields import OPTIONS
from states.catalogue.papers import CHOICES
from states.catalogue.roles import ROLES
from states.catalogue.said import Said
from states.instants import read
from states.names import Names
from states.papers.document import Cell
from states.papers.official import in_words, scaled
from states.rules.call_parts import KST

NOTHING = "–"
"""What stands where there is no value."""
MASK = "○○○"
"""What stands for a person: papers name nobody."""
EMPTY: tuple[object, ...] = (None, "", (), [], {})
"""Values that say there is none; 0 and false say something."""
YES = {"ko": ("예", "아니오"), "en": ("yes", "no")}


@dataclass(frozen=True, slots=True)
class Writing:
    """The names of a call in one language, those of organisations it does not name, the unit of a paper's sums."""

    named: Names
    unit: int
    organisations: Mapping[str, Said] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.named.language

    def said(self, named: Any) -> str:
        return str(getattr(named, self.language))

    def org(self, id: str) -> str:
        """An organisation by its name: the call's, else the one it was registered under, else its id."""
        found = self.named.org(id)
        return self.said(self.organisations[id]) if found == id and id in self.organisations else found


type_of_form = Callable[[Writing, Any], Cell]


def _text(_: Writing, value: Any) -> Cell:
    return Cell(str(value))


def _count(_: Writing, value: int) -> Cell:
    return Cell(f"{value:,}", value)


def _won(w: Writing, value: int) -> Cell:
    found = scaled(value, w.unit)
    return Cell(f"{found:,}", found)


def _full_won(w: Writing, value: int) -> Cell:
    return Cell(formats.won(value, w.language), value)


def _words(w: Writing, value: int) -> Cell:
    return Cell(in_words(value) if w.language == "ko" else formats.won(value, "en"), value)


def _points(_: Writing, value: int) -> Cell:
    return Cell(formats.points(value), value, 2)


def _percent(_: Writing, value: int) -> Cell:
    return Cell(f"{value}%", value)


def _day(w: Writing, value: str) -> Cell:
    return Cell(formats.day(date.fromisoformat(value), w.language))


def _date(w: Writing, value: date) -> Cell:
    return Cell(formats.day(value, w.language))


def _instant(w: Writing, value: str) -> Cell:
    return Cell(formats.day(read(value).astimezone(KST).date(), w.language))


def _moment(w: Writing, value: str) -> Cell:
    return Cell(formats.moment(read(value), w.language))


def _area(w: Writing, value: str) -> Cell:
    return Cell(w.named.area(value))


def _org(w: Writing, value: str) -> Cell:
    return Cell(w.org(value))


def _orgs(w: Writing, value: Any) -> Cell:
    return Cell(", ".join(w.org(str(each)) for each in value))


def _participants(w: Writing, value: Any) -> Cell:
    return Cell(", ".join(w.org(str(each["org"])) for each in value))


def _programme(w: Writing, value: str) -> Cell:
    return Cell(w.named.programmes.get(value, value))


def _programmes(w: Writing, value: Any) -> Cell:
    return Cell(", ".join(w.named.programmes.get(each, each) for each in value))


def _item(w: Writing, value: str) -> Cell:
    return Cell(w.named.programme_items.get(value, value))


def _grade(w: Writing, value: str) -> Cell:
    return Cell(w.named.choices.get("grade", {}).get(value, value))


def _option(w: Writing, value: str) -> Cell:
    found = OPTIONS.get(value)
    return Cell(w.said(found) if found else value)


def _choice(w: Writing, value: str) -> Cell:
    """An option of the demand survey: ministries joined by a dash, else what the form calls it."""
    codes = value.split("+")
    if set(codes) <= w.named.ministries.keys():
        return Cell("-".join(w.named.ministries[each] for each in codes))
    return Cell(w.said(CHOICES[value]) if value in CHOICES else value)


def _brn(_: Writing, value: str) -> Cell:
    return Cell(formats.registration_number(value))


def _brns(_: Writing, value: Any) -> Cell:
    return Cell(", ".join(formats.registration_number(str(each)) for each in value))


def _label(w: Writing, value: Any) -> Cell:
    return Cell(w.said(value))


def _role(w: Writing, value: str) -> Cell:
    return Cell(w.said(ROLES[value]) if value in ROLES else value)


def _lines(_: Writing, value: Any) -> Cell:
    return Cell("\n".join(str(each) for each in value))


def _people(_: Writing, value: Any) -> Cell:
    return Cell(f"{len(value)}", len(value))


def _person(_: Writing, value: str) -> Cell:
    return Cell(MASK if value else "")


def _yes(w: Writing, value: bool) -> Cell:
    return Cell(YES[w.language][0 if value else 1])


FORMS: Mapping[str, type_of_form] = {
    "text": _text,
    "count": _count,
    "won": _won,
    "full_won": _full_won,
    "words": _words,
    "points": _points,
    "percent": _percent,
    "day": _day,
    "date": _date,
    "instant": _instant,
    "moment": _moment,
    "area": _area,
    "org": _org,
    "orgs": _orgs,
    "participants": _participants,
    "programme": _programme,
    "programmes": _programmes,
    "item": _item,
    "grade": _grade,
    "option": _option,
    "choice": _choice,
    "brn": _brn,
    "brns": _brns,
    "label": _label,
    "role": _role,
    "lines": _lines,
    "people": _people,
    "person": _person,
    "yes": _yes,
}
"""Every form by the name papers ask for it."""
USUAL: Mapping[str, str] = {
    "accountant": "org", "amount": "won", "area": "area", "award": "won", "brn": "brn", "brns": "brns", "cash": "won",
    "checklist": "lines", "closes_at": "moment", "ends_on": "day", "grade": "grade", "held_on": "day",
    "in_kind": "won", "lead": "org", "ministries": "orgs", "municipality_pledge": "won", "opens_at": "moment",
    "paid_on": "day", "paid_out": "won", "panel": "people", "presented_on": "day", "programme": "programme",
    "programmes": "programmes", "province_pledge": "won", "refund": "won", "refunded": "won", "sales": "won",
    "score": "points", "self_pay": "won", "signed_on": "day", "spent": "won", "starts_on": "day",
    "support_ends_at": "moment", "budget": "won", "awarded": "won", "left": "won", "paid": "won", "national": "won",
    "province": "won", "municipality": "won", "local": "won", "total": "won", "whole": "won", "support": "won",
    "ktop": "points", "most": "points", "companies": "count", "projects": "count", "answers": "count",
    "count": "count", "planned": "count", "inspected": "instant", "due_date": "day", "day": "day", "org": "org",
    "owner": "role", "role": "role", "since": "instant", "until": "instant", "behalf": "person", "now": "label",
    "stage": "label", "step": "label", "deadline": "label", "outcome": "label", "item": "item", "letter": "yes",
    "times": "count", "no": "count", "rank": "count", "question": "label", "option": "choice", "part": "choice",
}  # fmt: skip
"""The form of a value that asks for none, by its field."""


def usual(name: str) -> str:
    """The form of a path or key that asks for none."""
    return USUAL.get(name.rpartition(".")[2], "text")


def write(w: Writing, value: Any, form: str) -> Cell:
    """A value as the paper writes it; an empty cell where there is none."""
    return Cell() if value in EMPTY else FORMS[form](w, value)
