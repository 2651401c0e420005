"""Rows of an evaluation: scores by item, the ranking with what it came to (공고 §5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.catalogue.papers import WORDS
from states.context import Stream
from states.papers.material import Material, type_of_row
from states.papers.parts import rows
from states.rules.evaluation import HUNDREDTHS
from states.rules.ranking import Entry, Line, explained

DECISIVE = "higher_item"


@rows("item", "most", "score")
def by_item(material: Material) -> Iterable[type_of_row]:
    """Each item of the criteria with its points and what the panel gave, in hundredths."""
    scores = material.family["project"].facts.get("item_scores") or ()
    for n, (name, most) in enumerate(_items(material)):
        yield {"item": name, "most": most * HUNDREDTHS, "score": scores[n] if n < len(scores) else None}


def _items(material: Material) -> list[tuple[Any, int]]:
    """The items in order, each named by its first criterion, with its points."""
    found: dict[int, tuple[Any, int]] = {}
    for each in material.rules.criteria:
        found.setdefault(each.item, (_Item(each.item_ko, each.item_en), each.item_points))
    return [found[no] for no in sorted(found)]


class _Item:
    def __init__(self, ko: str, en: str) -> None:
        self.ko, self.en = ko, en


@rows("rank", "title", "area", "lead", "ministries", "items", "score", "outcome", "award")
def ranking(material: Material) -> Iterable[type_of_row]:
    """Every ranked project with its items, its score in hundredths and what it came to, won awarded."""
    call, known = material.family["call"], {each.id: each for each in material.of("project")}
    facts = call.facts
    inputs: Mapping[str, Any] = facts.get("ranking_inputs", {})
    entries = [Entry(id, int(row["score"]), tuple(row["items"])) for id, row in inputs.items()]
    line = Line(facts.get("awards", {}), facts.get("reserves", ()), _minimum(material))
    unscored = [id for id in facts.get("rejections", ()) if id not in inputs]
    places = explained(
        entries, line, decided=facts.get("tie_order", ()), by_items=facts.get("tie_break") == DECISIVE,
        unscored=unscored,
    )  # fmt: skip
    for place in places:
        outcome = None if place.rank and not facts.get("awards") else WORDS[place.outcome]
        yield {
            "rank": place.rank,
            "items": " · ".join(f"{each // HUNDREDTHS}.{each % HUNDREDTHS:02}" for each in place.items),
            "score": place.score,
            "outcome": outcome,
            "award": place.award or None,
            **_of_project(known.get(place.project), place.project),
        }


def _minimum(material: Material) -> int:
    settings = material.family["call"].facts.get("settings", {})
    return int(material.rules.setting("minimum_score", settings) or 0) * HUNDREDTHS


def _of_project(project: Stream | None, id: str) -> dict[str, Any]:
    facts: Mapping[str, Any] = project.facts if project else {"title": id}
    return {name: facts.get(name) for name in ("title", "area", "lead", "ministries")}
