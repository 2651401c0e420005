"""The examples of the API's document: what was asked and answered in a play, kept beside this module.

`examples.json` is written by `make examples`, never by hand: `schemas` holds a value of each schema, `asked` the body
of each operation, `answered` what it answered with each status. Problems are made here, as the API makes them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from entrypoints.api.problem import told
from states.catalogue.api import PROBLEMS

JSON = "application/json"
REQUEST = "7f3a-2c"
PROBLEM_FACTS: Mapping[str, Mapping[str, object]] = {
    "body.malformed": {"reason": "str"},
    "key.missing": {},
    "login.needed": {},
    "login.wrong": {},
    "access.denied": {},
    "scope.missing": {"scope": "act"},
    "found.nothing": {},
    "body.slow": {"seconds": 30},
    "key.other": {},
    "link.spent": {},
    "body.too_large": {"limit": 1_048_576},
    "body.type": {"found": "text/plain"},
    "request.invalid": {},
    "rate.limited": {},
    "oidc.failed": {"reason": "state"},
    "server.busy": {},
    "server.undecided": {},
    "storage.failed": {},
}
"""The problems that are shown, each under its status, with the facts its sentence names."""
MORE: Mapping[str, Mapping[str, Any]] = {
    "request.invalid": {"errors": [{"field": "body.name", "reason": "Field required"}]}
}


@cache
def recorded() -> Mapping[str, Any]:
    """What was written down."""
    found: dict[str, Any] = orjson.loads(files(__package__).joinpath("examples.json").read_bytes())
    return found


def show(document: dict[str, Any]) -> None:
    """Put every example where it belongs."""
    kept = recorded()
    for name, schema in document["components"]["schemas"].items():
        if name in kept["schemas"]:
            schema["examples"] = [kept["schemas"][name]]
    for operation in (each for path in document["paths"].values() for each in path.values()):
        id = operation["operationId"]
        if id in kept["asked"]:
            operation["requestBody"]["content"][JSON]["example"] = kept["asked"][id]
        for status, value in kept["answered"].get(id, {}).items():
            operation["responses"][status]["content"][JSON]["example"] = value
    for name, answer in document["components"]["responses"].items():
        status = int(name.removeprefix("problem-"))
        (content,) = answer["content"].values()
        content["examples"] = {code: {"value": value} for code, value in problems(status)}


def problems(status: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The problems of a status, by their codes, in English; a refused command's is one that was told in the play."""
    for code, facts in PROBLEM_FACTS.items():
        if PROBLEMS[code].status == status:
            said = PROBLEMS[code].said.filled(facts)
            yield code, told(status, code, (said.ko, said.en), MORE.get(code, {}), REQUEST, english=True)
    if status == 409:
        refused = recorded()["refused"]
        yield refused["code"], refused
