"""Secrets that open the door: passwords, session and token secrets, one-time links. Only their hashes are kept."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SESSION, TOKEN, LINK, FEED = "session", "token", "link", "feed"
PREFIXES = {SESSION: "yos_", TOKEN: "yeongo_", LINK: "yol_", FEED: "yof_"}
"""How a secret begins: a leaked token can be found by its prefix."""
SHORTEST, LONGEST = 12, 256
"""Characters of a password."""
SECRET_BYTES = 32


def new_secret(kind: str, entropy: Callable[[int], bytes]) -> str:
    """A fresh secret of 256 bits, to be shown once."""
    return PREFIXES[kind] + urlsafe_b64encode(entropy(SECRET_BYTES)).rstrip(b"=").decode()


def hash_of(secret: str) -> str:
    """What is kept of a secret: it is random, so a fast hash is enough."""
    return sha256(secret.encode(errors="replace")).hexdigest()


def login_of(name: str, key: bytes) -> str:
    """What is kept of a login name: an HMAC of its folded form, so that the table names nobody."""
    return hmac.digest(key, normalize("NFKC", name).strip().casefold().encode(errors="replace"), "sha256").hex()


@cache
def hasher() -> PasswordHasher:
    """Argon2id with 19 MiB, two passes, one lane (OWASP)."""
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobody() -> str:
    return hasher().hash("a password nobody has")


def is_password(given: str, kept: str) -> bool:
    """Whether a password is the one kept; takes the same time where none is."""
    try:
        hasher().verify(kept or _nobody(), normalize("NFKC", given))
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept)


def kept_password(given: str) -> str:
    return hasher().hash(normalize("NFKC", given))


def is_fit(password: str, login: str) -> bool:
    """Long enough, not endless, not the login name itself and not one letter repeated."""
    folded = normalize("NFKC", password).casefold()
    return SHORTEST <= len(password) <= LONGEST and folded != login.casefold() and len(set(folded)) >= 5
