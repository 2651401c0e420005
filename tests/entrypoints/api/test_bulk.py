"""One action on many streams: previewed, each with its own answer, together or each for itself, repeated in vain."""

from typing import Any

from tests.entrypoints.api.conftest import DATA, House
from tests.world import CALL_ID


def bulk(house: House, key: str = "batch-1", who: str = "lead-1", **wish: Any) -> Any:
    body = {"collection": "projects", "trigger": "start_draft"} | wish
    answer = house.ask("POST", "/api/v1/bulk", who, json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 200, answer.text
    return answer.json()


def two(house: House) -> list[str]:
    """Both projects of one lead."""
    answer = house.act("lead-1", f"calls/{CALL_ID}/register", DATA | {"area": "52720", "title": "홍삼"})
    assert answer.status_code == 201, answer.text
    return sorted([house.project, answer.json()["receipt"]["stream"]])


def versions(house: House) -> set[int]:
    return {row["version"] for row in house.ask("GET", "/api/v1/projects", "auditor-1").json()["rows"]}


def test_a_preview_records_nothing(house: House) -> None:
    streams = two(house)
    found = bulk(house, dry_run=True)
    assert [(item["stream"], item["accepted"]) for item in found["items"]] == [(stream, True) for stream in streams]
    assert versions(house) == {1}


def test_each_has_its_answer_and_a_repeat_changes_nothing(house: House) -> None:
    first, second = two(house)
    house.act("lead-1", f"projects/{first}/start_draft")
    found = bulk(house)
    assert (found["accepted"], found["refused"]) == (1, 1)
    assert {item["stream"]: item["accepted"] for item in found["items"]} == {first: False, second: True}
    (refused,) = [item for item in found["items"] if not item["accepted"]]
    assert refused["refusals"][0]["code"] == "trigger.not_here"
    again = bulk(house)
    assert [item.get("repeated") for item in again["items"] if item["accepted"]] == [True]
    assert versions(house) == {2}


def test_a_slip_in_what_is_wished_is_told_and_is_no_empty_answer(house: House) -> None:
    slips: list[tuple[dict[str, Any], str, str]] = [
        ({"trigger": "start_drafts"}, "trigger", "→ start_draft?"),
        ({"where": {"state": "announcd"}}, "where", "→ announced?"),
        ({"collection": "calls", "trigger": "submit"}, "trigger", "no step 'submit'"),
    ]
    for path in ("bulk", "bulk/jobs"):
        for slip, field, said in slips:
            body = {"collection": "projects", "trigger": "start_draft"} | slip
            answer = house.ask("POST", f"/api/v1/{path}", "lead-1", json=body, headers={"Idempotency-Key": "k"})
            (error,) = answer.json()["errors"]
            assert (answer.status_code, error["field"], said in error["reason"]) == (422, field, True), answer.text
    assert bulk(house, "of-calls", collection="calls", trigger="register", dry_run=True)["refused"] == 1


def test_together_all_fall_with_one(house: House) -> None:
    first, _ = two(house)
    house.act("lead-1", f"projects/{first}/start_draft")
    found = bulk(house, together=True)
    assert (found["accepted"], found["refused"]) == (0, 2)
    assert versions(house) == {1, 2}


def test_only_what_one_sees_is_touched(house: House) -> None:
    two(house)
    assert bulk(house, who="lead-2")["items"] == []
    assert bulk(house, where={"state": "draft"})["items"] == []
