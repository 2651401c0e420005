"""Files outlast a power cut once they are said to be there: their content was waited for, and their name."""

import os
from pathlib import Path

import pytest

from storage.backup import backup, keys_of
from storage.depot import Depot
from storage.ledger.keyfile import make_key
from storage.store import Store


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file and folder the disk was waited for, in order."""
    seen: list[Path] = []
    real = os.fsync

    def watched(descriptor: int) -> None:
        real(descriptor)
        seen.append(Path(f"/proc/self/fd/{descriptor}").readlink())

    monkeypatch.setattr(os, "fsync", watched)
    return seen


def test_a_document_and_its_folder(tmp_path: Path, synced: list[Path]) -> None:
    depot = Depot(tmp_path / "documents")
    depot.append("1", 0, b"%PDF-1.7")
    hash = depot.digest("1")
    depot.keep("1", hash)
    assert depot.path(hash).read_bytes() == b"%PDF-1.7"
    assert synced == [depot.arriving("1"), depot.folder / hash[:2], depot.folder]


def test_the_key_of_the_log(tmp_path: Path, synced: list[Path]) -> None:
    make_key(tmp_path / "log.key", "yeongo/test", bytes(32))
    assert synced == [tmp_path / "log.key", tmp_path]


def test_a_backup_is_whole_before_it_has_its_name(migrated_sqlite_url: str, tmp_path: Path, synced: list[Path]) -> None:
    store, file = Store(migrated_sqlite_url), tmp_path / "backup"
    backup(store, file)
    store.close()
    assert synced == [tmp_path / "backup.partial", tmp_path / "backup.keys.partial", tmp_path]
    assert keys_of(file).exists()
