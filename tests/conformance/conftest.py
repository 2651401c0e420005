"""The worlds of the conformance suite: the same tests on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import Arena, World, world_on


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """The toy family on a fresh database, its call loaded and open."""
    with world_on(database_url) as world:
        yield world.opened()


@pytest.fixture
def arena(database_url: str, tmp_path: Path) -> Arena:
    """Fresh worlds of the toy family, one for each example of a property."""
    return Arena(database_url, tmp_path)
