"""Letters: one file each in jobs/letters, Korean and English, with the rows it follows and the roles it goes to."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from states.lifecycle import Lifecycle, Notice

FOLDER = Path(__file__).parent / "letters"
FRAME = Path(__file__).parent / "letter_frame.txt"
LANGUAGES = ("ko", "en")
LONGEST_LINE = 118


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: after which rows (`kind.trigger`), to which roles, whether the law asks for it, and its texts.

    One that is `asked` for follows no row: it goes to those who want it.
    """

    id: str
    on: tuple[str, ...]
    to: tuple[str, ...]
    statutory: bool
    texts: Mapping[str, str]
    asked: bool = False


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
        return Letter(id, tuple(told["on"]), tuple(told["to"]), bool(told["statutory"]), texts, "asked" in told)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise ValueError(f"the front matter of the letter {id} is not whole: {error}") from error


def in_step(family: Mapping[str, Lifecycle]) -> dict[str, str]:
    """Every letter's file by its name, its front matter as the lifecycles declare it; a new one says its label."""
    sent: dict[str, tuple[Notice, set[str]]] = {}
    for kind, lifecycle in family.items():
        for row in lifecycle.rows:
            for notice in row.notify:
                sent.setdefault(notice.id, (notice, set()))[1].add(f"{kind}.{row.trigger}")
    return {f"{id}.txt": _file(notice, sorted(rows)) for id, (notice, rows) in sorted(sent.items())}


def _file(notice: Notice, rows: Sequence[str]) -> str:
    known = letters().get(notice.id)
    texts = known.texts if known else {"ko": notice.ko, "en": notice.en}
    statutory = "true" if known is None or known.statutory else "false"
    front = f"{_listed('on', rows)}\n{_listed('to', notice.to)}\nstatutory = {statutory}\n"
    return front + "".join(f"--- {language}\n{texts[language]}\n" for language in LANGUAGES)


def _listed(name: str, values: Sequence[str]) -> str:
    line = f"{name} = [" + ", ".join(f'"{value}"' for value in values) + "]"
    return line if len(line) <= LONGEST_LINE else f"{name} = [\n" + "".join(f'    "{x}",\n' for x in values) + "]"


def written_out(letter: Letter, language: str, facts: Mapping[str, Any]) -> str:
    """The letter's whole text in one language."""
    body = _template(letter.texts[language]).render(facts)
    whole: str = _template(FRAME.read_text(encoding="utf-8")).render({**facts, "language": language, "body": body})
    return whole.strip()


def said(text: str, facts: Mapping[str, Any]) -> str:
    """A text alone, filled."""
    filled: str = _template(text).render(facts)
    return filled.strip()


@cache
def _template(text: str) -> Any:
    # Letters are text/plain: escaping would put `&amp;` into them. Where one is shown on a page, the page escapes it.
    # The templates are files of ours; what people wrote comes in as values and is never read as a template.
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701  # nosec B701
    return environment.from_string(text)
