"""The views against the lifecycles: whoever may take a step must see where it starts."""

import pytest

from entrypoints.bootstrap import FAMILY
from states.context import UNBORN
from states.roles import ROLES, SYSTEM
from states.views import ANY, OWN, PROGRAMME, VIEWS
from storage.sight import OF_PROJECT
from workflow.definitions import BORN_OF

STEPS = sorted(
    {
        (role, BORN_OF[kind], "")
        if source == UNBORN and kind in BORN_OF
        else (role, kind, "" if source == UNBORN else lifecycle.by_id[source].phase)
        for kind, lifecycle in FAMILY.items()
        for row in lifecycle.rows
        for role in row.by
        if role != SYSTEM
        for source in row.sources
    }
)


@pytest.mark.parametrize(("role", "kind", "phase"), STEPS)
def test_who_may_act_may_see(role: str, kind: str, phase: str) -> None:
    lines = [see for see in VIEWS[role] if see.kind == kind]
    assert [see for see in lines if not see.phases or not phase or phase in see.phases], (role, kind, phase)


def test_every_role_of_people_has_its_views() -> None:
    assert set(VIEWS) == set(ROLES) - {SYSTEM}


def test_every_relation_is_known_to_the_queries() -> None:
    assert {see.relation for lines in VIEWS.values() for see in lines} == {ANY, PROGRAMME, OWN, *OF_PROJECT}
