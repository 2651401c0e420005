"""The examples of the API's document, as they were asked and answered in the demo's play: written by `make examples`.

What a schema shows is what stood at its place in one of them.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson

from entrypoints.api import examples
from entrypoints.bootstrap import FAMILY
from states.lifecycle import UNBORN
from tests.end_to_end.screenshots import played
from tests.entrypoints.api.recording_payloads import PARTS, READABLE, fuller, payloads
from tests.entrypoints.api.recording_scene import Scene, shortened
from tests.entrypoints.api.recording_scenes import RECEPTION, RUNNING, reception, running
from workflow.definitions import BORN_OF

FILE = Path(examples.__file__).with_name("examples.json")
JSON, REF = "application/json", "#/components/schemas/"


def main() -> None:
    """Play, ask and write the file anew."""
    scenes = [_asked(RECEPTION, reception), _asked(RUNNING, running)]
    asked = {id: body for scene in scenes for id, body in scene.asked.items()}
    answered = {id: answer for scene in scenes for id, answer in scene.answered.items()}
    contents = {_operation(kind, trigger): readable(content) for (kind, trigger), content in payloads().items()}
    refused = scenes[0].refused
    shown = Shown(scenes[0].document)
    shown.look_through(asked | contents, answered)
    shown.look({"$ref": f"{REF}Problem"}, refused)
    found = {
        "schemas": dict(sorted(shown.values.items())),
        "asked": dict(sorted((shortened(asked) | contents).items())),
        "answered": dict(sorted(shortened(answered).items())),
        "refused": shortened(refused),
    }
    FILE.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    sys.stdout.write(f"{len(shown.values)} schemas, {len(found['asked'])} bodies, {len(answered)} operations\n")


def _asked(moment: datetime, ask: Callable[[Scene], None]) -> Scene:
    """A scene of which everything was asked."""
    with played(moment) as parts, asyncio.Runner() as runner:
        scene = Scene(parts, runner)
        try:
            ask(scene)
        finally:
            scene.close()
        return scene


def readable(content: Any) -> Any:
    """The same, shortened only where it would be too long."""
    return content if len(str(content)) <= READABLE else shortened(content)


def _operation(kind: str, trigger: str) -> str:
    """The operation of a step: what is begun by it is asked of its parent."""
    begins = any(row.trigger == trigger and UNBORN in row.sources for row in FAMILY[kind].rows)
    return f"{BORN_OF.get(kind, kind) if begins else kind}_{trigger}"


class Shown:
    """A value of each schema of the document: what shows most of all that stood at its place."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.shapes = document["components"]["schemas"]
        self.judges = {name: validator({"$ref": f"{REF}{name}"}, document) for name in self.shapes}
        self.values: dict[str, Any] = dict(PARTS)

    def look_through(self, asked: Mapping[str, Any], answered: Mapping[str, Mapping[str, Any]]) -> None:
        """Everything asked and answered, by operation."""
        for operation in (each for path in self.document["paths"].values() for each in path.values()):
            id = operation["operationId"]
            if id in asked:
                self.look(operation["requestBody"]["content"][JSON]["schema"], asked[id])
            for status, value in answered.get(id, {}).items():
                self.look(operation["responses"][status]["content"][JSON]["schema"], value)

    def look(self, schema: Mapping[str, Any], value: Any) -> None:
        """A value that stands where a schema is asked for, and all that is in it."""
        name = schema.get("$ref", "").removeprefix(REF)
        if name and self.judges[name].is_valid(value):
            self.values[name] = fuller(self.values.get(name, shortened(value)), shortened(value))
            self.look(self.shapes[name], value)
        for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            self.look(each, value)
        items = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, Mapping) else ()
        for key, item in items:
            for inner in _inside(schema, key):
                self.look(inner, item)


def _inside(schema: Mapping[str, Any], key: str | int) -> list[Mapping[str, Any]]:
    """The schemas that may hold for what stands under a name, or anywhere in a list."""
    if isinstance(key, int):
        return [schema.get("items", {})]
    if key in schema.get("properties", {}):
        return [schema["properties"][key]]
    open_names = [*schema.get("patternProperties", {}).values(), schema.get("additionalProperties")]
    return [each for each in open_names if isinstance(each, Mapping)]


def validator(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """What judges a value by a schema of the document."""
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


if __name__ == "__main__":
    main()
