"""Evaluation: an evaluator's own list, the secretary's view, the ranking with the budget line and what-if."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable, visible
from entrypoints.bootstrap import FAMILY
from entrypoints.console.choosing import chosen
from entrypoints.console.names import names
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from states.context import Stream
from states.guards.awards import asked_of, goes_on
from states.roles import EVALUATOR
from states.rules.call_rules import CallRules
from states.rules.ranking import Entry, Line, Place, explained, within_budget
from storage.boards import BoardRow, Filter, every_row
from workflow.rights import sight

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
JUDGED = tuple(state.id for state in FAMILY["project"].states if state.phase == "evaluation")
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Sheets:
    """A project before its panel: who has handed in, who has not."""

    row: BoardRow
    handed_in: tuple[str, ...]
    awaited: tuple[str, ...]


@router.get("/evaluation")
def evaluation(request: Request, who: As, call: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The projects of a call under evaluation: one's own sheets, or whose are missing."""
    storable({"call": call})
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        of = chosen(reader, call, scope)
        wanted = Filter("project", call=of.call, states=JUDGED, sight=scope)
        rows = list(every_row(reader, wanted)) if of.call else []
        named = names(reader, parts.definitions, v.language, of.call)
        titles = Titles(reader, named, [of.call])
    judged = [_sheets(row) for row in rows if row.stream.facts.get("panel")]
    if who.acting.role == EVALUATOR:
        own = [each for each in judged if who.acting.id in each.row.stream.facts["panel"]]
        judged = sorted(own, key=lambda each: who.acting.id not in each.awaited)
    stands = titles.stream(of.call)
    ranked = [stands] if stands and stands.facts.get("ranking") else []
    return v.page("evaluation.html", judged=judged, ranked=ranked, titles=titles, named=named, me=who.acting.id, of=of)


def _sheets(row: BoardRow) -> Sheets:
    facts = row.stream.facts
    given = set(facts.get("sheets_in", ())) | set(facts.get("judged", ()))
    panel = [each for each in facts["panel"] if each not in facts.get("absent", ())]
    return Sheets(
        row, tuple(each for each in panel if each in given), tuple(each for each in panel if each not in given)
    )


@router.get("/calls/{stream}/ranking")
def ranking(request: Request, who: As, stream: str, budget: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The ranking with its reasons and the budget line; `budget` (won) draws another line and saves nothing."""
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        call = visible(v.shared, reader, who, "calls", stream)
        if not call.facts.get("ranking"):
            raise Problem("found.nothing")
        rules = parts.definitions.rules(str(call.facts["rules"]), reader)
        projects = reader.streams([str(row["project"]) for row in call.facts["ranking"]])
        named = names(reader, parts.definitions, v.language, call.id)
        titles = Titles(reader, named, projects)
    what_if = _amount(budget)
    places = _places(call, rules, projects, what_if)
    year = call.facts.get("fiscal_year") or rules.call.year
    recorded = call.facts.get("budget", {}).get(str(year)) or rules.budget(year) or 0
    return v.page(
        "ranking.html",
        call=call,
        places=places,
        projects=projects,
        titles=titles,
        named=named,
        budget=what_if or recorded,
        what_if=what_if,
        year=year,
        spent=sum(place.award for place in places),
        asked=budget,
    )


def _amount(text: str) -> int | None:
    bare = text.replace(",", "").strip()
    return int(bare) if bare.isdecimal() and len(bare) < 16 else None


def _places(call: Stream, rules: CallRules, projects: Mapping[str, Stream], what_if: int | None) -> list[Place]:
    """Who stands where and why; under another budget, whom it would reach."""
    inputs: Mapping[str, Any] = call.facts["ranking_inputs"]
    entries = [Entry(id, row["score"], tuple(row["items"])) for id, row in inputs.items()]
    settings = call.facts.get("settings", {})
    minimum = int(rules.setting("minimum_score", settings) or 0) * HUNDREDTHS
    order = [str(row["project"]) for row in call.facts["ranking"]]
    asked = {id: asked_of(each) for id, each in projects.items()}
    bears = within_budget(order, asked, what_if or 0, goes_on=goes_on(rules, settings))
    awards = call.facts.get("awards", {}) if what_if is None else bears
    line = Line(awards, call.facts.get("reserves", ()) if what_if is None else (), minimum)
    by_items = settings.get("tie_break") == "higher_item"
    return explained(entries, line, decided=call.facts.get("tie_order", ()), by_items=by_items)
