"""The log's signing key: one line in a file of its own, never in the database, readable by its owner alone."""

import os
from pathlib import Path

from storage.durable import sync
from storage.errors import StorageError
from storage.ledger.notes import KEY_BYTES, NoteError, Signer


def read_key(path: Path) -> Signer | None:
    """The key of a file; None if there is no file. StorageError for a file that holds none or cannot be read."""
    try:
        return Signer.parse(path.read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError, NoteError) as error:
        raise StorageError(f"the log key {path} cannot be used: {error}") from error


def make_key(path: Path, name: str, seed: bytes) -> Signer:
    """Write a new key, never over an old one. StorageError if there is one or it cannot be written."""
    if len(seed) != KEY_BYTES:
        raise ValueError(f"a seed has {KEY_BYTES} bytes, not {len(seed)}")
    signer = Signer(name, seed)
    write_once(path, str(signer))
    return signer


def write_once(path: Path, line: str) -> None:
    """Write a key of one line for its owner alone, durably, never over an old one. StorageError if that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{line}\n")
        sync(path, path.parent)
    except OSError as error:
        raise StorageError(f"the key {path} cannot be written: {error}") from error
