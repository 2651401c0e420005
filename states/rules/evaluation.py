"""Scores and ranks (공고 §5; 운영요령 89). Points are integers in hundredths: 87.25 points are 8725."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from states.rules.call_rules import CallRules

HUNDREDTHS = 100
TRIMMED_LEAST = 3


class Rank(NamedTuple):
    """A project's place, 1 for the highest score; equal scores share a place, the next ones are skipped."""

    project: str
    score: int
    rank: int


def outside(rules: CallRules, points: Mapping[str, int]) -> tuple[str, ...]:
    """What is wrong with one evaluator's sheet, by indicator number: missing, unknown, or outside 0…its points."""
    most = {str(each.no): each.points * HUNDREDTHS for each in rules.criteria}
    wrong = {no for no in most if no not in points or not 0 <= points[no] <= most[no]}
    return tuple(sorted(wrong | (points.keys() - most.keys())))


def total(points: Mapping[str, int], deduction: int) -> int:
    """One sheet's hundredths: the sum less what was marked down, never below 0."""
    return max(0, sum(points.values()) - deduction)


def aggregate(totals: Sequence[int], how: str) -> int:
    """Several sheets' totals as one score in hundredths, rounded half up.

    `how`: mean, or trimmed_mean (one highest and one lowest left out). ValueError for no sheet, for fewer than three
    sheets to trim, for another `how`.
    """
    if how not in ("mean", "trimmed_mean"):
        raise ValueError(f"no such aggregation: {how}")
    if len(totals) < (TRIMMED_LEAST if how == "trimmed_mean" else 1):
        raise ValueError(f"{len(totals)} sheets are too few for {how}")
    kept = sorted(totals)[1:-1] if how == "trimmed_mean" else totals
    return (2 * sum(kept) + len(kept)) // (2 * len(kept))


def ranking(scores: Mapping[str, int]) -> tuple[Rank, ...]:
    """Projects by score, highest first (공고 §5 고득점순); ties share a place and stand in order of their ids."""
    ordered = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    return tuple(
        Rank(project, score, 1 + sum(other > score for other in scores.values())) for project, score in ordered
    )


def ties(ranks: Sequence[Rank]) -> tuple[tuple[str, ...], ...]:
    """The groups of projects that share a place, best first: each needs the call's tie rule."""
    places = sorted({each.rank for each in ranks})
    groups = (tuple(each.project for each in ranks if each.rank == place) for place in places)
    return tuple(group for group in groups if len(group) > 1)


def enough(score: int, minimum: int) -> bool:
    """Whether a score in hundredths reaches a minimum in whole points; 0 asks nothing."""
    return score >= minimum * HUNDREDTHS
