"""What a call could award: as far as its budget bears the ranking, and what a lower budget leaves of the awards."""

from typing import Any

from states.context import Stream
from states.guards.awards import CANDIDATES, HOLDING, asked_of, goes_on
from states.guards.shared import mapping, number, sequence
from states.rules import funding
from states.rules.call_rules import CallRules
from states.rules.evaluation import HUNDREDTHS
from states.rules.ranking import within_budget
from storage.transaction import Reader
from workflow.errors import WorkflowError

AWARDED = ("notified", "confirmed")
"""Where a call's awards are told, and may be revised."""


class Undrawn(WorkflowError):  # noqa: N818 - a circumstance: nothing can be awarded as the call stands
    """No awards can be drawn up: a code of the catalogue's faults, and its facts."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code} {facts}")
        self.code, self.facts = code, facts


def budget(call: Stream, rules: CallRules) -> tuple[int, int]:
    """The fiscal year, and its state money in won: the voted, before a vote the announced."""
    year = number(call.facts.get("fiscal_year")) or rules.call.year
    voted = mapping(call.facts.get("budget")).get(str(year))
    return year, number(voted) if voted is not None else rules.budget(year) or 0


def line(reader: Reader, call: Stream, rules: CallRules, places: int) -> dict[str, Any]:
    """What `award` carries: as many as the budget bears, best first, at what each asks for or its cap allows.

    `places`: so many of the following go on the reserve list. Undrawn where the call is not at its ranking, or a cap
    waits.
    """
    if call.state != "ranked":
        raise Undrawn("awards.not_ranked", call=call.id)
    settings = mapping(call.facts.get("settings"))
    least = number(rules.setting("minimum_score", settings)) * HUNDREDTHS
    rows = [row for row in sequence(call.facts.get("ranking")) if number(row["score"]) >= least]
    projects = reader.streams([str(row["project"]) for row in rows])
    order = [str(row["project"]) for row in rows if projects[str(row["project"])].state in CANDIDATES]
    year, won = budget(call, rules)
    asked = {id: _asked(projects[id], rules, settings) for id in order}
    awards = within_budget(order, asked, won, goes_on=goes_on(rules, settings))
    following = [id for id in order if id not in awards]
    given = [{"project": id, "amount": amount} for id, amount in awards.items()]
    return {"awards": given, "reserves": following[:places], "fiscal_year": year}


def promoted(reader: Reader, call: Stream, rules: CallRules, reason: str) -> dict[str, Any]:
    """What `revise_ranking` carries once somebody has left: every award that stands, and as many of the reserve list
    as what is left of the budget bears, best first. Undrawn where no award is told yet, or none of the list fits.
    """
    if call.state not in AWARDED:
        raise Undrawn("awards.none", call=call.id)
    settings = mapping(call.facts.get("settings"))
    order = [str(row["project"]) for row in sequence(call.facts.get("ranking"))]
    projects = reader.streams(order)
    year, won = budget(call, rules)
    held = {id: number(projects[id].facts.get("award")) for id in order if projects[id].state in HOLDING}
    waiting = [id for id in order if projects[id].state == "reserve"]
    asked = {id: _asked(projects[id], rules, settings) for id in waiting}
    taken = within_budget(waiting, asked, won - sum(held.values()), goes_on=goes_on(rules, settings))
    if not taken:
        raise Undrawn("awards.nobody_fits", left=f"{won - sum(held.values()):,}")
    given = [{"project": id, "amount": (held | taken)[id]} for id in order if id in held or id in taken]
    reserves = [id for id in waiting if id not in taken]
    return {"awards": given, "reserves": reserves, "fiscal_year": year, "reason": reason}


def _asked(project: Stream, rules: CallRules, settings: Any) -> int:
    ministries = len(sequence(project.facts.get("ministries")))
    cap = funding.cap(rules, ministries, settings)
    if cap is None:
        raise Undrawn("awards.cap_undecided", ministries=ministries)
    return min(asked_of(project), cap)


def lowered(reader: Reader, call: Stream, rules: CallRules, reason: str) -> dict[str, Any]:
    """What `cut_awards` carries: every award lowered in proportion to what the fiscal year's budget bears.

    Undrawn where nobody holds an award, or the budget is less than one won for each.
    """
    year, won = budget(call, rules)
    found = reader.streams(sorted(mapping(call.facts.get("awards"))))
    held = {id: number(each.facts.get("award")) for id, each in found.items() if each.state in HOLDING}
    if not held:
        raise Undrawn("awards.none", call=call.id)
    order = [str(row["project"]) for row in sequence(call.facts.get("ranking"))]
    held = {id: held[id] for id in sorted(held, key=lambda id: order.index(id) if id in order else len(order))}
    try:
        left = funding.cut(held, won)
    except ValueError as error:
        raise Undrawn("awards.too_little", won=f"{won:,}") from error
    return {
        "awards": [{"project": id, "amount": amount} for id, amount in left.items()],
        "fiscal_year": year,
        "reason": reason,
    }
