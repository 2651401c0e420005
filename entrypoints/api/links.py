"""Links of the OpenAPI document: what one answer names is what the next request asks for."""

from collections.abc import Mapping
from typing import Any

from entrypoints.api.access import STREAMS, UNSERVED, V1
from entrypoints.api.commands import COLLECTIONS, PLURAL
from states.lifecycle import UNBORN, Lifecycle
from states.roles import SYSTEM
from workflow.definitions import BORN_OF

BEGUN, FIRST = "$response.body#/receipt/stream", "$response.body#/rows/0/stream"
PERSON = {"person": "$response.body#/person"}
PAIRS: tuple[tuple[str, str, str, str, Mapping[str, str]], ...] = (
    ("post", f"{V1}/people", "get", f"{V1}/people/{{person}}", PERSON),
    ("post", f"{V1}/people", "post", f"{V1}/people/{{person}}/duties", PERSON),
    ("post", f"{V1}/people", "post", f"{V1}/people/{{person}}/recovery", PERSON),
    ("post", f"{V1}/people", "put", f"{V1}/people/{{person}}/status", PERSON),
    ("post", f"{V1}/people/{{person}}/duties", "delete", f"{V1}/duties/{{duty}}", {"duty": "$response.body#/duty"}),
    ("post", f"{V1}/documents", "patch", f"{V1}/documents/{{id}}", {"id": "$response.body#/id"}),
    ("post", f"{V1}/documents", "get", f"{V1}/documents/{{id}}", {"id": "$response.body#/id"}),
    *(
        ("post", f"{V1}/{made}", then, f"{V1}/jobs/{{id}}", {"id": "$response.body#/id"})
        for made in ("audit/verifications", "audit/exports", "audit/bundles", "bulk/jobs")
        for then in ("get", "delete")
    ),
    *(
        ("post", f"{V1}/webhooks", then, f"{V1}/webhooks/{{id}}{rest}", {"id": "$response.body#/id"})
        for then, rest in (
            ("get", ""),
            ("patch", ""),
            ("delete", ""),
            ("get", "/deliveries"),
            ("post", "/test"),
            ("post", "/rotate"),
        )
    ),
    ("get", f"{V1}/lifecycles", "get", f"{V1}/lifecycles/{{kind}}", {"kind": "$response.body#/lifecycles/0/kind"}),
    ("get", f"{V1}/me/letters", "put", f"{V1}/me/letters/{{letter}}", {"letter": "$response.body#/letters/0/letter"}),
    ("get", f"{V1}/me/sessions", "delete", f"{V1}/me/sessions/{{id}}", {"id": "$response.body#/sessions/0/id"}),
)
"""Method and path, method and path of what follows, and where its parameters stand."""


def link(paths: dict[str, Any], family: Mapping[str, Lifecycle]) -> None:
    """Add to each answer what may be asked next: of a stream, and after a step the steps of its new state."""
    for method, path, then, target, parameters in PAIRS:
        _add(paths[path][method], paths[target][then], parameters)
    for collection in STREAMS:
        kind, base = COLLECTIONS[collection], f"{V1}/{collection}"
        for rest in ("", "/events", "/actions"):
            if (collection, f"/{{stream}}{rest}") not in UNSERVED:
                _add(paths[base]["get"], paths[f"{base}/{{stream}}{rest}"]["get"], {"stream": FIRST})
        for row in family[kind].rows:
            if set(row.by) == {SYSTEM}:
                continue
            begins = UNBORN in row.sources
            asked = BORN_OF.get(kind, kind) if begins else kind
            operation = paths[f"{V1}/{PLURAL[asked]}/{{stream}}/actions/{row.trigger}"]["post"]
            status = "201" if begins else "200"
            _add(operation, paths[f"{base}/{{stream}}"]["get"], {"stream": BEGUN}, status)
            for after in family[kind].rows:
                if row.dest in after.sources and set(after.by) != {SYSTEM}:
                    _add(
                        operation,
                        paths[f"{base}/{{stream}}/actions/{after.trigger}"]["post"],
                        {"stream": BEGUN},
                        status,
                    )


def _add(operation: Mapping[str, Any], target: Mapping[str, Any], given: Mapping[str, str], status: str = "2") -> None:
    """One link on the answers of success, or on the one of a status."""
    for found, answer in operation["responses"].items():
        if found.startswith(status):
            links = answer.setdefault("links", {})
            links[target["operationId"]] = {"operationId": target["operationId"], "parameters": dict(given)}
