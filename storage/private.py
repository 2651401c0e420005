"""Private parts of events: personal data and single evaluators' scores, kept apart so that they can be erased.

The event carries only a commitment, an HMAC of the canonical bytes under a random secret of its own; the value is
kept encrypted beside the event. Destroying the secret erases the part: the ciphertext no longer opens and the
commitment no longer confirms a guess, however few values there are to guess from, while the chain still verifies.
"""

import hmac
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from states import canonical

SECRET_BYTES: Final = 32
_MAC_LABEL: Final = b"yeongo private part: commitment"
_KEY_LABEL: Final = b"yeongo private part: encryption"
# A key encrypts one part once, as every part has a secret of its own, so the nonce has nothing to tell apart.
_NONCE: Final = bytes(12)
# Lengths are rounded up before encryption: otherwise a score of 100 would show beside one of 95.
_BLOCK: Final = 64


class PrivatePartError(Exception):
    """A part that does not open (altered, moved, another secret) or a secret of the wrong length."""


@dataclass(frozen=True, slots=True)
class PartPlace:
    """Where a part belongs: the event's stream and version, the part's name in it. A ciphertext opens only there."""

    stream: str
    version: int
    part: str


@dataclass(frozen=True, slots=True)
class SealedPart:
    """What is stored: the commitment (64 hex digits) in the event, the ciphertext beside it."""

    commitment: str
    ciphertext: bytes


def seal(value: object, secret: bytes, place: PartPlace) -> SealedPart:
    """Commit to a value and encrypt it (AES-256-GCM).

    `secret` is 32 fresh random bytes, never used for another value or place: key and nonce repeat with it.
    CanonicalError if the value is outside the canonical profile.
    """
    plain = canonical.dumps(value)
    padded = plain.ljust(-(-len(plain) // _BLOCK) * _BLOCK)
    ciphertext = AESGCM(_derive(secret, _KEY_LABEL)).encrypt(_NONCE, padded, _associated(place))
    return SealedPart(_commitment(plain, secret), ciphertext)


def open_part(ciphertext: bytes, secret: bytes, place: PartPlace) -> Any:
    """The sealed value; PrivatePartError if anything of ciphertext, secret or place is not as it was sealed."""
    cipher = AESGCM(_derive(secret, _KEY_LABEL))
    try:
        return canonical.loads(cipher.decrypt(_NONCE, ciphertext, _associated(place)))
    except InvalidTag as error:
        raise PrivatePartError(f"part {place.part} of {place.stream} version {place.version} does not open") from error


def commits(value: object, secret: bytes, commitment: str) -> bool:
    """Whether a commitment is the one to this value under this secret (compared in constant time)."""
    expected = _commitment(canonical.dumps(value), secret)
    return hmac.compare_digest(expected.encode(), commitment.encode("ascii", "replace"))


def _commitment(plain: bytes, secret: bytes) -> str:
    return hmac.digest(_derive(secret, _MAC_LABEL), plain, "sha256").hex()


def _derive(secret: bytes, label: bytes) -> bytes:
    if len(secret) != SECRET_BYTES:
        raise PrivatePartError(f"a secret has {SECRET_BYTES} bytes, not {len(secret)}")
    return hmac.digest(secret, label, "sha256")


def _associated(place: PartPlace) -> bytes:
    return canonical.dumps([place.stream, place.version, place.part])
