"""Secrets this house must be able to say again: kept sealed in the database, under a key in a file beside it.

A copy of the database alone opens none of them. The file holds one key a line; the first seals, each of them opens.
What is put into the file counts at once, in every process: a key is changed while everything runs.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage.durable import sync
from storage.errors import StorageError
from storage.ledger.keyfile import write_once


class VaultError(StorageError):
    """A secret that was sealed under a key this process does not have."""


class Vault:
    """Seals and opens texts. `keys` as `Fernet.generate_key` writes them, the one that seals first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [Fernet(key) for key in keys]
        self._all = MultiFernet(self._keys)

    def sealed(self, secret: str) -> str:
        return self._all.encrypt(secret.encode()).decode()

    def opened(self, kept: str) -> str:
        """The text again. VaultError if no key of this vault sealed it."""
        return _opened(self._all, kept)

    def opens(self, kept: str) -> bool:
        """Whether some key of this vault sealed a text."""
        return _opens(self._all, kept)

    def seals(self, kept: str) -> bool:
        """Whether a text is sealed under the key that seals now."""
        return _opens(self._keys[0], kept)


class KeptVault(Vault):
    """The vault of a file, as the file is now. StorageError where it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark: tuple[int, int, int] | None = None
        self._look()

    def sealed(self, secret: str) -> str:
        self._look()
        return super().sealed(secret)

    def opened(self, kept: str) -> str:
        self._look()
        return super().opened(kept)

    def opens(self, kept: str) -> bool:
        self._look()
        return super().opens(kept)

    def seals(self, kept: str) -> bool:
        self._look()
        return super().seals(kept)

    @property
    def names(self) -> list[str]:
        """What the record calls each key by, the one that seals first."""
        return [_name(key) for key in _read(self.path)]

    def begin(self) -> bool:
        """Put a new key on top, which seals from now on; False where a change is under way already."""
        keys = _read(self.path)
        if len(keys) > 1:
            return False
        _write(self.path, [Fernet.generate_key().decode(), *keys])
        return True

    def end(self) -> int:
        """Take the older keys out of the file: how many there were."""
        first, *older = _read(self.path)
        if older:
            _write(self.path, [first])
        return len(older)

    def _look(self) -> None:
        """Read the file where it is not the one read last."""
        try:
            found = self.path.stat()
            mark = (found.st_mtime_ns, found.st_ino, found.st_size)
            if mark != self._mark:
                super().__init__(_read(self.path))
                self._mark = mark
        except (OSError, ValueError) as error:
            raise StorageError(f"the secret key {self.path} cannot be used: {error}") from error


def read_vault(path: Path) -> KeptVault | None:
    """The vault of a key file; None if there is no file. StorageError for a file that holds no key."""
    return KeptVault(path) if path.exists() else None


def make_vault(path: Path) -> KeptVault:
    """Write a new key, never over an old one. StorageError if there is one or it cannot be written."""
    write_once(path, Fernet.generate_key().decode())
    return KeptVault(path)


def _opened(keys: Fernet | MultiFernet, kept: str) -> str:
    try:
        return keys.decrypt(kept).decode()
    except InvalidToken as error:
        raise VaultError("a secret was sealed under a key that is not in the secret key's file") from error


def _opens(keys: Fernet | MultiFernet, kept: str) -> bool:
    try:
        return bool(_opened(keys, kept))
    except VaultError:
        return False


def _name(key: str) -> str:
    """A key has 256 random bits: its hash tells it apart and gives nothing away."""
    return sha256(key.encode()).hexdigest()[:16]


def _read(path: Path) -> list[str]:
    return path.read_text(encoding="ascii").split()


def _write(path: Path, keys: Sequence[str]) -> None:
    """Put the whole file in the place of the old one, durably: at no moment is there half of it."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.unlink(missing_ok=True)
        write_once(beside, "\n".join(keys))
        beside.replace(path)
        sync(path.parent)
    except OSError as error:
        raise StorageError(f"the key {path} cannot be written: {error}") from error
