"""Payloads at random: what a payload model's JSON schema admits, from pools of values the programme knows."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final

from states.lifecycle import Payload
from tests.world import GUNWI, JANGSU, JINAN, real_rules

SHA: Final = "a" * 64
BY_NAME: Final[Mapping[str, tuple[Any, ...]]] = {
    "rules": (real_rules().fingerprint,),
    "area": (JANGSU, JINAN, GUNWI),
    "ministries": (["MSS", "MOIS"], ["MSS", "MOJ", "MOIS", "MAFRA"], ["MSS"]),
    "brn": ("1234567891", "1248100998", "0000000000"),
    "round": (1, 2),
    "year": (2025, 2026),
    "fiscal_year": (2025, 2026),
    "rate": (10, 30, 100),
    "amount": (0, 1, 500_000_000, 900_000_000),
    "name": tuple(real_rules().settings),
    "value": (1, 5, 30),
    "programmes": tuple([each.id] for each in real_rules().programmes),
    "grade": tuple(each.id for each in real_rules().grades),
    "ground": ("method", "procedure", *(each.code for each in real_rules().screening_reasons[:2])),
}
BY_PATTERN: Final[Mapping[str, tuple[str, ...]]] = {
    r"^\d{5}$": BY_NAME["area"],
    r"^\d{10}$": BY_NAME["brn"],
    r"^[0-9a-f]{64}$": (SHA, "b" * 64),
}
BY_FORMAT: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("2024-12-03", "2025-02-01", "2025-12-31"),
    "date-time": ("2024-12-21T09:00:00Z", "2025-03-01T09:00:00+09:00"),
}


class Maker:
    """Makes payloads; the same seed makes the same ones. `pool` gives ids of the walk for the fields it knows."""

    def __init__(self, random: Random, pool: Callable[[str], list[str]]) -> None:
        self.random = random
        self.pool = pool

    def payload(self, model: type[Payload]) -> dict[str, Any]:
        schema = model.model_json_schema()
        made: dict[str, Any] = self._object(schema, schema.get("$defs", {}))
        return made

    def _object(self, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> dict[str, Any]:
        needed = schema.get("required", ())
        names = [name for name in schema.get("properties", {}) if name in needed or self.random.random() < 0.6]
        return {name: self._field(name, schema["properties"][name], defs) for name in names}

    def _field(self, name: str, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
        known = BY_NAME.get(name) or self.pool(name)
        if known and "enum" not in schema and (name == "value" or self.random.random() < 0.9):
            return self.random.choice(known)
        return self._value(schema, defs)

    def _value(self, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> Any:
        if "$ref" in schema:
            return self._value(defs[schema["$ref"].rpartition("/")[2]], defs)
        if "anyOf" in schema:
            return self._value(self.random.choice(schema["anyOf"]), defs)
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        makers = {"object": self._map, "array": self._array, "string": self._text, "integer": self._integer}
        made = makers.get(schema.get("type", ""))
        if made is not None:
            return made(schema, defs)
        return self.random.random() < 0.7 if schema.get("type") == "boolean" else None

    def _map(self, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> dict[str, Any]:
        if "properties" in schema:
            return self._object(schema, defs)
        keys = [*self.pool("project"), *(each.code for each in real_rules().ministries)]
        inner = schema.get("additionalProperties") or next(iter(schema["patternProperties"].values()))
        return {self.random.choice(keys): self._value(inner, defs) for _ in range(self.random.randint(0, 2))}

    def _array(self, schema: Mapping[str, Any], defs: Mapping[str, Any]) -> list[Any]:
        if "prefixItems" in schema:
            return [self._value(each, defs) for each in schema["prefixItems"]]
        count = self.random.randint(schema.get("minItems", 0), max(2, schema.get("minItems", 0)))
        return [self._value(schema["items"], defs) for _ in range(count)]

    def _text(self, schema: Mapping[str, Any], _: Mapping[str, Any]) -> str:
        if "format" in schema:
            return self.random.choice(BY_FORMAT[schema["format"]])
        return self.random.choice(BY_PATTERN.get(schema.get("pattern", ""), ("person-1", "person-2", "abc")))

    def _integer(self, schema: Mapping[str, Any], _: Mapping[str, Any]) -> int:
        least, most = schema.get("minimum", 0), min(schema.get("maximum", 365), 10**10)
        number: int = self.random.choice([least, most, self.random.randint(least, most)])
        return number
