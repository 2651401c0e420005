"""Bundles and receipts on both databases: whole ones hold without a database, each omission and each bend is named."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import orjson
import pytest

from jobs.sealing import AT_ONCE, seal
from states.canonical import dumps, loads
from storage.ledger.notes import Signer
from tests.conformance.attacker import KEY, lived
from tests.world import JEONBUK, World
from workflow.audit.bundles import Unproven, bundle, receipt, verify_bundle

STRANGER = Signer("yeongo/test", bytes(range(1, 33))).verifier


@pytest.fixture
def made(world: World) -> dict[str, Any]:
    """A bundle of a project that has private parts, with them, read back from its file."""
    one, _, _ = lived(world)
    seal(world.store, KEY, world.clock.now(), manifests=AT_ONCE)
    with world.store.snapshot() as reader:
        found: dict[str, Any] = orjson.loads(orjson.dumps(bundle(reader, [one], private=True)))
    return found


def codes(document: dict[str, Any]) -> set[str]:
    return {each.code for each in verify_bundle(document, KEY.verifier)}


def test_a_whole_bundle_holds(made: dict[str, Any]) -> None:
    assert verify_bundle(made, KEY.verifier) == ()
    assert (len(made["records"]), {each["part"] for each in made["private"]}) == (6, {"score", "remarks"})
    assert verify_bundle(made | {"private": []}, KEY.verifier) == ()
    assert {each.code for each in verify_bundle(made, STRANGER)} == {"log.rogue_key"}


def drop_last(b: dict[str, Any]) -> None:
    b["records"] = [each for each in b["records"] if each["version"] != 6]


def drop_middle(b: dict[str, Any]) -> None:
    b["records"] = [each for each in b["records"] if each["version"] != 3]


def edit(b: dict[str, Any]) -> None:
    b["records"][5]["body"] = b["records"][5]["body"].replace("30", "31")


def shorter_heads(b: dict[str, Any]) -> None:
    drop_last(b)
    head = b["families"][0]["document"]["heads"][0]
    head[1], head[2] = 5, next(each["hash"] for each in b["records"] if each["version"] == 5)


def of_another(b: dict[str, Any]) -> None:
    stranger = deepcopy(b["records"][0])
    body = loads(stranger["body"].encode()) | {"stream": "project-other"}
    stranger |= {"stream": "project-other", "body": dumps(body).decode()}
    b["records"].append(stranger)


def lie(b: dict[str, Any]) -> None:
    b["private"][0]["value"] = 1


def bend(name: str) -> Callable[[dict[str, Any]], None]:
    def change(b: dict[str, Any]) -> None:
        b["records"][0][name] = {"leaf": 99, "proof": ["00" * 32], "hash": "11" * 32}[name]

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (drop_last, "bundle.omitted"),
        (drop_middle, "event.sequence"),
        (edit, "event.hash"),
        (shorter_heads, "manifest.differs"),
        (of_another, "event.hash"),
        (lie, "private.altered"),
        (bend("leaf"), "bundle.unproven"),
        (bend("proof"), "bundle.unproven"),
        (bend("hash"), "event.hash"),
        (lambda b: b.update(families=[]), "bundle.incomplete"),
        (lambda b: b.update(definitions={}), "definition.missing"),
        (lambda b: b.update(definitions={"1" * 64: "{}"}), "definition.altered"),
        (lambda b: b.update(checkpoint=b["checkpoint"].replace("yeongo/test\n", "yeongo/toast\n")), "log.signature"),
        (lambda b: b["manifest"].update(body=b["manifest"]["body"].replace(":", ": ")), "event.hash"),
        (lambda b: b.update(format="other"), "bundle.malformed"),
        (lambda b: b.pop("records"), "bundle.malformed"),
    ],
)
def test_every_bend_is_named(made: dict[str, Any], change: Callable[[dict[str, Any]], object], code: str) -> None:
    change(made)
    assert code in codes(made)


def test_a_receipt_is_proven_once_it_is_sealed(world: World) -> None:
    one, two, _ = lived(world)
    (refused,) = (hash for stream, hash in world.rows("refusal", "stream", "hash") if stream == two)
    world.done(one, "draw", JEONBUK, data={"amount": 1})
    hash = world.events(one)[6][1]
    with world.store.snapshot() as reader:
        waiting, refusal = receipt(reader, one, 7, hash), receipt(reader, two, 0, refused)
        with pytest.raises(LookupError, match="has no record 9"):
            receipt(reader, one, 9, hash)
    assert (codes(waiting), codes(refusal)) == ({"bundle.unsealed"}, set())
    seal(world.store, KEY, world.clock.now())
    with world.store.snapshot() as reader:
        assert codes(receipt(reader, one, 7, hash)) == set()
    assert codes(waiting | {"format": "yeongo-bundle/1"}) == {"bundle.malformed"}


def test_nothing_is_proven_before_the_first_seal(world: World) -> None:
    id = world.project()
    with world.store.snapshot() as reader, pytest.raises(Unproven):
        bundle(reader, [id], private=False)
    seal(world.store, KEY, world.clock.now())
    other = world.project("27720")
    world.clock.set(world.clock.now() + timedelta(hours=1))
    with world.store.snapshot() as reader, pytest.raises(LookupError, match="is not in the manifest"):
        bundle(reader, [other], private=False)
