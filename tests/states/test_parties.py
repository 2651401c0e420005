"""A project keeps its municipality's code of the call; who acts for it follows the code of the day."""

import pytest

from states.parties import addresses, holds
from states.project import PROJECT
from states.roles import MUNICIPALITY, PROVINCE, Actor
from tests.states.scene import MINISTRY, SHA, Scene, stream

CALL = stream("call-2025-2", "confirmed")


def codes(area: str, day: str) -> list[str]:
    """The organisations of municipality and province on a day."""
    project = stream("project-1", "agreed", {"call": CALL.id}, area=area)
    data = {"source": "national", "amount": 1, "paid_on": "2025-02-10", "document": SHA}
    context = Scene(PROJECT, CALL).context(project, "record_payment", data, MINISTRY, f"{day} 09:00")
    found = [org for _, org in addresses((MUNICIPALITY, PROVINCE), context)]
    assert holds(Actor("officer", MUNICIPALITY, found[0]), context)
    assert not holds(Actor("officer", MUNICIPALITY, "99999"), context)
    return found


@pytest.mark.parametrize(
    ("area", "before", "after"),
    [
        ("29110", ["29110", "29"], ["12210", "12"]),  # 광주 동구 → 전남광주통합특별시
        ("26170", ["26170", "26"], ["26170", "26"]),  # 부산 동구
        ("28140", ["28140", "28"], ["28140", "28"]),  # 인천 동구 → 제물포구, whose code the call does not know
        ("30110", ["30110", "30"], ["30110", "30"]),  # 대전 동구
        ("27720", ["27720", "27"], ["27720", "27"]),  # 군위: 대구 since 2023-07-01
        ("48820", ["48820", "48"], ["48820", "48"]),  # 경남 고성군
        ("51820", ["51820", "51"], ["51820", "51"]),  # 강원 고성군
        ("50110", ["50110", "50"], ["50110", "50"]),  # 제주시
    ],
)
def test_who_acts_for_an_area_follows_its_code_of_the_day(area: str, before: list[str], after: list[str]) -> None:
    assert codes(area, "2026-06-30") == before
    assert codes(area, "2026-07-01") == after
