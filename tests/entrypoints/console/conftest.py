"""The console on a real database: the same house, with its pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from entrypoints.bootstrap import FAMILY
from entrypoints.console.door import pages
from storage.store import Store
from tests.entrypoints.api.conftest import House, furnished, serving
from tests.world import World

__all__ = ["furnished"]


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    file = tmp_path / "yeongo.db"
    shutil.copyfile(furnished / "yeongo.db", file)
    known = orjson.loads((furnished / "known.json").read_bytes())
    store = Store(f"sqlite:///{file}")
    with serving(World(store, FAMILY), known["project"], known["tokens"], pages()) as house:
        yield house
    store.close()
