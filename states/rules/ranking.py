"""The order of projects (공고 §5 고득점순): by score, ties only by a recorded decision or the call's rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Entry:
    """A scored project: its score in hundredths of a point, and its scores by item, the heaviest item first."""

    project: str
    score: int
    items: tuple[int, ...] = ()


def ties(entries: Sequence[Entry], *, by_items: bool = False) -> tuple[tuple[str, ...], ...]:
    """The groups of projects that neither the score nor, where the call says so, the items tell apart."""
    groups = (tuple(each.project for each in group) for group in _groups(entries, by_items))
    return tuple(group for group in groups if len(group) > 1)


def ranking(
    entries: Sequence[Entry], decided: Sequence[str] = (), *, by_items: bool = False
) -> list[dict[str, str | int]]:
    """`{project, score, rank}` from rank 1. `decided` orders the tied ones and no others; see `unsettled`."""
    place = {project: at for at, project in enumerate(decided)}
    ordered = [
        each
        for group in _groups(entries, by_items)
        for each in sorted(group, key=lambda entry: (place.get(entry.project, len(place)), entry.project))
    ]
    return [{"project": each.project, "score": each.score, "rank": rank} for rank, each in enumerate(ordered, 1)]


def unsettled(groups: Sequence[Sequence[str]], decided: Sequence[str]) -> tuple[str, ...]:
    """The tied projects a decided order leaves out, and those it names though they are not tied or twice."""
    tied = {project for group in groups for project in group}
    twice = {project for project in decided if decided.count(project) > 1}
    return tuple(sorted((tied ^ set(decided)) | twice))


def passed_over(order: Sequence[str], tiers: Mapping[str, int]) -> tuple[str, str] | None:
    """The first project placed below one that ranks lower: (passed over, preferred); None if the order is kept.

    `tiers` gives 0 for an award, 1 for the reserve list, 2 for neither; projects without a tier do not compete.
    """
    standing = [project for project in order if project in tiers]
    for higher, lower in pairwise(standing):
        if tiers[lower] < tiers[higher]:
            return higher, lower
    return None


def _groups(entries: Sequence[Entry], by_items: bool) -> list[list[Entry]]:
    def key(entry: Entry) -> tuple[int, ...]:
        return (entry.score, *entry.items) if by_items else (entry.score,)

    return [list(group) for _, group in groupby(sorted(entries, key=key, reverse=True), key)]
