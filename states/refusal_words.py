"""A refusal in words: each fact is told as what it is, a code of the call by its name, a state by its label."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from states.call import CALL
from states.catalogue.fields import field_name
from states.catalogue.refusals import REFUSALS
from states.catalogue.roles import ROLES
from states.catalogue.said import Said
from states.catalogue.text import Text
from states.catalogue.values import NO, YES
from states.company import COMPANY
from states.formats import points, registration_number
from states.guards.reception import shown
from states.instants import read
from states.lifecycle import Lifecycle, Refusal
from states.names import Names
from states.project import PROJECT
from states.support import SUPPORT
from states.survey import SURVEY
from states.wording import SHORT, Form, Wording, form_of

LIFECYCLES: Mapping[str, Lifecycle] = {each.name: each for each in (CALL, PROJECT, SUPPORT, COMPANY, SURVEY)}
NONE = Said("없음", "none")

_PARAMETERS = """
agreement.not_in_plan.province org
agreement.unsigned.missing signer
allowed duty
area area
areas area
brn brn
business quoted
call.not_amendable.allowed section
call.notice_numbers.missing ministries
call.not_jointly_appointed.missing ministries
call.setting_value.name SettingDecision.name
call.setting_value.type type
call.setting_value.value quoted
call.unknown_setting.known SettingDecision.name
call.unknown_setting.name quoted
company.application_sent.state state:project
company.intent_stands.state state:project
company.item_not_planned.items sum
company.support_elsewhere.state state:support
company.support_not_begun.state state:support
confirmation.missing.missing duty
cutoff points
deadline deadline
deduction.unknown_ground.known Deduction.ground
fields question
grade grade
grade.unknown.known grade
groups group
indicators Sheet.points
index points
items programme_items
key sum
key.reused.key quoted
kind deadline
lapsed_in state
lead org
ministries ministries
objected state
org org
orgs org
own option
panel.conflict.grounds option
participants.kind.known Participant.kind
partners ministries
parts question
parts.missing.missing part
payload.personal_number.kind option
programme programme
programmes programme
questions question
role duty
role.unknown.role quoted
screening.unknown_reason.known Exclusion.ground
sections section
setting SettingDecision.name
source option
state state
successor brn
supplement.again.items quoted
support.project_not_agreed.state state:project
support.project_not_supporting.state state:project
trigger trigger
trigger.unknown.kind quoted
trigger.unknown.trigger quoted
year year
"""
PARAMETERS: Mapping[str, str] = dict(line.split() for line in _PARAMETERS.strip().splitlines())
"""What a fact of a refusal is, by `name`, or by `code.name` where it is something else than elsewhere: what `Wording`
or `NAMED` calls it, or `quoted` as its caller wrote it."""


def worded(refusal: Refusal) -> Text:
    """What the refusal says, its facts named under what it was judged under; else by what stands today."""
    ko, en = (_Words(refusal, language).named() for language in ("ko", "en"))
    return REFUSALS[refusal.code].filled(ko, en)


def kind_of_fact(code: str, name: str) -> str:
    """What a fact of a refusal is; empty for what is told as it stands."""
    return PARAMETERS.get(f"{code}.{name}", PARAMETERS.get(name, ""))


@dataclass
class _Words:
    """The facts of one refusal in one language."""

    refusal: Refusal
    language: str

    def named(self) -> dict[str, str]:
        code, facts = self.refusal.code, self.refusal.facts
        return {name: self.told(kind_of_fact(code, name), value) for name, value in facts.items()}

    def told(self, kind: str, value: Any) -> str:
        match value:
            case bool():
                return self.said(YES if value else NO)
            case None | "" | [] | ():
                return self.said(NONE)
            case int():
                return NUMBERS[kind](value) if kind in NUMBERS else f"{value:,}"
            case list() | tuple():
                return ", ".join(self.told(kind, each) for each in value)
            case Mapping():
                return ", ".join(f"{self.field(str(name))} {self.told(kind, each)}" for name, each in value.items())
        return self.text(kind, str(value))

    def text(self, kind: str, value: str) -> str:
        kind, _, of = kind.partition(":")
        if not kind:
            return _plain(value)
        if kind == "state":
            return self.wording(of).state(value)
        if kind in NAMED:
            return NAMED[kind](self, value)
        return value if kind == "quoted" else self.wording().value(kind, value)

    def wording(self, kind: str = "") -> Wording:
        """The words of a kind of stream, else of what the refusal was judged under."""
        own = LIFECYCLES[kind] if kind else self.refusal.lifecycle
        return Wording(self.call, [*([own] if own else []), *LIFECYCLES.values()])

    @cached_property
    def call(self) -> Names:
        return Names(self.refusal.rules, self.language)

    def said(self, named: Any) -> str:
        return str(getattr(named, self.language))

    def field(self, name: str, owner: str = "") -> str:
        return self.said(field_name(owner, name))

    def duty(self, role: str) -> str:
        return self.said(ROLES[role]) if role in ROLES else role

    def sum(self, key: str) -> str:
        """What a sum is of, `52740/2026`: the call goes without saying."""
        return " · ".join(self._of_sum(each) for each in key.split("/") if not each.startswith("call-"))

    def _of_sum(self, part: str) -> str:
        call = self.call
        known = call.organisations.get(part) or call.programmes.get(part) or call.programme_items.get(part)
        return known or registration_number(self.group(part))

    def group(self, id: str) -> str:
        groups = self.refusal.rules.company.groups if self.refusal.rules else ()
        return next((self.said(each) for each in groups if each.id == id), self.wording().value("group", id))

    def question(self, part: str) -> str:
        """A question of the survey, or a part of its answer: `q4.name`."""
        id, _, name = part.partition(".")
        asked = self.refusal.rules.survey if self.refusal.rules else ()
        within = f" · {self.field(name, 'Question')}" if name else ""
        return f"{next((self.said(each) for each in asked if each.id == id), id)}{within}"

    def part(self, id: str) -> str:
        return self.call.choices.get("Document.kind", {}).get(id) or self.field(id)

    def signer(self, signer: str) -> str:
        role, _, org = signer.partition(":")
        return f"{self.duty(role)} {self.call.org(org)}".rstrip()


def _plain(value: str) -> str:
    """An instant in Korea to the millisecond, a fingerprint short, a text as it stands."""
    match form_of(value):
        case Form.INSTANT:
            return shown(read(value))
        case Form.FINGERPRINT:
            return f"{value[:SHORT]}…"
        case _:
            return value


NUMBERS: Mapping[str, Callable[[int], str]] = {"points": points, "year": str}
"""Whole numbers that are no amount."""
NAMED: Mapping[str, Callable[[_Words, str], str]] = {
    "duty": _Words.duty,
    "group": _Words.group,
    "part": _Words.part,
    "question": _Words.question,
    "section": lambda words, id: words.field(id, "Section"),
    "signer": _Words.signer,
    "sum": _Words.sum,
    "type": lambda words, id: words.field(id, "Setting"),
}
"""What names a code that `Wording` does not."""
