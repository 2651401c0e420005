"""Facts as pages show them: in words, with links, times and whole fingerprints on hover, in nested lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from entrypoints.bootstrap import FAMILY
from entrypoints.console.names import Names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from states.catalogue.values import SUMS
from states.wording import SHORT, Form, Wording, form_of

HIDDEN = frozenset({"rules", "deadline", "was", "by", "ranking_inputs", "settings", "submissions", "rejections"})
"""Facts that say nothing to people: they stand in the event itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its label, and its value as text or as facts inside it, or as rows of facts. `number`: it counts."""

    label: str
    text: str | Markup = ""
    number: bool = False
    inside: tuple["Fact", ...] = ()
    rows: tuple[tuple["Fact", ...], ...] = ()

    @property
    def or_none(self) -> "Fact | None":
        """Itself, if it says anything."""
        return self if self.text or self.inside or self.rows else None


def shown_facts(facts: Mapping[str, Any], named: Names, titles: Titles, v: View) -> list[Fact]:
    """Every fact that says something, by label."""
    found = [Shower(named, titles, v).fact(name, value) for name, value in facts.items() if name not in HIDDEN]
    return sorted((each for each in found if each.or_none), key=lambda each: each.label)


class Shower:
    """Facts in the words of one call, for one person."""

    def __init__(self, named: Names, titles: Titles, v: View) -> None:
        self.words, self.titles, self.v = Wording(named, FAMILY.values()), titles, v

    def fact(self, name: str, value: Any, of: str = "") -> Fact:
        """A named value; `of` is the name around it, which says what a number is."""
        label = self.label(name, of)
        if isinstance(value, Mapping):
            around = of if of in SUMS else name
            return Fact(label, inside=tuple(self.fact(key, each, around) for key, each in value.items()))
        if isinstance(value, list | tuple):
            if value and all(isinstance(each, Mapping) for each in value):
                rows = tuple(tuple(self.fact(key, each, name) for key, each in row.items()) for row in value)
                return Fact(label, rows=rows)
            return Fact(label, Markup(", ").join(self.text(name, each, of) for each in value))
        return Fact(label, self.text(name, value, of), isinstance(value, int) and not isinstance(value, bool))

    def label(self, name: str, of: str = "") -> str:
        """What a fact is called; a stream by its title."""
        return self.titles[name] if form_of(name) is Form.STREAM else self.words.label(name, of)

    def text(self, name: str, value: Any, of: str = "") -> str | Markup:
        match form_of(value) if isinstance(value, str) else None:
            case Form.FINGERPRINT:
                return Markup('<code class="hash" title="{}">{}…</code>').format(value, value[:SHORT])
            case Form.STREAM:
                return Markup('<a href="{}">{}</a>').format(self.v.link(value), self.titles[value])
            case Form.INSTANT:
                return self.v.time(value)
            case _:
                return self.words.value(name, value, of)
