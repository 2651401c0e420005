"""The deadline book over HTTP: narrowed, with a call's milestones, and extended for one and for all of a call."""

from typing import Any

from states.instants import from_micros
from tests.entrypoints.api.conftest import House
from tests.world import CALL_ID

PATH = f"/api/v1/calls/{CALL_ID}/extensions"


def owed(house: House, query: str, who: str = "agency-1") -> list[tuple[str, str, str]]:
    answer = house.ask("GET", f"/api/v1/deadlines?{query}", who)
    assert answer.status_code == 200, answer.text
    return [(x["stream"], x["kind"], x["due_date"]) for x in answer.json()["deadlines"]]


def extend(house: House, kind: str, until: str, who: str = "agency-1", **more: Any) -> Any:
    body = {"kind": kind, "until": until, "reason": "폭설"} | more
    return house.ask("POST", PATH, who, json=body, headers={"Idempotency-Key": f"extend-{kind}-{until}-{more}"})


def offered(house: House, who: str) -> list[dict[str, Any]]:
    found = house.ask("GET", f"/api/v1/calls/{CALL_ID}/actions", who).json()
    return list(found["actions"])


def closed(house: House) -> None:
    """Reception is over: the evaluation's target stands over the call."""
    due = house.parts.clock.now()
    while not owed(house, f"stream={CALL_ID}&kind=evaluation"):
        with house.parts.store.snapshot() as reader:
            ((at,),) = reader.query("SELECT min(due_at) FROM timer WHERE status = 'pending'")
        due = max(due, from_micros(at))
        house.clock.set(due)
        while house.parts.engine.drain(due):
            pass


def test_it_is_narrowed_and_a_call_brings_its_milestones(house: House) -> None:
    assert owed(house, "owner=lead") == [(house.project, "reception_close", "2024-12-20")]
    assert owed(house, f"project={house.project}&kind=reception_close") == owed(house, "owner=lead")
    assert owed(house, "status=met") == []
    document = house.ask("GET", f"/api/v1/deadlines?call={CALL_ID}", "lead-1").json()
    assert {each["id"] for each in document["milestones"]} >= {"evaluation"}
    assert house.ask("GET", "/api/v1/deadlines?call=call-1999-1", "lead-1").status_code == 404


def test_a_whole_call_is_extended_after_a_look(house: House) -> None:
    closed(house)
    ((_, _, before),) = owed(house, f"stream={CALL_ID}&kind=evaluation")
    tried = extend(house, "evaluation", "2025-03-14", dry_run=True).json()
    assert (tried["accepted"], tried["refused"]) == (1, 0)
    (opened,) = tried["items"][0]["then"]["would"]["deadlines"]["open"]
    assert (opened["kind"], opened["due_date"]) == ("evaluation", "2025-03-14")
    assert owed(house, f"stream={CALL_ID}&kind=evaluation") == [(CALL_ID, "evaluation", before)]
    proposed = extend(house, "evaluation", "2025-03-14").json()
    assert (proposed["accepted"], proposed["refused"]) == (1, 0)
    alone = extend(house, "evaluation", "2025-03-14", confirm=True).json()
    assert [x["code"] for x in alone["items"][0]["refusals"]] == ["approval.same_person"]
    (waiting,) = next(x for x in offered(house, "ministry-1") if x["trigger"] == "extend_deadline")["waiting"]
    assert (waiting["by"], waiting["content"]["extended"]["until"]) == ("agency-1", "2025-03-14")
    done = extend(house, "evaluation", "2025-03-14", "ministry-1", confirm=True).json()
    assert (done["accepted"], done["refused"]) == (1, 0)
    again = extend(house, "evaluation", "2025-03-14", "ministry-1", confirm=True).json()
    assert again["items"][0]["repeated"]
    rows = house.ask("GET", f"/api/v1/deadlines?stream={CALL_ID}&kind=evaluation&status=", "agency-1").json()
    assert [(x["due_date"], x["status"]) for x in rows["deadlines"]] == [(before, "extended"), ("2025-03-14", "open")]


def test_one_stream_alone_is_extended_by_its_own_action(house: House) -> None:
    closed(house)
    data = {"extended": {"kind": "evaluation", "until": "2025-03-17", "reason": "폭설"}}
    proposed = {"trigger": "extend_deadline", "content": data}
    assert house.act("agency-1", f"calls/{CALL_ID}/propose", proposed).status_code == 200
    assert house.act("agency-1", f"calls/{CALL_ID}/extend_deadline", data).status_code == 409
    assert house.act("ministry-1", f"calls/{CALL_ID}/extend_deadline", data).status_code == 200
    assert owed(house, f"stream={CALL_ID}&kind=evaluation") == [(CALL_ID, "evaluation", "2025-03-17")]


def test_what_holds_for_all_alike_is_refused_and_strangers_are_turned_away(house: House) -> None:
    refused = extend(house, "reception_close", "2024-12-24").json()
    assert {x["code"] for item in refused["items"] for x in item["refusals"]} == {"deadline.own_row"}
    assert extend(house, "opinion", "2024-12-24").json()["items"] == []
    assert extend(house, "evaluation", "2025-03-14", "lead-1").status_code == 403
    assert house.ask("POST", PATH, "agency-1", json={"kind": "x"}).status_code == 422
