"""Which area may apply with which ministries, led by whom (공고 §2, 붙임1–4·6; 운영요령 23)."""

from collections.abc import Collection, Mapping

from states.rules.call_rules import CallRules


def area_eligible(rules: CallRules, area: str) -> bool:
    """Whether the call lists the municipality (5-digit code): losing people, watched, or with a rural agreement."""
    return area in rules.areas


def combination_possible(rules: CallRules, ministries: Collection[str]) -> bool:
    """Whether these ministries may work together: the lead ministry and one or more partners (붙임6), each once."""
    return len(set(ministries)) == len(ministries) and frozenset(ministries) in rules.combinations


def unlinked(rules: CallRules, area: str, ministries: Collection[str]) -> tuple[str, ...]:
    """The ministries whose means never reach this area, whatever is proven: 농식품부 without a rural agreement."""
    kinds = rules.areas[area].kinds
    return tuple(
        each.code
        for each in rules.ministries
        if each.code in ministries and each.role == "partner" and each.evidence == "never" and not kinds & {*each.areas}
    )


def unproven(
    rules: CallRules, area: str, ministries: Collection[str], evidence: Mapping[str, object]
) -> tuple[str, ...]:
    """The ministries whose link asks for a recorded proof that is not there.

    행안부 outside the fund's areas (a project of the provincial account), 법무부 always (the visa designation).
    """
    kinds = rules.areas[area].kinds
    asked = {"never": False, "always": True, "elsewhere": None}
    return tuple(
        each.code
        for each in rules.ministries
        if each.code in ministries
        and not evidence.get(each.code)
        and (not kinds & {*each.areas} if asked[each.evidence] is None else asked[each.evidence])
    )


def missing_programmes(rules: CallRules, ministries: Collection[str], programmes: Collection[str]) -> tuple[str, ...]:
    """The sub-programmes a partner makes mandatory (➏ with 법무부) that are not among `programmes`."""
    return tuple(
        each.id for each in rules.programmes if each.mandatory_with in ministries and each.id not in programmes
    )


def missing_items(rules: CallRules, programmes: Collection[str], items: Collection[str]) -> tuple[str, ...]:
    """The mandatory items of the chosen sub-programmes that are not among `items` (➏: the safety guides)."""
    chosen = {each.no for each in rules.programmes if each.id in programmes}
    return tuple(
        each.id
        for each in rules.programme_items
        if each.mandatory and each.programme in chosen and each.id not in items
    )
