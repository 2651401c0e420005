"""Scores (공고 §5; 운영요령 89). Points are integers in hundredths: 87.25 points are 8725."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

from states.rules.call_rules import CallRules

type_of_sheet = Mapping[str, Any]

HUNDREDTHS = 100
LEAST_SHEETS = {"mean": 1, "trimmed_mean": 3}


def outside(rules: CallRules, points: Mapping[str, int]) -> tuple[str, ...]:
    """The indicators, by number, that one evaluator's sheet lacks, invents, or scores outside 0 to their points."""
    most = {str(each.no): each.points * HUNDREDTHS for each in rules.criteria}
    wrong = {no for no in most if no not in points or not 0 <= points[no] <= most[no]}
    return tuple(sorted(wrong | (points.keys() - most.keys())))


@dataclass(frozen=True, slots=True)
class Marks:
    """What a panel's sheets come to, in hundredths: combined, less the screening's deductions, and by item."""

    combined: int
    score: int
    items: tuple[int, ...]


def marks(rules: CallRules, sheets: Sequence[type_of_sheet], how: str, screening: int) -> Marks:
    """The one computation of a score: every sheet's total combined, then less what the screening marked down, from 0.

    A sheet is `{points: {indicator: hundredths}, deductions: [{points}]}`. ValueError for too few sheets.
    """
    combined = aggregate([total(sheet) for sheet in sheets], how)
    items = item_scores(rules, [sheet["points"] for sheet in sheets], how)
    return Marks(combined, max(0, combined - screening), items)


def total(sheet: type_of_sheet) -> int:
    """One sheet's hundredths: the sum of its points less what it marks down, never below 0."""
    points: Mapping[str, int] = sheet["points"]
    return max(0, sum(points.values()) - marked_down(sheet))


def marked_down(sheet: type_of_sheet) -> int:
    """What one sheet marks down, in hundredths."""
    marked: int = sum(each.get("points", 0) for each in sheet.get("deductions", ()))
    return marked


@dataclass(frozen=True, slots=True)
class Spread:
    """How far apart evaluators are, in hundredths: mean (half up), least, most, and the standard deviation (down)."""

    mean: int
    least: int
    most: int
    deviation: int

    @property
    def range(self) -> int:
        return self.most - self.least


def spread(values: Sequence[int]) -> Spread:
    """The dispersion of one number over the sheets, as integers; the deviation is that of the whole panel."""
    count, whole = len(values), sum(values)
    variance = (count * sum(value * value for value in values) - whole * whole) // (count * count)
    return Spread(aggregate(values, "mean"), min(values), max(values), isqrt(variance))


def dispersion(rules: CallRules, sheets: Sequence[type_of_sheet]) -> dict[str, Spread]:
    """The spread of the totals (`total`) and of each indicator by its number. ValueError without a sheet."""
    points = [sheet["points"] for sheet in sheets]
    by_indicator = {str(each.no): spread([given[str(each.no)] for given in points]) for each in rules.criteria}
    return {"total": spread([total(sheet) for sheet in sheets]), **by_indicator}


def enough_sheets(count: int, how: str) -> bool:
    """Whether so many sheets can be combined: a trimmed mean needs three, a mean one."""
    return count >= LEAST_SHEETS[how]


def aggregate(totals: Sequence[int], how: str) -> int:
    """Several sheets' hundredths as one number, rounded half up.

    `how`: mean, or trimmed_mean (one highest and one lowest left out). ValueError for too few sheets.
    """
    if not enough_sheets(len(totals), how):
        raise ValueError(f"{len(totals)} sheets are too few for {how}")
    kept = sorted(totals)[1:-1] if how == "trimmed_mean" else totals
    return (2 * sum(kept) + len(kept)) // (2 * len(kept))


def item_scores(rules: CallRules, sheets: Sequence[Mapping[str, int]], how: str) -> tuple[int, ...]:
    """The combined hundredths of each item, the item with most points first: what the tie rule `higher_item` reads.

    `sheets`: points by indicator number. Items of equal points stand in the announcement's order.
    """
    items = {each.item: each.item_points for each in rules.criteria}
    heaviest_first = sorted(items, key=lambda item: (-items[item], item))
    numbers = {item: [str(each.no) for each in rules.criteria if each.item == item] for item in items}
    return tuple(
        aggregate([sum(sheet[no] for no in numbers[item]) for sheet in sheets], how) for item in heaviest_first
    )
