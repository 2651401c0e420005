"""What a refusal says to a person, and what would cure it, in Korean and English."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Sentences with `{name}` places, filled from the refusal's facts in words."""

    ko: str
    en: str
    cure_ko: str
    cure_en: str

    def filled(self, ko: Mapping[str, str], en: Mapping[str, str]) -> "Text":
        """The sentences with every place filled in its language; a place nobody names stays as it is written."""
        ko, en = _Named(ko), _Named(en)
        return Text(
            self.ko.format_map(ko), self.en.format_map(en), self.cure_ko.format_map(ko), self.cure_en.format_map(en)
        )


class _Named(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
