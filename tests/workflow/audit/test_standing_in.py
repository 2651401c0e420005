"""Who stood in for whom, as the record of people tells it."""

from typing import Any

import pytest

from states.instants import micros, read
from storage.people import Duty
from workflow.audit.standing_in import StandingIn, absences


def at(day: int) -> str:
    return f"2026-01-{day:02}T00:00:00.000000Z"


def us(day: int) -> int:
    return micros(read(at(day)))


AWAY = {"what": "person.absent", "facts": {"person": "kim", "deputy": "lee", "since": at(5), "until": at(9)}}
LEAVES = {"what": "duties.handed_over", "facts": {"person": "lee", "to": "park", "at": at(7)}}
OTHER = {"what": "person.invited", "facts": {"person": "lee"}}


def test_an_absence_gives_its_deputy_and_a_handover_the_next_one() -> None:
    lee = ("lee", "kim", us(5), us(9))
    assert absences([OTHER, AWAY]) == [lee]
    assert absences([AWAY, LEAVES]) == [lee, ("park", "kim", us(7), us(9))]
    assert absences([LEAVES, AWAY]) == [lee]


def event(received_at: str, **actor: str) -> dict[str, Any]:
    named = {"id": "lee", "role": "lead", "org": "tp", "behalf": "kim"}
    return {"received_at": received_at, "actor": named | actor}


@pytest.mark.parametrize(
    ("acted", "held"),
    [
        (event(at(5)), True),
        (event("2026-01-04T23:59:59.999999Z"), False),
        (event("2026-01-09T00:00:59.999999Z"), True),
        (event("2026-01-09T00:01:00.000000Z"), False),
        (event(at(6), behalf="choi"), False),
        (event(at(6), org="other"), False),
        (event(at(6), role="agency"), False),
        ({"received_at": at(30), "actor": {"id": "lee", "role": "lead", "org": "tp"}}, True),
    ],
    ids=["begins", "before", "its body was read later", "after", "for another", "elsewhere", "as another", "oneself"],
)
def test_a_deputy_acts_in_the_duty_and_the_days_it_has(acted: dict[str, Any], held: bool) -> None:
    assert StandingIn([Duty("d", "lee", "lead", "tp", us(5), us(9), "kim")]).held(acted) is held
