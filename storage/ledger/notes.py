"""Signed notes (C2SP signed-note): text with Ed25519 signatures below it, as Go's checksum database writes them."""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
KEY_BYTES = 32
MOST = 100
"""Signatures a note may carry."""
NAME = re.compile(r"[^\s+\x00-\x1f]+")
LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
PRIVATE = "PRIVATE+KEY+"


class NoteError(ValueError):
    """A note, a key or a signature that does not hold; one sentence."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name; `str()` is its one-line form, NAME+HASH+KEY."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(ED25519 + self.key).decode()}"

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """A verifier from its one-line form. NoteError if it is none."""
        name, key = _parsed(text)
        found = cls(name, key)
        if str(found) != text:
            raise NoteError("the key's hash is not that of its name and key")
        return found

    def verifies(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under its name; `str()` is what the key file holds."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{b64encode(ED25519 + self.seed).decode()}"

    def __repr__(self) -> str:
        return f"Signer({self.verifier})"

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """A signer from its one-line form. NoteError if it is none."""
        if not text.startswith(PRIVATE):
            raise NoteError("this is not a private key")
        found = cls(*_parsed(text.removeprefix(PRIVATE)))
        if str(found) != text:
            raise NoteError("the key's hash is not that of its name and key")
        return found

    def signature(self, text: str) -> str:
        """The signature line of a text, without its end."""
        signed = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"— {self.name} {b64encode(self.verifier.id + signed).decode()}"


def signed(text: str, *signers: Signer) -> str:
    """The note of a text (which ends with a newline) and every signer's line. NoteError for a text no note can hold."""
    if not _is_text(text) or not signers:
        raise NoteError("malformed note")
    return f"{text}\n" + "".join(f"{signer.signature(text)}\n" for signer in signers)


def opened(note: str, verifiers: Iterable[Verifier]) -> tuple[str, frozenset[Verifier]]:
    """The text of a note and whose signatures on it hold.

    NoteError if it is malformed, if no known key signed it, or if a known key's signature does not hold.
    """
    known = {(each.name, each.id): each for each in verifiers}
    text, _, below = note.rpartition("\n\n")
    text += "\n"
    lines = below.split("\n")
    if not _is_text(text) or lines.pop() or not 0 < len(lines) <= MOST or not _is_clean(note):
        raise NoteError("malformed note")
    holding = set()
    for line in lines:
        name, id, signature = _signature(line)
        verifier = known.get((name, id))
        if verifier in holding or verifier is None:
            continue
        if not verifier.verifies(text, signature):
            raise NoteError(f"invalid signature for key {name}+{id.hex()}")
        holding.add(verifier)
    if not holding:
        raise NoteError("note has no verifiable signatures")
    return text, frozenset(holding)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = LINE.fullmatch(line)
    if not found:
        raise NoteError("malformed note")
    data = _decoded(found[2])
    if len(data) < 5:
        raise NoteError("malformed note")
    return found[1], data[:4], data[4:]


def _parsed(text: str) -> tuple[str, bytes]:
    name, _, rest = text.partition("+")
    hash, _, key = rest.partition("+")
    data = _decoded(key)
    if not NAME.fullmatch(name) or len(hash) != 8 or len(data) != 1 + KEY_BYTES or data[:1] != ED25519:
        raise NoteError("malformed key")
    return name, data[1:]


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Error, ValueError) as error:
        raise NoteError("malformed base64") from error


def _is_text(text: str) -> bool:
    return text.endswith("\n") and text != "\n" and _is_clean(text)


def _is_clean(text: str) -> bool:
    return all(letter >= " " or letter == "\n" for letter in text) and "\ufffd" not in text
