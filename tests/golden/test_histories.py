"""What was recorded under an earlier release means the same under this one, byte for byte."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from entrypoints.bootstrap import FAMILY
from states.canonical import dumps, loads
from states.folding import Folding, Link
from states.generations import code_of, restored
from states.kept import KEPT
from tests.golden.history import History, read
from tests.toy import FAMILY as TOY
from workflow.errors import RecordFault, UnknownDefinition

FILES = sorted(Path(__file__).parent.glob("*.jsonl.xz"))


def test_a_history_is_kept() -> None:
    """The whole play, and a later one until its call was amended and its deadlines recomputed."""
    assert [file.name for file in FILES] == ["0.1-amended.jsonl.xz", "0.1.jsonl.xz"]
    triggers = {loads(body.encode())["trigger"] for *_, body in read(FILES[0]).events}
    assert {"amend", "call_amended", "recompute_deadline"} <= triggers


@pytest.fixture(params=FILES, ids=lambda file: file.name)
def history(request: pytest.FixtureRequest) -> History:
    return read(request.param)


def test_it_replays_to_the_same_states(history: History) -> None:
    assert len(history.events) > 500
    assert history.replayed() == history.states


def test_what_was_altered_does_not_replay(history: History) -> None:
    stream, version, hash, body = history.events[100]
    event = loads(body.encode())
    history.events[100] = (
        stream,
        version,
        hash,
        dumps(event | {"recorded_at": "2020-01-01T00:00:00.000000Z"}).decode(),
    )
    with pytest.raises(RecordFault, match="does not have the hash"):
        history.replayed()


def test_a_fold_that_means_something_else_is_noticed(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(self: Folding, link: Link, head: str) -> None:
        taken(self, replace(link, deadlines=None), head)

    taken = Folding.take
    monkeypatch.setattr(Folding, "take", forgetful)
    assert history.replayed() != history.states


def test_it_needs_no_definition_but_its_own(history: History) -> None:
    """Replayed as if this program had none of the generations the events are pinned to."""
    lifecycles = {name: row for name, row in history.definitions.items() if row[0] == "lifecycle"}
    assert {loads(body.encode())["lifecycle"] for *_, body in history.events} <= lifecycles.keys()
    assert history.replayed(family=TOY) == history.states
    history.definitions.clear()
    with pytest.raises(UnknownDefinition):
        history.replayed(family=TOY)


def test_its_generations_can_still_decide(history: History) -> None:
    """What they name is here or kept: nobody under them has to be migrated."""
    lifecycles = [loads(body.encode()) for kind, body in history.definitions.values() if kind == "lifecycle"]
    assert {each["name"] for each in lifecycles} == set(FAMILY)
    for each in lifecycles:
        restored(each, code_of(FAMILY[each["name"]], KEPT))
