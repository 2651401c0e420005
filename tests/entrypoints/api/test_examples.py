"""The examples of the API's document: each fits its schema, and nothing that is asked or answered is without one."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi import FastAPI

from entrypoints.api import commands
from entrypoints.api.app import ROUTERS
from entrypoints.api.openapi import STATUSES, document
from entrypoints.bootstrap import FAMILY
from tests.entrypoints.api.recording import REF, validator

JSON = "application/json"
PROBLEM = {"$ref": f"{REF}Problem"}
type_of_shown = tuple[str, Mapping[str, Any], list[Any]]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The document."""
    app = FastAPI(generate_unique_id_function=lambda route: "_".join((*map(str, route.tags[:1]), route.name)))
    app.router.routes.append(commands.ROUTE)
    for router in ROUTERS:
        app.include_router(router)
    return document(app, FAMILY)


def shown(described: Mapping[str, Any]) -> Iterator[type_of_shown]:
    """Everything that must have an example: its name, its schema, the examples it has."""
    schemas = described["components"]["schemas"]
    for name, schema in schemas.items():
        yield name, {"$ref": f"{REF}{name}"}, schema.get("examples", [])
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            if JSON in (asked := operation.get("requestBody", {}).get("content", {})):
                yield f"{method} {path} asked", asked[JSON]["schema"], _examples(asked[JSON])
            for status, answer in operation["responses"].items():
                found = answer.get("content", {}).get(JSON)
                if found and status.startswith("2") and not _is_file(found["schema"]):
                    referred = schemas.get(found["schema"].get("$ref", "").removeprefix(REF), {})
                    yield f"{method} {path} {status}", found["schema"], _examples(found) or referred.get("examples", [])
    for name, answer in described["components"]["responses"].items():
        (content,) = answer["content"].values()
        yield name, PROBLEM, _examples(content)


def _examples(content: Mapping[str, Any]) -> list[Any]:
    one = [content["example"]] if "example" in content else []
    return one + [each["value"] for each in content.get("examples", {}).values()]


def _is_file(schema: Mapping[str, Any]) -> bool:
    return schema == {"type": "string"}


def wrong(described: Mapping[str, Any]) -> list[str]:
    """What has no example, or one that does not fit."""
    everything = list(shown(described))
    pairs = [(name, schema, each) for name, schema, examples in everything for each in examples]
    judge = validator({"prefixItems": [schema for _, schema, _ in pairs]}, described)
    unfit = [
        f"{pairs[error.instance_path[0]][0]}: {error.message}" for error in judge.iter_errors([x for _, _, x in pairs])
    ]
    return unfit + [f"{name}: none" for name, _, examples in everything if not examples]


def test_everything_asked_and_answered_has_an_example_that_fits(described: dict[str, Any]) -> None:
    assert wrong(described) == [], "`make examples` writes them anew, of the demo's play"
    assert len(list(shown(described))) > 500


def test_every_status_of_a_problem_shows_one(described: dict[str, Any]) -> None:
    for status in STATUSES:
        content = described["components"]["responses"][f"problem-{status}"]["content"]["application/problem+json"]
        assert {each["value"]["status"] for each in content["examples"].values()} == {status}
    told = described["components"]["responses"]["problem-409"]["content"]["application/problem+json"]["examples"]
    refusals = [each["value"]["refusals"] for each in told.values() if "refusals" in each["value"]]
    assert [each["clause"] for each in refusals[0]] != []


def test_an_example_that_is_missing_or_does_not_fit_is_found(described: dict[str, Any]) -> None:
    """The negative control."""
    schemas = described["components"]["schemas"]
    kept = schemas["SignIn"]["examples"], schemas["Handover"].pop("examples")
    try:
        schemas["SignIn"]["examples"] = [{"login": "kim"}]
        assert {each.partition(":")[0] for each in wrong(described)} >= {"SignIn", "Handover"}
    finally:
        schemas["SignIn"]["examples"], schemas["Handover"]["examples"] = kept
