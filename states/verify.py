"""Static verification: every property of a lifecycle, kept or broken, with a shortest way to the breach."""

from collections.abc import Mapping
from dataclasses import dataclass

from states import checks, checks_names
from states.lifecycle import Lifecycle
from states.properties import Law, Subject, Texted
from states.rules.call_rules import CallRules

SHOWN = 5
"""So many breaches of one property are told in full."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One property's verdict; `witness` leads to its first breach as `state --trigger--> state`, oldest first."""

    property: str
    ko: str
    en: str
    holds: bool
    witness: tuple[str, ...] = ()
    detail_ko: str = ""
    detail_en: str = ""


def verify(
    lifecycle: Lifecycle, family: Mapping[str, Lifecycle], rules: CallRules, texts: Mapping[str, Texted]
) -> tuple[Verdict, ...]:
    """One verdict per property, the general ones first, then the lifecycle's own laws; always all of them.

    `family` is every lifecycle by kind, `texts` the refusal texts by code. Nothing is raised for a broken definition.
    """
    subject = Subject(lifecycle, family, rules, texts)
    return tuple(judge(law, subject) for law in properties_of(lifecycle))


def properties_of(lifecycle: Lifecycle) -> tuple[Law, ...]:
    """What every lifecycle must keep, and what this one declares besides."""
    return (*checks.CHECKS, *checks_names.CHECKS, *lifecycle.properties)


def judge(law: Law, subject: Subject) -> Verdict:
    """The verdict on one property."""
    findings = tuple(law.breaches(subject))
    if not findings:
        return Verdict(law.id, law.ko, law.en, holds=True)
    more = f"; +{len(findings) - SHOWN}" if len(findings) > SHOWN else ""
    return Verdict(
        law.id,
        law.ko,
        law.en,
        holds=False,
        witness=next((each.witness for each in findings if each.witness), ()),
        detail_ko="; ".join(each.ko for each in findings[:SHOWN]) + more,
        detail_en="; ".join(each.en for each in findings[:SHOWN]) + more,
    )
