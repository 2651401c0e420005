"""Commands over HTTP: receipts, refusals as problems, keys, versions, and nothing told to strangers."""

import asyncio
from datetime import UTC, datetime

import pytest

from entrypoints.api.commands import COLLECTIONS
from states.rules.periods import KST
from tests.entrypoints.api.conftest import AREA, DATA, House
from tests.world import CALL_ID


def test_an_accepted_command_has_its_receipt(house: House) -> None:
    answer = house.act("lead-1", f"projects/{house.project}/start_draft")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["accepted"], body["state"], body["receipt"]["version"]) == (True, "draft", 2)
    assert answer.headers["etag"] == '"2"'
    assert (
        house.ask("GET", f"/api/v1/projects/{house.project}", "lead-1").json()["head_hash"] == body["receipt"]["hash"]
    )


def test_what_begins_a_stream_says_where_it_is(house: House) -> None:
    answer = house.act("lead-2", f"calls/{CALL_ID}/register", DATA | {"area": "27720", "title": "자두"})
    assert answer.status_code == 201, answer.text
    stream = answer.json()["receipt"]["stream"]
    assert answer.headers["location"] == f"/api/v1/projects/{stream}"
    assert house.ask("GET", answer.headers["location"], "lead-2").json()["facts"]["title"] == "자두"


def test_a_refusal_is_a_problem_with_every_reason(house: House) -> None:
    house.clock.set(datetime(2024, 12, 12, tzinfo=UTC))
    house.parts.engine.drain(house.clock.now())
    house.act("lead-1", f"projects/{house.project}/start_draft")
    answer = house.act("lead-1", f"projects/{house.project}/submit")
    assert (answer.status_code, answer.headers["content-type"]) == (409, "application/problem+json")
    problem = answer.json()
    assert problem["type"] == f"urn:yeongo:problem:{problem['refusals'][0]['code']}"
    assert {"code", "message", "clause", "facts", "cure"} == set(problem["refusals"][0])
    assert len(problem["refusals"]) > 1


def test_a_payload_that_does_not_fit_names_its_fields(house: House) -> None:
    answer = house.act("lead-1", f"calls/{CALL_ID}/register", {"area": 7, "extra": 1})
    assert answer.status_code == 422
    assert {error["facts"]["field"] for error in answer.json()["errors"]} >= {"area", "extra"}


def test_a_key_counts_once_and_only_for_the_same_command(house: House) -> None:
    first = house.act("lead-1", f"projects/{house.project}/start_draft", key="one")
    again = house.act("lead-1", f"projects/{house.project}/start_draft", key="one")
    other = house.act("lead-1", f"projects/{house.project}/save", {"title": "x"}, key="one")
    assert again.json() == first.json() | {"repeated": True}
    assert (other.status_code, other.json()["code"]) == (409, "key.reused")


def test_fifty_copies_of_one_key_are_one_event(house: House) -> None:
    async def rush() -> list[int]:
        path, headers = f"/api/v1/projects/{house.project}/actions/start_draft", {"Idempotency-Key": "same"}
        asked = (house.asking("POST", path, "lead-1", headers=headers) for _ in range(50))
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert house.run(rush()) == [200] * 50
    assert house.ask("GET", f"/api/v1/projects/{house.project}", "lead-1").json()["version"] == 2


def test_a_version_that_moved_on_is_a_conflict(house: House) -> None:
    seen = house.ask("GET", f"/api/v1/projects/{house.project}", "lead-1").headers["etag"]
    path = f"projects/{house.project}/start_draft"
    assert house.act("lead-1", path, headers={"If-Match": seen}).status_code == 200
    stale = house.act("lead-1", f"projects/{house.project}/save", {"title": "x"}, headers={"If-Match": seen})
    assert (stale.status_code, stale.json()["code"]) == (409, "version.stale")
    assert house.act("lead-1", path, headers={"If-Match": "no"}).json()["code"] == "etag.malformed"


def test_a_reminder_makes_no_one_stale(house: House) -> None:
    path, save = f"/api/v1/projects/{house.project}", f"projects/{house.project}/save"
    seen = house.ask("GET", path, "lead-1").headers["etag"]
    house.clock.set(datetime(2024, 12, 17, 12, tzinfo=KST))
    while house.parts.engine.drain(house.clock.now()):
        pass
    reminded = house.ask("GET", path, "lead-1").headers["etag"]
    assert reminded != seen
    draft = house.act("lead-1", f"projects/{house.project}/start_draft", headers={"If-Match": seen})
    assert (draft.status_code, draft.json()["state"]) == (200, "draft")
    for old in (seen, reminded):
        stale = house.act("lead-1", save, {"title": "x"}, f"save {old}", headers={"If-Match": old})
        assert (stale.status_code, stale.json()["code"]) == (409, "version.stale")


def test_a_dry_run_records_nothing(house: House) -> None:
    answer = house.act("lead-1", f"projects/{house.project}/start_draft", params={"dry_run": "true"})
    assert (answer.status_code, answer.json()["dry_run"]) == (200, True)
    assert house.ask("GET", f"/api/v1/projects/{house.project}", "lead-1").json()["version"] == 1


@pytest.mark.parametrize("collection", sorted(COLLECTIONS))
def test_a_stream_is_only_found_in_its_collection(house: House, collection: str) -> None:
    answer = house.act("lead-1", f"{collection}/{house.project}/withdraw")
    assert (answer.status_code == 404) == (collection != "projects")


@pytest.mark.parametrize("data", [None, {"area": AREA}, {"junk": 1}])
def test_strangers_learn_nothing_not_even_that_it_exists(house: House, data: object) -> None:
    foreign = house.act("lead-2", f"projects/{house.project}/submit", data)
    guessed = house.act("lead-2", f"projects/{house.project[:-1]}x/submit", data)
    assert (foreign.status_code, guessed.status_code) == (404, 404)
    assert {**foreign.json(), "instance": ""} == {**guessed.json(), "instance": ""}


@pytest.mark.parametrize(
    ("headers", "content", "status", "code"),
    [
        ({"Idempotency-Key": ""}, b"{}", 400, "key.missing"),
        ({"Content-Type": "text/plain"}, b"{}", 415, "body.type"),
        ({}, b"[1]", 400, "body.malformed"),
        ({}, b'{"title":"a","title":"b"}', 400, "body.malformed"),
        ({}, b'{"rows":[{"sum":5,"sum":6}]}', 400, "body.malformed"),
        ({}, b'{"a":' * 1000 + b"1" + b"}" * 1000, 400, "body.malformed"),
        ({}, b'{"a":', 400, "body.malformed"),
        ({}, b'{"a":"' + b"x" * (1 << 20) + b'"}', 413, "body.too_large"),
    ],
)
def test_bad_requests_are_named(house: House, headers: dict[str, str], content: bytes, status: int, code: str) -> None:
    path = f"/api/v1/projects/{house.project}/actions/save"
    given = {"Idempotency-Key": "k", "Content-Type": "application/json", **headers}
    answer = house.ask("POST", path, "lead-1", headers=given, content=content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_language_of_a_problem_is_the_one_asked_for(house: House) -> None:
    titles = [
        house.ask("GET", "/api/v1/me", headers={"Accept-Language": asked}).json()["title"]
        for asked in ("ko", "en-GB,ko;q=0.5", "")
    ]
    assert titles == ["로그인이 필요합니다.", "Sign in, or send an API token.", "로그인이 필요합니다."]
