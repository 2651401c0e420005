"""Rows of money: state, provincial and municipal money by project and fiscal year, in won."""

from collections.abc import Iterable, Mapping
from typing import Any

from states.context import Stream
from states.papers.material import Material, type_of_row
from states.papers.parts import rows

PAYERS = ("national", "province", "municipality")
LOST = frozenset({"withdrawn", "rejected", "reserve", "disqualified", "selection_cancelled", "call_cancelled"})
"""Where a project that was awarded money holds none of it any more."""
SUMS = ("national", "province", "municipality", "local", "total", "paid")


def years_of(project: Stream) -> list[str]:
    """The fiscal years a project has an award or pledges of, in order."""
    return sorted({*project.facts.get("awards", {}), *project.facts.get("pledges", {})})


def money_of(project: Stream, year: str) -> dict[str, int]:
    """One fiscal year of a project: awarded, pledged by payer, both together, and what was paid of it."""
    awarded = int(project.facts.get("awards", {}).get(year, 0))
    pledged: Mapping[str, int] = project.facts.get("pledges", {}).get(year, {})
    paid: Mapping[str, int] = project.facts.get("payments", {}).get(year, {})
    local = {name: int(pledged.get(name, 0)) for name in PAYERS[1:]}
    whole = sum(local.values())
    return {
        "national": awarded,
        **local,
        "local": whole,
        "total": awarded + whole,
        "paid": sum(int(paid.get(name, 0)) for name in PAYERS),
    }


def _funded(material: Material) -> list[Stream]:
    """The project, or all that hold their award, by rank."""
    project = material.family.get("project")
    found = [project] if project else [each for each in material.of("project") if each.state not in LOST]
    return sorted((each for each in found if years_of(each)), key=_place)


def _place(project: Stream) -> tuple[Any, ...]:
    return project.facts.get("rank") or 10_000, project.id


@rows("year", *SUMS)
def years(material: Material) -> Iterable[type_of_row]:
    """A row for each fiscal year: the project's, or all projects' together."""
    funded = _funded(material)
    for year in sorted({year for each in funded for year in years_of(each)}):
        sums = [money_of(each, year) for each in funded]
        yield {"year": f"{year}", **{name: sum(each[name] for each in sums) for name in SUMS}}


@rows("no", "title", "area", "lead", "year", *SUMS)
def by_project_and_year(material: Material) -> Iterable[type_of_row]:
    """A row for each project and fiscal year, the projects by rank."""
    for no, project in enumerate(_funded(material), 1):
        of = {"no": no, **{name: project.facts.get(name) for name in ("title", "area", "lead")}}
        for year in years_of(project):
            yield {**of, "year": year, **money_of(project, year)}


@rows("year", "budget", "awarded", "left", "projects")
def budgets(material: Material) -> Iterable[type_of_row]:
    """The voted state money of each fiscal year (before a vote what was announced), and what was awarded of it.

    Nothing for one project: the budget is the call's.
    """
    if "project" in material.family:
        return
    call = material.family["call"]
    voted: Mapping[str, int] = call.facts.get("budget", {})
    funded = _funded(material)
    announced = {str(each.year): each.won for each in material.rules.money.budgets}
    for year in sorted({*voted, *announced, *(year for each in funded for year in each.facts.get("awards", {}))}):
        awards = [int(each.facts.get("awards", {}).get(year, 0)) for each in funded]
        budget, awarded = voted.get(year, announced.get(year, 0)), sum(awards)
        yield {
            "year": year,
            "budget": budget,
            "awarded": awarded,
            "left": budget - awarded,
            "projects": sum(1 for each in awards if each),
        }
