"""The order of projects (공고 §5 고득점순): by score, ties only by a recorded decision or the call's rule."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise


@dataclass(frozen=True, slots=True)
class Entry:
    """A scored project: its score in hundredths of a point, and its scores by item, the heaviest item first."""

    project: str
    score: int
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a project stands, what that was made from and the one reason it does not stand higher.

    `reason`: highest, lower_score, lower_item, decided (by the committee), unscored; `above` is who stands before it.
    `outcome`: awarded, reserve, below_minimum, not_reached, unscored. Scores are hundredths, `award` won.
    """

    project: str
    rank: int | None
    score: int | None
    items: tuple[int, ...]
    reason: str
    outcome: str
    above: str = ""
    difference: int = 0
    item: int = 0
    award: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """What is drawn through the ranking: won by project, the reserve list, and the minimum score in hundredths."""

    awards: Mapping[str, int]
    reserves: Sequence[str]
    minimum: int = 0

    def outcome(self, project: str, score: int) -> str:
        if project in self.awards:
            return "awarded"
        if project in self.reserves:
            return "reserve"
        return "below_minimum" if score < self.minimum else "not_reached"


def explained(
    entries: Sequence[Entry],
    line: Line,
    *,
    decided: Sequence[str] = (),
    by_items: bool = False,
    unscored: Sequence[str] = (),
) -> list[Place]:
    """Every project with the reason of its place, in the order of the ranking; the unscored last, without a rank."""
    known = {entry.project: entry for entry in entries}
    order = [known[str(row["project"])] for row in ranking(entries, decided, by_items=by_items)]
    ranked = [
        _place(rank, entry, order[rank - 2] if rank > 1 else None, line, by_items)
        for rank, entry in enumerate(order, 1)
    ]
    return ranked + [Place(each, None, None, (), "unscored", "unscored") for each in sorted(unscored)]


def _place(rank: int, entry: Entry, above: Entry | None, line: Line, by_items: bool) -> Place:
    outcome, award = line.outcome(entry.project, entry.score), line.awards.get(entry.project, 0)
    place = partial(Place, entry.project, rank, entry.score, entry.items, outcome=outcome, award=award)
    if above is None:
        return place(reason="highest")
    if above.score > entry.score:
        return place(reason="lower_score", above=above.project, difference=above.score - entry.score)
    items = enumerate(zip(above.items, entry.items, strict=False), 1)
    told = next(((no, mine - theirs) for no, (mine, theirs) in items if mine != theirs), None)
    if by_items and told:
        return place(reason="lower_item", above=above.project, item=told[0], difference=told[1])
    return place(reason="decided", above=above.project)


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


def passed_over(order: Sequence[str], tiers: Mapping[str, int], beyond: Collection[str] = ()) -> tuple[str, str] | None:
    """The first project placed below one that ranks lower: (passed over, preferred); None if the order is kept.

    `tiers` gives 0 for an award, 1 for the reserve list, 2 for neither; projects without a tier do not compete. Those
    `beyond` what the budget bears may see an award go to one below them, not a place on the reserve list.
    """
    standing = [project for project in order if project in tiers]
    awarding = [project for project in standing if tiers[project] == 0 or project not in beyond]
    for several in (awarding, [project for project in standing if tiers[project] > 0]):
        for higher, lower in pairwise(several):
            if tiers[lower] < tiers[higher]:
                return higher, lower
    return None


def within_budget(order: Iterable[str], asked: Mapping[str, int], budget: int, *, goes_on: bool) -> dict[str, int]:
    """Won by project as far as the budget bears what each asks for, best first.

    The line is drawn at the first that does not fit; where the call `goes_on`, the next that fits is taken.
    """
    found: dict[str, int] = {}
    for project in order:
        wanted = asked.get(project, 0)
        if wanted and sum(found.values()) + wanted <= budget:
            found[project] = wanted
        elif not goes_on:
            break
    return found


def _groups(entries: Sequence[Entry], by_items: bool) -> list[list[Entry]]:
    def key(entry: Entry) -> tuple[int, ...]:
        return (entry.score, *entry.items) if by_items else (entry.score,)

    return [list(group) for _, group in groupby(sorted(entries, key=key, reverse=True), key)]
