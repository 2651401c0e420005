"""The API against its own document, over a socket: generated requests and walks along links get documented answers."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Flaky
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi

from tests.entrypoints.api.conftest import copied
from tests.entrypoints.api.test_server import served
from tests.world import CALL_ID

EXAMPLES, WALKS, STEPS = 1, 6, 12
"""Requests of each operation and person; walks, and the requests of one."""
TRIES = 5
"""How often walks are begun anew where the service moved on meanwhile."""
MANY = int(os.environ.get("YEONGO_TEST_EXAMPLES", "8"))
QUIET: Any = {
    "deadline": None, "suppress_health_check": list(HealthCheck), "phases": [Phase.generate], "database": None,
}  # fmt: skip
ASKING = ("admin-1", "agency-1", "lead-1")
CHECKS = [
    not_a_server_error, openapi.status_code_conformance, openapi.content_type_conformance,
    openapi.response_headers_conformance, openapi.response_schema_conformance,
]  # fmt: skip


@dataclass
class Site:
    """A served installation, its document, and what was asked of it."""

    address: str
    tokens: dict[str, str]
    project: str
    schema: Any
    answered: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def headers(self, who: str, operation: Any) -> dict[str, str]:
        """Credentials of the request; whoever signs out is somebody the rest does not need."""
        who = "helpdesk-1" if operation.label == "DELETE /api/v1/session" else who
        return {"Authorization": f"Bearer {self.tokens[who]}"}

    def aimed(self, case: Any) -> Any:
        """The same request, of a stream that is there where it is of a project or a call."""
        collection = case.path.split("/")[3] if case.path.startswith("/api/v1/") else ""
        known = {"projects": self.project, "calls": CALL_ID}.get(collection)
        if known and "stream" in (case.path_parameters or {}):
            case.path_parameters["stream"] = known
        return case

    def judge(self, case: Any, answer: Any, who: str) -> None:
        """Note every check of the document an answer fails."""
        self.answered[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as group:
            for each in group.exceptions:
                assert isinstance(each, Failure), each
                label = f"{case.operation.label} {type(each).__name__} {answer.status_code}"
                self.failures.setdefault(label, f"{label} ({who}): {each} {answer.text[:300]}")

    def told(self) -> str:
        return "\n\n".join(self.failures.values())


@pytest.fixture(scope="module")
def installation(
    furnished: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The furnished installation, served: its address, a project, everyone's token."""
    load_all_checks()
    url, project, tokens = copied(furnished, tmp_path_factory.mktemp("site"))
    with served(url) as (process, address):
        yield address, project, tokens
        assert httpx.get(f"{address}/healthz").status_code == 200
        assert process.poll() is None


@pytest.fixture
def site(installation: tuple[str, str, dict[str, str]]) -> Site:
    address, project, tokens = installation
    return Site(address, tokens, project, schemathesis.openapi.from_url(f"{address}/api/openapi.json"))


def ask_each(site: Site, examples: int) -> None:
    """So many requests of every operation by everyone who asks."""
    for found in site.schema.get_all_operations():
        assert isinstance(found, Ok)
        for who in ASKING:
            _ask(site, found.ok(), who, examples)


def _ask(site: Site, operation: Any, who: str, examples: int) -> None:
    @settings(max_examples=examples, **QUIET)
    @given(operation.as_strategy())
    def one(case: Any) -> None:
        case = site.aimed(case)
        site.judge(case, case.call(headers=site.headers(who, operation)), who)

    one()


def walk(site: Site, walks: int, who: str) -> None:
    """Walks along the links of the document: what one answer names is what the next request asks for."""

    class Walk(site.schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": site.headers(who, case.operation)}

        def validate_response(self, response: Any, case: Any, additional_checks: Any = None, **kwargs: Any) -> None:
            site.judge(case, response, who)

    for _ in range(TRIES):
        with suppress(
            Flaky
        ):  # a live service's answers change in time (a job ends), and a link comes or goes with them
            Walk.run(settings=settings(max_examples=walks, stateful_step_count=STEPS, **QUIET))
            return


def test_generated_requests_get_documented_answers(site: Site) -> None:
    ask_each(site, EXAMPLES)
    assert site.failures == {}, site.told()
    assert site.answered.total() > 500
    assert site.answered[200] > 30


def test_walks_along_the_links_get_documented_answers(site: Site) -> None:
    for who in ASKING:
        walk(site, WALKS, who)
    assert site.failures == {}, site.told()
    assert any(200 <= status < 300 for status in site.answered), site.answered


@pytest.mark.long
def test_thousands_of_generated_requests_and_walks_get_documented_answers(site: Site) -> None:
    ask_each(site, MANY)
    for who in ASKING:
        walk(site, 4 * MANY, who)
    assert site.failures == {}, site.told()
    assert site.answered.total() >= 5000
    assert site.answered[200] >= 300


def test_an_answer_nobody_documented_is_found(site: Site) -> None:
    """The negative control: the same judge on a document that promises less."""
    operation = site.schema["/healthz"]["GET"]
    del operation.definition.raw["responses"]["200"]
    operation.definition.raw["responses"]["204"] = {"description": "nothing"}
    site.schema = schemathesis.openapi.from_dict(site.schema.raw_schema)
    case = site.schema["/healthz"]["GET"].Case()
    site.judge(case, case.call(base_url=site.address), "")
    assert [each for each in site.failures if "UndefinedStatusCode" in each] != []
