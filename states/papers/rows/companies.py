"""Rows about companies: who applied, who was selected, what was inspected (공고 §3 ④⑤⑦)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Stream
from states.lifecycle import State
from states.papers.material import Material, type_of_row
from states.papers.parts import rows

SUPPORTED = frozenset({"supported", "correcting", "completed"})
"""Where a company is inspected, one that moved up after the selection among them."""


def _own(material: Material) -> list[Stream]:
    """The companies that applied to the support."""
    return [each for each in material.of("company") if each.facts.get("support") == material.subject]


def _selection(material: Material) -> Mapping[str, int]:
    """What each selected company gets, in won: as reported; before the report as each was selected."""
    reported = material.family["support"].facts.get("selection") or ()
    if reported:
        return {str(each["company"]): int(each["amount"]) for each in reported}
    return {each.id: int(each.facts["amount"]) for each in _own(material) if each.facts.get("amount")}


@rows("stage", "companies")
def applicants(material: Material) -> Iterable[type_of_row]:
    """How many of the companies that applied stand in each state."""
    found = Counter(each.state for each in _own(material))
    labels: Mapping[str, State] = {each.state: material.states[each.id] for each in _own(material)}
    for state, count in sorted(found.items()):
        yield {"stage": labels[state], "companies": count}


@rows("no", "brn", "business", "programmes", "sales", "ktop", "score", "letter", "amount", "self_pay", "whole")
def selected(material: Material) -> Iterable[type_of_row]:
    """Each selected company, the best score first: support, own share and both together in won."""
    amounts, known = _selection(material), {each.id: each for each in _own(material)}
    chosen = [known[id] for id in amounts if id in known]
    for no, each in enumerate(sorted(chosen, key=lambda x: (-int(x.facts.get("score") or 0), x.id)), 1):
        facts = each.facts
        own = int(facts.get("self_pay") or 0)
        yield {
            "no": no,
            "ktop": facts.get("ktop", {}).get("index"),
            "letter": bool(facts.get("letter")),
            "amount": amounts[each.id],
            "self_pay": own,
            "whole": amounts[each.id] + own,
            **{name: facts.get(name) for name in ("brn", "business", "programmes", "sales", "score")},
        }


@rows("programme", "planned", "companies", "amount", "support")
def programmes(material: Material) -> Iterable[type_of_row]:
    """Each programme as planned (companies, won) and as selected."""
    planned = {str(each["id"]): each for each in material.family["support"].facts.get("plan") or ()}
    known = {each.id: each for each in _own(material)}
    items = [(id, item) for id in _selection(material) if id in known for item in known[id].facts.get("items") or ()]
    for programme in sorted({*planned, *(str(item["programme"]) for _, item in items)}, key=_order(material)):
        own = [(id, item) for id, item in items if item["programme"] == programme]
        plan: Mapping[str, Any] = planned.get(programme, {})
        yield {
            "programme": programme,
            "planned": plan.get("companies", 0),
            "companies": len({id for id, _ in own}),
            "amount": plan.get("amount", 0),
            "support": sum(int(item["amount"]) for _, item in own),
        }


def _order(material: Material) -> Any:
    places = {each.id: each.no for each in material.rules.programmes}
    return lambda programme: (places.get(programme, len(places)), programme)


@rows("no", "brn", "inspected", "times", "checklist", "finding", "now")
def inspected(material: Material) -> Iterable[type_of_row]:
    """Each company selected at first or since: when it was last inspected, what was looked at, what is still open."""
    support = material.family["support"].facts
    amounts, done, open_now = _selection(material), support.get("inspections", {}), support.get("findings", {})
    found = (each for each in _own(material) if each.id in {*amounts, *done} or each.state in SUPPORTED)
    chosen = sorted(found, key=lambda x: str(x.facts.get("brn")))
    for no, each in enumerate(chosen, 1):
        yield {
            "no": no,
            "brn": each.facts.get("brn"),
            "inspected": done.get(each.id),
            "times": len(each.facts.get("inspected_at") or ()),
            "checklist": each.facts.get("checklist") if done.get(each.id) else None,
            "finding": open_now.get(each.id, {}).get("finding"),
            "now": material.states[each.id],
        }


@rows("programme", "item", "amount", "self_pay")
def items(material: Material) -> Iterable[type_of_row]:
    """What one company was selected for, in won."""
    for each in material.family["company"].facts.get("items") or ():
        yield {"item": None, **{name: each.get(name) for name in ("programme", "item", "amount", "self_pay")}}


@rows("no", "looked_at")
def checks(material: Material) -> Iterable[type_of_row]:
    """What was looked at in one company; before its first inspection what the plan's items ask to be looked at."""
    facts = material.family["company"].facts
    planned = [str(each.get("item") or each["programme"]) for each in facts.get("items") or ()]
    names = {each.id: each.ko for each in material.rules.programme_items}
    for no, what in enumerate(facts.get("checklist") or [names.get(each, each) for each in planned], 1):
        yield {"no": no, "looked_at": what}
