"""A text that says no more than itself: no clause, no cure."""

from collections.abc import Mapping
from typing import NamedTuple


class Said(NamedTuple):
    """One sentence or heading in both languages; `{name}` places are filled from facts."""

    ko: str
    en: str

    def filled(self, facts: Mapping[str, object]) -> "Said":
        return Said(self.ko.format_map(facts), self.en.format_map(facts))


class Help(NamedTuple):
    """A verb's help and an example that can be typed."""

    ko: str
    en: str
    example: str
