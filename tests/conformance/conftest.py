"""The worlds of the conformance suite: the same tests on both databases."""

from collections.abc import Iterator

import pytest

from tests.world import World, world_on


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """The toy family on a fresh database, its call loaded and open."""
    with world_on(database_url) as world:
        yield world.opened()
