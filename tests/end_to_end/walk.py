"""Everybody's pages: at least one address for each page there is, and the page it is."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from playwright.sync_api import Page

from entrypoints.bootstrap import Service
from entrypoints.demo.cast import OPERATOR, evaluator, lead, officer
from states.roles import Actor
from storage.boards import Filter, page
from tests.world import real_rules
from workflow.webhooks import Webhooks

OFFICER: Final = officer(real_rules())
FORMS: Mapping[str, Mapping[str, str]] = {
    "/assembly": {"asked_by": "산업위", "question": "평가 중인 과제 수", "on": "2025-01-08", "phase": "evaluation"},
    "/deliveries": {"to": "감사원", "purpose": "집행", "since": "2025-03-01", "until": "2025-03-31", "province": "52"},
}
"""What is sent so that a page of its own answers."""
type_of_walk = list[tuple[Actor, list[str]]]


def first(parts: Service, kind: str, state: str = "", phase: str = "", province: str = "") -> str:
    with parts.store.snapshot() as reader:
        return page(reader, Filter(kind, state=state, phase=phase, province=province), 1).rows[0].stream.id


def walk(parts: Service) -> type_of_walk:
    """Who opens what."""
    project = first(parts, "project", phase="review", province="47")
    support, company = first(parts, "support"), first(parts, "company", state="supported")
    survey = first(parts, "survey")
    with parts.store.snapshot() as reader:
        brn = reader.streams([company])[company].facts["brn"]
    own = {"calls": "call-2025-2", "projects": project, "supports": support, "companies": company}
    of_streams = [
        address
        for name, id in own.items()
        for address in (f"/{name}", f"/{name}/{id}", f"/{name}/{id}/timeline", f"/{name}/{id}/receipts/1",
                        f"/{name}/{id}/letters", letter(parts, name, id),
                        f"/{name}/bulk?trigger=extend_deadline", f"/{name}/{id}/actions/extend_deadline")
    ]  # fmt: skip
    return [
        (OFFICER, [*of_streams, "/", "/projects?view=board", "/projects?at=2025-01-08T10:00:00Z",
                   "/calls/call-2025-2/ranking", "/evaluation", "/money", "/preferences", "/forecast", "/desks",
                   "/calendar", "/calendar?view=list", f"/projects/{project}?version=9", f"/passports/{brn}",
                   f"/audit/{project}?before=3&after=20", "/projects/nothing", "/duty", "/notifications",
                   webhook(parts), "/papers", f"/papers?of={project}", f"/papers/budget-table/{project}",
                   "/papers/weekly-status/call-2025-2", "/papers/handover/tipa-1",
                   f"/papers/selection-report/{support}", "/paper-desk", "/assembly", "/deliveries", "/outages",
                   f"/surveys/{survey}", "/surveys/bulk?trigger=extend_deadline",
                   f"/surveys/{survey}/actions/extend_deadline"]),
        (OPERATOR, ["/", "/operations", "/audit?trigger=award", "/readings", "/lifecycles/project"]),
        (lead("tp-gyeongbuk"), ["/", "/surveys", f"/projects/{project}/actions/submit_opinion"]),
        (evaluator("evaluator-1"), ["/", "/evaluation"]),
    ]  # fmt: skip


STRANGERS = ("/login", "/links/nothing")
"""What opens to whoever comes."""


def made(shown: Page, address: str, actor: Actor) -> list[str]:
    """The pages that are there once somebody asked for them: an answer, a receipt of delivery, a verification."""
    forms = FORMS if actor == OFFICER else {"/audit/verify": {}} if actor == OPERATOR else {}
    answers = (
        shown.request.post(f"{address}{path}", form=dict(form), headers={"Sec-Fetch-Site": "same-origin"})
        for path, form in forms.items()
    )
    return [answer.url.removeprefix(address) for answer in answers]


def letter(parts: Service, name: str, id: str) -> str:
    """The first letter a stream wrote."""
    with parts.store.snapshot() as reader:
        events: list[dict[str, Any]] = [orjson.loads(body) for *_, body in reader.events(id)]
    version = next(event["version"] for event in events if event.get("notices"))
    return f"/{name}/{id}/letters/{version}/0"


def webhook(parts: Service) -> str:
    """The page of a webhook of the officer's, with a message in its log."""
    listening = Webhooks(parts.store, parts.definitions, parts.clock, _entropy, parts.vault)
    url = "https://hooks.example.org/in"
    own = listening.all(OFFICER) or [listening.add(OFFICER, url, ["project.*"], personal=True)[0]]
    listening.test(OFFICER, own[0].id)
    return f"/notifications/webhooks/{own[0].id}"


def _entropy(size: int) -> bytes:
    return bytes(range(size))
