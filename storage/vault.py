"""Secrets this house must be able to say again: kept sealed in the database, under a key in a file beside it.

A copy of the database alone opens none of them. The file holds one key a line; the first seals, each of them opens,
so a new key is put on top of the old one.
"""

from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage.errors import StorageError
from storage.ledger.keyfile import write_once


class VaultError(StorageError):
    """A secret that was sealed under a key this process does not have."""


class Vault:
    """Seals and opens texts. `keys` as `Fernet.generate_key` writes them, the one that seals first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def sealed(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def opened(self, kept: str) -> str:
        """The text again. VaultError if no key of this vault sealed it."""
        try:
            return self._fernet.decrypt(kept).decode()
        except InvalidToken as error:
            raise VaultError("a secret was sealed under a key that is not in the secret key's file") from error

    def opens(self, kept: str) -> bool:
        """Whether some key of this vault sealed a text."""
        try:
            return bool(self.opened(kept))
        except VaultError:
            return False


def read_vault(path: Path) -> Vault | None:
    """The vault of a key file; None if there is no file. StorageError for a file that holds no key."""
    try:
        return Vault(path.read_text(encoding="ascii").split())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StorageError(f"the secret key {path} cannot be used: {error}") from error


def make_vault(path: Path) -> Vault:
    """Write a new key, never over an old one. StorageError if there is one or it cannot be written."""
    key = Fernet.generate_key().decode()
    write_once(path, key)
    return Vault([key])
