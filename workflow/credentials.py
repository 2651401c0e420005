"""Secrets that open the door: passwords, session and token secrets, one-time links. Only their hashes are kept."""

import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SESSION, TOKEN, LINK, FEED = "session", "token", "link", "feed"
PREFIXES = {SESSION: "yos_", TOKEN: "yeongo_", LINK: "yol_", FEED: "yof_"}
"""How a secret begins: a leaked token can be found by its prefix."""
SHORTEST, LONGEST, DIFFERENT, OF_ITS_OWN = 12, 256, 5, 6
"""Characters of a password, the different ones at least, and the letters and digits that say nothing known."""
SEPARATOR = re.compile(r"[\W_]+")
FEWEST_GUESSES, JUDGED = 10**8, 72
"""Tries that must not find a password, and how many of its characters are judged: zxcvbn's own measures."""
WORDS = frozenset({
    "yeongo", "연고", "연고산업", "산업", "tipa", "중소기업기술정보진흥원", "중소벤처기업부", "중기부", "행정안전부",
    "technopark", "테크노파크", "smtech", "ktop", "admin", "관리자", "비밀번호", "qlalfqjsgh",
})  # fmt: skip
"""What anyone who knows this house tries first; the last is 비밀번호 typed on Latin keys."""
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


def is_fit(password: str, own: Iterable[str]) -> bool:
    """Long enough, not endless, not soon found by who tries passwords of breaches, words, dates and rows of keys, and
    not made of the words of this house and what is known of its owner (`own`)."""
    folded = normalize("NFKC", password).casefold()
    if not SHORTEST <= len(password) <= LONGEST or len(set(folded)) < DIFFERENT:
        return False
    known = {part for each in own for part in SEPARATOR.split(normalize("NFKC", each).casefold()) if len(part) > 1}
    rest = SEPARATOR.sub("", folded)
    for word in sorted(known | WORDS, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) >= OF_ITS_OWN and zxcvbn(folded[:JUDGED])["guesses"] >= FEWEST_GUESSES
