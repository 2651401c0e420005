"""The OpenAPI 3.1 document: FastAPI's own for reads, and one operation for every trigger the lifecycles declare."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from entrypoints.api.access import OPEN, PERSON, POLICY, V1, Access
from entrypoints.api.commands import PATH, PLURAL
from entrypoints.api.examples import show
from entrypoints.api.links import link
from states.lifecycle import UNBORN, Lifecycle, Nothing, Payload, Transition
from states.roles import SYSTEM
from workflow.definitions import BORN_OF
from workflow.papers.writing import WRITERS

REF = "#/components/schemas/{model}"
TEXT: Mapping[str, Any] = {"type": "string"}
SCHEMAS: Mapping[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. `refusals` holds every reason a command was refused for.",
        "required": ["type", "title", "status", "code", "message", "instance"],
        "properties": {
            "type": TEXT, "title": TEXT, "status": {"type": "integer"}, "code": TEXT,
            "message": {"$ref": REF.format(model="Label")}, "instance": TEXT, "state": TEXT,
            "accepted": {"type": "boolean"}, "errors": {"type": "array", "items": {"type": "object"}},
            "refusals": {"type": "array", "items": {"$ref": REF.format(model="Refusal")}},
        },
    },
    "Receipt": {
        "type": "object",
        "required": ["stream", "version", "event", "hash", "recorded_at"],
        "properties": {
            "stream": TEXT, "version": {"type": "integer"}, "event": TEXT, "hash": TEXT, "recorded_at": TEXT,
        },
    },
    "Accepted": {
        "type": "object",
        "required": ["accepted", "state", "dry_run"],
        "properties": {
            "accepted": {"const": True}, "state": TEXT, "dry_run": {"type": "boolean"},
            "repeated": {"type": "boolean"}, "receipt": {"$ref": REF.format(model="Receipt")},
            "would": {"type": "object"}, "then": {"type": "object"},
        },
    },
}  # fmt: skip
STATUSES: Mapping[int, str] = {
    400: "Malformed, or a header is missing",
    401: "Sign in",
    403: "Your role or token may not",
    404: "Nothing here, or nothing you may see",
    408: "The body did not come in time",
    409: "Refused as things stand, or another version",
    410: "Spent",
    413: "Too large",
    415: "Another type",
    422: "Values that cannot be used",
    429: "Too many requests: Retry-After",
    502: "The identity provider's answer does not hold",
    503: "Not now: Retry-After",
}
"""Every status of a problem."""
TEXT_BODY: Mapping[str, Any] = {"schema": {"type": "string"}}
ANSWERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "GET /readyz": {"503": {"application/json": {"schema": {"type": "object"}}}},
    "GET /metrics": {"200": {"text/plain": TEXT_BODY}},
    "GET /calendar/{token}.ics": {"200": {"text/calendar": TEXT_BODY}},
    "GET /unsubscribe/{key}/{proof}": {"200": {"text/html": TEXT_BODY}},
    "POST /unsubscribe/{key}/{proof}": {"200": {"text/plain": TEXT_BODY}},
    f"GET {V1}/jobs/{{id}}/content": {
        "200": {
            kind: {"schema": {"type": "string"}}
            for kind in ("application/octet-stream", "application/json", "application/x-ndjson")
        }
    },
    f"GET {V1}/papers/{{paper}}/{{subject}}": {
        "200": {kind.partition(";")[0]: {"schema": {"type": "string"}} for _, kind in WRITERS.values()}
    },
    f"GET {V1}/documents/{{id}}/content": {
        "200": {
            "application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/octet-stream"}}
        }
    },
}
"""What is not JSON, and what `readyz` answers instead of a problem."""
OTHERS: Mapping[str, set[int]] = {
    f"POST {V1}/session": {401, 403},
    f"POST {V1}/links": {403, 410},
    f"GET {V1}/oidc": {404, 502},
    f"GET {V1}/oidc/callback": {401, 404, 502},
    f"PUT {V1}/me/password": {401},
    f"POST {V1}/me/feeds": {404},
    f"GET {V1}/deadlines": {404},
    f"GET {V1}/papers/{{paper}}/{{subject}}": {404, 409, 422},
    f"POST {V1}/papers/{{paper}}/{{subject}}": {404, 409, 422},
    f"POST {V1}/handovers": {404},
    f"POST {V1}/documents": {404},
    f"POST {V1}/audit/bundles": {404},
    f"PATCH {V1}/documents/{{id}}": {400, 408, 409, 413},
}
"""Statuses an operation has beside what its shape makes it have."""
KEY: Mapping[str, Any] = {
    "name": "Idempotency-Key", "in": "header", "schema": {**TEXT, "minLength": 1, "maxLength": 200},
    "description": "The same key gives the same answer and makes nothing twice, however often it is sent.",
}  # fmt: skip
PARAMETERS = (
    {"name": "stream", "in": "path", "required": True, "schema": TEXT},
    {**KEY, "required": True},
    {"name": "If-Match", "in": "header", "schema": TEXT, "description": "The ETag you saw; else 409."},
    {"name": "Yeongo-As", "in": "header", "schema": TEXT, "description": "role:organisation, if you have several."},
    {"name": "dry_run", "in": "query", "schema": {"type": "boolean"}, "description": "Judge it, record nothing."},
    {"name": "occurred_at", "in": "query", "schema": {**TEXT, "format": "date-time"},
     "description": "When a paper arrived, for steps that record one."},
)  # fmt: skip


def document(app: FastAPI, family: Mapping[str, Lifecycle]) -> dict[str, Any]:
    """The whole document."""
    made = get_openapi(
        title="연고 · Yeongo", version="1.0.0", openapi_version="3.1.0", routes=app.routes,
        description="Calls, projects, supports, companies. Every action is declared by a lifecycle.",
    )  # fmt: skip
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(SCHEMAS)
    for of, row in ((kind, row) for kind, each in family.items() for row in each.rows if set(row.by) != {SYSTEM}):
        _add(made["paths"], schemas, of, row)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, f"{method.upper()} {path}")
    link(made["paths"], family)
    for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own: what is invalid is told as a problem
        schemas.pop(unused, None)
    made["components"]["responses"] = {f"problem-{status}": _problem(status) for status in STATUSES}
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "yeongo_session"},
    }
    show(made)
    return made


def _add(paths: dict[str, Any], schemas: dict[str, Any], of: str, row: Transition) -> None:
    """A row of a kind's lifecycle as an operation; a birth is addressed to the parent."""
    kind = BORN_OF.get(of, of) if UNBORN in row.sources else of
    path = f"{V1}/{PLURAL[kind]}/{{stream}}/actions/{row.trigger}"
    found = paths.setdefault(path, {}).get("post")
    if found is None:
        found = paths[path]["post"] = {
            "tags": [PLURAL[kind]],
            "operationId": f"{kind}_{row.trigger}",
            "summary": f"{row.ko} · {row.en}",
            "description": f"For: {', '.join(row.by)}. Source: {row.cite}.",
            "parameters": [dict(each) for each in PARAMETERS],
            "responses": {"200": _json("Accepted", "Done")},
        }
    if UNBORN in row.sources:
        found["responses"]["201"] = _json("Accepted", "Begun")
    if row.payload is Nothing:
        return
    ref = _referred(schemas, row.payload, of.capitalize())
    body = found.setdefault("requestBody", {"required": True, "content": {"application/json": {"schema": ref}}})
    content = body["content"]["application/json"]
    known = content["schema"].get("anyOf", [content["schema"]])
    if ref not in known:
        content["schema"] = {"anyOf": [*known, ref]}


