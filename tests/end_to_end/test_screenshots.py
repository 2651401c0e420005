"""The pictures can still be taken: what each of them shows is there at its moment of the play."""

from collections.abc import Callable
from datetime import datetime

import pytest

from entrypoints.bootstrap import Service
from tests.end_to_end.screenshots import SCENES, played, type_of_shots


@pytest.mark.parametrize(("moment", "shots"), SCENES)
def test_a_scene_has_what_it_shows(moment: datetime, shots: Callable[[Service], type_of_shots]) -> None:
    with played(moment) as parts:
        names = [name for name, _, _ in shots(parts)]
    assert len({*names}) == len(names) > 0
