"""Scores (공고 §5; 운영요령 89). Points are integers in hundredths: 87.25 points are 8725."""

from collections.abc import Mapping, Sequence

from states.rules.call_rules import CallRules

HUNDREDTHS = 100
LEAST_SHEETS = {"mean": 1, "trimmed_mean": 3}


def outside(rules: CallRules, points: Mapping[str, int]) -> tuple[str, ...]:
    """The indicators, by number, that one evaluator's sheet lacks, invents, or scores outside 0 to their points."""
    most = {str(each.no): each.points * HUNDREDTHS for each in rules.criteria}
    wrong = {no for no in most if no not in points or not 0 <= points[no] <= most[no]}
    return tuple(sorted(wrong | (points.keys() - most.keys())))


def total(points: Mapping[str, int], deduction: int) -> int:
    """One sheet's hundredths: the sum less what was marked down, never below 0."""
    return max(0, sum(points.values()) - deduction)


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
