"""Who had which duty when, as the record of people tells it."""

from typing import Any

import pytest

from states.canonical import dumps
from workflow.audit.duties import History, history


def at(day: int) -> str:
    return f"2026-01-{day:02}T00:00:00.000000Z"


def duty(id: str, person: str, since: int, until: int = 0, behalf: str = "") -> dict[str, str]:
    ends = {"until": at(until)} if until else {}
    return {"id": id, "person": person, "role": "lead", "org": "tp", "behalf": behalf, "since": at(since)} | ends


def folded(*changes: dict[str, Any]) -> History:
    return history(dumps(each).decode() for each in changes)


INVITED = {"what": "person.invited", "facts": {"person": "lee", "commitment": "c"}}
AWAY = {"what": "person.absent", "facts": {"person": "kim", "duties": [duty("d-1", "lee", 5, 9, "kim")]}}
OWN = {"what": "duty.assigned", "facts": {"person": "lee", "duties": [duty("d-2", "lee", 20)]}}
SHORTENED = {"what": "duty.ended", "facts": {"duties": [duty("d-2", "lee", 20, 21)]}}


def test_people_are_what_their_changes_make_them() -> None:
    found = folded(INVITED, AWAY, OWN, SHORTENED, {"what": "person.suspended", "facts": {"person": "lee"}})
    assert (found.statuses, found.committed, sorted(found.duties)) == (
        {"lee": "suspended"},
        {"lee": "c"},
        ["d-1", "d-2"],
    )
    assert found.duties["d-2"].until - found.duties["d-2"].since == 86_400_000_000
    assert found.whole
    assert not folded(INVITED, {"what": "duty.assigned", "facts": {"duties": [{"id": "d-3"}]}}).whole


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
        ({"received_at": at(19), "actor": {"id": "lee", "role": "lead", "org": "tp"}}, False),
        ({"received_at": at(30), "actor": {"id": "lee", "role": "lead", "org": "other"}}, False),
        ({"received_at": at(30), "actor": {"id": "operator", "role": "lead", "org": "other"}}, True),
    ],
    ids=[
        "begins",
        "before",
        "its body was read later",
        "after",
        "for another",
        "elsewhere",
        "as another",
        "oneself",
        "oneself before",
        "oneself elsewhere",
        "who is not among the people",
    ],
)
def test_who_acts_had_the_duty_then_however_short_it_was_made_later(acted: dict[str, Any], held: bool) -> None:
    assert folded(INVITED, AWAY, OWN, SHORTENED).held(acted) is held
