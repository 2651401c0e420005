"""Bundles and receipts on both databases: whole ones hold without a database, each omission and each bend is named."""

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest

from jobs.sealing import AT_ONCE, seal
from states.canonical import dumps, loads
from storage.ledger.notes import Signer
from storage.sight import Line, Sight
from tests.conformance.attacker import KEY, lived
from tests.world import CALL_ID, GUNWI, JEONBUK, JINAN, START, World
from workflow.audit.bundles import outside, verify_bundle
from workflow.audit.bundling import Bundling, Unproven, bundle, receipt, write
from workflow.audit.scope import Scope, families

GUIDE = Path(__file__).parents[2] / "docs" / "auditors.md"
PARTS = re.findall(r"^\| `(\w+)` \|", GUIDE.read_text("utf-8").partition("| part | holds |")[2], re.MULTILINE)
"""What a bundle holds, as auditors are told."""
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


def misshape(b: dict[str, Any]) -> None:
    last = max((each for each in b["records"] if each["version"]), key=lambda each: each["version"])
    body = dumps(loads(last["body"].encode()) | {"parents": {"call": 7}})
    last |= {"body": body.decode(), "hash": sha256(body).hexdigest()}


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
        (misshape, "bundle.malformed"),
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


AWARD = 30
SCOPES: dict[str, tuple[dict[str, Any], str]] = {
    "its call": ({"call": CALL_ID}, "call one two third"),
    "an area": ({"area": GUNWI}, "two"),
    "a province": ({"province": "52"}, "one third"),
    "a state": ({"state": "draft"}, "two third"),
    "who acted": ({"actor": "evaluator-1"}, "one"),
    "who acted then": ({"actor": "evaluator-1", "until": START}, ""),
    "a period": ({"since": START + timedelta(days=1)}, "third"),
    "until then": ({"until": START + timedelta(days=1)}, "one two third"),
    "an award": ({"least": AWARD, "most": AWARD}, "one"),
    "no award": ({"most": AWARD - 1}, "two third"),
    "all of it": ({"call": CALL_ID, "area": JINAN}, "call third"),
    "nothing": ({}, ""),
}


@pytest.fixture
def several(world: World) -> dict[str, str]:
    """The call and three projects; the third is saved again a day later."""
    one, two, _ = lived(world)
    world.sql(f"UPDATE stream SET facts = replace(facts, '\"amount\"', '\"award\"') WHERE id = '{one}'")
    (third,) = (id for (id,) in world.rows("stream", "id") if id.startswith("project-") and id not in (one, two))
    world.clock.set(START + timedelta(days=1))
    world.done(third, "save", JEONBUK, data={"plan": "계획", "money": 7})
    return {"call": CALL_ID, "one": one, "two": two, "third": third}


def of_scope(world: World, scope: Scope) -> dict[str, Any]:
    """A bundle of a scope, read back from the file it was streamed to."""
    seal(world.store, KEY, world.clock.now(), manifests=AT_ONCE)
    file = BytesIO()
    with world.store.snapshot() as reader:
        write(Bundling(reader, families(reader, scope), scope.told), file, private=True)
        assert orjson.loads(file.getvalue()) == orjson.loads(
            orjson.dumps(bundle(reader, families(reader, scope), private=True, asked=scope.told))
        )
    found: dict[str, Any] = orjson.loads(file.getvalue())
    return found


@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_is_what_was_asked(world: World, several: dict[str, str], name: str) -> None:
    asked, wanted = SCOPES[name]
    with world.store.snapshot() as reader:
        assert sorted(families(reader, Scope(**asked))) == sorted(several[each] for each in wanted.split())


def test_a_bundle_of_a_call_proves_that_no_project_of_it_is_left_out(world: World, several: dict[str, str]) -> None:
    made = of_scope(world, Scope(call=CALL_ID))
    assert (codes(made), outside(made), len(made["private"])) == (set(), [], 2)
    assert set(made) == {"format", *PARTS}
    assert made["documents"] == []  # the toy's call names its rules and lifecycles by fingerprint, and no document
    hidden = deepcopy(made)
    position = hidden["scope"].index(several["two"])
    hidden["scope"].pop(position)
    document = hidden["families"].pop(position)["document"]
    hidden["records"] = [each for each in hidden["records"] if each["stream"] != several["two"]]
    assert codes(hidden) == {"bundle.incomplete"}
    birth = next(each for each in made["records"] if (each["stream"], each["version"]) == (several["two"], 1))
    hidden["others"].append({"document": document, "birth": birth})
    assert codes(hidden) == {"bundle.omitted"}
    hidden["others"][-1]["birth"] = None
    assert (codes(hidden), outside(hidden)) == (set(), [several["two"]])
    hidden["others"][-1]["birth"] = next(each for each in made["records"] if each["version"] == 2)
    assert "bundle.stray" in codes(hidden)


def test_a_bundle_of_some_of_a_call_names_those_it_cannot_show_to_lie_outside(
    world: World, several: dict[str, str]
) -> None:
    made = of_scope(world, Scope(call=CALL_ID, area=GUNWI))
    assert (codes(made), made["scope"]) == (set(), [CALL_ID, several["two"]])
    assert set(outside(made)) == {several["one"], several["third"]}
    elsewhere = made | {"asked": {"call": "call-other", "area": GUNWI}}
    assert outside(elsewhere) == []
    with world.store.snapshot() as reader:
        sight = Sight((Line("project", "province", "27"),))
        partial = bundle(reader, [several["two"]], private=False, asked={"province": "27"}, sight=sight)
        with pytest.raises(LookupError):
            families(reader, Scope((several["one"],)), sight)
    assert {each["birth"] for each in partial["others"]} == {None}
