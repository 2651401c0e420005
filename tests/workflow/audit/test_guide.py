"""The auditor's guide: its ten lines check a receipt with nothing of ours, and fail on a bent one."""

import json
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from jobs.sealing import seal
from tests.conformance.attacker import KEY
from tests.world import World, world_on
from workflow.audit.bundling import receipt

GUIDE = (Path(__file__).parents[3] / "docs" / "auditors.md").read_text(encoding="utf-8")


@pytest.fixture
def receipts(migrated_sqlite_url: str) -> list[str]:
    """A receipt of each event of a project in a log of many leaves."""
    with world_on(migrated_sqlite_url) as world:
        return _receipts(world.opened())


def _receipts(world: World) -> list[str]:
    id = world.project("52740", upto="submitted")
    seal(world.store, KEY, world.clock.now())
    with world.store.snapshot() as reader:
        return [json.dumps(receipt(reader, id, version, hash)) for version, hash, _ in world.events(id)]


def check(text: str) -> None:
    """Run the guide's lines on a receipt."""
    (lines,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    read = lines.replace('json.load(open("receipt.json"))', "json.loads(TEXT)")
    assert read != lines
    exec(read, {"KEY": str(KEY.verifier), "TEXT": text})


def test_the_ten_lines_check_every_receipt(receipts: list[str]) -> None:
    for each in receipts:
        check(each)


def test_the_ten_lines_refuse_a_bent_one(receipts: list[str]) -> None:
    for old, new, error in (
        ("saves", "waves", AssertionError),
        ("yeongo/test\\n", "yeongo/toast\\n", InvalidSignature),
    ):
        bent = receipts[1].replace(old, new)
        assert bent != receipts[1]
        with pytest.raises(error):
            check(bent)
