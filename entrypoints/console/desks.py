"""Desks: local money promised and paid, what ministries preferred, a company's passport over projects and years."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrypoints.api.gate import Caller
from entrypoints.api.guard import caller
from entrypoints.api.problem import Problem
from entrypoints.api.streams import storable
from entrypoints.bootstrap import FAMILY
from entrypoints.console.choosing import chosen
from entrypoints.console.forecast import GIVEN, forecast
from entrypoints.console.names import names
from entrypoints.console.paper import XLSX, as_file
from entrypoints.console.rows import Titles
from entrypoints.console.view import View
from states.context import Stream
from states.formats import registration_number
from states.guards.company import TOTAL
from states.rules.call_parts import KST
from storage.boards import Filter, every
from storage.queries import balances, supports_of
from storage.sight import Sight
from storage.transaction import Reader
from workflow.rights import sight
from workflow.sheets import write

router = APIRouter()
As = Annotated[Caller, Depends(caller)]
Call = Annotated[str, Query(max_length=200)]
FUNDED = ("agreement", "support", "review", "closing", "end")
"""Phases of projects that have money."""
PAYERS = ("national", "province", "municipality")
YEARLY = "company-year"
"""The claims that hold what a company gets in a calendar year, over all projects."""


@dataclass(frozen=True, slots=True)
class Money:
    """One project's fiscal year in won: awarded, and by payer pledged, budgeted, paid."""

    project: Stream
    award: int
    pledged: Mapping[str, int]
    budgeted: Mapping[str, int]
    paid: Mapping[str, int]

    @property
    def local_missing(self) -> int:
        """Local money pledged and not paid."""
        return sum(max(0, self.pledged.get(x, 0) - self.paid.get(x, 0)) for x in PAYERS[1:])

    @property
    def national_missing(self) -> int:
        """State money awarded and not paid."""
        return max(0, self.award - self.paid.get("national", 0))


@router.get("/money")
def money(
    request: Request,
    who: As,
    year: Annotated[int, Query(ge=0, le=9999)] = 0,
    form: Annotated[str, Query(alias="as", max_length=10)] = "",
    call: Call = "",
) -> Response:
    """The local-money tracker of a call's fiscal year: pledged, budgeted, paid, missing."""
    storable({"call": call})
    v = View(request, who)
    parts = v.shared.parts
    present = v.now.astimezone(KST).year
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        of = chosen(reader, call, scope)
        found = _projects(reader, scope, of.call)
        named = names(reader, parts.definitions, v.language, of.call)
    year, years = _years(found, year, present)
    rows = [row for row in (_money(each, str(year)) for each in found) if row.pledged or row.paid]
    if form == "xlsx":
        head: list[object] = [v.kind("project"), v.t("area"), v.t("money.award"), *(v.t(f"money.{x}") for x in COLUMNS)]
        table: list[list[object]] = [head]
        table += [[_title(x), named.area(x.project.facts.get("area", "")), x.award, *_cells(x)] for x in rows]
        return as_file(write("money.xlsx", table), XLSX, f"money-{year}.xlsx")
    sums = [sum(column) for column in zip(*map(_cells, rows), strict=True)]
    return v.page("money.html", rows=rows, sums=sums, year=year, years=years, named=named, of=of)


COLUMNS = ("pledged", "budgeted", "paid_local", "paid_national", "missing")


def _cells(row: Money) -> list[int]:
    local = PAYERS[1:]
    return [
        *(sum(given.get(x, 0) for x in local) for given in (row.pledged, row.budgeted, row.paid)),
        row.paid.get("national", 0),
        row.local_missing,
    ]


def _title(row: Money) -> str:
    return str(row.project.facts.get("title", row.project.id))


def _projects(reader: Reader, scope: Sight, call: str) -> list[Stream]:
    """The projects of a call that were awarded money."""
    states = tuple(each.id for each in FAMILY["project"].states if each.phase in FUNDED)
    found = every(reader, Filter("project", call=call, states=states, sight=scope)) if call else ()
    return [project for project in found if project.facts.get("award")]


def _years(projects: Iterable[Stream], asked: int, present: int) -> tuple[int, list[int]]:
    """The fiscal year to show — as asked, else the last begun one with money — and those there are to choose from."""
    funded = {int(name) for each in projects for name in each.facts.get("awards", {})}
    year = asked or max((each for each in funded if each <= present), default=present)
    return year, sorted(funded | {year})


def _money(project: Stream, year: str) -> Money:
    facts = project.facts

    def of(name: str) -> Mapping[str, int]:
        found: Mapping[str, int] = facts.get(name, {}).get(year, {})
        return found

    award = facts.get("awards", {}).get(year, 0)
    return Money(project, award, of("pledges"), of("local_budgets"), of("payments"))


DESKS = ("/paper-desk", "/assembly", "/deliveries", "/outages", "/money", "/forecast", "/preferences")
"""The desks, as the index lists them."""


