"""Long jobs: asked for, watched, cancelled, lost with their process, their files taken away; by right only."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from states.roles import Actor
from storage.ledger.keyfile import make_key
from storage.ledger.notes import KEY_BYTES
from tests.entrypoints.api.conftest import DATA, House, opened
from tests.world import CALL_ID
from workflow.audit.bundles import verify_bundle

PATIENCE = 60


@pytest.fixture
def house(furnished: Path, tmp_path: Path) -> Iterator[House]:
    with opened(furnished, tmp_path) as house:
        yield house


def asked(house: House, path: str, who: str = "auditor-1", key: str = "", **body: Any) -> Any:
    house.keys += 1
    headers = {"Idempotency-Key": key or f"job-{house.keys}"}
    answer = house.ask("POST", f"/api/v1/{path}", who, json=body, headers=headers)
    assert answer.status_code == 202, answer.text
    if not key:
        assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['id']}"
    return answer.json()


def ended(house: House, id: str, who: str = "auditor-1") -> Any:
    """The job once it has ended; `lost` too is an end."""
    until = time.monotonic() + PATIENCE
    while (found := house.ask("GET", f"/api/v1/jobs/{id}", who).json())["status"] in {"queued", "running"}:
        assert time.monotonic() < until, found
        time.sleep(0.1)
    return found


def content(house: House, job: Any, who: str = "auditor-1") -> bytes:
    answer = house.ask("GET", job["content"], who)
    assert answer.status_code == 200, answer.text
    return answer.content


def test_the_record_is_verified_beside_the_service(house: House) -> None:
    job = ended(house, asked(house, "audit/verifications")["id"])
    assert (job["status"], job["done"], job["total"], job["content"]) == ("done", 100, 100, None)
    assert job["result"]["ok"] is True
    with house.parts.store.transaction() as transaction:
        transaction.cursor.execute("UPDATE stream SET state = 'draft' WHERE id = ?", (house.project,))
    job = ended(house, asked(house, "audit/verifications")["id"])
    assert [each["stream"] for each in job["result"]["findings"]] == [house.project]


def test_an_export_is_taken_away_and_that_is_remembered(house: House) -> None:
    job = ended(house, asked(house, "audit/exports", format="jsonl")["id"])
    lines = [json.loads(line) for line in content(house, job).splitlines()]
    assert (job["status"], job["result"]["events"], job["done"]) == ("done", len(lines), len(lines))
    assert house.project in {line["stream"] for line in lines}
    with house.parts.store.snapshot() as reader:
        (body,) = reader.query("SELECT body FROM journal WHERE stream = 'log-readings' ORDER BY version DESC LIMIT 1")[
            0
        ]
    assert (json.loads(body)["what"], json.loads(body)["scope"]["format"]) == ("export", "jsonl")


def test_a_bundle_that_cannot_be_proven_says_why(house: House) -> None:
    job = ended(house, asked(house, "audit/bundles", projects=[house.project])["id"])
    assert (job["status"], job["content"]) == ("failed", None)
    assert job["result"]["reason"] != ""


def test_a_bundle_is_sealed_gathered_and_proves_itself(house: House) -> None:
    key = make_key(house.parts.key_file, "yeongo/test", bytes(range(KEY_BYTES)))
    job = ended(house, asked(house, "audit/bundles", projects=[house.project], private=True)["id"])
    assert (job["status"], job["done"], job["result"]["projects"]) == ("done", 1, [house.project]), job
    assert verify_bundle(json.loads(content(house, job)), key.verifier) == ()


def test_a_bundle_of_a_scope_holds_what_was_asked_and_seen(house: House) -> None:
    make_key(house.parts.key_file, "yeongo/test", bytes(range(KEY_BYTES)))
    scope = {"call": CALL_ID, "since": "2000-01-01T00:00:00+09:00", "most": 0}
    job = ended(house, asked(house, "audit/bundles", scope=scope)["id"])
    made = json.loads(content(house, job))
    assert (job["result"]["projects"], made["scope"]) == ([house.project], [CALL_ID, house.project])
    assert verify_bundle(made) == ()
    for wrong in ({}, {"projects": [house.project], "scope": {"call": CALL_ID}}):
        answer = house.ask("POST", "/api/v1/audit/bundles", "auditor-1", json=wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "bundle.scope")


def test_one_command_on_many_streams_is_a_job(house: House) -> None:
    house.act("lead-1", f"calls/{CALL_ID}/register", DATA | {"area": "52720", "title": "홍삼"})
    house.act("lead-1", f"projects/{house.project}/start_draft")
    wish = {"collection": "projects", "trigger": "start_draft"}
    job = ended(house, asked(house, "bulk/jobs", "lead-1", **wish)["id"], "lead-1")
    assert (job["status"], job["done"], job["total"]) == ("done", 2, 2), job
    assert (job["result"]["accepted"], job["result"]["refused"]) == (1, 1)
    lines = {each["stream"]: each for each in map(json.loads, content(house, job, "lead-1").splitlines())}
    assert lines[house.project]["refusals"][0]["code"] == "trigger.not_here"


def test_a_repeat_begins_no_second_job(house: House) -> None:
    first, again = (asked(house, "audit/verifications", key="same") for _ in range(2))
    assert first["id"] == again["id"]
    assert len(house.ask("GET", "/api/v1/jobs", "auditor-1").json()["jobs"]) == 1
    assert ended(house, first["id"])["status"] == "done"


def test_a_cancelled_job_ends_with_its_process(house: House) -> None:
    job = asked(house, "audit/verifications")
    (process,) = house.api.working.processes
    process.send_signal(signal.SIGSTOP)  # so that it cannot be faster
    cancelled = house.ask("DELETE", f"/api/v1/jobs/{job['id']}", "auditor-1").json()
    process.send_signal(signal.SIGCONT)
    assert cancelled["status"] == "cancelled"
    assert process.wait(PATIENCE) == 0
    assert house.ask("GET", f"/api/v1/jobs/{job['id']}", "auditor-1").json() == cancelled
    assert house.ask("DELETE", f"/api/v1/jobs/{job['id']}", "auditor-1").json() == cancelled


def test_a_job_whose_process_died_is_shown_as_lost(house: House) -> None:
    job = asked(house, "audit/verifications")
    (process,) = house.api.working.processes
    process.kill()
    process.wait()
    with house.parts.store.transaction() as transaction:  # as if twenty seconds had passed
        transaction.cursor.execute("UPDATE long_job SET beat = beat - 20000001")
    assert house.ask("GET", f"/api/v1/jobs/{job['id']}", "auditor-1").json()["status"] == "lost"
    assert ended(house, asked(house, "audit/verifications")["id"])["status"] == "done"


def test_too_many_at_once_are_told_when_to_come_back(house: House) -> None:
    for n in range(4):
        house.api.working.jobs.ask(Actor("auditor-1", "auditor", "audit"), "verify", {"n": n})
    answer = house.ask("POST", "/api/v1/audit/verifications", "auditor-1")
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (429, "30", "job.many")


def test_nobody_sees_another_one_s_job(house: House) -> None:
    job = asked(house, "audit/exports", format="csv")
    ended(house, job["id"])
    for who in ("admin-1", "lead-1"):
        for method, rest in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
            answer = house.ask(method, f"/api/v1/jobs/{job['id']}{rest}", who)
            assert (answer.status_code, answer.json()["message"]["en"]) == (404, "There is nothing here.")
    for path in ("verifications", "exports", "bundles"):
        body = {"format": "csv", "projects": [house.project]}
        assert house.ask("POST", f"/api/v1/audit/{path}", "lead-1", json=body).json()["code"] in {
            "access.denied", "request.invalid",
        }  # fmt: skip
