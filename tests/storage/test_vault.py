"""Secrets open under the keys of the file, and under no other; the first key seals."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.errors import StorageError
from storage.vault import Vault, VaultError, make_vault, read_vault


def test_what_is_sealed_opens_again_and_does_not_show_through(tmp_path: Path) -> None:
    path = tmp_path / "below" / "yeongo.secret"
    assert read_vault(path) is None
    sealed = make_vault(path).sealed("whsec_abc")
    again = read_vault(path)
    assert again is not None
    assert (again.opened(sealed), "whsec" in sealed, path.stat().st_mode & 0o777) == ("whsec_abc", False, 0o600)


def test_a_new_key_on_top_seals_and_the_old_one_still_opens(tmp_path: Path) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    path = tmp_path / "yeongo.secret"
    path.write_text(f"{new}\n{old}\n")
    both = read_vault(path)
    assert both is not None
    assert both.opened(Vault([old]).sealed("whsec_abc")) == "whsec_abc"
    assert Vault([new]).opened(both.sealed("whsec_abc")) == "whsec_abc"
    with pytest.raises(VaultError, match="under a key that is not in"):
        Vault([old]).opened(both.sealed("whsec_abc"))


@pytest.mark.parametrize("content", [b"", b"no key", "키".encode()])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "yeongo.secret"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="cannot be used"):
        read_vault(path)
    with pytest.raises(StorageError, match="cannot be written"):
        make_vault(path)
