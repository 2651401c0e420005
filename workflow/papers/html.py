"""A paper as HTML to look at and to print: the article for a page, or a whole file that needs nothing beside it."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from states.catalogue.papers import WORDS
from states.papers.document import Document, Grid, Paragraph

HERE = Path(__file__).parent
PAGE = Markup(
    '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n<title>{}</title>\n<style>\n{}</style>\n'
    "</head>\n<body>\n{}</body>\n</html>\n"
)


@cache
def style() -> str:
    """The print style sheet."""
    return (HERE / "paper.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.tests["grid"] = lambda block: isinstance(block, Grid)
    made.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    return made


def article(document: Document) -> Markup:
    """The paper as one element, every text of it escaped."""

    def word(name: str) -> str:
        return str(getattr(WORDS[name], document.language))

    text = _environment().get_template("paper.html").render(d=document, w=word)
    return Markup(text)  # noqa: S704 - made by an escaping template of our own


def written(document: Document) -> bytes:
    """A whole file; the same bytes for the same document."""
    sheet = Markup(style())  # noqa: S704 - a file of ours
    return PAGE.format(document.language, document.title, sheet, article(document)).encode()
