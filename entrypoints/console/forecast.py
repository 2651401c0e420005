"""What will not be spent by the end of the year, by the pace of what was spent so far; pure over facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from states.context import Stream

DECEMBER = 12
GIVEN = frozenset({"agreed", "supported", "completed"})
"""States of companies whose support stands."""


@dataclass(frozen=True, slots=True)
class Spent:
    """A project's direct support of companies in a year, in won.

    `planned` by its plan, `agreed` with companies, `paid` to them, `spent` by the spending system until `month` (0 if
    nothing was reported), `expected` by 31 December.
    """

    project: Stream
    planned: int
    agreed: int
    paid: int
    spent: int
    month: int
    expected: int

    @property
    def unspent(self) -> int:
        return max(0, self.planned - self.expected)

    @property
    def percent(self) -> int:
        """Whole percent of the plan that will not be spent."""
        return self.unspent * 100 // self.planned if self.planned else 0


def forecast(projects: Iterable[Stream], companies: Mapping[str, Iterable[Stream]], year: int) -> list[Spent]:
    """A line a project that plans direct support, those that leave most first."""
    rows = [_spent(each, list(companies.get(each.id, ())), year) for each in projects]
    return sorted((row for row in rows if row.planned), key=lambda row: (-row.unspent, row.project.id))


def expected(spending: Mapping[str, int], amount: int, year: int, *, over: bool) -> int:
    """What one company will have spent by 31 December: so far, and on at the mean pace of its months, at most `amount`.

    `spending`: won by month (`2025-09`). Nothing goes on where the support is over.
    """
    months = {month: won for month, won in spending.items() if month.startswith(f"{year}-")}
    so_far = sum(months.values())
    if over or not months:
        return so_far
    last = int(max(months)[5:])
    first = int(min(months)[5:])
    return min(max(amount, so_far), so_far + so_far * (DECEMBER - last) // (last - first + 1))


def _spent(project: Stream, companies: list[Stream], year: int) -> Spent:
    given = [each for each in companies if each.state in GIVEN and each.facts.get("year") == year]
    plan: Mapping[str, Any] = project.facts.get("plan") or {}
    months = [month for each in given for month in each.facts.get("spending", {}) if month.startswith(f"{year}-")]
    return Spent(
        project,
        int(plan.get("direct") or 0) if str(year) in project.facts.get("awards", {}) else 0,
        sum(int(each.facts.get("amount") or 0) for each in given),
        sum(int(each.facts.get("paid_out") or 0) for each in given),
        sum(won for each in given for month, won in each.facts.get("spending", {}).items() if month in months),
        int(max(months)[5:]) if months else 0,
        sum(
            expected(
                each.facts.get("spending", {}), int(each.facts.get("amount") or 0), year, over=each.state == "completed"
            )
            for each in given
        ),
    )
