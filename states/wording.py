"""Facts in words: labelled, codes by the names of their call, money as money, hundredths as points; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from states import formats
from states.catalogue.fields import OPTIONS, field_name
from states.catalogue.roles import ROLES
from states.catalogue.values import (
    DEADLINES,
    FREE,
    INSIDE,
    KEYS,
    MONEY,
    MOVES,
    NO,
    NOT_BEGUN,
    NOTHING,
    NUMBERS,
    POINTS,
    STATES,
    STEPS,
    SUMS,
    YEARS,
    YES,
)
from states.instants import read
from states.lifecycle import UNBORN, Lifecycle
from states.names import Names

MILLION = 1_000_000
SHORT = 12
"""Letters of a fingerprint that are shown."""
AREA = "area:"
AREA_DIGITS = 5
OF_PROVINCES = frozenset({"province", "org", "area"})
"""Facts whose value may be a province by its two digits."""


class Form(Enum):
    """What a text is by its shape alone."""

    FINGERPRINT = r"[0-9a-f]{64}"
    INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:.*"
    DAY = r"\d{4}-\d\d-\d\d"
    STREAM = r"(call|project|support|company|survey)-[a-z0-9-]{4,}"


_FORMS = {form: re.compile(form.value) for form in Form}


def holds(value: Any) -> bool:
    """Whether a fact says anything: nothing, an empty text and an empty list do not; no and zero do."""
    return value is not None and value not in ("", [], (), {})


def form_of(text: str) -> Form | None:
    return next((form for form, shape in _FORMS.items() if shape.fullmatch(text)), None)


class Wording:
    """Facts in the words of one call in one language; of labels two lifecycles share the first one's stands."""

    def __init__(self, named: Names, lifecycles: Iterable[Lifecycle]) -> None:
        self.named = named
        several = tuple(lifecycles)[::-1]
        self._deadlines = {id: each for lifecycle in several for id, each in lifecycle.deadlines.items()}
        self._steps = {row.trigger: row for lifecycle in several for row in lifecycle.rows}
        self._states = {each.id: each for lifecycle in several for each in lifecycle.states}

    def label(self, name: str, of: str = "") -> str:
        """What a fact is called; `of` is the fact around it, whose keys may be codes."""
        if of in KEYS:
            return self.value(KEYS[of], name, of)
        known = self._said(field_name(INSIDE.get(of, ""), name))
        return self._org("", name) if known == name else known

    def value(self, name: str, value: Any, of: str = "") -> str:
        """A value on one line; `of` is the name around it, which says what a number is."""
        match value:
            case None:
                return self._said(NOTHING)
            case bool():
                return self._said(YES if value else NO)
            case int():
                return self._number(name, value, of)
            case Mapping():
                around = of if of in SUMS else name
                named = (
                    (self.label(key, around), self.value(key, each, around))
                    for key, each in value.items()
                    if holds(each)
                )
                return ", ".join(f"{label} {each}" for label, each in named)
            case list() | tuple():
                inside = any(isinstance(each, Mapping) for each in value)
                return (" / " if inside else ", ").join(self.value(name, each, of) for each in value)
            case _:
                return self._text(name, str(value), of)

    def state(self, id: str) -> str:
        """What a state is called; its own id where no lifecycle of today has it."""
        found = NOT_BEGUN if id == UNBORN else self._states.get(id)
        return self._said(found) if found else id

    def step(self, trigger: str) -> str:
        """What a step is called; its own name where no lifecycle of today has it."""
        return self._said(self._steps[trigger]) if trigger in self._steps else trigger

    def change(self, path: Sequence[str], before: Any, after: Any) -> str:
        """`국비 900 → 812백만원`: a value that became another; only the value where there was none."""
        *around, name = path
        of = next((each for each in around if each in SUMS), around[-1] if around else "")
        labels = (self.label(each, above) for each, above in zip(path, ("", *path), strict=False))
        return f"{' · '.join(labels)} {self._became(name, before, after, of)}"

    def _became(self, name: str, before: Any, after: Any, of: str) -> str:
        if before is None:
            return self.value(name, after, of)
        both_sums = is_money(name, of) and after is not None
        if both_sums and before % MILLION == after % MILLION == 0:
            old, new = (f"{each // MILLION:,}" for each in (before, after))
            return f"{old} → {new}백만원" if self.named.language == "ko" else f"KRW {old} M → {new} M"
        return f"{self.value(name, before, of)} → {self.value(name, after, of)}"

    def _number(self, name: str, value: int, of: str) -> str:
        if is_money(name, of):
            return formats.won(value, self.named.language)
        if name in POINTS or of in POINTS:
            return formats.points(value)
        if name == "rate":
            return f"{value}%"
        return str(value) if name in YEARS else f"{value:,}"

    def _text(self, name: str, text: str, of: str) -> str:
        match form_of(text):
            case Form.FINGERPRINT:
                return f"{text[:SHORT]}…"
            case Form.INSTANT:
                return formats.moment(read(text), self.named.language)
            case Form.DAY:
                return formats.day(date.fromisoformat(text), self.named.language)
            case _:
                return text if name in FREE else self._code(name, text, of)

    def _code(self, name: str, text: str, of: str) -> str:
        if name in NUMBERS:
            return formats.registration_number(text)
        if (name in DEADLINES or of in MOVES) and (deadline := self._deadlines.get(text.partition("@")[0])):
            return self._said(deadline)
        if name in STEPS and text in self._steps:
            return self.step(text)
        if name in STATES and text in self._states:
            return self.state(text)
        places = (f"{INSIDE.get(of, '')}.{name}", name, *(["SettingDecision.name"] if name == "name" else []))
        known = next((found for each in places if (found := self.named.choices.get(each, {}).get(text))), "")
        if known:
            return known
        if text in OPTIONS:
            return self._said(OPTIONS[text])
        if name == "role" and text in ROLES:
            return self._said(ROLES[text])
        return self._org(name, text.removeprefix(AREA))

    def _org(self, name: str, id: str) -> str:
        """An organisation or area; two digits are a province only where a province or an organisation may stand."""
        return id if id.isdecimal() and len(id) < AREA_DIGITS and name not in OF_PROVINCES else self.named.org(id)

    def _said(self, named: Any) -> str:
        return str(getattr(named, self.named.language))


def is_money(name: str, of: str) -> bool:
    return name in MONEY or of in SUMS
