"""Issuing a paper: its bytes are kept under their hash with the stream they are about, and the act is recorded."""

from dataclasses import dataclass
from io import BytesIO

from states.papers.parts import PERSON
from storage.ledger.journal import PAPERS, record
from workflow.errors import Denied
from workflow.papers.gathering import Asked
from workflow.papers.writing import Written
from workflow.uploads import Document, Documents


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper that went out: the stored document, whose hash a step may carry, and the hash of the recorded act."""

    document: Document
    number: int
    hash: str


def issue(documents: Documents, asked: Asked, made: Written) -> Issued:
    """Keep the file and record that it was issued: which paper, of which stream and version, its SHA-256, by whom.

    Denied `paper.not_kept` for what belongs to no stream or is no document, and as in `Documents.take`.
    """
    if PERSON in asked.paper.on or made.form == "html":
        raise Denied("paper.not_kept", paper=asked.paper.id)
    kept = documents.take(asked.actor.id, asked.subject, made.name, len(made.content), BytesIO(made.content))
    content = {
        "paper": asked.paper.id,
        "of": {"stream": asked.subject, "version": made.version},
        "language": made.language,
        "sha256": made.sha256,
        "document": kept.id,
    }
    with documents.store.transaction() as transaction:
        entry = record(transaction, PAPERS, content, asked.now, asked.actor)
    return Issued(kept, entry.version, entry.hash)
