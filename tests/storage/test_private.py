"""Private parts: open only as sealed and where sealed; the commitment tells nothing without the secret."""

import hashlib
import hmac
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from states import canonical
from states.canonical import CanonicalError
from storage.private import PartPlace, PrivatePartError, SealedPart, commits, open_part, seal

SECRET = bytes(range(32))
OTHER_SECRET = bytes(range(1, 33))
PLACE = PartPlace("project/7c44", 5, "score")
VALUE = {"evaluator": "e-12", "score": 87, "opinion": "사업 계획이 구체적임"}

secrets = st.binary(min_size=32, max_size=32)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
places = st.builds(PartPlace, st.text("ab/[,", max_size=4), st.integers(0, 99), st.text("ab],", max_size=4))


@given(values, secrets, places)
def test_what_is_sealed_opens_and_commits(value: Any, secret: bytes, place: PartPlace) -> None:
    sealed = seal(value, secret, place)
    assert open_part(sealed.ciphertext, secret, place) == value
    assert commits(value, secret, sealed.commitment)


def test_the_construction_is_the_documented_one() -> None:
    mac_key = hmac.new(SECRET, b"yeongo private part: commitment", hashlib.sha256).digest()
    key = hmac.new(SECRET, b"yeongo private part: encryption", hashlib.sha256).digest()
    plain = canonical.dumps(VALUE)
    sealed = seal(VALUE, SECRET, PLACE)
    assert sealed.commitment == hmac.new(mac_key, plain, hashlib.sha256).hexdigest()
    padded = AESGCM(key).decrypt(bytes(12), sealed.ciphertext, b'["project/7c44",5,"score"]')
    assert padded.rstrip(b" ") == plain
    assert sealed == SealedPart(sealed.commitment, sealed.ciphertext)


def test_every_flipped_bit_is_found() -> None:
    ciphertext = seal(VALUE, SECRET, PLACE).ciphertext
    for bit in range(len(ciphertext) * 8):
        flipped = bytearray(ciphertext)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(PrivatePartError):
            open_part(bytes(flipped), SECRET, PLACE)


@pytest.mark.parametrize("kept", [0, 1, 15, 16, -1])
def test_a_truncated_ciphertext_does_not_open(kept: int) -> None:
    with pytest.raises(PrivatePartError):
        open_part(seal(VALUE, SECRET, PLACE).ciphertext[:kept], SECRET, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        PartPlace("project/7c45", 5, "score"),
        PartPlace("project/7c44", 6, "score"),
        PartPlace("project/7c44", 5, "scorer"),
    ],
)
def test_a_ciphertext_moved_elsewhere_does_not_open(elsewhere: PartPlace) -> None:
    with pytest.raises(PrivatePartError, match=f"{elsewhere.part} of {elsewhere.stream} version {elsewhere.version}"):
        open_part(seal(VALUE, SECRET, PLACE).ciphertext, SECRET, elsewhere)


def test_swapped_ciphertexts_open_on_neither_side() -> None:
    there = PartPlace("project/7c44", 5, "phone")
    score, phone = seal(VALUE, SECRET, PLACE), seal("010-0000-0000", OTHER_SECRET, there)
    for ciphertext, secret, place in [(phone.ciphertext, SECRET, PLACE), (score.ciphertext, OTHER_SECRET, there)]:
        with pytest.raises(PrivatePartError):
            open_part(ciphertext, secret, place)


@given(secrets.filter(lambda secret: secret != SECRET))
def test_another_secret_opens_and_confirms_nothing(secret: bytes) -> None:
    sealed = seal(VALUE, SECRET, PLACE)
    with pytest.raises(PrivatePartError):
        open_part(sealed.ciphertext, secret, PLACE)
    assert not commits(VALUE, secret, sealed.commitment)


def test_a_commitment_holds_for_one_value_only() -> None:
    commitment = seal(VALUE, SECRET, PLACE).commitment
    assert commits(dict(reversed(VALUE.items())), SECRET, commitment)
    assert not commits({**VALUE, "score": 88}, SECRET, commitment)
    for other in ("", "가" * 64, "\ud800", commitment.upper(), commitment[:-1]):
        assert not commits(VALUE, SECRET, other)


def test_after_erasure_no_guess_is_confirmed() -> None:
    """Scores are few: with the secret one guess fits, without it none does, neither as a plain hash nor keyed."""
    place = PartPlace("project/7c44", 5, "score")
    commitment = seal(87, SECRET, place).commitment
    assert [score for score in range(101) if commits(score, SECRET, commitment)] == [87]
    guesses = {score: canonical.dumps(score) for score in range(101)}
    assert commitment not in {hashlib.sha256(plain).hexdigest() for plain in guesses.values()}
    for secret in (bytes(32), OTHER_SECRET):
        assert [score for score in guesses if commits(score, secret, commitment)] == []


def test_equal_values_look_unlike_and_lengths_tell_little() -> None:
    one, two = seal(95, SECRET, PLACE), seal(95, OTHER_SECRET, PLACE)
    assert one.commitment != two.commitment
    assert one.ciphertext != two.ciphertext
    assert len(one.ciphertext) == len(seal(100, SECRET, PLACE).ciphertext) == 64 + 16


@pytest.mark.parametrize("length", [0, 31, 33])
def test_secrets_have_32_bytes(length: int) -> None:
    for attempt in (
        lambda: seal(VALUE, bytes(length), PLACE),
        lambda: open_part(b"", bytes(length), PLACE),
        lambda: commits(VALUE, bytes(length), "00"),
    ):
        with pytest.raises(PrivatePartError, match=f"32 bytes, not {length}"):
            attempt()


def test_values_outside_the_canonical_profile_are_refused() -> None:
    with pytest.raises(CanonicalError):
        seal({"score": 87.5}, SECRET, PLACE)