@router.get("/desks")
def index(request: Request, who: As) -> Response:
    """Every desk this duty may open."""
    v = View(request, who)
    return v.page("desks.html", desks=[each for each in DESKS if v.may_open(each)])


@router.get("/forecast")
def unspent(request: Request, who: As, year: Annotated[int, Query(ge=0, le=9999)] = 0, call: Call = "") -> Response:
    """What of a call will not be spent by 31 December, by the pace so far."""
    storable({"call": call})
    v = View(request, who)
    parts = v.shared.parts
    present = v.now.astimezone(KST).year
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        of = chosen(reader, call, scope)
        found = _projects(reader, scope, of.call)
        named = names(reader, parts.definitions, v.language, of.call)
        companies: dict[str, list[Stream]] = defaultdict(list)
        for company in every(reader, Filter("company", call=of.call, states=tuple(GIVEN), sight=scope)):
            companies[company.parents["project"]].append(company)
    year, years = _years(found, year, present)
    rows = forecast(found, companies, year)
    return v.page("forecast.html", rows=rows, year=year, years=years, named=named, of=of)


@dataclass(frozen=True, slots=True)
class Preferred:
    """What one ministry did for one support: granted, none, or still open (None)."""

    support: Stream
    given: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Facility:
    """Infrastructure beside a ministry's link: what the plan promised of it and by when, which support says it stands.

    `promised` false: it was given without a promise; `given` None: it is still open.
    """

    project: Stream
    name: str
    until: str
    promised: bool
    given: Stream | None


@dataclass(frozen=True, slots=True)
class Page:
    """One ministry's page of the ledger."""

    preferred: tuple[Preferred, ...]
    facilities: tuple[Facility, ...]


@router.get("/preferences")
def preferences(request: Request, who: As, call: Call = "") -> Response:
    """The ministries' ledger of a call: what each partner preferred, and what of its infrastructure was given."""
    storable({"call": call})
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        of = chosen(reader, call, scope)
        found = {each.id: each for each in _projects(reader, scope, of.call)}
        below = supports_of(reader, list(found))
        named = names(reader, parts.definitions, v.language, of.call)
        titles = Titles(reader, named, [each.id for supports in below.values() for each in supports])
    lead = named.rules.lead_ministry.code if named.rules else ""
    partners = sorted({code for project in found.values() for code in project.facts.get("ministries", ())} - {lead})
    ledger = {ministry: _page(ministry, found.values(), below) for ministry in partners}
    return v.page("preferences.html", ledger=ledger, named=named, titles=titles, of=of)


def _page(ministry: str, projects: Iterable[Stream], below: Mapping[str, list[Stream]]) -> Page:
    own = [each for each in projects if ministry in each.facts.get("ministries", ())]
    supports = {each.id: sorted(below.get(each.id, ()), key=_order) for each in own}
    preferred = [Preferred(one, _given(one, ministry)) for each in own for one in supports[each.id]]
    built = [one for each in own for one in facilities(each, supports[each.id], ministry)]
    return Page(tuple(preferred), tuple(built))


def _order(support: Stream) -> int:
    return int(support.facts.get("order", 0))


def _given(support: Stream, ministry: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = support.facts.get("preferences", {}).get(ministry)
    return found


def facilities(project: Stream, supports: Iterable[Stream], ministry: str) -> Iterator[Facility]:
    """What a project's plan promises beside a ministry's link, and what its supports say was given, first promises."""
    given = {name: one for one in supports for name in (_given(one, ministry) or {}).get("facilities", ())}
    for each in project.facts.get("plan", {}).get("facilities") or ():
        if each["ministry"] == ministry:
            name = str(each["facility"])
            yield Facility(project, name, each.get("until") or "", promised=True, given=given.pop(name, None))
    yield from (Facility(project, name, "", promised=False, given=one) for name, one in given.items())


@router.get("/passports/{brn}")
def passport(request: Request, who: As, brn: str) -> Response:
    """Everything one company was given, over projects and years, and the room its caps leave."""
    storable({"brn": brn})
    v = View(request, who)
    parts = v.shared.parts
    with parts.store.snapshot() as reader:
        scope = sight(who.acting, reader, parts.definitions)
        held_by = every(reader, Filter("company", holder=brn, sight=scope))
        found = [company for company in held_by if str(company.facts.get("brn")) == brn]
        if not found:
            raise Problem("found.nothing")
        named = names(reader, parts.definitions, v.language)
        titles = Titles(reader, named, [each.id for each in found])
        held = balances(reader, YEARLY, brn)
    years = {key.removesuffix(f"/{TOTAL}"): sum for key, sum in held.items() if key.endswith(f"/{TOTAL}")}
    cap = named.rules.company.cap_year if named.rules else 0
    number = registration_number(brn)
    return v.page("passport.html", number=number, rows=found, named=named, titles=titles, years=years, cap=cap)
