"""Signed notes and checkpoints: the published examples, and everything a careful reader must refuse."""

from pathlib import Path

import pytest

from storage.errors import StorageError
from storage.ledger.checkpoint import Checkpoint, opened_checkpoint, parsed
from storage.ledger.keyfile import make_key, read_key
from storage.ledger.notes import MOST, NoteError, Signer, Verifier, opened, signed

PETER_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
SOFA = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

PETER_V, ENOCH_V = Verifier.parse(PETER), Verifier.parse(ENOCH)


def test_the_published_note_is_written_byte_for_byte() -> None:
    assert signed(TEXT, Signer.parse(PETER_KEY)) == f"{TEXT}\n{BY_PETER}"
    assert str(Signer.parse(PETER_KEY)) == PETER_KEY
    assert str(Signer.parse(PETER_KEY).verifier) == PETER


def test_the_published_note_is_read() -> None:
    note = f"{TEXT}\n{BY_PETER}{BY_ENOCH}"
    assert opened(note, [PETER_V]) == (TEXT, frozenset({PETER_V}))
    assert opened(note, [PETER_V, ENOCH_V]) == (TEXT, frozenset({PETER_V, ENOCH_V}))
    assert opened(f"{TEXT}\n{BY_PETER}{BY_PETER}", [PETER_V]) == (TEXT, frozenset({PETER_V}))
    with pytest.raises(NoteError, match="note has no verifiable signatures"):
        opened(note, [])


def test_a_signature_that_does_not_hold_is_named() -> None:
    bent = BY_PETER[:60] + "ABCD" + BY_PETER[60:]
    with pytest.raises(NoteError, match=r"invalid signature for key PeterNeumann\+c74f20a3"):
        opened(f"{TEXT}\n{bent}", [PETER_V])
    with pytest.raises(NoteError, match="invalid signature"):
        opened(f"{TEXT.replace('answer', 'enigma')}\n{BY_PETER}", [PETER_V])


@pytest.mark.parametrize(
    "note",
    [
        TEXT,
        TEXT + "\n",
        TEXT + "\n" + BY_PETER[:-1],
        "\x01" + TEXT + "\n" + BY_PETER,
        "\ufffd" + TEXT + "\n" + BY_PETER,
        TEXT + "\n" + BY_PETER.replace("PeterNeumann", "Bad Name"),
        TEXT + "\n" + BY_PETER + "Unexpected line.\n",
        TEXT + "\n" + BY_PETER * (MOST + 1),
        TEXT + "\n— PeterNeumann AAAA\n",
        "\n" + BY_PETER,
        "",
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError, match="malformed note"):
        opened(note, [PETER_V])


@pytest.mark.parametrize("whole", [PETER, PETER_KEY])
def test_no_piece_and_no_neighbour_of_a_key_is_a_key(whole: str) -> None:
    parse = Signer.parse if whole == PETER_KEY else Verifier.parse
    for at in range(len(whole)):
        for bad in (whole[:at], whole[at + 1 :], whole[:at] + chr(ord(whole[at]) + 1) + whole[at + 1 :]):
            with pytest.raises(NoteError):
                parse(bad)


@pytest.mark.parametrize(
    "key",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_the_published_bad_keys_are_refused(key: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(key)


def test_a_text_no_note_can_hold_is_not_signed() -> None:
    for text in ("", "abc", "\n", "a\x00\n"):
        with pytest.raises(NoteError, match="malformed note"):
            signed(text, Signer.parse(PETER_KEY))


def test_the_published_checkpoint() -> None:
    found = parsed(SOFA)
    assert (found.origin, found.size, found.text) == ("example.com/behind-the-sofa", 20852163, SOFA)
    assert parsed(SOFA + "an extension\n") == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\n",
        "a\n1\n",
        SOFA.replace("2085", "02085"),
        SOFA.replace("20852163", "-1"),
        SOFA.replace("example.com/behind-the-sofa", ""),
        SOFA.replace("=", ""),
        SOFA.replace("2I=", "2J="),
        SOFA[:-1],
        SOFA + "\n",
        "\n" + SOFA,
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError, match="malformed checkpoint"):
        parsed(text)


def test_a_checkpoint_is_signed_and_opened() -> None:
    signer = Signer("yeongo/test", bytes(range(32)))
    head = Checkpoint("yeongo/test", 7, bytes(32))
    assert opened_checkpoint(head.signed(signer), [signer.verifier]) == head
    with pytest.raises(NoteError, match="no verifiable"):
        opened_checkpoint(head.signed(signer), [PETER_V])


def test_a_key_file_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "below" / "log.key"
    assert read_key(path) is None
    signer = make_key(path, "yeongo/test", bytes(range(32)))
    assert (read_key(path), path.stat().st_mode & 0o777) == (signer, 0o600)
    assert "AQAB" not in repr(signer)
    with pytest.raises(StorageError, match="cannot be written"):
        make_key(path, "yeongo/test", bytes(32))
    path.write_text("nonsense")
    with pytest.raises(StorageError, match="this is not a private key"):
        read_key(path)
