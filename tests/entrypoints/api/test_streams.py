"""Reads over HTTP: pages, fields, one stream now and then, its timeline, what may be done."""

from datetime import timedelta

from states.instants import written
from tests.entrypoints.api.conftest import DATA, House
from tests.world import CALL_ID


def register(house: House, count: int) -> list[str]:
    """More projects of the other technopark: its areas."""
    areas = ["27720", "27200"][:count]
    made = [house.act("lead-2", f"calls/{CALL_ID}/register", DATA | {"area": area}) for area in areas]
    return [answer.json()["receipt"]["stream"] for answer in made if answer.status_code == 201]


def test_pages_together_are_the_whole(house: House) -> None:
    expected = sorted([house.project, *register(house, 2)])
    assert len(expected) == 3
    path, found = "/api/v1/projects?limit=1&fields=state", []
    while path:
        answer = house.ask("GET", path, "agency-1")
        found += answer.json()["rows"]
        path = answer.headers.get("link", "").partition("<")[2].partition(">")[0]
    assert found == [{"stream": stream, "state": "announced"} for stream in expected]


def test_a_list_holds_only_what_one_may_see(house: House) -> None:
    (other,) = register(house, 1)
    seen = {
        who: [row["stream"] for row in house.ask("GET", "/api/v1/projects", who).json()["rows"]]
        for who in ("lead-1", "lead-2", "agency-1", "municipality-1", "province-1", "company-1", "auditor-1")
    }
    both = sorted([house.project, other])
    assert seen == {
        "lead-1": [house.project], "lead-2": [other], "agency-1": both, "municipality-1": [house.project],
        "province-1": [house.project], "company-1": [], "auditor-1": both,
    }  # fmt: skip
    counted = house.ask("GET", "/api/v1/projects", "lead-1").json()["counts"]
    assert counted == {"announced": 1}


def test_a_filter_that_cannot_match_is_told(house: House) -> None:
    answer = house.ask("GET", "/api/v1/projects?state=sumbitted", "agency-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")
    assert house.ask("GET", "/api/v1/projects?nonsense=1", "agency-1").status_code == 422


def test_a_stream_then_and_now(house: House) -> None:
    house.act("lead-1", f"projects/{house.project}/start_draft")
    path = f"/api/v1/projects/{house.project}"
    now, then = house.ask("GET", path, "lead-1"), house.ask("GET", f"{path}?version=1", "lead-1")
    assert (now.json()["state"], then.json()["state"]) == ("draft", "announced")
    again = house.ask("GET", path, "lead-1", headers={"If-None-Match": now.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert house.ask("GET", f"{path}?version=9", "lead-1").status_code == 422


def test_a_board_then_and_now(house: House) -> None:
    before = written(house.clock.now())
    house.clock.set(house.clock.now() + timedelta(seconds=1))
    house.act("lead-1", f"projects/{house.project}/start_draft")
    boards = [house.ask("GET", f"/api/v1/projects{query}", "lead-1").json() for query in ("", f"?at={before}")]
    assert [board["counts"] for board in boards] == [{"draft": 1}, {"announced": 1}]
    assert boards[1]["as_of"] == {"at": before, "checkpoint": None, "effective": False}
    book = house.ask("GET", f"/api/v1/deadlines?at={before}", "lead-1").json()["deadlines"]
    assert {row["status"] for row in book} == {"open"}
    for bad in ("at=yesterday", "checkpoint=999999", "effective=true", f"at={before}&checkpoint=0"):
        assert house.ask("GET", f"/api/v1/projects?{bad}", "lead-1").status_code == 422
    assert house.ask("GET", f"/api/v1/projects?at={before}", "lead-2").json()["rows"] == []


def test_two_moments_side_by_side(house: House) -> None:
    house.act("lead-1", f"projects/{house.project}/start_draft")
    path = f"/api/v1/projects/{house.project}/diff"
    (told,) = house.ask("GET", f"{path}?from=1", "lead-1").json()["told"]
    assert (told["path"], told["from"], told["to"]) == (["state"], "announced", "draft")
    assert (told["by"]["version"], told["corrects"]["version"]) == (2, 1)
    assert house.ask("GET", f"{path}?from=9", "lead-1").status_code == 422
    assert house.ask("GET", f"{path}?from=soon", "lead-1").status_code == 422
    assert house.ask("GET", path, "lead-2").status_code == 404


def test_the_timeline_holds_what_was_refused(house: House) -> None:
    house.act("lead-1", f"projects/{house.project}/submit")
    events = house.ask("GET", f"/api/v1/projects/{house.project}/events", "lead-1").json()["events"]
    assert [(event["accepted"], event["actor"]["id"]) for event in events] == [(True, "lead-1"), (False, "lead-1")]


def test_what_may_be_done_and_why_not(house: House) -> None:
    path = f"/api/v1/projects/{house.project}/actions"
    found = {each["trigger"]: each for each in house.ask("GET", path, "lead-1").json()["actions"]}
    assert found["start_draft"]["allowed"] is True
    assert {each["role"] for each in found.values()} == {"lead"}
    ministry = house.ask("GET", path, "ministry-1").json()["actions"]
    assert "start_draft" not in {each["trigger"] for each in ministry}


def test_strangers_find_nothing(house: House) -> None:
    for rest in ("", "/events", "/actions", "?version=1"):
        foreign = house.ask("GET", f"/api/v1/projects/{house.project}{rest}", "lead-2")
        assert (foreign.status_code, foreign.json()["code"]) == (404, "found.nothing"), rest


def test_the_deadline_book_is_of_what_one_may_see(house: House) -> None:
    kinds = {
        who: [(each["stream"], each["kind"]) for each in house.ask("GET", "/api/v1/deadlines", who).json()["deadlines"]]
        for who in ("lead-1", "lead-2")
    }
    assert (house.project, "reception_close") in kinds["lead-1"]
    assert all(stream != house.project for stream, _ in kinds["lead-2"])
