"""The log of the engine: each command by its ids once it is durable, never what it carried; silence costs nothing."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from entrypoints.logging import configure_logging
from tests.entrypoints.test_logging import restored_logging
from tests.world import CALL_ID, JANGSU, JEONBUK, World, world_on

__all__ = ["restored_logging"]


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with world_on(database_url) as world:
        yield world.opened()


def told(stream: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [line for line in lines if line["logger"] == "yeongo.engine"]


def test_each_command_is_told_with_its_ids_and_nothing_it_carried(world: World) -> None:
    stream = io.StringIO()
    configure_logging("json", "DEBUG", stream)
    outcome, _ = world.run(world.register(JANGSU, "first", "비밀 제목"), world.register(JANGSU, "second"))
    assert outcome.receipt is not None
    world.done(outcome.receipt.stream, "note", JEONBUK, "third", data={"note": "홍길동 010-1234-5678"})
    one, two, three = told(stream)
    ids = {"call": CALL_ID, "stream": outcome.receipt.stream, "command": "first"}
    assert {name: one[name] for name in ids} == ids
    assert (one["trigger"], one["role"], one["accepted"], one["version"]) == ("register", "lead", True, 1)
    assert (two["command"], two["accepted"], two["codes"]) == ("second", False, ["area.taken"])
    assert (three["command"], three["stream"], three["version"]) == ("third", outcome.receipt.stream, 2)
    for secret in ("비밀", "홍길동", "010", JEONBUK.id):
        assert secret not in stream.getvalue()


def test_what_the_clock_does_is_told_too(world: World) -> None:
    id = world.project(JANGSU)
    stream = io.StringIO()
    configure_logging("json", "DEBUG", stream)
    world.clock.set(max(world.due(id).values()))
    world.drained()
    (line,) = told(stream)
    assert (line["call"], line["stream"], line["trigger"], line["role"]) == (CALL_ID, id, "expire", "system")


def test_in_service_nothing_is_said_of_each(world: World) -> None:
    stream = io.StringIO()
    configure_logging("json", "INFO", stream)
    world.project(JANGSU)
    assert told(stream) == []
