"""A stream moves on by what an event holds, and by nothing that only looks like one."""

from typing import Any

import pytest
from msgspec import MsgspecError

from states.canonical import dumps
from states.context import Stream
from states.folding import LINK, Folding

DEADLINE = {"id": "reply@1", "kind": "reply"}
EVENT = {
    "stream": "project-a", "version": 1, "prev": "0" * 64, "trigger": "begin", "row": "begin", "from": "unborn",
    "to": "begun", "recorded_at": "2026-01-01T00:00:00.000000Z", "lifecycle": "f" * 64, "changes": {"lead": "tp"},
    "deadlines": {"open": [DEADLINE]}, "parents": {"call": "call-a"},
}  # fmt: skip


def test_an_event_read_whole_and_its_link_move_a_stream_alike() -> None:
    whole, linked = Folding(Stream("project-a", "project")), Folding(Stream("project-a", "project"))
    whole.follow(EVENT, "a" * 64)
    linked.take(LINK.decode(dumps(EVENT)), "a" * 64)
    assert whole.stream == linked.stream
    assert whole.stream.deadlines == {"reply": DEADLINE}
    assert whole.stream.parents == {"call": "call-a"}


@pytest.mark.parametrize(
    "altered",
    [
        {"version": True},
        {"changes": [["lead", "tp"]]},
        {"deadlines": {"open": {"reply": DEADLINE}}},
        {"deadlines": {"close": ["reply@1"]}},
        {"parents": [["call", "call-a"]]},
    ],
)
def test_what_only_looks_like_an_event_moves_nothing(altered: dict[str, Any]) -> None:
    with pytest.raises((TypeError, MsgspecError)):
        Folding(Stream("project-a", "project")).follow(EVENT | altered, "a" * 64)
