"""Checkpoints (C2SP tlog-checkpoint): the signed head of the log, three lines under its key."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from storage.ledger.notes import NoteError, Signer, Verifier, opened, signed
from storage.ledger.tree import HASH

SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many leaves the log of this origin had, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    def signed(self, signer: Signer) -> str:
        """The note that is published and kept."""
        return signed(self.text, signer)


def parsed(text: str) -> Checkpoint:
    """A checkpoint from a note's text; extension lines are let be. NoteError if it is none."""
    *lines, end = text.split("\n")
    if end or len(lines) < 3 or not all(lines) or not SIZE.fullmatch(lines[1]):
        raise NoteError("malformed checkpoint")
    origin, size, root = lines[:3]
    try:
        data = b64decode(root, validate=True)
    except ValueError as error:
        raise NoteError("malformed checkpoint") from error
    if len(data) != HASH or b64encode(data).decode() != root:
        raise NoteError("malformed checkpoint")
    return Checkpoint(origin, int(size), data)


def opened_checkpoint(note: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint of a note that one of these keys signed. NoteError if it does not hold."""
    text, _ = opened(note, verifiers)
    return parsed(text)
