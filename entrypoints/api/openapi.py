"""The OpenAPI 3.1 document: FastAPI's own for reads, and one operation for every trigger the lifecycles declare."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from entrypoints.api.access import OPEN, POLICY, V1
from entrypoints.api.commands import PLURAL
from states.lifecycle import UNBORN, Lifecycle, Nothing, Transition
from states.roles import SYSTEM
from workflow.definitions import BORN_OF

REF = "#/components/schemas/{model}"
LABEL = {"type": "object", "properties": {"ko": {"type": "string"}, "en": {"type": "string"}}, "required": ["ko", "en"]}
TEXT: Mapping[str, Any] = {"type": "string"}
SCHEMAS: Mapping[str, Any] = {
    "Label": LABEL,
    "Refusal": {
        "type": "object",
        "required": ["code", "message", "clause", "facts", "cure"],
        "properties": {
            "code": TEXT, "message": {"$ref": REF.format(model="Label")}, "clause": TEXT,
            "facts": {"type": "object"}, "cure": {"$ref": REF.format(model="Label")},
        },
    },
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
            "would": {"type": "object"},
        },
        "example": {
            "accepted": True, "state": "submitted", "dry_run": False, "repeated": False,
            "receipt": {
                "stream": "project-mfrggzdfmztwq2lk", "version": 4, "event": "project-mfrggzdfmztwq2lk@4",
                "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "recorded_at": "2024-12-20T08:59:59.120000Z",
            },
        },
    },
}  # fmt: skip
PARAMETERS = (
    {"name": "stream", "in": "path", "required": True, "schema": TEXT},
    {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {**TEXT, "minLength": 1, "maxLength": 200},
     "description": "The same key gives the same receipt, however often it is sent."},
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
    for kind, row in _rows(family):
        _add(made["paths"], schemas, kind, row, family)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, f"{method.upper()} {path}")
    made["components"]["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "yeongo_session"},
    }
    return made


def _rows(family: Mapping[str, Lifecycle]) -> Iterable[tuple[str, Transition]]:
    """Every row people may take, with the kind of stream it is addressed to: a birth is addressed to the parent."""
    for kind, lifecycle in family.items():
        for row in lifecycle.rows:
            if set(row.by) != {SYSTEM}:
                yield (BORN_OF.get(kind, kind) if UNBORN in row.sources else kind), row


def _add(
    paths: dict[str, Any], schemas: dict[str, Any], kind: str, row: Transition, family: Mapping[str, Lifecycle]
) -> None:
    path = f"{V1}/{PLURAL[kind]}/{{stream}}/actions/{row.trigger}"
    found = paths.setdefault(path, {}).get("post")
    if found is None:
        found = paths[path]["post"] = {
            "tags": [PLURAL[kind]],
            "operationId": f"{kind}_{row.trigger}",
            "summary": f"{row.ko} · {row.en}",
            "description": f"For: {', '.join(row.by)}. Source: {row.cite}.",
            "parameters": [dict(each) for each in PARAMETERS],
            "responses": {str(status): _json("Accepted", word) for status, word in ((200, "Done"), (201, "Begun"))},
        }
    if row.payload is Nothing:
        return
    schema = row.payload.model_json_schema(ref_template=REF)
    schemas.update(schema.pop("$defs", {}))
    schemas[row.payload.__name__] = schema
    ref = {"$ref": REF.format(model=row.payload.__name__)}
    body = found.setdefault("requestBody", {"required": True, "content": {"application/json": {"schema": ref}}})
    content = body["content"]["application/json"]
    known = content["schema"].get("anyOf", [content["schema"]])
    if ref not in known:
        content["schema"] = {"anyOf": [*known, ref]}


def _json(model: str, word: str) -> dict[str, Any]:
    return {"description": word, "content": {"application/json": {"schema": {"$ref": REF.format(model=model)}}}}


def _complete(operation: dict[str, Any], route: str) -> None:
    """Every other answer is a problem; security as the policy says."""
    problem = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = {"description": "A problem", "content": problem}
    access = POLICY.get(route)
    operation["security"] = [] if access and access.who == OPEN else [{"token": []}, {"session": []}]
