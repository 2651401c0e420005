"""Score sheets as a table: a row for each sheet, and one for each project's score; enough to recompute the ranking."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from states.guards.evaluation import points_of
from states.rules.call_rules import CallRules
from states.rules.evaluation import marked_down, total
from workflow.evaluation import Evaluated, Ranked

FIRST = ("rank", "project", "evaluator", "version")
LAST = ("deducted", "total", "aggregation", "screening", "score")


def columns(rules: CallRules) -> tuple[str, ...]:
    """The heads: points stand under their indicator, all in hundredths."""
    return (*FIRST, *(f"indicator_{each.no}" for each in rules.criteria), *LAST)


def rows(found: Ranked, rules: CallRules) -> list[dict[str, Any]]:
    """Every sheet in the order of the ranking, after each project's sheets its score; a project without sheets too."""
    return [
        row
        for place in found.places
        if place.project in found.projects
        for row in _of_project(found.projects[place.project], place.rank, rules)
    ]


def _of_project(each: Evaluated, rank: int | None, rules: CallRules) -> Iterable[dict[str, Any]]:
    facts = each.project.facts
    common = {"rank": rank, "project": each.project.id}
    for part in each.sheets:
        points = {f"indicator_{no.no}": part.value["points"][str(no.no)] for no in rules.criteria}
        sums = {"deducted": marked_down(part.value), "total": total(part.value)}
        yield {**common, "evaluator": part.actor, "version": part.version, **points, **sums}
    yield {
        **common,
        "evaluator": "",
        "version": each.project.version,
        "aggregation": facts.get("no_show") or facts.get("aggregation", ""),
        "screening": points_of(facts.get("disadvantages")),
        "score": facts.get("score"),
    }


def csv_text(heads: Sequence[str], table: Iterable[Mapping[str, Any]]) -> str:
    """The table as CSV (RFC 4180), empty cells where a row has no such value."""
    written = StringIO()
    writer = csv.DictWriter(written, heads, restval="")
    writer.writeheader()
    writer.writerows(table)
    return written.getvalue()
