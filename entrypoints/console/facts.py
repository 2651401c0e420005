"""Facts as people read them: labelled, codes by name, money as money, fingerprints short, in nested lists."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import Names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from states.catalogue.fields import OPTIONS, field_name
from states.catalogue.roles import ROLES
from states.catalogue.values import MONEY, POINTS, SUMS
from states.formats import points, registration_number

SHA256 = re.compile(r"[0-9a-f]{64}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:.*")
STREAM = re.compile(r"(call|project|support|company|survey)-[a-z0-9-]{4,}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
DEADLINES = {id: each for lifecycle in FAMILY.values() for id, each in lifecycle.deadlines.items()}
HIDDEN = frozenset({"rules", "deadline", "was", "by", "ranking_inputs", "settings", "submissions", "rejections"})
"""Facts that say nothing to people: they stand in the event itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its label, and its value as text or as facts inside it, or as rows of facts."""

    label: str
    text: str | Markup = ""
    inside: tuple["Fact", ...] = ()
    rows: tuple[tuple["Fact", ...], ...] = ()


def shown_facts(facts: Mapping[str, Any], named: Names, titles: Titles, v: View) -> list[Fact]:
    """Every fact that says something, by label."""
    found = [Shower(named, titles, v).fact(name, value) for name, value in facts.items() if name not in HIDDEN]
    return sorted((each for each in found if each.text or each.inside or each.rows), key=lambda each: each.label)


class Shower:
    """Facts in the words of one call, for one person."""

    def __init__(self, named: Names, titles: Titles, v: View) -> None:
        self.named, self.titles, self.v = named, titles, v

    def fact(self, name: str, value: Any, of: str = "") -> Fact:
        """A named value; `of` is the name around it, which says what a number is."""
        label = self.label(name)
        if isinstance(value, Mapping):
            around = of if of in SUMS else name
            return Fact(label, inside=tuple(self.fact(key, each, around) for key, each in value.items()))
        if isinstance(value, list | tuple):
            if value and all(isinstance(each, Mapping) for each in value):
                rows = tuple(tuple(self.fact(key, each, name) for key, each in row.items()) for row in value)
                return Fact(label, rows=rows)
            return Fact(label, Markup(", ").join(self.text(name, each, of) for each in value))
        return Fact(label, self.text(name, value, of))

    def label(self, name: str) -> str:
        """What a fact is called: a field, an organisation, a stream."""
        if STREAM.fullmatch(name):
            return self.titles[name]
        known = self.v.said(field_name("", name))
        return self.named.org(name) if known == name else known

    def text(self, name: str, value: Any, of: str = "") -> str | Markup:
        if isinstance(value, bool):
            return self.v.t("yes" if value else "no")
        if isinstance(value, int):
            return self._number(name, value, of)
        text = str(value)
        if SHA256.fullmatch(text):
            return Markup('<code class="hash" title="{}">{}…</code>').format(text, text[:12])
        if STREAM.fullmatch(text):
            return Markup('<a href="{}">{}</a>').format(self.v.link(text), self.titles[text])
        if INSTANT.fullmatch(text):
            return self.v.time(text)
        if DAY.fullmatch(text):
            return self.v.day(date.fromisoformat(text))
        return self._code(name, text)

    def _number(self, name: str, value: int, of: str) -> str:
        if name in MONEY or of in SUMS:
            return self.v.won(value)
        if name in POINTS or of == "points":
            return points(value)
        if name == "rate":
            return f"{value}%"
        return str(value) if name in {"year", "fiscal_year"} else f"{value:,}"

    def _code(self, name: str, text: str) -> str:
        if name in {"brn", "brns", "predecessor"}:
            return registration_number(text)
        if name == "overdue" and text in DEADLINES:
            return self.v.said(DEADLINES[text])
        known = self.named.choices.get(name, {}).get(text)
        if known:
            return known
        if text in OPTIONS and name not in {"title", "reason", "opinion"}:
            return self.v.said(OPTIONS[text])
        if name == "role" and text in ROLES:
            return self.v.role_name(text)
        return self.named.org(text)
