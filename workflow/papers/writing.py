"""A paper as a file: HWPX, XLSX or HTML; its name, its type, and the SHA-256 of its bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from states.papers.document import Document
from states.papers.filling import filled
from workflow.papers import html, hwpx, xlsx
from workflow.papers.gathering import Asked, Gatherer

WRITERS: Mapping[str, tuple[Callable[[Document], bytes], str]] = {
    "hwpx": (hwpx.written, "application/hwp+zip"),
    "xlsx": (xlsx.written, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": (html.written, "text/html; charset=utf-8"),
}
"""Every form a paper may have, and its type."""


@dataclass(frozen=True, slots=True)
class Written:
    """One paper as a file, in which form and language, of which version of its stream (0: of none)."""

    name: str
    type: str
    content: bytes
    form: str
    language: str
    version: int

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def document(gatherer: Gatherer, asked: Asked, language: str) -> Document:
    """The paper, filled. Denied as in `Gatherer.material`."""
    return filled(asked.paper, gatherer.material(asked), language)


def written(found: Document, subject: str, form: str) -> Written:
    """A filled paper as a file. KeyError for a form that is none."""
    writer, type = WRITERS[form]
    name = f"{found.paper}-{subject}.{form}"
    return Written(name, type, writer(found), form, found.language, found.version)
