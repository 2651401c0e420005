"""Codes as people say them: municipalities, technoparks, ministries, programmes, by the rules of a call; pure."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from states.catalogue.roles import ROLES
from states.rules.call_rules import CallRules


class Names:
    """What the codes of one call are called in one language; a code nobody named stays as it is."""

    def __init__(self, rules: CallRules | None, language: str) -> None:
        self.rules = rules
        self.language = language

    def _of(self, named: Any, name: str = "") -> str:
        return str(getattr(named, f"{name}{self.language}", ""))

    @cached_property
    def areas(self) -> Mapping[str, str]:
        """Municipalities with their provinces: 강원 고성군 and 경남 고성군 are two."""
        if self.rules is None:
            return {}
        provinces = self.rules.provinces
        korean = self.language == "ko"
        return {
            each.code: f"{provinces[each.province].short} {each.name}"
            if korean
            else f"{each.en}, {provinces[each.province].en}"
            for each in self.rules.area_rows
        }

    @cached_property
    def organisations(self) -> Mapping[str, str]:
        """Technoparks, ministries, the agency, provinces and municipalities by their ids."""
        if self.rules is None:
            return {}
        korean = self.language == "ko"
        found = {each.id: self._of(each) for each in self.rules.organisations}
        for each in self.rules.province_rows:
            found[each.technopark] = each.technopark_ko if korean else each.technopark_en
            found[each.code] = each.name if korean else each.en
        return {**self.areas, **found, **self.ministries}

    @cached_property
    def ministries(self) -> Mapping[str, str]:
        if self.rules is None:
            return {}
        return {each.code: each.short_ko if self.language == "ko" else each.code for each in self.rules.ministries}

    @cached_property
    def programmes(self) -> Mapping[str, str]:
        return {each.id: f"{each.mark} {self._of(each)}" for each in self.rules.programmes} if self.rules else {}

    @cached_property
    def programme_items(self) -> Mapping[str, str]:
        return {each.id: self._of(each) for each in self.rules.programme_items} if self.rules else {}

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, str]]:
        """What a field may be, where the call says: by the field's name, code → name."""
        if self.rules is None:
            return {}
        return {
            "area": dict(sorted(self.areas.items(), key=lambda each: each[1])),
            "ministries": self.ministries,
            "programmes": self.programmes,
            "programme": self.programmes,
            "programme_items": self.programme_items,
            "grade": {each.id: self._of(each) for each in self.rules.grades},
            "Sheet.points": {
                str(each.no): f"{each.no}. {self._of(each)} ({each.points})" for each in self.rules.criteria
            },
            "Application.evidence": self.ministries,
            "Registration.evidence": self.ministries,
            "NoticeNumber.ministry": self.ministries,
            "Document.kind": {each.id: self._of(each) for each in self.rules.parts},
            "Participant.kind": {each.id: self._of(each) for each in self.rules.participants},
            "Deduction.ground": {each.id: self._of(each) for each in self.rules.deductions},
            "Exclusion.ground": {each.code: self._of(each) for each in self.rules.screening_reasons},
            "PlannedProgramme.id": self.programmes,
            "SettingDecision.name": {name: self._of(each) for name, each in self.rules.settings.items()},
        }

    def org(self, id: str) -> str:
        return self.organisations.get(id) or self.organisations.get(id.lower()) or id

    def area(self, code: str) -> str:
        return self.areas.get(code, code)

    def role(self, role: str) -> str:
        named = ROLES.get(role)
        return getattr(named, self.language) if named else role

    def matching(self, text: str) -> tuple[list[str], list[str]]:
        """The areas and the leads whose names hold a text: (codes, ids)."""
        wanted = text.strip().lower()
        if not wanted or self.rules is None:
            return [], []
        areas = [each.code for each in self.rules.area_rows if wanted in f"{each.name} {each.en}".lower()]
        rows = self.rules.province_rows
        return areas, [x.technopark for x in rows if wanted in f"{x.technopark_ko} {x.technopark_en}".lower()]
