"""The frame: what is served is in the policy, headers, health, the document of the API."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import APIRouter
from starlette.routing import Mount, Route

from entrypoints.api.access import API
from entrypoints.api.app import ROUTERS, hold
from entrypoints.api.commands import PLURAL
from entrypoints.bootstrap import FAMILY
from states.lifecycle import UNBORN
from states.roles import SYSTEM
from tests.entrypoints.api.conftest import House
from workflow.definitions import BORN_OF


def nothing() -> None:
    """A route nobody thought about."""


def test_a_route_without_a_policy_stops_the_start(house: House) -> None:
    stray = APIRouter()
    stray.add_api_route("/api/v1/secrets", nothing)
    with pytest.raises(RuntimeError, match="GET /api/v1/secrets"):
        hold([route for router in (*ROUTERS, stray) for route in router.routes])
    with pytest.raises(RuntimeError, match="not by a route the policy can name"):
        hold([Mount("/files", routes=[])])


def test_a_policy_without_a_route_stops_the_start() -> None:
    with pytest.raises(RuntimeError, match=r"policy without a route: .*GET /healthz"):
        hold([Route("/metrics", nothing, methods=["GET"])])


@pytest.mark.parametrize("route", sorted(name for name, access in API.items() if access.who != "open"))
def test_nobody_passes_without_a_credential(house: House, route: str) -> None:
    method, path = route.split()
    names = {"stream": "project-a", "person": "p", "id": "x", "duty": "d", "org": "o", "letter": "l", "key": "k"}
    names |= {"paper": "ranking", "subject": "call-a"}
    filled = path.format(collection="projects", trigger="save", kind="project", **names)
    answer = house.ask(method, filled, headers={"Idempotency-Key": "k"}, json={})
    assert (answer.status_code, answer.json()["code"]) == (401, "login.needed")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_every_answer_is_sealed(house: House) -> None:
    for path in ("/healthz", "/nowhere", "/api/v1/me"):
        headers = house.ask("GET", path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["x-request-id"].startswith("test-")
    given = house.ask("GET", "/healthz", headers={"X-Request-Id": "from-the-proxy-1"})
    assert given.headers["x-request-id"] == "from-the-proxy-1"


def test_what_is_not_served_is_a_problem(house: House) -> None:
    assert house.ask("GET", "/nowhere").json()["code"] == "found.nothing"
    assert house.ask("DELETE", "/healthz").json()["code"] == "method.wrong"


def test_health_readiness_and_metrics(house: House) -> None:
    assert house.ask("GET", "/healthz").json() == {"status": "ok"}
    assert house.ask("GET", "/readyz").json() == {"ready": True}
    house.act("lead-1", f"projects/{house.project}/start_draft")
    page = house.ask("GET", "/metrics", "auditor-1").text
    assert 'yeongo_commands_total{outcome="accepted"} 1.0' in page
    assert "yeongo_timers_set_aside 0.0" in page
    assert "yeongo_webhook_messages_failed 0.0" in page
    assert house.project not in page
    assert house.ask("GET", "/metrics", "lead-1").json()["code"] == "access.denied"


def test_what_waits_too_long_to_be_sealed_is_an_alert_and_turns_nobody_away(house: House) -> None:
    house.act("lead-1", f"projects/{house.project}/start_draft")
    house.clock.set(house.clock.now() + timedelta(seconds=301))
    answer = house.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "alerts": ["sealing"]})
    page = house.ask("GET", "/metrics", "auditor-1").text
    lag = next(float(line.split()[1]) for line in page.splitlines() if line.startswith("yeongo_seal_lag_seconds "))
    assert lag >= 301
    with house.parts.store.transaction() as transaction:
        transaction.cursor.execute("DELETE FROM unsealed")
    assert house.ask("GET", "/readyz").json() == {"ready": True}


def test_readiness_fails_on_another_schema(house: House, tmp_path: Path) -> None:
    with house.parts.store.transaction() as transaction:
        transaction.cursor.execute("UPDATE alembic_version SET version_num = '0001'")
    answer = house.ask("GET", "/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["database"])


def test_the_document_has_an_operation_for_every_trigger_of_people(house: House) -> None:
    document = house.ask("GET", "/api/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for kind, lifecycle in FAMILY.items():
        for row in lifecycle.rows:
            on = BORN_OF.get(kind, kind) if UNBORN in row.sources else kind
            path = f"/api/v1/{PLURAL[on]}/{{stream}}/actions/{row.trigger}"
            if set(row.by) != {SYSTEM}:
                assert "post" in document["paths"][path], path
    submit = document["paths"]["/api/v1/projects/{stream}/actions/submit"]["post"]
    assert submit["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/ProjectApplication"
    }


def test_too_many_requests_are_told_when_to_come_back(house: House) -> None:
    house.api.gate.limiter.rate, house.api.gate.limiter.burst = 1.0, 3.0
    answers = [house.ask("GET", "/api/v1/me", "lead-1") for _ in range(6)]
    assert [answer.status_code for answer in answers][:3] == [200, 200, 200]
    assert answers[-1].json()["code"] == "rate.limited"
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert house.ask("GET", "/api/v1/me", "lead-2").status_code == 200
