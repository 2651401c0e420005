"""A notice as an official letter: what was written to somebody, with who sends it to whom and its close."""

from datetime import date

from states import formats
from states.catalogue.papers import WORDS
from states.papers.document import Document, Letterhead, Paragraph
from states.papers.filling import clean
from states.papers.official import ended, signatory
from states.roles import AGENCY


def letter(name: str, subject: str, body: str, sender: str, to: str, day: date, proof: dict[str, object]) -> Document:
    """The letter in Korean or English, as `proof["language"]` says; `proof` names stream, version and head."""
    language = str(proof["language"])
    lines = [Paragraph(line) for line in ended(clean(body), language).split("\n")]
    record = getattr(WORDS["record"].filled(proof), language)
    head = Letterhead(clean(sender), clean(to), signatory(AGENCY, clean(sender), language))
    version = int(str(proof["version"]))
    return Document(
        name, language, clean(subject), tuple(lines), formats.day(day, language), day.isoformat(), version,
        (record,), head,
    )  # fmt: skip