def _referred(schemas: dict[str, Any], payload: type[Payload], kind: str) -> dict[str, str]:
    """A payload's schema under the name of its lifecycle and its own. RuntimeError if that name hides another's."""
    named = REF.replace("{model}", f"{kind}{{model}}")
    schema = payload.model_json_schema(ref_template=named)
    for name, each in {**schema.pop("$defs", {}), payload.__name__: schema}.items():
        each["title"] = f"{kind}{name}"
        if schemas.setdefault(f"{kind}{name}", each) != each:
            raise RuntimeError(f"two schemas are named {kind}{name}: one would hide the other")
    return {"$ref": named.format(model=payload.__name__)}


def _json(model: str, word: str) -> dict[str, Any]:
    return {"description": word, "content": {"application/json": {"schema": {"$ref": REF.format(model=model)}}}}


def _complete(operation: dict[str, Any], route: str) -> None:
    """Every answer that says no is a problem; security as the policy says."""
    access = POLICY.get(route) or POLICY[f"POST {PATH}"]
    operation["responses"].pop("422", None)
    if (
        route.startswith("POST ")
        and "201" in operation["responses"]
        and "/actions/" not in route
        and access.who != OPEN
    ):
        operation["parameters"] = [*operation.get("parameters", ()), dict(KEY)]
    if route == f"POST {V1}/bulk":
        operation["parameters"] = [{**KEY, "required": True}]
    for status in sorted(_refusals(operation, route, access)):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/problem-{status}"}
    for code, content in ANSWERS.get(route, {}).items():
        operation["responses"][code] = {"description": STATUSES.get(int(code), "Done"), "content": content}
    if "/unsubscribe/" in route:
        operation["responses"]["404"] = _problem(404) | {"content": _problem(404)["content"] | {"text/html": TEXT_BODY}}
    operation["security"] = [] if access.who == OPEN else [{"token": []}, {"session": []}]


def _refusals(operation: Mapping[str, Any], route: str, access: Access) -> set[int]:
    """The statuses of the problems an operation may answer with."""
    found = {429, 503} | OTHERS.get(route, set())
    if access.who != OPEN:
        found |= {401, 403}
    if access.who not in {OPEN, PERSON}:
        found.add(400)
    if "{" in route:
        found.add(404)
    if any(each["name"] == KEY["name"] for each in operation.get("parameters", ())):
        found |= {400, 409}
    if operation.get("parameters"):
        found.add(422)
    if "requestBody" in operation or "/actions/{trigger}" in route:
        found |= {400, 408, 413, 415, 422}
    if route.startswith(f"POST {V1}/") and "/actions/" in route:
        found |= {400, 404, 408, 409, 413, 415, 422}
    return found


def _problem(status: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
    return {"description": STATUSES[status], "content": content}
