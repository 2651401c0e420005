"""How much of their time people give (공고 §7; 운영요령 56): whole percent of each person's rate."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.rules.call_rules import CallRules

LEAD_RESEARCHER = "lead"
MEMBER = "member"
type_of_person = Mapping[str, Any]


def leads(people: Iterable[type_of_person]) -> tuple[str, ...]:
    """The refs of the lead researchers (총괄책임자): one is needed."""
    return tuple(person["ref"] for person in people if person["role"] == LEAD_RESEARCHER)


def repeated(people: Iterable[type_of_person]) -> tuple[str, ...]:
    """The refs named more than once."""
    refs = [person["ref"] for person in people]
    return tuple(sorted({ref for ref in refs if refs.count(ref) > 1}))


def below_least(rules: CallRules, people: Iterable[type_of_person]) -> tuple[str, ...]:
    """The refs of those below their least rate: 30 % for the lead researcher, 10 % for the others."""
    least = {LEAD_RESEARCHER: rules.participation.lead_min_percent}
    return tuple(
        person["ref"]
        for person in people
        if person["rate"] < least.get(person["role"], rules.participation.member_min_percent)
    )
