"""Who held a role then: by the rights a step is pinned to, on the day it took effect."""

from typing import Any

import pytest

from states.pinned import pinned
from states.project import PROJECT
from states.roles import MINISTRY, MUNICIPALITY, PROVINCE
from tests.world import real_rules
from workflow.audit.rights import Rights

PINNED = pinned(PROJECT.definition, PROJECT.fingerprint)


def event(role: str, org: str, at: str) -> dict[str, Any]:
    return {"actor": {"id": "officer", "role": role, "org": org}, "received_at": at}


@pytest.mark.parametrize(
    ("role", "org", "at", "held"),
    [
        (MUNICIPALITY, "29110", "2026-06-30T14:59:59.999999Z", True),
        (MUNICIPALITY, "12210", "2026-06-30T14:59:59.999999Z", False),
        (MUNICIPALITY, "29110", "2026-06-30T15:00:00.000000Z", False),
        (MUNICIPALITY, "12210", "2026-06-30T15:00:00.000000Z", True),
        (PROVINCE, "12", "2026-07-01T00:00:00.000000Z", True),
        (MINISTRY, "MSS", "2026-07-01T00:00:00.000000Z", True),
        (MINISTRY, "MOIS", "2026-07-01T00:00:00.000000Z", False),
        ("stranger", "MSS", "2026-07-01T00:00:00.000000Z", False),
    ],
)
def test_the_day_of_the_step_decides(role: str, org: str, at: str, held: bool) -> None:
    rights = Rights()
    view = rights.view({"area": "29110", "title": "연고산업"})
    assert rights.held(event(role, org, at), PINNED, real_rules(), view) is held


def test_a_late_paper_counts_from_its_arrival() -> None:
    rights = Rights()
    late = event(MUNICIPALITY, "29110", "2026-07-02T00:00:00.000000Z") | {"occurred_at": "2026-06-29T00:00:00.000000Z"}
    assert rights.held(late, PINNED, real_rules(), rights.view({"area": "29110"}))
