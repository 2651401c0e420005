"""The API against its own document: generated requests get documented answers and never a fault of the system."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from tests.entrypoints.api.conftest import House, opened

EXAMPLES = int(os.environ.get("YEONGO_TEST_EXAMPLES", "2"))
"""Requests of each operation and person; `make faults` sets more."""
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large, HealthCheck.large_base_example]
ASKING = ("admin-1", "lead-1", "agency-1")


@pytest.fixture
def document(house: House) -> dict[str, Any]:
    found: dict[str, Any] = house.ask("GET", "/api/openapi.json").json()
    return found


def test_generated_requests_get_documented_answers(house: House, document: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_dict(document)
    failures: list[str] = []
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        for who in ASKING:
            asked += _each(house, operation, who, failures)
    assert failures == [], "\n".join(failures)
    assert asked >= EXAMPLES * len(document["paths"])


def _each(house: House, operation: Any, who: str, failures: list[str]) -> int:
    asked = 0

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=QUIET, phases=[Phase.generate], database=None)
    @given(operation.as_strategy())
    def one(case: Any) -> None:
        nonlocal asked
        asked += 1
        sent = case.as_transport_kwargs(base_url="http://yeongo.test")
        headers = {"Authorization": f"Bearer {house.tokens[who]}"} | {
            name: value for name, value in (sent.get("headers") or {}).items() if name != "Authorization"
        }
        body = {name: sent[name] for name in ("json", "content", "data") if sent.get(name) is not None}
        try:
            answer = house.ask(sent["method"], sent["url"], headers=headers, params=sent.get("params"), **body)
        except (httpx.InvalidURL, UnicodeEncodeError, ValueError):
            return
        if answer.status_code >= 500:
            failures.append(f"{case.method} {case.path} {who}: {answer.status_code} {answer.text[:200]}")
        if answer.status_code >= 400 and answer.headers["content-type"] != "application/problem+json":
            failures.append(f"{case.method} {case.path}: {answer.status_code} is no problem document")

    one()
    return asked


NASTY = st.one_of(
    st.binary(max_size=60),
    st.binary(max_size=30).map(lambda raw: b'{"a":"' + raw + b'"}'),
    st.sampled_from(
        [
            b"[" * 5000,
            b'{"a":' * 3000,
            b'{"a":1e999}',
            b'{"a":NaN}',
            b'{"\\ud800":1}',
            b'{"a":"\\u0000"}',
            b"\xff\xfe{}",
        ]
    ),
)


@given(body=NASTY, trigger=st.text(min_size=1, max_size=12), key=st.text(max_size=12))
@settings(max_examples=10 * EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_malformed_commands_change_nothing(shared_house: House, body: bytes, trigger: str, key: str) -> None:
    house = shared_house
    path = f"/api/v1/projects/{house.project}/actions/{quote(trigger, safe='')}"
    headers = {"Content-Type": "application/json", "Idempotency-Key": key.encode("ascii", "ignore").decode().strip()}
    answer = house.ask("POST", path, "lead-1", content=body, headers=headers)
    assert 400 <= answer.status_code < 500, (body, answer.text)
    assert house.ask("GET", f"/api/v1/projects/{house.project}", "lead-1").json()["version"] == 1


@pytest.fixture(scope="module")
def shared_house(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(furnished, tmp_path_factory.mktemp("shared")) as house:
        yield house
