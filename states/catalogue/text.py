"""What a refusal says to a person, and what would cure it, in Korean and English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """Sentences with `{name}` places, filled from the refusal's facts."""

    ko: str
    en: str
    cure_ko: str
    cure_en: str

    def filled(self, facts: Mapping[str, Any]) -> "Text":
        """The sentences with every place filled; a place the facts do not name stays as it is written."""
        shown = _Shown({name: _shown(value) for name, value in facts.items()})
        return Text(
            self.ko.format_map(shown),
            self.en.format_map(shown),
            self.cure_ko.format_map(shown),
            self.cure_en.format_map(shown),
        )


class _Shown(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"{value:,}"
    return ", ".join(_shown(each) for each in value) if isinstance(value, list | tuple) else str(value)
