"""At least one address for each page the console has, and who opens it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from entrypoints.api.access import PAGES
from entrypoints.bootstrap import Service
from states.canonical import loads
from states.roles import ADMIN, AGENCY, EVALUATOR, LEAD, MUNICIPALITY, PARTNER_MINISTRY, PROVINCE, Actor
from storage.boards import Filter, page
from storage.transaction import Reader

NO_PAGE = re.compile(r"/static/.*|/sheets/.*|.*/live|.*/proofs/.*")
"""What GET answers with something else: files, streams of events."""
OVERSEER = Actor("bench", ADMIN, "yeongo")
STRANGER = Actor("", "", "")
LISTS = ("/", "/projects", "/projects?view=board", "/projects?search=테크노", "/projects?search=없는말",
         "/projects?order=due", "/projects?overdue=1", "/supports", "/companies", "/companies?search=없는말",
         "/calendar", "/calendar?month=2025-11&view=list", "/surveys")  # fmt: skip
FEW = ("/", "/projects", "/companies", "/calendar")
ASKED: Mapping[str, Mapping[str, str]] = {
    "/assembly": {"asked_by": "산업위", "question": "과제 수", "on": "2025-06-20", "call": "call-2025-2"},
    "/deliveries": {"to": "감사원", "purpose": "집행", "since": "2025-03-01", "until": "2025-03-31",
                    "call": "call-2025-2", "province": "52"},
}  # fmt: skip
"""What is sent so that a page of its own answers."""
type_of_openings = list[tuple[Actor, list[str]]]


def openings(parts: Service) -> type_of_openings:
    """Who opens what: everything by who sees everything, the lists by everybody who sees a part of them."""
    with parts.store.snapshot() as reader:
        project = _first(reader, Filter("project", call="call-2025-2", state="supporting"))
        support, survey = (_first(reader, Filter(kind, call="call-2025-2")) for kind in ("support", "survey"))
        company = _first(reader, Filter("company", call="call-2025-2", state="supported"))
        facts = {id: each.facts for id, each in reader.streams([project, company]).items()}
        letters = {id: _letter(reader, id) for id in ("call-2025-2", project, support, company)}
        expired = page(reader, Filter("call"), 2).rows[-1].stream.id
    ids = {"calls": "call-2025-2", "projects": project, "supports": support, "companies": company}
    of_streams = [
        f"/{name}{rest}"
        for name, id in ids.items()
        for rest in ("", f"/{id}", f"/{id}/timeline", f"/{id}/receipts/1", f"/{id}/letters", letters[id],
                     f"/{id}/actions/extend_deadline")
    ]  # fmt: skip
    brn, area, partner = facts[company]["brn"], str(facts[project]["area"]), facts[project]["ministries"][-1]
    everything = [
        *LISTS, *of_streams, f"/surveys/{survey}", f"/surveys/{survey}/actions/extend_deadline", "/login",
        f"/calls/{expired}", "/calls/call-2025-2/ranking",
        "/projects?call=call-2025-2&at=2025-01-08T10:00:00Z", f"/projects/{project}?version=9",
        "/evaluation", f"/evaluation?call={expired}", "/money?year=2025", "/preferences", "/forecast?year=2025",
        f"/passports/{brn}", f"/audit/{project}?before=3&after=20", "/audit", "/audit?trigger=award",
        f"/audit?stream={project}", "/audit?actor=tipa-1", "/audit?refusal=reception.closed", f"/audit?area={area}",
        "/audit?org=nobody", "/duty", "/notifications", "/papers", f"/papers?of={project}", "/desks",
        f"/papers/budget-table/{project}", "/papers/weekly-status/call-2025-2", f"/papers/selection-report/{support}",
        "/paper-desk", "/outages", "/assembly", "/deliveries", "/operations", "/readings", "/readings?search=nobody",
        "/lifecycles/project",
    ]  # fmt: skip
    several = [
        f"/{name}/bulk?trigger=extend_deadline&{which}"
        for name, which in (("calls", "call=nothing"), ("projects", "call=call-2025-2&state=supporting"),
                            *((below, f"project={project}") for below in ("supports", "companies", "surveys")))
    ]  # fmt: skip
    return [
        (OVERSEER, everything),
        (
            Actor("bench-agency", AGENCY, "tipa"),
            [
                *LISTS,
                *several,
                "/evaluation",
                "/papers/handover/bench-agency",
                f"/projects/{project}/actions/extend_deadline",
                f"/projects/{project}",
            ],
        ),
        (Actor("bench-lead", LEAD, str(facts[project]["lead"])), list(LISTS)),
        (Actor("bench-province", PROVINCE, area[:2]), list(FEW)),
        (Actor("bench-municipality", MUNICIPALITY, area), list(FEW)),
        (Actor("bench-partner", PARTNER_MINISTRY, partner), list(FEW)),
        (Actor("evaluator-1", EVALUATOR, "panel"), ["/", "/projects", "/calendar", "/evaluation"]),
        (STRANGER, ["/login", "/links/nothing"]),
    ]


def unopened(addresses: Iterable[str]) -> list[str]:
    """The pages no address leads to."""
    paths = [address.partition("?")[0] for address in addresses]
    routes = [each.removeprefix("GET ") for each in PAGES if each.startswith("GET ")]
    return [
        route
        for route in routes
        if not NO_PAGE.fullmatch(route)
        if not any(re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route), path) for path in paths)
    ]


def _first(reader: Reader, wanted: Filter) -> str:
    return page(reader, wanted, 1).rows[0].stream.id


def _letter(reader: Reader, id: str) -> str:
    """The rest of the address of the first letter a stream wrote."""
    events: list[Mapping[str, Any]] = [loads(body.encode()) for *_, body in reader.events(id)]
    version = next(event["version"] for event in events if event.get("notices"))
    return f"/{id}/letters/{version}/0"
