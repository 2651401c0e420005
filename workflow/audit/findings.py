"""What verification found wrong: a code of the catalogue, where, and the facts that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold. `version` is 0 where no single version is meant."""

    code: str
    stream: str
    version: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
