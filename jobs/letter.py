"""Letters: one file each in jobs/letters, Korean and English, with the rows it follows and the roles it goes to."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

FOLDER = Path(__file__).parent / "letters"
FRAME = Path(__file__).parent / "letter_frame.txt"
LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: after which rows (`kind.trigger`), to which roles, whether the law asks for it, and its texts."""

    id: str
    on: tuple[str, ...]
    to: tuple[str, ...]
    statutory: bool
    texts: Mapping[str, str]


@cache
def letters() -> Mapping[str, Letter]:
    """Every letter by its id. ValueError if a file is not whole."""
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.txt"))}


def parse(id: str, text: str) -> Letter:
    """A letter's file: front matter, then `--- ko` and `--- en`. ValueError says what is missing."""
    front, *parts = text.split("\n--- ")
    texts = {language: body.strip() for language, _, body in (part.partition("\n") for part in parts)}
    if set(texts) != set(LANGUAGES) or not all(texts.values()):
        raise ValueError(f"the letter {id} needs a text in each of {', '.join(LANGUAGES)}")
    try:
        told = tomllib.loads(front)
        return Letter(id, tuple(told["on"]), tuple(told["to"]), bool(told["statutory"]), texts)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ValueError(f"the front matter of the letter {id} is not whole: {error}") from error


def written_out(letter: Letter, language: str, facts: Mapping[str, Any]) -> str:
    """The letter's whole text in one language."""
    body = _template(letter.texts[language]).render(facts)
    whole: str = _template(FRAME.read_text(encoding="utf-8")).render({**facts, "language": language, "body": body})
    return whole.strip()


@cache
def _template(text: str) -> Any:
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701 - plain text
    return environment.from_string(text)
